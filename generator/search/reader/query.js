// SPDX-License-Identifier: EUPL-1.2
// What is asked: words, phrases, alternatives and filters.

import { CHAIN_WORDS, chains, key, LETTER, parts } from './words.js';

// Of words of a query that count.
const GROUPS_MOST = 30;
// How a word can be met, and how much that counts, in quarters.
export const HOWS = { prefix: 3, also: 3, compound: 3, corrected: 4, exact: 4, phrase: 8 };

export const WHITE = '[\\t-\\r \\u00A0]';
const QUOTE = '["\\u201C-\\u201F\\u00AB\\u00BB]';
const NEITHER = '[^\\t-\\r \\u00A0"\\u201C-\\u201F\\u00AB\\u00BB';
const QUOTED = `${QUOTE}([^${QUOTE.slice(1)}*)${QUOTE}`;
// A minus, or a filter (name, value), or a phrase.
const TOKEN = new RegExp(`(?:^|${WHITE})(?:(-)(?=${LETTER}|${QUOTE})|` +
    `(${NEITHER}:]+):(?:${QUOTED}|(${NEITHER}]+)))|${QUOTED}`, 'gu');
const ONLY_WHITE = new RegExp(`^${WHITE}+$`);
export const isWhite = (text) => ONLY_WHITE.test(text);

// Chains and phrases from left to right; isFilter(name, value) takes the filters out.
export async function tokens(text, isFilter) {
    const found = [];
    let at = 0;
    // What stands right behind one.
    let minus = -1;
    const add = (token) => found.push({ ...token, excluded: token.start === minus });
    const addChains = (end) => {
        for (const chain of chains(text.slice(at, end)))
            add({ ...chain, start: chain.start + at, end: chain.end + at });
    };
    for (const match of text.matchAll(TOKEN)) {
        const [all, isMinus, name, quoted, bare, phrase] = match;
        if (name && !await isFilter(key(name), key(quoted || bare || ''))) continue;
        const start = match.index + (isWhite(all[0]) ? 1 : 0);
        addChains(start);
        at = match.index + all.length;
        if (isMinus) minus = at;
        if (phrase !== undefined)
            add({ phrase: true, all: parts(phrase).slice(0, 16), start, end: at });
    }
    addChains();
    return found.filter((token) => token.all.length > 0);
}

// A chain or a phrase as one of the alternatives of a group.  `ways`: lists of
// words that must all be there.
export function alternative(token, stops) {
    const { all, whole, phrase } = token;
    const telling = all.filter((word) => !stops.has(word));
    const some = telling.length > 0 ? telling : all;
    if (phrase) return { ...token, ways: [[...new Set(some)]], key: `"${all.join(' ')}"` };
    const ways = (whole === '' ? [some] : [[whole], telling])
        .filter((way) => way.length > 0).map((way) => way.slice(0, CHAIN_WORDS));
    return { ...token, ways, key: ways.join('|'), stop: telling.length === 0 && whole === '' };
}

// The alternatives in groups; `or` between two makes one group of them.
export function grouped(text, ways, or) {
    const groups = [];
    const joins = (way) => way && !way.excluded && !way.stop;
    for (let i = 0; i < ways.length; i++) {
        const [before, way, after] = [ways[i - 1], ways[i], ways[i + 1]];
        const isOr = joins(before) && joins(after) && way.key === or && !way.excluded &&
            isWhite(text.slice(before.end, way.start)) && isWhite(text.slice(way.end, after.start));
        if (isOr) groups[groups.length - 1].push(ways[++i]);
        else groups.push([way]);
    }
    return groups;
}

// The first groups, each once.
export function distinct(groups) {
    const names = groups.map((group) => group.map((way) => way.key).join('\n'));
    return groups.filter((_, i) => names.indexOf(names[i]) === i).slice(0, GROUPS_MOST);
}
