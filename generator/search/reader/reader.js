// SPDX-License-Identifier: EUPL-1.2
// Searches in the index that the generator made, in the browser and in Node alike.  The Makefile
// makes one module of this and what it imports.  What the files of an index look like and what a
// query means stands in generator/search/README.md.
//
//     const index = await open(base, { fetch, language });    // base: the top of the site
//     const { total, results } = await index.search('vrije ruimte', { limit: 10 });

import { SearchError } from './failure.js';
import { shared } from './shared.js';
import { Index } from './index.js';

export { SearchError } from './failure.js';
export { marks, plain, words } from './words.js';

// A page does not search itself: a worker does, so that nothing on the page waits for it.
const WORKER = 'doorleefd';
const LATER_MOST = 100; // passages to be read later

const SILENCE = 3000; // milliseconds
const PAUSE = 200; // in which nothing is asked

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
    let underway = 0;
    let pause;
    let isReady = false;
    // What is fetched beforehand would hold up what somebody goes on typing: that waits for a pause.
    const getReady = (index) => {
        isReady = true;
        index.prepare();
    };
    const does = {
        async open(base, language) {
            const index = await open(base, { language });
            const { pages, languages, groups } = index;
            return { pages, languages, groups, language: index.language,
                number: indexes.push(index) - 1 };
        },
        async search(number, query, options) {
            const index = indexes[number];
            clearTimeout(pause);
            underway++;
            const found = await index.search(query, options).finally(() => underway--);
            if (underway === 0 && !isReady) pause = setTimeout(getReady, PAUSE, index);
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
