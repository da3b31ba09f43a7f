// SPDX-License-Identifier: EUPL-1.2
// Searches in the index that the generator made.  One plain module, for the
// browser and for Node alike.  What the files look like and what a query means
// stands in generator/search/README.md of the generator.
//
//     const index = await open(base, { fetch, language });    // base: the top of the site
//     const { total, results } = await index.search('vrije ruimte', { limit: 10 });

const FORMAT = 4;
// What files begin with; the letter of their kind comes next.
const MAGIC = `DLZ${String.fromCharCode(FORMAT)}`;
// Bytes before the first slice of a file.
const HEAD = 5;
// Pages in a file of facets or dates.
const BLOCK = 4096;
// Of words of a query that count.
const GROUPS_MOST = 30;
// Parts of a list with passages; and of a word that is searched besides.
const FIRST_TIERS = 2;
// Stretches that are looked through for words that begin alike.
const EXPANDED_MOST = 8;
const BLOCKS_MOST = 8;
// How a word can be met, and how much that counts, in quarters.
const HOWS = { prefix: 3, also: 3, compound: 3, corrected: 4, exact: 4, phrase: 8 };

// What can go wrong: `code` is 'missing' (not there, or no network), 'broken'
// (other bytes than were written) or 'version' (made by another generator).
export class SearchError extends Error {
    constructor(code, message) {
        super(message);
        Object.assign(this, { name: 'SearchError', code });
    }
}

function fail(what = 'the index') {
    throw new SearchError('broken', `${what} is damaged`);
}

// ---- Words: as generator/search/words.c reads them ----

const LETTER = '(?:(?!\\u02BC)[\\p{L}\\p{M}\\p{N}])';
const IGNORED = '[\\u00AD\\u200B-\\u200D\\u2060\\uFEFF]';
const RUN = `${LETTER}(?:${LETTER}|${IGNORED})*`;
const SINGLE = `(?![0-9])${LETTER}`;
const DOTTED = `${SINGLE}(?:\\.${SINGLE}(?!${LETTER}|${IGNORED}))+`;
const WORD = new RegExp(`(${DOTTED})|${RUN}(?:['\\u2018\\u2019\\u02BC]${RUN})*`, 'gu');
const ALL_IGNORED = new RegExp(IGNORED, 'gu');
const CHAIN_WORDS = 4;

// Letters that are no letter with a mark, and yet typed as one that is.
const KIN = {
    ß: 'ss', ς: 'σ', ł: 'l', ø: 'o', đ: 'd', ı: 'i', æ: 'ae', œ: 'oe', ð: 'd', þ: 'th',
};

// Lower case, without diacritics, curly apostrophes straight.
export function plain(text) {
    return /^[\0-\x7F]*$/.test(text) ? text.toLowerCase() : text
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '')
        .toLowerCase()
        .replace(/[ßςłøđıæœðþ]/g, (letter) => KIN[letter])
        .normalize('NFC')
        .replace(/[\u2018\u2019\u02BC]/g, "'");
}

function finished(word) {
    const bare = word.endsWith("'s") ? word.slice(0, -2) : word;
    return bare.length > 40 ? [...bare].slice(0, 40).join('') : bare;
}

// The words of a text, hyphens joining them to chains:
// [{ parts: [{ word, start, end }], all: [word], whole, start, end }]
export function chains(text) {
    const found = [];
    let open = null;
    for (const match of text.matchAll(WORD)) {
        const start = match.index;
        const end = start + match[0].length;
        let raw = match[0].replace(ALL_IGNORED, '');
        if (match[1] !== undefined) raw = raw.replace(/\./g, '');
        const part = { word: finished(plain(raw)), start, end };
        const linked = open && open.end + 1 === start && /[-\u2010\u2011]/.test(text[open.end]);
        if (!linked) found.push((open = { parts: [], all: [], whole: '', start, end }));
        open.parts.push(part);
        if (part.word !== '') open.all.push(part.word);
        open.end = end;
    }
    for (const chain of found)
        if (chain.all.length >= 2 && chain.all.length <= CHAIN_WORDS)
            chain.whole = finished(chain.all.join(''));
    return found;
}

// All words of a text, as the index has them.
export function words(text) {
    return chains(text).flatMap(({ all, whole }) => (whole === '' ? all : [...all, whole]));
}

const parts = (text) => chains(text).flatMap(({ all }) => all);

// What names are compared by.
const key = (text) => parts(text).join(' ');

// The text in pieces, those that are one of `forms` marked; where there is
// none, those that begin or end with one: [{ text, marked }]
export function marks(text, forms) {
    const wanted = new Set(forms);
    const long = [...wanted].filter((form) => form.length >= 4);
    const spans = (isWanted) => chains(text).flatMap((chain) =>
        (isWanted(chain.whole) ? [chain] : chain.parts.filter(({ word }) => isWanted(word))));
    let found = spans((word) => word !== '' && wanted.has(word));
    if (found.length === 0)
        found = spans((word) => long.some((form) => word.startsWith(form) || word.endsWith(form)));
    const pieces = [];
    let at = 0;
    const add = (end, marked) => {
        if (end > at) pieces.push({ text: text.slice(at, end), marked });
        at = end;
    };
    for (const { start, end } of found) {
        add(start, false);
        add(end, true);
    }
    add(text.length, false);
    return pieces;
}

// ---- Forms: as generator/search/forms.c makes them ----

function openStem(stem, least, add) {
    const last = stem.slice(-1);
    const hard = { z: 's', v: 'f' }[last] || last;
    const short = stem.slice(0, -1);
    if (/([b-df-hj-np-tv-z])\1$/.test(stem)) {
        add(short, least);
        return;
    }
    if (/(^|[^aeiou])[aeou][b-df-hj-np-tv-z]$/.test(stem))
        add(short + short.slice(-1) + hard, least);
    if (hard !== last) add(short + hard, least);
    else if (/([aeiou]{2}|[b-df-hj-np-tv-z])$/.test(stem)) add(stem, least);
}

// What a word that does not occur may be a form of, the likeliest first.
export function candidates(word) {
    const found = [];
    const add = (base, least) => {
        if (base.length >= least) found.push(base);
    };
    if (!/^[a-z]{4,}$/.test(word)) return found;
    if (word.endsWith('en')) {
        add(word.slice(0, -1), 5);
        if (!/[^e]een$/.test(word)) openStem(word.slice(0, -2), 3, add);
    } else if (word.endsWith('e')) {
        openStem(word.slice(0, -1), 4, add);
    } else if (/([^s]s|[^t]t)$/.test(word)) {
        add(word.slice(0, -1), 4);
    }
    return found;
}

// ---- Queries ----

const WHITE = '[\\t-\\r \\u00A0]';
const QUOTE = '["\\u201C-\\u201F\\u00AB\\u00BB]';
const NEITHER = '[^\\t-\\r \\u00A0"\\u201C-\\u201F\\u00AB\\u00BB';
const QUOTED = `${QUOTE}([^${QUOTE.slice(1)}*)${QUOTE}`;
// A minus, or a filter (name, value), or a phrase.
const TOKEN = new RegExp(`(?:^|${WHITE})(?:(-)(?=${LETTER}|${QUOTE})|` +
    `(${NEITHER}:]+):(?:${QUOTED}|(${NEITHER}]+)))|${QUOTED}`, 'gu');
const ONLY_WHITE = new RegExp(`^${WHITE}+$`);
const isWhite = (text) => ONLY_WHITE.test(text);

// Chains and phrases from left to right; isFilter(name, value) takes the filters out.
async function tokens(text, isFilter) {
    const found = [];
    let at = 0;
    // What stands right behind one.
    let minus = -1;
    const add = (token) => found.push({ ...token, excluded: token.start === minus });
    const addChains = (end) => {
        for (const chain of chains(text.slice(at, end)))
            add({ ...chain, start: chain.start + at, end: chain.end + at });
    };
    for (const match of text.matchAll(TOKEN)) {
        const [all, isMinus, name, quoted, bare, phrase] = match;
        if (name && !await isFilter(key(name), key(quoted || bare || ''))) continue;
        const start = match.index + (isWhite(all[0]) ? 1 : 0);
        addChains(start);
        at = match.index + all.length;
        if (isMinus) minus = at;
        if (phrase !== undefined)
            add({ phrase: true, all: parts(phrase).slice(0, 16), start, end: at });
    }
    addChains();
    return found.filter((token) => token.all.length > 0);
}

