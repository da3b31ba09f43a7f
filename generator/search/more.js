// SPDX-License-Identifier: EUPL-1.2
// What few questions need: words that occur nowhere, phrases, suggestions and
// explanations.  search/reader.js fetches it when it is needed, and hands it
// its index or the question at hand.

// ---- Words that occur nowhere ----

const backwards = (word) => [...word].reverse().join('');

// How many letters must be added, left out, replaced or swapped, or limit + 1.
export function distance(a, b, limit) {
    if (Math.abs(a.length - b.length) > limit) return limit + 1;
    const far = Array.from({ length: a.length + 1 }, (_, i) => [i]);
    for (let j = 1; j <= b.length; j++) far[0][j] = j;
    for (let i = 1; i <= a.length; i++)
        for (let j = 1; j <= b.length; j++) {
            const other = a[i - 1] === b[j - 1] ? 0 : 1;
            const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
            far[i][j] = Math.min(far[i - 1][j] + 1, far[i][j - 1] + 1, far[i - 1][j - 1] + other);
            if (isSwapped) far[i][j] = Math.min(far[i][j], far[i - 2][j - 2] + 1);
        }
    return Math.min(far[a.length][b.length], limit + 1);
}

// The words { text, bucket } whose keys begin with the first `length` letters of
// `key`, in at most two leaves around its place.
async function similar(index, key, length, wordOf) {
    const start = key.slice(0, length);
    const here = await index.stretch(key, 'similar');
    const { texts: [first], next } = here;
    const leaves = [here];
    if (!here.isFirst && first > start) leaves.unshift(await index.stretch(first, 'similar', true));
    else if (next && next.startsWith(start)) leaves.push(await index.stretch(next, 'similar'));
    const keys = leaves.flatMap(({ texts, buckets }) =>
        texts.map((text, i) => ({ text, bucket: buckets[i] })));
    return keys.filter(({ text }) => text.startsWith(start))
        .map(({ text, bucket }) => ({ text: wordOf(text.slice(1)), bucket }));
}

// The words of these lengths that are like `word`: [{ text, bucket, far }].
async function ofLengths(index, word, limit, all) {
    const half = word.length >> 1;
    const lengths = all.filter((length) => length <= 25);
    const found = await Promise.all(lengths.flatMap((length) => [
        similar(index, String.fromCharCode(64 + length) + word, half, String),
        similar(index, String.fromCharCode(96 + length) + backwards(word),
            1 + word.length - half, backwards),
    ]));
    return found.flat()
        .map(({ text, bucket }) => ({ text, bucket, far: distance(word, text, limit) }))
        .filter(({ far }) => far <= limit);
}

// The word that is likeliest meant by `word`, or null.  Where one that is as long
// and on many pages has a single mistake, the others are not looked at.
async function meant(index, word, limit) {
    const { length } = word;
    if (!/^[a-z]{4,25}$/.test(word) || !index.root.similar) return null;
    const found = await ofLengths(index, word, limit, [length]);
    if (!found.some(({ far, bucket }) => far < 2 && bucket > 4))
        found.push(...await ofLengths(index, word, limit, [length - 1, length + 1]));
    const isOther = (text) => (text[0] === word[0] ? 0 : 1);
    const [best] = found.sort((a, b) => a.far - b.far || b.bucket - a.bucket ||
        isOther(a.text) - isOther(b.text) || a.text.length - b.text.length ||
        (a.text < b.text ? -1 : 1));
    return best ? best.text : null;
}

// The entries of the two words that a word is made of, or null.
async function compound(index, word) {
    const isWord = (text) => text.length >= 4 && !index.stops.has(text);
    if (!/^[a-z]+$/.test(word)) return null;
    for (let at = word.length - 4, heads = 0; at >= 4 && heads < 3; at--) {
        const start = word.slice(0, at);
        const head = isWord(start) && await index.lookup(start);
        if (!head) continue;
        heads++;
        for (const link of ['', 's', 'en', 'e', 'er']) {
            const rest = word.slice(at + link.length);
            const isPossible = word.startsWith(link, at) && isWord(rest);
            const tail = isPossible && await index.classOf(rest);
            if (tail) return [head, tail];
        }
    }
    return null;
}

