// SPDX-License-Identifier: EUPL-1.2
// What pages are worth.

// What pages are worth: `values` by seat, 0 where it is not among `pages`.
export class Scores {
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
export function any([first, ...others]) {
    for (const { pages, values } of others)
        for (const page of pages) first.raise(page, values[page]);
    return first;
}

// The pages that are in all of the lists, with the sum of their values.
export function all([first, ...others]) {
    for (const { values } of others)
        first.change((page, value) => (values[page] > 0 ? value + values[page] : 0));
    return first;
}

export function bitCount(bits) {
    let count = 0;
    for (; bits !== 0; bits &= bits - 1) count++;
    return count;
}
