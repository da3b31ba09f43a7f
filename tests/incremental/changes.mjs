// SPDX-License-Identifier: EUPL-1.2
// What editors do to a site: each change is a row with how likely it is.  It changes the site, and
// tells what it did; null when there was nothing to do it to.
import path from 'node:path/posix';
import { LANGUAGES, NOTES, block, chapter, cover, drawing, page, picture, reaction, story, tags, term } from './content.mjs';
import { name, paragraph, sentence, word, words } from './chance.mjs';

const PAGES = ['story', 'cover', 'chapter', 'page', 'term', 'reaction'];
const WITH_BODY = ['story', 'chapter', 'page', 'cover'];

// Changes one of these files, if there is one.  Sorts of which there are few come up as often as stories.
// Half of the time it is a file that was changed lately, for what goes wrong takes two changes of
// things that have to do with each other.
const RECENT = 12;

export const to = (...sorts) => (change) => (random, site) => {
  const sort = random.one(sorts.filter((one) => site.of(one).length > 0));
  const all = sort === undefined ? [] : site.of(sort);
  const recent = all.filter((file) => site.recent.includes(file.path));
  const file = random.one(recent.length > 0 && random.once(2) ? recent : all);
  if (file === undefined) return null;
  const told = change(file, random, site);
  site.recent = [file.path, ...site.recent.filter((at) => at !== file.path)].slice(0, RECENT);
  return told;
};

export const set = (file, key, value) => {
  file.fields[key] = value;
  return `${file.path}: ${key} becomes ${JSON.stringify(value)}`;
};

// Moves a file.  An editor with a good program gets the links to it mended; another one does not.
export function move(site, file, path, mend) {
  if (path === file.path || site.files.has(path)) return null;
  const before = file.path;
  site.files.delete(before);
  file.path = path;
  site.put(file);
  for (const other of mend ? site.files.values() : [])
    for (const at of other.blocks ?? []) if (at.to === before) at.to = path;
  return `${before} becomes ${path}${mend ? ', links mended' : ''}`;
}

const remove = (file, random, site) => {
  site.files.delete(file.path);
  return `${file.path} goes`;
};

const added = (make) => (random, site) => `${site.put(make(random, site)).path} is new`;

const one = (random, list) => random.below(list.length);

// ---- Texts ----

const writeBlock = to(...WITH_BODY)((file, random, site) => {
  file.blocks.splice(random.below(file.blocks.length + 1), 0, block(random, site));
  return `${file.path}: something more`;
});

const editWord = to(...WITH_BODY, 'term', 'reaction')((file, random) => {
  const texts = file.blocks.filter((at) => at.type === 'text');
  if (texts.length === 0) return null;
  const at = random.one(texts);
  const parts = at.text.split(' ');
  parts[one(random, parts)] = word(random);
  at.text = parts.join(' ');
  return `${file.path}: another word`;
});

const editBlock = to(...WITH_BODY)((file, random, site) => {
  if (file.blocks.length === 0) return null;
  file.blocks[one(random, file.blocks)] = block(random, site);
  return `${file.path}: something else`;
});

const dropBlock = to(...WITH_BODY)((file, random) => {
  if (file.blocks.length === 0) return null;
  file.blocks.splice(one(random, file.blocks), 1);
  return `${file.path}: something less`;
});

// A link to a heading of another page, which may be renamed or may never have been there.
const anchorLink = to(...WITH_BODY)((file, random, site) => {
  const links = file.blocks.filter((at) => at.type === 'link');
  if (links.length === 0) return null;
  const at = random.one(links);
  const headings = (site.files.get(at.to)?.blocks ?? []).filter(({ type }) => type === 'heading');
  at.anchor = headings.length === 0 || random.once(3) ? word(random)
    : random.one(headings).text.toLowerCase().replace(/[^a-z ]/g, '').replaceAll(' ', '-');
  return `${file.path}: a link to #${at.anchor}`;
});

// Front matter that cannot be read, a body that is no text, a file of nothing.
const spoil = to(...PAGES)((file, random, site) => {
  const bytes = random.one([
    `---\ntitel: "${word(random)}\n---\n\n${paragraph(random)}\n`, Buffer.from([0x2d, 0xff, 0xfe, 0x0a]), '',
    `---\n${words(random, 4)}\n\n${paragraph(random)}\n`, `${paragraph(random)}\n\n[weg](weg-${name(random)}.md)\n`,
  ]);
  site.put({ sort: 'spoiled', path: file.path, bytes, before: file });
  return `${file.path} is spoiled`;
});

const mend = to('spoiled')((file, random, site) => {
  site.put({ ...file.before, path: file.path });
  return `${file.path} is mended`;
});

// ---- Where files are ----

