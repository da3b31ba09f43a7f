// SPDX-License-Identifier: EUPL-1.2
// Prints what was measured on one site beside the bars, or how it grows from size to size.
// use: node table.mjs TITLE MEASURED ANSWERS.json
//      node table.mjs --growth FOLDER SIZE...
//
// MEASURED has lines "name number...".  Once for each run: ours and theirs (wall seconds, CPU seconds,
// peak MiB), stage (the same of the index alone; MiB that it adds to the peak).  Once: pages (those that
// Pagefind got, those that our index has), size-ours and size-theirs (bytes, files), reader (bytes of
// it, of all modules), versions.  For each change: churn (pages, files that are new, gone, of so many, bytes that are new).
import { existsSync, readFileSync } from 'node:fs';
import { argv } from 'node:process';

// ---- Numbers ----

// The value below or at which so much of all lies.
function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
}

const median = (values) => quantile(values, 0.5);
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

function measuredOf(path) {
  const measured = {};
  for (const line of readFileSync(path, 'utf8').split('\n').filter(Boolean)) {
    const [name, ...rest] = line.split(' ');
    (measured[name] ??= []).push(rest.map((value) => (Number.isNaN(Number(value)) ? value : Number(value))));
  }
  return measured;
}

const column = (rows, at) => rows?.map((row) => row[at]);

const units = {
  KB: (value) => `${(value / 1000).toFixed(value < 10000 ? 2 : 1)} KB`,
  MB: (value) => `${(value / 1e6).toFixed(2)} MB`,
  ms: (value) => `${value.toFixed(1)} ms`,
  s: (value) => `${value.toFixed(3)} s`,
  MiB: (value) => `${value.toFixed(0)} MiB`,
  count: (value) => String(Math.round(value)),
};

// ---- Rows ----

