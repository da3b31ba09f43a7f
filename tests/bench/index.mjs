// SPDX-License-Identifier: EUPL-1.2
// Asks an index questions over HTTP, with the reader that browsers have, and counts the bytes; then
// prints what was counted for each size, beside the bars.
// use: node index.mjs ask SITE MADE.json QUERIES.json       node index.mjs table ALL.jsonl
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { load } from '../support/module.mjs';
import { host } from './host.mjs';

const BYTES_MOST = 256 * 1024; // of a query, at a million pages
const MEMORY_MOST = 24e9;
const MILLION = 1000000;

// ---- Asking ----

// fetch as a browser has it, which keeps what it got: files of the index never change.
function fetchOnce() {
  const kept = new Map();
  return async (address, options = {}) => {
    const key = `${address} ${options.headers?.Range ?? ''}`;
    if (!kept.has(key)) {
      const answer = await fetch(address, options);
      kept.set(key, { status: answer.status, headers: [...answer.headers], body: new Uint8Array(await answer.arrayBuffer()) });
    }
    const { status, headers, body } = kept.get(key);
    return new Response(body, { status, headers });
  };
}

// { bytes, requests, ms, total } of one question.
async function asked(served, index, { query, filter }, facets) {
  served.take();
  const started = performance.now();
  const filters = filter ? { [filter.group]: [filter.name] } : {};
  const { total, results } = await (await index()).search(query, { filters, facets, passages: false, limit: 10 });
  const ms = performance.now() - started;
  while (served.busy() > 0) await new Promise((done) => setTimeout(done, 1));
  const sent = served.take();
  const wrong = sent.find(({ status }) => status >= 400);
  if (wrong !== undefined) throw new Error(`${wrong.path} is not there`);
  return { bytes: sent.reduce((sum, one) => sum + one.bytes, 0), requests: sent.length, ms, total: Number(total), shown: results.length };
}

function sizeOf(folder) {
  const files = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  return { files: files.length, size: files.reduce((sum, size) => sum + size, 0) };
}

async function ask(site, made, questions) {
  const { queries, warm } = JSON.parse(readFileSync(questions, 'utf8'));
  const folder = join(site, 'search');
  const { open } = await load(pathToFileURL(join(folder, 'reader.js')).href);
  const served = await host(site);
  const script = gzipSync(readFileSync(join(folder, 'reader.js')), { level: 9 }).length;
  const session = {};
  for (const facets of [false, true]) {
    const index = await open(served.base, { fetch: fetchOnce() });
    await index.search(warm, { passages: false, facets });
    session[facets] = index;
  }
  const answers = [];
  for (const question of queries) {
    const answer = { ...question };
    for (const [name, facets] of [['plain', false], ['faceted', true]]) {
      const first = await asked(served, () => open(served.base, { fetch: fetchOnce() }), question, facets);
      answer[name] = {
        first: { ...first, bytes: first.bytes + script },
        further: await asked(served, async () => session[facets], question, facets),
      };
    }
    answers.push(answer);
  }
  await served.close();
  stdout.write(`${JSON.stringify({ ...JSON.parse(readFileSync(made, 'utf8')), ...sizeOf(folder), script, answers })}\n`);
}

// ---- The table ----

const sorted = (list) => [...list].sort((a, b) => a - b);
const part = (list, share) => sorted(list)[Math.min(list.length - 1, Math.floor(list.length * share))];
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
const seconds = (value) => `${value.toFixed(1)} s`;

const bytesOf = (way, time) => ({ answers }) => answers.map((answer) => answer[way][time].bytes);

const spread = (list) => `${kilobytes(part(list, 0.5))} / ${kilobytes(part(list, 0.9))} / ${kilobytes(Math.max(...list))}`;

// label, what is shown, the number that grows, and the bar at a million pages.
const ROWS = [
  ['reading the texts', ({ read }) => seconds(read), ({ read }) => read],
  ['making the index', ({ index }) => seconds(index), ({ index }) => index],
  ['  processor time', ({ cpu }) => seconds(cpu), ({ cpu }) => cpu],
  ['memory before it', ({ held }) => megabytes(held), ({ held }) => held],
  ['peak memory', ({ peak }) => megabytes(peak), ({ peak }) => peak, (site) => [`under ${megabytes(MEMORY_MOST)}`, site.peak < MEMORY_MOST]],
  ['index on disk', ({ size }) => megabytes(size), ({ size }) => size],
  ['files', ({ files }) => String(files), ({ files }) => files],
  ...[['plain', 'first', 'first question'], ['plain', 'further', 'further question'],
    ['faceted', 'first', 'first, with facets'], ['faceted', 'further', 'further, with facets']].map(([way, time, label]) => {
    const bytes = bytesOf(way, time);
    return [label, (site) => spread(bytes(site)), (site) => part(bytes(site), 0.5),
      (site) => [`all under ${kilobytes(BYTES_MOST)}`, Math.max(...bytes(site)) < BYTES_MOST]];
  }),
];

function table(file) {
  const sites = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  sites.forEach((site, i) => {
    console.log(`\n== the index of ${site.pages} pages${i > 0 ? `, and times that of ${sites[i - 1].pages}` : ''} ==`);
    for (const [label, show, grows, bar] of ROWS) {
      const times = i === 0 ? '' : `x${(grows(site) / grows(sites[i - 1])).toFixed(1)}`;
      const [text, ok] = bar === undefined ? ['', null] : bar(site);
      const verdict = ok === null ? '' : ok ? 'ok' : 'NOT';
      console.log(`${label.padEnd(24)}${show(site).padStart(32)}${times.padStart(9)}   ${text.padEnd(22)}${verdict}`.trimEnd());
    }
    const most = site.answers.toSorted?.((a, b) => b.faceted.first.bytes - a.faceted.first.bytes)[0];
    if (most) console.log(`most bytes: '${most.query}' (${most.kind}), ${most.faceted.first.requests} requests`);
  });
  console.log(`\nbytes of a question: median / 90th percentile / most, of 40; the bars are for ${MILLION} pages`);
}

if (argv[2] === 'ask') await ask(...argv.slice(3));
else table(argv[3]);
