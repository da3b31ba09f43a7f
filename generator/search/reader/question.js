// SPDX-License-Identifier: EUPL-1.2
// One question: which lists it reads, which pages it finds, how they rank.

import { fail } from './failure.js';
import { parts, words } from './words.js';
import { HOWS } from './query.js';
import { Cursor } from './bytes.js';
import { readPostings } from './files.js';
import { extras, shared } from './shared.js';
import { all, any, bitCount, Scores } from './scores.js';

// Parts of a list with passages; and of a word that is searched besides.
const FIRST_TIERS = 2;

// On how many pages a tree of entries is at most: any of all of any of ...
function common(tree, isAny = true) {
    if (tree.entry) return tree.entry.count;
    return Math[isAny ? 'max' : 'min'](...tree.map((part) => common(part, !isAny)));
}

// How much it matters whether a page has a word that so many have: a rare one much.
const weightOf = (pages, count) => (32 - Math.clz32(1 + pages / count)) ** 2;

const isFound = (way) => way.found.length > 0;

// How many bytes the passages of a part take, besides the leaf.
const passagesLength = ({ passages }) =>
    (Array.isArray(passages) ? passages[1] - passages[0] : 0);

// Whether that is so little that they are read with its postings.
const isSmall = (tier) => passagesLength(tier) <= 512;

// A page that is met gets a seat, and is known by it: so that what is noted of pages takes
// as much room as there are such pages, and not as the site has.
export class Search {
    constructor(index, asked, excluded, wanted) {
        const { space } = index;
        Object.assign(this, { index, asked, wanted, space });
        // By page its seat, and by seat its page.
        this.seats = new Uint32Array(space);
        this.numbers = [-1];
        this.groups = asked.filter((group) => group.some(isFound));
        // Whether anything is asked: else nothing is found.
        this.isAsked = asked.length + wanted.length > 0;
        this.excluded = excluded.filter((way) => this.isAsked && isFound(way));
        this.phrases = [...this.groups.flat().filter(isFound), ...this.excluded]
            .filter((way) => way.phrase);
        this.more = false;
        // How each entry is used.
        this.uses = new Map();
        // The nodes that tell where words stand: of each its part, which of its pages, where in
        // its bytes, and the next node of that page; by seat the first.
        this.nodes = [[], [], [], []];
        this.heads = [];
        // By passage (bytes may say what is no passage), for a while.
        this.bits = new Uint32Array(4096);
        this.sums = new Float64Array(4096);
        // By seat: a passage with a phrase.
        this.verified = new Map();
    }

    seat(page) {
        return this.seats[page] || (this.seats[page] = this.numbers.push(page) - 1);
    }

    async run(query, counted, options) {
        const { index, wanted } = this;
        const groups = index.groups.filter((group) => counted.includes(group) ||
            wanted.some((filter) => filter.group === group));
        const readBlock = (block) => index.holders(groups, block);
        await this.readLists(options, counted.length > 0);
        // Whether it is excluded.
        this.dead = new Uint8Array(this.numbers.length);
        for (const way of this.excluded)
            if (!way.phrase)
                for (const page of this.scores(way.found, any).pages) this.dead[page] = 1;
        this.rank();
        if (this.phrases.length > 0) await (await extras()).checkPhrases(this, any, parts);
        this.dropFaint();
        const { pages, counts } = this.isAsked && groups.length > 0
            ? await (await extras()).filterPages(this, readBlock) : this;
        const isDated = this.asked.length === 0 || options.sort === 'date';
        const worth = isDated ? await (await extras()).dates(this, pages) : this.ranks;
        const shown = this.best(pages, worth, options.offset + options.limit).slice(options.offset);
        const records = shown.map((page) => index.record(this.numbers[page]));
        const [results, facets] = await Promise.all([
            this.readPlaces(shown).then(() => Promise.all(shown.map(async (page, i) =>
                this.result(page, await records[i], i, options)))),
            counted.length > 0 ? extras().then((they) => they.facets(this, counts, counted)) : {},
            ...records,
            ...this.groups.flat().map(async (way) => (way.suggested = await way.suggesting)),
        ]);
        const { single, more } = this;
        return {
            total: single ? single.count : pages.length, more: !single && more, results, facets,
            ...this.words(query),
        };
    }

