// SPDX-License-Identifier: EUPL-1.2
// A site with pages of all kinds, as values that can be changed and written down.
//
// A file is { sort, path, fields, blocks }, or { sort, path, bytes } where it is no page of ours.
// Paths are below the folder of the content.  A block that leads to a file names it by its path, and
// gets the way there when it is written: whether an editor mends links after a rename is her choice.
import { deflateSync } from 'node:zlib';
import path from 'node:path/posix';
import { name, paragraph, sentence, word } from './chance.mjs';

export const TAXONOMIES = [['sector', 'sectoren'], ['thema', 'themas'], ['rol', 'rollen']];
const AUDIENCES = ['naasten', 'cliënten', 'professionals in de eerste lijn'];
// The last one is known only where a help line of the settings names it.
export const NOTES = ['psychose', 'suicide', 'seksueel-geweld', 'middelengebruik', 'overlijden-en-rouw', 'oorlog'];
export const LANGUAGES = ['nl', 'nl', 'en', 'pap'];

// ---- Blocks ----

const link = (random, to) => ({ type: 'link', to, text: sentence(random, 1, 4), anchor: null });

export function block(random, site) {
  const pages = [...site.files.values()].filter((file) => file.fields).map((file) => file.path);
  const pictures = [...site.files.keys()].filter((file) => /\.(png|svg|pdf)$/.test(file));
  return random.weighed([
    [8, () => ({ type: 'text', text: paragraph(random) })],
    [4, () => ({ type: 'heading', level: random.between(2, 3), text: sentence(random, 1, 4) })],
    [4, () => link(random, random.one(pages) ?? 'index.md')],
    [1, () => ({ type: 'file', to: random.one(pictures) ?? 'beeld/weg.png', text: sentence(random, 2, 4) })],
    [1, () => ({ type: 'list', items: Array.from({ length: random.between(1, 4) }, () => sentence(random, 2, 6)) })],
    [1, () => ({ type: 'table', rows: Array.from({ length: 3 }, () => [word(random), word(random)]) })],
    [1, () => ({ type: 'note', text: sentence(random), note: sentence(random), label: name(random) })],
    [2, () => ({ type: 'advice', audience: random.one(AUDIENCES), text: paragraph(random), core: random.once(3) })],
    [1, () => ({ type: 'quote', text: sentence(random) })],
    [1, () => ({ type: 'alert', text: sentence(random) })],
  ])();
}

const wayTo = (from, { to, anchor }) =>
  encodeURI(path.relative(path.dirname(from), to)) + (anchor === null || anchor === undefined ? '' : `#${anchor}`);

const writers = {
  text: ({ text }) => text,
  heading: ({ level, text }) => `${'#'.repeat(level)} ${text}`,
  link: (at, from) => `Lees ook [${at.text}](${wayTo(from, at)}), **zei** ze.`,
  file: (at, from) => `${/pdf$/.test(at.to) ? '' : '!'}[${at.text}](${wayTo(from, at)})`,
  list: ({ items }) => items.map((item) => `- ${item}`).join('\n'),
  table: ({ rows }) => `| ${rows[0].join(' | ')} |\n|---|---|\n` + rows.slice(1).map((row) => `| ${row.join(' | ')} |`).join('\n'),
  note: ({ text, note, label }) => `${text}.[^${label}]\n\n[^${label}]: ${note}.`,
  advice: ({ audience, text, core }) => `> [!${core ? 'KERN' : ''}AANBEVELING] voor ${audience}\n> ${text}`,
  quote: ({ text }) => `> ${text}`,
  alert: ({ text }) => `> [!LET OP]\n> ${text}`,
  raw: ({ text }) => text,
};

const scalar = (value) => (typeof value === 'string' ? JSON.stringify(value) : String(value));

const field = ([key, value]) =>
  `${key}: ${Array.isArray(value) ? `[${value.map(scalar).join(', ')}]` : scalar(value)}\n`;

// What other editors than ours make of a text.
const WRITTEN = {
  crlf: (text) => text.replaceAll('\n', '\r\n'),
  mark: (text) => `\ufeff${text}`,
  cut: (text) => text.trimEnd(),
  composed: (text) => text.normalize('NFD'),
  latin1: (text) => Buffer.from(text, 'latin1'),
};
export const WAYS_OF_WRITING = [undefined, ...Object.keys(WRITTEN)];

// The bytes of a file, as a string or a Buffer.
export function bytesOf(file) {
  if (file.bytes !== undefined) return file.bytes;
  const fields = Object.entries(file.fields).filter(([, value]) => value !== undefined).map(field).join('');
  const front = fields === '' ? '' : `---\n${fields}---\n\n`;
  const text = `${front}${file.blocks.map((at) => writers[at.type](at, file.path)).join('\n\n')}\n`;
  return file.written === undefined ? text : WRITTEN[file.written](text);
}

// The same as git keeps it: a file that may be run, a symbolic link or a submodule says so.
const entryOf = (file) => (file.mode === undefined ? bytesOf(file) : { mode: file.mode, bytes: bytesOf(file) });

