// SPDX-License-Identifier: EUPL-1.2
// The search field of other pages: what was typed goes to the search page behind the # of its
// address, which browsers send to nobody. Without this script the page opens without it.

for (const form of document.querySelectorAll('.zoekvorm[action]'))
    form.addEventListener('submit', (event) => {
        event.preventDefault();
        const address = new URL(form.action);
        address.hash = new URLSearchParams({ q: form.querySelector('input').value });
        location.assign(address);
    });
