// SPDX-License-Identifier: EUPL-1.2
// search/reader.js on indexes that the generator has just made.
// use: node --test tests/search/   (SEARCH_TOOL names the built tests/support/search_tool)
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
    cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { load } from '../support/module.mjs';
import { fetchFrom } from './fetch.mjs';
import { crc32 } from './format.mjs';

const part = (name) => load(new URL(`../../generator/search/reader/${name}.js`, import.meta.url));
const reader = await part('reader');
const { relatives } = await part('more');
const { candidates } = await part('forms');

const tool = process.env.SEARCH_TOOL ?? '.build/release/tests/support/search_tool';
const BASE = 'http://site.invalid/sub/';
let folder;

function run(input, ...words) {
    return execFileSync(tool, words, { input, encoding: 'utf8', maxBuffer: 1 << 26 });
}

const openSite = (name, options) =>
    reader.open(BASE, { fetch: fetchFrom(BASE, path.join(folder, name), options) });
const addresses = (answer) => answer.results.map((result) => result.address);
const counts = (values) => Object.fromEntries(values.map(({ name, count }) => [name, count]));

before(() => {
    assert.ok(existsSync(tool), `${tool} is not there: make test-programs builds it`);
    folder = mkdtempSync(path.join(tmpdir(), 'doorleefd-search-'));
    run('', 'small', path.join(folder, 'small'), '3');
    run('', 'many', path.join(folder, 'many'), '9000');
});
after(() => folder && rmSync(folder, { recursive: true }));

describe('words', () => {
    const cases = [
        ['Cliënten en FOTO’S', 'clienten en foto'],
        ["'s ochtends, zo'n auto's", "s ochtends zo'n auto"],
        ['ĳs, IJs en ĲS', 'ijs ijs en ijs'],
        ['cliënt-therapeut', 'client therapeut clienttherapeut'],
        ['e-health 1-2-3-4-5', 'e health ehealth 1 2 3 4 5'],
        ['de g.g.z. en o.a. de Wmo.', 'de ggz en oa de wmo'],
        ['schuld\u00ADhulp', 'schuldhulp'],
        ['één u\u0308ber cafe\u0301', 'een uber cafe'],
        ['Straße Łódź Ærø Işık', 'strasse lodz aero isik'],
        ['zorg- en welzijn', 'zorg en welzijn'],
        ['a.bc a.b.cd', 'a bc ab cd'],
        ['0800-0113', '0800 0113 08000113'],
        ['ŉ ½ ﬁets ２０', "'n 1⁄2 fiets 20"],
        ['日本語 Ελλάς Ἀθῆναι', '日本語 ελλασ αθηναι'],
    ];
    test('are what they should be', () => {
        for (const [text, wanted] of cases)
            assert.equal(reader.words(text).join(' '), wanted, text);
    });
    test('are the same in the generator', () => {
        const texts = [...cases.map(([text]) => text), ...strangeTexts(4000)];
        const wanted = run(`${texts.join('\n')}\n`, 'words').split('\n');
        texts.forEach((text, i) =>
            assert.equal(reader.words(text).join(' '), wanted[i].trim(), JSON.stringify(text)));
    });
    test('are the same for every letter of the alphabets of Europe and its neighbours', () => {
        const texts = [];
        for (let code = 0x21; code < 0x700; code++) texts.push(`x${String.fromCharCode(code)}y`);
        const wanted = run(`${texts.join('\n')}\n`, 'words').split('\n');
        texts.forEach((text, i) =>
            assert.equal(reader.words(text).join(' '), wanted[i].trim(), JSON.stringify(text)));
    });
    test('of which there may be endless ones', () => {
        const texts = ['a'.repeat(5000), 'é'.repeat(5000), 'ё'.repeat(300), 'a-'.repeat(300),
            'a.'.repeat(300), "x's".repeat(90), `${'a'.repeat(39)}'s`, `${'ё'.repeat(39)}'s`];
        const wanted = run(`${texts.join('\n')}\n`, 'words').split('\n');
        texts.forEach((text, i) => assert.equal(reader.words(text).join(' '), wanted[i].trim()));
        assert.equal(reader.words(texts[0])[0].length, 40);
    });
});

