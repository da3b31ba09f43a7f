// SPDX-License-Identifier: EUPL-1.2
// Asks a built site's index, one question a line of standard input, and prints what it finds.
// use: node ask.mjs SITE < QUESTIONS
import { load } from '../support/module.mjs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const site = pathToFileURL(`${resolve(process.argv[2])}/`);
const { open } = await load(new URL('search/reader.js', site));

// What fetch() would give, from the disk.
async function fetchFile(address) {
    try {
        return new Response(await readFile(new URL(address)));
    } catch {
        return new Response(null, { status: 404 });
    }
}

const index = await open(site.href, { fetch: fetchFile });
for await (const question of createInterface({ input: process.stdin })) {
    const { total, results } = await index.search(question, { limit: 10 });
    console.log(`${question}: ${total}`);
    for (const result of results) console.log(`  ${result.address} ${result.title}`);
}
