// SPDX-License-Identifier: EUPL-1.2
// The files of an index: fetched in parts, checked, and kept.

import { fail, SearchError } from './failure.js';
import { Cursor, decoder } from './bytes.js';
import { unpacked } from './inflate.js';
import { HEAD, MAGIC, READERS } from './files.js';
import { shared } from './shared.js';

export class Store {
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
    part(letter, name, { at = HEAD, length, along } = {}) {
        const path = `search/${letter}-${name}.bin`;
        return shared(this.kept, path + at, async () => {
            if (along) this.along(path, at + length, at + length + along);
            const cursor = new Cursor(await this.content(path, at, length && at + length));
            const number = 'fyv'.includes(letter) ? cursor.varint() : 0;
            const about = { w: at + length, f: number && Math.floor(number / this.groups.length) };
            return READERS[letter](cursor, path, about[letter]);
        });
    }

    // Leaf `number` of a tree that is found by number; [] where there is none.
    async numbered(letter, { top, levels }, number) {
        let name = top.replace(/^0+$/, '');
        for (; levels > 0 && name; levels--)
            name = (await this.part('m', name))[Math.floor(number / 512 ** (levels - 1)) % 512];
        return name ? this.part(letter, name) : [];
    }
}
