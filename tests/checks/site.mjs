// SPDX-License-Identifier: EUPL-1.2
// Reads a built website back: every link and every #fragment leads somewhere, ids are unique, pages
// have what a page must have, images have a description, feeds and sitemaps have what they must
// have, and all addresses of the sitemap are there.  That pages and feeds are well-formed XML is for
// xmllint to say; after that they can be taken apart by pattern.
// use: node site.mjs SITE_DIR [BASE_ADDRESS]        ends with "N passed, N failed"
import { readFileSync, readdirSync, existsSync, statSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join, dirname, posix } from 'node:path';

const [site, base = ''] = process.argv.slice(2);
const files = readdirSync(site, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(site.length).replace(/^\/+/, ''))
  .sort();
const known = new Set(files);
const pages = files.filter((file) => file.endsWith('.html') && !file.startsWith('bestanden/'));

let passed = 0;
const faults = [];
function check(good, file, text) {
  if (good) passed += 1;
  else faults.push(`FAILED: ${file}: ${text}`);
}

// ---- Well-formed ----

function wellFormed(list) {
  for (let from = 0; from < list.length; from += 200) {
    const some = list.slice(from, from + 200);
    try {
      execFileSync('xmllint', ['--noout', '--nonet', ...some], { cwd: site, stdio: 'pipe' });
      passed += some.length;
    } catch (error) {
      faults.push(`FAILED: not well-formed XML:\n${String(error.stderr).slice(0, 2000)}`);
    }
  }
}
wellFormed(files.filter((file) => /\.(html|xml|svg)$/.test(file)));

// ---- Pages ----

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const decode = (text) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(+decimal) : (entities[name] ?? all));
const values = (html, pattern) => [...html.matchAll(pattern)].map((match) => decode(match[1]));

