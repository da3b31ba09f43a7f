// SPDX-License-Identifier: EUPL-1.2
// What happens to a cache and to a site that stands: files cut short, spoiled, swapped, gone, old.
import { appendFileSync, chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { name } from './chance.mjs';
import { namesIn } from './trees.mjs';

const filesIn = (folder) => (existsSync(folder) && statSync(folder).isDirectory() ? namesIn(folder) : [])
  .filter((file) => !file.endsWith('/')).map((file) => path.join(folder, file));

const noise = (random, count) => Buffer.from(Array.from({ length: count }, () => random.below(256)));

function spoil(file, random, count) {
  const bytes = readFileSync(file);
  if (bytes.length === 0) return;
  for (let i = 0; i < count; i++) bytes[random.below(bytes.length)] ^= 1 << random.below(8);
  writeFileSync(file, bytes);
}

function overwrite(file, random) {
  const bytes = readFileSync(file);
  if (bytes.length === 0) return;
  const from = random.below(bytes.length);
  const to = Math.min(bytes.length, from + random.between(1, 5000));
  bytes.set(random.once(2) ? noise(random, to - from) : Buffer.alloc(to - from), from);
  writeFileSync(file, bytes);
}

function swap(a, b) {
  const bytes = readFileSync(a);
  writeFileSync(a, readFileSync(b));
  writeFileSync(b, bytes);
}

// ---- The cache ----

// Each row spoils the cache, and tells how.  `kept` is a folder where an old cache may be kept.
const CACHE_DAMAGE = [
  [4, 'a file cut short', ({ file, random }) => truncateSync(file, random.below(statSync(file).size + 1))],
  [4, 'a bit of a file turned', ({ file, random }) => spoil(file, random, 1)],
  [4, 'bits of a file turned', ({ file, random }) => spoil(file, random, 200)],
  [4, 'a stretch of a file overwritten', ({ file, random }) => overwrite(file, random)],
  [2, 'something after the end of a file', ({ file, random }) => appendFileSync(file, noise(random, 333))],
  [2, 'the end of a file once more', ({ file }) => appendFileSync(file, readFileSync(file).subarray(-100))],
  [3, 'a file gone', ({ file }) => rmSync(file)],
  [2, 'a file emptied', ({ file }) => truncateSync(file, 0)],
  [2, 'two files swapped', ({ file, other }) => swap(file, other)],
  [2, 'a file renamed', ({ file, random }) => renameSync(file, `${file}-${name(random)}`)],
  [2, 'a strange file', ({ cache, random }) => writeFileSync(path.join(cache, name(random)), noise(random, 99))],
  [1, 'a folder in the place of a file', ({ file }) => {
    rmSync(file);
    mkdirSync(file);
  }],
  [1, 'all gone', ({ cache }) => rmSync(cache, { recursive: true })],
  [1, 'all gone but the folders', ({ cache }) => filesIn(cache).forEach((file) => rmSync(file))],
  [1, 'no longer a folder', ({ cache }) => {
    rmSync(cache, { recursive: true });
    writeFileSync(cache, 'cache\n');
  }],
  [2, 'read-only files', ({ cache }) => filesIn(cache).forEach((file) => chmodSync(file, 0o400))],
  [3, 'put aside', ({ cache, kept }) => {
    rmSync(kept, { recursive: true, force: true });
    cpSync(cache, kept, { recursive: true });
  }],
  [3, 'the one that was put aside', ({ cache, kept }) => {
    if (!existsSync(kept)) return;
    rmSync(cache, { recursive: true });
    cpSync(kept, cache, { recursive: true });
  }],
].map(([weight, told, spoils]) => [weight, { told, spoils }]);

// Gives what was done, or null where there is no cache.
export function damageCache(cache, kept, random) {
  if (existsSync(cache) && statSync(cache).isFile()) rmSync(cache);
  const files = filesIn(cache);
  if (files.length === 0) return null;
  const { told, spoils } = random.weighed(CACHE_DAMAGE);
  const file = random.one(files);
  spoils({ cache, kept, random, file, other: random.one(files) });
  return `the cache: ${told} (${path.relative(cache, file)})`;
}

// ---- The site ----

const SITE_DAMAGE = [
  [4, 'is gone', (file) => rmSync(file)],
  [2, 'is emptied', (file) => truncateSync(file, 0)],
  [2, 'is cut short', (file, random) => truncateSync(file, random.below(statSync(file).size + 1))],
  [2, 'has other bytes', (file, random) => spoil(file, random, 3)],
  [2, 'is older', (file) => utimesSync(file, 1000000000, 1000000000)],
  [1, 'has its folder gone', (file) => rmSync(path.dirname(file), { recursive: true })],
].map(([weight, told, spoils]) => [weight, { told, spoils }]);

// Only files in folders of their own: the site itself is not removed with one of its files.
export function damageSite(site, random) {
  const files = filesIn(site).filter((file) => path.dirname(file) !== site);
  if (files.length === 0) return null;
  const file = random.one(files);
  const { told, spoils } = random.weighed(SITE_DAMAGE);
  spoils(file, random);
  return `the site: ${path.relative(site, file)} ${told}`;
}