// Texts that look for trouble, the same in every run.
function strangeTexts(count) {
    const parts = ['a', 'b', 'Zorg', "'", '’', 'ʼ', '-', '\u2011', '.', ' ', 'é', 'e\u0301', 'ß', 'ĳ',
        '\u00AD', '\u200D', '3', 'ё', 'ς', '語', '😀', '𝒜', '_', '/', '\u00A0', 's', "'s"];
    const random = randomFrom(7);
    return Array.from({ length: count }, () =>
        Array.from({ length: 1 + random(9) }, () => parts[random(parts.length)]).join(''));
}

function randomFrom(seed) {
    let state = seed;
    return (below) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
    };
}

describe('forms', () => {
    test('lead to the same candidates in the generator', () => {
        const words = ['schulden', 'gezinnen', 'huizen', 'brieven', 'jaren', 'werkt', 'fotos', 'grote',
            'alleen', 'ideeen', 'zeeen', 'en', 'een', 'cafes', 'pass', 'zitt', 'moeder', 'x1en'];
        const letters = 'aeioubdfgklnrstvz';
        const random = randomFrom(3);
        for (let i = 0; i < 5000; i++) {
            const stem = Array.from({ length: 2 + random(6) }, () => letters[random(letters.length)]);
            words.push(stem.join('') + ['', 'e', 'en', 's', 't', 'n'][random(6)]);
        }
        const wanted = run(`${words.join('\n')}\n`, 'candidates').split('\n');
        words.forEach((word, i) =>
            assert.equal(candidates(word).join(' '), wanted[i].trim(), word));
    });
    const others = {
        kind: 'kinderen', kinderen: 'kind', mogelijkheid: 'mogelijkheden', gezin: 'gezinnen', huis: 'huizen',
        verhaal: 'verhalen', brief: 'brieven', angst: 'angsten', medewerker: 'medewerkers',
        ziekte: 'ziekten', eenzaam: 'eenzame', huisje: 'huis', huisjes: 'huis', verhaaltje: 'verhaal',
        mannetje: 'man', wandelingetje: 'wandeling', fotootje: 'foto', boompje: 'boom',
        koninkje: 'koning', taartje: 'taart',
        mishandeld: 'mishandeling', leefde: 'leven', werkten: 'werken', gehuild: 'huilen',
        begeleiden: 'begeleiding', opvoeding: 'opvoeden', zwerven: 'zwerver',
        werkloos: 'werkloosheid', somberheid: 'somber', depressief: 'depressie',
    };
    test('of a word that occurs nowhere are its plural, and what is made of it', () => {
        for (const [word, other] of Object.entries(others))
            assert.ok(relatives(word).includes(other), `${word}: ${relatives(word)}`);
        assert.deepEqual(['ij', '', 'één', 'x1e'].flatMap(relatives), []);
        assert.ok(!relatives('ruimt').includes('ruimte'));
        assert.ok(!relatives('geslagen').includes('slagen'));
    });
    test('of a word that occurs nowhere are the same in the generator', () => {
        const words = [...Object.keys(others), 'ei', 'foto', 'idee', 'zoo', 'je', 'tje', 'etje', 'a'.repeat(40)];
        const ENDS = ['', 'je', 'tje', 'etje', 'pje', 'nkje', 'jes', 'heid', 'en', 'de', 'ten', 'd', 't', 'ing', 'ief'];
        const random = randomFrom(5);
        for (let i = 0; i < 5000; i++) {
            const stem = (random(4) === 0 ? 'ge' : '') + Array.from({ length: 1 + random(7) }, () => 'aeiobdfgklmnrstvz'[random(17)]).join('');
            words.push(stem + ENDS[random(ENDS.length)]);
        }
        const wanted = run(`${words.join('\n')}\n`, 'relatives').split('\n');
        words.forEach((word, i) => assert.equal(relatives(word).join(' '), wanted[i].trim(), word));
    });
});

