// SPDX-License-Identifier: EUPL-1.2
// Searches in the index that the generator made.  One plain module, for the
// browser and for Node alike.  What the files look like stands in
// generator/search/README.md of the generator.
//
//     const index = await open(base, { fetch });        // base: the top of the site
//     const { total, results, facets, corrected } =
//         await index.search('vrije ruimte', { filters: { sector: ['ggz'] }, limit: 10 });

const FORMAT = 1;
const HEAD = 10; // bytes before the content of a shard
const NAME = 8;
const NUMBERS_PER_NODE = 512;
const GROUPS_MOST = 16; // words of a query that count
const QUERY_MOST = 1000; // characters of a query that are read
const FAINT = 4; // pages without all of the words are left out below this part of the best
const EXPANSIONS_MOST = 8; // words that a half-typed one may stand for
const TIERS_MOST = 4; // parts of a long list that are read
const FACET_SHARDS_MOST = 16;
const FACET_VALUES_MOST = 100;

// What can go wrong: `code` is 'missing' (not there, or no network), 'broken'
// (other bytes than were written) or 'version' (made by another generator).
export class SearchError extends Error {
    constructor(code, message) {
        super(message);
        this.name = 'SearchError';
        this.code = code;
    }
}

// ---- Words: as generator/search/words.c reads them ----

const LETTER = '(?:(?!\\u02BC)[\\p{L}\\p{M}\\p{N}])';
const IGNORED = '[\\u00AD\\u200B-\\u200D\\u2060\\uFEFF]';
const RUN = `${LETTER}(?:${LETTER}|${IGNORED})*`;
const SINGLE = `(?![0-9])${LETTER}`;
const DOTTED = `${SINGLE}(?:\\.${SINGLE}(?!${LETTER}|${IGNORED}))+`;
const WORD = new RegExp(`(${DOTTED})|${RUN}(?:['\\u2018\\u2019\\u02BC]${RUN})*`, 'gu');
const ALL_IGNORED = new RegExp(IGNORED, 'gu');
const HYPHENS = '-\u2010\u2011';
const WORD_CHARACTERS = 40;
const CHAIN_WORDS = 4;

// Letters that are no letter with a mark, and yet typed as one that is.
const KIN = { ß: 'ss', ς: 'σ', ł: 'l', ø: 'o', đ: 'd', ı: 'i', æ: 'ae', œ: 'oe', ð: 'd', þ: 'th' };

// Lower case, without diacritics, curly apostrophes straight.
export function plain(text) {
    return text
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '')
        .toLowerCase()
        .replace(/[ßςłøđıæœðþ]/g, (letter) => KIN[letter])
        .normalize('NFC')
        .replace(/[\u2018\u2019\u02BC]/g, "'");
}

function finished(word) {
    const bare = word.endsWith("'s") ? word.slice(0, -2) : word;
    return bare.length > WORD_CHARACTERS ? [...bare].slice(0, WORD_CHARACTERS).join('') : bare;
}

// The words of a text, hyphens joining them to chains:
// [{ parts: [{ word, start, end }], whole, start, end }]
export function chains(text) {
    const found = [];
    let open = null;
    for (const match of text.matchAll(WORD)) {
        const start = match.index;
        const end = start + match[0].length;
        let raw = match[0].replace(ALL_IGNORED, '');
        if (match[1] !== undefined) raw = raw.replace(/\./g, '');
        const part = { word: finished(plain(raw)), start, end };
        const linked = open && open.end + 1 === start && HYPHENS.includes(text[open.end]);
        if (!linked) found.push((open = { parts: [], whole: '', start, end }));
        open.parts.push(part);
        open.end = end;
    }
    for (const chain of found) {
        const words = chain.parts.map((part) => part.word).filter((word) => word !== '');
        if (words.length >= 2 && words.length <= CHAIN_WORDS)
            chain.whole = finished(words.join(''));
    }
    return found;
}

// All words of a text, as the index has them.
export function words(text) {
    return chains(text).flatMap((chain) =>
        [...chain.parts.map((part) => part.word), chain.whole].filter((word) => word !== ''));
}

