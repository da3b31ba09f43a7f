// SPDX-License-Identifier: EUPL-1.2
// reader.js and more.js on indexes that tests/search/format.mjs writes: what a
// query means, and what a server may do.
// use: node --test tests/search/
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import zlib from 'node:zlib';

import { load } from '../support/module.mjs';
import { fetchFrom } from './fetch.mjs';
import { build, crc32, spoiling } from './format.mjs';

const part = (name) => load(new URL(`../../generator/search/reader/${name}.js`, import.meta.url));
const reader = await part('reader');
const { distance } = await part('more');
const { inflate } = await part('inflate');

const BASE = 'http://site.invalid/';
const STOP = 'de het een en of ik in is over van aan op met niet';
const value = (name, label = name) => ({ name, label });
const GROUPS = [
    { name: 'kind', label: '', values: [value('pagina', "Pagina's"), value('verhaal', 'Verhalen')] },
    { name: 'sector', label: 'Sector', values: [value('ggz', 'GGZ'), value('wmo', 'Wmo')] },
    { name: 'thema', label: 'Thema', values: [value('eigen-regie', 'Eigen regie')] },
];
const page = (address, title, passages, { filters = {}, ...more } = {}) => ({
    address, title, passages, filters: { kind: 'verhaal', sector: [], thema: [], ...filters }, ...more,
});

// A small site, on which each page is there for something.
const SMALL = [
    page('', 'Welkom', ['Hier staan verhalen.'], { filters: { kind: 'pagina' } }),
    page('angst/', 'Angst in de nacht', ['Mijn angst kwam in de nacht.', 'De zorg hielp niet.',
        'Later kwam er rust & ruimte.', 'Einde met schulden.'],
    { date: '2024-05-01', filters: { sector: 'ggz', thema: 'eigen-regie' }, summary: 'Over angst.',
        headings: [{ text: 'De hulp', first: 1 }, { text: 'Rust', anchor: 'later', first: 2 }] }),
    page('brief/', 'Een brief', ['Een boete kwam met de brief.', 'Vrije tijd en ruimte.',
        'De vrije', 'ruimte is hier.'], { date: '2023-02-01', filters: { sector: 'wmo' } }),
    page('schuld/', 'Een schuld', ['Ik had een schuld van honderd euro, geen schuldhulp.',
        'Het traject was lang.'], { date: '2022-02-01', filters: { sector: ['ggz', 'wmo'] } }),
    page('geld/', 'Geld', ['Geld speelt geen rol.', 'De eigen regie over geld.'],
        { filters: { thema: 'eigen-regie' } }),
    page('stil/', 'Stilte', ['Geheim verdriet hier.'], { quiet: true, summary: 'Geheim.' }),
];
const OPTIONS = {
    pages: SMALL, groups: GROUPS, stop: STOP, leafForms: 6, nodeChildren: 3,
    bases: { schulden: 'schuld', verhalen: 'verhaal' }, also: { boete: ['Geld', 'eigen règie'] },
};

const site = (options) => build({ ...OPTIONS, ...options }, reader.words);
const openOn = (files, options, more) =>
    reader.open(BASE, { fetch: fetchFrom(BASE, files, options), ...more });
const addresses = ({ results }) => results.map(({ address }) => address);
const sorted = (answer) => addresses(answer).sort();

function randomFrom(seed) {
    let state = seed;
    return (below) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
    };
}