describe('a small site', () => {
    let index;
    before(async () => (index = await openSite('small')));
    const search = (query, options) => index.search(query, options);

    test('the page whose title has the words comes first', async () => {
        const answer = await search('vrije ruimte');
        assert.equal(addresses(answer)[0], 'richtlijnen/herstel/');
        assert.equal(answer.corrected, null);
        assert.equal(answer.total, answer.results.length);
    });
    test('a result has all that a reader needs to choose', async () => {
        const [result] = (await search('nacht')).results;
        assert.deepEqual(result, {
            address: 'verhalen/nacht/', title: 'De nacht op de spoedeisende hulp', kind: 'verhaal',
            base: 'story', date: '2026-01-05', summary: '', notes: ['suicide'], fictional: true,
            quiet: true, matched: ['nacht'], anchor: null, heading: null, passage: null,
            terms: [
                { taxonomy: 'sector', name: 'ggz', label: 'GGZ' },
                { taxonomy: 'sector', name: 'wmo', label: 'Wmo' },
                { taxonomy: 'thema', name: 'crisis', label: 'Crisis' },
            ],
        });
    });
    const finds = {
        'verhalen/brief/': ['deurwaarder', 'BRIEF', 'schuld', 'schulden', 'ggz', 'g.g.z.', 'brieven',
            'schuldhulp', 'deurwaarders', 'gemeentes'],
        'verhalen/huis/': ['huis', 'huizen', 'foto', "foto's", 'foto’s', 'fotos', 'werkt'],
        'verhalen/ruimte/': ['ehealth', 'e-health', 'client-therapeut', 'clienttherapeut', 'IJsland',
            'ijsje', 'naief', 'coordinatie', 'coördinatie', 'een-op-een'],
        'verhalen/winkel/': ['strasse', 'STRASSE', 'lodz', 'ærø', 'aero', '113', '0800 0113', '08000113'],
        'verhalen/nacht/': ['zelfmoord', 'crisisdienst', 'noodsituatie', 'suicid nacht'],
        'over/': ['contact', 'e-mail', 'redactie'],
        '': ['ervaringskennis', 'welkom'],
        'thema/crisis/': ['crisis'],
    };
    for (const [address, queries] of Object.entries(finds))
        test(`finds ${address || 'home'} by ${queries.join(', ')}`, async () => {
            for (const query of queries)
                assert.ok(addresses(await search(query)).includes(address), query);
        });
    test('words that only look like forms of another are kept apart', async () => {
        assert.ok(!addresses(await search('zin', { prefix: false })).includes('verhalen/brief/'));
        assert.ok(!addresses(await search('wel', { prefix: false })).includes('verhalen/brief/'));
        assert.equal((await search('gezin', { prefix: false })).total, 2);
    });
    test('words such as "de" and "in" decide nothing', async () => {
        const [with_, without] = [await search('de winkel in'), await search('winkel')];
        assert.deepEqual(addresses(with_), addresses(without));
        assert.equal(with_.total, without.total);
    });
    test('a query of nothing but such words looks in titles', async () => {
        assert.ok(addresses(await search('over')).includes('over/'));
    });
    test('the last word may be half typed, unless it is said that it is not', async () => {
        assert.deepEqual(addresses(await search('deurw')), ['verhalen/brief/']);
        assert.equal((await search('deurw', { prefix: false })).total, 0);
        assert.equal((await search('deurw nacht')).total, 1);
        assert.deepEqual((await search('deurw ')).results, []);
    });
    test('a mistyped word is corrected, and that is told', async () => {
        const answer = await search('mijn ervaringsdeskunige');
        assert.deepEqual(addresses(answer), ['verhalen/nacht/']);
        assert.equal(answer.corrected, 'mijn ervaringsdeskundige');
        assert.equal((await search('xqzjk')).corrected, null);
    });
    test('a form that occurs nowhere finds its class, and that is no correction', async () => {
        const found = {
            'cijfer nu': 'verhalen/winkel/', 'verhaal nu': '', winkeltje: 'verhalen/winkel/',
            nachtjes: 'verhalen/nacht/', 'begeleiders nu': 'verhalen/ruimte/',
        };
        for (const [query, address] of Object.entries(found)) {
            const answer = await search(query, { prefix: false });
            assert.deepEqual(addresses(answer), [address], query);
            assert.equal(answer.corrected, null, query);
        }
    });
    test('of words with a hyphen not all need be met, and each may be mistyped', async () => {
        for (const query of ['winkel-aanvraag', 'aanvraag-winkel', 'de-winkel-aanvraag', 'winkel-x-y-z-a']) {
            const answer = await search(query);
            assert.deepEqual(addresses(answer), ['verhalen/winkel/'], query);
            assert.equal(answer.corrected, null, query);
        }
        assert.deepEqual(addresses(await search('winkel-deurwaarder')).sort(),
            ['verhalen/brief/', 'verhalen/winkel/']);
        assert.equal((await search('mijn herstel-porces nu')).corrected, 'mijn herstel-proces nu');
        assert.equal(addresses(await search('herstel-porces'))[0], 'richtlijnen/herstel/');
        assert.equal((await search('winkel -winkel-aanvraag')).total, 1);
        assert.deepEqual(addresses(await search('e-health')), ['verhalen/ruimte/']);
    });
    test('a word that was written apart is searched as one besides, and that is told', async () => {
        for (const query of ['deur waarder', 'ervarings deskundige', 'Crisis diensten']) {
            const word = query.toLowerCase().replace(' ', '');
            const [whole, apart] = [await search(word), await search(query, { prefix: false })];
            assert.equal(addresses(apart)[0], addresses(whole)[0], query);
            assert.equal(apart.corrected, null, query);
            assert.ok(apart.also.every(({ also }) => also.includes(word)) && apart.also.length === 2, query);
        }
        for (const query of ['schuld, hulp', '"schuld hulp"', 'schuld -hulp', 'schuld of hulp', 'schuld de hulp'])
            assert.deepEqual((await search(query)).also, [], query);
    });
    test('filters narrow, and the counts say what each would give', async () => {
        const all = await search('ruimte');
        const { sector } = all.facets;
        assert.deepEqual(counts(sector), { ggz: 2, wmo: 2 });
        for (const { name, count } of sector)
            assert.equal((await search('ruimte', { filters: { sector: [name] } })).total, count);
        const both = await search('ruimte', { filters: { sector: ['ggz', 'wmo'] } });
        assert.equal(both.total, 3);
        const narrow = await search('ruimte', { filters: { sector: ['wmo'], kind: ['verhaal'] } });
        assert.deepEqual(addresses(narrow).sort(), ['verhalen/nacht/', 'verhalen/ruimte/']);
        assert.deepEqual(counts(narrow.facets.sector), { ggz: 1, wmo: 2 });
        assert.deepEqual(counts(narrow.facets.kind), { verhaal: 2 });
    });
    test('a filter that nothing has gives nothing', async () => {
        assert.equal((await search('ruimte', { filters: { sector: ['geen'] } })).total, 0);
        assert.equal((await search('ruimte', { filters: { geen: ['ggz'], sector: [] } })).total, 3);
    });
    test('filters without words list by date, the newest first', async () => {
        const answer = await search('', { filters: { kind: ['verhaal'] } });
        assert.deepEqual(addresses(answer), ['verhalen/brief/', 'verhalen/ruimte/', 'verhalen/nacht/',
            'verhalen/huis/', 'verhalen/winkel/']);
        assert.deepEqual(counts(answer.facets.kind), { verhaal: 5, pagina: 2, richtlijn: 1, thema: 1 });
    });
    test('nothing asked gives nothing, and the counts of all', async () => {
        for (const query of ['', '  ', '?!']) {
            const answer = await search(query);
            assert.equal(answer.total, 0);
            assert.deepEqual(answer.results, []);
            assert.deepEqual(counts(answer.facets.sector), { wmo: 4, ggz: 3 });
        }
    });
    test('pages of results follow each other', async () => {
        const all = addresses(await search('ruimte huis werk brief', { limit: 50 }));
        const parts = [];
        for (let offset = 0; offset < all.length; offset += 2)
            parts.push(...addresses(await search('ruimte huis werk brief', { limit: 2, offset })));
        assert.deepEqual(parts, all);
    });
    test('the forms of a word are marked, in text and never in HTML', async () => {
        const [result] = (await search('schuld')).results;
        assert.deepEqual(reader.marks('Zijn <b>Schulden</b>, e-health', [...result.matched, 'ehealth']), [
            { text: 'Zijn <b>', marked: false }, { text: 'Schulden', marked: true },
            { text: '</b>, ', marked: false }, { text: 'e-health', marked: true },
        ]);
        assert.deepEqual(reader.marks('', ['a']), []);
    });
    test('the folder of the index will do as its base', async () => {
        const fetch = fetchFrom(BASE, path.join(folder, 'small'));
        const other = await reader.open(`${BASE}search/`, { fetch });
        assert.deepEqual(await other.search('ruimte'), await search('ruimte'));
    });
});

