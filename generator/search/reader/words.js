// SPDX-License-Identifier: EUPL-1.2
// Text into words, as generator/format/words.c reads them.

export const LETTER = '(?:(?!\\u02BC)[\\p{L}\\p{M}\\p{N}])';
const IGNORED = '[\\u00AD\\u200B-\\u200D\\u2060\\uFEFF]';
const RUN = `${LETTER}(?:${LETTER}|${IGNORED})*`;
const SINGLE = `(?![0-9])${LETTER}`;
const DOTTED = `${SINGLE}(?:\\.${SINGLE}(?!${LETTER}|${IGNORED}))+`;
const WORD = new RegExp(`(${DOTTED})|${RUN}(?:['\\u2018\\u2019\\u02BC]${RUN})*`, 'gu');
const ALL_IGNORED = new RegExp(IGNORED, 'gu');
export const CHAIN_WORDS = 4;

// Letters that are no letter with a mark, and yet typed as one that is.
const KIN = {
    ß: 'ss', ς: 'σ', ł: 'l', ø: 'o', đ: 'd', ı: 'i', æ: 'ae', œ: 'oe', ð: 'd', þ: 'th',
};

// Lower case, without diacritics, curly apostrophes straight.
export function plain(text) {
    return /^[\0-\x7F]*$/.test(text) ? text.toLowerCase() : text
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '')
        .toLowerCase()
        .replace(/[ßςłøđıæœðþ]/g, (letter) => KIN[letter])
        .normalize('NFC')
        .replace(/[\u2018\u2019\u02BC]/g, "'");
}

function finished(word) {
    const bare = word.endsWith("'s") ? word.slice(0, -2) : word;
    return bare.length > 40 ? [...bare].slice(0, 40).join('') : bare;
}

// The words of a text, hyphens joining them to chains:
// [{ parts: [{ word, start, end }], all: [word], whole, start, end }]
export function chains(text) {
    const found = [];
    let open = null;
    for (const match of text.matchAll(WORD)) {
        const start = match.index;
        const end = start + match[0].length;
        let raw = match[0].replace(ALL_IGNORED, '');
        if (match[1] !== undefined) raw = raw.replace(/\./g, '');
        const part = { word: finished(plain(raw)), start, end };
        const linked = open && open.end + 1 === start && /[-\u2010\u2011]/.test(text[open.end]);
        if (!linked) found.push((open = { parts: [], all: [], whole: '', start, end }));
        open.parts.push(part);
        if (part.word !== '') open.all.push(part.word);
        open.end = end;
    }
    for (const chain of found)
        if (chain.all.length >= 2 && chain.all.length <= CHAIN_WORDS)
            chain.whole = finished(chain.all.join(''));
    return found;
}

// All words of a text, as the index has them.
export function words(text) {
    return chains(text).flatMap(({ all, whole }) => (whole === '' ? all : [...all, whole]));
}

export const parts = (text) => chains(text).flatMap(({ all }) => all);

// What names are compared by.
export const key = (text) => parts(text).join(' ');

// The text in pieces, those that are one of `forms` marked; where there is
// none, those that begin or end with one: [{ text, marked }]
export function marks(text, forms) {
    const wanted = new Set(forms);
    const long = [...wanted].filter((form) => form.length >= 4);
    const spans = (isWanted) => chains(text).flatMap((chain) =>
        (isWanted(chain.whole) ? [chain] : chain.parts.filter(({ word }) => isWanted(word))));
    let found = spans((word) => word !== '' && wanted.has(word));
    if (found.length === 0)
        found = spans((word) => long.some((form) => word.startsWith(form) || word.endsWith(form)));
    const pieces = [];
    let at = 0;
    const add = (end, marked) => {
        if (end > at) pieces.push({ text: text.slice(at, end), marked });
        at = end;
    };
    for (const { start, end } of found) {
        add(start, false);
        add(end, true);
    }
    add(text.length, false);
    return pieces;
}
