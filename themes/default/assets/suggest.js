// SPDX-License-Identifier: EUPL-1.2
// Suggestions under a search field: a combobox with a list, as the patterns of ARIA have it.

const PAUSE = 100; // after a key, before suggestions are asked for

// field    the <input>, with the role combobox
// list     the <ul>, with the role listbox, under it
// find     (words) => a promise of [{ text, kind, address }]
// kindOf   (suggestion) => what it is, in words
// choose   (suggestion) => does what was chosen
//
// Returns a function that shows what belongs to the words as they are.
export function suggest(field, list, { find, kindOf, choose }) {
    let found = [];
    let active = -1;
    let turn = 0; // an answer to what is no longer asked is dropped
    let waiting = null;

    function activate(number) {
        list.children[active]?.setAttribute('aria-selected', 'false');
        active = number;
        const option = list.children[number];
        option?.setAttribute('aria-selected', 'true');
        option?.scrollIntoView({ block: 'nearest' });
        if (option) field.setAttribute('aria-activedescendant', option.id);
        else field.removeAttribute('aria-activedescendant');
    }

    function show(suggestions) {
        found = suggestions;
        list.replaceChildren(...found.map((suggestion, i) => {
            const option = document.createElement('li');
            option.id = `${list.id}-${i}`;
            option.setAttribute('role', 'option');
            option.setAttribute('aria-selected', 'false');
            for (const words of [suggestion.text, kindOf(suggestion)]) {
                const part = document.createElement('span');
                part.textContent = words;
                option.append(part, ' ');
            }
            return option;
        }));
        activate(-1);
        list.hidden = found.length === 0;
        field.setAttribute('aria-expanded', String(!list.hidden));
    }

    function close() {
        clearTimeout(waiting);
        turn++;
        show([]);
    }

    async function update() {
        const mine = ++turn;
        const words = field.value;
        const suggestions = words.trim() === '' ? [] : await find(words).catch(() => []);
        if (mine === turn && document.activeElement === field) show(suggestions);
    }

    function take(number) {
        const suggestion = found[number];
        close();
        choose(suggestion);
    }

    // The field itself is a place among the options: before the first, after the last.
    function step(by) {
        const places = found.length + 1;
        activate((active + 1 + by + places) % places - 1);
    }

    const KEYS = {
        ArrowDown: () => (list.hidden ? update() : step(1)),
        ArrowUp: () => list.hidden || step(-1),
        Escape: close,
        Enter: () => take(active),
    };

    field.addEventListener('keydown', (event) => {
        const isOurs = {
            ArrowDown: true, ArrowUp: !list.hidden, Escape: !list.hidden, Enter: active >= 0,
        };
        if (event.isComposing || !isOurs[event.key]) return;
        event.preventDefault();
        KEYS[event.key]();
    });

    field.addEventListener('input', () => {
        clearTimeout(waiting);
        waiting = setTimeout(update, PAUSE);
    });

    field.addEventListener('blur', close);
    field.form.addEventListener('submit', close);

    // The field keeps the focus while the mouse or a finger is on an option.
    list.addEventListener('mousedown', (event) => event.preventDefault());
    list.addEventListener('click', (event) => {
        const number = [...list.children].indexOf(event.target.closest('[role=option]'));
        if (number >= 0) take(number);
    });

    return update;
}