describe('many pages', () => {
    let index;
    before(async () => (index = await openSite('many')));
    const multiples = (of) => Array.from({ length: 9000 }, (_, i) => i).filter((i) => i % of === 0);

    test('each word is found on all of its pages and no other', async () => {
        for (let of = 2; of < 60; of++) {
            const answer = await index.search(`maal${of}`, { prefix: false, limit: 9000 });
            const found = answer.results.map(({ address }) => Number(address.split('/')[1]));
            assert.deepEqual(found.sort((a, b) => a - b), multiples(of), `maal${of}`);
            assert.equal(answer.more, false);
        }
    });
    test('of pages alike, those with both words come first, and none of these is left out', async () => {
        const answer = await index.search('maal7 maal11', { prefix: false, limit: 9000 });
        const found = answer.results.map(({ address }) => Number(address.split('/')[1]));
        assert.ok(found.slice(0, 40).every((page) => page % 77 === 0));
        const both = found.filter((page) => page % 77 === 0).sort((a, b) => a - b);
        assert.deepEqual(both, multiples(77));
    });
    test('a word of all pages is found on all, and counted by each filter', async () => {
        const answer = await index.search('overal', { filters: { thema: ['schulden'] } });
        assert.equal(answer.total, 1800);
        assert.deepEqual(counts(answer.facets.sector), { ggz: 900, wmo: 900 });
        assert.equal((await index.search('overal')).total, 9000);
    });
    test('filters alone list by date', async () => {
        const filters = { thema: ['schulden'], kind: ['verhaal'] };
        const answer = await index.search('', { filters, limit: 1000 });
        assert.equal(answer.total, 600);
        const dates = answer.results.map(({ date }) => date);
        assert.deepEqual(dates, [...dates].sort().reverse());
    });
    test('what a rare word costs does not grow with the site', async () => {
        const log = [];
        const fresh = await openSite('many', { log });
        await fresh.search('4711', { prefix: false });
        const bytes = log.reduce((sum, { size }) => sum + size, 0);
        assert.ok(bytes < 50000, `${bytes} bytes in ${log.length} requests`);
        assert.ok(readFileSync(path.join(folder, 'many/search/root.json')).length <= 2048);
    });
    test('nothing is read twice', async () => {
        const log = [];
        const fresh = await openSite('many', { log });
        for (const query of ['maal7', 'maal7 maal9', 'overal', 'maal7'])
            await fresh.search(query, { filters: { sector: ['ggz'] } });
        const asked = log.map(({ name, range }) => `${name} ${range}`);
        assert.deepEqual(asked.filter((one, i) => asked.indexOf(one) !== i), []);
    });
});