// The text in pieces, those that are one of `forms` marked:
// [{ text, marked }]
export function marks(text, forms) {
    const wanted = new Set(forms);
    const pieces = [];
    let at = 0;
    const add = (end, marked) => {
        if (end > at) pieces.push({ text: text.slice(at, end), marked });
        at = end;
    };
    for (const chain of chains(text)) {
        const whole = chain.whole !== '' && wanted.has(chain.whole);
        for (const { word, start, end } of whole ? [{ ...chain, word: chain.whole }] : chain.parts) {
            if (!wanted.has(word)) continue;
            add(start, false);
            add(end, true);
        }
    }
    add(text.length, false);
    return pieces;
}

// ---- Forms: as generator/search/forms.c makes them ----

const isVowel = (c) => c !== '' && 'aeiou'.includes(c);
const isConsonant = (c) => c >= 'a' && c <= 'z' && !isVowel(c);

function openStem(stem, least, add) {
    if (stem.length < 2) return;
    const last = stem.at(-1);
    const before = stem.at(-2);
    const hard = last === 'z' ? 's' : last === 'v' ? 'f' : last;
    const short = stem.slice(0, -1);
    if (isConsonant(last) && last === before) {
        add(short, least);
        return;
    }
    const single = isConsonant(last) && isVowel(before) && before !== 'i' &&
        (stem.length < 3 || !isVowel(stem.at(-3)));
    if (single) add(short + before + hard, least);
    if (hard !== last) add(short + hard, least);
    else if (isConsonant(last) || (isVowel(last) && isVowel(before))) add(stem, least);
}

// What a word that does not occur may be a form of, the likeliest first.
export function candidates(word) {
    const found = [];
    const add = (base, least) => {
        if (base.length >= least) found.push(base);
    };
    if (word.length < 4 || !/^[a-z]+$/.test(word)) return found;
    if (word.endsWith('en')) {
        add(word.slice(0, -1), 5);
        if (word.at(-3) !== 'e' || word.at(-4) === 'e') openStem(word.slice(0, -2), 3, add);
    } else if (word.endsWith('e')) {
        openStem(word.slice(0, -1), 4, add);
    } else if ((word.endsWith('s') || word.endsWith('t')) && word.at(-1) !== word.at(-2)) {
        add(word.slice(0, -1), 4);
    }
    return found;
}

// How many letters must be added, left out, replaced or swapped, or limit + 1.
export function distance(a, b, limit) {
    if (Math.abs(a.length - b.length) > limit) return limit + 1;
    let older = [];
    let old = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
        const row = [i];
        let least = i;
        for (let j = 1; j <= b.length; j++) {
            const same = a[i - 1] === b[j - 1];
            let best = Math.min(row[j - 1] + 1, old[j] + 1, old[j - 1] + (same ? 0 : 1));
            if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
                best = Math.min(best, older[j - 2] + 1);
            row.push(best);
            least = Math.min(least, best);
        }
        if (least > limit) return limit + 1;
        older = old;
        old = row;
    }
    return Math.min(old[b.length], limit + 1);
}

// ---- Bytes ----

const decoder = new TextDecoder();

class Cursor {
    constructor(bytes) {
        this.bytes = bytes;
        this.at = 0;
    }

    take(length) {
        if (length > this.bytes.length - this.at) throw new SearchError('broken', 'too short');
        this.at += length;
        return this.bytes.subarray(this.at - length, this.at);
    }

    varint() {
        for (let number = 0, scale = 1; this.at < this.bytes.length; scale *= 128) {
            const byte = this.bytes[this.at++];
            number += (byte & 127) * scale;
            if (byte < 128) return number;
        }
        throw new SearchError('broken', 'too short');
    }

    text() {
        return decoder.decode(this.take(this.varint()));
    }

    name() {
        return Array.from(this.take(NAME), (byte) => byte.toString(16).padStart(2, '0')).join('');
    }
}

// Words that share their beginnings with the one before.
class Shared {
    constructor() {
        this.bytes = new Uint8Array(0);
    }

    next(cursor) {
        const shared = cursor.varint();
        const rest = cursor.take(cursor.varint());
        if (shared > this.bytes.length) throw new SearchError('broken', 'no such beginning');
        const bytes = new Uint8Array(shared + rest.length);
        bytes.set(this.bytes.subarray(0, shared));
        bytes.set(rest, shared);
        this.bytes = bytes;
        return decoder.decode(bytes);
    }
}

