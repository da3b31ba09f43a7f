// SPDX-License-Identifier: EUPL-1.2
// The search page: asks the index (search/reader.js) and shows what it answers.
//
// What is asked stands behind the # of the address (#q=vrije+ruimte&sector=ggz&sort=date):
// it is kept, can be shared, and is never sent to a server.

const byId = (id) => document.getElementById(`zoek-${id}`);
const main = document.querySelector('[data-base]');
const base = new URL(main.dataset.base, document.baseURI);
const site = new URL('../', base).href;
const field = byId('veld');
const panel = byId('filterblok');
const groupBoxes = [...panel.querySelectorAll('[data-filter]')];
const state = byId('stand'); // what is said, to be seen
const spoken = byId('status'); // and to be heard
const choices = byId('keuzes');
const order = byId('volgorde');
const help = byId('hulp'); // not there on a site without help lines
const list = byId('resultaten');
const moreButton = byId('meer');

const PAGE = 10;
const CARD = 400; // a card and what stands above the list take at least so much of the window
const TYPING_PAUSE = 120; // after a key, before an answer is asked for
const QUIET = 700; // before the count is read out, and the address written
const SLOW = 300; // before it is said that it takes a while
const TOO_SLOW = 15000; // and then, before one can try again
const SUGGESTIONS = 6;
const WIDE = matchMedia('(min-width: 62rem)');

const ownLanguage = document.documentElement.lang || 'nl';
const locale = main.dataset.locale?.replace('_', '-') ?? ownLanguage;
const numbers = new Intl.NumberFormat(locale);
const dates = new Intl.DateTimeFormat(locale, {
    day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC',
});

// The theme's words, in pieces: sentence('count', { n: 12 }) is ['', 12, ' resultaten'].
function sentence(key, values = {}) {
    const name = `text-${key}`.replace(/-./g, (pair) => pair[1].toUpperCase());
    return (main.dataset[name] ?? '').split(/\{(\w+)\}/)
        .map((piece, i) => (i % 2 ? values[piece] ?? '' : piece));
}

const text = (key, values) => sentence(key, values).join('');

const inWords = (name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');
const kindName = (name) => text(`kind-${name}`) || inWords(name);

function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
}

// ---- What is asked ----

let asked = { query: '', filters: {}, sort: '', language: '' };

function addressOf({ query, filters, sort, language }) {
    const values = new URLSearchParams();
    if (query !== '') values.set('q', query);
    for (const [name, chosen] of Object.entries(filters))
        for (const value of chosen) values.append(name, value);
    if (sort) values.set('sort', sort);
    if (language) values.set('taal', language);
    return `${location.pathname}#${values}`;
}

// Null where nothing is asked, as by the skip link (#_inhoud).
function fromAddress() {
    const values = new URLSearchParams(location.hash.slice(1));
    if (location.hash.length > 1 && !location.hash.includes('=')) return null;
    const filters = {};
    for (const { dataset: { filter } } of groupBoxes) {
        const chosen = values.getAll(filter).filter((value) => value !== '');
        if (chosen.length > 0) filters[filter] = chosen;
    }
    return {
        query: values.get('q') ?? '',
        filters,
        sort: values.get('sort') === 'date' ? 'date' : '',
        language: values.get('taal') ?? '',
    };
}

let kept = ''; // the address of this entry of the history

// What was typed writes over what was being typed; what was asked with Enter, a
// choice or a link stays, so that the button "back" leads to it.
function keep(isTyping) {
    const address = addressOf(asked);
    const isNew = address !== kept && !history.state?.typing && !kept.endsWith('#');
    const entry = isTyping && address !== kept ? { typing: true } : null;
    history[isNew ? 'pushState' : 'replaceState'](entry, '', address);
    kept = address;
}

const words = () => asked.query.trim();
const hasFilters = (filters) => Object.keys(filters).length > 0;
const isAsked = () => words() !== '' || hasFilters(asked.filters);

// ---- The index, and the other parts of this page ----

// A part that could not be fetched is not asked for again under the same name.
function fetched(part) {
    const address = new URL(main.dataset[part], document.baseURI);
    if (failures > 0) address.hash = failures;
    return import(address.href);
}