describe('what was deflated', () => {
    const random = randomFrom(4);
    const samples = [
        Buffer.alloc(0), Buffer.from('a'), Buffer.alloc(70000, 'ab'), Buffer.alloc(300000),
        Buffer.from('de schuld en het huis, de schuld en het huis'.repeat(40)),
        Buffer.from(Array.from({ length: 70000 }, () => random(256))),
        Buffer.from(Array.from({ length: 9000 }, () => random(3) * random(80))),
    ];
    const ways = [
        ['as it is', { level: 0 }], ['fast', { level: 1 }], ['best', { level: 9 }],
        ['with fixed codes', { strategy: zlib.constants.Z_FIXED }],
        ['with codes and no repeats', { strategy: zlib.constants.Z_HUFFMAN_ONLY }],
        ['in a small window', { windowBits: 9, memLevel: 1 }],
    ];
    for (const [name, options] of ways)
        test(`comes back: ${name}`, () => {
            for (const sample of samples) {
                const packed = zlib.deflateRawSync(sample, options);
                const padded = Buffer.concat([packed, Buffer.alloc(7)]);
                assert.deepEqual(Buffer.from(inflate(packed)), sample);
                assert.deepEqual(Buffer.from(inflate(padded)), sample);
            }
        });
    test('and is damaged ends in an error or in other bytes, and never hangs', () => {
        for (const [, options] of ways) {
            const packed = zlib.deflateRawSync(samples[6], options);
            for (let cut = 0; cut < packed.length; cut += 1 + (packed.length >> 6))
                assert.throws(() => inflate(packed.subarray(0, cut)), { code: 'broken' });
            for (let round = 0; round < 200; round++) {
                const bytes = Buffer.from(packed);
                for (let i = 0; i < 3; i++) bytes[random(bytes.length)] = random(256);
                try {
                    inflate(bytes);
                } catch (error) {
                    assert.equal(error.code, 'broken', error.stack);
                }
            }
        }
    });
    test('wrongly is refused', () => {
        for (const bytes of [[], [7], [6], [1, 0, 0, 0, 0], [3, 2], [5, 255, 255, 255, 255]])
            assert.throws(() => inflate(Uint8Array.from(bytes)), { code: 'broken' });
    });
});

test('letters that are far from each other are not mistaken for one another', () => {
    for (const [a, b, far] of [['geslagen', 'geslapen', 3], ['hoer', 'hier', 3], ['hoerd', 'hierd', 1],
        ['eenzaamhijd', 'eenzaamheid', 2], ['bankje', 'pankje', 1]])
        assert.equal(distance(a, b, 2), far, `${a} ${b}`);
});

test('the distance of two words is the number of mistakes', () => {
    for (const [a, b, far] of [['', '', 0], ['huis', 'huis', 0], ['huis', 'huisje', 2],
        ['nacht', 'nahct', 1], ['ab', 'ba', 1], ['angst', 'agst', 1], ['angst', 'angzt', 1],
        ['brief', 'kaart', 3], ['a', 'abcd', 3]])
        assert.equal(distance(a, b, 2), Math.min(far, 3), `${a} ${b}`);
});