// A chain or a phrase as one of the alternatives of a group.  `ways`: lists of
// words that must all be there.
function alternative(token, stops) {
    const { all, whole, phrase } = token;
    const telling = all.filter((word) => !stops.has(word));
    const some = telling.length > 0 ? telling : all;
    if (phrase) return { ...token, ways: [[...new Set(some)]], key: `"${all.join(' ')}"` };
    const ways = (whole === '' ? [some] : [[whole], telling])
        .filter((way) => way.length > 0).map((way) => way.slice(0, CHAIN_WORDS));
    return { ...token, ways, key: ways.join('|'), stop: telling.length === 0 && whole === '' };
}

// The alternatives in groups; `or` between two makes one group of them.
function grouped(text, ways, or) {
    const groups = [];
    const joins = (way) => way && !way.excluded && !way.stop;
    for (let i = 0; i < ways.length; i++) {
        const [before, way, after] = [ways[i - 1], ways[i], ways[i + 1]];
        const isOr = joins(before) && joins(after) && way.key === or && !way.excluded &&
            isWhite(text.slice(before.end, way.start)) && isWhite(text.slice(way.end, after.start));
        if (isOr) groups[groups.length - 1].push(ways[++i]);
        else groups.push([way]);
    }
    return groups;
}

// The first groups, each once.
function distinct(groups) {
    const names = groups.map((group) => group.map((way) => way.key).join('\n'));
    return groups.filter((_, i) => names.indexOf(names[i]) === i).slice(0, GROUPS_MOST);
}

// ---- Bytes ----

const decoder = new TextDecoder();

class Cursor {
    constructor(bytes) {
        this.bytes = bytes;
        this.at = 0;
    }

    take(length) {
        if (length > this.bytes.length - this.at) fail();
        this.at += length;
        return this.bytes.subarray(this.at - length, this.at);
    }

    varint() {
        const first = this.bytes[this.at++];
        if (first < 128) return first;
        for (let number = first & 127, scale = 128; this.at < this.bytes.length; scale *= 128) {
            const byte = this.bytes[this.at++];
            number += (byte & 127) * scale;
            if (byte < 128) return number;
        }
        return fail();
    }

    list(read, count = this.varint()) {
        const found = [];
        for (; count > 0; count--) found.push(read());
        return found;
    }

    // Numbers written as differences.
    sums(gap = 0, number = -gap) {
        const count = this.varint();
        if (count > this.bytes.length - this.at) fail();
        const found = new Float64Array(count);
        for (let i = 0; i < count; i++) found[i] = number += this.varint() + gap;
        return found;
    }

    // All up to the end.
    all(read) {
        const found = [];
        while (this.at < this.bytes.length) found.push(read());
        return found;
    }

    text() {
        return decoder.decode(this.take(this.varint()));
    }

    // Texts that share their beginnings with the one before.
    texts() {
        let bytes = new Uint8Array(0);
        return this.list(() => {
            const shared = bytes.subarray(0, this.varint());
            const rest = this.take(this.varint());
            bytes = new Uint8Array(shared.length + rest.length);
            bytes.set(shared);
            bytes.set(rest, shared.length);
            return decoder.decode(bytes);
        });
    }

    // The name of a file; '' where there is none.
    name() {
        const hex = Array.from(this.take(6), (byte) => byte.toString(16).padStart(2, '0')).join('');
        return /[^0]/.test(hex) ? hex : '';
    }
}

// CRC-32.
const CHECKS = Uint32Array.from({ length: 256 }, (_, i) => {
    for (let bit = 0; bit < 8; bit++) i = (i >>> 1) ^ (i & 1 ? 0xedb88320 : 0);
    return i;
});

function checkValue(bytes) {
    let value = ~0;
    for (let i = 0; i < bytes.length; i++) value = CHECKS[(value ^ bytes[i]) & 255] ^ (value >>> 8);
    return ~value >>> 0;
}

// Codes of such lengths: by the next bits, symbol << 4 | length.
function codeTable(lengths) {
    const table = new Uint16Array(1 << Math.max(1, ...lengths));
    // By length, the next code; before that, how many codes are one shorter.
    const codes = new Uint32Array(17);
    for (const length of lengths) if (length > 0) codes[length + 1]++;
    for (let length = 1; length < 16; length++)
        codes[length] = 2 * (codes[length] + codes[length - 1]);
    lengths.forEach((length, symbol) => {
        if (length === 0) return;
        const code = codes[length]++;
        if (code >> length) fail();
        let first = 0;
        for (let bit = 0; bit < length; bit++) first = (first << 1) | ((code >> bit) & 1);
        for (; first < table.length; first += 1 << length) table[first] = (symbol << 4) | length;
    });
    return table;
}

// [first, bits that follow] of lengths and distances.
const bases = (count, first, step) => Array.from({ length: count }, (_, i) => {
    const bits = Math.max(Math.floor(i / step) - 1, 0);
    first += 1 << bits;
    return [first - (1 << bits), bits];
});

const LENGTHS = [...bases(28, 3, 4), [258, 0]];
const DISTANCES = bases(30, 1, 2);
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const REPEATS = [[3, 2], [3, 3], [11, 7]];

// What was deflated (RFC 1951).
export function inflate(bytes) {
    let out = new Uint8Array(4 * bytes.length);
    let size = 0;
    let at = 0;
    // Bits that were read and not yet used.
    let held = 0;
    let bits = 0;

    const fill = (count) => {
        for (; bits < count; bits += 8) held |= bytes[at++] << bits;
    };
    const put = (byte) => {
        if (size === out.length) {
            const more = new Uint8Array(2 * size + 64);
            more.set(out);
            out = more;
        }
        out[size++] = byte;
    };
    const take = (count) => {
        fill(count);
        const value = held & ((1 << count) - 1);
        held >>>= count;
        bits -= count;
        if (at - (bits >> 3) > bytes.length) fail();
        return value;
    };
    const symbol = (table) => {
        fill(15);
        const code = table[held & (table.length - 1)] || fail();
        take(code & 15);
        return code >> 4;
    };
    const tables = () => {
        const [literals, distances, codes] = [take(5) + 257, take(5) + 1, take(4) + 4];
        const lengths = Array(19).fill(0);
        for (let i = 0; i < codes; i++) lengths[CODE_ORDER[i]] = take(3);
        const table = codeTable(lengths);
        const all = [];
        while (all.length < literals + distances) {
            const code = symbol(table);
            const [times, more] = REPEATS[code - 16] || [1, 0];
            const value = code < 16 ? code : code === 16 ? all[all.length - 1] : 0;
            for (let left = times + take(more); left > 0; left--) all.push(value);
        }
        return [codeTable(all.slice(0, literals)), codeTable(all.slice(literals))];
    };
    const unpack = ([literals, distances]) => {
        for (let code; (code = symbol(literals)) !== 256; ) {
            if (code < 256) {
                put(code);
                continue;
            }
            const [length, more] = LENGTHS[code - 257] || fail();
            let left = length + take(more);
            const [far, further] = DISTANCES[symbol(distances)] || fail();
            const back = far + take(further);
            if (back > size) fail();
            for (; left > 0; left--) put(out[size - back]);
        }
    };
    const copy = () => {
        at -= bits >> 3;
        bits = held = 0;
        let left = take(16);
        if ((take(16) ^ left) !== 0xffff || at + left > bytes.length) fail();
        for (; left > 0; left--) put(bytes[at++]);
    };

    for (let isLast = 0; isLast === 0; ) {
        isLast = take(1);
        const way = take(2);
        if (way === 0) copy();
        else unpack(way === 1 ? FIXED : way === 2 ? tables() : fail());
    }
    return out.subarray(0, size);
}

const FIXED = [[[144, 8], [112, 9], [24, 7], [8, 8]], [[30, 5]]].map((runs) =>
    codeTable(runs.flatMap(([count, length]) => Array(count).fill(length))));