// CRC-32.
const CHECKS = Uint32Array.from({ length: 256 }, (_, i) => {
    for (let bit = 0; bit < 8; bit++) i = (i >>> 1) ^ (i & 1 ? 0xedb88320 : 0);
    return i;
});

function checkValue(bytes) {
    let value = ~0;
    for (const byte of bytes) value = CHECKS[(value ^ byte) & 255] ^ (value >>> 8);
    return ~value >>> 0;
}

// The order of UTF-8 bytes, which is that of characters and not of UTF-16.
const rank = (unit) => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

function compare(a, b) {
    const length = Math.min(a.length, b.length);
    for (let i = 0; i < length; i++) {
        const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
        if (x !== y) return rank(x) - rank(y);
    }
    return a.length - b.length;
}

// How many of the ordered `texts` come before `text`; with `same`, or are it.
function countBefore(texts, text, same) {
    let low = 0;
    let high = texts.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        const order = compare(texts[middle], text);
        if (order < 0 || (same && order === 0)) low = middle + 1;
        else high = middle;
    }
    return low;
}

// ---- What shards hold ----

function readNode(cursor) {
    const node = { firsts: [], names: [] };
    const shared = new Shared();
    for (let left = cursor.varint(); left > 0; left--) {
        node.firsts.push(shared.next(cursor));
        node.names.push(cursor.name());
    }
    return node;
}

function readEntry(cursor, packs) {
    const tag = cursor.varint();
    const entry = { count: Math.floor(tag / 4), forms: [], parts: [] };
    switch (tag % 4) {
        case 0:
            entry.inline = cursor.bytes;
            entry.at = cursor.at;
            readList(cursor, entry.count, () => {});
            break;
        case 1: {
            const length = cursor.varint();
            while (packs.length > 0 && packs[0].used === packs[0].length) packs.shift();
            if (packs.length === 0) throw new SearchError('broken', 'no such pack');
            entry.pack = packs[0].name;
            entry.at = packs[0].used;
            packs[0].used += length;
            break;
        }
        case 2:
            for (let left = cursor.varint(); left > 0; left--)
                entry.parts.push({ count: cursor.varint(), name: cursor.name() });
            break;
        default:
            return { back: entry.count, head: entry.count === 0 ? cursor.text() : null };
    }
    return entry;
}

// A stretch of the dictionary.  A form of a class has the entry of the class.
function readWords(cursor) {
    const packs = [];
    for (let left = cursor.varint(); left > 0; left--)
        packs.push({ name: cursor.name(), length: cursor.varint(), used: 0 });
    const leaf = { texts: [], entries: [] };
    const shared = new Shared();
    for (let left = cursor.varint(); left > 0; left--) {
        const text = shared.next(cursor);
        let entry = readEntry(cursor, packs);
        if (entry.back > 0) entry = leaf.entries[leaf.entries.length - entry.back];
        if (entry === undefined) throw new SearchError('broken', 'no such form');
        if (entry.forms) entry.forms.push(text);
        leaf.texts.push(text);
        leaf.entries.push(entry);
    }
    return leaf;
}

// Calls take(page, level) for each of a list's pages, best first.
function readList(cursor, count, take) {
    let level = cursor.varint();
    while (count > 0) {
        const head = cursor.varint();
        let length = Math.floor(head / 32) + 1;
        level -= head % 32;
        if (level < 0 || length > count) throw new SearchError('broken', 'no such list');
        count -= length;
        let page = cursor.varint();
        for (take(page, level); length > 1; length--) take((page += cursor.varint() + 1), level);
    }
}

// What a level counts for, in whole numbers.
const STEPS = [1024, 1218, 1448, 1722];
const VALUES = Uint32Array.from({ length: 64 }, (_, i) => (STEPS[i % 4] * 2 ** (i >> 2)) / 256);

const BASES = ['page', 'story', 'guideline', 'chapter', 'term', 'reaction'];

function readRecords(cursor) {
    cursor.varint();
    const records = [];
    while (cursor.at < cursor.bytes.length) {
        const record = { address: cursor.text(), title: cursor.text(), summary: cursor.text() };
        const flags = cursor.varint();
        record.base = BASES[flags % 8];
        record.fictional = flags >= 8;
        record.date = isoDate(cursor.varint());
        record.notes = Array.from({ length: cursor.varint() }, () => cursor.text());
        let number = 0;
        record.numbers = Array.from({ length: cursor.varint() }, () => (number += cursor.varint()));
        records.push(record);
    }
    return records;
}

