// SPDX-License-Identifier: EUPL-1.2
// The results of a search, each as a card, and what is said above them of how was searched.

const PASSAGE = 280; // characters of a passage that are shown

const CARDS = {
    story: 'kaart-verhaal', guideline: 'kaart-richtlijn', chapter: 'kaart-richtlijn',
};

// Of a long passage the part with the most marks.
function excerpt(words, marks) {
    if (words.length <= PASSAGE) return words;
    const starts = [];
    let at = 0;
    for (const piece of marks(words)) {
        if (piece.marked) starts.push(at);
        at += piece.text.length;
    }
    const lead = PASSAGE / 4;
    const within = (start) =>
        starts.filter((other) => other >= start && other < start + PASSAGE - lead).length;
    const best = starts.reduce((a, b) => (within(b) > within(a) ? b : a), starts[0] ?? 0);
    const end = words.lastIndexOf('. ', best);
    const sentence = end < 0 ? 0 : end + 2;
    const word = Math.min(words.indexOf(' ', best - lead) + 1, best);
    const from = best <= lead ? 0 : best - sentence <= PASSAGE / 2 ? sentence : word;
    const last = from + PASSAGE;
    const to = words.length <= last ? words.length : words.lastIndexOf(' ', last);
    return `${from > 0 ? '… ' : ''}${words.slice(from, to)}${to < words.length ? ' …' : ''}`;
}

// The query with the words in quotes that were not taken as they were typed.
function literally(query, corrected) {
    const [typed, others] = [query, corrected.trim()].map((words) => words.split(/\s+/));
    const quoted = (all) => `"${all.replaceAll('"', '')}"`;
    if (typed.length !== others.length) return quoted(query);
    return typed.map((word, i) => (word === others[i] ? word : quoted(word))).join(' ');
}

// Without those that have all words of another: "Sociaal domein en gemeente" beside "gemeente".
function telling(names) {
    const all = names.map((name) => name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
    const covers = (one, other) => one.length > other.length &&
        other.every((word) => one.includes(word));
    return names.filter((_, i) => !all.some((other) => covers(all[i], other)));
}

// The guideline of a chapter, by the name of its folder.
const guidelineOf = ({ base, address }) => (base === 'chapter' && address.split('/').at(-3)) || '';

// Does `use` when the item is nearly in view.
function whenNear(item, use) {
    const watch = new IntersectionObserver(([{ isIntersecting }]) => {
        if (!isIntersecting) return;
        watch.disconnect();
        use();
    }, { rootMargin: '400px' });
    watch.observe(item);
}

// template   the <template> of a card
// marks      of the reader
// site       the address of the site
// sentence   (key, values) => words of the theme, in pieces
// kindName   (kind) => its name
// inWords    (name) => it, as words
// dates      writes a date
// element    makes one
export function resultList({ template, marks, site, sentence, kindName, inWords, dates, element }) {
    const text = (key, values) => sentence(key, values).join('');

    // `result` is one of reader.search().
    function card(result) {
        const item = template.content.firstElementChild.cloneNode(true);
        const { address, anchor, heading, title, base, notes, quiet, date } = result;
        const { href } = new URL(address, site);

        // What has nothing to say is not there.
        function fill(name, pieces) {
            const place = item.querySelector(`.${name}`);
            if (pieces.length > 0) place?.append(...pieces);
            else place?.remove();
        }

        const found = (words) => marks(words, result.matched);
        const marked = (words) => found(words).map((piece) =>
            (piece.marked ? element('mark', { textContent: piece.text }) : piece.text));
        const about = result.terms.filter(({ label }) => label !== title);
        const names = notes
            .map((note) => text(`note-${note}`) || note.replaceAll('-', ' ')).join(', ');

        if (CARDS[base]) item.classList.add(CARDS[base]);
        fill('titel', marked(title || address));
        item.querySelector('.titel').href = href;
        fill('soort', [base === 'chapter' ? text('kind-chapter') : kindName(result.kind)]);
        fill('van', [inWords(guidelineOf(result))].filter(Boolean));
        if (!result.fictional) fill('verzonnen', []);
        if (quiet || !heading || !anchor) fill('deel', []);
        else fill('deel', sentence('in', {
            q: element('a', { href: `${href}#${anchor}` }, ...marked(heading)),
        }));
        const saying = item.querySelector('.samenvatting');
        fill('samenvatting', quiet ? [] : marked(excerpt(result.passage ?? result.summary, found)));
        if (result.later) whenNear(item, async () => {
            const passage = await result.later().catch(() => null);
            if (passage) saying.replaceChildren(...marked(excerpt(passage, found)));
        });
        fill('notities', [
            ...(names ? [`${text('notes')} ${names}. `] : []), ...(quiet ? [text('quiet')] : []),
        ]);
        fill('datum', date ? [element('time', {
            dateTime: date, textContent: dates.format(new Date(`${date}T00:00Z`)),
        })] : []);
        fill(about.length > 0 ? 'over' : 'trefwoorden',
            about.map(({ label }) => element('span', { textContent: label })));
        return item;
    }

    // What was answered instead of `query` or besides it: paragraphs.  linkTo makes a link that
    // asks something else.
    function remarks({ corrected, suggested, also }, query, linkTo) {
        const said = [];
        if (corrected)
            said.push([...sentence('corrected', { q: element('strong', {}, corrected) }), ' ',
                linkTo({ query: literally(query, corrected) },
                    text('literal', { q: `“${query}”` }))]);
        if (suggested)
            said.push(sentence('suggested', { q: linkTo({ query: suggested }, suggested) }));
        const others = telling([...new Set(also.flatMap((one) => one.also))]);
        if (others.length > 0) said.push([text('also', { q: others.join(', ') })]);
        return said.map((pieces) => element('p', {}, ...pieces));
    }

    return { card, remarks };
}