const rename = to('story', 'page', 'cover', 'chapter', 'term', 'reaction')((file, random, site) => {
  if (file.sort === 'cover') return null;
  const way = path.join(path.dirname(file.path), `${name(random)}.md`);
  return move(site, file, way, random.once(2));
});

// "over.md" and "over/index.md" have the same address; so have "Over.md" and "over.md".
const reshape = to('page')((file, random, site) => {
  if (file.path === 'index.md') return null;
  const isFolder = path.basename(file.path) === 'index.md';
  const other = isFolder ? `${path.dirname(file.path)}.md` : `${file.path.replace(/\.md$/, '')}/index.md`;
  const cased = file.path.replace(/^[a-z]/i, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));
  return move(site, file, random.once(3) ? cased : other, random.once(2));
});

const renameFolder = (random, site) => {
  const folders = [...new Set([...site.files.keys()].map((at) => path.dirname(at)))].filter((at) => at.includes('/'));
  const folder = random.one(folders);
  if (folder === undefined) return null;
  const other = path.join(path.dirname(folder), folder.startsWith('verhalen/') ? String(random.between(2020, 2029)) : name(random));
  const moved = [...site.files.values()].filter((file) => path.dirname(file.path) === folder)
    .map((file) => move(site, file, path.join(other, path.basename(file.path)), true));
  return moved.every((told) => told === null) ? null : `${folder}/ becomes ${other}/`;
};

const copyPage = to('story', 'page', 'chapter')((file, random, site) => {
  const copy = structuredClone(file);
  copy.path = path.join(path.dirname(file.path), `${name(random)}.md`);
  site.put(copy);
  return `${file.path} stands twice, as ${copy.path} too`;
});

// Two files change places.
const swap = (random, site) => {
  const [a, b] = random.some(site.of('story', 'page'), 2, 2);
  if (b === undefined) return null;
  [a.path, b.path] = [b.path, a.path];
  site.put(a);
  site.put(b);
  return `${a.path} and ${b.path} change places`;
};

// ---- Fields ----

const PUBLICATION = [
  ['status', 'ingetrokken'], ['status', 'concept'], ['status', 'verdwenen'], ['toestemming', undefined], ['status', 'gepubliceerd'],
  ['status', 'wat dan ook'],
];

const withdraw = to('story')((file, random) => set(file, ...random.one(PUBLICATION)));

const publish = (random, site) => {
  const hidden = site.of('story').filter(({ fields }) => fields.status !== 'gepubliceerd' || fields.toestemming === undefined);
  const file = random.one(hidden);
  if (file === undefined) return null;
  set(file, 'toestemming', `T-${random.between(100, 999)}`);
  return set(file, 'status', 'gepubliceerd');
};

const retag = to('story', 'chapter', 'cover', 'page')((file, random, site) => {
  const [key, folder] = random.one([['sector', 'sectoren'], ['thema', 'themas'], ['thema', 'themas'], ['rol', 'rollen']]);
  const terms = tags(random, site, folder);
  return set(file, key, random.once(8) ? [...terms, `onbekend-${word(random)}`] : terms);
});

const redate = to('story', 'page', 'reaction')((file, random) =>
  set(file, 'datum', random.once(10) ? 'gisteren' : `${random.between(2012, 2026)}-0${random.between(1, 9)}-1${random.below(9)}`));

const alias = to('story', 'page', 'chapter', 'term')((file, random, site) => {
  const known = [...site.files.values()].flatMap(({ fields }) => fields?.aliassen ?? []);
  const other = random.one([`/oud/${name(random)}/`, `/oud-${name(random)}/`, random.one(known) ?? '/oud/', '/over/']);
  return set(file, 'aliassen', random.once(3) ? undefined : [other]);
});

const others = [
  ['inhoudsnotities', (random) => (random.once(2) ? undefined : random.some(NOTES, 1, 2))],
  ['taal', (random) => random.one(LANGUAGES)], ['indexeren', (random) => random.one(['nee', undefined])],
  ['feed', (random) => random.one(['nee', undefined])], ['verzonnen', (random) => random.one(['ja', undefined])],
  ['snel_verlaten', (random) => random.one(['aan', 'uit', undefined])], ['koppelingen', (random, site) =>
    random.some(site.of('story').map(({ fields }) => fields.id).filter(Boolean), 1, 2)],
  ['samenvatting', (random) => `${sentence(random)}.`], ['perspectief', (random) => random.one(['client', 'naaste', 'ouder', undefined])],
  [`onbekend_veld`, (random) => random.one([word(random), undefined])], ['zoektermen', (random) => random.one([[word(random)], undefined])],
];

const field = to('story', 'page', 'chapter', 'cover')((file, random, site) => {
  const [key, value] = random.one(others);
  return set(file, key, value(random, site));
});

