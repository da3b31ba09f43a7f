// SPDX-License-Identifier: EUPL-1.2
// What fetch gives, from the disk or from memory, as a plain web server would.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

// What stands behind `site`: a folder, or a map of paths to bytes.
function reading(site) {
    if (site instanceof Map) return (name) => site.get(name) ?? null;
    return (name) => {
        const file = path.join(site, name);
        return existsSync(file) ? readFileSync(file) : null;
    };
}

// log      takes { name, address, range, cache, size } of each request
// change   may spoil a file, or give null for one that is gone
// ranges   whether the server gives parts
export function fetchFrom(base, site, options = {}) {
    const { log = [], change = (name, bytes) => bytes, ranges = true } = options;
    const read = reading(site);
    return async (address, { headers = {}, cache } = {}) => {
        assert.ok(address.startsWith(base), address);
        const name = address.slice(base.length).replace(/\?.*/, '')
            .replace(/(^|\/)$/, '$1index.html');
        const whole = read(name);
        const bytes = whole === null ? null : change(name, Buffer.from(whole), { headers, cache });
        const entry = { name, address, range: headers.Range, cache, size: 0 };
        log.push(entry);
        if (bytes === null) return new Response('Niet gevonden', { status: 404 });
        const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(ranges ? headers.Range ?? '' : '') ?? [];
        const isPart = first !== undefined;
        if (isPart && Number(first) >= bytes.length) return new Response(null, { status: 416 });
        const given = isPart ? bytes.subarray(Number(first), Number(last) + 1) : bytes;
        entry.size = given.length;
        return new Response(given, { status: isPart ? 206 : 200 });
    };
}