describe('the generator and the reader', () => {
    async function compare(site, queries) {
        const index = await openSite(site);
        const wanted = run(`${queries.join('\n')}\n`, 'ask', path.join(folder, site)).split('\n');
        for (const [i, query] of queries.entries()) {
            const answer = await index.search(query);
            const line = [answer.total, answer.more ? 'more' : 'all', answer.corrected ?? '',
                ...addresses(answer)].join('\t');
            assert.equal(line, wanted[i], JSON.stringify(query));
        }
    }
    test('answer alike on a thousand queries of a small site', async () => {
        const words = ['schuld', 'Schulden', 'ruimte', 'vrije', 'de', 'in', 'g.g.z.', 'e-health', 'huis',
            'cliënt-therapeut', 'een-op-een', 'foto’s', "'s", 'werken', 'xq', 'ruimtes', 'gezinnen',
            'ervaringsdeskunige', 'deurwarder', 'nacth', '113', 'ijs', 'ma', 'z', 'over', 'wat', '😀',
            'cijfer', 'verhaal', 'winkeltje', 'nachtjes'];
        const random = randomFrom(11);
        const queries = Array.from({ length: 1000 }, () => Array.from({ length: 1 + random(5) }, () => {
            const word = words[random(words.length)];
            return random(4) === 0 ? word.slice(0, 1 + random(word.length)) : word;
        }).join([' ', ' ', '-', ', '][random(4)]) + (random(5) === 0 ? ' ' : ''));
        await compare('small', queries.map((query) => query.toWellFormed?.() ?? query));
    });
    test('answer alike on queries of a large site', async () => {
        const random = randomFrom(12);
        const words = () => ['overal', 'vulling', 'nummer', `maal${2 + random(60)}`, `${random(9000)}`,
            'maa', 'vulilng', 'numers'][random(8)];
        await compare('many', Array.from({ length: 120 }, () =>
            Array.from({ length: 1 + random(3) }, words).join(' ')));
    });
    test('answer alike on endless queries', async () => {
        await compare('small', ['ruimte '.repeat(300), `${'a'.repeat(999)} huis`, 'é'.repeat(2000),
            '😀'.repeat(700), Array.from({ length: 40 }, (_, i) => `w${i}`).join(' ') + ' huis']);
    });
});