// What is in a slice.
function unpacked(bytes) {
    const check = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    if (check !== checkValue(bytes.subarray(4)) || bytes[4] > 1) fail();
    return bytes[4] === 1 ? inflate(bytes.subarray(5)) : bytes.subarray(5);
}

// The order of UTF-8 bytes, which is that of characters and not of UTF-16.
const order = (unit) => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

function compare(a, b) {
    for (let i = 0; i < a.length && i < b.length; i++)
        if (a[i] !== b[i]) return order(a.charCodeAt(i)) - order(b.charCodeAt(i));
    return a.length - b.length;
}

// How many of the ordered `texts` come before `text`; with `same`, or are it.
function countBefore(texts, text, same = false) {
    let low = 0;
    for (let high = texts.length; low < high; ) {
        const middle = (low + high) >> 1;
        if (compare(texts[middle], text) < (same ? 1 : 0)) low = middle + 1;
        else high = middle;
    }
    return low;
}

// ---- What files hold ----

// What a file says there must be.
const given = (value) => value || fail();

// A node of words: what each child begins with, its name and, right above the leaves, where
// its slice is and how much behind that is read along with it.
function readNode(cursor, path, isLowest) {
    const firsts = cursor.texts();
    let name;
    let end;
    const child = () => {
        const tag = isLowest ? cursor.varint() : 1;
        if (tag & 1) name = cursor.name();
        if (!isLowest) return { name };
        const at = tag & 1 ? cursor.varint() : end;
        const [along, rest] = tag & 2 ? [cursor.varint(), cursor.varint()] : [0, 0];
        const length = Math.floor(tag / 4);
        end = at + length + along + rest;
        return { name, at, length, along };
    };
    return { firsts, children: cursor.list(child, firsts.length) };
}

// Parts of a list in the leaf itself: as bytes.
function inside(cursor, count) {
    const begin = cursor.at;
    readPostings(cursor, count, [], []);
    const middle = cursor.at;
    cursor.list(() => cursor.take(Math.min(cursor.take(1)[0], 8)), count);
    return [{ count, postings: cursor.bytes.subarray(begin, middle),
        passages: cursor.bytes.subarray(middle, cursor.at) }];
}

// Parts in slices: how long they are.
function outside(cursor, left) {
    const tiers = [];
    for (; left > 0; left -= tiers[tiers.length - 1].count)
        tiers.push({ count: Math.min(left, [256, 2048][tiers.length] || 8192),
            postings: cursor.varint(), passages: cursor.varint() });
    return tiers;
}

// A stretch of the dictionary.  All forms of a class have the same entry.
function readLeaf(cursor, path, at) {
    const entries = [];
    const lists = [];
    const slice = (length) => [at, (at += length)];
    const place = (tier) => {
        tier.postings = slice(tier.postings);
        tier.passages = slice(tier.passages);
    };
    const texts = cursor.texts();
    for (const text of texts) {
        const tag = cursor.varint();
        const count = Math.floor(tag / 8);
        let entry = { path, count, forms: [], also: [], tiers: [] };
        if ((tag & 3) > 1) entry = count > 0 ? given(entries[entries.length - count])
            : { ...entry, head: cursor.text() };
        else if (tag & 4) entry.also = cursor.list(() => cursor.text());
        if ((tag & 3) === 0) entry.tiers = inside(cursor, count);
        if ((tag & 3) === 1) lists.push(entry.tiers = outside(cursor, count));
        entry.forms.push(text);
        entries.push(entry);
    }
    // The first of all, from `at` on, and then the others.
    for (const [tier] of lists) place(tier);
    for (const [, ...tiers] of lists) tiers.forEach(place);
    return { texts, entries };
}

// What a level counts for, in whole numbers.
const STEPS = [1024, 1218, 1448, 1722];
const VALUES = Uint32Array.from({ length: 64 }, (_, i) => (STEPS[i % 4] * 2 ** (i >> 2)) / 256);

// Reads `count` postings into the arrays `pages` and `values`, from `i` on.
function readPostings(cursor, count, pages, values, i = 0, space = Infinity) {
    let level = cursor.varint();
    for (const end = i + count; i < end; ) {
        const head = cursor.varint();
        const last = i + Math.floor(head / 32);
        const value = VALUES[(level -= head % 32)];
        if (!value || last >= end) fail();
        for (let page = cursor.varint(); ; page += cursor.varint() + 1) {
            if (page >= space) fail();
            pages[i] = page;
            values[i] = value;
            if (i++ === last) break;
        }
    }
}

const BASES = ['page', 'story', 'guideline', 'chapter', 'term', 'reaction'];

function isoDate(number) {
    const parts = [10000 + (number >> 9), 100 + ((number >> 5) & 15), 100 + (number & 31)];
    return number === 0 ? null : parts.map((part) => String(part).slice(1)).join('-');
}

function readRecord(cursor) {
    const text = () => cursor.text();
    const record = { address: text(), title: text(), summary: text() };
    const flags = cursor.varint();
    let first = 0;
    let at = 0;
    return {
        ...record, base: BASES[flags & 7], fictional: (flags & 8) > 0, quiet: (flags & 16) > 0,
        date: isoDate(cursor.varint()), notes: cursor.list(text), numbers: [...cursor.sums()],
        headings: cursor.list(() => {
            const heading = text();
            return { heading, anchor: text() || slug(heading), first: (first += cursor.varint()) };
        }),
        // [first byte, last byte + 1, check] of each passage
        places: cursor.list(() =>
            [(at += cursor.varint()), (at += cursor.varint()), cursor.take(1)[0]]),
    };
}

function readFacets(cursor, path, block) {
    let number = 0;
    return cursor.list(() =>
        ({ number: (number += cursor.varint()), pages: cursor.sums(1, block * BLOCK - 1) }));
}

function readDates(cursor) {
    const dates = new Float64Array(BLOCK);
    for (const page of cursor.sums(1)) dates[page] = cursor.varint();
    return dates;
}

const READERS = {
    i: readNode, j: readNode, w: readLeaf, f: readFacets, y: readDates,
    // Of numbers next to each other, as bytes.
    r: (cursor) => cursor.all(() => cursor.take(cursor.varint())),
    e: (cursor) => {
        const texts = cursor.texts();
        return { texts, buckets: cursor.take(texts.length) };
    },
    m: (cursor) => cursor.all(() => cursor.name()),
    v: (cursor) => cursor.all(() =>
        ({ name: cursor.text(), label: cursor.text(), count: cursor.varint() })),
    // 32 names, and the lengths of the slices with the records of 1,024 numbers.
    n: (cursor) => ({
        names: cursor.list(() => cursor.name(), 32),
        lengths: cursor.all(() => 16 * cursor.varint()),
    }),
};

// ---- Texts of pages ----

const INLINE = /^(a|abbr|b|cite|code|del|em|i|mark|q|s|small|span|strong|su[bp]|time|u)$/;
const SIGNS = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