describe('a query', () => {
    let index;
    before(async () => (index = await openOn(site())));
    const search = (query, options) => index.search(query, { prefix: false, ...options });
    const finds = async (query, ...wanted) =>
        assert.deepEqual(sorted(await search(query)), wanted.sort(), query);

    test('in quotes is a run of words in one text', async () => {
        await finds('"vrije ruimte"', 'brief/');
        await finds('“vrije ruimte”', 'brief/');
        await finds('«vrije   Ruimte!»', 'brief/');
        await finds('"ruimte vrije"');
        await finds('"in de nacht"', 'angst/');
        await finds('"angst in de nacht"', 'angst/');
        await finds('"rust ruimte"', 'angst/');
        await finds('"de hulp"', 'angst/');
        await finds('"zorg die"');
    });
    test('in quotes goes from one passage into the next, but not over a heading', async () => {
        await finds('"tijd en ruimte de vrije"', 'brief/');
        await finds('"nacht de zorg"');
    });
    test('of one word in quotes is that word in that form', async () => {
        await finds('schulden', 'angst/', 'schuld/');
        await finds('"schulden"', 'angst/');
        await finds('"schuld"', 'schuld/');
        await finds('"schul"');
    });
    test('with a phrase that is nowhere finds nothing; without closing quote it is words', async () => {
        await finds('angst "bestaat niet"');
        await finds('angst "vrije ruimte"', 'brief/');
        await finds('"vrije tijd', 'brief/');
        await finds('angst ""', 'angst/');
    });
    test('leaves out what stands behind a minus', async () => {
        await finds('ruimte', 'angst/', 'brief/');
        await finds('ruimte -angst', 'brief/');
        await finds('ruimte -"vrije ruimte"', 'angst/');
        await finds('ruimte -"vrije zee"', 'angst/', 'brief/');
        await finds('-angst');
        await finds('kind:verhaal -angst -geld', 'brief/', 'schuld/', 'stil/');
        await finds('kind:verhaal -"een schuld"', 'angst/', 'brief/', 'geld/', 'stil/');
        await finds('ruimte - angst', 'angst/');
    });
    test('with "of" is met by either', async () => {
        const [either, both] = [await search('angst of boete'), await search('angst boete')];
        assert.deepEqual(sorted(either), ['angst/', 'brief/', 'geld/']);
        assert.equal(either.results[0].matched.includes('angst'), either.results[0].address === 'angst/');
        assert.ok(both.total >= 1);
        await finds('"vrije ruimte" OF verdriet of honderd', 'brief/', 'stil/', 'schuld/');
        await finds('angst of de', 'angst/');
    });
    test('has filters, by names and by labels', async () => {
        await finds('sector:ggz', 'angst/', 'schuld/');
        await finds('Sector:GGZ', 'angst/', 'schuld/');
        await finds('sector:ggz sector:wmo', 'angst/', 'brief/', 'schuld/');
        await finds('thema:eigen-regie', 'angst/', 'geld/');
        await finds('thema:"Eigen Regie"', 'angst/', 'geld/');
        await finds('soort:verhalen jaar:2023', 'brief/');
        await finds('ruimte sector:ggz', 'angst/');
        assert.deepEqual((await search('ruimte sector:ggz',
            { filters: { kind: ['verhaal'], niets: ['x'] } })).filters,
        { kind: ['verhaal'], sector: ['ggz'] });
        const unknown = await search('angst:ggz');
        assert.deepEqual([sorted(unknown), unknown.filters], [['angst/'], {}]);
    });
    test('tells what was searched besides', async () => {
        const answer = await search('boete');
        assert.deepEqual(sorted(answer), ['brief/', 'geld/']);
        assert.deepEqual(answer.also, [{ word: 'boete', also: ['Geld', 'eigen règie'] }]);
    });
    test('that is mistyped is corrected, in its first half and in its last', async () => {
        for (const [query, corrected] of [['agnst', 'angst'], ['angzt', 'angst'], ['trajcet', 'traject'],
            ['euimte', 'ruimte'], ['ruimt', 'ruimte'], ['schuldhupl', 'schuldhulp'], ['nahct', 'nacht']]) {
            const answer = await search(query);
            assert.equal(answer.corrected, corrected, query);
            assert.ok(answer.total > 0);
        }
        for (const query of ['qqqqqq', 'puimte', 'schuldbedp'])
            assert.equal((await search(query)).corrected, null, query);
    });
    test('is told as the site writes it', async () => {
        const pages = Array.from({ length: 60 }, (_, i) => page(`p/${i}/`, 'Zorg voor patienten', ['De wmo.']))
            .concat(page('p/x/', 'De patiente', ['Een tekst.']));
        const written = { patienten: 'patiënten', wmo: 'Wmo', patiente: 'patiënte' };
        const own = await openOn(site({ pages, written, groups: GROUPS.slice(0, 1) }));
        assert.equal((await own.search('de patienen nu', { prefix: false })).corrected, 'de patiënten nu');
        assert.equal((await own.search('patiente', { prefix: false })).suggested, 'patiënten');
        assert.equal((await own.search('patienten')).corrected, null);
        const suggested = async (typed) => (await own.suggest(typed))
            .filter(({ kind }) => kind === 'word').map(({ text }) => text);
        assert.deepEqual(await suggested('Over pat'), ['Over patiënten', 'Over patiënte']);
        assert.deepEqual(await suggested('wm'), ['Wmo']);
    });
    test('with a word of two known ones finds the pages that have both', async () => {
        await finds('schuldhulptraject', 'schuld/');
        await finds('schuldentraject', 'schuld/');
        await finds('trajectsschuld', 'schuld/');
        await finds('schuldertraject', 'schuld/');
        const { results: [{ matched }] } = await search('schuldhulptraject');
        assert.ok(matched.includes('schuldhulp') && matched.includes('traject'));
    });
    test('of which only a part is known, asked alone, finds that part, and tells so', async () => {
        for (const [query, part] of [['wandelschuld', 'schuld'], ['schuldhulpklas', 'schuldhulp']]) {
            const answer = await search(query);
            assert.ok(answer.total > 0, query);
            assert.deepEqual(answer.also, [{ word: query, also: [part] }]);
            assert.equal((await search(`${query} vrijheid`)).also.length, 0);
        }
        // A verb; too little that is left; too little that is known.
        for (const query of ['overschulden', 'deschuld', 'xyzrust'])
            assert.equal((await search(query)).total, 0, query);
    });
    test('shows the passage, its heading, and where that is', async () => {
        const shown = async (query) => {
            const { results: [{ passage, heading, anchor }] } = await search(query);
            return [passage, heading, anchor];
        };
        assert.deepEqual(await shown('zorg'), ['De zorg hielp niet.', 'De hulp', 'de-hulp']);
        assert.deepEqual(await shown('rust'), ['Later kwam er rust & ruimte.', 'Rust', 'later']);
        assert.deepEqual(await shown('honderd'),
            ['Ik had een schuld van honderd euro, geen schuldhulp.', null, null]);
        assert.deepEqual(await shown('"de vrije ruimte"'), ['De vrije', null, null]);
        assert.deepEqual(await shown('stilte'), [null, null, null]);
    });
    test('never shows what a content note forbids', async () => {
        const [result] = (await search('verdriet')).results;
        assert.equal(result.quiet, true);
        assert.deepEqual([result.passage, result.summary], [null, '']);
        await finds('"geheim verdriet"');
    });
    test('is explained', async () => {
        const { results: [{ explain }] } = await search('angst zorg', { explain: true });
        assert.deepEqual(explain.groups.map(({ word, how }) => [word, how]),
            [['angst', 'exact'], ['zorg', 'exact']]);
        const sum = explain.groups.reduce((all, { value: one }) => all + one, 0);
        // Of all pages, divided by those that have it, three bits are needed for each of the two.
        const weights = 3 ** 2 + 3 ** 2;
        assert.equal(explain.rank, sum * (8 * weights + 2 * weights) * (3 + explain.near));
        assert.equal((await search('angst')).results[0].explain, undefined);
    });
    test('sorts by date when that is asked', async () => {
        const { results } = await search('ruimte of schuld', { sort: 'date' });
        assert.deepEqual(results.map(({ date }) => date), ['2024-05-01', '2023-02-01', '2022-02-01']);
    });
    test('counts facets as far as is asked', async () => {
        assert.deepEqual((await search('ruimte', { facets: false })).facets, {});
        const { facets } = await search('ruimte', { facets: ['sector'] });
        assert.deepEqual(facets, { sector: [{ name: 'ggz', label: 'GGZ', count: 1 },
            { name: 'wmo', label: 'Wmo', count: 1 }] });
    });
    test('may be anything', async () => {
        const bits = ['"', '“', '-', ':', ' ', 'of', 'angst', 'sector', 'ggz', "'s", '😀', '-"', '\u00a0', 'een'];
        const random = randomFrom(9);
        for (let round = 0; round < 400; round++) {
            const query = Array.from({ length: random(9) }, () => bits[random(bits.length)]).join('');
            const answer = await index.search(query);
            assert.equal(typeof answer.total, 'number', query);
        }
        for (const query of ['"'.repeat(2000), '-a '.repeat(900), 'a of '.repeat(900), 'x:"y" '.repeat(200)])
            await index.search(query);
    });
});

