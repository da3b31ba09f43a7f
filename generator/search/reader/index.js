// SPDX-License-Identifier: EUPL-1.2
// The index of a site: its dictionary, its records, and what a query leads to there.

import { fail, SearchError } from './failure.js';
import { chains, key, parts } from './words.js';
import { candidates } from './forms.js';
import { alternative, distinct, grouped, isWhite, tokens } from './query.js';
import { compare, countBefore, Cursor, decoder } from './bytes.js';
import { checkValue } from './inflate.js';
import { BLOCK, FORMAT, given, HEAD, readRecord } from './files.js';
import { textOf } from './texts.js';
import { extras, shared, soon } from './shared.js';
import { Store } from './store.js';
import { Search } from './question.js';

// Stretches that are looked through for words that begin alike.
const EXPANDED_MOST = 8;

export class Index extends Store {
    // What a root says.  Its end tells what all bytes before it add up to.
    async readRoot(name, cache) {
        const { bytes } = await this.ask(`search/${name}`, { cache });
        const text = decoder.decode(bytes);
        const check = checkValue(bytes.subarray(0, -12)).toString(16).padStart(8, '0');
        const isWhole = text.endsWith(`${check}"\n}\n`);
        // One that was kept badly is asked for once more.
        if (!isWhole && cache !== 'reload') return this.readRoot(name, 'reload');
        const [, format = FORMAT] = /"format": ?(\d+)/.exec(text) || [];
        if (Number(format) !== FORMAT) this.refuse(name);
        return isWhole ? JSON.parse(text) : fail(name);
    }

    async start(name, wanted) {
        const root = await this.readRoot(name, 'no-cache');
        const { pages, space, language, words } = root;
        const { languages = [], groups, stop } =
            root.settings ? await this.part('g', root.settings) : root;
        if (!groups || !(space < 2 ** 24)) fail(name);
        const other = languages.find(({ code }) => code === wanted) ||
            languages.find(({ code }) => String(wanted).startsWith(`${code}-`));
        if (other && other.code !== language) return this.start(other.root);
        Object.assign(this, { root, pages, space, language, languages, groups });
        this.stops = new Set(stop.split(' '));
        // What the first question needs, asked for before it is there.
        if (pages > 0 && words) {
            soon(this.top('words'));
            soon(this.numbered('v', root.vocabulary, 0));
            for (let i = 0; i < 2 && i * 1024 < space; i++)
                soon(this.numbered('n', root.records, i));
        }
        return this;
    }

    // ---- The dictionary ----

    top(tree) {
        const { top: name, length, levels } = this.root[tree];
        return this.below(tree, levels, levels > 0 ? { name } : { name, length });
    }

    below(tree, level, { name, ...place }) {
        const [node, leaf] = tree === 'words' ? 'iw' : 'je';
        return this.part(level > 0 ? node : leaf, name, place);
    }

    // Where the stretch is where `word` is or would be, or with `before` the one before that
    // which begins with `word`: as number `i` of these.  `next` is how what follows them begins.
    async place(word, tree, before) {
        let part = await this.top(tree);
        const { levels, top: name, length } = this.root[tree];
        let found = { firsts: [''], children: [{ name, length }], i: 0, next: null, isFirst: true };
        for (let level = levels; level > 0; ) {
            const { firsts, children } = part;
            const i = Math.max(countBefore(firsts, word, !before) - 1, 0);
            const { next, isFirst } = found;
            found = { firsts, children, i, isFirst: isFirst && i === 0,
                next: level > 1 && firsts[i + 1] || next };
            if (--level > 0) part = await this.below(tree, level, given(children[i]));
        }
        return found;
    }

    // That stretch.
    async stretch(word, tree = 'words', before = false) {
        const { children, i } = await this.place(word, tree, before);
        return this.below(tree, 0, given(children[i]));
    }

    // The stretches with words that begin with `word`, no more than some.
    async stretches(word) {
        const found = [];
        for (let from = this.root.words && word; from && found.length < EXPANDED_MOST; ) {
            const { firsts, children, i, next } = await this.place(from, 'words');
            const isPast = (first) => !first.startsWith(word);
            const past = firsts.findIndex((first, at) => at > i && isPast(first));
            found.push(...children.slice(i, past < 0 ? undefined : past));
            from = past < 0 && next && !isPast(next) && next;
        }
        const some = found.slice(0, EXPANDED_MOST);
        return Promise.all(some.map((child) => this.below('words', 0, child)));
    }

