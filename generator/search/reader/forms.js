// SPDX-License-Identifier: EUPL-1.2
// What a word may be a form of, as generator/format/forms.c tells.

function openStem(stem, least, add) {
    const last = stem.slice(-1);
    const hard = { z: 's', v: 'f' }[last] || last;
    const short = stem.slice(0, -1);
    if (/([b-df-hj-np-tv-z])\1$/.test(stem)) {
        add(short, least);
        return;
    }
    if (/(^|[^aeiou])[aeou][b-df-hj-np-tv-z]$/.test(stem))
        add(short + short.slice(-1) + hard, least);
    if (hard !== last) add(short + hard, least);
    else if (/([aeiou]{2}|[b-df-hj-np-tv-z])$/.test(stem)) add(stem, least);
}

// What a word that does not occur may be a form of, the likeliest first.
export function candidates(word) {
    const found = [];
    const add = (base, least) => {
        if (base.length >= least) found.push(base);
    };
    if (!/^[a-z]{4,}$/.test(word)) return found;
    if (word.endsWith('en')) {
        add(word.slice(0, -1), 5);
        if (!/[^e]een$/.test(word)) openStem(word.slice(0, -2), 3, add);
    } else if (word.endsWith('e')) {
        openStem(word.slice(0, -1), 4, add);
    } else if (/([^s]s|[^t]t)$/.test(word)) {
        add(word.slice(0, -1), 4);
    }
    return found;
}