describe('suggestions', () => {
    test('are words, terms and titles', async () => {
        const index = await openOn(site());
        assert.deepEqual(await index.suggest('mijn ang'), [
            { text: 'mijn angst', kind: 'word', address: null },
            { text: 'Angst in de nacht', kind: 'title', address: 'angst/' },
        ]);
        const terms = (await index.suggest('reg')).filter(({ kind }) => kind === 'term');
        assert.deepEqual(terms, [{ text: 'Eigen regie', kind: 'term', address: null, group: 'thema',
            name: 'eigen-regie' }]);
        for (const text of ['', ' ', 'angst ', '?']) assert.deepEqual(await index.suggest(text), []);
        assert.equal((await index.suggest('s', { limit: 2 })).length <= 2, true);
    });
});

describe('marks', () => {
    const marked = (text, forms) => reader.marks(text, forms).filter((piece) => piece.marked)
        .map((piece) => piece.text);
    test('are the words that were found', () => {
        assert.deepEqual(marked('Schuld, schulden en schuldhulp', ['schuld', 'schulden']),
            ['Schuld', 'schulden']);
    });
    test('are words with a form at an end, when there is none', () => {
        assert.deepEqual(marked('De schuldhulp en zijn bankschuld', ['schuld', 'de', 'en']), ['De', 'en']);
        assert.deepEqual(marked('Schuldhulp bij bankschuld', ['schuld']), ['Schuldhulp', 'bankschuld']);
        assert.deepEqual(marked('Een opa', ['op']), []);
    });
});

