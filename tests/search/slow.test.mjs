// SPDX-License-Identifier: EUPL-1.2
// reader.js and the reader in C against a slow, obvious search that reads every
// page, on a site of pages that are made up, the same in every run.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { load } from '../support/module.mjs';
import { fetchFrom } from './fetch.mjs';
import { Slow } from './slow.mjs';

const program = process.env.DOORLEEFD ?? '.build/doorleefd';
const BASE = 'http://site.invalid/sub/';
const PAGES = 160;
const QUESTIONS = 500;

// Words of which none is a form or a part of another, but as the tables say.
const PLAIN = ('zorg gezin brief moeder vader huis wijk steun rust slaap pijn angst hoop moed werk geld '
    + 'school buurt trein winkel dokter kamer tuin hond fiets boek muziek lach traan zomer').split(' ');
const CLASSES = { schulden: 'schuld', gezinnen: 'gezin', kinderen: 'kind', brieven: 'brief' };
const COMPOUNDS = {
    schuldhulp: ['schuld', 'hulp'], ervaringskennis: ['ervaring', 'kennis'],
    kinderopvang: ['kind', 'opvang'], thuiszorg: ['thuis', 'zorg'],
};
const RARE = 'appel bijl citroen druif eend kers'.split(' ');
const WORDS = [...PLAIN, ...Object.keys(CLASSES), 'schuld', 'kind', ...Object.keys(COMPOUNDS), 'hulp',
    'ervaring', 'kennis', 'opvang', 'thuis'];
const STOPS = ['de', 'het', 'een', 'in', 'van', 'en'];

function randomFrom(seed) {
    let state = seed;
    return (below) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
    };
}

const random = randomFrom(11);
// The first words are the most common, as in any language.
const word = () => (random(200) === 0 ? RARE[Math.floor((random(1000) / 1000) ** 3 * RARE.length)]
    : WORDS[Math.floor((random(1000) / 1000) ** 2 * WORDS.length)]);
const some = (count) => Array.from({ length: count }, () =>
    random(4) === 0 ? STOPS[random(STOPS.length)] : word()).join(' ');

function makePages() {
    return Array.from({ length: PAGES }, (_, i) => ({
        address: `p${i}/`,
        title: some(1 + random(4)),
        summary: some(2 + random(6)),
        // Short enough for one passage each.
        sections: Array.from({ length: 1 + random(4) }, (_, section) => ({
            heading: section === 0 ? null : some(1 + random(3)),
            text: some(3 + random(24)),
        })),
    }));
}

const markdown = ({ title, summary, sections }) => [`---\ntitel: "${title}"\nsamenvatting: "${summary}"\n---\n`,
    ...sections.flatMap(({ heading, text }) => [heading ? `## ${heading}\n` : '', `${text}.\n`])].join('\n');

let folder;
let index;
let slow;

before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'doorleefd-slow-'));
    const content = path.join(folder, 'source/content');
    mkdirSync(content, { recursive: true });
    const pages = makePages();
    for (const page of pages)
        writeFileSync(path.join(content, `${page.address.slice(0, -1)}.md`), markdown(page));
    writeFileSync(path.join(content, 'site.yaml'), 'titel: Proef\nadres: https://proef.invalid/\ntaal: nl\n');
    execFileSync('git', ['init', '-q', path.join(folder, 'source')]);
    execFileSync(program, ['build', path.join(folder, 'source'), '--worktree', '--output',
        path.join(folder, 'site')], { stdio: 'pipe' });
    const reader = await load(pathToFileURL(path.join(folder, 'site/search/reader.js')));
    index = await reader.open(BASE, { fetch: fetchFrom(BASE, path.join(folder, 'site')) });
    const root = JSON.parse(readFileSync(path.join(folder, 'site/search/root.json'), 'utf8'));
    slow = new Slow(pages, { words: reader.words, stops: root.stop, classes: CLASSES,
        compounds: COMPOUNDS });
});
after(() => folder && rmSync(folder, { recursive: true }));

// A question as the slow search has it, and as a person types it.
function question() {
    const groups = [];
    const without = [];
    const typed = [];
    for (let i = 0, count = 1 + random(4); i < count; i++) {
        const kind = random(12);
        if (kind === 0) {
            const phrase = `${word()} ${random(3) === 0 ? 'van de ' : ''}${word()}`;
            groups.push({ phrase });
            typed.push(`"${phrase}"`);
        } else if (kind === 1) {
            const words = [word(), word()];
            groups.push({ words });
            typed.push(words.join(' of '));
        } else if (kind === 2 && i > 0) {
            const banned = word();
            without.push({ words: [banned] });
            typed.push(`-${banned}`);
        } else if (kind === 4) {
            // A word that is written apart.
            const words = [['schuld', 'hulp'], ['thuis', 'zorg']][random(2)];
            groups.push(...words.map((part) => ({ words: [part], also: [words.join('')] })));
            typed.push(...words);
        } else {
            const asked = kind === 3 ? RARE[random(RARE.length)] : word();
            groups.push({ words: [asked] });
            typed.push(asked);
        }
    }
    return { groups, without, typed: typed.join(' ') };
}

// Words that are asked twice are one group.
const isDouble = ({ groups }) => {
    const all = groups.map(({ also, ...group }) => JSON.stringify(group));
    return new Set(all).size < all.length;
};

describe('a slow search that reads every page', () => {
    test('finds the same pages as the index, and ranks them alike', async () => {
        let asked = 0;
        let found = 0;
        while (asked < QUESTIONS) {
            const one = question();
            if (one.groups.length === 0 || isDouble(one)) continue;
            const isApart = ({ words, also }, i) => !also && i > 0 &&
                WORDS.includes(`${one.groups[i - 1].words}${words}`);
            if (one.groups.some(isApart)) continue;
            asked++;
            const wanted = slow.search(one.groups, one.without);
            const answer = await index.search(one.typed, {
                limit: PAGES, prefix: false, passages: false, explain: true,
            });
            const got = new Map(answer.results.map((result) =>
                [result.address, result.explain.rank]));
            found += got.size;
            if (answer.corrected === null && answer.suggested === null && !answer.more)
                assert.deepEqual([...got].sort(), [...wanted].sort(), one.typed);
            assert.deepEqual([...got.values()], [...got.values()].sort((a, b) => b - a), one.typed);
        }
        assert.ok(found > QUESTIONS * 10, `${found} pages found`);
    });
});
