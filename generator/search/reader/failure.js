// SPDX-License-Identifier: EUPL-1.2
// What can go wrong: `code` is 'missing' (not there, or no network), 'broken'
// (other bytes than were written) or 'version' (made by another generator).

export class SearchError extends Error {
    constructor(code, message) {
        super(message);
        Object.assign(this, { name: 'SearchError', code });
    }
}

export function fail(what = 'the index') {
    throw new SearchError('broken', `${what} is damaged`);
}
