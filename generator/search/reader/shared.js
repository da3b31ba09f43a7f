// SPDX-License-Identifier: EUPL-1.2
// What is asked for once.

import { SearchError } from './failure.js';

// What `map` has by that name, or what make() promises; a failure is not kept.
export function shared(map, name, make) {
    if (!map.has(name)) {
        map.set(name, make());
        map.get(name).catch(() => map.delete(name));
    }
    return map.get(name);
}

// What is wanted before long: a failure shows when it is.
export const soon = (promise) => promise.catch(() => {});

// What few questions need.  Asked for as this module was, with what stood behind its name.
export const extras = () => import(`./more.js${new URL(import.meta.url).search}`).catch((error) => {
    throw new SearchError('missing', error.message);
});
