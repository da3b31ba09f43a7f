// SPDX-License-Identifier: EUPL-1.2
// The search page: asks the index (search/reader.js) and shows what it answers.
//
// What is asked stands behind the # of the address (#q=vrije+ruimte&sector=ggz):
// it is kept, can be shared, and is never sent to a server.

const main = document.querySelector('[data-base]');
const base = new URL(main.dataset.base, document.baseURI);
const field = document.getElementById('zoek-veld');
const form = field.form;
const filterBox = document.getElementById('zoek-filters');
const status = document.getElementById('zoek-status');
const list = document.getElementById('zoek-resultaten');
const template = document.getElementById('zoek-resultaat');
const moreButton = document.getElementById('zoek-meer');
const nothing = document.getElementById('zoek-niets');
const language = document.documentElement.lang || 'nl';

const PAGE = 10;
const TYPING_PAUSE = 120; // before an answer is asked for
const SLOW = 400; // before it is said that it takes a while
const QUIET = 700; // after the last key, before the count is read out

// A story about this shows its content notes and no summary.
const WITHOUT_SUMMARY = ['suicide', 'zelfbeschadiging', 'seksueel-geweld'];

const numbers = new Intl.NumberFormat(language);
const dates = new Intl.DateTimeFormat(language, {
    day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC',
});

// The theme's words: text('count', { n: 12 }).
const FALLBACK = language.startsWith('en')
    ? { retry: 'Try again', least: 'At least {n} results' }
    : { retry: 'Probeer het opnieuw', least: 'Minstens {n} resultaten' };

function text(key, values = {}) {
    const name = `text-${key}`.replace(/-./g, (pair) => pair[1].toUpperCase());
    const words = main.dataset[name] || FALLBACK[key] || '';
    return words.replace(/\{(\w+)\}/g, (all, value) => values[value] ?? all);
}

function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
}

// ---- What is asked ----

let asked = { query: '', filters: {} };

function filterNames() {
    return [...filterBox.querySelectorAll('[data-filter]')].map((box) => box.dataset.filter);
}

function addressOf({ query, filters }) {
    const values = new URLSearchParams();
    if (query !== '') values.set('q', query);
    for (const [name, chosen] of Object.entries(filters))
        for (const value of chosen) values.append(name, value);
    return `${location.pathname}#${values}`;
}

// Null for an address that asks nothing, such as that of the skip link (#inhoud).
function fromAddress() {
    const values = new URLSearchParams(location.hash.slice(1));
    if (location.hash.length > 1 && !location.hash.includes('=')) return null;
    const filters = {};
    for (const name of filterNames()) {
        const chosen = values.getAll(name).filter((value) => value !== '');
        if (chosen.length > 0) filters[name] = chosen;
    }
    return { query: values.get('q') ?? '', filters };
}

// The form of another page asks with ?q=; here that moves behind the #.
function moveQuery() {
    const query = new URLSearchParams(location.search).get('q');
    if (query === null) return;
    const values = new URLSearchParams(location.hash.includes('=') ? location.hash.slice(1) : '');
    if (!values.has('q') && query !== '') values.set('q', query);
    history.replaceState(null, '', `${location.pathname}#${values}`);
}

// ---- The index ----

let opening = null;
let attempts = 0;

async function openIndex() {
    const address = new URL('reader.js', base);
    if (attempts++ > 0) address.searchParams.set('attempt', attempts);
    const reader = await import(address.href);
    return { reader, index: await reader.open(new URL('../', base).href) };
}

// Opened once; after a failure, again.
function index() {
    opening ??= openIndex().catch((error) => {
        opening = null;
        throw error;
    });
    return opening;
}

// ---- Filters ----

function filterBoxOf(name) {
    const found = [...filterBox.querySelectorAll('[data-filter]')]
        .find((box) => box.dataset.filter === name);
    if (found) return found;
    const legend = element('legend', { textContent: text(`filter-${name}`) || name });
    const made = element('fieldset', { hidden: true }, legend);
    made.dataset.filter = name;
    filterBox.prepend(made);
    return made;
}