    // ---- Lists ----

    // Notes the entries of alternatives, each once.
    use(ways, bits) {
        for (const way of ways)
            way.uses = way.found.flat(3).map(({ entry, how }) => {
                const use = this.uses.get(entry) || { entry, how, bits: 0, taken: 1 };
                this.uses.set(entry, use);
                const hows = Object.keys(HOWS);
                if (bits > 0 && hows.indexOf(how) > hows.indexOf(use.how)) use.how = how;
                use.bits |= bits;
                return use;
            });
    }

    // How many parts of the lists are read.
    choose({ offset, limit, sort }, hasFacets) {
        const uses = [...this.uses.values()];
        const isSingle = uses.length === 1 && this.groups.length + this.wanted.length === 1 &&
            this.excluded.length + this.phrases.length === 0 && sort !== 'date';
        this.single = isSingle && uses[0].entry;
        // So many postings may be read.
        let left = uses.reduce((sum, { entry }) => sum - entry.tiers[0].count, 12288);
        for (const use of uses.sort((a, b) => a.entry.count - b.entry.count)) {
            const { tiers } = use.entry;
            const most = { prefix: 1, also: FIRST_TIERS }[use.how];
            let read = tiers[0].count;
            for (const { count } of tiers.slice(1, most)) {
                const isPossible = count <= left && (hasFacets || !isSingle);
                if (!isPossible && !(isSingle && read < offset + limit)) break;
                left -= count;
                read += count;
                use.taken++;
            }
        }
    }

    async readLists(options, hasFacets) {
        this.groups.forEach((group, i) => this.use(group, 1 << i));
        this.choose(options, hasFacets);
        const chosen = [...this.uses.values()];
        this.use(this.excluded, 0);
        const uses = [...this.uses.values()];
        for (const use of uses) {
            if (!chosen.includes(use)) use.taken = Math.min(use.entry.tiers.length, 10);
            if (use.taken < use.entry.tiers.length) this.more = true;
        }
        // Of few words, the best pages tell well enough whether they are near each other.
        const near = this.phrases.length > 0 || this.groups.length > 4 ? FIRST_TIERS
            : this.groups.length > 1 ? 1 : 0;
        await Promise.all(uses.map((use) => this.readUse(use, near || 1)));
        const first = uses.flatMap((use) => use.parts.slice(0, near));
        await Promise.all(first.map((part) => this.place(part)));
    }

    // The bytes of postings or passages.
    async bytes({ entry: { path } }, place) {
        return Array.isArray(place) ? shared(this.index.kept, path + place[0], () =>
            this.index.content(path, ...place)) : place;
    }

    // Reads what was chosen of a list; of the first parts, and where it takes little, also the
    // passages.
    async readUse(use, withPassages) {
        const tiers = use.entry.tiers.slice(0, use.taken);
        const [lists] = await Promise.all([
            Promise.all(tiers.map((tier) => this.bytes(use, tier.postings))),
            ...tiers.filter((tier, i) => i < withPassages || isSmall(tier))
                .map((tier) => this.bytes(use, tier.passages)),
        ]);
        let to = tiers.reduce((sum, tier) => sum + tier.count, 0);
        use.pages = new Uint32Array(to);
        use.values = new Uint32Array(to);
        to = 0;
        use.parts = tiers.map((tier, i) => {
            readPostings(new Cursor(lists[i]), tier.count, use.pages, use.values, to, this.space);
            to += tier.count;
            return { use, tier, from: to - tier.count, to };
        });
        use.pages.forEach((page, i) => (use.pages[i] = this.seat(page)));
    }