describe('what goes wrong', () => {
    const fails = (code) => (error) => {
        assert.equal(error.name, 'SearchError');
        assert.equal(error.code, code);
        return true;
    };
    test('no index at all', async () => {
        await assert.rejects(openSite('nergens'), fails('missing'));
    });
    test('an index of another version', async () => {
        const change = (name, bytes) => Buffer.from(bytes.toString('utf8')
            .replace(/"format": ?6/, '"format": 7'));
        await assert.rejects(openSite('small', { change }), fails('version'));
    });
    test('a shard of another version', async () => {
        const change = (name, bytes) => {
            if (name.endsWith('.bin')) bytes[3] = 9;
            return bytes;
        };
        await assert.rejects((await openSite('small', { change })).search('huis'), fails('version'));
    });
    test('a root that is no index', async () => {
        for (const text of ['', '{', 'null', '[]', '{}', '{"pages":1}'])
            await assert.rejects(openSite('small', { change: () => Buffer.from(text) }),
                fails('broken'));
    });
    for (const kind of ['w', 'r', 'f', 'v', 'n', 'i', 'm'])
        test(`a file ${kind} that is damaged or gone gives an error, and later an answer`, async () => {
            let spoil = null;
            let times = 0;
            const change = (name, bytes) => {
                if (spoil === null || !name.startsWith(`search/${kind}-`)) return bytes;
                times++;
                return spoil(bytes);
            };
            const query = 'overal maal7 4711';
            const wanted = await (await openSite('many')).search(query);
            for (const [code, way] of [
                ['missing', () => null],
                ['broken', (bytes) => bytes.map((byte, i) => (i < 5 ? byte : byte ^ 1))],
                ['broken', (bytes) => bytes.subarray(0, 5)],
                ['broken', () => Buffer.from('<!DOCTYPE html><title>Niet gevonden</title>')],
            ]) {
                const index = await openSite('many', { change });
                await index.search(query, { facets: false });
                spoil = way;
                const fresh = await openSite('many', { change });
                await assert.rejects(fresh.search(query), fails(code));
                spoil = null;
                assert.deepEqual(await fresh.search(query), wanted);
            }
            assert.ok(times > 0);
        });
    test('the network', async () => {
        const fetch = async () => {
            throw new TypeError('offline');
        };
        await assert.rejects(reader.open(BASE, { fetch }), fails('missing'));
    });
    test('a file that is damaged once is asked for again, whole and past what was kept', async () => {
        for (const letter of ['w', 'i', 'r']) {
            const log = [];
            let times = 0;
            const change = (name, bytes) => (name.startsWith(`search/${letter}-`) && times++ === 0
                ? bytes.map((byte) => byte ^ 1) : bytes);
            const index = await openSite('many', { change, log });
            assert.ok((await index.search('maal7')).total > 0);
            const again = log.filter(({ cache }) => cache === 'reload');
            assert.ok(again.length >= 1);
            for (const { name, range } of again)
                assert.ok(name.startsWith(`search/${letter}-`) && range === undefined, name);
        }
    });
});

