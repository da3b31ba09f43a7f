// SPDX-License-Identifier: EUPL-1.2
// Loads a module whose name ends in .js as a browser would: older Node takes
// such a file for a script where no package.json says otherwise.
import { readFile } from 'node:fs/promises';

export async function load(address) {
    const text = await readFile(address);
    return import(`data:text/javascript;base64,${text.toString('base64')}`);
}
