// SPDX-License-Identifier: EUPL-1.2
// Prints what push.mjs measured, beside the bars.
// use: node push-table.mjs MEASURED.json
import { readFileSync } from 'node:fs';
import { argv, env } from 'node:process';

const all = readFileSync(argv[2], 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const sizes = [...new Set(all.filter(({ row }) => !row.startsWith('history')).map(({ size }) => size))].sort((a, b) => a - b);

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) / 2)];
const of = (size, row, who) => all.filter((one) => one.size === size && one.row === row && one.who === who);
const time = (size, row, who, what = 'ms') => median(of(size, row, who).map((one) => one[what]));
const peak = (size, row, who) => Math.max(...of(size, row, who).map((one) => one.peak));

// Time that grows with the pages, times a logarithm for sorting.
const inLine = (from, to) => (to / from) * (Math.log(to) / Math.log(from));

// ---- The table ----

// times   Hugo's run is to be so many times ours, at 10,000 pages
// most    milliseconds (or bytes) at most, from 100,000 pages; `line`: growing in line instead
// what    'published': until all is in place; else until it ends, and has looked at what stood there
const ROWS = [
  { row: 'push', label: 'push of one changed story: published', what: 'published', times: 60, most: 500, against: 'changed' },
  { row: 'push', label: '  until both hooks have ended', times: 60, against: 'changed' },
  { row: 'changed', label: 'the build of it: published', what: 'published', times: 60, most: 500 },
  { row: 'changed', label: '  until it has ended', times: 60 },
  { row: 'new', label: 'one new story, two themes: published', what: 'published', times: 40, most: 800 },
  { row: 'new', label: '  until it has ended', times: 40 },
  { row: 'older', label: 'the same, with a date of years ago' },
  { row: 'nothing', label: 'nothing changed', times: 100, most: 250 },
  { row: 'template', label: 'a theme template changed', times: 4, line: true },
  { row: 'scratch', label: 'from nothing, index included', times: 4, line: true },
  { row: 'scratch', label: 'the same, beside Hugo with Pagefind', times: 25, pagefind: true },
  { row: 'scratch', label: 'the same, and nothing is remembered', who: 'ours, no cache' },
  { row: 'scratch', label: 'peak memory, from nothing', times: 6, most: 1.2e9, memory: true },
];

const milliseconds = (ms) => (ms >= 10000 ? `${(ms / 1000).toFixed(1)} s` : `${ms.toFixed(ms < 100 ? 1 : 0)} ms`);
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;

function theirs(size, { row, against, memory, pagefind }) {
  if (memory) return of(size, row, 'hugo').length > 0 ? peak(size, row, 'hugo') : undefined;
  const search = time(size, row, 'pagefind');
  if (pagefind) return search === undefined ? undefined : time(size, row, 'hugo') + search;
  return time(size, against ?? row, 'hugo');
}

// What is asked of a row at that size, and whether it is met: [text, ok or null].
function judged(size, wanted, our, their) {
  if (wanted.times === undefined || wanted.who !== undefined) return ['', null];
  if (size >= 100000 && wanted.most !== undefined)
    return [`at most ${wanted.memory ? megabytes(wanted.most) : milliseconds(wanted.most)}`, our <= wanted.most];
  if (size >= 100000 && wanted.line) {
    const from = sizes.findLast((other) => other < size);
    if (from === undefined) return ['in line', null];
    const most = inLine(from, size) * time(from, wanted.row, 'ours');
    return [`in line with ${from}: ${milliseconds(most)}`, our <= most];
  }
  if (size >= 10000 && size < 100000 && their !== undefined) return [`${wanted.times} times`, their / our >= wanted.times];
  return [size < 10000 && their !== undefined ? `(${wanted.times} times)` : '', null];
}

function print(cells) {
  const widths = [38, 12, 12, 10, 26, 4];
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : i < 4 ? cell.padStart(widths[i]) : `  ${cell}`.padEnd(widths[i]))).join('').trimEnd());
}