// How a word is written before -en.
function longer(word) {
    const [, before, vowel, last] = /^(.*)(.)(.)$/.exec(word);
    const soft = { s: 'z', f: 'v' }[last] || last;
    const isVowel = /[aeiou]/.test(vowel);
    const isDouble = isVowel && before.endsWith(vowel);
    const isSingle = isVowel && !/[aeiou]$/.test(before);
    if (isDouble) return [`${before}${soft}en`];
    return [
        ...isSingle ? [`${word}${last}en`] : [],
        ...isSingle && word.length < 6 ? [] : [`${word}en`],
        ...soft === last ? [] : [`${before}${vowel}${soft}en`],
    ];
}

// What a word ending in -je may be a small one of: huisje, verhaaltje, mannetje, boompje.
function larger(word) {
    const bare = word.replace(/s$/, '');
    const cut = (end, but = '') => (bare.endsWith(end) ? [bare.slice(0, -end.length) + but] : []);
    const single = (base) => base.replace(/(.)\1$/, '$1');
    return [
        ...cut('je'), ...cut('tje'), ...cut('tje').map(single), ...cut('pje'), ...cut('etje'),
        ...cut('etje').map(single), ...cut('nkje', 'ng'),
    ].filter((base) => base.length >= 3);
}

const IRREGULAR = [
    ['kinderen', 'kind'], ['eieren', 'ei'], ['liederen', 'lied'], ['volkeren', 'volk'],
    ['kalveren', 'kalf'], ['steden', 'stad'], ['schepen', 'schip'], ['heden', 'heid'],
];

// Which words are forms of one that occurs nowhere, beside its candidates; as
// generator/format/forms.c has them.  A word that lacks its last -e is mistyped.
export function relatives(word) {
    if (!/^[a-z]{3,}$/.test(word)) return [];
    const swapped = (from, to) => (word.endsWith(from) ? [word.slice(0, -from.length) + to] : []);
    return [
        ...IRREGULAR.flatMap(([many, one]) => [...swapped(many, one), ...swapped(one, many)]),
        ...word.endsWith('e') ? [`${word}n`]
            : longer(word).flatMap((many) =>
                (many === `${word}en` ? [many] : [many, many.slice(0, -1)])),
        `${word}s`, ...larger(word),
    ];
}

// A form of the word that does occur, or null.
async function relative(index, word) {
    const forms = relatives(word).filter((form) => !index.stops.has(form));
    const entries = await Promise.all(forms.map((form) => index.lookup(form)));
    return forms.find((form, i) => entries[i]) || null;
}

// What a word that occurs nowhere is met by: another form, the word that is meant, or two.
export async function guess(index, way, word) {
    const other = await relative(index, word);
    if (other) {
        way.found = [[await index.itemsOf(other, way, way.isPrefix)]];
        return;
    }
    way.corrected = await meant(index, word, word.length < 8 ? 1 : 2);
    const entries = !way.corrected && await compound(index, word);
    if (way.corrected)
        way.found = [[await index.itemsOf(way.corrected, way, way.isPrefix, 'corrected')]];
    if (entries) way.found = [[[entries.map((entry) => ({ entry, how: 'compound' }))]]];
}

// ---- Words that hardly occur ----