    // Notes where the words of a part stand, for each of its pages.
    async place(part) {
        const { use, tier, from, to } = part;
        part.bytes = await this.bytes(use, tier.passages);
        part.isPlaced = true;
        const { nodes: [parts, items, places, nexts], heads } = this;
        for (let i = from, at = 0; i < to; i++) {
            const page = use.pages[i];
            parts.push(part);
            items.push(i);
            places.push(at);
            nexts.push(heads[page]);
            heads[page] = parts.length;
            const count = part.bytes[at];
            if (!(count < 10)) fail();
            at += 1 + Math.min(count, 8);
        }
    }

    // Tells of each word of a page where it stands: note(use, which of its pages, bytes, at).
    eachPlace(page, note) {
        const [parts, items, places, nexts] = this.nodes;
        for (let i = this.heads[page]; i; i = nexts[i - 1])
            note(parts[i - 1].use, items[i - 1], parts[i - 1].bytes, places[i - 1]);
    }

    // Whether it is known of some word where it stands on the page, be it in its title.
    isTold(page) {
        let bits = 0;
        this.eachPlace(page, (use) => (bits |= use.bits));
        return bits > 0;
    }

    // Where words stand on the pages that are shown: of each word as far as that takes
    // little, else of one word for each page of which nothing is known yet.
    readPlaces(pages) {
        const missing = [...this.uses.values()].flatMap((use) => use.parts)
            .filter(({ use, isPlaced }) => !isPlaced && use.bits !== 0)
            .sort((a, b) => passagesLength(a.tier) - passagesLength(b.tier));
        const isOn = ({ use, from, to }) => (page) => use.pages.subarray(from, to).includes(page);
        const least = pages.filter((page) => !this.isTold(page))
            .map((page) => missing.find((part) => isOn(part)(page)));
        return Promise.all(missing.filter((part) => least.includes(part) ||
            (isSmall(part.tier) && pages.some(isOn(part)))).map((part) => this.place(part)));
    }

    // ---- Ranks ----

    // What the pages are worth by a tree of entries: any of all of any of ...
    scores(tree, way) {
        if (!tree.entry) return way(tree.map((part) => this.scores(part, way === any ? all : any)));
        const scores = new Scores(this.numbers.length);
        const { pages, values } = this.uses.get(tree.entry);
        const weight = HOWS[tree.how];
        for (let i = 0; i < pages.length; i++) scores.raise(pages[i], (values[i] * weight) >> 2);
        return scores;
    }

    // The pages that meet the words: this.pages; and by seat this.ranks, this.met, this.near.
    rank() {
        const { groups, numbers: { length } } = this;
        this.ranks = new Float64Array(length);
        this.met = new Uint32Array(length);
        this.near = new Uint8Array(length).fill(1);
        this.pages = [];
        this.worth = groups.map((group, i) => {
            const { pages, values } = any(group.filter(isFound).map((way) =>
                this.scores(way.found, any).change((page, value) =>
                    (way.failed && way.failed.has(page) ? 0 : value))));
            for (const page of pages) {
                if (this.dead[page] === 1) continue;
                if (this.met[page] === 0) this.pages.push(page);
                this.met[page] |= 1 << i;
                this.ranks[page] += values[page];
            }
            return values;
        });
        // A phrase must be there; of one that is nowhere the bit is one that no page has.
        for (const group of this.asked.filter(([way, other]) => way.phrase && !other)) {
            const bit = 1 << groups.indexOf(group);
            this.pages = this.pages.filter((page) => this.met[page] & bit);
        }
        // Of many words, it matters less which are met.
        const weights = groups.map((group) => weightOf(this.index.pages,
            Math.max(...group.filter(isFound).map(({ found }) => common(found)))));
        const least = groups.length * weights.reduce((sum, weight) => sum + weight, 0);
        for (const page of this.pages) {
            const met = weights.filter((_, i) => this.met[page] & (1 << i));
            if (met.length > 1) this.near[page] = this.bestPassage(page).count;
            this.ranks[page] *= (8 * met.reduce((sum, weight) => sum + weight, 0) + least) *
                (3 + this.near[page]);
        }
    }