function filterLabel(box, name, { name: value, label }) {
    const old = [...box.querySelectorAll('input')].find((input) => input.value === value);
    if (old) return old.parentElement;
    return element('label', {},
        element('input', { type: 'checkbox', name, value }), ' ',
        element('span', { textContent: label }), ' ',
        element('span', { className: 'aantal' }));
}

// The boxes stay the same elements, so that the focus stays where it is; and
// while it is among them, they do not change places.
function showFilter(name, values, chosen) {
    const box = filterBoxOf(name);
    const isBusy = box.contains(document.activeElement);
    const labels = values.map((value) => {
        const label = filterLabel(box, name, value);
        label.querySelector('input').checked = chosen.includes(value.name);
        label.querySelector('.aantal').textContent = numbers.format(value.count);
        return label;
    });
    for (const label of box.querySelectorAll('label'))
        if (!labels.includes(label)) {
            if (!isBusy) label.remove();
            else label.querySelector('.aantal').textContent = numbers.format(0);
        }
    for (const label of labels)
        if (!isBusy || !label.isConnected) box.append(label);
    box.hidden = box.querySelector('label') === null;
}

function showFilters(facets) {
    for (const name of Object.keys(facets).reverse()) filterBoxOf(name);
    for (const [name, values] of Object.entries(facets))
        showFilter(name, values, asked.filters[name] ?? []);
    clearButton.hidden = Object.keys(asked.filters).length === 0;
}

function chosenFilters() {
    const filters = {};
    for (const input of filterBox.querySelectorAll('input:checked'))
        (filters[input.name] ??= []).push(input.value);
    return filters;
}

const clearButton = element('button', {
    type: 'button', className: 'knop', textContent: text('clear'), hidden: true,
});
filterBox.append(clearButton);

// ---- Results ----

function marked(reader, words, forms) {
    return reader.marks(words, forms).map((piece) =>
        piece.marked ? element('mark', { textContent: piece.text }) : piece.text);
}

function inWords(name) {
    return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');
}

function kindOf(result) {
    const special = ['chapter', 'term'].includes(result.base) && text(`kind-${result.base}`);
    return special || text(`kind-${result.kind}`) || inWords(result.kind);
}

function showNotes(item, result) {
    const notes = item.querySelector('.notities');
    if (!notes) return;
    notes.hidden = result.notes.length === 0;
    const names = result.notes
        .map((note) => text(`note-${note}`) || note.replaceAll('-', ' ')).join(', ');
    notes.textContent = `${text('notes')} ${names}`.trim();
}

const CARDS = {
    story: 'kaart-verhaal', guideline: 'kaart-richtlijn', chapter: 'kaart-richtlijn',
};

function resultItem(reader, result) {
    const item = template.content.firstElementChild.cloneNode(true);
    const within = (name) => item.querySelector(`.${name}`);
    if (CARDS[result.base]) item.classList.add(CARDS[result.base]);
    within('titel').href = new URL(`../${result.address}`, base).href;
    within('titel').replaceChildren(...marked(reader, result.title || result.address,
        result.matched));
    within('soort').textContent = kindOf(result);
    if (within('verzonnen')) within('verzonnen').hidden = !result.fictional;
    showNotes(item, result);
    const isHeavy = result.notes.some((note) => WITHOUT_SUMMARY.includes(note));
    within('samenvatting').hidden = isHeavy || result.summary === '';
    if (!isHeavy)
        within('samenvatting').replaceChildren(...marked(reader, result.summary, result.matched));
    if (result.date)
        within('datum').replaceChildren(element('time', {
            dateTime: result.date, textContent: dates.format(new Date(`${result.date}T00:00Z`)),
        }));
    within('chips').replaceChildren(...result.terms.map((term) =>
        element('li', { textContent: term.label })));
    within('chips').hidden = result.terms.length === 0;
    return item;
}

// ---- What is said ----

let saying = null;

// `patience`: while someone types, the counts in between are not read out.
function say(content, patience = 0) {
    clearTimeout(saying);
    saying = setTimeout(() => status.replaceChildren(...content), patience);
}

function countText({ total, more }) {
    if (more) return text('least', { n: numbers.format(total) });
    return total === 1 ? text('one') : text('count', { n: numbers.format(total) });
}

