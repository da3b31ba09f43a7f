// SPDX-License-Identifier: EUPL-1.2
// A reader that answers what a test tells it to, in the place of search/reader.js: for what an index
// seldom does, such as answering late, half, or not at all.

const MODULE = `
export const plain = (text) => text.toLowerCase();
export function marks(text, forms) {
  return text.split(/(\\p{L}+)/u).filter((piece) => piece !== '')
    .map((piece) => ({ text: piece, marked: forms.includes(plain(piece)) }));
}
export const open = async (base, options) => {
  window.fake.opened.push(options.language);
  return { ...window.fake.index, ...(window.fake.open ? await window.fake.open(options) : {}),
    search: async (query, options) => {
      window.fake.asked.push({ query, ...options });
      return { ...window.fake.nothing, filters: options.filters, ...(await window.fake.search(query, options)) };
    },
    suggest: async (text, options) => {
      window.fake.suggested.push({ text, ...options });
      return window.fake.suggest ? window.fake.suggest(text, options) : [];
    } };
};
`;

// `behaviour` runs in the page before anything else; it sets fake.search and what else it wants.
export async function fakeReader(page, behaviour) {
  await page.addInitScript(() => {
    window.fake = {
      opened: [], asked: [], suggested: [],
      index: {
        pages: 100, language: 'nl', languages: [],
        groups: [{ name: 'kind', label: '' }, { name: 'sector', label: 'Sector' }, { name: 'thema', label: 'Thema' }, { name: 'jaar', label: 'Jaar' }],
      },
      nothing: { total: 0, more: false, results: [], facets: {}, corrected: null, suggested: null, also: [] },
      result: (over = {}) => ({
        address: 'over/', anchor: null, heading: null, title: 'Titel', kind: 'pagina', base: 'page', date: '', summary: 'Samenvatting.',
        notes: [], terms: [], matched: [], fictional: false, quiet: false, passage: null, ...over,
      }),
      results: (n, over) => Array.from({ length: n }, (_, i) => window.fake.result({ title: `Titel ${i}`, ...over })),
      later: (ms, value) => new Promise((done) => { setTimeout(done, ms, value); }),
      failing: (code) => { throw Object.assign(new Error(code), { code }); },
    };
  });
  await page.addInitScript(behaviour);
  await page.route('**/search/reader.js*', (route) => route.fulfill({ contentType: 'text/javascript', body: MODULE }));
}

// What the page has asked of it: [{ query, filters, facets ... }].
export const askedOf = (page) => page.evaluate(() => window.fake.asked);