    // The passage where most groups meet, or those that say most.
    bestPassage(page) {
        const { bits, sums } = this;
        const best = { passage: -1, count: 1, sum: 0 };
        let end = 0;
        this.eachPlace(page, (use, i, bytes, at) => {
            const worth = use.bits > 0 ? (use.values[i] * HOWS[use.how]) >> 2 : 0;
            for (let left = Math.min(bytes[at], 8), passage = -1, j = at; left > 0; left--) {
                passage += bytes[++j] + 1;
                bits[passage] |= use.bits;
                sums[passage] += worth;
                if (passage >= end) end = passage + 1;
            }
        });
        for (let passage = 0; passage < end; passage++) {
            const count = bitCount(bits[passage]);
            if (count > best.count || (count === best.count && sums[passage] > best.sum)) {
                Object.assign(best, { passage, count, sum: sums[passage] });
            }
            bits[passage] = sums[passage] = 0;
        }
        return best;
    }

    // Leaves out the pages that miss a word and say little: less than an eighth of the best.
    dropFaint() {
        const best = this.pages.reduce((most, page) => Math.max(most, this.ranks[page]), 0);
        const every = 2 ** this.groups.length - 1;
        this.pages = this.pages.filter((page) =>
            this.met[page] === every || this.ranks[page] * 8 >= best);
    }

    // The first `count` of the pages in order.
    best(pages, worth, count) {
        const least = count > 0 && pages.length > count
            ? Float64Array.from(pages, (page) => worth[page]).sort()[pages.length - count] : 0;
        return pages.filter((page) => worth[page] >= least)
            .sort((a, b) => worth[b] - worth[a] || this.numbers[a] - this.numbers[b])
            .slice(0, count);
    }

    // ---- Results ----

    async result(page, record, i, { passages, explain }) {
        const { numbers, headings, places, ...result } = record;
        const met = this.groups.filter((_, i) => this.met[page] & (1 << i))
            .map((group) => group.filter(isFound).flatMap(({ forms }) => [...forms]));
        const matched = [...new Set(met.flat())];
        // Where the summary has all the words, it shows them well enough.
        const summary = new Set(words(result.summary));
        const isTold = !this.verified.has(page) &&
            met.every((forms) => forms.some((form) => summary.has(form)));
        const { passage } = this.verified.has(page) ? { passage: this.verified.get(page) }
            : this.bestPassage(page);
        const { heading = null, anchor = null } =
            headings.filter(({ first }) => first <= passage).pop() || {};
        const read = async () => {
            const [text = ''] = await this.index.passages(record, passage, passage);
            return words(text).some((word) => matched.includes(word)) ? text : null;
        };
        const isWanted = passages && !isTold && passage >= 0;
        const isNow = isWanted && (passages === true || i < passages);
        const [named, text] =
            await Promise.all([this.index.names(numbers), isNow ? read() : null]);
        const [{ name: kind }, ...terms] = numbers.map((number) =>
            ({ taxonomy: this.index.groupOf(number).name, ...named(number) }));
        return {
            ...result, kind, heading, anchor, matched,
            terms: terms.filter(({ taxonomy }) => taxonomy !== 'jaar')
                .map(({ taxonomy, name, label }) => ({ taxonomy, name, label })),
            passage: text, ...isWanted && !isNow ? { later: read } : {},
            ...explain ? { explain: (await extras()).explained(this, page, HOWS) } : {},
        };
    }

    // What the answer says about the words of the query.
    words(query) {
        const ways = this.groups.flat().filter(isFound);
        // The query with what is meant instead, or null.
        const changed = (meant) => ways.filter(meant).sort((a, b) => b.start - a.start)
            .reduce((text, { start, end }, i, some) => (text || query).slice(0, start) +
                meant(some[i]) + (text || query).slice(end), null);
        return {
            corrected: changed((way) => way.corrected), suggested: changed((way) => way.suggested),
            also: ways.map(({ start, end, found }) => ({
                word: query.slice(start, end),
                also: [...new Set(found.flat(3).flatMap(({ text = [] }) => text))],
            })).filter(({ also }) => also.length > 0),
        };
    }
}
