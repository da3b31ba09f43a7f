// SPDX-License-Identifier: EUPL-1.2
// Writes an index of format 6 (generator/search/README.md), without haste and
// without knowing what weighs how much: for the tests of the reader, and as the
// format told a second time.
//
//     build({ pages, groups, ... }, { words, plain }) -> Map(path -> bytes), pages included
import { deflateRawSync } from 'node:zlib';
import { createHash } from 'node:crypto';

const FORMAT = 6;
const STEP = 512;
// How many postings tiers have: about so many, or as here.
const USUAL = [256, 2048, 4096];
const TIERS = [250, 1900, 5000];

export function crc32(bytes) {
    let value = ~0;
    for (const byte of bytes) {
        value ^= byte;
        for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
    }
    return ~value >>> 0;
}

export function number(value) {
    const bytes = [];
    for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
    return Buffer.from([...bytes, value]);
}

const join = (...parts) => Buffer.concat(parts.flat(9));
const text = (value) => join(number(Buffer.byteLength(value)), Buffer.from(value)); // or bytes
const list = (items, one) => [number(items.length), items.map(one)];
const name = (hex) => Buffer.from(hex, 'hex');
const NONE = '0'.repeat(12);

// The differences; `gap` - 1 of those after the first, for numbers that never repeat.
const differences = (items) => items.map((item, i) => number(item - (i > 0 ? items[i - 1] : 0)));
const gaps = (items) => items.map((item, i) => number(i > 0 ? item - items[i - 1] - 1 : item));

function sharedTexts(texts) {
    let before = Buffer.alloc(0);
    return texts.map((value) => {
        const bytes = Buffer.from(value);
        let same = 0;
        while (same < Math.min(bytes.length, before.length) && bytes[same] === before[same]) same++;
        before = bytes;
        return [number(same), number(bytes.length - same), bytes.subarray(same)];
    });
}

// What is done to the data of each slice before it is packed, for tests of bad bytes.
let spoil = (data) => data;
export function spoiling(change) {
    spoil = change;
}

export function slice(good, { stored = false, padding = 1 } = {}) {
    const data = spoil(good);
    const packed = stored ? data : deflateRawSync(data);
    const isPacked = !stored && packed.length < data.length;
    const body = join(Buffer.from([isPacked ? 1 : 0]), isPacked ? packed : data);
    const zeros = Buffer.alloc((padding - ((body.length + 4) % padding)) % padding);
    const check = Buffer.alloc(4);
    check.writeUInt32LE(crc32(join(body, zeros)));
    return join(check, body, zeros);
}

// One list: { page, level, passages: [numbers] } best first.
export function postings(items) {
    const runs = [];
    for (const item of items) {
        const last = runs[runs.length - 1];
        if (last && last.level === item.level) last.pages.push(item.page);
        else runs.push({ level: item.level, pages: [item.page] });
    }
    const bytes = [];
    let level = runs[0].level;
    for (const run of runs) {
        for (; level - run.level > 31; ) throw new Error('a drop of more than 31');
        bytes.push(number((run.pages.length - 1) * 32 + level - run.level), gaps(run.pages));
        level = run.level;
    }
    return join(number(runs[0].level), bytes);
}

export function passages(items) {
    return join(items.map((item) => {
        const first = item.passages.slice(0, 8);
        const bytes = first.map((one, i) => (i > 0 ? one - first[i - 1] - 1 : one));
        return Buffer.from([Math.min(item.passages.length, 9), ...bytes]);
    }));
}

// Where a leaf is, if it does not follow the one before, and what stands with it.
function place({ hex, at, length, along = 0, rest = 0 }, before) {
    const follows = before && before.hex === hex;
    const more = along + rest > 0;
    return [number(length * 4 + (more ? 2 : 0) + (follows ? 0 : 1)),
        follows ? [] : [name(hex), number(at)], more ? [number(along), number(rest)] : []];
}

class Files {
    constructor() {
        this.files = new Map();
    }

    add(letter, ...slices) {
        const bytes = join(Buffer.from('DLZ'), Buffer.from([FORMAT]), Buffer.from(letter), slices);
        const hex = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
        this.files.set(`search/${letter}-${hex}.bin`, bytes);
        return hex;
    }

    // Nodes `m` above leaves that are found by number.
    tree(leaves) {
        let levels = 0;
        let names = leaves;
        for (; names.length > 1; levels++) {
            const above = [];
            for (let i = 0; i < names.length; i += STEP) {
                const some = names.slice(i, i + STEP);
                above.push(some.every((hex) => hex === NONE) ? NONE
                    : this.add('m', slice(join(some.map(name)))));
            }
            names = above;
        }
        return { top: names.length > 0 ? names[0] : NONE, levels };
    }