describe('the generator, asked about spoiled indexes', () => {
    const spoil = (site, change) => {
        const spoiled = path.join(folder, 'spoiled');
        rmSync(spoiled, { recursive: true, force: true });
        cpSync(path.join(folder, site), spoiled, { recursive: true });
        for (const name of readdirSync(path.join(spoiled, 'search'))) {
            const file = path.join(spoiled, 'search', name);
            if (name.endsWith('.bin')) writeFileSync(file, change(readFileSync(file)));
        }
        return spawnSync(tool, ['ask', spoiled], { input: 'schuld ruimte\n', encoding: 'utf8' });
    };
    test('says so when a shard is damaged, and when it is of another version', () => {
        for (const [change, message] of [
            [(bytes) => bytes.map((byte, i) => (i < 5 ? byte : byte ^ 1)), /damaged/],
            [(bytes) => bytes.fill(9, 3, 4), /another version/],
            [(bytes) => bytes.subarray(0, 6), /damaged/],
        ]) {
            const { status, stderr } = spoil('small', change);
            assert.equal(status, 1);
            assert.match(stderr, message);
        }
        const { status, stderr } = spawnSync(tool, ['ask', path.join(folder, 'nergens')],
            { input: 'huis\n', encoding: 'utf8' });
        assert.equal(status, 1);
        assert.match(stderr, /no search index/);
    });
    test('answers or says so, whatever the bytes are', () => {
        const random = randomFrom(6);
        for (let round = 0; round < 40; round++) {
            const { status, stderr } = spoil('small', (bytes) => {
                for (let i = 0; i < 2; i++) bytes[9 + random(bytes.length - 9)] = random(256);
                bytes.writeUInt32LE(crc32(bytes.subarray(9)), 5);
                return bytes;
            });
            assert.ok(status === 0 || (status === 1 && /damaged/.test(stderr)), stderr);
        }
    });
});

test('the same bytes come out of every build, for any number of jobs', () => {
    const bytes = (site) => readdirSync(path.join(folder, site, 'search')).sort()
        .map((name) => [name, readFileSync(path.join(folder, site, 'search', name), 'latin1')]);
    for (const jobs of ['1', '2', '8']) {
        run('', 'small', path.join(folder, `jobs${jobs}`), jobs);
        assert.deepEqual(bytes(`jobs${jobs}`), bytes('small'));
    }
});
