// SPDX-License-Identifier: EUPL-1.2
// Phrases: whether the words stand behind each other on a page.

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