// Whether one letter more, less or other, or two letters swapped, make `a` of `b`.
function isOneAway(a, b) {
    if (!/^[a-z]+$/.test(b)) return false;
    let start = 0;
    while (start < a.length && a[start] === b[start]) start++;
    let end = 0;
    const most = Math.min(a.length, b.length) - start;
    while (end < most && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
    const [x, y] = [a, b].map((word) => word.slice(start, word.length - end));
    return Math.max(x.length, y.length) < 2 || (x.length === 2 && x === y[1] + y[0]);
}

// A far more common word like this one, among those around it; or null.
export async function commoner(index, word, { count: own }) {
    const { children, i } = await index.place(word, 'words');
    const beside = await Promise.all(children.slice(Math.max(i - 1, 0), i + 2)
        .map((child) => index.below('words', 0, { ...child, along: 0 })));
    const [best = null] = beside
        .flatMap(({ texts, entries }) => texts.map((text, j) => ({ text, entry: entries[j] })))
        .filter(({ text, entry: { head, count } }) => !head && count >= 20 &&
            count >= 20 * own && isOneAway(word, text) && !index.stops.has(text))
        .sort((a, b) => b.entry.count - a.entry.count || (a.text < b.text ? -1 : 1));
    return best && best.text;
}

// ---- Phrases ----

const PASSAGES = 200; // of a page
const CHECKED_MOST = 64; // pages whose text is searched

// Where the run of `words` begins among `all`, or -1.
const runAt = (all, words) =>
    all.findIndex((_, i) => words.every((word, j) => all[i + j] === word));

// Where a phrase may stand on a page: in which passages, and whether it is likely.
function spots(search, page, way) {
    const { bits } = search;
    const every = 2 ** way.uses.length - 1;
    const passages = [];
    let loose = every; // words that may be anywhere
    let isInHead = false;
    let end = 0;
    search.eachPlace(page, (use, i, bytes, at) => {
        const word = way.uses.indexOf(use);
        if (word < 0) return;
        if (bytes[at] < 9) loose &= ~(1 << word);
        if (bytes[at] === 0) isInHead = true;
        for (let left = Math.min(bytes[at], 8), passage = -1, j = at; left > 0; left--) {
            passage += bytes[++j] + 1;
            bits[passage] |= 1 << word;
            end = Math.max(end, passage + 1);
        }
    });
    if (loose === every) end = PASSAGES;
    for (let i = 0; i < end; i++)
        if ((bits[i] | bits[i + 1] | loose) === every) passages.push(i);
    bits.fill(0, 0, end);
    return { way, passages, isClose: isInHead || passages.length > 0 };
}

// Which of the phrases are on the page.
async function check(search, { page, spots: all }, parts) {
    const record = await search.index.record(search.numbers[page]);
    const { title, summary, headings, places: { length } } = record;
    const heads = [title, summary, ...headings.map(({ heading }) => heading)].map(parts);
    const isInHead = ({ way }) => heads.some((words) => runAt(words, way.all) >= 0);
    const inside = all.filter((spot) => !isInHead(spot)).flatMap(({ passages }) => passages)
        .filter((i) => i < length);
    const first = Math.min(...inside);
    const last = Math.min(Math.max(...inside) + 1, length - 1);
    const texts = inside.length > 0 ? await search.index.passages(record, first, last) : [];
    const wordsAt = [];
    const wordsOf = (i) => (wordsAt[i] = wordsAt[i] || parts(texts[i - first] || ''));
    const isInText = ({ way, passages }) => passages.some((i) => {
        const border = headings.some(({ first: next }) => next === i + 1) ? [''] : [];
        const at = runAt([...wordsOf(i), ...border, ...wordsOf(i + 1)], way.all);
        if (at >= 0 && !way.excluded && !search.verified.has(page))
            search.verified.set(page, at < wordsOf(i).length ? i : i + 1);
        return at >= 0;
    });
    return all.filter((spot) => isInHead(spot) || isInText(spot)).map(({ way }) => way);
}

// The pages where phrases may stand: [{ page, spots, isClose }], the likeliest first.
function possible(search, any) {
    const found = new Map();
    for (const way of search.phrases) {
        const { pages, values } = search.scores(way.found, any);
        for (const page of search.asked.length > 0 ? search.pages : pages) {
            if (values[page] <= search.dead[page]) continue;
            if (!found.has(page)) found.set(page, { page, spots: [], isClose: 0 });
            const item = found.get(page);
            const spot = spots(search, page, way);
            item.spots.push(spot);
            if (spot.isClose) item.isClose = 1;
        }
    }
    const { ranks, numbers } = search;
    return [...found.values()].sort((a, b) => b.isClose - a.isClose ||
        ranks[b.page] - ranks[a.page] || numbers[a.page] - numbers[b.page]);
}

// Looks for the phrases in the texts of the pages that have their words.
export async function checkPhrases(search, any, parts) {
    for (const way of search.phrases) way.failed = new Set();
    const items = possible(search, any);
    if (items.length > CHECKED_MOST) search.more = true;
    await Promise.all(items.map(async (item, i) => {
        const held = i < CHECKED_MOST ? await check(search, item, parts) : search.excluded;
        for (const { way } of item.spots)
            if (!held.includes(way)) way.failed.add(item.page);
            else if (way.excluded) search.dead[item.page] = 1;
    }));
    search.rank();
}

// ---- Filters that were typed ----

// Adds one, when its value is one of the group; `key` makes names comparable.
export async function addFilter(index, filters, name, value, key) {
    const group = name !== '' && index.groups.find((other, i) =>
        key(other.name) === name || key(other.label) === name ||
        (i === 0 && /^(kind|soort)$/.test(name)));
    if (!group || value === '') return false;
    const same = (await index.valuesOf([group]))
        .filter((other) => key(other.name) === value || key(other.label) === value);
    const names = filters[group.name] || [];
    if (same.length > 0)
        filters[group.name] = [...new Set(names.concat(same.map((other) => other.name)))];
    return same.length > 0;
}

// ---- Counts and dates ----

// { sector: [{ name, label, count }] }: the values that occur or are chosen,
// most pages first.  Where nothing is asked there are no counts: then it is all pages.
export async function facets({ index, wanted }, counts, groups) {
    counts = counts || new Map((await index.valuesOf(groups))
        .map(({ number, count }) => [number, count]));
    const chosen = new Set(wanted.flatMap(({ numbers }) => [...numbers]));
    for (const number of chosen) counts.set(number, counts.get(number) || 0);
    const order = [...counts].sort(([a, x], [b, y]) => y - x || a - b);
    const shown = groups.map((group) => order
        .filter(([number, count]) => index.groupOf(number) === group &&
            (count > 0 || chosen.has(number)))
        .filter(([number], i) => i < 100 || chosen.has(number)));
    const named = await index.names(shown.flat().map(([number]) => number));
    return Object.fromEntries(groups.map(({ name }, i) => [name,
        shown[i].map(([number, count]) => ({ ...named(number), count }))]));
}

// By seat how new the pages are.
export async function dates({ index, numbers }, pages) {
    const worth = new Float64Array(numbers.length);
    const blockOf = (page) => numbers[page] >> 12;
    await Promise.all([...new Set(pages.map(blockOf))].map(async (block) => {
        const found = await index.numbered('y', index.root.dates, block);
        for (const page of pages)
            if (blockOf(page) === block) worth[page] = found[numbers[page] & 4095] || 0;
    }));
    return worth;
}

// ---- Suggestions ----

// What may be meant by a half-typed text: [{ text, kind, address }].  Of a term
// also `group` and `name`, so that it can be a filter.
export async function suggest(index, text, limit, { chains, parts }) {
    const last = chains(text).pop();
    const { word, start } = last && last.end === text.length ? last.parts.pop() : {};
    if (!word) return [];
    const [longer, values, { results }] = await Promise.all([
        index.expansions(word), index.valuesOf(index.groups.slice(1, -1)),
        index.search(text, { limit, facets: false, passages: false }),
    ]);
    const isNamed = ({ name, label, count }) =>
        count > 0 && parts(label || name).some((other) => other.startsWith(word));
    const terms = values.filter(isNamed).sort((a, b) => b.count - a.count)
        .slice(0, Math.ceil(limit / 4)).map(({ number, name, label }) => ({
            text: label || name, kind: 'term', address: null,
            group: index.groupOf(number).name, name,
        }));
    // The page of a term is suggested once.
    const titles = results.filter(({ base, title }) =>
        base !== 'term' || !terms.some((term) => term.text === title));
    return [
        ...longer.slice(0, Math.ceil(limit / 2)).map((other) =>
            ({ text: text.slice(0, start) + other.text, kind: 'word', address: null })),
        ...terms,
        ...titles.map(({ title, address }) => ({ text: title, kind: 'title', address })),
    ].slice(0, limit);
}

// ---- Explanations ----

// Why a page is there: { rank, near, groups: [{ word, forms, value, how }] }
export function explained(search, page, hows) {
    const valueOf = ({ pages, values, how }) => values[pages.indexOf(page)] * hows[how];
    const groups = search.groups.map((group, i) => {
        const uses = [...search.uses.values()]
            .filter(({ bits, pages }) => bits & (1 << i) && pages.includes(page))
            .sort((a, b) => valueOf(b) - valueOf(a));
        return {
            word: group.map((way) => way.key).join(' '),
            forms: [...new Set(uses.flatMap(({ entry }) => entry.forms))],
            value: search.worth[i][page],
            how: uses.length > 0 ? uses[0].how : null,
        };
    });
    return {
        rank: search.ranks[page] || 0, near: search.near[page] || 1,
        groups: groups.filter(({ value }) => value > 0),
    };
}