describe('long lists', () => {
    const COUNT = 3000;
    const pages = Array.from({ length: COUNT }, (_, i) => page(`p/${i}/`, `Nummer ${i}`,
        [`overal ${i % 2 ? 'oneven' : 'even'} ${i % 700 === 0 ? 'zeldzaam' : ''}`, 'einde'],
        { number: i + Math.floor(i / 10), filters: { sector: i % 3 ? 'ggz' : 'wmo' } }));
    let files;
    before(() => (files = site({ pages })));

    test('are read as far as needed', async () => {
        const log = [];
        const index = await openOn(files, { log });
        const first = await index.search('overal', { facets: false, limit: 5 });
        assert.deepEqual([first.total, first.more, first.results.length], [COUNT, false, 5]);
        const few = log.reduce((sum, { size }) => sum + size, 0);
        const all = await index.search('overal', { facets: false, limit: COUNT, passages: false });
        assert.equal(new Set(addresses(all)).size, COUNT);
        assert.ok(few * 4 < log.reduce((sum, { size }) => sum + size, 0));
    });
    test('meet each other', async () => {
        const index = await openOn(files);
        const rare = await index.search('overal zeldzaam', { limit: 10 });
        assert.deepEqual(addresses(rare).slice(0, 5),
            [0, 700, 1400, 2100, 2800].map((i) => `p/${i}/`));
        const even = await index.search('overal -oneven', { facets: ['sector'] });
        assert.equal(even.total, COUNT / 2);
        assert.deepEqual(even.facets.sector.map(({ count }) => count), [1000, 500]);
    });
    test('take few requests, each of them once, also for questions at the same time', async () => {
        const log = [];
        const index = await openOn(files, { log });
        await Promise.all(['overal even', 'even overal', 'overal even'].map((query) => index.search(query)));
        const asked = log.map(({ name, range }) => `${name} ${range}`);
        assert.deepEqual(asked.filter((one, i) => asked.indexOf(one) !== i), []);
        const before = log.length;
        await index.search('overal even');
        assert.equal(log.length, before);
    });
});

describe('what is prepared', () => {
    test('is not asked for when a word is mistyped', async () => {
        const log = [];
        const index = await openOn(site({ nodeChildren: 12 }), { log });
        assert.equal(index.root.similar.levels, 2);
        await index.search('angst');
        index.prepare();
        await setTimeout(20);
        const before = log.length;
        for (const [query, corrected] of [['trajcet', 'traject'], ['schuldhupl', 'schuldhulp'], ['nahct', 'nacht']])
            assert.equal((await index.search(query)).corrected, corrected);
        assert.deepEqual(log.slice(before).filter(({ name }) => /search.[ij]-/.test(name)), []);
    });
    test('waits until nothing has been asked for a moment', async (context) => {
        const log = [];
        const timers = [];
        const own = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout, fetch: globalThis.fetch };
        const answered = new Map();
        const answers = fetchFrom(BASE, site({ nodeChildren: 12 }), { log });
        let held = null;
        Object.assign(globalThis, {
            name: 'doorleefd',
            fetch: async (...asked) => {
                const answer = await answers(...asked);
                await held;
                return answer;
            },
            setTimeout: (call, _, ...given) => timers.push({ call, given }),
            clearTimeout: (timer) => delete timers[timer - 1],
            postMessage: ([number, value, failure]) => answered.get(number)(failure ?? value),
        });
        context.after(() => {
            Object.assign(globalThis, own);
            for (const name of ['name', 'postMessage', 'onmessage']) delete globalThis[name];
        });
        await part('reader');
        const asked = (...what) => new Promise((resolve) => {
            answered.set(answered.size + 1, resolve);
            globalThis.onmessage({ data: [answered.size, ...what] });
        });
        const nodes = () => log.filter(({ name }) => /search.j-/.test(name)).length;
        const waiting = () => Object.values(timers).length;
        await asked('open', BASE);
        assert.equal((await asked('search', 0, 'angst', {})).total, 1);
        assert.equal(waiting(), 1);
        let release;
        held = new Promise((resolve) => (release = resolve));
        const late = asked('search', 0, 'schuld', {});
        assert.equal(waiting(), 0, 'somebody goes on typing');
        await asked('search', 0, 'angst', {});
        assert.equal(waiting(), 0, 'another question is underway');
        release();
        await late;
        assert.equal(waiting(), 1);
        assert.equal(nodes(), 0);
        for (const { call, given } of Object.values(timers.splice(0))) call(...given);
        await setTimeout(20);
        assert.ok(nodes() > 0);
        await asked('search', 0, 'nacht', {});
        assert.equal(waiting(), 0, 'it is done once');
    });
    for (const [who, connection] of [
        ['who saves data', { saveData: true, effectiveType: '4g' }],
        ['a network that takes seconds for it', { saveData: false, effectiveType: 'slow-2g' }],
    ]) {
        test(`is nothing for ${who}`, async (context) => {
            const log = [];
            const index = await openOn(site({ nodeChildren: 12 }), { log });
            await index.search('angst');
            const before = log.length;
            const own = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
            context.after(() => {
                delete globalThis.navigator;
                if (own) Object.defineProperty(globalThis, 'navigator', own);
            });
            Object.defineProperty(globalThis, 'navigator', { value: { connection }, configurable: true });
            index.prepare();
            await setTimeout(20);
            assert.equal(log.length, before);
        });
    }
});