    // The entry of a form, or null.
    async lookup(word, isHead) {
        if (!this.root.words) return null;
        const { texts, entries } = await this.stretch(word);
        const i = countBefore(texts, word);
        if (texts[i] !== word) return null;
        if (!entries[i].head) return entries[i];
        return isHead ? fail() : this.lookup(entries[i].head, true);
    }

    // A form of the dictionary as the site writes it.
    async written(word) {
        const { texts, written } = await this.stretch(word);
        return written[countBefore(texts, word)];
    }

    // The entry of a word, or of what it may be a form of.
    async classOf(word) {
        for (const guess of [word, ...candidates(word)]) {
            const entry = await this.lookup(guess);
            if (entry) return entry;
        }
        return null;
    }

    // The classes with a form that begins with `word`, on most pages first.
    async expansions(word) {
        const found = new Map();
        for (const { texts, written, entries } of await this.stretches(word))
            texts.forEach((text, i) => {
                if (text.startsWith(word) && !found.has(entries[i]))
                    found.set(entries[i], { text, written: written[i] });
            });
        const all = await Promise.all([...found].map(async ([entry, form]) =>
            ({ ...form, entry: entry.head ? given(await this.lookup(entry.head)) : entry })));
        return all
            .filter(({ entry }, i) => all.findIndex((other) => other.entry === entry) === i)
            .sort((a, b) => b.entry.count - a.entry.count || compare(a.text, b.text))
            .slice(0, 8);
    }

    // ---- Words of a query ----

    // The leaves { entry, how, text } of words that must all be there, or null.
    async allOf(words, how, text) {
        const telling = words.filter((word) => !this.stops.has(word));
        const entries = await Promise.all((telling.length > 0 ? telling : words)
            .map((word) => this.lookup(word)));
        return entries.includes(null) ? null
            : [...new Set(entries)].map((entry) => ({ entry, how, text }));
    }

    // What a word leads to, each of them one way to meet it: lists of { entry, how }.
    async itemsOf(word, { excluded }, isPrefix, how = 'exact') {
        const entry = await this.classOf(word);
        const isRare = !entry || entry.count < 32;
        const longer = isPrefix && isRare && word.length > 1 ? await this.expansions(word) : [];
        const texts = entry && !excluded ? entry.also : [];
        const others = await Promise.all(texts.map((text) =>
            this.allOf(parts(text), 'also', text)));
        return [
            ...entry ? [[{ entry, how }]] : [],
            ...others.filter((leaves) => leaves && leaves.every((leaf) => leaf.entry !== entry)),
            ...longer.filter((other) => other.entry !== entry)
                .map((other) => [{ entry: other.entry, how: 'prefix' }]),
        ];
    }

    // Looks up an alternative: `found` are its ways that lead somewhere, of each
    // its words, of each its items: any of all of any of all.
    async resolve(way) {
        const { ways, phrase, isPrefix } = way;
        way.forms = new Set(ways.flat());
        if (phrase) {
            const leaves = await this.allOf(ways[0], 'phrase');
            way.found = leaves ? [leaves.map((leaf) => [[leaf]])] : [];
            return way;
        }
        const found = await Promise.all(ways.map((words) => Promise.all(words.map((word, i) =>
            this.itemsOf(word, way, isPrefix && i === words.length - 1)))));
        way.found = found.filter((words) => words.every((items) => items.length > 0));
        const joined = way.joined ? (await Promise.all(way.joined)).filter(Boolean) : [];
        way.found.push(...joined.map((leaf) => [[[leaf]]]));
        if (way.parts.length === 1 && !way.excluded && joined.length === 0)
            await this.reconsider(way, ways[0][0]);
        for (const { entry } of way.found.flat(3))
            for (const form of entry.forms) way.forms.add(form);
        return way;
    }