    // Nodes above leaves { first, hex, at, length, along, rest } that are found by word; two a file.
    words(leaves, letter, perNode) {
        let levels = 0;
        let nodes = leaves;
        for (; nodes.length > 1; levels++) {
            const above = chunks(nodes, perNode).map((some) => ({ first: some[0].first,
                bytes: slice(join(number(some.length), sharedTexts(some.map(({ first }) => first)),
                    some.map((child, k) => place(child, some[k - 1])))) }));
            nodes = chunks(above, 2).flatMap((some) => {
                const hex = this.add(letter, some.map(({ bytes }) => bytes));
                return some.map(({ first, bytes }, i) => ({ first, hex, length: bytes.length,
                    at: 5 + (i > 0 ? some[0].bytes.length : 0) }));
            });
        }
        return { top: nodes[0].hex, levels, length: levels === 0 ? nodes[0].length : 0 };
    }
}

const byBytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));

function chunks(items, size) {
    const found = [];
    for (let i = 0; i < items.length; i += size) found.push(items.slice(i, i + size));
    return found;
}

function entryBytes(entry, slices) {
    const also = entry.also && entry.also.length > 0 ? 1 : 0;
    const n = entry.items.length;
    const head = (type) => [number(n * 8 + also * 4 + type), also ? list(entry.also, text) : []];
    if (n <= 4) return [head(0), postings(entry.items), passages(entry.items)];
    const tiers = [];
    const told = [];
    for (let from = 0, i = 0; from < n; i = Math.min(i + 1, 2)) {
        const isLast = n - from <= USUAL[i];
        const some = entry.items.slice(from, isLast ? n : from + TIERS[i]);
        const two = [slice(postings(some)), slice(passages(some))];
        tiers.push(...two);
        told.push(isLast ? [] : number(some.length - USUAL[i] / 8 * 7),
            two.map((bytes) => number(bytes.length)));
        from += some.length;
    }
    slices.first.push(...tiers.slice(0, 2));
    slices.rest.push(...tiers.slice(2));
    return [head(1), told];
}

function leafBytes(forms, classes, baseOf, written, slices) {
    const at = new Map(); // class -> the first of its forms here
    const told = (form) => (Object.hasOwn(written, form) ? [number(3), text(written[form])] : []);
    const entryOf = (form, i) => {
        const base = baseOf(form);
        if (at.has(base)) return number((i - at.get(base)) * 8 + 2);
        at.set(base, i);
        const entry = classes.get(base);
        return form === entry.first ? entryBytes(entry, slices) : [number(2), text(entry.first)];
    };
    const entries = forms.map((form, i) => [told(form), entryOf(form, i)]);
    return join(number(forms.length), sharedTexts(forms), entries);
}

// Two leaves a file, with what stands behind each.
function dictionary(files, classes, forms, baseOf, { leafForms, nodeChildren, written }) {
    const parts = chunks(forms, leafForms).map((some) => {
        const slices = { first: [], rest: [] };
        const leaf = slice(leafBytes(some, classes, baseOf, written, slices));
        const [along, rest] = [join(slices.first), join(slices.rest)];
        return { first: some[0], length: leaf.length, along: along.length, rest: rest.length,
            bytes: join(leaf, along, rest) };
    });
    const leaves = chunks(parts, 2).flatMap((some) => {
        const hex = files.add('w', some.map(({ bytes }) => bytes));
        return some.map((part, i) => ({ ...part, hex, at: 5 + (i > 0 ? some[0].bytes.length : 0) }));
    });
    return files.words(leaves, 'i', nodeChildren);
}

const backwards = (word) => [...word].reverse().join('');

// A word with a sign for its length behind the first letter, from nine letters on the third.
const signed = (word) => word.replace(word.length > 8 ? /^.../ : /^./,
    (head) => head + String.fromCharCode(32 + word.length));

// The words for corrections: forwards with a capital, and backwards.
function similar(files, classes, forms, baseOf, stops, { leafForms, nodeChildren }) {
    const known = forms.filter((form) => /^[a-z]{3,25}$/.test(form) && !stops.has(form));
    const all = known.flatMap((form) => {
        const bucket = Math.floor(Math.log2(classes.get(baseOf(form)).items.length));
        return [[signed(form).replace(/^./, (first) => first.toUpperCase()), bucket],
            [signed(backwards(form)), bucket]];
    });
    if (all.length === 0) return null;
    all.sort(([a], [b]) => byBytes(a, b));
    const leaves = chunks(all, leafForms).map((some) => {
        const leaf = slice(join(number(some.length), sharedTexts(some.map(([key]) => key)),
            Buffer.from(some.map(([, bucket]) => bucket))));
        return { first: some[0][0], hex: files.add('e', leaf), at: 5, length: leaf.length };
    });
    return files.words(leaves, 'j', nodeChildren);
}