describe('a server', () => {
    const query = 'angst ruimte "vrije ruimte" of schuld';
    test('that gives whole files will do', async () => {
        const [files, log] = [site(), []];
        const [parts, wholes] = [await openOn(files), await openOn(files, { ranges: false, log })];
        for (const one of [query, 'zorg', 'schuldhulptraject', 'agnst'])
            assert.deepEqual(await wholes.search(one), await parts.search(one));
        const leaves = log.filter(({ name }) => name.includes('/w-')).map(({ name }) => name);
        assert.ok(leaves.length > 0);
    });
    test('that has pages of another moment shows no passage', async () => {
        for (const change of [() => null, (bytes) => bytes.subarray(0, 20),
            (bytes) => Buffer.concat([Buffer.from('<p>Iets anders.</p>'.repeat(9)), bytes]),
            (bytes) => Buffer.concat([Buffer.from('x'), bytes])]) {
            const index = await openOn(site(), {
                change: (name, bytes) => (name.endsWith('.html') ? change(bytes) : bytes),
            });
            const { results: [{ passage, heading }] } = await index.search('zorg');
            assert.deepEqual([passage, heading], [null, 'De hulp']);
        }
    });
    test('that gives each part its own address in caches', async () => {
        const log = [];
        await (await openOn(site(), { log })).search('zorg');
        for (const { address, range } of log.filter((entry) => entry.range))
            assert.ok(address.endsWith(`?${/=(\d+)-/.exec(range)[1]}`), address);
    });
    test('of two languages gives the index of each', async () => {
        const languages = [{ code: 'nl', label: 'Nederlands', root: 'root.json' },
            { code: 'en', label: 'English', root: 'root-en.json' }];
        const english = [page('en/debt/', 'Debt', ['A debt or a letter.'])];
        const files = new Map([...site({ languages }),
            ...site({ pages: english, language: 'en', languages, root: 'root-en.json', stop: 'a or' })]);
        for (const [language, code] of [['nl', 'nl'], [undefined, 'nl'], ['fr', 'nl'], ['en', 'en'], ['en-GB', 'en']])
            assert.equal((await openOn(files, {}, { language })).language, code);
        const index = await openOn(files, {}, { language: 'en' });
        assert.equal((await index.search('nothing or debt')).total, 1);
        assert.deepEqual(index.languages.map(({ code }) => code), ['nl', 'en']);
    });
    test('of an empty site', async () => {
        const index = await openOn(site({ pages: [] }));
        for (const one of ['', 'huis', '"een huis"', '-huis', 'sector:ggz'])
            assert.equal((await index.search(one)).total, 0);
        assert.deepEqual(await index.suggest('hui'), []);
    });
});