const language = to('story', 'page')((file, random) => set(file, 'taal', random.one(LANGUAGES)));

const title = to('story', 'page', 'chapter', 'cover')((file, random, site) => {
  const other = random.one(site.of('story'));
  return set(file, 'titel', random.once(6) && other ? other.fields.titel : sentence(random, 2, 6));
});

// ---- Guidelines, terms, reactions ----

const number = to('chapter')((file, random) => set(file, 'nummer', random.one([1, 2, 3, 4, undefined])));

const newChapter = (random, site) => {
  const file = random.one(site.of('cover'));
  return file === undefined ? null : added(() => chapter(random, site, path.basename(path.dirname(file.path)), random.between(1, 5)))(random, site);
};

const moveChapter = to('chapter')((file, random, site) => {
  const other = random.one(site.of('cover'));
  if (other === undefined) return null;
  file.fields.richtlijn = path.basename(path.dirname(other.path));
  return move(site, file, path.join(path.dirname(other.path), path.basename(file.path)), random.once(2));
});

export const TAGS = ['v1', 'v2', 'v3'];

// What the page of changes of a guideline is about: tags, days of the history, numbers that it may have had.
const since = to('cover')((file, random) => {
  const days = Array.from({ length: 3 }, () => `1${random.below(9)}-${random.between(10, 12)}-2020`);
  const numbers = ['1.0', '2.0', '3.0', `${random.between(1, 5)}.${random.below(3)}`];
  return set(file, 'wijzigingen_sinds', random.once(4) ? undefined : random.some([...TAGS, ...days, ...numbers], 1, 3));
});

const version = to('cover', 'chapter')((file, random) =>
  set(file, ...random.one([
    ['versie', `${random.between(1, 5)}.${random.below(3)}`], ['autorisatiedatum', `202${random.below(7)}-06-16`],
    ['status', random.one(['geldig', 'vervallen', 'concept', 'in-herziening', undefined])], ['vervangen_door', undefined],
  ])));

const editTerm = to('term')((file, random, site) => {
  const folder = path.dirname(file.path);
  return set(file, ...random.one([
    ['label', sentence(random, 1, 2)], ['synoniemen', [word(random)]], ['zoektermen', [word(random), word(random)]],
    ['breder', tags(random, site, folder).slice(0, 1)], ['verwant', tags(random, site, folder)], ['synoniemen', undefined],
    ['breder', undefined], ['status', random.one(['vervallen', undefined])],
  ]));
});

const TERM_FOLDERS = ['sectoren', 'themas', 'rollen'];
const newTerm = added((random, site) => term(random, site, random.one(TERM_FOLDERS)));

const editReaction = to('reaction')((file, random, site) => {
  const story = random.one(site.of('story'));
  return set(file, ...random.one([
    ['op', story?.fields.id ?? 'weg'], ['auteur', sentence(random, 1, 2)], ['nummer', random.between(1, 9)],
    ['status', random.one(['concept', 'gepubliceerd', undefined])],
  ]));
});

// ---- Attachments ----

const editAttachment = to('attachment')((file, random) => {
  file.bytes = /png$/.test(file.path) ? picture(random) : /svg$/.test(file.path) ? drawing(random) : `%PDF-1.4\n${name(random)}\n%%EOF\n`;
  return `${file.path} has other bytes`;
});

const newAttachment = added((random, site) => {
  const at = random.once(2) ? { path: `beeld/${name(random)}.png`, bytes: picture(random) }
    : { path: `beeld/${name(random)}.svg`, bytes: drawing(random) };
  // Nobody sees it unless a page shows it.
  random.one(site.of('story', 'page'))?.blocks.push({ type: 'file', to: at.path, text: word(random) });
  return { sort: 'attachment', ...at };
});

const moveAttachment = to('attachment')((file, random, site) =>
  move(site, file, path.join('beeld', `${name(random)}${path.extname(file.path)}`), random.once(2)));

// ---- Settings and the theme's overrides ----

// Kinds take a folder away from others, or give it another address.
const KINDS = [['verhaal', 'verhaal', 'verhalen', 'ervaringen'], ['blad', 'pagina', 'blad', 'bladen'], ['blog', 'verhaal', 'blad', 'blog'],
  ['richtlijn', 'richtlijn', 'richtlijnen', 'modules'], ['pagina', 'pagina', 'reacties', 'over-reacties']];