function isoDate(number) {
    if (number === 0) return null;
    const pad = (n, length) => String(n).padStart(length, '0');
    return `${pad(number >> 9, 4)}-${pad((number >> 5) & 15, 2)}-${pad(number & 31, 2)}`;
}

function readFacets(cursor) {
    cursor.varint();
    const facets = [];
    let number = 0;
    for (let left = cursor.varint(); left > 0; left--) {
        number += cursor.varint();
        let page = -1;
        const pages = Array.from({ length: cursor.varint() }, () => (page += cursor.varint() + 1));
        facets.push({ number, pages });
    }
    return facets;
}

function readAll(one) {
    return (cursor) => {
        cursor.varint();
        const all = [];
        while (cursor.at < cursor.bytes.length) all.push(one(cursor));
        return all;
    };
}

function readNumbers(cursor) {
    return readAll(() => cursor.name())(cursor);
}

const readDates = readAll((cursor) => cursor.varint());
const readVocabulary = readAll((cursor) => ({
    name: cursor.text(), label: cursor.text(), count: cursor.varint(),
}));

function readPack(cursor) {
    cursor.text();
    cursor.varint();
    return cursor.bytes.subarray(cursor.at);
}

const READERS = {
    i: readNode, d: readWords, p: readPack, t: readPack, n: readNumbers, r: readRecords,
    f: readFacets, y: readDates, v: readVocabulary,
};

// ---- The index ----

function contentOf(bytes, kind, path) {
    const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < HEAD || decoder.decode(bytes.subarray(0, 3)) !== 'DLZ')
        throw new SearchError('broken', `${path} is not a part of an index`);
    if (bytes[3] !== FORMAT)
        throw new SearchError('version', `${path} has format ${bytes[3]}, not ${FORMAT}`);
    const content = bytes.subarray(HEAD);
    if (String.fromCharCode(bytes[4]) !== kind || bytes[5] !== 0 ||
        head.getUint32(6, true) !== checkValue(content))
        throw new SearchError('broken', `${path} is damaged`);
    return content;
}

function parsed(bytes, kind, path) {
    const content = contentOf(bytes, kind, path);
    try {
        return READERS[kind](new Cursor(content));
    } catch (error) {
        throw new SearchError('broken', `${path} is damaged: ${error.message}`);
    }
}

// What a shard says there must be.
function given(value) {
    if (value === undefined) throw new SearchError('broken', 'the parts do not fit together');
    return value;
}

class Index {
    constructor(base, fetch, root) {
        this.base = base;
        this.fetch = fetch;
        this.root = root;
        this.groups = root.groups;
        this.pages = root.pages;
        this.stops = new Set(root.stop.split(' '));
        this.shards = new Map();
    }

    // ---- Shards ----

    async fetched(path, options) {
        let answer;
        try {
            answer = await this.fetch(new URL(path, this.base).href, options);
            if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
        } catch (error) {
            throw new SearchError('missing', `${path}: ${error.message}`);
        }
        throw new SearchError('missing', `${path}: ${answer.status}`);
    }

    // A damaged shard may be one that was kept badly: it is asked for once more.
    async read(kind, name) {
        const path = `search/${kind}-${name}.bin`;
        const parse = (bytes) => parsed(bytes, kind, path);
        try {
            return parse(await this.fetched(path));
        } catch (error) {
            if (error.code !== 'broken') throw error;
            return parse(await this.fetched(path, { cache: 'reload' }));
        }
    }

    shard(kind, name) {
        const key = kind + name;
        if (!this.shards.has(key)) {
            const reading = this.read(kind, name);
            this.shards.set(key, reading);
            reading.catch(() => this.shards.delete(key));
        }
        return this.shards.get(key);
    }

    // Shard number `index` of a tree that is found by number.
    async numbered(kind, tree, index) {
        let name = tree.top;
        for (let level = tree.levels - 1; level >= 0; level--) {
            const names = await this.shard('n', name);
            name = given(names[Math.floor(index / NUMBERS_PER_NODE ** level) % NUMBERS_PER_NODE]);
        }
        return this.shard(kind, name);
    }