describe('texts of pages', () => {
    test('are shown as they are read', async () => {
        const html = 'Een <b>ruim</b>te &amp; <em>rust</em><br>hier<sup class="noot" id="n"><a href="#x">1</a></sup>. '
            + '<a class="noot-terug" href="#n">terug</a><img src="x.png" alt="Een boom"> &lt;b&gt; <i\n>x</i>';
        const files = site({ pages: [{ ...page('x/', 'Titel', [html]), html: true }] });
        const { results: [{ passage }] } = await (await openOn(files)).search('ruim of rust');
        assert.equal(passage, 'Een ruimte & rust hier. Een boom <b> x');
    });
});

describe('a root', () => {
    const opened = (bytes) => {
        const files = site();
        const whole = files.get('search/root.json');
        files.set('search/root.json', bytes(whole));
        return openOn(files);
    };
    const isNoticed = async (bytes, what) => assert.rejects(opened(bytes), ({ code }) => {
        assert.ok(['broken', 'version'].includes(code), what);
        return true;
    }, what);
    test('of which any bit is another is refused', async () => {
        const { length } = site().get('search/root.json');
        for (let bit = 0; bit < 8 * length; bit++)
            await isNoticed((whole) => whole.map((byte, i) =>
                (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)), `bit ${bit}`);
    });
    test('that is cut short anywhere is refused, and so is one with more', async () => {
        const { length } = site().get('search/root.json');
        for (let end = 0; end < length; end++)
            await isNoticed((whole) => whole.subarray(0, end), `the first ${end}`);
        for (const more of ['\n', ' ', '<!-- -->', '{}'])
            await isNoticed((whole) => Buffer.concat([whole, Buffer.from(more)]), more);
        await isNoticed((whole) => Buffer.from(`\uFEFF${whole}`), 'a mark of its encoding');
    });
    test('that was kept badly is asked for once more, past all caches', async () => {
        const log = [];
        const change = (name, bytes, { cache }) =>
            (name === 'search/root.json' && cache !== 'reload' ? bytes.subarray(0, 100) : bytes);
        const index = await openOn(site(), { log, change });
        assert.equal((await index.search('ruimte')).total, (await (await openOn(site())).search('ruimte')).total);
        assert.deepEqual(log.slice(0, 2).map(({ name, cache }) => [name, cache]),
            [['search/root.json', 'no-cache'], ['search/root.json', 'reload']]);
        assert.equal(log.filter(({ name }) => name === 'search/root.json').length, 2);
    });
    test('whose settings stand in a file of their own gives the same answers', async () => {
        const [together, apart] = [await openOn(site()), await openOn(site({ apart: true }))];
        for (const query of ['ruimte', 'sector:ggz', 'de', 'een of twee'])
            assert.deepEqual(await apart.search(query), await together.search(query));
    });
    test('whose settings are damaged or gone is refused', async () => {
        for (const [code, spoil] of [['missing', () => null],
            ['broken', (bytes) => bytes.subarray(0, 30)]]) {
            const change = (name, bytes) => (name.startsWith('search/g-') ? spoil(bytes) : bytes);
            await assert.rejects(openOn(site({ apart: true }), { change }), { code });
        }
    });
});

describe('bytes with a right check value', () => {
    const queries = ['angst ruimte', '"vrije ruimte" -zorg', 'agnst', 'schuldhulptraject', 'boete sector:ggz', 'ver'];
    test('end in an answer or in an error', async () => {
        const random = randomFrom(5);
        let errors = 0;
        for (let round = 0; round < 150; round++) {
            spoiling((data) => {
                const bytes = Buffer.from(data);
                if (random(6) === 0 && bytes.length > 0) bytes[random(bytes.length)] = random(256);
                return random(60) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes;
            });
            const files = site();
            spoiling((data) => data);
            const index = await openOn(files);
            for (const query of queries)
                await index.search(query, { explain: true }).catch((error) => {
                    errors++;
                    assert.ok(['broken', 'missing'].includes(error.code), error.stack);
                });
        }
        assert.ok(errors > 0);
    });
    test('are those that were written', () => {
        assert.equal(crc32(Buffer.from('123456789')), 0xcbf43926);
    });
});