const setting = (random, site) => {
  const { values } = site.settings;
  const [key, value] = random.one([
    ['titel', sentence(random, 1, 3)], ['ondertitel', sentence(random, 2, 4)], ['per_pagina', random.between(2, 9)],
    ['adres', random.one(['https://proef.invalid/', 'https://ander.invalid/map/', ''])], ['verberg', random.once(2)],
    ['menu', random.some([['Verhalen', '/verhalen/'], ['Over', '/over/'], ['Thema', '/thema/'], ['Hulp', '/hulp-en-praten'], ['Matrix', '/matrix/'], ['Elders', 'https://elders.invalid/']], 0, 3)],
    ['voet', random.some([['Over', '/over/'], [sentence(random, 1, 1), '/verhalen/']], 0, 2)],
    ['hulplijnen', random.some([['Luisterlijn', '088', ['psychose']], ['Bel', '112', []], [word(random), '0800', NOTES]], 0, 3)],
    ['taxonomieen', random.some([['sector', 'sectoren'], ['thema', 'themas'], ['rol', 'rollen']], 2, 3)],
    ['taal', random.one(['nl', 'nl', 'en', 'de'])], ['meervoud', random.one(['', 'Alle', word(random)])],
    ['soorten', random.some(KINDS, 0, 2)], ['velden', random.some([['onbekend_veld', 'zoektermen'], ['samenvatting', 'negeer'], ['onderwerp', 'thema']], 0, 2)],
    ['grenzen', random.some([['markdown', random.one(['900', '2 KB', '1 MB'])], ['bijlage', random.one(['60', '25 MB', 'veel'])]], 0, 2)],
    ['verlaat', random.one(['', 'https://weer.invalid/'])], ['contact', random.one(['', word(random)])],
  ]);
  values[key] = value;
  return `site.yaml: ${key} becomes ${JSON.stringify(value)}`;
};

const breakSettings = (random, site) => {
  site.settingsAreBroken = true;
  return 'site.yaml cannot be read any more';
};

export const TEMPLATES = ['card', 'story', 'page', 'term', 'layout', 'home', 'chapter', 'listing', 'search', 'keywords_letter', 'redirect'];

// The theme's own file with something more in it, which shows in every page that is made with it.
export function templateChanged(random, themeText, at) {
  const text = themeText(at);
  const mark = name(random);
  if (at.endsWith('.css')) return `${text}\n.x-${mark} { color: red }\n`;
  if (at.endsWith('.yaml')) return text.replace(/^([a-z_]+: ")([^"{]+")/m, `$1${mark} $2`);
  return `${text.trimEnd()}\n<!-- ${mark} -->\n`;
}

const override = (random, site, themeText) => {
  const at = random.one([`templates/${random.one(TEMPLATES)}.mustache`, 'assets/style.css', `assets/${name(random)}.svg`]);
  if (site.override.has(at) && random.once(2)) {
    site.override.delete(at);
    return `theme/${at} goes`;
  }
  site.override.set(at, at.endsWith('.svg') ? drawing(random) : templateChanged(random, themeText, at));
  return `theme/${at} is another`;
};

const overrideText = (random, site) => {
  const key = random.one(['home', 'search_title', 'fictional', 'about', 'az_title']);
  site.override.set('texts/nl.yaml', `${key}: "${sentence(random, 1, 2)}"\n`);
  return `theme/texts/nl.yaml: ${key}`;
};

const breakOverride = (random, site) => {
  site.override.set('templates/card.mustache', `{{#nergens}}${name(random)}{{/nergens}}\n`);
  return 'theme/templates/card.mustache is refused';
};

const plain = added((random) => ({ sort: 'plain', path: `verhalen/${name(random)}.txt`, bytes: words(random, 5) }));

// ---- The table ----

export const CHANGES = [
  [10, added(story)], [12, editWord], [8, editBlock], [8, writeBlock], [5, dropBlock], [5, anchorLink],
  [8, rename], [3, reshape], [3, renameFolder], [2, copyPage], [2, swap],
  [8, to('story')(remove)], [2, to('page', 'chapter', 'cover')(remove)], [3, to('spoiled')(remove)],
  [10, retag], [6, withdraw], [6, publish], [4, redate], [6, alias], [28, field], [4, language], [6, title],
  [4, number], [4, newChapter], [3, moveChapter], [4, version], [4, since], [1, added((random, site) => cover(random, site, `richtlijn-${name(random)}`))],
  [14, editTerm], [4, newTerm], [3, to('term')(remove)],
  [4, added(reaction)], [4, editReaction], [2, to('reaction')(remove)],
  [4, editAttachment], [4, newAttachment], [2, moveAttachment], [2, to('attachment')(remove)],
  [7, setting], [3, override], [2, overrideText],
  [3, spoil], [5, mend], [2, added(page)], [1, plain],
];

// After these nothing is published until they are undone, so they come seldom and go soon.
export const BREAKAGES = [breakSettings, breakOverride];

export function undo(site) {
  site.settingsAreBroken = false;
  site.folder = 'content';
  if (site.override.get('templates/card.mustache')?.includes('nergens')) site.override.delete('templates/card.mustache');
}