    // What stands at `number` in such a tree.
    async at(kind, tree, number) {
        const shard = await this.numbered(kind, tree, Math.floor(number / tree.per));
        return given(shard[number % tree.per]);
    }

    // The stretch of the dictionary where `word` is or would be; with `before`,
    // the stretch before the one that begins with `word`.  `next` is the first
    // word of the stretch that follows.
    async stretch(word, before = false) {
        let name = this.root.words.top;
        let next = null;
        for (let level = this.root.words.levels; level > 0; level--) {
            const node = await this.shard('i', name);
            const i = Math.max(countBefore(node.firsts, word, !before) - 1, 0);
            name = given(node.names[i]);
            next = node.firsts[i + 1] ?? next;
        }
        return { leaf: await this.shard('d', name), next };
    }

    // The entry of a form, or null.
    async lookup(word) {
        if (!this.root.words) return null;
        const { leaf } = await this.stretch(word);
        const i = countBefore(leaf.texts, word, false);
        if (leaf.texts[i] !== word) return null;
        const entry = leaf.entries[i];
        return entry.head ? this.lookup(entry.head) : entry;
    }

    // ---- Words of a query ----

    // The classes with a form that begins with `word`, on most pages first.
    async expand(word) {
        const found = new Map();
        let { leaf, next } = await this.stretch(word);
        for (let stretches = 0; stretches < 2; stretches++) {
            for (let i = countBefore(leaf.texts, word, false); i < leaf.texts.length; i++) {
                if (!leaf.texts[i].startsWith(word)) return found;
                const entry = leaf.entries[i];
                const head = entry.head ? await this.lookup(entry.head) : entry;
                if (head && !found.has(head)) found.set(head, leaf.texts[i]);
            }
            if (next === null || !next.startsWith(word)) return found;
            ({ leaf, next } = await this.stretch(next));
        }
        return found;
    }

    async expansions(word) {
        return [...(await this.expand(word))]
            .sort(([a, x], [b, y]) => b.count - a.count || compare(x, y))
            .slice(0, EXPANSIONS_MOST)
            .map(([entry]) => entry);
    }

    // What a word leads to: [{ entry, exact }].
    async entriesOf(word, isPrefix) {
        let entry = await this.lookup(word);
        const guesses = entry ? [] : candidates(word);
        while (!entry && guesses.length > 0) entry = await this.lookup(guesses.shift());
        const found = entry ? [{ entry, exact: true }] : [];
        if (isPrefix && word.length > 1 && this.root.words)
            for (const other of await this.expansions(word))
                if (other !== entry) found.push({ entry: other, exact: false });
        return found;
    }

    // The word that was probably meant, looked for where the word would stand.
    async correction(word) {
        if (!/^[a-z]{4,}$/.test(word) || !this.root.words) return null;
        const limit = word.length < 8 ? 1 : 2;
        const { leaf, next } = await this.stretch(word);
        const leaves = [leaf, (await this.stretch(leaf.texts[0], true)).leaf];
        if (next !== null) leaves.push((await this.stretch(next)).leaf);
        let best = null;
        for (const { texts, entries } of new Set(leaves))
            for (let i = 0; i < texts.length; i++) {
                if (!/^[a-z]+$/.test(texts[i]) || this.stops.has(texts[i])) continue;
                const far = distance(word, texts[i], limit);
                const count = entries[i].count ?? 0;
                const order = best && (far - best.far || best.count - count ||
                    compare(texts[i], best.text));
                if (far <= limit && (!best || order < 0)) best = { text: texts[i], far, count };
            }
        return best && best.text;
    }

