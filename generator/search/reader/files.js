// SPDX-License-Identifier: EUPL-1.2
// What the files of an index hold; see generator/search/README.md.

import { fail } from './failure.js';
import { decoder } from './bytes.js';
import { slug } from './texts.js';

export const FORMAT = 6;
// What files begin with; the letter of their kind comes next.
export const MAGIC = `DLZ${String.fromCharCode(FORMAT)}`;
// Bytes before the first slice of a file.
export const HEAD = 5;
// Pages in a file of facets or dates.
export const BLOCK = 4096;

// What a file says there must be.
export const given = (value) => value || fail();

// A node of words: what each child begins with, and its name, where its slice is and how much
// behind that is read along with it.
function readNode(cursor) {
    const firsts = cursor.texts();
    let name;
    let end;
    const child = () => {
        const tag = cursor.varint();
        if (tag & 1) name = cursor.name();
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

// Parts in slices: how many postings, where that does not go without saying, and how long.
function outside(cursor, left) {
    const tiers = [];
    for (; left > 0; left -= tiers[tiers.length - 1].count) {
        const usual = [256, 2048][tiers.length] || 4096;
        const count = left > usual ? usual / 8 * 7 + cursor.varint() : left;
        if (count > left) fail();
        tiers.push({ count, postings: cursor.varint(), passages: cursor.varint() });
    }
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
    const written = [...texts];
    for (const [i, text] of texts.entries()) {
        let tag = cursor.varint();
        if (tag === 3) {
            written[i] = cursor.text();
            tag = cursor.varint();
        }
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
    return { texts, written, entries };
}

// What a level counts for, in whole numbers.
const STEPS = [1024, 1218, 1448, 1722];
const VALUES = Uint32Array.from({ length: 64 }, (_, i) => (STEPS[i % 4] * 2 ** (i >> 2)) / 256);

// Reads `count` postings into the arrays `pages` and `values`, from `i` on.
export function readPostings(cursor, count, pages, values, i = 0, space = Infinity) {
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

export function readRecord(cursor) {
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

export const READERS = {
    i: readNode, j: readNode, w: readLeaf, f: readFacets, y: readDates,
    // Of numbers next to each other, as bytes.
    r: (cursor) => cursor.all(() => cursor.take(cursor.varint())),
    e: (cursor) => {
        const texts = cursor.texts();
        return { texts, buckets: cursor.take(texts.length) };
    },
    m: (cursor) => cursor.all(() => cursor.name()),
    g: (cursor) => JSON.parse(decoder.decode(cursor.bytes)),
    v: (cursor) => cursor.all(() =>
        ({ name: cursor.text(), label: cursor.text(), count: cursor.varint() })),
    // 32 names, and the lengths of the slices with the records of 1,024 numbers.
    n: (cursor) => ({
        names: cursor.list(() => cursor.name(), 32),
        lengths: cursor.all(() => 16 * cursor.varint()),
    }),
};