function printTable(head, rows) {
  const all = [head, ...rows].map((row) => row.map((cell) => cell ?? ''));
  const widths = head.map((_, i) => Math.max(3, ...all.map((row) => row[i].length)));
  const line = (row) => `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  console.log(line(all[0]));
  console.log(`| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`);
  for (const row of all.slice(1)) console.log(line(row));
  console.log();
}

// The bars: a share of what Pagefind has in the same run, or a limit by itself.
const share = (most, told) => ({ told: `at most ${told}`, holds: (own, other) => own <= most * other });
const fifth = share(1 / 5, '1/5');
const quarter = share(1 / 4, '1/4');
const sixth = share(1 / 6, '1/6');
const half = share(1 / 2, '1/2');
const tenth = share(1 / 10, '1/10');
const ahead = { told: 'ahead', holds: (own, other) => own < other };
const below = (limit, told) => ({ told, holds: (own) => own < limit, isAlone: true });

let reached = 0;
let tried = 0;

// [name, ours, ours all at once, theirs, share, bar, whether it holds]
function row(name, unit, own, faceted, other, bar) {
  const show = (value) => (value === undefined || Number.isNaN(value) ? '–' : units[unit](value));
  const ratio = own !== undefined && other > 0 ? (own / other).toFixed(3) : '';
  const canJudge = bar && own !== undefined && (bar.isAlone || other !== undefined);
  let verdict = bar ? '–' : '';
  if (canJudge) {
    const holds = bar.holds(own, other);
    verdict = holds ? 'yes' : 'NO';
    tried++;
    if (holds) reached++;
  }
  return [name, show(own), faceted === null ? '' : show(faceted), show(other), ratio, bar?.told, verdict];
}

const HEAD = ['what', 'Doorleefd', 'all at once', 'Pagefind', 'share', 'bar', 'holds'];

// ---- One site ----

const first = (list, questions) => list.slice(0, questions.length);

function answerRows({ engines, queries }) {
  const [own, faceted, other] = engines;
  const of = (pick) => [own, faceted, other].map((engine) => engine && pick(engine));
  const bytes = (phase, part) => of((engine) => quantile(first(engine[phase], queries).map((told) => told.bytes), part));
  const requests = (phase) => of((engine) => median(first(engine[phase], queries).map((told) => told.requests)));
  const time = (phase, part) => of((engine) => quantile(engine[phase].map((told) => told.ms), part));
  const kept = (pick) => of((engine) => mean(first(engine.repeat, queries).map(pick)));
  // Of each question the median of the rounds: a profile counts what interrupts the browser, too.
  const script = (part) => [own, faceted].map((engine) => quantile(queries.map((_, i) =>
    median(engine.repeat.filter((_, at) => at % queries.length === i).map((told) => told.script))), part));
  return [
    row('first question, bytes: median', 'KB', ...bytes('cold', 0.5), fifth),
    row('  90th percentile', 'KB', ...bytes('cold', 0.9), fifth),
    row('  most', 'KB', ...bytes('cold', 1)),
    row('  requests, median', 'count', ...requests('cold')),
    row('between the first and the next, bytes: once', 'KB', ...of(({ between }) => between)),
    row('further question, bytes: median', 'KB', ...bytes('session', 0.5), quarter),
    row('  90th percentile', 'KB', ...bytes('session', 0.9), sixth),
    row('  most', 'KB', ...bytes('session', 1)),
    row('  requests, median', 'count', ...requests('session')),
    row('first question, time: median', 'ms', ...time('cold', 0.5), ahead),
    row('  90th percentile', 'ms', ...time('cold', 0.9)),
    row('  99th percentile', 'ms', ...time('cold', 0.99), ahead),
    row('further question, time: median', 'ms', ...time('session', 0.5), ahead),
    row('  90th percentile', 'ms', ...time('session', 0.9)),
    row('  99th percentile', 'ms', ...time('session', 0.99), ahead),
    row('the same on a new page, time: median', 'ms', ...time('repeat', 0.5)),
    row('  99th percentile', 'ms', ...time('repeat', 0.99)),
    row('  bytes that the browser did not keep: mean', 'KB', ...kept((told) => told.bytes)),
    row('  requests for these: mean', 'count', ...kept((told) => told.requests)),
    row('  script, of each the median: median', 'ms', ...script(0.5), undefined, below(16, 'below 16 ms')),
    row('  script: the most of all questions', 'ms', ...script(1), undefined, below(16, 'below 16 ms')),
    row('  CPU of the page, all threads: mean', 'ms', ...of((engine) => mean(engine.cpu))),
  ];
}

function indexRows(measured) {
  const one = (name, at) => measured[name]?.[0][at];
  const middle = (name, at) => measured[name] && median(column(measured[name], at));
  const most = (name, at) => measured[name] && Math.max(...column(measured[name], at));
  return [
    row('size of the index', 'MB', one('size-ours', 0), null, one('size-theirs', 0), half),
    row('  files', 'count', one('size-ours', 1), null, one('size-theirs', 1), fifth),
    row('time to index: the stage of the index', 's', middle('stage', 0), null, middle('theirs', 0), tenth),
    row('  the whole build, all pages included', 's', middle('ours', 0), null, middle('theirs', 0), tenth),
    row('  CPU: the stage of the index', 's', middle('stage', 1), null, middle('theirs', 1)),
    row('peak memory, of the whole build', 'MiB', most('ours', 2), null, most('theirs', 2), tenth),
    row('  what the stage of the index adds to it', 'MiB', most('stage', 2)),
    row('reader module, gzip -9', 'KB', one('reader', 0), null, undefined, below(14000.5, 'at most 14 KB')),
    row('  with the modules that it loads when needed', 'KB', one('reader', 1)),
  ];
}

const KINDS = [
  ['common', 'common word'], ['rare', 'rare word'], ['several', '2 to 4 words'],
  ['prefix', 'half typed'], ['typo', 'one typing error'], ['filter', 'word and filter'],
];

function printKinds({ engines, queries }) {
  const own = engines[0];
  const other = engines.at(-1).name === 'Pagefind' ? engines.at(-1) : null;
  const cell = (engine, kind, phase, pick, unit) => {
    if (!engine) return '–';
    const isBytes = unit === 'KB';
    const list = isBytes ? first(engine[phase], queries) : engine[phase];
    return units[unit](median(list.filter((_, i) => queries[i % queries.length].kind === kind).map(pick)));
  };
  const answered = (engine, kind) => engine
    ? `${first(engine.cold, queries).filter((told, i) => queries[i].kind === kind && told.shown > 0).length}` : '–';
  const bytes = (told) => told.bytes;
  const ms = (told) => told.ms;
  printTable(
    ['by kind: medians of ours / Pagefind', 'questions', 'answered', 'bytes first', 'bytes further', 'ms first', 'ms further'],
    KINDS.map(([kind, name]) => [
      name,
      String(queries.filter((query) => query.kind === kind).length),
      `${answered(own, kind)} / ${answered(other, kind)}`,
      ...[['cold', bytes, 'KB'], ['session', bytes, 'KB'], ['cold', ms, 'ms'], ['session', ms, 'ms']].map(
        ([phase, pick, unit]) => `${cell(own, kind, phase, pick, unit)} / ${cell(other, kind, phase, pick, unit)}`),
    ]));
}

// What the bytes of a first question are, on average.
function printParts({ engines, queries }) {
  for (const { name, cold, session } of engines) {
    const list = (phase) => {
      const sums = new Map();
      for (const { parts } of first(phase, queries))
        for (const [part, bytes] of Object.entries(parts)) sums.set(part, (sums.get(part) ?? 0) + bytes);
      return [...sums].sort(([, a], [, b]) => b - a)
        .map(([part, sum]) => `${part} ${units.KB(sum / queries.length)}`).join(', ');
    };
    console.log(`${name}, mean of a first question: ${list(cold)}`);
    console.log(`${name}, mean of a further one: ${list(session)}`);
  }
  console.log();
}

// Of each round the further question that took longest: what the 99th percentile is made of.
function printSlowest({ engines, queries, rounds }) {
  for (const { name, session } of engines) {
    const slowest = Array.from({ length: rounds }, (_, round) => {
      const asked = session.slice(round * queries.length, (round + 1) * queries.length);
      const { ms, requests, bytes } = asked.reduce((one, other) => (other.ms > one.ms ? other : one));
      const { query, kind } = queries[asked.findIndex((told) => told.ms === ms)];
      return `'${query}' (${kind}) ${units.ms(ms)}, ${requests} requests, ${units.KB(bytes)}`;
    });
    console.log(`${name}, slowest further question of each round: ${slowest.join('; ')}`);
  }
  console.log();
}

const CHANGES = { erbij: 'a page more', anders: 'a page with a sentence more', eraf: 'a page less' };

function printChurn(measured) {
  if (!measured.churn) return;
  printTable(
    ['what a change changes in our index', 'pages', 'files that are new', 'gone', 'of', 'bytes that are new'],
    measured.churn.map(([change, ...counts]) =>
      [CHANGES[change], ...counts.map((count, i) => (i < 4 ? String(count) : units.KB(count)))]));
}

function printSite(title, measured, answers) {
  const { rounds, pages, words, ranges, latency, queries } = answers;
  console.log(`## ${title}\n`);
  const [copied, indexed] = measured.pages?.[0] ?? [];
  if (copied !== undefined) console.log(`${indexed} pages in our index, ${copied} for Pagefind`);
  console.log(measured.versions[0].join(' '));
  console.log(`${queries.length} questions out of ${words} words of ${pages} pages; ${rounds} rounds` +
    `${ranges ? '' : '; our host knows no Range'}${latency ? `; each answer ${latency} ms later` : ''}\n`);
  printTable(HEAD, [...answerRows(answers), ...indexRows(measured)]);
  printKinds(answers);
  printParts(answers);
  printSlowest(answers);
  printChurn(measured);
  console.log(`${reached} of ${tried} bars reached\n`);
}

