// SPDX-License-Identifier: EUPL-1.2
// What few questions need: words that occur nowhere, phrases, filters, suggestions and
// explanations.  The reader fetches it when it is needed, and hands it
// its index or the question at hand.

import { valuesOf } from './filters.js';

export * from './mistyped.js';
export * from './phrases.js';
export * from './filters.js';

// ---- Suggestions ----

// What may be meant by a half-typed text: [{ text, kind, address }].  Of a term
// also `group` and `name`, so that it can be a filter.
export async function suggest(index, text, limit, { chains, parts }) {
    const last = chains(text).pop();
    const { word, start } = last && last.end === text.length ? last.parts.pop() : {};
    if (!word) return [];
    const [longer, values, { results }] = await Promise.all([
        index.expansions(word), valuesOf(index, index.groups.slice(1, -1)),
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
            ({ text: text.slice(0, start) + other.written, kind: 'word', address: null })),
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