// What each page has of each class: class -> { items, first, also }.
function collect(pages, { baseOf, stops, also, words }) {
    const classes = new Map();
    const forms = new Set();
    for (const page of pages) {
        const found = new Map(); // class -> { weight, passages }
        const note = (value, weight, passage, isBody) => {
            for (const word of words(value)) {
                if (isBody && stops.has(word)) continue;
                forms.add(word);
                const base = baseOf(word);
                if (!found.has(base)) found.set(base, { weight: 0, passages: new Set() });
                found.get(base).weight += weight;
                if (passage !== undefined) found.get(base).passages.add(passage);
            }
        };
        note(page.title, 6);
        note(page.summary || '', 3);
        (page.terms || []).forEach((term) => note(term, 2));
        (page.headings || []).forEach((heading) => note(heading.text, 3, heading.first));
        (page.passages || []).forEach((value, i) => note(value, 1, i, true));
        for (const [base, { weight, passages: where }] of found) {
            if (!classes.has(base)) classes.set(base, { items: [], also: also[base] || [] });
            classes.get(base).items.push({ page: page.number, level: 8 + Math.min(weight, 31),
                passages: [...where].sort((a, b) => a - b) });
        }
    }
    const ordered = [...forms].sort(byBytes);
    for (const form of ordered) {
        const entry = classes.get(baseOf(form));
        if (entry.first === undefined) entry.first = form;
    }
    for (const { items } of classes.values())
        items.sort((a, b) => b.level - a.level || a.page - b.page);
    return { classes, forms: ordered };
}

const escaped = (value) =>
    value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

// The page as HTML, and the first byte and the number of bytes of each passage.
function htmlOf(page) {
    let html = `<!DOCTYPE html><title>${escaped(page.title)}</title>`;
    const places = (page.passages || []).map((value) => {
        html += '\n<p>';
        const at = Buffer.byteLength(html);
        html += page.html ? value : escaped(value);
        const piece = Buffer.from(html).subarray(at);
        const place = [at, piece.length, crc32(piece) & 255];
        html += '</p>';
        return place;
    });
    return { html, places };
}

const BASES = ['page', 'story', 'guideline', 'chapter', 'term', 'reaction'];
const dateOf = (date) => {
    if (!date) return 0;
    const [year, month, day] = date.split('-').map(Number);
    return year * 512 + month * 32 + day;
};

function recordBytes(page, places, numbers) {
    const headings = page.headings || [];
    const shown = page.quiet ? [] : places;
    return join(text(page.address), text(page.title), text(page.quiet ? '' : page.summary || ''),
        number(BASES.indexOf(page.base || 'page') + (page.fictional ? 8 : 0) +
            (page.quiet ? 16 : 0)),
        number(dateOf(page.date)), list(page.notes || [], text),
        number(numbers.length), differences(numbers),
        list(headings, (heading, i) => [text(heading.text), text(heading.anchor || ''),
            number(heading.first - (i > 0 ? headings[i - 1].first : 0))]),
        number(shown.length), shown.length > 0 ? number(shown[0][0]) : [],
        shown.map(([at, length, check], i) => [number(length), Buffer.from([check]),
            i + 1 < shown.length ? number(shown[i + 1][0] - at - length) : []]));
}

// Slices of `together` numbers.
function recordTree(files, records, space, together) {
    const directories = [];
    const record = (page) => text(records.get(page) || Buffer.alloc(0));
    for (let from = 0; from < Math.max(space, 1); from += 1024) {
        const names = [];
        const lengths = [];
        for (let file = from; file < from + 1024; file += 32) {
            const numbers = chunks(Array.from({ length: 32 }, (_, i) => file + i), together);
            const slices = numbers.map((some) => (some.some((page) => records.has(page))
                ? slice(join(some.map(record)), { padding: 16 }) : Buffer.alloc(0)));
            const isThere = slices.some((bytes) => bytes.length > 0);
            names.push(name(isThere ? files.add('r', slices) : NONE));
            lengths.push(...slices.map((bytes) => number(bytes.length / 16)));
        }
        directories.push(files.add('n', slice(join(names, lengths))));
    }
    return files.tree(directories);
}