const verdict = (ok) => (ok === null ? '' : ok ? 'ok' : 'NOT');

function table(size) {
  console.log(`\n== ${size} pages ==`);
  print(['', 'Doorleefd', 'Hugo', 'times', 'bar', '']);
  for (const wanted of ROWS) {
    const who = wanted.who ?? 'ours';
    const our = wanted.memory ? peak(size, wanted.row, who) : time(size, wanted.row, who, wanted.what);
    const their = theirs(size, wanted);
    if (our === undefined || (wanted.pagefind && their === undefined)) continue;
    const [bar, ok] = judged(size, wanted, our, their);
    const show = wanted.memory ? megabytes : milliseconds;
    print([wanted.label, show(our), their === undefined ? '-' : show(their),
      their === undefined ? '' : (their / our).toFixed(1), bar, verdict(ok)]);
  }
  const pushes = of(size, 'push', 'ours');
  if (pushes.length === 0) return;
  const took = (name) => milliseconds(median(pushes.map(({ each }) => each[name])));
  console.log(`(before it is let in ${took('pre-receive')}, after it ${took('post-receive')}; ` +
    `git push from its start to its end: ${milliseconds(median(pushes.map(({ whole }) => whole)))})`);
}

function historyTable() {
  const rows = [['history-first', 'the first time', 4000], ['history-next', 'each time after', 20]];
  const commits = all.find(({ row }) => row === 'history-first')?.size;
  if (commits === undefined) return;
  console.log(`\n== a history of ${commits} commits ==`);
  print(['', 'history', 'whole run', '', 'bar', '']);
  for (const [row, label, most] of rows) {
    const runs = of(commits, row, 'ours');
    const stages = runs.map(({ stages: at }) => Object.entries(at).find(([name]) => /histor/i.test(name))?.[1]);
    const ms = stages.includes(undefined) ? undefined : median(stages) * 1000;
    print([label, ms === undefined ? '-' : milliseconds(ms), milliseconds(time(commits, row, 'ours')), '',
      commits >= 20000 ? `at most ${milliseconds(most)}` : '', verdict(ms === undefined || commits < 20000 ? null : ms <= most)]);
  }
}

// ---- Growth ----

// Each stage at each size, and how many times longer it takes than at the size before.
function growth(row, title) {
  const names = [...new Set(sizes.flatMap((size) => of(size, row, 'ours').flatMap(({ stages }) => Object.keys(stages))))];
  if (names.length === 0) return;
  console.log(`\n== ${title}: seconds a stage, and times as long as at the size before ==`);
  console.log(`${''.padEnd(28)}${sizes.map((size) => `${size}`.padStart(18)).join('')}`);
  const whole = 'the whole run';
  const seconds = (name, size) => (name === whole ? time(size, row, 'ours') / 1000
    : median(of(size, row, 'ours').map(({ stages }) => stages[name] ?? 0)));
  let steep = 0;
  for (const name of [...names, whole]) {
    const cells = sizes.map((size, i) => {
      const now = seconds(name, size);
      const before = i === 0 ? 0 : seconds(name, sizes[i - 1]);
      // What takes a few milliseconds tells of the machine, not of the stage.
      const isSteep = before > 0 && now > 0.02 && now / Math.max(before, 0.002) > inLine(sizes[i - 1], size);
      if (isSteep) steep++;
      return `${now.toFixed(3)}${before > 0 ? ` x${(now / before).toFixed(1)}`.padStart(8) : ''}${isSteep ? '!' : ' '}`.padStart(18);
    });
    console.log(`${name.padEnd(28)}${cells.join('')}`);
  }
  console.log(steep === 0 ? 'none above linear, times a logarithm' : `${steep} above linear, times a logarithm: marked with !`);
}

for (const size of sizes) table(size);
historyTable();
if (sizes.length > 0) {
  growth('scratch', 'from nothing');
  growth('changed', 'a push of one changed story');
}
console.log(`\nmedians of ${env.RUNS ?? 3} rounds; peaks are the largest`);
