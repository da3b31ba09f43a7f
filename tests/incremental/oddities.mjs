// SPDX-License-Identifier: EUPL-1.2
// What happens to a site now and then, by other programs than an editor's, by accident, or by many at
// once.  Rows as in changes.mjs.
import path from 'node:path/posix';
import { name, word } from './chance.mjs';
import { move, set, to } from './changes.mjs';
import { NOTES, WAYS_OF_WRITING, drawing, page, picture, story, withBuffers } from './content.mjs';

const TEXTS = ['story', 'page', 'chapter', 'cover', 'term', 'reaction'];

// ---- What git has besides plain files ----

const LINKS = ['over.md', '../over.md', 'nergens.md', '/etc/passwd', '.'];

// A file becomes a symbolic link, a submodule, or a program; or it becomes what it was.
const mode = to(...TEXTS, 'attachment')((file, random, site) => {
  const kind = random.weighed([[3, '120000'], [2, '160000'], [3, '100755']]);
  if (kind === '100755') {
    file.mode = file.mode === kind ? undefined : kind;
    return `${file.path} ${file.mode === kind ? 'may be run' : 'may not be run'}`;
  }
  const bytes = kind === '120000' ? random.one(LINKS) : '1234567890'.repeat(4);
  site.put({ sort: 'spoiled', path: file.path, mode: kind, bytes, before: { ...file } });
  return `${file.path} is a ${kind === '120000' ? `link to ${bytes}` : 'submodule'} now`;
});

// "over.md" becomes a folder of that name, with the file in it.
const folderOfFile = to('story', 'page', 'attachment')((file, random, site) =>
  (file.path === 'index.md' ? null : move(site, file, `${file.path}/${path.basename(file.path)}`, random.once(2))));

// Names that other systems make, or that no system should have.
const NAMES = ['Één woord', 'e\u0301e\u0301n', '\u00e9\u00e9n', 'a b', 'a%20b', 'a+b&c', "a'b", 'a"b', 'a\tb', 'a\nb', 'a:b', 'con', 'x'.repeat(250), 'a.', 'ﬁ', 'İ',
  '\u202egnp', '-', '_a', 'a\ufffd', 'index', 'pagina', 'feed', '2'];

const oddName = to(...TEXTS, 'attachment')((file, random, site) => {
  if (file.path === 'index.md' || file.sort === 'cover') return null;
  const other = random.once(3) ? path.basename(file.path, path.extname(file.path)).toUpperCase() : random.one(NAMES);
  const end = random.once(5) ? path.extname(file.path).toUpperCase() : path.extname(file.path);
  return move(site, file, path.join(path.dirname(file.path), `${other}${end}`), random.once(2));
});

// ---- What other programs make of a text ----

const written = to(...TEXTS)((file, random) => {
  file.written = random.one(WAYS_OF_WRITING);
  return `${file.path} is written another way: ${file.written}`;
});

const long = to('story', 'page', 'chapter')((file, random) => {
  const at = random.one(file.blocks);
  if (at?.type !== 'text') return null;
  at.text = at.text.length > 3000 ? word(random) : `${at.text} `.repeat(random.between(4, 40)).slice(0, 20000);
  return `${file.path}: ${at.text.length} letters`;
});

// ---- Many files at once ----

const bulk = (random, site) => {
  const put = Array.from({ length: random.between(10, 40) }, () => site.put(story(random, site)).path);
  return `${put.length} stories come at once`;
};

const clear = (random, site) => {
  const gone = random.some(site.of('story'), 5, 30);
  if (site.of('story').length - gone.length < 8) return null;
  for (const { path: at } of gone) site.files.delete(at);
  return `${gone.length} stories go at once`;
};

// All stories lose a field, or get the same.
const everywhere = (random, site) => {
  const [key, value] = random.one([['inhoudsnotities', undefined], ['inhoudsnotities', [random.one(NOTES)]], ['perspectief', 'client'], ['datum', undefined],
    ['samenvatting', undefined], ['verzonnen', undefined], ['taal', undefined], ['zoektermen', [word(random)]]]);
  return site.of('story').map((file) => set(file, key, value)).at(-1) ?? null;
};

// ---- What was, comes back ----

// A file as it was when it was put aside, under its name or another; the one that is there goes aside.
const aside = to('story', 'page', 'term', 'chapter', 'attachment')((file, random, site) => {
  const before = site.aside;
  site.aside = withBuffers(structuredClone(file));
  if (before === null) return null;
  site.put(before);
  return `${before.path} is again as it was before`;
});

// All of the content moves to another folder of the repository, and the builds are not told: or it moves back.
const folder = (random, site) => {
  site.folder = site.folder === 'content' ? 'inhoud' : 'content';
  return `the content is in ${site.folder}/ now`;
};

// ---- Attachments ----

// The same picture under two names, or beside the text that shows it.
const twin = to('attachment')((file, random, site) => {
  const bytes = typeof file.bytes === 'string' ? file.bytes : Buffer.from(file.bytes);
  const other = { sort: 'attachment', path: path.join(random.one(['beeld', 'verhalen/2026', 'blad']), `${name(random)}${path.extname(file.path)}`), bytes };
  if (site.files.has(other.path)) return null;
  site.put(other);
  random.one(site.of('story', 'page'))?.blocks.push({ type: 'file', to: other.path, text: word(random) });
  return `${other.path} has the bytes of ${file.path}`;
});

const KINDS = [['html', () => '<script>alert(1)</script>'], ['mp3', () => 'ID3'], ['webp', () => 'RIFF....WEBP'], ['png', () => 'no picture'],
  ['svg', () => '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script><a href="javascript:1"/></svg>'], ['svg', drawing], ['jpg', picture], ['txt', word]];

const otherAttachment = (random, site) => {
  const [end, bytes] = random.one(KINDS);
  const file = site.put({ sort: 'attachment', path: `beeld/${name(random)}.${end}`, bytes: bytes(random) });
  random.one(site.of('story', 'page'))?.blocks.push({ type: 'file', to: file.path, text: word(random) });
  return `${file.path} is new`;
};

export const ODDITIES = [
  [4, mode], [2, folderOfFile], [4, oddName], [4, written], [2, long], [1, bulk], [1, clear], [2, everywhere], [5, aside], [3, twin], [3, otherAttachment],
  [1, (random, site) => `${site.put(page(random, site, `blad/${random.between(1, 3)}.md`)).path} is written`],
];

// After this the site is another until it is undone.
export const ODD_BREAKAGES = [folder];

// ---- What happens to a repository, between two builds ----

// Each gives a name and what git does.  None of it may change what is built, but where the past is cut off.
export const REPOSITORY = [
  ['all is packed', [['repack', '-adq']]], ['what is loose is packed', [['repack', '-q']]], ['references are packed', [['pack-refs', '--all']]],
  ['a graph of commits is written', [['commit-graph', 'write', '--reachable']]], ['an index over packs is written', [['repack', '-q'], ['multi-pack-index', 'write']]],
  ['packs are taken apart', [['unpack']]], ['all is packed with bitmaps', [['repack', '-adbq']]],
];