// Groups with their numbers: { name, label, first, count, values: [{ name, label, pages }] }.
function numbered(groups, pages) {
    let first = 0;
    const years = [...new Set(pages.map(({ date }) => (date || '').slice(0, 4)))]
        .filter((year) => year !== '').sort();
    const all = [...groups, { name: 'jaar', label: 'Jaar',
        values: years.map((year) => ({ name: year, label: year })) }];
    return all.map((group) => {
        const values = group.values.map((value, i) => ({
            ...value, number: first + i, pages: pages.filter((page) => (group.name === 'jaar'
                ? (page.date || '').startsWith(value.name)
                : [page.filters[group.name]].flat().includes(value.name))).map((page) => page.number),
        }));
        first += values.length;
        return { ...group, first: first - values.length, count: values.length, values };
    });
}

function facetTree(files, groups, space) {
    const leaves = [];
    for (let from = 0; from < space; from += 4096)
        for (const { values } of groups) {
            const some = values.map((value) => ({ number: value.number,
                pages: value.pages.filter((page) => page >= from && page < from + 4096) }))
                .filter(({ pages }) => pages.length > 0);
            leaves.push(some.length === 0 ? NONE : files.add('f', slice(join(number(leaves.length),
                list(some, (value, i) => [number(value.number - (i > 0 ? some[i - 1].number : 0)),
                    number(value.pages.length), gaps(value.pages.map((page) => page - from))])))));
        }
    return files.tree(leaves);
}

function dateTree(files, pages, space) {
    const leaves = [];
    for (let from = 0; from < space; from += 4096) {
        const some = pages.filter(({ number: page, date }) =>
            date && page >= from && page < from + 4096);
        leaves.push(some.length === 0 ? NONE : files.add('y', slice(join(number(leaves.length),
            number(some.length), gaps(some.map((page) => page.number - from)),
            some.map((page) => number(dateOf(page.date)))))));
    }
    return files.tree(leaves);
}

function vocabularyTree(files, groups) {
    const all = groups.flatMap(({ values }) => values);
    return files.tree(chunks(all, 256).map((some, i) => files.add('v', slice(join(number(i),
        some.map((value) => [text(value.name), text(value.label), number(value.pages.length)]))))));
}

// A root in JSON, with what it ends with: the check value of all bytes before it.
export function sealed(root) {
    const head = Buffer.from(`${JSON.stringify(root).slice(0, -1)},"check":"`);
    return join(head, Buffer.from(`${crc32(head).toString(16).padStart(8, '0')}"\n}\n`));
}

// pages   [{ address, title, summary, base, date, notes, terms: [text], filters: { kind, ... },
//            headings: [{ text, anchor, first }], passages: [text], number, quiet, fictional }]
// written { form: as the site writes it }
// apart   whether groups, languages and stop words stand in a file of their own
// groups  [{ name, label, values: [{ name, label }] }]
// bases   { form: class }      also  { class: [text] }      stop  words
export function build({ pages, groups, bases = {}, also = {}, stop = '', language = 'nl', languages,
    root: rootName = 'root.json', leafForms = 40, nodeChildren = 8, together = 4, apart = false, written = {} }, words) {
    const files = new Files();
    const all = pages.map((page, i) => ({ number: i, filters: {}, ...page }));
    const space = Math.max(0, ...all.map((page) => page.number + 1));
    const baseOf = (form) => (Object.hasOwn(bases, form) ? bases[form] : form);
    const stops = new Set(stop.split(' '));
    const { classes, forms } = collect(all, { baseOf, stops, also, words });
    const withNumbers = numbered(groups, all);
    const records = new Map(all.map((page) => {
        const { html, places } = htmlOf(page);
        files.files.set(`${page.address}index.html`, Buffer.from(html));
        const numbers = withNumbers.flatMap(({ values }) => values)
            .filter((value) => value.pages.includes(page.number)).map((value) => value.number);
        return [page.number, recordBytes(page, places, numbers)];
    }));
    const sizes = { leafForms, nodeChildren, written };
    const settings = {
        languages, stop, groups: withNumbers.map((group) =>
            ({ name: group.name, label: group.label, first: group.first, count: group.count })),
    };
    const root = {
        format: FORMAT, pages: all.length, space, language,
        words: forms.length > 0 ? dictionary(files, classes, forms, baseOf, sizes) : null,
        similar: similar(files, classes, forms, baseOf, stops, sizes),
        records: recordTree(files, records, space, together), facets: facetTree(files, withNumbers, space),
        dates: dateTree(files, all, space), vocabulary: vocabularyTree(files, withNumbers),
        ...apart ? { settings: files.add('g', slice(Buffer.from(JSON.stringify(settings)))) } : settings,
    };
    files.files.set(`search/${rootName}`, sealed(root));
    return files.files;
}