    // The words of a query as groups, each with ways to meet it: a way is a
    // list of words that must all be there.
    parse(query, prefix) {
        const text = query.slice(0, QUERY_MOST);
        const all = chains(text).map((chain) => {
            const parts = chain.parts.map((part) => part.word).filter((word) => word !== '');
            const telling = parts.filter((word) => !this.stops.has(word));
            const alone = telling.length > 0 ? telling : parts;
            const ways = chain.whole === '' ? [alone] : [[chain.whole], telling];
            return {
                ways: ways.filter((way) => way.length > 0)
                    .map((way) => way.slice(0, CHAIN_WORDS)),
                stop: telling.length === 0 && chain.whole === '',
                isPrefix: prefix && chain.end === text.length,
                ...chain,
            };
        }).filter((group) => group.ways.length > 0);
        const telling = all.filter((group) => !group.stop);
        const seen = new Set();
        return (telling.length > 0 ? telling : all).filter((group) => {
            const key = group.ways.join('|');
            return !seen.has(key) && seen.add(key);
        }).slice(0, GROUPS_MOST);
    }

    // Looks the words of a group up, and another one where nothing is found.
    async resolve(group) {
        const find = (ways) => Promise.all(ways.map((way) => Promise.all(way.map((word, i) =>
            this.entriesOf(word, group.isPrefix && i === way.length - 1)))));
        const possible = (ways) => ways.filter((way) => way.every((found) => found.length > 0));
        group.found = possible(await find(group.ways));
        if (group.found.length === 0 && group.parts.length === 1) {
            group.corrected = await this.correction(group.ways[0][0]);
            if (group.corrected) group.found = possible(await find([[group.corrected]]));
        }
        const entries = group.found.flat(2).map(({ entry }) => entry);
        group.forms = [...new Set([...group.ways.flat(), ...entries.flatMap((e) => e.forms)])];
    }

    // Calls take(page, level) for the pages of a word.  Returns whether there
    // are more than were read.
    async list(entry, tiers, take) {
        if (entry.inline || entry.pack) {
            const bytes = entry.inline ?? (await this.shard('p', entry.pack));
            const cursor = new Cursor(bytes);
            cursor.at = entry.at;
            readList(cursor, entry.count, take);
            return false;
        }
        const parts = entry.parts.slice(0, tiers);
        const lists = await Promise.all(parts.map((part) => this.shard('t', part.name)));
        lists.forEach((bytes, i) => readList(new Cursor(bytes), parts[i].count, take));
        return parts.length < entry.parts.length;
    }

    // What each page gets for a word: Map(page -> score).
    async wordScores(found, state) {
        const scores = new Map();
        const read = ({ entry, exact }) =>
            this.list(entry, exact ? TIERS_MOST : 1, (page, level) => {
                if (page >= this.pages) throw new SearchError('broken', 'no such page');
                const value = exact ? VALUES[level] : (VALUES[level] * 3) >> 2;
                if (value > (scores.get(page) ?? -1)) scores.set(page, value);
            });
        const cut = await Promise.all(found.map(read));
        state.more ||= cut.includes(true);
        return scores;
    }

    async wayScores(way, state) {
        const [first, ...rest] = await Promise.all(way.map((found) =>
            this.wordScores(found, state)));
        for (const scores of rest)
            for (const [page, score] of first)
                if (scores.has(page)) first.set(page, score + scores.get(page));
                else first.delete(page);
        return first;
    }

    async groupScores(group, state) {
        const ways = await Promise.all(group.found.map((way) => this.wayScores(way, state)));
        const scores = ways[0];
        for (const way of ways.slice(1))
            for (const [page, score] of way)
                if (score > (scores.get(page) ?? -1)) scores.set(page, score);
        return scores;
    }

    // The pages that meet the words: Map(page -> { rank, met }), `met` as bits.
    async hits(groups, state) {
        const scored = await Promise.all(groups.map((group) => this.groupScores(group, state)));
        const hits = new Map();
        scored.forEach((scores, i) => {
            for (const [page, score] of scores) {
                const hit = hits.get(page) ?? { score: 0, count: 0, met: 0 };
                hit.score += score;
                hit.count++;
                hit.met |= 1 << i;
                hits.set(page, hit);
            }
        });
        // By how many of the words are met, and how well.
        let best = 0;
        for (const hit of hits.values()) {
            hit.rank = hit.score * (2 * hit.count + groups.length);
            best = Math.max(best, hit.rank);
        }
        for (const [page, hit] of hits)
            if (hit.count < groups.length && hit.rank * FAINT < best) hits.delete(page);
        return hits;
    }

    // ---- Filters ----

