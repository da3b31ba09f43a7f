// SPDX-License-Identifier: EUPL-1.2
// A reader who follows every link and searches, while the site changes.
import { Agent, get } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

// { status, bytes }; fails when fewer bytes come than were promised.
export const fetchBytes = (address, headers = {}) => new Promise((resolve, reject) => {
    get(address, { agent, headers }, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
            const bytes = Buffer.concat(parts);
            const promised = response.headers['content-length'];
            if (promised !== undefined && Number(promised) !== bytes.length)
                reject(new Error(`${address}: ${bytes.length} of ${promised} bytes`));
            else resolve({ status: response.statusCode, bytes });
        });
    }).on('error', reject);
});

// What reader.js takes for fetch.
export const readerFetch = async (address, { headers = {} } = {}) => {
    const { status, bytes } = await fetchBytes(address, headers);
    return { ok: status === 200 || status === 206, status, arrayBuffer: async () =>
        bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) };
};

// The addresses on this host that a page names, without fragments.
function linksOf(html, address, base) {
    const found = new Set();
    for (const [, , name] of html.matchAll(/\s(href|src|data-reader|data-results)="([^"#]+)[^"]*"/g)) {
        const link = new URL(name.replace(/&amp;/g, '&'), address);
        link.search = link.hash = '';
        if (link.href.startsWith(base)) found.add(link.href);
    }
    return found;
}

export class Crawler {
    constructor(base) {
        Object.assign(this, { base, faults: [], pages: 0, missing: 0 });
    }

    async page(address) {
        const { status, bytes } = await fetchBytes(address);
        if (status !== 200) return null;
        const html = bytes.toString();
        this.pages++;
        if (/<html/.test(html) && !html.endsWith('</html>\n'))
            this.faults.push(`${address} is cut short`);
        return html;
    }

    // A link that leads nowhere is a fault, when the page that has it still has it.
    async doubt(link, referrer) {
        this.missing++;
        const html = await this.page(referrer);
        if (html !== null && linksOf(html, referrer, this.base).has(link))
            this.faults.push(`${link} is missing, and ${referrer} links to it`);
    }

    // Follows all links from the front page once.
    async pass(isOver = () => false) {
        const queue = [[this.base, null]];
        const seen = new Set([this.base]);
        while (queue.length > 0 && !isOver()) {
            const [address, referrer] = queue.shift();
            const html = await this.page(address);
            if (html === null) {
                if (referrer === null) this.faults.push('the front page is missing');
                else await this.doubt(address, referrer);
                continue;
            }
            for (const link of /<html/.test(html) ? linksOf(html, address, this.base) : [])
                if (!seen.has(link)) queue.push([link, address]) && seen.add(link);
        }
        return seen;
    }
}

export class Searcher {
    constructor(base, reader) {
        Object.assign(this, { base, reader, faults: [], asked: 0, again: 0, index: null });
    }

    async root() {
        return (await fetchBytes(`${this.base}search/root.json`)).bytes.toString();
    }

    // Asks; an index that was opened before may have lost its parts, then a fresh one answers.
    // While a part is missing, the root must not be the one that names it.
    async pass(query) {
        for (;;) {
            const root = this.index ? null : await this.root();
            try {
                this.index ??= await this.reader.open(this.base, { fetch: readerFetch });
                await this.index.search(query);
                this.asked++;
                return;
            } catch (error) {
                this.index = null;
                this.again++;
                if (root === await this.root()) {
                    this.faults.push(`${query}: ${error.message}`);
                    return;
                }
            }
        }
    }
}