// ---- Attachments ----

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function chunk(type, data) {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length);
  head.write(type, 4, 'latin1');
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc32(Buffer.concat([head.subarray(4), data])));
  return Buffer.concat([head, data, tail]);
}

// A picture of one grey.
export function picture(random) {
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header),
    chunk('tEXt', Buffer.from(`Author\0${name(random)}`)), chunk('IDAT', deflateSync(Buffer.from([0, random.below(256)]))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export const drawing = (random) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>${word(random)}</title><path d="M0 0h${random.below(9)}"/></svg>\n`;

// ---- Files ----

const blocks = (random, site, least, most) =>
  Array.from({ length: random.between(least, most) }, () => block(random, site));

export const termsOf = (site, folder) => [...site.files.values()]
  .filter((file) => file.sort === 'term' && path.dirname(file.path) === folder)
  .map((file) => path.basename(file.path, '.md'));

export const tags = (random, site, folder) => random.some(termsOf(site, folder), 0, 3);

export function story(random, site) {
  const id = `v-${name(random)}`;
  return {
    sort: 'story', path: `verhalen/${random.between(2024, 2026)}/${id}.md`,
    fields: {
      id: random.once(2) ? id : undefined,
      titel: sentence(random, 2, 6), samenvatting: `${sentence(random)}.`,
      datum: `${random.between(2019, 2026)}-${10 + random.below(3)}-${10 + random.below(19)}`,
      status: 'gepubliceerd', toestemming: `T-${random.between(100, 999)}`, weergave: 'anoniem',
      perspectief: random.one(['client', 'naaste', 'ouder', 'ex-client']),
      sector: tags(random, site, 'sectoren'), thema: tags(random, site, 'themas'),
      inhoudsnotities: random.once(4) ? random.some(NOTES, 1, 2) : undefined,
      verzonnen: random.once(2) ? 'ja' : undefined,
    },
    blocks: blocks(random, site, 2, 6),
  };
}

export const cover = (random, site, folder) => ({
  sort: 'cover', path: `richtlijnen/${folder}/index.md`,
  fields: {
    titel: sentence(random, 2, 5), samenvatting: `${sentence(random)}.`, versie: `${random.between(1, 3)}.0`,
    autorisatiedatum: `2024-${10 + random.below(3)}-10`, thema: tags(random, site, 'themas'),
  },
  blocks: blocks(random, site, 1, 3),
});

export const chapter = (random, site, folder, number) => ({
  sort: 'chapter', path: `richtlijnen/${folder}/${String(number).padStart(2, '0')}-${name(random)}.md`,
  fields: {
    richtlijn: folder, nummer: random.once(3) ? undefined : number, titel: sentence(random, 2, 5),
    samenvatting: `${sentence(random)}.`, thema: random.once(2) ? tags(random, site, 'themas') : undefined,
  },
  blocks: blocks(random, site, 2, 6),
});

export const term = (random, site, folder) => ({
  sort: 'term', path: `${folder}/${word(random).replace(/[^a-z]/g, 'x')}-${name(random)}.md`,
  fields: {
    label: sentence(random, 1, 2), synoniemen: random.once(2) ? [word(random)] : undefined,
    zoektermen: random.once(2) ? [word(random), word(random)] : undefined,
    breder: random.once(3) ? random.some(termsOf(site, folder), 1, 1) : undefined,
    verwant: random.once(3) ? random.some(termsOf(site, folder), 1, 2) : undefined,
  },
  blocks: random.once(4) ? [] : [{ type: 'text', text: paragraph(random) }],
});

export const page = (random, site, at = `${name(random)}.md`) => ({
  sort: 'page', path: at,
  fields: { titel: sentence(random, 1, 5), samenvatting: random.once(2) ? undefined : `${sentence(random)}.` },
  blocks: blocks(random, site, 1, 5),
});

export function reaction(random, site) {
  const on = random.one([...site.files.values()].filter((file) => file.sort === 'story'));
  return {
    sort: 'reaction', path: `reacties/r-${name(random)}.md`,
    fields: {
      op: on?.fields.id ?? path.basename(on?.path ?? 'weg.md', '.md'), auteur: 'Een lezer',
      datum: `2026-${10 + random.below(3)}-11`, nummer: random.between(1, 9),
    },
    blocks: [{ type: 'text', text: paragraph(random) }],
  };
}

// ---- Settings ----

const settings = () => ({
  sort: 'settings', path: 'site.yaml',
  values: {
    titel: 'Proefsite', ondertitel: 'Verhalen en richtlijnen', adres: 'https://proef.invalid/', taal: 'nl',
    per_pagina: 5, verberg: false,
    menu: [['Verhalen', '/verhalen/'], ['Richtlijnen', '/richtlijnen/'], ['Sectoren', '/sector/']],
    voet: [['Over ons', '/over/']],
    taxonomieen: TAXONOMIES.map(([one, folder]) => [one, folder]),
    hulplijnen: [['Direct gevaar', '112', []], ['Luisterlijn', '088 0767 000', ['psychose', 'middelengebruik']]],
    meervoud: '', soorten: [], velden: [], grenzen: [], verlaat: '', contact: '',
  },
});

const list = (key, rows, row) => (rows.length === 0 ? '' : `${key}:\n${rows.map(row).join('')}`);

export function settingsText({ values }) {
  const menu = (key, items) => (items.length === 0 ? '' :
    `${key}:\n${items.map(([label, address]) => `  - naam: ${scalar(label)}\n    adres: ${address}\n`).join('')}`);
  return `titel: ${scalar(values.titel)}\nondertitel: ${scalar(values.ondertitel)}\n` +
    (values.adres === '' ? '' : `adres: ${values.adres}\n`) +
    `taal: ${values.taal}\nper_pagina: ${values.per_pagina}\n` +
    (values.verberg ? 'verberg_voor_zoekmachines: ja\n' : '') +
    menu('menu', values.menu) + menu('voet', values.voet) +
    `taxonomieen:\n${values.taxonomieen.map(([one, folder]) => `  - naam: ${one}\n    map: ${folder}\n` +
      (values.meervoud === '' ? '' : `    meervoud: ${values.meervoud} ${one}\n    enkelvoud: ${one}\n`)).join('')}` +
    list('soorten', values.soorten, ([one, like, folder, at]) => `  - {naam: ${one}, als: ${like}, map: ${folder}, adres: ${at}}\n`) +
    list('velden', values.velden, ([key, meaning]) => `  ${key}: ${meaning}\n`) +
    list('grenzen', values.grenzen, ([sort, size]) => `  ${sort}: ${size}\n`) +
    (values.verlaat === '' ? '' : `verlaat_adres: ${values.verlaat}\n`) +
    (values.contact === '' ? '' : `contact:\n  naam: ${values.contact}\n  email: ${values.contact}@proef.invalid\nomschrijving: ${values.contact}\n`) +
    `hulplijnen:\n${values.hulplijnen.map(([label, phone, topics]) =>
      `  - naam: ${scalar(label)}\n    telefoon: "${phone}"\n    tekst: "Bel."\n` +
      (topics.length > 0 ? `    voor: [${topics.join(', ')}]\n` : '')).join('')}`;
}

// ---- The whole ----

// A Buffer becomes an Uint8Array by being cloned.
export function withBuffers(file) {
  for (let at = file; at; at = at.before) if (at.bytes instanceof Uint8Array) at.bytes = Buffer.from(at.bytes);
  return file;
}

export class Site {
  constructor() {
    this.files = new Map();
    this.settings = settings();
    this.override = new Map(); // content/theme/: path below it to text
    this.settingsAreBroken = false;
    this.folder = 'content'; // of the repository
    this.aside = null; // a file as it was once
    this.recent = []; // paths of files that were changed lately
  }

  put(file) {
    this.files.set(file.path, file);
    return file;
  }

  of(...sorts) {
    return [...this.files.values()].filter((file) => sorts.includes(file.sort));
  }

  // A copy that may be changed without changing this one.
  copy() {
    const other = new Site();
    Object.assign(other, structuredClone({ ...this }));
    for (const file of [...other.files.values(), other.aside]) withBuffers(file);
    return other;
  }

  // What stands in the repository: paths to bytes.
  tree() {
    const tree = new Map();
    for (const file of this.files.values()) tree.set(`${this.folder}/${file.path}`, entryOf(file));
    for (const [at, text] of this.override) tree.set(`${this.folder}/theme/${at}`, text);
    const text = settingsText(this.settings);
    tree.set(`${this.folder}/site.yaml`, this.settingsAreBroken ? `${text}\t- : [\n` : text);
    tree.set('README.md', '# Proef\n');
    return tree;
  }
}

// What a history begins with: some 50 pages.
export function siteNew(random) {
  const site = new Site();
  for (const [folder, count] of [['sectoren', 4], ['themas', 5], ['rollen', 2]])
    for (let i = 0; i < count; i++) site.put(term(random, site, folder));
  site.put({ sort: 'attachment', path: 'beeld/grijs.png', bytes: picture(random) });
  site.put({ sort: 'attachment', path: 'beeld/streep.svg', bytes: drawing(random) });
  site.put({ sort: 'attachment', path: 'beeld/folder.pdf', bytes: `%PDF-1.4\n${name(random)}\n%%EOF\n` });
  for (const at of ['index.md', 'over.md', 'hulp-en-praten.md', 'deel-je-verhaal.md', 'blad/lezen.md']) site.put(page(random, site, at));
  for (let i = 0; i < 24; i++) site.put(story(random, site));
  for (let i = 0; i < 3; i++) {
    const folder = `richtlijn-${name(random)}`;
    site.put(cover(random, site, folder));
    for (let number = 1; number <= 3; number++) site.put(chapter(random, site, folder, number));
  }
  for (let i = 0; i < 3; i++) site.put(reaction(random, site));
  return site;
}