    // What to do with a word that occurs nowhere, or hardly.
    async reconsider(way, word) {
        if (way.found.length > 0) {
            const [{ entry, how }] = way.found[0][0][0];
            if (how === 'exact' && entry.count <= 2 && /^[a-z]{4,25}$/.test(word))
                soon(way.suggesting = extras().then((they) => they.commoner(this, word, entry)));
            return;
        }
        if (this.root.similar) soon(this.top('similar'));
        await (await extras()).guess(this, way, word);
    }

    // Two words in a row may be one that was written apart: `mantel zorg`.
    join(text, [before, other], [way, another]) {
        const isOne = ({ phrase, stop, parts, all: [word] }) =>
            !phrase && !stop && parts.length === 1 && /^[a-z]{3,}$/.test(word);
        if (other || another || ![before, way].every(isOne) ||
            !isWhite(text.slice(before.end, way.start))) return;
        const word = before.all[0] + way.all[0];
        const leaf = this.classOf(word)
            .then((entry) => entry && { entry, how: 'also', text: word });
        soon(leaf);
        for (const one of [before, way]) (one.joined = one.joined || []).push(leaf);
    }

    // A chain by itself that occurs nowhere as a whole is asked as its words are.
    async apart(group) {
        const [{ parts, whole, ways, start, end, ...way }, other] = group;
        if (other || way.phrase || way.excluded || way.stop || parts.length === 1) return [group];
        for (const word of ways.flat()) soon(this.lookup(word));
        const isWhole = whole !== '' && (ways.length === 1 ||
            (await this.itemsOf(whole, way, way.isPrefix)).length > 0);
        const moved = start - parts[0].start;
        return isWhole ? [group] : parts
            .filter(({ word }) => word !== '' && !this.stops.has(word))
            .map((part) => [{
                ...alternative({ parts: [part], all: [part.word], whole: '' }, this.stops),
                start: part.start + moved, end: part.end + moved,
                isPrefix: way.isPrefix && part.end + moved === end,
            }]);
    }

    // The groups of a query, and what is excluded, with what they lead to.
    async understand(query, prefix, isFilter) {
        const text = query.slice(0, 1000);
        const ways = (await tokens(text, isFilter)).map((token) => ({
            ...alternative(token, this.stops),
            isPrefix: prefix && !token.excluded && token.end === text.length,
        }));
        const joined = grouped(text, ways, /^en\b/.test(this.language) ? 'or' : 'of');
        const groups = (await Promise.all(joined.map((group) => this.apart(group)))).flat();
        const wanted = groups.filter(([way]) => !way.excluded);
        const telling = wanted.filter(([way]) => !way.stop);
        const lists = [telling.length > 0 ? telling : wanted,
            groups.filter(([way]) => way.excluded)].map(distinct);
        if (lists[0].length === 1) lists[0][0][0].alone = lists[0][0].length === 1;
        lists[0].slice(1).forEach((group, i) => this.join(text, lists[0][i], group));
        return Promise.all(lists.map((list) => Promise.all(list.map((group) =>
            Promise.all(group.map((way) => this.resolve(way)))))));
    }

    // ---- Names and pages ----

    groupOf(number) {
        return given(this.groups.find(({ first, count }) => number < first + count));
    }

    // A function that gives { name, label, count } of each of the numbers.
    async names(numbers) {
        const leaves = {};
        await Promise.all([...new Set(numbers.map((number) => number >> 8))].map(async (leaf) => {
            leaves[leaf] = await this.numbered('v', this.root.vocabulary, leaf);
        }));
        return (number) => given(leaves[number >> 8][number & 255]);
    }

    // What stands in the record of a page.
    async record(page) {
        const { names, lengths } = await this.numbered('n', this.root.records, page >> 10);
        const number = page & 1023;
        const together = 1024 / lengths.length;
        const slice = Math.floor(number / together);
        const at = lengths.slice((number & ~31) / together, slice)
            .reduce((sum, length) => sum + length, HEAD);
        const records =
            await this.part('r', given(names[number >> 5]), { at, length: given(lengths[slice]) });
        return readRecord(new Cursor(given(records[number % together])));
    }

