// SPDX-License-Identifier: EUPL-1.2
// Asks both engines the same questions in Chromium, and writes down bytes, requests and time.
// use: node search.mjs OURS THEIRS|- QUERIES.json > ANSWERS.json
//
//     MODULES   the folder with node_modules/playwright-core
//     RUNS      rounds (3); bytes are those of the first, times those of all
//     NO_RANGE  1: our host knows no Range
//     LATENCY   milliseconds that each answer of a host is held back (0)
//
// cold     a question in a browser that has seen nothing: script, index, ten results
// between  what is fetched after the first answer, while nothing is asked: once, and in no other count
// session  all questions on one page, one after another, when one other has been asked; the engines
//          take turns question by question, so that a busy moment of the machine meets all alike
// repeat   the same on a new page of that browser, which has kept what it keeps: so what remains is
//          the work.  A profile (on a third page) tells how much of it is script.  Pagefind does its
//          work in a worker, out of its sight; the processor time of all pages' processes tells of both.
import { host } from './host.mjs';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { argv, env, stderr, stdout } from 'node:process';
import { tmpdir } from 'node:os';

const require = createRequire(`${resolve(env.MODULES)}/`);
const { chromium } = require('playwright-core');
const rounds = Number(env.RUNS ?? 3);
const PAUSE = 1000; // milliseconds in which nothing is asked

// ---- In the page ----

// These run in the browser: open() gives what ask() is called on.
const pageScript = () => {
  const engines = {
    ours: {
      open: async () => (await import('/search/reader.js')).open('/'),
      ask: async (index, { query, filter }, options) => {
        const filters = filter ? { [filter.group]: [filter.name] } : {};
        const { total, results } = await index.search(query, { filters, limit: 10, ...options });
        return { total, shown: results.length };
      },
    },
    theirs: {
      open: () => import('/pagefind/pagefind.js'),
      ask: async (pagefind, { query, filter }) => {
        const options = filter ? { filters: { [filter.group]: filter.label } } : {};
        const { results } = await pagefind.search(query, options);
        const shown = await Promise.all(results.slice(0, 10).map((result) => result.data()));
        return { total: results.length, shown: shown.length };
      },
    },
  };
  let opened = null;
  window.measure = async (engine, question, options) => {
    const started = performance.now();
    opened ??= await engines[engine].open();
    const { total, shown } = await engines[engine].ask(opened, question, options);
    return { started, ms: performance.now() - started, total, shown };
  };
};

// ---- The browser ----

async function launch() {
  const data = mkdtempSync(join(env.TMPDIR ?? tmpdir(), 'chromium-'));
  const browser = await chromium.launch({
    executablePath: env.CHROMIUM ?? '/usr/bin/chromium',
    ignoreDefaultArgs: true,
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
      `--user-data-dir=${data}`, '--remote-debugging-pipe', 'about:blank',
    ],
  });
  const system = await browser.newBrowserCDPSession();
  // Seconds of processor time that all processes of pages have used.
  const cpu = async () => {
    const { processInfo } = await system.send('SystemInfo.getProcessInfo');
    return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  const close = async () => {
    await browser.close();
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  };
  return { browser, cpu, close };
}

// An engine on a host of its own.
class Engine {
  constructor(name, script, options, served) {
    Object.assign(this, { name, script, options, served, cold: [], session: [], repeat: [], cpu: [] });
  }

  async page(context) {
    const page = await context.newPage();
    page.setDefaultTimeout(120000);
    await page.goto(this.served.blank);
    await page.evaluate(pageScript);
    return page;
  }

  // { started, ms, total, shown, bytes, requests, parts }; what comes after the answer counts too.
  async ask(page, question) {
    this.served.take();
    const told = await page.evaluate(
      ([engine, question, options]) => window.measure(engine, question, options),
      [this.script, question, this.options]);
    for (let quiet = 0; quiet < 2; quiet = this.served.busy() === 0 ? quiet + 1 : 0)
      await new Promise((done) => setTimeout(done, 2));
    const sent = this.served.take();
    const parts = {};
    for (const { path, bytes } of sent) parts[partOf(path)] = (parts[partOf(path)] ?? 0) + bytes;
    const missing = sent.filter(({ status }) => status >= 400).map(({ path }) => path);
    if (missing.length > 0) throw new Error(`${this.name}: ${missing.join(' ')} is not there`);
    return { ...told, bytes: sent.reduce((sum, { bytes }) => sum + bytes, 0), requests: sent.length, parts };
  }

  async askCold(browser, question, wait = 0) {
    const context = await browser.newContext({ locale: 'nl-NL' });
    const told = await this.ask(await this.page(context), question);
    await new Promise((done) => setTimeout(done, wait));
    const later = this.served.take();
    await context.close();
    return { ...told, later: later.reduce((sum, { bytes }) => sum + bytes, 0) };
  }
}

// What a file is for, to tell what the bytes are spent on: its folder or letter.
function partOf(path) {
  if (/\.js$/.test(path)) return 'script';
  const ours = /^\/search\/(?:([a-z])-[0-9a-f]+\.bin$)?/.exec(path);
  if (ours) return ours[1] ?? 'root';
  if (/^\/pagefind\//.test(path)) return /\.pagefind$/.test(path) ? 'wasm' : /\.pf_([a-z]+)$/.exec(path)?.[1] ?? 'entry';
  return 'page';
}

// Milliseconds of script for each question, which began at so many milliseconds of the page's clock:
// functions of the engine, what these call, and the collecting of garbage.  What the one who asks
// does in the page itself is not among it.
async function profilerOf(context, page) {
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: 100 });
  await session.send('Profiler.start');
  return {
    stop: async (starts) => {
      const { profile } = await session.send('Profiler.stop');
      const { metrics } = await session.send('Performance.getMetrics');
      const opened = metrics.find(({ name }) => name === 'NavigationStart').value * 1000;
      return scriptsOf(profile, starts.map((start) => (opened + start) * 1000));
    },
  };
}