    // [{ group, numbers }]: the filters in the numbers of the vocabulary.
    async numbersOf(filters) {
        const wanted = [];
        for (const [name, values] of Object.entries(filters ?? {})) {
            const group = this.groups.findIndex((candidate) => candidate.name === name);
            if (group < 0 || !values || values.length === 0) continue;
            const { first, count } = this.groups[group];
            const numbers = new Set();
            const names = new Set(values);
            for (let i = first; i < first + count; i++)
                if (names.has((await this.at('v', this.root.vocabulary, i)).name)) numbers.add(i);
            wanted.push({ group, numbers });
        }
        return wanted;
    }

    groupOf(number) {
        let group = this.groups.length - 1;
        while (group > 0 && this.groups[group].first > number) group--;
        return group;
    }

    // The facets of the pages that are hits (of all, when there are no words),
    // in as many shards as a query may read: the best pages come first.
    async facetShards(hits, state) {
        const { per } = this.root.facets;
        const best = new Map();
        if (hits)
            for (const [page, { rank: score }] of hits) {
                const shard = Math.floor(page / per);
                if (score > (best.get(shard) ?? -1)) best.set(shard, score);
            }
        else
            for (let shard = 0; shard * per < this.pages; shard++) best.set(shard, 0);
        const order = [...best].sort(([a, x], [b, y]) => y - x || a - b).map(([shard]) => shard);
        if (order.length > FACET_SHARDS_MOST) state.more = true;
        const chosen = order.slice(0, FACET_SHARDS_MOST);
        const facets = await Promise.all(chosen.map((shard) =>
            this.numbered('f', this.root.facets, shard)));
        return facets.map((list, i) => ({ list, from: chosen[i] * per }));
    }

    // Counts the values, and drops the hits that the filters leave out.  A
    // value is counted as if nothing else of its own group were chosen.
    async filter(hits, wanted, state) {
        const shards = await this.facetShards(hits, state);
        const passed = new Map(); // page -> which filters it passes, as bits
        wanted.forEach(({ numbers }, bit) => {
            for (const { list, from } of shards)
                for (const { number, pages } of list)
                    if (numbers.has(number))
                        for (const page of pages)
                            passed.set(from + page, (passed.get(from + page) ?? 0) | (1 << bit));
        });
        const all = 2 ** wanted.length - 1;
        const counts = new Map();
        for (const { list, from } of shards)
            for (const { number, pages } of list) {
                const group = this.groupOf(number);
                const own = wanted.findIndex((filter) => filter.group === group);
                const need = own < 0 ? all : all & ~(1 << own);
                let count = 0;
                for (const page of pages)
                    if ((!hits || hits.has(from + page)) &&
                        ((passed.get(from + page) ?? 0) & need) === need) count++;
                counts.set(number, (counts.get(number) ?? 0) + count);
            }
        const kept = new Map();
        if (wanted.length === 0) return { kept: hits ?? kept, counts };
        for (const [page, bits] of passed)
            if (bits === all && (!hits || hits.has(page))) kept.set(page, hits?.get(page));
        return { kept, counts };
    }

    // { sector: [{ name, label, count }] }: the values that occur or are chosen,
    // most pages first.
    async facets(counts, wanted) {
        const facets = {};
        for (const { numbers } of wanted)
            for (const number of numbers) if (!counts.has(number)) counts.set(number, 0);
        const chosen = new Set(wanted.flatMap(({ numbers }) => [...numbers]));
        const order = [...counts].sort(([a, x], [b, y]) => y - x || a - b);
        for (const { name } of this.groups) facets[name] = [];
        for (const [number, count] of order) {
            const values = facets[this.groups[this.groupOf(number)].name];
            const isFull = values.length >= FACET_VALUES_MOST;
            if (chosen.has(number) || (count > 0 && !isFull)) values.push({ number, count });
        }
        for (const values of Object.values(facets))
            for (const value of values) {
                const { name, label } = await this.at('v', this.root.vocabulary, value.number);
                delete value.number;
                Object.assign(value, { name, label });
            }
        return facets;
    }

    async totals() {
        const counts = new Map();
        for (const { first, count } of this.groups)
            for (let i = first; i < first + count; i++)
                counts.set(i, (await this.at('v', this.root.vocabulary, i)).count);
        return counts;
    }

    // ---- Results ----