let opening = null;
let failures = 0;

// A reader that is older than the index is asked for once more, past what the browser keeps.
async function openIndex(language) {
    const address = new URL('reader.js', base);
    if (failures > 0) address.searchParams.set('keer', `${failures}-${Date.now()}`);
    try {
        const [reader, results] = await Promise.all([import(address.href), fetched('results')]);
        const open = await reader.open(site, { language });
        return { reader, open, ...results.resultList({
            template: byId('resultaat'), marks: reader.marks,
            site, sentence, kindName, inWords, dates, element,
        }) };
    } catch (error) {
        if (failures++ === 0 && error.code === 'version') return openIndex(language);
        throw error;
    }
}

// Opened once for a language; after a failure, again.
function index() {
    const language = asked.language || ownLanguage;
    if (opening?.language !== language) {
        const mine = { language, ready: openIndex(language) };
        opening = mine;
        mine.ready.catch(() => {
            if (opening === mine) opening = null;
        });
    }
    return opening.ready;
}

async function answered(wish) {
    const opened = await index();
    const { query, filters, sort } = asked;
    const wanted = { filters, sort: sort || 'relevance', ...wish };
    const found = await opened.open.search(query, wanted);
    return { ...opened, ...found, part: hasFilters(found.filters) ? await filterPart() : null };
}

// Of a site that was published anew files may be gone: the newest root names others.
function ask(wish) {
    return answered(wish).catch((error) => {
        if (!['missing', 'broken'].includes(error.code)) throw error;
        opening = null;
        return answered(wish);
    });
}

// ---- What is said ----

let speaking = null;

// `patience`: while someone types, the counts in between are not read out.
function speak(words, patience = 0) {
    clearTimeout(speaking);
    speaking = setTimeout(() => { spoken.textContent = words; }, patience);
}

// The focus stays when what had it goes.
function keepingFocus(show) {
    const had = document.activeElement;
    show();
    if (had !== document.body && document.activeElement === document.body) state.focus();
}

function show(paragraphs, patience) {
    keepingFocus(() => state.replaceChildren(...paragraphs));
    const offer = help?.hidden === false ? [help.querySelector('h2')] : [];
    speak([...offer, ...paragraphs].map(({ textContent }) => textContent).join(' '), patience);
}

function failure(error, again) {
    const isOld = error.code === 'version';
    const button = element('button', {
        type: 'button', className: 'knop', textContent: text(isOld ? 'reload' : 'retry'),
    });
    button.addEventListener('click', () => {
        if (isOld) location.reload();
        opening = null;
        again();
    });
    return element('p', { className: 'mislukt' },
        element('span', { textContent: text(isOld ? 'version' : 'error') }), ' ', button);
}

function linkTo(question, words) {
    return element('a', { href: addressOf({ ...asked, ...question }), textContent: words });
}

function countText({ total, more }) {
    if (total === 0 && words() !== '')
        return text(more ? 'none-yet' : 'none', { q: `“${words()}”` });
    const key = more ? 'least' : total === 1 ? 'one' : 'count';
    return text(key, { n: numbers.format(total) });
}

function sayAnswer(found, patience) {
    const count = element('strong', { textContent: countText(found) });
    show([
        ...found.remarks(found, words(), linkTo),
        element('p', {}, isAsked() ? count : text('empty')),
    ], patience);
}

// Who asks for what hurts sees with whom to talk; also while nothing was found yet.
function offerHelp(query) {
    const plain = query.normalize().toLowerCase().replace(/\s+/g, ' ');
    if (help) help.hidden = !new RegExp(help.dataset.words).test(plain);
}

// ---- Filters ----

let filtering = null;

// What filters need is fetched when there are any, or they can be seen.
function filterPart() {
    filtering ??= fetched('filters').then(({ filterPanel, withoutFilters }) => ({
        withoutFilters,
        ...filterPanel(panel, choices, {
            asked: () => asked, ask, change, text, number: numbers.format, element, fail: failure,
            nameOf: (group, name, label) =>
                (group === 'kind' && kindName(name)) || label || inWords(name),
        }),
    })).catch((error) => {
        filtering = null;
        failures++;
        throw error;
    });
    return filtering;
}

