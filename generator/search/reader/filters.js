// SPDX-License-Identifier: EUPL-1.2
// What is filtered by, counted and sorted by date.

// ---- Filters ----

// The values of groups: [{ number, name, label, count }]
export async function valuesOf(index, groups) {
    const numbers = groups.flatMap(({ first, count }) =>
        Array.from({ length: count }, (_, i) => first + i));
    const named = await index.names(numbers);
    return numbers.map((number) => ({ number, ...named(number) }));
}

// Adds one that was typed, when its value is one of the group; `key` makes names comparable.
export async function addFilter(index, filters, name, value, key) {
    const group = name !== '' && index.groups.find((other, i) =>
        key(other.name) === name || key(other.label) === name ||
        (i === 0 && /^(kind|soort)$/.test(name)));
    if (!group || value === '') return false;
    const same = (await valuesOf(index, [group]))
        .filter((other) => key(other.name) === value || key(other.label) === value);
    const names = filters[group.name] || [];
    if (same.length > 0)
        filters[group.name] = [...new Set(names.concat(same.map((other) => other.name)))];
    return same.length > 0;
}

// So many filters are looked at, and blocks of numbers whose facets are read.
const FILTERS_MOST = 30;
const BLOCKS_MOST = 8;

// What these filters let through: [{ group, numbers }]
export function wantedBy(index, filters) {
    const groups = index.groups.filter(({ name }) => filters[name]).slice(0, FILTERS_MOST);
    return Promise.all(groups.map(async (group) => {
        const values = (await valuesOf(index, [group]))
            .filter(({ name }) => filters[group.name].includes(name));
        return { group, numbers: new Set(values.map(({ number }) => number)) };
    }));
}

// The blocks of the pages, those with the best pages first.
function blocks(search) {
    const { space, ranks, numbers } = search;
    const best = new Float64Array(Math.ceil(space / 4096)).fill(search.asked.length > 0 ? -1 : 0);
    for (const page of search.pages) {
        const block = numbers[page] >> 12;
        best[block] = Math.max(best[block], ranks[page]);
    }
    const found = [...best.keys()].filter((block) => best[block] >= 0)
        .sort((a, b) => best[b] - best[a] || a - b);
    if (search.wanted.length > 0 && found.length > BLOCKS_MOST) search.more = true;
    return found.slice(0, BLOCKS_MOST);
}

// Counts the values, and drops the pages that the filters leave out.  A value
// is counted as if nothing else of its own group were chosen.
export async function filterPages(search, readBlock) {
    const { wanted, dead, numbers, seats } = search;
    const lists = (await Promise.all(blocks(search).map(readBlock))).flat(2);
    // Without words, all pages count that are not excluded.
    const isAny = search.asked.length === 0;
    if (isAny) for (const { pages } of lists) for (const page of pages) search.seat(page);
    const alive = Uint8Array.from(numbers, (page, seat) => isAny && seat > 0 && !dead[seat]);
    for (const page of search.pages) alive[page] = 1;
    // By seat: which filters, as bits.
    const passed = new Uint32Array(numbers.length);
    const every = 2 ** wanted.length - 1;
    for (const { number, pages } of lists)
        wanted.forEach((filter, bit) => {
            if (filter.numbers.has(number))
                for (const page of pages) passed[seats[page]] |= 1 << bit;
        });
    const counts = new Map();
    const kept = new Set();
    for (const { number, pages } of lists) {
        const own = wanted.findIndex(({ group }) => group === search.index.groupOf(number));
        const need = own < 0 ? every : every & ~(1 << own);
        let count = counts.get(number) || 0;
        for (const page of pages) {
            const seat = seats[page];
            if (alive[seat] === 0 || (passed[seat] & need) !== need) continue;
            count++;
            if (own >= 0 && passed[seat] === every) kept.add(seat);
        }
        counts.set(number, count);
    }
    return { pages: wanted.length > 0 ? [...kept] : search.pages, counts };
}

// ---- Counts and dates ----

// { sector: [{ name, label, count }] }: the values that occur or are chosen,
// most pages first.  Where nothing is asked there are no counts: then it is all pages.
export async function facets({ index, wanted }, counts, groups) {
    counts = counts || new Map((await valuesOf(index, groups))
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
