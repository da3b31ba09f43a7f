// SPDX-License-Identifier: EUPL-1.2
// Whether two folders hold the same site, and where they differ.
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, rmdirSync, statSync } from 'node:fs';
import path from 'node:path';

// What belongs to the one who publishes, not to the site.
export const OWN = /^(\.doorleefd-|\.well-known\b)/;

// All files and folders below, relative: a folder that is left empty is a difference.
export function namesIn(folder) {
  const names = [];
  const walk = (below) => {
    for (const entry of readdirSync(path.join(folder, below), { withFileTypes: true })) {
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      if (below === '' && OWN.test(entry.name)) continue;
      names.push(entry.isDirectory() ? `${name}/` : name);
      if (entry.isDirectory()) walk(name);
    }
  };
  walk('');
  return names.sort();
}

const excerpt = (bytes, at) => JSON.stringify(bytes.subarray(Math.max(0, at - 40), at + 60).toString('utf8'));

// Where two texts begin to differ, for a person.
export function differenceOf(expected, found) {
  let at = 0;
  while (at < expected.length && expected[at] === found[at]) at++;
  const line = expected.subarray(0, at).toString('latin1').split('\n').length;
  return `from byte ${at} (line ${line}), of ${expected.length} and ${found.length} bytes\n` +
    `    expected ${excerpt(expected, at)}\n    found    ${excerpt(found, at)}`;
}

// What differs, a line or three for each file; of more than so many, how many more.  Empty: nothing.
export function treesCompared(expected, found, most = 5) {
  const wanted = new Set(namesIn(expected));
  const there = new Set(namesIn(found));
  const told = [];
  for (const name of wanted) if (!there.has(name)) told.push(`${name} is missing`);
  for (const name of there) if (!wanted.has(name)) told.push(`${name} should not be there`);
  for (const name of wanted) {
    if (!there.has(name) || name.endsWith('/')) continue;
    const a = readFileSync(path.join(expected, name));
    const b = readFileSync(path.join(found, name));
    if (a.equals(b)) continue;
    told.push(told.length < most ? `${name} differs ${differenceOf(a, b)}` : `${name} differs`);
  }
  const more = told.length - most;
  return more > 0 ? [...told.slice(0, most), `and ${more} more files`] : told;
}

// The paths that a list of changes has: none where there is no list.
const listed = (file) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [])
  .filter((line) => line !== '').map((line) => line.replace(/^\//, ''));

const isFolder = (at) => existsSync(at) && statSync(at).isDirectory();

// Where a file became a folder, or a folder a file, what was there goes first.
function makeWay(mirror, name) {
  const steps = name.split('/').map((_, i, all) => path.join(mirror, ...all.slice(0, i + 1)));
  const file = steps.pop();
  for (const at of steps) if (existsSync(at) && !isFolder(at)) rmSync(at);
  if (isFolder(file)) rmSync(file, { recursive: true });
  mkdirSync(path.dirname(file), { recursive: true });
  return file;
}

// Makes `mirror` follow the site by what the lists say, as rsync or rclone would, and removes these.
export function mirrorFollow(site, mirror, changes) {
  mkdirSync(mirror, { recursive: true });
  for (const name of listed(changes)) {
    if (OWN.test(name)) continue;
    copyFileSync(path.join(site, name), makeWay(mirror, name));
  }
  for (const name of listed(`${changes}.removed`)) {
    const file = path.join(mirror, name);
    if (existsSync(file) && !isFolder(file)) rmSync(file);
    for (let folder = path.dirname(name); folder !== '.'; folder = path.dirname(folder)) {
      const at = path.join(mirror, folder);
      if (isFolder(at) && readdirSync(at).length > 0) break;
      if (isFolder(at)) rmdirSync(at);
    }
  }
  for (const end of ['', '.new', '.removed']) rmSync(`${changes}${end}`, { force: true });
}
