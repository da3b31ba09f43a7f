// SPDX-License-Identifier: EUPL-1.2
// The filters of the search page: boxes to tick, each with how many results it leaves; what is
// chosen, to be taken away again; and those that were typed.

const VALUES = 8; // of a group that are shown at first

const TYPED = /(^|\s)([^\s:"]+):("[^"]*"|“[^”]*”|[^\s"“]+)/g;

const isNew = (filters, before, group) =>
    (filters[group] ?? []).some((value) => !before[group]?.includes(value));

// A filter in the words of a query (sector:ggz), when `filters`, which are those of the answer, has
// it: the query without it.
export function withoutFilters(query, before, { reader, open, filters }) {
    const groupOf = (name) => open.groups.find((group) => group.name === name ||
        reader.plain(group.label) === name || (group.name === 'kind' && name === 'soort'))?.name;
    const rest = query.replace(TYPED, (all, space, name) =>
        (isNew(filters, before, groupOf(reader.plain(name))) ? space : all));
    return rest === query ? query : rest.replace(/\s+/g, ' ').trim();
}

// panel    the <details> with a <details data-filter> for each group
// choices  the <ul> for what is chosen
// asked    () => the question that stands: { query, filters }, another object when it changes
// ask      (wish) => a promise of the answer to it
// change   ({ filters }) => asks with these
// text     (key, values) => words of the theme
// nameOf   (group, value, label) => what a value is called
// number   (count) => as it is written
// element  makes one
// fail     (error, again) => an element that says so
export function filterPanel(panel, choices, given) {
    const { asked, ask, change, text, nameOf, number, element, fail } = given;
    const boxes = [...panel.querySelectorAll('[data-filter]')];
    const counted = new Set();
    const labels = new Map(); // names of values, by group and value
    let question = null; // that the counts are of

    const keyOf = (group, value) => `${group}:${value}`;

    function labelOf(group, { name, label }) {
        const words = nameOf(group, name, label);
        labels.set(keyOf(group, name), words);
        return element('label', {},
            element('input', { type: 'checkbox', name: group, value: name }), ' ',
            element('span', { textContent: words }), ' ',
            element('span', { className: 'aantal' }));
    }

    function toggled(group, value, isChosen) {
        const { [group]: values = [], ...filters } = asked().filters;
        const others = values.filter((other) => other !== value);
        if (isChosen) others.push(value);
        return others.length > 0 ? { ...filters, [group]: others } : filters;
    }

    function tick() {
        const { filters } = asked();
        for (const input of panel.querySelectorAll('input'))
            input.checked = filters[input.name]?.includes(input.value) ?? false;
    }

    // The first values, and those that are chosen; the button shows all.
    function fold(box) {
        const values = [...box.querySelectorAll('label')];
        const button = box.querySelector('button');
        values.forEach((label, i) => {
            label.hidden = i >= VALUES && !('all' in box.dataset) && !label.control.checked;
        });
        button.hidden = !values.some(({ hidden }) => hidden);
        button.textContent = text('all', { n: number(values.length) });
        box.hidden = values.length === 0;
    }

    // Of what was chosen in an address the names are known when it is counted.
    function name() {
        for (const button of choices.querySelectorAll('[data-key]'))
            button.firstChild.data = labels.get(button.dataset.key) ?? button.firstChild.data;
    }

    // As long as the words stay, and while the focus is in the box, values keep their places.
    function show(box, values) {
        const group = box.dataset.filter;
        const { query } = asked();
        const stays = box.dataset.query === query || box.contains(document.activeElement);
        const known = new Map();
        for (const label of box.querySelectorAll('label')) known.set(label.control.value, label);
        if (group === 'jaar') values.sort((a, b) => b.name - a.name);
        const found = values.map((value) => {
            const label = known.get(value.name) ?? labelOf(group, value);
            label.lastElementChild.textContent = number(value.count);
            known.delete(value.name);
            return label;
        });
        for (const label of known.values())
            if (stays) label.lastElementChild.textContent = number(0);
            else label.remove();
        box.querySelector('[role=group]')
            .append(...found.filter((label) => !stays || !label.isConnected));
        box.dataset.query = query;
    }

    // Asks for the counts that can be seen and are not there yet.
    async function count() {
        const mine = asked();
        if (mine !== question) counted.clear();
        question = mine;
        tick();
        const wanted = boxes.filter((box) => box.open && !counted.has(box));
        if (!panel.open || wanted.length === 0) return;
        for (const box of wanted) counted.add(box);
        panel.querySelector('.mislukt')?.remove();
        try {
            const groups = wanted.map((box) => box.dataset.filter);
            const { facets } = await ask({ limit: 0, facets: groups, passages: false });
            if (mine !== question) return;
            for (const box of wanted) show(box, facets[box.dataset.filter] ?? []);
            tick();
            name();
            wanted.forEach(fold);
        } catch (error) {
            if (mine !== question) return;
            for (const box of wanted) counted.delete(box);
            panel.append(fail(error, count));
        }
    }

    // What is chosen, each with a button that takes it away.
    function choose(results) {
        for (const { terms } of results)
            for (const { taxonomy, name, label } of terms) labels.set(keyOf(taxonomy, name), label);
        const pairs = Object.entries(asked().filters)
            .flatMap(([group, values]) => values.map((value) => [group, value]));
        const button = (filters, ...words) => {
            const made = element('button', { type: 'button', className: 'chip' }, ...words);
            made.addEventListener('click', () => change({ filters }));
            return made;
        };
        const buttons = pairs.map(([group, value]) => {
            const made = button(toggled(group, value, false),
                labels.get(keyOf(group, value)) ?? nameOf(group, value), element('span', {
                    className: 'onzichtbaar', textContent: ` ${text('remove')}`,
                }));
            made.dataset.key = keyOf(group, value);
            return made;
        });
        if (pairs.length > 1) buttons.push(button({}, text('clear')));
        choices.replaceChildren(...buttons.map((one) => element('li', {}, one)));
    }

    for (const box of boxes)
        box.querySelector('button').addEventListener('click', () => {
            const first = box.querySelector('label[hidden] input');
            box.dataset.all = '';
            fold(box);
            first.focus();
        });

    panel.addEventListener('change', ({ target: { name, value, checked } }) =>
        change({ filters: toggled(name, value, checked) }));

    return { count, choose };
}