// HTML as one line of text, without the numbers of notes.
const textOf = (html) => html
    .replace(/<sup class="noot".*?<\/sup>|<a class="noot-terug".*?<\/a>/gs, '')
    .replace(/<img[^>]* alt="([^"]*)"[^>]*>/g, '$1')
    .replace(/<\/?([a-z0-9]*)[^>]*>/g, (tag, name) => (INLINE.test(name) ? '' : ' '))
    .replace(/&(amp|lt|gt|quot|#39);/g, (sign, name) => SIGNS[name])
    .replace(new RegExp(`${WHITE}+`, 'g'), ' ')
    .trim();

// The anchor that a heading gets by itself.
const slug = (text) => plain(text).replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');

// ---- The index ----

// What `map` has by that name, or what make() promises; a failure is not kept.
function shared(map, name, make) {
    if (!map.has(name)) {
        map.set(name, make());
        map.get(name).catch(() => map.delete(name));
    }
    return map.get(name);
}


// What is wanted before long: a failure shows when it is.
const soon = (promise) => promise.catch(() => {});

// What few questions need.  Asked for as this module was, with what stood behind its name.
const extras = () => import(`./more.js${new URL(import.meta.url).search}`).catch((error) => {
    throw new SearchError('missing', error.message);
});

class Index {
    constructor(base, fetch) {
        Object.assign(this, { base, fetch });
        // What was read from slices.
        this.kept = new Map();
        // By path: files of which a server gave all, what was read along with a slice, and slices
        // that are wanted.
        this.wholes = new Map();
        this.alongs = new Map();
        this.queue = new Map();
    }

    async start(name, wanted) {
        const { bytes } = await this.ask(`search/${name}`, { cache: 'no-cache' });
        let root;
        try {
            root = JSON.parse(decoder.decode(bytes)) || {};
        } catch (error) {
            fail(name);
        }
        const { format, pages, space, language, languages = [], groups, stop, words } = root;
        if (format && format !== FORMAT) this.refuse(name);
        if (!groups || !(space < 2 ** 24)) fail(name);
        const other = languages.find(({ code }) => code === wanted) ||
            languages.find(({ code }) => String(wanted).startsWith(`${code}-`));
        if (other && other.code !== language) return this.start(other.root);
        Object.assign(this, { root, pages, space, language, languages, groups });
        this.stops = new Set(stop.split(' '));
        // What the first question needs, asked for before it is there.
        if (pages > 0 && words) {
            soon(this.top('words'));
            soon(this.numbered('v', root.vocabulary, 0));
            for (let i = 0; i < 2 && i * 1024 < space; i++)
                soon(this.numbered('n', root.records, i));
        }
        return this;
    }

    // ---- Files and slices ----

    refuse(path) {
        throw new SearchError('version', `${path} is of another version`);
    }

    async ask(path, options, query = '') {
        const missing = (why) => new SearchError('missing', `${path}: ${why}`);
        let answer;
        let bytes;
        try {
            answer = await this.fetch(new URL(`./${path}${query}`, this.base).href, options);
            bytes = new Uint8Array(await answer.arrayBuffer());
        } catch (error) {
            throw missing(error.message);
        }
        const { ok, status } = answer;
        if (!ok && status !== 416) throw missing(status);
        const head = decoder.decode(bytes.subarray(0, 5));
        const isWhole = status === 200;
        if (isWhole && path.endsWith('.bin') && head !== MAGIC + path[7]) {
            if (/^DLZ./s.test(head) && !head.startsWith(MAGIC)) this.refuse(path);
            fail(path);
        }
        return { bytes, isWhole };
    }

    // Reads bytes that will be wanted with what is read now.
    along(path, at, end) {
        const spans = this.alongs.get(path) || new Set();
        const span = { at, end, bytes: this.range(path, at, end) };
        this.alongs.set(path, spans.add(span));
        span.bytes.catch(() => spans.delete(span));
    }

    // Bytes of a file.  What is asked of one file at the same moment goes together.
    async range(path, at, end) {
        const whole = this.wholes.get(path);
        if (whole) return whole.subarray(at, end);
        const span = [...this.alongs.get(path) || []].find((one) => one.at <= at && end <= one.end);
        if (span) return (await span.bytes).subarray(at - span.at, end - span.at);
        return new Promise((resolve, reject) => {
            const slices = this.queue.get(path) || [];
            this.queue.set(path, slices);
            if (slices.push({ at, end, resolve, reject }) === 1)
                Promise.resolve().then(() => this.flush(path, slices));
        });
    }

    flush(path, slices) {
        this.queue.delete(path);
        slices.sort((a, b) => a.at - b.at);
        while (slices.length > 0) {
            const some = [slices.shift()];
            let [{ end }] = some;
            // Those closer together than this are one request.
            for (; slices.length > 0 && slices[0].at <= end + 1024; some.push(slices.shift()))
                end = Math.max(end, slices[0].end);
            this.span(path, some, end);
        }
    }

    async span(path, slices, end) {
        const [{ at: first }] = slices;
        try {
            // Browsers keep one part of an address, and get one at a time: each has its own.
            const headers = { Range: `bytes=${first}-${end - 1}` };
            const { bytes, isWhole } = await this.ask(path, { headers }, `?${first}`);
            if (isWhole) this.wholes.set(path, bytes);
            const from = isWhole ? 0 : first;
            for (const slice of slices)
                slice.resolve(bytes.subarray(slice.at - from, slice.end - from));
        } catch (error) {
            for (const slice of slices) slice.reject(error);
        }
    }

    // A damaged slice may be one that was kept badly: its file is asked for once more.
    async content(path, at, end) {
        try {
            return unpacked(end ? await this.range(path, at, end)
                : (await this.ask(path)).bytes.subarray(at));
        } catch (error) {
            if (error instanceof SearchError && error.code !== 'broken') throw error;
        }
        this.wholes.delete(path);
        const { bytes } = await this.ask(path, { cache: 'reload' });
        return unpacked(bytes.subarray(at, end));
    }

    // What a slice holds, or a whole file (without `length`).
    part(letter, name, { at = HEAD, length, along, isLowest } = {}) {
        const path = `search/${letter}-${name}.bin`;
        return shared(this.kept, path + at, async () => {
            if (along) this.along(path, at + length, at + length + along);
            const cursor = new Cursor(await this.content(path, at, length && at + length));
            const number = 'fyv'.includes(letter) ? cursor.varint() : 0;
            const about = { w: at + length, f: Math.floor(number / this.groups.length) };
            return READERS[letter](cursor, path, letter in about ? about[letter] : isLowest);
        });
    }

    // Leaf `number` of a tree that is found by number; [] where there is none.
    async numbered(letter, { top, levels }, number) {
        let name = top.replace(/^0+$/, '');
        for (; levels > 0 && name; levels--)
            name = (await this.part('m', name))[Math.floor(number / 512 ** (levels - 1)) % 512];
        return name ? this.part(letter, name) : [];
    }

    // ---- The dictionary ----

    top(tree) {
        const { top: name, length, levels } = this.root[tree];
        return this.below(tree, levels, { name, length });
    }

    below(tree, level, { name, ...place }) {
        const [node, leaf] = tree === 'words' ? 'iw' : 'je';
        if (level > 0) return this.part(node, name, { isLowest: level === 1 });
        return this.part(leaf, name, place);
    }

    // Where the stretch is where `word` is or would be, or with `before` the one before that
    // which begins with `word`: as number `i` of these.  `next` is how what follows them begins.
    async place(word, tree, before) {
        let part = await this.top(tree);
        const { levels, top: name, length } = this.root[tree];
        let found = { firsts: [''], children: [{ name, length }], i: 0, next: null, isFirst: true };
        for (let level = levels; level > 0; ) {
            const { firsts, children } = part;
            const i = Math.max(countBefore(firsts, word, !before) - 1, 0);
            const { next, isFirst } = found;
            found = { firsts, children, i, isFirst: isFirst && i === 0,
                next: level > 1 && firsts[i + 1] || next };
            if (--level > 0) part = await this.below(tree, level, given(children[i]));
        }
        return found;
    }

    // That stretch, and how the one that follows begins, or a shorter beginning.
    async stretch(word, tree = 'words', before = false) {
        const { firsts, children, i, next, isFirst } = await this.place(word, tree, before);
        const part = await this.below(tree, 0, given(children[i]));
        return { ...part, next: firsts[i + 1] || next, isFirst };
    }

    // The stretches with words that begin with `word`, no more than some.
    async stretches(word) {
        const found = [];
        for (let from = this.root.words && word; from && found.length < EXPANDED_MOST; ) {
            const { firsts, children, i, next } = await this.place(from, 'words');
            const isPast = (first) => !first.startsWith(word);
            const past = firsts.findIndex((first, at) => at > i && isPast(first));
            found.push(...children.slice(i, past < 0 ? undefined : past));
            from = past < 0 && next && !isPast(next) && next;
        }
        return Promise.all(found.slice(0, EXPANDED_MOST).map((child) => this.below('words', 0, child)));
    }

    // The entry of a form, or null.
    async lookup(word, isHead) {
        if (!this.root.words) return null;
        const { texts, entries } = await this.stretch(word);
        const i = countBefore(texts, word);
        if (texts[i] !== word) return null;
        if (!entries[i].head) return entries[i];
        return isHead ? fail() : this.lookup(entries[i].head, true);
    }

    // The entry of a word, or of what it may be a form of.
    async classOf(word) {
        for (const guess of [word, ...candidates(word)]) {
            const entry = await this.lookup(guess);
            if (entry) return entry;
        }
        return null;
    }

    // The classes with a form that begins with `word`, on most pages first.
    async expansions(word) {
        const found = new Map();
        for (const { texts, entries } of await this.stretches(word))
            texts.forEach((text, i) => {
                if (text.startsWith(word) && !found.has(entries[i])) found.set(entries[i], text);
            });
        const all = await Promise.all([...found].map(async ([entry, text]) =>
            ({ text, entry: entry.head ? given(await this.lookup(entry.head)) : entry })));
        return all
            .filter(({ entry }, i) => all.findIndex((other) => other.entry === entry) === i)
            .sort((a, b) => b.entry.count - a.entry.count || compare(a.text, b.text))
            .slice(0, 8);
    }

    // ---- Words of a query ----

    // The leaves { entry, how, text } of words that must all be there, or null.
    async allOf(words, how, text) {
        const telling = words.filter((word) => !this.stops.has(word));
        const entries = await Promise.all((telling.length > 0 ? telling : words)
            .map((word) => this.lookup(word)));
        return entries.includes(null) ? null
            : [...new Set(entries)].map((entry) => ({ entry, how, text }));
    }

    // What a word leads to, each of them one way to meet it: lists of { entry, how }.
    async itemsOf(word, { excluded }, isPrefix, how = 'exact') {
        const entry = await this.classOf(word);
        const isRare = !entry || entry.count < 32;
        const longer = isPrefix && isRare && word.length > 1 ? await this.expansions(word) : [];
        const texts = entry && !excluded ? entry.also : [];
        const others = await Promise.all(texts.map((text) =>
            this.allOf(text.split(' '), 'also', text)));
        return [
            ...entry ? [[{ entry, how }]] : [],
            ...others.filter((leaves) => leaves && leaves.every((leaf) => leaf.entry !== entry)),
            ...longer.filter((other) => other.entry !== entry)
                .map((other) => [{ entry: other.entry, how: 'prefix' }]),
        ];
    }

    // Looks up an alternative: `found` are its ways that lead somewhere, of each
    // its words, of each its items: any of all of any of all.
    async resolve(way) {
        const { ways, phrase, isPrefix } = way;
        way.forms = new Set(ways.flat());
        if (phrase) {
            const leaves = await this.allOf(ways[0], 'phrase');
            way.found = leaves ? [leaves.map((leaf) => [[leaf]])] : [];
            return way;
        }
        const found = await Promise.all(ways.map((words) => Promise.all(words.map((word, i) =>
            this.itemsOf(word, way, isPrefix && i === words.length - 1)))));
        way.found = found.filter((words) => words.every((items) => items.length > 0));
        if (way.parts.length === 1 && !way.excluded) await this.reconsider(way, ways[0][0]);
        for (const { entry } of way.found.flat(3))
            for (const form of entry.forms) way.forms.add(form);
        return way;
    }

    // What to do with a word that occurs nowhere, or hardly.
    async reconsider(way, word) {
        if (way.found.length > 0) {
            const [{ entry, how }] = way.found[0][0][0];
            if (how === 'exact' && entry.count <= 2 && /^[a-z]{4,25}$/.test(word))
                soon(way.suggesting = extras().then((they) => they.commoner(this, word, entry)));
            return;
        }
        if (this.root.similar) soon(this.top('similar'));
        await (await extras()).guess(this, way, word);
    }

    // A chain by itself that occurs nowhere as a whole is asked as its words are.
    async apart(group) {
        const [{ parts, whole, ways, start, end, ...way }, other] = group;
        if (other || way.phrase || way.excluded || way.stop || parts.length === 1) return [group];
        for (const word of ways.flat()) soon(this.lookup(word));
        const isWhole = whole !== '' && (ways.length === 1 ||
            (await this.itemsOf(whole, way, way.isPrefix)).length > 0);
        const moved = start - parts[0].start;
        return isWhole ? [group] : parts
            .filter(({ word }) => word !== '' && !this.stops.has(word))
            .map((part) => [{
                ...alternative({ parts: [part], all: [part.word], whole: '' }, this.stops),
                start: part.start + moved, end: part.end + moved,
                isPrefix: way.isPrefix && part.end + moved === end,
            }]);
    }

    // The groups of a query, and what is excluded, with what they lead to.
    async understand(query, prefix, isFilter) {
        const text = query.slice(0, 1000);
        const ways = (await tokens(text, isFilter)).map((token) => ({
            ...alternative(token, this.stops),
            isPrefix: prefix && !token.excluded && token.end === text.length,
        }));
        const joined = grouped(text, ways, /^en\b/.test(this.language) ? 'or' : 'of');
        const groups = (await Promise.all(joined.map((group) => this.apart(group)))).flat();
        const wanted = groups.filter(([way]) => !way.excluded);
        const telling = wanted.filter(([way]) => !way.stop);
        return Promise.all([telling.length > 0 ? telling : wanted,
            groups.filter(([way]) => way.excluded)].map((list) =>
            Promise.all(distinct(list).map((group) =>
                Promise.all(group.map((way) => this.resolve(way)))))));
    }

    // ---- Names and pages ----

    groupOf(number) {
        return given(this.groups.find(({ first, count }) => number < first + count));
    }

    // A function that gives { name, label, count } of each of the numbers.
    async names(numbers) {
        const leaves = {};
        await Promise.all([...new Set(numbers.map((number) => number >> 8))].map(async (leaf) => {
            leaves[leaf] = await this.numbered('v', this.root.vocabulary, leaf);
        }));
        return (number) => given(leaves[number >> 8][number & 255]);
    }

    // The values of groups: [{ number, name, label, count }]
    async valuesOf(groups) {
        const numbers = groups.flatMap(({ first, count }) =>
            Array.from({ length: count }, (_, i) => first + i));
        const named = await this.names(numbers);
        return numbers.map((number) => ({ number, ...named(number) }));
    }

    // What stands in the record of a page.
    async record(page) {
        const { names, lengths } = await this.numbered('n', this.root.records, page >> 10);
        const number = page & 1023;
        const together = 1024 / lengths.length;
        const slice = Math.floor(number / together);
        const at = lengths.slice((number & ~31) / together, slice)
            .reduce((sum, length) => sum + length, HEAD);
        const records =
            await this.part('r', given(names[number >> 5]), { at, length: given(lengths[slice]) });
        return readRecord(new Cursor(given(records[number % together])));
    }

    // The texts of a page's passages from `first` to `last`; none where it cannot be read.
    async passages({ address, quiet, places }, first, last) {
        if (quiet || last >= places.length) return [];
        const [[from], [, to]] = [places[first], places[last]];
        const bytes = await shared(this.kept, `${address}?${from}-${to}`, () =>
            this.range(address, from, to)).catch(() => []);
        return bytes.length < to - from ? [] : places.slice(first, last + 1)
            .map(([at, end, check]) => {
                const piece = bytes.subarray(at - from, end - from);
                return (checkValue(piece) & 255) === check ? textOf(decoder.decode(piece)) : '';
            });
    }

    // ---- Asking ----

    // query     words; none at all lists what passes the filters, newest first
    // filters   { sector: ['ggz', 'wmo'], kind: ['verhaal'] }: one of each
    // prefix    whether the last word may be half typed
    // sort      'relevance' or 'date'
    // facets    true, false, or the names of the groups to count
    // passages  whether the pages are asked for the text where the words stand;
    //           a number: those of so many results, the others when `later()` is called
    // explain   whether each result tells why it is there
    //
    // total     how many pages; `more` says that there may be more
    // results   [{ address, anchor, heading, title, kind, base, date, summary, notes, terms,
    //           matched, fictional, quiet, passage, later }]
    // facets    { sector: [{ name, label, count }] }
    // corrected the query that was answered instead, or null
    // suggested a query that may have been meant, or null
    // also      [{ word, also }]: what was searched besides
    // filters   those that were given and those in the query
    async search(query, options = {}) {
        try {
            return await this.answer(String(query),
                { limit: 10, offset: 0, prefix: true, facets: true, passages: true, ...options });
        } catch (error) {
            throw error instanceof SearchError ? error : new SearchError('broken', error.message);
        }
    }

    async answer(query, options) {
        const { filters: wished = {}, facets } = options;
        const filters = {};
        for (const { name } of this.groups)
            if ((wished[name] || []).length > 0) filters[name] = [...wished[name]];
        const counted = this.groups.filter(({ name }) =>
            facets === true || [].concat(facets).includes(name));
        this.expect(counted.concat(this.groups.filter(({ name }) => filters[name])), options);
        const [asked, excluded] = await this.understand(query, options.prefix,
            async (name, value) => (await extras()).addFilter(this, filters, name, value, key));
        const filtered = this.groups.filter(({ name }) => filters[name]);
        const wanted = await Promise.all(filtered.map(async (group) => {
            const values = (await this.valuesOf([group]))
                .filter(({ name }) => filters[group.name].includes(name));
            return { group, numbers: new Set(values.map(({ number }) => number)) };
        }));
        const search = new Search(this, asked, excluded.flat(), wanted);
        return { ...await search.run(query, counted, options), filters };
    }

    // Which pages of a block have the values of these groups.
    holders(groups, block) {
        return Promise.all(groups.map((group) => this.numbered('f', this.root.facets,
            block * this.groups.length + this.groups.indexOf(group))));
    }

    // On a small site facets and dates are asked for while words are looked up.
    expect(groups, { sort }) {
        for (let block = 0; this.space <= 2 * BLOCK && block * BLOCK < this.space; block++) {
            soon(this.holders(groups, block));
            if (sort === 'date') soon(this.numbered('y', this.root.dates, block));
        }
    }

    // What may be meant by a half-typed text: [{ text, kind, address }].  Of a term
    // also `group` and `name`, so that it can be a filter.
    async suggest(text, { limit = 8 } = {}) {
        return (await extras()).suggest(this, text, limit, { chains, parts });
    }
}

// ---- One question ----

// What pages are worth: `values` by seat, 0 where it is not among `pages`.
class Scores {
    constructor(seats) {
        this.values = new Uint32Array(seats);
        this.pages = [];
    }

    raise(page, value) {
        const old = this.values[page];
        if (old === 0 && value > 0) this.pages.push(page);
        if (value > old) this.values[page] = value;
    }

    // Sets what the pages are worth anew, and leaves out those that are worth nothing.
    change(value) {
        for (const page of this.pages) this.values[page] = value(page, this.values[page]);
        this.pages = this.pages.filter((page) => this.values[page] > 0);
        return this;
    }
}

// The best that each page has in one of the lists.
function any([first, ...others]) {
    for (const { pages, values } of others)
        for (const page of pages) first.raise(page, values[page]);
    return first;
}

// The pages that are in all of the lists, with the sum of their values.
function all([first, ...others]) {
    for (const { values } of others)
        first.change((page, value) => (values[page] > 0 ? value + values[page] : 0));
    return first;
}

function bitCount(bits) {
    let count = 0;
    for (; bits !== 0; bits &= bits - 1) count++;
    return count;
}

const isFound = (way) => way.found.length > 0;

// How many bytes the passages of a part take, besides the leaf.
const passagesLength = ({ passages }) =>
    (Array.isArray(passages) ? passages[1] - passages[0] : 0);

// Whether that is so little that they are read with its postings.
const isSmall = (tier) => passagesLength(tier) <= 512;

// A page that is met gets a seat, and is known by it: so that what is noted of pages takes
// as much room as there are such pages, and not as the site has.
class Search {
    constructor(index, asked, excluded, wanted) {
        const { space } = index;
        Object.assign(this, { index, asked, wanted, space });
        // By page its seat, and by seat its page.
        this.seats = new Uint32Array(space);
        this.numbers = [-1];
        this.groups = asked.filter((group) => group.some(isFound));
        // Whether anything is asked: else nothing is found.
        this.isAsked = asked.length + wanted.length > 0;
        this.excluded = excluded.filter((way) => this.isAsked && isFound(way));
        this.phrases = [...this.groups.flat().filter(isFound), ...this.excluded]
            .filter((way) => way.phrase);
        this.more = false;
        // How each entry is used.
        this.uses = new Map();
        // The nodes that tell where words stand: of each its part, which of its pages, where in
        // its bytes, and the next node of that page; by seat the first.
        this.nodes = [[], [], [], []];
        this.heads = [];
        // By passage (bytes may say what is no passage), for a while.
        this.bits = new Uint32Array(4096);
        this.sums = new Float64Array(4096);
        // By seat: a passage with a phrase.
        this.verified = new Map();
    }

    seat(page) {
        return this.seats[page] || (this.seats[page] = this.numbers.push(page) - 1);
    }

    async run(query, counted, options) {
        const { index, wanted } = this;
        const groups = index.groups.filter((group) => counted.includes(group) ||
            wanted.some((filter) => filter.group === group));
        const readBlock = (block) => index.holders(groups, block);
        await this.readLists(options, counted.length > 0);
        // Whether it is excluded.
        this.dead = new Uint8Array(this.numbers.length);
        for (const way of this.excluded)
            if (!way.phrase)
                for (const page of this.scores(way.found, any).pages) this.dead[page] = 1;
        this.rank();
        if (this.phrases.length > 0) await (await extras()).checkPhrases(this, any, parts);
        this.dropFaint();
        const { pages, counts } = this.isAsked ? await this.filter(readBlock)
            : { pages: [] };
        const isDated = this.asked.length === 0 || options.sort === 'date';
        const worth = isDated ? await (await extras()).dates(this, pages) : this.ranks;
        const shown = this.best(pages, worth, options.offset + options.limit).slice(options.offset);
        const records = shown.map((page) => index.record(this.numbers[page]));
        const [results, facets] = await Promise.all([
            this.readPlaces(shown).then(() => Promise.all(shown.map(async (page, i) =>
                this.result(page, await records[i], i, options)))),
            counted.length > 0 ? extras().then((they) => they.facets(this, counts, counted)) : {},
            ...records,
            ...this.groups.flat().map(async (way) => (way.suggested = await way.suggesting)),
        ]);
        const { single, more } = this;
        return {
            total: single ? single.count : pages.length, more: !single && more, results, facets,
            ...this.words(query),
        };
    }

    // ---- Lists ----

    // Notes the entries of alternatives, each once.
    use(ways, bits) {
        for (const way of ways)
            way.uses = way.found.flat(3).map(({ entry, how }) => {
                const use = this.uses.get(entry) || { entry, how, bits: 0, taken: 1 };
                this.uses.set(entry, use);
                const hows = Object.keys(HOWS);
                if (bits > 0 && hows.indexOf(how) > hows.indexOf(use.how)) use.how = how;
                use.bits |= bits;
                return use;
            });
    }

    // How many parts of the lists are read.
    choose({ offset, limit, sort }, hasFacets) {
        const uses = [...this.uses.values()];
        const isSingle = uses.length === 1 && this.groups.length + this.wanted.length === 1 &&
            this.excluded.length + this.phrases.length === 0 && sort !== 'date';
        this.single = isSingle && uses[0].entry;
        // So many postings may be read.
        let left = uses.reduce((sum, { entry }) => sum - entry.tiers[0].count, 12288);
        for (const use of uses.sort((a, b) => a.entry.count - b.entry.count)) {
            const { tiers } = use.entry;
            const most = { prefix: 1, also: FIRST_TIERS }[use.how];
            let read = 256;
            for (const { count } of tiers.slice(1, most)) {
                const isPossible = count <= left && (hasFacets || !isSingle);
                if (!isPossible && !(isSingle && read < offset + limit)) break;
                left -= count;
                read += count;
                use.taken++;
            }
        }
    }

    async readLists(options, hasFacets) {
        this.groups.forEach((group, i) => this.use(group, 1 << i));
        this.choose(options, hasFacets);
        const chosen = [...this.uses.values()];
        this.use(this.excluded, 0);
        const uses = [...this.uses.values()];
        for (const use of uses) {
            if (!chosen.includes(use)) use.taken = Math.min(use.entry.tiers.length, 6);
            if (use.taken < use.entry.tiers.length) this.more = true;
        }
        // Of few words, the best pages tell well enough whether they are near each other.
        const near = this.phrases.length > 0 || this.groups.length > 4 ? FIRST_TIERS
            : this.groups.length > 1 ? 1 : 0;
        await Promise.all(uses.map((use) => this.readUse(use, near || 1)));
        const first = uses.flatMap((use) => use.parts.slice(0, near));
        await Promise.all(first.map((part) => this.place(part)));
    }

    // The bytes of postings or passages.
    async bytes({ entry: { path } }, place) {
        return Array.isArray(place) ? shared(this.index.kept, path + place[0], () =>
            this.index.content(path, ...place)) : place;
    }

    // Reads what was chosen of a list; of the first parts, and where it takes little, also the
    // passages.
    async readUse(use, withPassages) {
        const tiers = use.entry.tiers.slice(0, use.taken);
        const [lists] = await Promise.all([
            Promise.all(tiers.map((tier) => this.bytes(use, tier.postings))),
            ...tiers.filter((tier, i) => i < withPassages || isSmall(tier))
                .map((tier) => this.bytes(use, tier.passages)),
        ]);
        let to = tiers.reduce((sum, tier) => sum + tier.count, 0);
        use.pages = new Uint32Array(to);
        use.values = new Uint32Array(to);
        to = 0;
        use.parts = tiers.map((tier, i) => {
            readPostings(new Cursor(lists[i]), tier.count, use.pages, use.values, to, this.space);
            to += tier.count;
            return { use, tier, from: to - tier.count, to };
        });
        use.pages.forEach((page, i) => (use.pages[i] = this.seat(page)));
    }

    // Notes where the words of a part stand, for each of its pages.
    async place(part) {
        const { use, tier, from, to } = part;
        part.bytes = await this.bytes(use, tier.passages);
        part.isPlaced = true;
        const { nodes: [parts, items, places, nexts], heads } = this;
        for (let i = from, at = 0; i < to; i++) {
            const page = use.pages[i];
            parts.push(part);
            items.push(i);
            places.push(at);
            nexts.push(heads[page]);
            heads[page] = parts.length;
            const count = part.bytes[at];
            if (!(count < 10)) fail();
            at += 1 + Math.min(count, 8);
        }
    }

    // Tells of each word of a page where it stands: note(use, which of its pages, bytes, at).
    eachPlace(page, note) {
        const [parts, items, places, nexts] = this.nodes;
        for (let i = this.heads[page]; i; i = nexts[i - 1])
            note(parts[i - 1].use, items[i - 1], parts[i - 1].bytes, places[i - 1]);
    }

    // Whether it is known of some word where it stands on the page, be it in its title.
    isTold(page) {
        let bits = 0;
        this.eachPlace(page, (use) => (bits |= use.bits));
        return bits > 0;
    }

    // Where words stand on the pages that are shown: of each word as far as that takes
    // little, else of one word for each page of which nothing is known yet.
    readPlaces(pages) {
        const missing = [...this.uses.values()].flatMap((use) => use.parts)
            .filter(({ use, isPlaced }) => !isPlaced && use.bits !== 0)
            .sort((a, b) => passagesLength(a.tier) - passagesLength(b.tier));
        const isOn = ({ use, from, to }) => (page) => use.pages.subarray(from, to).includes(page);
        const least = pages.filter((page) => !this.isTold(page))
            .map((page) => missing.find((part) => isOn(part)(page)));
        return Promise.all(missing.filter((part) => least.includes(part) ||
            (isSmall(part.tier) && pages.some(isOn(part)))).map((part) => this.place(part)));
    }

    // ---- Ranks ----

    // What the pages are worth by a tree of entries: any of all of any of ...
    scores(tree, way) {
        if (!tree.entry) return way(tree.map((part) => this.scores(part, way === any ? all : any)));
        const scores = new Scores(this.numbers.length);
        const { pages, values } = this.uses.get(tree.entry);
        const weight = HOWS[tree.how];
        for (let i = 0; i < pages.length; i++) scores.raise(pages[i], (values[i] * weight) >> 2);
        return scores;
    }

    // The pages that meet the words: this.pages; and by seat this.ranks, this.met, this.near.
    rank() {
        const { groups, numbers: { length } } = this;
        this.ranks = new Float64Array(length);
        this.met = new Uint32Array(length);
        this.near = new Uint8Array(length).fill(1);
        this.pages = [];
        this.worth = groups.map((group, i) => {
            const { pages, values } = any(group.filter(isFound).map((way) =>
                this.scores(way.found, any).change((page, value) =>
                    (way.failed && way.failed.has(page) ? 0 : value))));
            for (const page of pages) {
                if (this.dead[page] === 1) continue;
                if (this.met[page] === 0) this.pages.push(page);
                this.met[page] |= 1 << i;
                this.ranks[page] += values[page];
            }
            return values;
        });
        // A phrase must be there; of one that is nowhere the bit is one that no page has.
        for (const group of this.asked.filter(([way, other]) => way.phrase && !other)) {
            const bit = 1 << groups.indexOf(group);
            this.pages = this.pages.filter((page) => this.met[page] & bit);
        }
        // Of many words, it matters less how many are met.
        const asked = groups.length ** (groups.length > 3 ? 2 : 1);
        for (const page of this.pages) {
            const count = bitCount(this.met[page]);
            if (count > 1) this.near[page] = this.bestPassage(page).count;
            this.ranks[page] *= (2 * count + asked) * (3 + this.near[page]);
        }
    }

    // The passage where most groups meet, or those that say most.
    bestPassage(page) {
        const { bits, sums } = this;
        const best = { passage: -1, count: 1, sum: 0 };
        let end = 0;
        this.eachPlace(page, (use, i, bytes, at) => {
            const worth = use.bits > 0 ? (use.values[i] * HOWS[use.how]) >> 2 : 0;
            for (let left = Math.min(bytes[at], 8), passage = -1, j = at; left > 0; left--) {
                passage += bytes[++j] + 1;
                bits[passage] |= use.bits;
                sums[passage] += worth;
                if (passage >= end) end = passage + 1;
            }
        });
        for (let passage = 0; passage < end; passage++) {
            const count = bitCount(bits[passage]);
            if (count > best.count || (count === best.count && sums[passage] > best.sum)) {
                Object.assign(best, { passage, count, sum: sums[passage] });
            }
            bits[passage] = sums[passage] = 0;
        }
        return best;
    }

    // Leaves out the pages that miss a word and say little: less than a quarter of the best.
    dropFaint() {
        const best = this.pages.reduce((most, page) => Math.max(most, this.ranks[page]), 0);
        const every = 2 ** this.groups.length - 1;
        this.pages = this.pages.filter((page) =>
            this.met[page] === every || this.ranks[page] * 4 >= best);
    }

    // The first `count` of the pages in order.
    best(pages, worth, count) {
        const least = count > 0 && pages.length > count
            ? Float64Array.from(pages, (page) => worth[page]).sort()[pages.length - count] : 0;
        return pages.filter((page) => worth[page] >= least)
            .sort((a, b) => worth[b] - worth[a] || this.numbers[a] - this.numbers[b])
            .slice(0, count);
    }

    // ---- Filters ----

    // The blocks of the pages, those with the best pages first.
    blocks() {
        const { space, ranks, numbers } = this;
        const best = new Float64Array(Math.ceil(space / BLOCK))
            .fill(this.asked.length > 0 ? -1 : 0);
        for (const page of this.pages) {
            const block = numbers[page] >> 12;
            best[block] = Math.max(best[block], ranks[page]);
        }
        const found = [...best.keys()].filter((block) => best[block] >= 0)
            .sort((a, b) => best[b] - best[a] || a - b);
        if (this.wanted.length > 0 && found.length > BLOCKS_MOST) this.more = true;
        return found.slice(0, BLOCKS_MOST);
    }

    // Counts the values, and drops the pages that the filters leave out.  A value
    // is counted as if nothing else of its own group were chosen.
    async filter(readBlock) {
        const { wanted, dead, numbers, seats } = this;
        const lists = (await Promise.all(this.blocks().map(readBlock))).flat(2);
        // Without words, all pages count that are not excluded.
        const isAny = this.asked.length === 0;
        if (isAny) for (const { pages } of lists) for (const page of pages) this.seat(page);
        const alive = Uint8Array.from(numbers, (page, seat) => isAny && seat > 0 && !dead[seat]);
        for (const page of this.pages) alive[page] = 1;
        // By seat: which filters, as bits.
        const passed = new Uint32Array(numbers.length);
        const every = 2 ** wanted.length - 1;
        for (const { number, pages } of lists)
            wanted.forEach((filter, bit) => {
                if (filter.numbers.has(number))
                    for (const page of pages) passed[seats[page]] |= 1 << bit;
            });
        const counts = new Map();
        const kept = new Set();
        for (const { number, pages } of lists) {
            const own = wanted.findIndex(({ group }) => group === this.index.groupOf(number));
            const need = own < 0 ? every : every & ~(1 << own);
            let count = counts.get(number) || 0;
            for (const page of pages) {
                const seat = seats[page];
                if (alive[seat] === 0 || (passed[seat] & need) !== need) continue;
                count++;
                if (own >= 0 && passed[seat] === every) kept.add(seat);
            }
            counts.set(number, count);
        }
        return { pages: wanted.length > 0 ? [...kept] : this.pages, counts };
    }

    // ---- Results ----

    async result(page, record, i, { passages, explain }) {
        const { numbers, headings, places, ...result } = record;
        const met = this.groups.filter((_, i) => this.met[page] & (1 << i))
            .map((group) => group.filter(isFound).flatMap(({ forms }) => [...forms]));
        const matched = [...new Set(met.flat())];
        // Where the summary has all the words, it shows them well enough.
        const summary = new Set(words(result.summary));
        const isTold = !this.verified.has(page) &&
            met.every((forms) => forms.some((form) => summary.has(form)));
        const { passage } = this.verified.has(page) ? { passage: this.verified.get(page) }
            : this.bestPassage(page);
        const { heading = null, anchor = null } =
            headings.filter(({ first }) => first <= passage).pop() || {};
        const read = async () => {
            const [text = ''] = await this.index.passages(record, passage, passage);
            return words(text).some((word) => matched.includes(word)) ? text : null;
        };
        const isWanted = passages && !isTold && passage >= 0;
        const isNow = isWanted && (passages === true || i < passages);
        const [named, text] =
            await Promise.all([this.index.names(numbers), isNow ? read() : null]);
        const [{ name: kind }, ...terms] = numbers.map((number) =>
            ({ taxonomy: this.index.groupOf(number).name, ...named(number) }));
        return {
            ...result, kind, heading, anchor, matched,
            terms: terms.filter(({ taxonomy }) => taxonomy !== 'jaar')
                .map(({ taxonomy, name, label }) => ({ taxonomy, name, label })),
            passage: text, ...isWanted && !isNow ? { later: read } : {},
            ...explain ? { explain: (await extras()).explained(this, page, HOWS) } : {},
        };
    }

    // What the answer says about the words of the query.
    words(query) {
        const ways = this.groups.flat().filter(isFound);
        // The query with what is meant instead, or null.
        const changed = (meant) => ways.filter(meant).sort((a, b) => b.start - a.start)
            .reduce((text, { start, end }, i, some) => (text || query).slice(0, start) +
                meant(some[i]) + (text || query).slice(end), null);
        return {
            corrected: changed((way) => way.corrected), suggested: changed((way) => way.suggested),
            also: ways.map(({ start, end, found }) => ({
                word: plain(query.slice(start, end)),
                also: [...new Set(found.flat(3).flatMap(({ text = [] }) => text))],
            })).filter(({ also }) => also.length > 0),
        };
    }
}

// ---- In a worker ----

// A page does not search itself: a worker does, so that nothing on the page waits for it.
const WORKER = 'doorleefd';
const LATER_MOST = 100; // passages to be read later

const SILENCE = 3000; // milliseconds

let worker = null;
let isHeard = false;
let watching = null;
let asks = 0;
const waiting = new Map();

// Who waits for the worker is told that it is gone: by a failure without a code.
function lose(message) {
    worker.terminate();
    worker.postMessage = () => { throw Error(message); };
    for (const { reject } of waiting.values()) reject(Error(message));
    waiting.clear();
}

// A worker may be ended without a word.  While something is asked of it, it must tell now and
// then that it is there, however long its answer takes.
function watch() {
    if (waiting.size > 0 && !isHeard) lose('silent');
    if (waiting.size === 0) watching = clearInterval(watching);
    else worker.postMessage([0, 'here']);
    isHeard = false;
}

// Has the worker do something.
const told = (...asked) => new Promise((resolve, reject) => {
    if (!worker) {
        worker = new Worker(import.meta.url, { type: 'module', name: WORKER });
        worker.onerror = ({ message }) => lose(message);
        worker.onmessage = ({ data: [number, value, failure] }) => {
            isHeard = true;
            const one = waiting.get(number);
            waiting.delete(number);
            if (failure) one.reject(new SearchError(...failure));
            else if (one) one.resolve(value);
        };
    }
    worker.postMessage([++asks, ...asked]);
    waiting.set(asks, { resolve, reject });
    if (watching) return;
    isHeard = true;
    watching = setInterval(watch, SILENCE);
});

// An index that the worker has.
class Remote {
    constructor(about, open) {
        Object.assign(this, about, { open, own: new Map() });
    }

    // Where the worker is gone, the page does it itself.
    async ask(what, ...given) {
        try {
            return await told(what, this.number, ...given);
        } catch (error) {
            if (error.code) throw error;
        }
        return (await shared(this.own, '', this.open))[what](...given);
    }

    async search(query, options) {
        const found = await this.ask('search', String(query), options);
        for (const result of found.results)
            if (result.later > 0) result.later = told.bind(null, 'later', result.later);
        return found;
    }

    suggest(text, options) {
        return this.ask('suggest', text, options);
    }
}

// What the worker does.
function serve() {
    const indexes = [];
    const laters = new Map();
    let count = 0;
    const does = {
        async open(base, language) {
            const index = await open(base, { language });
            const { pages, languages, groups } = index;
            return { pages, languages, groups, language: index.language,
                number: indexes.push(index) - 1 };
        },
        async search(number, query, options) {
            const found = await indexes[number].search(query, options);
            for (const result of found.results) {
                if (!result.later) continue;
                laters.set(++count, result.later).delete(count - LATER_MOST);
                result.later = count;
            }
            return found;
        },
        suggest: (number, text, options) => indexes[number].suggest(text, options),
        later: (number) => (laters.has(number) ? laters.get(number)() : null),
        here() {},
    };
    globalThis.onmessage = async ({ data: [number, what, ...given] }) => {
        try {
            postMessage([number, await does[what](...given)]);
        } catch ({ code, message }) {
            postMessage([number, null, [code, message]]);
        }
    };
}

if (globalThis.name === WORKER && !globalThis.document) serve();

// Opens the index of the site whose top is at `base` (its folder `search` will
// do as well).  `fetch` may be replaced; `language` chooses among the languages
// of the site.
export async function open(base, { fetch, language } = {}) {
    const { document, location } = globalThis;
    const top = new URL(base, document ? document.baseURI : location && location.href);
    if (!top.pathname.endsWith('/')) top.pathname += '/';
    const start = ({ href }) =>
        new Index(href, fetch || globalThis.fetch.bind(globalThis)).start('root.json', language);
    const own = () => start(top).catch((error) => {
        if (error.code !== 'missing' || !top.pathname.endsWith('/search/')) throw error;
        return start(new URL('..', top));
    });
    if (document && !fetch)
        try {
            return new Remote(await told('open', top.href, language), own);
        } catch (error) {
            if (error.code) throw error;
        }
    return own();
}