// The nodes of a profile that count.
function countedOf(profile) {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const counted = new Set();
  const count = (id, isInside) => {
    const { callFrame, children = [] } = nodes.get(id);
    const isCounted = isInside || /\/(search|pagefind)\/[^/]*\.js/.test(callFrame.url) ||
      callFrame.functionName === '(garbage collector)';
    if (isCounted) counted.add(id);
    for (const child of children) count(child, isCounted);
  };
  count(profile.nodes[0].id, false);
  return counted;
}

// `starts` in microseconds, as the times of the profile.  A sample lasts until the next one.
function scriptsOf(profile, starts) {
  const counted = countedOf(profile);
  const scripts = starts.map(() => 0);
  let time = profile.startTime;
  let at = -1;
  for (const [i, id] of profile.samples.entries()) {
    time += profile.timeDeltas[i];
    while (at + 1 < starts.length && starts[at + 1] <= time) at++;
    if (at >= 0 && counted.has(id)) scripts[at] += Math.max(0, profile.timeDeltas[i + 1] ?? 0) / 1000;
  }
  return scripts;
}

// ---- All of it ----

// The engines, each time another one first: what else the machine does meets all of them.
const inTurn = (engines, turn) => engines.map((_, i) => engines[(turn + i) % engines.length]);

// Asks all questions on one page of each engine: note(engine, what was told).
async function askOnPages(engines, { warm, queries }, { begin = () => {}, note, end = () => {} }) {
  for (const engine of engines) {
    engine.open = await engine.page(engine.context);
    await engine.ask(engine.open, { query: warm, filter: null });
    await begin(engine);
  }
  for (const [i, question] of queries.entries())
    for (const engine of inTurn(engines, i)) await note(engine, () => engine.ask(engine.open, question));
  for (const engine of engines) {
    await end(engine);
    await engine.open.close();
  }
}

async function askInSessions(engines, browser, cpu, chosen) {
  for (const engine of engines) engine.context = await browser.newContext({ locale: 'nl-NL' });
  await askOnPages(engines, chosen, {
    note: async (engine, ask) => engine.session.push(await ask()),
  });
  await askOnPages(engines, chosen, {
    begin: (engine) => engine.cpu.push(0),
    note: async (engine, ask) => {
      const before = await cpu();
      engine.repeat.push(await ask());
      engine.cpu.push(engine.cpu.pop() + ((await cpu()) - before) * (1000 / chosen.queries.length));
    },
  });
  await askOnPages(engines, chosen, {
    begin: async (engine) => {
      engine.starts = [];
      engine.profiler = await profilerOf(engine.context, engine.open);
    },
    note: async (engine, ask) => engine.starts.push((await ask()).started),
    end: async (engine) => {
      const scripts = await engine.profiler.stop(engine.starts);
      engine.repeat.slice(-scripts.length).forEach((told, i) => (told.script = scripts[i]));
    },
  });
  for (const engine of engines) await engine.context.close();
}

async function measure(engines, chosen) {
  const { browser, cpu, close } = await launch();
  const { warm, queries } = chosen;
  try {
    for (const engine of engines) {
      await engine.askCold(browser, { query: warm, filter: null });
      engine.between = (await engine.askCold(browser, { query: warm, filter: null }, PAUSE)).later;
    }
    for (let round = 0; round < rounds; round++) {
      for (const [i, question] of queries.entries()) {
        if (stderr.isTTY) stderr.write(`\r\x1b[Kround ${round + 1} of ${rounds}, question ${i + 1} of ${queries.length}`);
        for (const engine of inTurn(engines, i)) engine.cold.push(await engine.askCold(browser, question));
      }
      await askInSessions(engines, browser, cpu, chosen);
    }
  } finally {
    if (stderr.isTTY) stderr.write('\r\x1b[K');
    await close();
  }
}

const [, , ours, theirs, questions] = argv;
const chosen = JSON.parse(readFileSync(questions, 'utf8'));
const latency = Number(env.LATENCY ?? 0);
const hosts = [await host(ours, { ranges: env.NO_RANGE !== '1', latency })];
const engines = [
  // As the search page asks: passages of the results in view, in a window of 800 pixels high.
  new Engine('Doorleefd', 'ours', { facets: false, passages: 2 }, hosts[0]),
  new Engine('Doorleefd, all at once', 'ours', { facets: true, passages: true }, hosts[0]),
];
if (theirs !== '-') {
  hosts.push(await host(theirs, { latency }));
  engines.push(new Engine('Pagefind', 'theirs', {}, hosts[1]));
}
await measure(engines, chosen);
for (const served of hosts) await served.close();
stdout.write(JSON.stringify({
  rounds, latency, ranges: env.NO_RANGE !== '1', ...chosen,
  engines: engines.map(({ name, cold, between, session, repeat, cpu }) =>
    ({ name, cold, between, session, repeat, cpu })),
}));
