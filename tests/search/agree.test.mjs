// SPDX-License-Identifier: EUPL-1.2
// search/reader.js and the reader in the generator give the same answer, to the last letter, to
// random queries: words and phrases of the pages, mistyped, half-typed, left out, filtered.
// use: node --test tests/search/   (SEARCH_TOOL and DOORLEEFD name the built programs)
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, test } from 'node:test';

import { load } from '../support/module.mjs';
import { fetchFrom } from './fetch.mjs';

const tool = process.env.SEARCH_TOOL ?? '.build/release/tests/support/search_tool';
const program = process.env.DOORLEEFD ?? '.build/doorleefd';
const BASE = 'http://site.invalid/';
let folder;
let reader; // what browsers get: the shrunk one

before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'doorleefd-agree-'));
    execFileSync(program, ['build', '.', '--worktree', '--output', path.join(folder, 'content')],
        { stdio: 'ignore' });
    execFileSync(tool, ['many', path.join(folder, 'many'), '30000']);
    reader = await load(pathToFileURL(path.join(folder, 'content/search/reader.js')));
});
after(() => folder && rmSync(folder, { recursive: true }));

function randomFrom(seed) {
    let state = seed;
    return (below) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
    };
}

// The texts of some pages of a built site.
function textsOf(site) {
    return readdirSync(site, { recursive: true })
        .filter((name) => /(verhalen|richtlijnen|thema)\/.*index\.html$/.test(name)).sort().slice(0, 150)
        .map((name) => readFileSync(path.join(site, name), 'utf8').replace(/<[^>]*>|&[^;]*;/g, ' ')
            .split(/\s+/).filter((word) => word !== ''));
}

// Queries that look for trouble, the same in every run.
class Asker {
    constructor(seed, texts, filters) {
        this.random = randomFrom(seed);
        Object.assign(this, { texts, filters });
    }

    pick(list) {
        return list[this.random(list.length)];
    }

    run() {
        const text = this.pick(this.texts);
        const at = this.random(Math.max(1, text.length - 6));
        return text.slice(at, at + 1 + this.random(5));
    }

    word() {
        return this.run()[0].replace(/[^\p{L}\d]/gu, '');
    }

    mistyped() {
        const word = this.word().toLowerCase();
        const at = this.random(Math.max(1, word.length - 1));
        return this.pick([
            word.slice(0, at) + word.slice(at + 1),
            word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2),
            word.slice(0, at) + this.pick('aeinorst') + word.slice(at),
        ]);
    }

    piece() {
        const odd = ['"', '""', '-', ':', '“', '»', '-"', 'of', 'kind:', 'x:y', '-x:y', 'de', "'s", 'o.a.',
            '\u00A0', '😀', 'zelf-hulp-groep', 'n\u0301', '--', 'onbekend:"a b"'];
        const kinds = [
            () => this.run().slice(0, 2).join(' '), () => this.word(), () => this.mistyped(),
            () => this.word().slice(0, 1 + this.random(5)), () => `"${this.run().join(' ')}"`,
            () => `“${this.run().slice(0, 2).join(' ')}”`, () => `-${this.word()}`,
            () => `-"${this.run().slice(0, 2).join(' ')}"`, () => `${this.word()} of ${this.word()}`,
            () => `"${this.run().join(' ')}" of ${this.word()}`, () => this.pick(this.filters),
            () => this.run().slice(0, 2).join('-'), () => this.word() + this.word().toLowerCase(),
            () => this.pick(odd),
        ];
        return this.pick(kinds)();
    }

    query() {
        const count = 1 + this.random(this.random(10) === 0 ? 40 : 4);
        const pieces = Array.from({ length: count }, () => this.piece());
        return pieces.join(this.pick([' ', ' ', ' ', '  ', '', ', '])).replace(/[\t\r\n]/g, ' ');
    }

    line() {
        const letters = ['d', 'w', 'f', 'e'].filter(() => this.random(3) === 0).join('');
        return [`x${letters}`, this.pick([10, 10, 1, 3, 50, 300]), this.pick([0, 0, 0, 1, 10, 256]),
            this.query()];
    }
}

async function filtersOf(index) {
    const { facets } = await index.search('');
    return Object.entries(facets).flatMap(([group, values]) => values.slice(0, 20).flatMap(
        ({ name, label }) => [`${group}:${name}`, `${group.toUpperCase()}:"${label || name}"`]));
}

async function compare(site, texts, count, seed) {
    const index = await reader.open(BASE, { fetch: fetchFrom(BASE, site) });
    const asker = new Asker(seed, texts, await filtersOf(index));
    const lines = Array.from({ length: count }, () => asker.line());
    const input = lines.map((line) => `${line.join('\t')}\n`).join('');
    const answers = execFileSync(tool, ['answers', site], { input, encoding: 'utf8', maxBuffer: 1 << 30 })
        .trim().split('\n');
    assert.equal(answers.length, count);
    for (const [i, [letters, limit, offset, query]] of lines.entries()) {
        const answer = await index.search(query, { limit, offset,
            prefix: !letters.includes('w'), facets: letters.includes('f'), explain: letters.includes('e'),
            sort: letters.includes('d') ? 'date' : 'relevance' });
        assert.deepEqual(JSON.parse(answers[i]), JSON.parse(JSON.stringify(answer)), JSON.stringify(lines[i]));
    }
}

describe('the reader in the generator gives the whole answer of the module', () => {
    test('on two thousand queries of a site with texts', async () => {
        const site = path.join(folder, 'content');
        await compare(site, textsOf(site), 2000, 21);
    });
    test('on queries of a site with long lists', async () => {
        const random = randomFrom(4);
        const words = ['overal', 'vulling', 'nummer', ...Array.from({ length: 58 }, (_, i) => `maal${i + 2}`)];
        const texts = Array.from({ length: 100 }, () => Array.from({ length: 12 }, () =>
            (random(6) === 0 ? `${random(30000)}` : words[random(words.length)])));
        await compare(path.join(folder, 'many'), texts, 300, 5);
    });
});

test('a passage that is asked for later is the one that is given at once', async () => {
    const site = path.join(folder, 'content');
    const index = await reader.open(BASE, { fetch: fetchFrom(BASE, site) });
    const asker = new Asker(8, textsOf(site), []);
    let later = 0;
    for (let i = 0; i < 200; i++) {
        const query = asker.run().join(' ');
        const { results: all } = await index.search(query);
        const { results } = await index.search(query, { passages: 2 });
        for (const [n, result] of results.entries()) {
            if (result.later) later++;
            assert.equal(result.later ? await result.later() : result.passage, all[n].passage, query);
            assert.ok(!result.later || (n >= 2 && result.passage === null));
        }
    }
    assert.ok(later > 100, `${later} passages were asked for later`);
});