// Counts are asked for after the results, and only when they can be seen.
async function countFilters() {
    if (answering || !panel.open) return;
    panel.querySelector('.mislukt')?.remove();
    try {
        const { count } = await filterPart();
        if (!answering) count();
    } catch (error) {
        panel.append(failure(error, countFilters));
    }
}

// A filter that was typed (sector:ggz) and understood becomes a choice, and leaves the words.
function takeTyped(found) {
    const query = found.part?.withoutFilters(asked.query, asked.filters, found) ?? asked.query;
    if (query === asked.query) return;
    asked = { ...asked, query, filters: found.filters };
    field.value = query;
    kept = addressOf(asked);
    history.replaceState(null, '', kept);
}

// ---- Asking and showing ----

let turn = 0; // of the question that counts: an answer to an older one is dropped
let answering = false;
let slow = null;
let shown = 0;

// Does `use` with the answer, unless something else was asked in the meantime.
async function answer(wish, { use, fail, wait }) {
    const mine = ++turn;
    const isMine = () => {
        if (mine !== turn) return false;
        clearTimeout(slow);
        answering = false;
        list.removeAttribute('aria-busy');
        return true;
    };
    clearTimeout(slow);
    slow = setTimeout(() => {
        wait();
        slow = setTimeout(fail, TOO_SLOW, {});
    }, SLOW);
    answering = true;
    list.setAttribute('aria-busy', 'true');
    try {
        // The passages of the cards in view; the others read theirs when they come near it.
        const passages = Math.ceil(innerHeight / CARD);
        const found = await ask({ facets: false, passages, ...wish });
        if (isMine()) use(found);
    } catch (error) {
        if (isMine()) fail(error);
    }
}

function showLanguages({ languages = [], language }) {
    const links = languages.map(({ code, label }) => {
        const link = linkTo({ language: code === ownLanguage ? '' : code }, label);
        link.lang = code;
        if (code === language) link.setAttribute('aria-current', 'true');
        return link;
    });
    const place = byId('talen');
    const focused = [...place.querySelectorAll('a')].indexOf(document.activeElement);
    place.hidden = links.length < 2;
    place.firstElementChild.replaceChildren(...links.map((link) => element('li', {}, link)));
    links[focused]?.focus();
    list.lang = language ?? '';
}

function showAnswer(found, patience) {
    list.replaceChildren(...found.results.map(found.card));
    offerHelp(`${asked.query} ${found.corrected}`);
    shown = found.results.length;
    moreButton.hidden = shown >= found.total;
    order.hidden = found.total < 2 || words() === '';
    byId('niets').hidden = !isAsked() || found.total > 0 || found.more;
    byId('lijsten').hidden = isAsked() && found.total > 0;
    keepingFocus(() => {
        found.part?.choose(found.results);
        choices.hidden = !hasFilters(asked.filters);
    });
    sayAnswer(found, patience);
    showLanguages(found.open);
    panel.hidden = false;
    countFilters();
}

// The lists can do without the index.
function showFailure(error) {
    list.replaceChildren();
    for (const part of [moreButton, byId('niets'), order]) part.hidden = true;
    byId('lijsten').hidden = false;
    show([failure(error, answerNow)]);
}

function answerNow({ limit = PAGE, patience = 0, isTyping = false, scroll } = {}) {
    clearTimeout(typing);
    offerHelp(asked.query);
    for (const input of order.querySelectorAll('input')) input.checked = input.value === asked.sort;
    answer({ limit }, {
        use(found) {
            if (!isTyping) takeTyped(found);
            // Half a word may find nothing: that is said when no letter follows.
            if (isTyping && isAsked() && found.total === 0)
                typing = setTimeout(showAnswer, QUIET, found);
            else showAnswer(found, patience);
            if (scroll) scrollTo({ top: scroll, behavior: 'instant' });
        },
        fail: showFailure,
        wait: () =>
            show([element('p', { className: 'bezig', textContent: text('loading') })], patience),
    });
}

