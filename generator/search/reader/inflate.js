// SPDX-License-Identifier: EUPL-1.2
// Slices: checked and unpacked.

import { fail } from './failure.js';

// CRC-32.
const CHECKS = Uint32Array.from({ length: 256 }, (_, i) => {
    for (let bit = 0; bit < 8; bit++) i = (i >>> 1) ^ (i & 1 ? 0xedb88320 : 0);
    return i;
});

export function checkValue(bytes) {
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
export function unpacked(bytes) {
    const check = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    if (check !== checkValue(bytes.subarray(4)) || bytes[4] > 1) fail();
    return bytes[4] === 1 ? inflate(bytes.subarray(5)) : bytes.subarray(5);
}
