// SPDX-License-Identifier: EUPL-1.2
// One result of a search, as a card.

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
    const sentence = words.lastIndexOf('. ', best) + 2;
    const word = Math.min(words.indexOf(' ', best - lead) + 1, best);
    const from = best <= lead ? 0 : best - sentence <= PASSAGE / 2 ? sentence : word;
    const last = from + PASSAGE;
    const to = words.length <= last ? words.length : words.lastIndexOf(' ', last);
    return `${from > 0 ? '… ' : ''}${words.slice(from, to)}${to < words.length ? ' …' : ''}`;
}

// Does `use` when the item is nearly in view.
function whenNear(item, use) {
    const watch = new IntersectionObserver(([{ isIntersecting }]) => {
        if (!isIntersecting) return;
        watch.disconnect();
        use();
    }, { rootMargin: '400px' });
    watch.observe(item);
}

// result     of reader.search()
// template   the <template> of a card
// site       the address of the site
// marks      of the reader
// sentence   (key, values) => words of the theme, in pieces
// kindName   (kind) => its name
// element    makes one
export function resultItem(result, { template, site, marks, sentence, kindName, dates, element }) {
    const item = template.content.firstElementChild.cloneNode(true);
    const { address, anchor, heading, title, base, notes, quiet, date } = result;
    const { href } = new URL(address, site);
    const text = (key) => sentence(key).join('');

    // What has nothing to say is not there.
    function fill(name, pieces) {
        const place = item.querySelector(`.${name}`);
        if (pieces.length > 0) place?.append(...pieces);
        else place?.remove();
    }

    const found = (words) => marks(words, result.matched);
    const marked = (words) => found(words).map((piece) =>
        (piece.marked ? element('mark', { textContent: piece.text }) : piece.text));
    const special = ['chapter', 'term'].includes(base) && text(`kind-${base}`);
    const about = result.terms.filter(({ label }) => label !== title);
    const names = notes.map((note) => text(`note-${note}`) || note.replaceAll('-', ' ')).join(', ');

    if (CARDS[base]) item.classList.add(CARDS[base]);
    fill('titel', marked(title || address));
    item.querySelector('.titel').href = href;
    fill('soort', [special || kindName(result.kind)]);
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
