// SPDX-License-Identifier: EUPL-1.2
// A slow and obvious search, which reads every page for every question.  It
// knows nothing of the index: it has the rules of generator/search/README.md,
// and a table of which words are forms and parts of others.

const PARTS = {
    title: { weight: 3.0, length: 0.4 },
    headings: { weight: 0.5, length: 0.4 },
    summary: { weight: 0.6, length: 0.3 },
    body: { weight: 1.0, length: 0.7 },
};
const NAMES = Object.keys(PARTS);

const roughly = (number) => (number <= 0 ? number : 2 ** (Math.round(Math.log2(number) * 4) / 4));

// What a level counts for, and the level of what a word says about a page.
const STEPS = [1024, 1218, 1448, 1722];
const scaled = (level) => STEPS[level % 4] * 2 ** (level >> 2);
const valueOf = (level) => Math.floor(scaled(level) / 256);

function levelOf(impact) {
    const whole = Math.floor(impact * 65536);
    let level = 63;
    while (level > 0 && scaled(level) > whole) level--;
    return level;
}

export class Slow {
    // pages     [{ address, title, summary, sections: [{ heading, text }] }]
    // classes   { schulden: 'schuld' }: which word a form is of
    // compounds { schuldhulp: ['schuld', 'hulp'] }
    constructor(pages, { words, stops, classes, compounds }) {
        Object.assign(this, { words, classes, compounds, stops: new Set(stops.split(' ')) });
        this.known = new Map();
        this.pages = pages.map((page) => this.read(page));
        this.count = roughly(pages.length);
        this.average = {};
        for (const part of NAMES) {
            const lengths = this.pages.map((page) => page.parts[part].length).filter((n) => n > 0);
            const sum = lengths.reduce((a, b) => a + b, 0);
            this.average[part] = lengths.length === 0 ? 1 : roughly(sum / lengths.length);
        }
    }

    read(page) {
        const telling = (text) => this.words(text).filter((word) => !this.stops.has(word));
        const headings = page.sections.map(({ heading }) => heading).filter(Boolean);
        return {
            ...page,
            parts: {
                title: this.words(page.title),
                headings: headings.flatMap((heading) => this.words(heading)),
                summary: this.words(page.summary),
                body: page.sections.flatMap(({ text }) => telling(text)),
            },
            passages: page.sections.map(({ heading, text }) =>
                [...this.words(heading ?? ''), ...telling(text)]),
        };
    }

    classOf(word) {
        return this.classes[word] ?? word;
    }

    // How much a word of a text counts for one that is asked: whole for a form
    // of it, half for a word that it is a part of.
    share(word, asked) {
        if (this.classOf(word) === this.classOf(asked)) return 1;
        const parts = this.compounds[word] ?? [];
        return parts.some((part) => this.classOf(part) === this.classOf(asked)) ? 0.5 : 0;
    }

    countIn(words, asked) {
        return words.reduce((sum, word) => sum + this.share(word, asked), 0);
    }

    // Map(address -> value) of a word.
    valuesOf(asked) {
        if (!this.known.has(asked)) this.known.set(asked, this.newValuesOf(asked));
        return this.known.get(asked);
    }

    newValuesOf(asked) {
        const counts = this.pages.map((page) => NAMES.map((part) =>
            this.countIn(page.parts[part], asked)));
        const values = new Map();
        const rarity = NAMES.map((part, i) => {
            const having = roughly(counts.filter((count) => count[i] > 0).length);
            const without = Math.max(this.count - having, 0);
            return PARTS[part].weight * Math.log(1 + (without + 0.5) / (having + 0.5)) * 2.2;
        });
        this.pages.forEach((page, p) => {
            if (!counts[p].some((count) => count > 0)) return;
            let impact = 0;
            NAMES.forEach((part, i) => {
                if (counts[p][i] === 0) return;
                const share = page.parts[part].length / this.average[part];
                const against = 1.2 * (1 - PARTS[part].length + PARTS[part].length * share);
                impact += (rarity[i] * counts[p][i]) / (counts[p][i] + against);
            });
            values.set(page.address, valueOf(levelOf(impact)));
        });
        return values;
    }