    async ordered(kept, isByDate) {
        const pages = [...kept.keys()];
        if (isByDate) {
            const dates = new Map();
            for (const page of pages)
                dates.set(page, await this.at('y', this.root.dates, page));
            return pages.sort((a, b) => dates.get(b) - dates.get(a) || a - b);
        }
        return pages.sort((a, b) => kept.get(b).rank - kept.get(a).rank || a - b);
    }

    async result(page, groups, hit) {
        const { numbers, ...result } = await this.at('r', this.root.records, page);
        const values = await Promise.all(numbers.map((number) =>
            this.at('v', this.root.vocabulary, number)));
        result.kind = given(values[0]).name;
        result.terms = values.slice(1).map(({ name, label }, i) => ({
            taxonomy: this.groups[this.groupOf(numbers[i + 1])].name, name, label,
        }));
        const met = groups.filter((_, i) => hit && hit.met & (1 << i));
        result.matched = [...new Set(met.flatMap((group) => group.forms))];
        return result;
    }

    // The query with what was meant instead of what was not found, or null.
    corrected(query, groups) {
        let text = query;
        for (const group of [...groups].sort((a, b) => b.start - a.start))
            if (group.corrected)
                text = text.slice(0, group.start) + group.corrected + text.slice(group.end);
        return text === query ? null : text;
    }

    // query     words; none at all lists what passes the filters, newest first
    // filters   { sector: ['ggz', 'wmo'], kind: ['verhaal'] }: one of each
    // prefix    whether the last word may be half typed
    //
    // total     how many pages; `more` says that there may be more
    // results   [{ address, title, kind, base, date, summary, notes, terms, matched, fictional }]
    // facets    { sector: [{ name, label, count }] }
    // corrected the query that was answered instead, or null
    async search(query, { filters = {}, limit = 10, offset = 0, prefix = true } = {}) {
        const state = { more: false };
        const wanted = await this.numbersOf(filters);
        const groups = this.parse(query, prefix);
        const isEmpty = groups.length === 0;
        if (this.pages === 0 || (isEmpty && wanted.length === 0)) {
            const facets = this.pages === 0 ? {} : await this.facets(await this.totals(), []);
            return { total: 0, results: [], facets, corrected: null, more: false };
        }
        await Promise.all(groups.map((group) => this.resolve(group)));
        const found = groups.filter((group) => group.found.length > 0);
        const hits = isEmpty ? null : await this.hits(found, state);
        const { kept, counts } = await this.filter(hits, wanted, state);
        const pages = (await this.ordered(kept, isEmpty)).slice(offset, offset + limit);
        const [results, facets] = await Promise.all([
            Promise.all(pages.map((page) => this.result(page, found, kept.get(page)))),
            this.facets(counts, wanted),
        ]);
        const corrected = this.corrected(query, found);
        return { total: kept.size, results, facets, corrected, more: state.more };
    }
}

function isRoot(root) {
    return root !== null && typeof root === 'object' && Number.isInteger(root.pages) &&
        Array.isArray(root.groups) && typeof root.stop === 'string';
}

async function readRoot(base, fetch) {
    const reader = new Index(base, fetch, { groups: [], pages: 0, stop: '' });
    const bytes = await reader.fetched('search/root.json', { cache: 'no-cache' });
    let root;
    try {
        root = JSON.parse(decoder.decode(bytes));
    } catch {
        throw new SearchError('broken', 'search/root.json is damaged');
    }
    if (root?.format !== undefined && root.format !== FORMAT)
        throw new SearchError('version', `the index has format ${root.format}, not ${FORMAT}`);
    if (!isRoot(root)) throw new SearchError('broken', 'search/root.json is damaged');
    return new Index(base, fetch, root);
}

// Opens the index of the site whose top is at `base` (its folder `search` will
// do as well).  `fetch` may be replaced.
export async function open(base, { fetch = globalThis.fetch.bind(globalThis) } = {}) {
    const top = new URL(base, globalThis.document?.baseURI ?? globalThis.location?.href);
    if (!top.pathname.endsWith('/')) top.pathname += '/';
    try {
        return await readRoot(top.href, fetch);
    } catch (error) {
        if (error.code !== 'missing' || !top.pathname.endsWith('/search/')) throw error;
        return readRoot(new URL('..', top).href, fetch);
    }
}