function sayAnswer(answer, patience) {
    const isNothing = answer.total === 0;
    const isAsked = asked.query.trim() !== '' || Object.keys(asked.filters).length > 0;
    nothing?.toggleAttribute('hidden', !isNothing || !isAsked);
    if (!isAsked) {
        say([text('empty')]);
        return;
    }
    const content = [];
    if (answer.corrected !== null)
        content.push(`${text('corrected', { q: answer.corrected })} `);
    content.push(isNothing ? text('none', { q: `“${asked.query}”` }) : countText(answer));
    say(content, patience);
}

function sayFailure(error) {
    const again = element('button', { type: 'button', textContent: text('retry') });
    again.addEventListener('click', () => {
        opening = null;
        answerNow();
        field.focus();
    });
    const isOld = error.code === 'version' && text('version');
    list.replaceChildren();
    moreButton.hidden = true;
    nothing?.toggleAttribute('hidden', true);
    say([`${isOld || text('error')} `, again]);
}

// ---- Asking and showing ----

let turn = 0; // of the question that counts: an answer to an older one is dropped
let shown = 0;

async function ask(offset, limit, prefix) {
    const mine = ++turn;
    const slow = setTimeout(() => mine === turn && say([text('loading')]), SLOW);
    list.setAttribute('aria-busy', 'true');
    try {
        const { reader, index: open } = await index();
        const { query, filters } = asked;
        const answer = await open.search(query, { filters, limit, offset, prefix });
        return mine === turn ? { reader, ...answer } : null;
    } catch (error) {
        if (mine === turn) sayFailure(error);
        return null;
    } finally {
        clearTimeout(slow);
        if (mine === turn) list.removeAttribute('aria-busy');
    }
}

async function answerNow({ limit = PAGE, patience = 0 } = {}) {
    const answer = await ask(0, limit, true);
    if (answer === null) return;
    list.replaceChildren(...answer.results.map((result) => resultItem(answer.reader, result)));
    shown = answer.results.length;
    moreButton.hidden = shown >= answer.total;
    showFilters(answer.facets);
    sayAnswer(answer, patience);
}

async function showMore() {
    const answer = await ask(shown, PAGE, true);
    if (answer === null) return;
    const items = answer.results.map((result) => resultItem(answer.reader, result));
    list.append(...items);
    shown += items.length;
    moreButton.hidden = shown >= answer.total || items.length === 0;
    history.replaceState({ limit: shown }, '');
    sayAnswer(answer, 0);
    items[0]?.querySelector('a').focus();
}

// ---- Events ----

let typing = null;
let kept = ''; // the last address that the back button leads to

function keep(asNew) {
    const address = addressOf(asked);
    if (asNew && address !== kept) history.pushState(null, '', address);
    else history.replaceState(null, '', address);
    if (asNew) kept = address;
}

field.addEventListener('focus', () => index().catch(() => {}), { once: true });

field.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => {
        asked = { ...asked, query: field.value };
        keep(false);
        answerNow({ patience: QUIET });
    }, TYPING_PAUSE);
});

form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(typing);
    asked = { ...asked, query: field.value };
    keep(true);
    answerNow();
});

filterBox.addEventListener('change', () => {
    clearTimeout(typing);
    asked = { query: field.value, filters: chosenFilters() };
    keep(true);
    answerNow();
});

clearButton.addEventListener('click', () => {
    asked = { ...asked, filters: {} };
    keep(true);
    answerNow();
    field.focus();
});

moreButton.addEventListener('click', showMore);

addEventListener('popstate', () => {
    const state = fromAddress();
    if (state === null) return;
    asked = state;
    kept = addressOf(asked);
    field.value = asked.query;
    answerNow({ limit: history.state?.limit ?? PAGE });
});

function start() {
    filterBoxOf('kind');
    moveQuery();
    asked = fromAddress() ?? asked;
    kept = addressOf(asked);
    // What was typed while this script was on its way is not lost.
    if (field.value !== '' && asked.query === '') asked.query = field.value;
    field.value = asked.query;
    const filters = filterBox.closest('details');
    if (filters && matchMedia('(min-width: 48rem)').matches) filters.open = true;
    answerNow({ limit: history.state?.limit ?? PAGE });
}

start();