function showMore() {
    const place = moreButton.parentElement;
    const { textContent } = moreButton;
    place.querySelector('.mislukt')?.remove();
    answer({ limit: PAGE, offset: shown }, {
        use(found) {
            const items = found.results.map(found.card);
            place.querySelector('.mislukt')?.remove();
            list.append(...items);
            shown += items.length;
            moreButton.textContent = textContent;
            moreButton.hidden = shown >= found.total || items.length === 0;
            history.replaceState({ ...history.state, limit: shown }, '');
            sayAnswer(found);
            items[0]?.querySelector('a').focus();
            countFilters();
        },
        fail(error) {
            moreButton.textContent = textContent;
            place.append(failure(error, showMore));
            speak(text('error'));
        },
        wait() { moreButton.textContent = text('loading'); },
    });
}

// ---- Events ----

let typing = null;
let keeping = null;

function change(question) {
    asked = { ...asked, query: field.value, ...question };
    clearTimeout(keeping);
    keep(false);
    answerNow();
}

function keepTyped() {
    clearTimeout(keeping);
    if (asked.query === field.value && addressOf(asked) !== kept) keep(true);
}

field.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => {
        asked = { ...asked, query: field.value };
        answerNow({ patience: QUIET, isTyping: true });
        clearTimeout(keeping);
        keeping = setTimeout(keepTyped, QUIET);
    }, TYPING_PAUSE);
});

field.addEventListener('blur', keepTyped);

field.form.addEventListener('submit', (event) => {
    event.preventDefault();
    change({});
});

panel.addEventListener('toggle', countFilters, true);

order.addEventListener('change', ({ target }) => change({ sort: target.value }));

moreButton.addEventListener('click', showMore);

byId('over')?.addEventListener('click', () => state.focus());

// For who comes back.
list.addEventListener('click', () =>
    history.replaceState({ ...history.state, limit: shown, scroll: scrollY }, ''));

addEventListener('popstate', () => {
    const question = fromAddress();
    if (question === null) return;
    asked = question;
    kept = addressOf(asked);
    field.value = asked.query;
    answerNow(history.state ?? {});
});

// Suggestions are fetched with the first word that is typed.
field.addEventListener('focus', async () => {
    const before = field.value;
    const { suggest } = await fetched('suggest').catch(() => ({}));
    const update = suggest?.(field, byId('suggesties'), {
        find: async (typed) => (await index()).open.suggest(typed, { limit: SUGGESTIONS }),
        kindOf: ({ kind }) => text(`suggest-${kind}`),
        choose({ text: query, kind, address, group, name }) {
            if (kind !== 'word')
                return location.assign(new URL(address ?? `${group}/${name}/`, site).href);
            field.value = query;
            change({});
        },
    });
    if (field.value !== before) update?.();
}, { once: true });

// The examples of the help are links; one has a filter of this site.
async function showExamples() {
    for (const link of byId('tips').querySelectorAll('a'))
        link.href = addressOf({ ...asked, query: link.textContent, filters: {} });
    const { open } = await index();
    const { name } = open.groups[1];
    const { facets: { [name]: [value] } } =
        await open.search('', { limit: 0, facets: [name], passages: false });
    if (!value) return;
    const link = linkTo({ query: `${name}:${value.name}`, filters: {} }, `${name}:${value.name}`);
    link.className = 'chip';
    byId('tip-filter').append(link);
    byId('tip-filter').hidden = false;
}

byId('tips').addEventListener('toggle', () => showExamples().catch(() => {}), { once: true });

function start() {
    byId('kapot')?.remove();
    asked = fromAddress() ?? asked;
    // The form of another page asks with ?q=; here that moves behind the #.
    const query = new URLSearchParams(location.search).get('q');
    if (query !== null) {
        asked.query ||= query;
        history.replaceState(null, '', addressOf(asked));
    }
    kept = addressOf(asked);
    // What was typed while this script was on its way is not lost.
    field.value = asked.query ||= field.value;
    for (const box of groupBoxes.slice(0, 2)) box.open = true;
    panel.open = WIDE.matches;
    WIDE.addEventListener('change', () => { panel.open = WIDE.matches; });
    answerNow(history.state ?? {});
}

start();