    // The texts of a page's passages from `first` to `last`; none where it cannot be read.
    async passages({ address, quiet, places }, first, last) {
        if (quiet || last >= places.length) return [];
        const [[from], [, to]] = [places[first], places[last]];
        const bytes = await shared(this.kept, `${address}?${from}-${to}`, () =>
            this.range(address, from, to)).catch(() => []);
        return bytes.length < to - from ? [] : places.slice(first, last + 1)
            .map(([at, end, check]) => {
                const piece = bytes.subarray(at - from, end - from);
                return (checkValue(piece) & 255) === check ? textOf(decoder.decode(piece)) : '';
            });
    }

    // ---- Asking ----

    // query     words; none at all lists what passes the filters, newest first
    // filters   { sector: ['ggz', 'wmo'], kind: ['verhaal'] }: one of each
    // prefix    whether the last word may be half typed
    // sort      'relevance' or 'date'
    // facets    true, false, or the names of the groups to count
    // passages  whether the pages are asked for the text where the words stand;
    //           a number: those of so many results, the others when `later()` is called
    // explain   whether each result tells why it is there
    //
    // total     how many pages; `more` says that there may be more
    // results   [{ address, anchor, heading, title, kind, base, date, summary, notes, terms,
    //           matched, fictional, quiet, passage, later }]
    // facets    { sector: [{ name, label, count }] }
    // corrected the query that was answered instead, or null
    // suggested a query that may have been meant, or null
    // also      [{ word, also }]: what was searched besides
    // filters   those that were given and those in the query
    async search(query, options = {}) {
        try {
            return await this.answer(String(query),
                { limit: 10, offset: 0, prefix: true, facets: true, passages: true, ...options });
        } catch (error) {
            throw error instanceof SearchError ? error : new SearchError('broken', error.message);
        }
    }

    async answer(query, options) {
        const { filters: wished = {}, facets } = options;
        const filters = {};
        for (const { name } of this.groups)
            if ((wished[name] || []).length > 0) filters[name] = [...wished[name]];
        const counted = this.groups.filter(({ name }) =>
            facets === true || [].concat(facets).includes(name));
        this.expect(counted.concat(this.groups.filter(({ name }) => filters[name])), options);
        const [asked, excluded] = await this.understand(query, options.prefix,
            async (name, value) => (await extras()).addFilter(this, filters, name, value, key));
        const wanted = Object.keys(filters).length > 0
            ? await (await extras()).wantedBy(this, filters) : [];
        const search = new Search(this, asked, excluded.flat(), wanted);
        return { ...await search.run(query, counted, options), filters };
    }

    // Which pages of a block have the values of these groups.
    holders(groups, block) {
        return Promise.all(groups.map((group) => this.numbered('f', this.root.facets,
            block * this.groups.length + this.groups.indexOf(group))));
    }

    // What counts and filters need is asked for while words are looked up: on a small site also
    // facets and dates.
    expect(groups, { sort }) {
        if (groups.length > 0) soon(extras());
        for (let block = 0; this.space <= 2 * BLOCK && block * BLOCK < this.space; block++) {
            soon(this.holders(groups, block));
            if (sort === 'date') soon(this.numbered('y', this.root.dates, block));
        }
    }

    // Of a small site, all nodes above the leaves: they are one file.
    async nodes(tree) {
        const { children } = await this.top(tree);
        if (this.root[tree].levels === 2 && children.every(({ name }) => name === children[0].name))
            await Promise.all(children.map((child) => this.below(tree, 1, child)));
    }

    // Fetches what suggestions, counts and words, mistyped ones too, need, while nothing is asked:
    // not for who pays for each kilobyte and says so, nor where it would hold up what is asked next.
    prepare() {
        const { saveData, effectiveType } = (globalThis.navigator || {}).connection || {};
        if (saveData || /2g/.test(effectiveType)) return;
        const { words, similar, facets } = this.root;
        soon(extras());
        if (words) soon(this.nodes('words'));
        if (similar) soon(this.nodes('similar'));
        if (facets.levels > 0) soon(this.part('m', facets.top));
    }

    // What may be meant by a half-typed text: [{ text, kind, address }].  Of a term
    // also `group` and `name`, so that it can be a filter.
    async suggest(text, { limit = 8 } = {}) {
        return (await extras()).suggest(this, text, limit, { chains, parts });
    }
}
