// SPDX-License-Identifier: EUPL-1.2
// The pages of a built site that a reader can find, and a copy of them for Pagefind.
// use: node pages.mjs SITE COPY      prints how many pages are copied, and how many our index has
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv, exit } from 'node:process';
import { pathToFileURL } from 'node:url';

// Kinds of pages that only lead to others: our index has none of them.
const LEADING = new Set([
  'home', 'search', 'az', 'keywords', 'keywords-letter', 'sitemap', 'matrix', 'listing', 'taxonomy', 'crossing',
  'not-found', 'redirect', 'none',
]);

// What <body> says of the kind of a page.
const kindOf = (html) => /<body class="soort-([a-z-]+)/.exec(html)?.[1] ?? 'none';

// The names of the taxonomies, as the index has them: "kind" and "jaar" are not among these.
export function taxonomiesOf(site) {
  const root = JSON.parse(readFileSync(join(site, 'search/root.json'), 'utf8'));
  return root.groups.map((group) => group.name).filter((name) => name !== 'kind' && name !== 'jaar');
}

const pageCount = (site) => JSON.parse(readFileSync(join(site, 'search/root.json'), 'utf8')).pages;

// Every page that can be found: { path, html }, in the order of their paths.  Of a term its own
// page counts, not those that it crosses with.  `wanted` decides by the number of the file, so
// that a sample of a large site can be read.
export function* pagesOf(site, wanted = () => true) {
  const names = readdirSync(site, { recursive: true }).filter((name) => name.endsWith('index.html')).sort();
  let number = 0;
  for (const path of names) {
    if (!wanted(number++, names.length)) continue;
    const html = readFileSync(join(site, path), 'utf8');
    const kind = kindOf(html);
    if (LEADING.has(kind) || (kind === 'term' && path.split('/').length !== 3)) continue;
    yield { path, html };
  }
}

// The chips of a page, which name its terms and lead to their pages.
const CHIP = /<a class="chip" href="[^"]*?([^/"]+)\/([^/"]+)\/">([^<]*)<\/a>/g;

export function termsOf(html, taxonomies) {
  const terms = new Map();
  for (const [, group, name, label] of html.matchAll(CHIP))
    if (taxonomies.includes(group)) terms.set(`${group}/${name}`, { group, name, label: plainText(label) });
  return [...terms.values()];
}

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

function plainText(html) {
  return html.replace(/<[^>]*>/g, ' ').replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (all, name) => ENTITIES[name]);
}

// What a page itself says: its title, summary, terms and text, as our index has it; not the
// navigation, the names of fields and kinds, the cards of other pages.
export function textOf(html) {
  const main = html.slice(html.indexOf('<main'), html.lastIndexOf('</main>'));
  const other = main.indexOf('<section class="zijkop');
  return plainText((other < 0 ? main : main.slice(0, other))
    .replace(/<(nav|script|style|svg|dt)\b[\s\S]*?<\/\1>/g, ' ')
    .replace(/<dl class="gegevens">[\s\S]*?<\/dl>|<p class="soortnaam">[\s\S]*?<\/p>/g, ' '));
}

// The same page with the same text told to Pagefind: what to read, what to skip, what to filter by.
// Navigation it skips by itself.
function marked(html, taxonomies) {
  return html
    .replace('<main ', '<main data-pagefind-body ')
    .replace(/<(section class="zijkop|dl class="gegevens|p class="soortnaam|dt>)/g, (all) =>
      all.replace(/^<[a-z]+/, '$& data-pagefind-ignore="all"'))
    .replace(CHIP, (all, group) =>
      taxonomies.includes(group) ? all.replace('<a ', `<a data-pagefind-filter="${group}" `) : all);
}

function copy(site, to) {
  const taxonomies = taxonomiesOf(site);
  let count = 0;
  let filtered = 0;
  for (const { path, html } of pagesOf(site)) {
    const page = marked(html, taxonomies);
    if (!page.includes('data-pagefind-body')) throw new Error(`${path} has no <main>`);
    if (page.includes('data-pagefind-filter')) filtered++;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    writeFileSync(join(to, path), page);
    count++;
  }
  if (taxonomies.length > 0 && filtered === 0) throw new Error('no page has a chip: has the theme changed?');
  const indexed = pageCount(site);
  if (Math.abs(count - indexed) > 1 + indexed / 100)
    throw new Error(`${count} pages for Pagefind, ${indexed} in our index: is there a new kind of page?`);
  return count;
}

if (import.meta.url === pathToFileURL(argv[1]).href) {
  const [, , site, to] = argv;
  if (to === undefined) {
    console.error('use: node pages.mjs SITE COPY');
    exit(2);
  }
  console.log(`${copy(site, to)} ${pageCount(site)}`);
}
