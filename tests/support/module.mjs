// SPDX-License-Identifier: EUPL-1.2
// Loads a module whose name ends in .js, and what it imports from beside it, as
// a browser would: Node takes such a file for a script where no package.json
// says otherwise.
import { rmSync } from 'node:fs';
import { cp, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export async function load(address) {
    const file = fileURLToPath(address);
    const folder = await mkdtemp(path.join(tmpdir(), 'doorleefd-module-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
    for (const name of await readdir(path.dirname(file)))
        if (name.endsWith('.js')) await cp(path.join(path.dirname(file), name), path.join(folder, name));
    return import(pathToFileURL(path.join(folder, path.basename(file))).href);
}