    hasPhrase(page, phrase) {
        const asked = this.words(phrase);
        const texts = [page.title, page.summary,
            ...page.sections.flatMap(({ heading, text }) => [heading ?? '', text])];
        return texts.map((text) => this.words(text)).some((words) => words.some((_, start) =>
            asked.every((word, i) => words[start + i] === word)));
    }

    // A group is { words } of which one must be there, or { phrase }; `also` are words that
    // count for less.
    groupValues(group) {
        if (group.phrase === undefined) {
            const values = new Map();
            const raise = (word, quarters) => {
                for (const [address, value] of this.valuesOf(word))
                    values.set(address, Math.max(Math.floor((value * quarters) / 4),
                        values.get(address) ?? 0));
            };
            for (const word of group.words) raise(word, 4);
            for (const word of group.also ?? []) raise(word, 3);
            return values;
        }
        const telling = this.words(group.phrase).filter((word) => !this.stops.has(word));
        const each = telling.map((word) => this.valuesOf(word));
        const values = new Map();
        for (const page of this.pages)
            if (this.hasPhrase(page, group.phrase))
                values.set(page.address, 2 * each.reduce((sum, value) =>
                    sum + (value.get(page.address) ?? 0), 0));
        return values;
    }

    // How much it matters whether a page meets the group, by how many pages have its commonest
    // word, or of a phrase its rarest.
    weightOf({ phrase, words, also = [] }) {
        const telling = words?.concat(also) ?? this.words(phrase).filter((word) => !this.stops.has(word));
        const counts = telling.map((word) => this.valuesOf(word).size);
        const most = phrase === undefined ? Math.max(...counts) : Math.min(...counts);
        return most === 0 ? 0 : (1 + Math.floor(this.pages.length / most)).toString(2).length ** 2;
    }

    isInPassage(group, passage) {
        const words = group.words?.concat(group.also ?? []) ??
            this.words(group.phrase).filter((word) => !this.stops.has(word));
        return words.some((word) => this.countIn(passage, word) > 0);
    }

    // Map(address -> rank) of all pages that are an answer: a phrase must be there,
    // of the words one.
    // groups: what is asked; without: groups that a page may not meet.
    search(groups, without = []) {
        const values = groups.map((group) => this.groupValues(group));
        const banned = without.map((group) => this.groupValues(group));
        const weights = groups.map((group) => this.weightOf(group));
        // A word that is nowhere is not asked for.
        const asked = weights.filter((weight) => weight > 0);
        const least = asked.length * asked.reduce((a, b) => a + b, 0);
        const ranks = new Map();
        const missing = new Set();
        for (const page of this.pages) {
            const met = values.map((value) => value.get(page.address) ?? 0);
            const count = values.filter((value) => value.has(page.address)).length;
            const lacks = groups.some(({ phrase }, i) => phrase !== undefined &&
                !values[i].has(page.address));
            if (count === 0 || lacks || banned.some((value) => value.has(page.address))) continue;
            const near = Math.max(1, ...page.passages.map((passage) => groups.filter((group, i) =>
                values[i].has(page.address) && this.isInPassage(group, passage)).length));
            const sum = met.reduce((a, b) => a + b, 0);
            const weight = weights.filter((_, i) => values[i].has(page.address))
                .reduce((a, b) => a + b, 0);
            ranks.set(page.address, sum * (8 * weight + least) * (3 + near));
            if (count < asked.length) missing.add(page.address);
        }
        const best = Math.max(0, ...ranks.values());
        for (const [address, rank] of ranks)
            if (missing.has(address) && rank * 8 < best) ranks.delete(address);
        return ranks;
    }
}
