// SPDX-License-Identifier: EUPL-1.2
// Words that occur nowhere, or hardly: what is meant by them.

// ---- Words that occur nowhere ----

const backwards = (word) => [...word].reverse().join('');

// Of each letter those behind it in the alphabet that are beside it on a keyboard, or sound
// like it.
const ALIKE = ('qswz ghnpv dfgksvxz efrstx rsw grtv hjkqtvy jnuy jkl ' +
    'kmnuy lmoqx opr n  p  w t wxz y w w  z').split(' ');

const VOWELS = 'aeiouy';

function areAlike(a, b) {
    const [first, last] = a < b ? [a, b] : [b, a];
    const others = ALIKE[first.charCodeAt(0) - 97] || '';
    return a === b || others.includes(last) || (VOWELS.includes(a) && VOWELS.includes(b));
}

// How many letters must be added, left out, swapped, or replaced by one that is like it, to
// make `a` into `b`; or limit + 1, as generator/ask/mistakes.c tells.  In a word of four
// letters none is replaced: hoer, hier.
export function distance(a, b, limit) {
    const isLikely = a.length < 5 ? () => false : areAlike;
    if (Math.abs(a.length - b.length) > limit) return limit + 1;
    // Places that are further from each other are more than the limit, whatever stands there.
    const far = Array.from({ length: a.length + 1 }, () => Array(b.length + 1).fill(limit + 1));
    for (let i = 0; i <= limit; i++) far[0][i] = i;
    for (let i = 1; i <= a.length; i++) {
        if (i <= limit) far[i][0] = i;
        const last = Math.min(b.length, i + limit);
        for (let j = Math.max(1, i - limit); j <= last; j++) {
            const [x, y] = [a[i - 1], b[j - 1]];
            const other = x === y ? 0 : isLikely(x, y) ? 1 : limit + 1;
            const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
            far[i][j] = Math.min(far[i - 1][j] + 1, far[i][j - 1] + 1, far[i - 1][j - 1] + other);
            if (isSwapped) far[i][j] = Math.min(far[i][j], far[i - 2][j - 2] + 1);
        }
    }
    // A letter that is unlike is not left out and another added either.
    const isOne = a.length === b.length && [...a].filter((x, i) => x !== b[i]).length === 1;
    const found = far[a.length][b.length];
    return found > 1 && isOne ? limit + 1 : Math.min(found, limit + 1);
}

// The keys that a word would have among words of this length: by how it begins, with a capital, and
// by how it ends.  Behind the first letter, in longer words the third, stands a sign for the length.
function keysOf(word, length) {
    const head = length > 8 ? 3 : 1;
    const [start, end] = [word, backwards(word)].map((text) =>
        text.slice(0, head) + String.fromCharCode(32 + length) + text.slice(head));
    return [start[0].toUpperCase() + start.slice(1), end];
}

const wordOf = (key) => key.toLowerCase().replace(/[^a-z]/, '');

// The words { text, bucket } whose keys begin with the first `length` letters of
// `key`, in at most two leaves around its place.  A node of these tells whole keys.
async function similar(index, key, length, turned) {
    const start = key.slice(0, length);
    const { firsts, i, next, isFirst } = await index.place(key, 'similar');
    const leaves = [index.stretch(key, 'similar')];
    const behind = firsts[i + 1] || next;
    if (!isFirst && firsts[i] > start) leaves.push(index.stretch(firsts[i], 'similar', true));
    else if (behind && behind.startsWith(start)) leaves.push(index.stretch(behind, 'similar'));
    const keys = (await Promise.all(leaves)).flatMap(({ texts, buckets }) =>
        texts.map((text, i) => ({ text, bucket: buckets[i] })));
    return keys.filter(({ text }) => text.startsWith(start))
        .map(({ text, bucket }) => ({ text: turned(wordOf(text)), bucket }));
}

// The words of these lengths that are like `word`: [{ text, bucket, far }].
async function ofLengths(index, word, limit, lengths) {
    const half = word.length >> 1;
    const found = await Promise.all(lengths.flatMap((length) => {
        const [start, end] = keysOf(word, length);
        return [
            similar(index, start, half, String),
            similar(index, end, 1 + word.length - half, backwards),
        ];
    }));
    return found.flat()
        .map(({ text, bucket }) => ({ text, bucket, far: distance(word, text, limit) }))
        // Of two mistakes none is in the first letter.
        .filter(({ text, far }) => far <= limit && (far < 2 || text[0] === word[0]));
}

// The word that is likeliest meant by `word`, or null.  Where one that is as long
// and on many pages has a single mistake, the others do not count.
async function meant(index, word, limit) {
    const { length } = word;
    if (!/^[a-z]{4,25}$/.test(word) || !index.root.similar) return null;
    const lengths = [length - 1, length, length + 1].filter((one) => one <= 25);
    const all = await ofLengths(index, word, limit, lengths);
    const same = all.filter(({ text }) => text.length === length);
    const found = same.some(({ far, bucket }) => far < 2 && bucket > 4) ? same : all;
    const isOther = (text) => (text[0] === word[0] ? 0 : 1);
    const [best] = found.sort((a, b) => a.far - b.far || b.bucket - a.bucket ||
        isOther(a.text) - isOther(b.text) || a.text.length - b.text.length ||
        (a.text < b.text ? -1 : 1));
    return best ? best.text : null;
}

const VERB = new RegExp('^(aan|af|be|bij|door|ge|her|in|mee|na|om|on|op|over|terug|toe|uit|' +
    'vast|ver|voor|weg).*([dt]e?|en)$');