// ---- From size to size ----

function printGrowth(folder, sizes) {
  const sites = sizes.filter((size) => existsSync(`${folder}/${size}/answers.json`)).map((size) => {
    const answers = JSON.parse(readFileSync(`${folder}/${size}/answers.json`, 'utf8'));
    const measured = measuredOf(`${folder}/${size}/measured`);
    const bytes = (phase) => median(first(answers.engines[0][phase], answers.queries).map((told) => told.bytes));
    return {
      size: Number(size), cold: bytes('cold'), session: bytes('session'),
      stage: measured.stage && median(column(measured.stage, 0)),
      memory: measured.ours && Math.max(...column(measured.ours, 2)),
    };
  });
  if (sites.length < 2) return;
  console.log('## As the site grows\n');
  printTable(
    ['pages', 'first question', 'further question', 'index, time', 'µs a page', 'whole build, peak'],
    sites.map(({ size, cold, session, stage, memory }) => [
      String(size), units.KB(cold), units.KB(session), stage === undefined ? '–' : units.s(stage),
      stage === undefined ? '–' : ((stage * 1e6) / size).toFixed(0), memory === undefined ? '–' : units.MiB(memory),
    ]));
  const [last, before] = [sites.at(-1), sites.find(({ size }) => size * 10 === sites.at(-1).size)];
  if (before === undefined) return;
  for (const [name, now, then] of [['first', last.cold, before.cold], ['further', last.session, before.session]])
    console.log(`${name} question at ${last.size} pages: ${(now / then).toFixed(2)} times that at ${before.size}` +
      ` (bar: at most twice, at 100,000): ${now <= 2 * then ? 'yes' : 'NO'}`);
}

const [, , title, ...paths] = argv;
if (title === '--growth') printGrowth(paths[0], paths.slice(1));
else printSite(title, measuredOf(paths[0]), JSON.parse(readFileSync(paths[1], 'utf8')));
