// SPDX-License-Identifier: EUPL-1.2
// Bytes, and texts in the order of their bytes.

import { fail } from './failure.js';

export const decoder = new TextDecoder();

export class Cursor {
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

// The order of UTF-8 bytes, which is that of characters and not of UTF-16.
const order = (unit) => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

export function compare(a, b) {
    for (let i = 0; i < a.length && i < b.length; i++)
        if (a[i] !== b[i]) return order(a.charCodeAt(i)) - order(b.charCodeAt(i));
    return a.length - b.length;
}

// How many of the ordered `texts` come before `text`; with `same`, or are it.
export function countBefore(texts, text, same = false) {
    let low = 0;
    for (let high = texts.length; low < high; ) {
        const middle = (low + high) >> 1;
        if (compare(texts[middle], text) < (same ? 1 : 0)) low = middle + 1;
        else high = middle;
    }
    return low;
}
