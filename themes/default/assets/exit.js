// SPDX-License-Identifier: EUPL-1.2
// "Leave this page quickly": does what GOV.UK's "Exit this page" does.
//
// The button is a plain link and works without this script. The script covers the page while the
// other one loads, and lets three presses of Shift do the same. It opens no tab and does not touch
// the history: both were found to confuse the people this is for.

const PRESSES = 3;
const PAUSE = 5000; // milliseconds that may pass between two presses, and that a message stays

const box = document.querySelector('.snel-weg');
const button = box.querySelector('.snel-weg-knop');
const status = box.appendChild(document.createElement('span'));
const lights = button.appendChild(document.createElement('span'));

let presses = 0;
let modified = false; // whether Shift was held during the key before: Shift+A is no press of Shift
let pressTimer = 0;
let messageTimer = 0;
let cover = null;

function say(text) {
    clearTimeout(messageTimer);
    status.textContent = text;
}

function count(number) {
    presses = number;
    clearTimeout(pressTimer);
    lights.hidden = number === 0;
    [...lights.children].forEach((light, i) => light.classList.toggle('aan', i < number));
}

// Only what this site itself has kept: other sites may live at the same host.
function forget() {
    for (const name of ['sessionStorage', 'localStorage']) {
        try {
            const storage = window[name];
            Object.keys(storage)
                .filter((key) => key.startsWith('doorleefd'))
                .forEach((key) => storage.removeItem(key));
        } catch {
            // Storage is switched off: nothing was kept.
        }
    }
}

function leave() {
    count(0);
    say('');
    forget();
    document.body.classList.add('weg');
    cover ??= document.body.appendChild(document.createElement('div'));
    cover.className = 'snel-weg-scherm';
    cover.setAttribute('role', 'alert');
    cover.textContent = box.dataset.textLoading; // after it is there, so that it is read aloud
    window.location.href = button.href;
}

function expire() {
    count(0);
    say(box.dataset.textOver);
    messageTimer = setTimeout(say, PAUSE, '');
}

function press() {
    if (presses + 1 >= PRESSES) {
        leave();
        return;
    }
    count(presses + 1);
    say(presses === 1 ? box.dataset.textTwo : box.dataset.textOne);
    pressTimer = setTimeout(expire, PAUSE);
}

function onKey(event) {
    if (event.key === 'Shift' && !modified)
        press();
    else if (presses > 0)
        expire();
    modified = event.shiftKey;
}

// The Back button shows a page that can be used again.
function restore() {
    document.body.classList.remove('weg');
    cover?.remove();
    cover = null;
    count(0);
    say('');
}

status.className = 'onzichtbaar';
status.setAttribute('role', 'status');
lights.className = 'lichtjes';
lights.setAttribute('aria-hidden', 'true');
for (let i = 0; i < PRESSES; i++)
    lights.append(document.createElement('span'));
count(0);

button.addEventListener('keydown', (event) => {
    if (event.key !== ' ')
        return;
    event.preventDefault(); // no scrolling: it is a button to who listens
    leave();
});
document.querySelectorAll('[data-snel-weg]').forEach((link) => {
    link.addEventListener('click', (event) => {
        event.preventDefault();
        leave();
    });
});
document.addEventListener('keyup', onKey, true);
window.addEventListener('pageshow', restore);