// What a word ends with, or else begins with, that occurs: `verslaving` of `gokverslaving`.
// Of a verb that is something else: `overspannen` is not about `pannen`.
async function partOf(index, word) {
    const isPossible = /^[a-z]{8,25}$/.test(word) && !VERB.test(word);
    if (!isPossible || /^en\b/.test(index.language)) return null;
    const cuts = Array.from({ length: word.length - 7 }, (_, i) => i + 3);
    const texts = cuts.map((cut) => word.slice(cut))
        .concat(cuts.map((cut) => word.slice(0, -cut)));
    const entries = await Promise.all(texts.map((text) => index.lookup(text)));
    const i = entries.findIndex((entry, at) => entry && !index.stops.has(texts[at]));
    return i < 0 ? null
        : { entry: entries[i], how: 'compound', text: await index.written(texts[i]) };
}

// The entries of the two words that a word is made of, or null: of its beginnings the longest
// that goes with a rest, behind a linking s, en, e or er.  They are all asked for at once.
async function compound(index, word) {
    const isWord = (text) => text.length >= 4 && !index.stops.has(text);
    if (!/^[a-z]{8,}$/.test(word)) return null;
    const starts = Array.from({ length: word.length - 7 }, (_, i) => word.slice(0, -4 - i));
    const found = await Promise.all(starts.filter(isWord)
        .map(async (start) => ({ start, head: await index.lookup(start) })));
    const pairs = await Promise.all(found.filter(({ head }) => head).slice(0, 3)
        .map(async ({ start, head }) => {
            const rests = ['', 's', 'en', 'e', 'er'].map((link) => start + link)
                .filter((before) => word.startsWith(before))
                .map((before) => word.slice(before.length)).filter(isWord);
            const tails = await Promise.all(rests.map((rest) => index.classOf(rest)));
            return [head, tails.find(Boolean)];
        }));
    return pairs.find(([, tail]) => tail) || null;
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

// The verb of a stem and its noun: mishandel -> mishandelen, mishandeling; leef -> leven.
const verbs = (stem) => (stem.length < 3 ? []
    : longer(stem).flatMap((many) => [many, many.replace(/en$/, 'ing')]));

// The verb of what may be a past: mishandeld, leefde, werkten; gehuild.  Not of `geslagen`:
// that is no form of `slagen`.
function pasts(word) {
    const [, stem = ''] = /^(.*)[dt](en?)?$/.exec(word) || [];
    return [...verbs(stem), ...stem.startsWith('ge') ? verbs(stem.slice(2)) : []];
}

// What is made of it, or what it is made of: begeleiden, begeleiding; zwerven, zwerver;
// eenzaam, eenzaamheid; depressief, depressie.
function derived(word) {
    const swapped = (end, least, ...tails) => (word.endsWith(end)
        ? tails.map((tail) => word.slice(0, -end.length) + tail)
            .filter(({ length }) => length >= least) : []);
    return [
        ...swapped('en', 6, 'ing', 'er'), ...swapped('ing', 5, 'en'), ...swapped('ief', 6, 'ie'),
        ...swapped('heid', 4, ''),
        ...word.length > 3 && !word.endsWith('heid') ? [`${word}heid`] : [],
    ];
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
        `${word}s`, ...larger(word), ...pasts(word), ...derived(word),
    ];
}

// A form of the word that does occur, or null.
async function relative(index, word) {
    const forms = relatives(word).filter((form) => !index.stops.has(form));
    const entries = await Promise.all(forms.map((form) => index.lookup(form)));
    return forms.find((form, i) => entries[i]) || null;
}

// What a word that occurs nowhere is met by: another form, the word that is meant, or two;
// or one that it is made with, where nothing else is asked.
export async function guess(index, way, word) {
    const other = await relative(index, word);
    if (other) {
        // Of `hondje`, `hond` is not the beginning of `honderd`.
        const isPrefix = way.isPrefix && other.length >= word.length;
        way.found = [[await index.itemsOf(other, way, isPrefix)]];
        return;
    }
    way.corrected = await meant(index, word, word.length < 8 ? 1 : 2);
    const entries = !way.corrected && await compound(index, word);
    if (way.corrected) {
        way.found = [[await index.itemsOf(way.corrected, way, way.isPrefix, 'corrected')]];
        way.corrected = await index.written(way.corrected);
    }
    const part = way.alone && !way.corrected && !entries && await partOf(index, word);
    if (entries) way.found = [[[entries.map((entry) => ({ entry, how: 'compound' }))]]];
    if (part) way.found = [[[[part]]]];
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
    if (x.length === 1 && y.length === 1) return distance(a, b, 1) === 1;
    return Math.max(x.length, y.length) < 2 || (x.length === 2 && x === y[1] + y[0]);
}

// A far more common word like this one, among those around it; or null.
export async function commoner(index, word, { count: own }) {
    const { children, i } = await index.place(word, 'words');
    const beside = await Promise.all(children.slice(Math.max(i - 1, 0), i + 2)
        .map((child) => index.below('words', 0, { ...child, along: 0 })));
    const [best = null] = beside
        .flatMap(({ texts, written, entries }) => texts.map((text, j) =>
            ({ text, written: written[j], entry: entries[j] })))
        .filter(({ text, entry: { head, count } }) => !head && count >= 50 &&
            count >= 50 * own && isOneAway(word, text) && !index.stops.has(text))
        .sort((a, b) => b.entry.count - a.entry.count || (a.text < b.text ? -1 : 1));
    return best && best.written;
}