const texts = new Map(pages.map((page) => [page, readFileSync(join(site, page), 'utf8')]));
const ids = new Map([...texts].map(([page, html]) => [page, values(html, /<[^<>!]*?\sid="([^"]*)"/g)]));

// The file that an address on `page` leads to; null for another website.
function target(page, address) {
  const absolute = base && address.startsWith(base) ? address.slice(base.length) : null;
  if (absolute === null && (/^[a-z][a-z0-9+.-]*:/i.test(address) || address.startsWith('//'))) return null;
  const path = decodeURIComponent((absolute ?? address).replace(/[?#].*$/s, ''));
  if (absolute === null && path === '') return page;
  const folder = absolute !== null || path.startsWith('/') ? '' : dirname(page);
  const file = posix.normalize(posix.join(folder, path)).replace(/^(\.?\/)+/, '');
  return file === '.' || file === '' || file.endsWith('/') ? `${file.replace(/^\.$/, '')}index.html` : file;
}

function checkLink(page, address) {
  let file;
  try {
    file = target(page, address);
  } catch {
    check(false, page, `'${address}' is not a proper address`);
    return;
  }
  if (file === null) return;
  check(!file.startsWith('..') && known.has(file), page, `'${address}' leads to '${file}', which is not there`);
  const fragment = address.includes('#') ? decodeURIComponent(address.slice(address.indexOf('#') + 1)) : '';
  // #q=woord is no place on the page but what its script is asked.
  if (fragment && !fragment.startsWith('q=') && ids.has(file))
    check(ids.get(file).includes(fragment), page, `'${address}': there is no id '${fragment}' in '${file}'`);
}

// The page 404.html is shown at any address, so its links must not be relative.
function placed(page, address) {
  if (page !== '404.html' || /^(#|[a-z][a-z0-9+.-]*:)/i.test(address)) return address;
  check(address.startsWith('/'), page, `'${address}' is relative`);
  return new URL(address, base || 'https://nergens.invalid/').href.replace('https://nergens.invalid/', '');
}

for (const [page, html] of texts) {
  const mine = ids.get(page);
  check(new Set(mine).size === mine.length, page, `ids occur twice: ${mine.filter((id, i) => mine.indexOf(id) !== i)}`);
  check(mine.every((id) => id && !/\s/.test(id)), page, 'an id is empty or has a space');
  check((html.match(/<h1[\s>]/g) ?? []).length === 1, page, 'there is not exactly one h1');
  check(/^\s*<!DOCTYPE html>/i.test(html), page, 'no doctype');
  check(/<html lang="[a-z-]+"/i.test(html), page, 'no language');
  check(/<title>\s*[^<\s]/.test(html), page, 'no title');
  check(/<main[\s>]/.test(html), page, 'no main');
  for (const address of values(html, /<(?:a|link|area)\b[^<>]*?\shref="([^"]*)"/g)) checkLink(page, placed(page, address));
  for (const address of values(html, /<(?:img|script|source|audio|video|iframe|embed)\b[^<>]*?\ssrc="([^"]*)"/g))
    checkLink(page, placed(page, address));
  for (const image of html.match(/<img\b[^<>]*>/g) ?? []) check(/\salt="/.test(image), page, `no alt: ${image}`);
  check(!/\son[a-z]+\s*=\s*"/i.test(html.replace(/>[^<]*</g, '><')), page, 'an on... attribute');
  check(!/\sstyle="/i.test(html.replace(/>[^<]*</g, '><')), page, 'a style attribute');
  check(!/(href|src|action)="\s*(javascript|vbscript|data):/i.test(html), page, 'an address that runs something');
  let level = 1;
  for (const heading of html.matchAll(/<h([1-6])[\s>]/g)) {
    check(+heading[1] <= level + 1, page, `a heading skips from ${level} to ${heading[1]}`);
    level = +heading[1];
  }
}

// ---- Feeds, sitemaps, robots.txt ----

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/;
const count = (text, pattern) => (text.match(pattern) ?? []).length;

function checkFeed(file) {
  const text = readFileSync(join(site, file), 'utf8');
  const [head, ...entries] = text.split('<entry>');
  check(text.includes('xmlns="http://www.w3.org/2005/Atom"'), file, 'not in the Atom namespace');
  for (const [name, part] of [['feed', head], ...entries.map((entry, i) => [`entry ${i + 1}`, entry])]) {
    check(count(part, /<id>[^<]+<\/id>/g) === 1, file, `${name}: not one id`);
    check(count(part, /<title[^>]*>[^<]+<\/title>/g) === 1, file, `${name}: not one title`);
    const [updated, ...more] = values(part, /<updated>([^<]*)<\/updated>/g);
    check(more.length === 0 && instant.test(updated ?? ''), file, `${name}: not one proper updated`);
    check(part.includes('rel="alternate"'), file, `${name}: no alternate link`);
  }
  check(/<author>\s*<name>[^<]+<\/name>/.test(head), file, 'no author');
  check(head.includes('rel="self"'), file, 'no self link');
  const entryIds = values(text, /<id>([^<]*)<\/id>/g);
  check(new Set(entryIds).size === entryIds.length, file, 'ids occur twice');
  for (const address of values(text, /<link\b[^<>]*?\shref="([^"]*)"/g)) checkLink(file, address);
}

function checkSitemap(file) {
  const text = readFileSync(join(site, file), 'utf8');
  const places = values(text, /<loc>([^<]*)<\/loc>/g);
  check(text.includes('xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'), file, 'not in the sitemap namespace');
  check(places.length > 0 && places.length <= 50000, file, `${places.length} addresses`);
  check(statSync(join(site, file)).size <= 50 * 1024 * 1024, file, 'over 50 MiB');
  check(new Set(places).size === places.length, file, 'an address occurs twice');
  for (const place of places) {
    check(/^https?:\/\//.test(place), file, `'${place}' is not complete`);
    checkLink(file, place);
    const page = texts.get(target(file, place));
    if (page !== undefined) check(!/<meta name="robots" content="[^"]*noindex/.test(page), file, `'${place}' says noindex`);
  }
  for (const date of values(text, /<lastmod>([^<]*)<\/lastmod>/g))
    check(/^\d{4}-\d\d-\d\d$/.test(date), file, `'${date}' is not a date`);
}

// Every page that may be indexed is in a sitemap; further pages of a listing need not be.
function checkComplete() {
  const maps = files.filter((file) => /^sitemap(-\d+)?\.xml$/.test(file));
  const told = new Set(maps.flatMap((file) => values(readFileSync(join(site, file), 'utf8'), /<loc>([^<]*)<\/loc>/g)).map((place) => target('', place)));
  for (const [page, html] of texts)
    if (!/<meta name="robots" content="[^"]*noindex/.test(html) && !/\/pagina\/\d+\//.test(page))
      check(told.has(page), page, 'is in no sitemap');
}

if (known.has('sitemap.xml')) checkComplete();
files.filter((file) => /(^|\/)feed\.xml$/.test(file)).forEach(checkFeed);
files.filter((file) => /^sitemap(-\d+)?\.xml$/.test(file)).forEach(checkSitemap);
check(existsSync(join(site, 'robots.txt')), 'robots.txt', 'is not there');
if (base) check(known.has('sitemap.xml') && known.has('feed.xml'), 'sitemap.xml, feed.xml', 'are not there');

faults.slice(0, 100).forEach((fault) => console.log(fault));
if (faults.length > 100) console.log(`... and ${faults.length - 100} more`);
console.log(`${passed} passed, ${faults.length} failed`);
process.exit(faults.length ? 1 : 0);
