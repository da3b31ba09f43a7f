// SPDX-License-Identifier: EUPL-1.2
// Pushes changes to a site by turns with Hugo, and writes down what each took, a line of JSON for
// each measurement: { size, row, who, ms, published, cpu, peak, stages }.
// use: node push.mjs pages SIZE REPOSITORY FOLDER       node push.mjs history COMMITS REPOSITORY FOLDER
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { argv, env, stderr, stdout } from 'node:process';

const [, , what, sizeText, repository, folder] = argv;
const size = Number(sizeText);
const rounds = Number(env.RUNS ?? 3);
const withHugo = size <= Number(env.HUGO_MOST ?? 20000);
const program = env.DOORLEEFD;
const at = (name) => path.join(folder, name);

// ---- Measuring ----

function run(command, args, input) {
  const { status, stdout: told, stderr: said } = spawnSync(command, args, { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${said}`);
  return told;
}

// Where commits go: the repository, and with hooks an editor's own.
let target = repository;
const git = (...args) => run('git', ['-C', target, ...args]);

// The stages that --timings tells: { name: seconds }.
const stagesOf = (text) => Object.fromEntries([...text.matchAll(/^(\S.*?)\s+([\d.]+) s\s+[\d.]+ cpu\s+[\d.]+ MiB$/gm)]
  .map(([, name, seconds]) => [name, Number(seconds)]));

const now = () => performance.timeOrigin + performance.now();

// When the last build of a website had all of it in place, in milliseconds as now(): its list
// comes last, and is renamed then.
const publishedAt = (site) => statSync(at(`${site}/.doorleefd-manifest`)).ctimeMs;

// Runs a command; its exit code 1 says that a page has mistakes, and all else is done.
function measured(row, who, command, args) {
  const started = now();
  const { status } = spawnSync('.build/release/tests/bench/stopwatch', [at('took'), at('said'), command, ...args]);
  const said = readFileSync(at('said'), 'utf8');
  if (status > 1) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${said}`);
  const [wall, cpu, peak] = readFileSync(at('took'), 'utf8').split(' ').map(Number);
  const told = { size, row, who, ms: wall / 1000, cpu: cpu / 1000, peak: peak * 1024, stages: stagesOf(said) };
  if (who === 'ours' && command === program) told.published = publishedAt('site') - started;
  if (row !== null) stdout.write(`${JSON.stringify(told)}\n`);
  return told;
}

// Older programs are measured too.
const usage = (...command) => spawnSync(program, [...command, '--help'], { encoding: 'utf8' }).stdout;
const remembers = /^\s+--cache /m.test(usage('build'));

// `cached` is false for a build that neither finds nor keeps anything.
function ours(row, { cached = true, who = 'ours' } = {}) {
  const cache = !remembers ? [] : cached ? ['--cache', at('cache')] : ['--no-cache'];
  return measured(row, who, program, ['build', repository, '--output', at('site'), '--language', 'en', '--timings', ...cache]);
}

const hugo = (row) => withHugo && measured(row, 'hugo', 'hugo', ['--quiet', '--source', at('hugo'), '--destination', at('hugo-site')]);

const pagefind = (row) => withHugo && env.PAGEFIND !== '' &&
  measured(row, 'pagefind', env.PAGEFIND, ['--site', at('hugo-site'), '--force-language', 'nl']);

const gone = (...names) => names.forEach((name) => rmSync(at(name), { recursive: true, force: true }));

// ---- Changes ----

// Behind the last day of the corpus, for a story of tomorrow is told of.
let time = 1798848001;

// Commits one file on main, and puts it where Hugo reads it.
function commit(file, text) {
  const bytes = Buffer.from(text);
  const head = `commit refs/heads/main\ncommitter Meting <meting@voorbeeld.invalid> ${time++} +0000\ndata 7\nAnders\n\n` +
    `from refs/heads/main^0\nM 100644 inline ${file}\ndata ${bytes.length}\n`;
  run('git', ['-C', target, 'fast-import', '--quiet', '--force'], Buffer.concat([Buffer.from(head), bytes, Buffer.from('\n')]));
  if (withHugo && existsSync(at('hugo')) && file.startsWith('content/verhalen/')) writeFileSync(at(path.join('hugo', file)), text);
}

// Another story each time.
let turn = 0;
const stories = git('ls-tree', '-r', '--name-only', 'main', 'content/verhalen').trim().split('\n');
const story = () => stories[(++turn * 7919) % stories.length];
const textOf = (file) => git('show', `main:${file}`);

function changeStory() {
  const file = story();
  commit(file, `${textOf(file)}\nHier staat sinds vandaag een zin bij over vertrouwen en veerkracht, ${turn}.\n`);
}

// The newest of all, or one of years ago, for which lists make room somewhere behind.
const NEWEST = '2027-01-01';

function addStory(date) {
  const name = `v-nieuw-${++turn}`;
  const text = textOf(story()).replace(/^id: .*$/m, `id: ${name}`).replace(/^date: .*$/m, `date: ${date}`)
    .replace(/^title: .*$/m, `title: "Een nieuw verhaal, ${turn}"`).replace(/^thema: .*$/m, 'thema: [hoop, wonen]');
  commit(path.join(path.dirname(story()), `${name}.md`), text);
}

// All pages are made with it.
function changeTemplate() {
  const layout = readFileSync('themes/default/templates/layout.mustache', 'utf8');
  commit('content/theme/templates/layout.mustache', layout.replace('</body>', `<!-- ${++turn} -->\n</body>`));
  if (withHugo) appendFileSync(at('hugo/layouts/_default/baseof.html'), `<!-- ${turn} -->\n`);
}

// ---- Rows ----

function hugoSite() {
  mkdirSync(at('hugo'));
  cpSync('tests/bench/hugo', at('hugo'), { recursive: true });
  run('bash', ['-c', 'git -C "$1" archive main content/verhalen | tar -x -C "$2"', '-', repository, at('hugo')]);
}

// Each round begins with nothing, and goes on with what that left.
function round() {
  gone('site', 'cache');
  ours('scratch', { cached: false, who: 'ours, no cache' });
  gone('site', 'cache', 'hugo-site');
  ours('scratch');
  hugo('scratch');
  pagefind('scratch');
  changeStory();
  ours('changed');
  hugo('changed');
  addStory(NEWEST);
  ours('new');
  hugo('new');
  addStory('2019-05-04');
  ours('older');
  hugo('older');
  ours('nothing');
  hugo('nothing');
  changeTemplate();
  ours('template');
  hugo('template');
}

// ---- Real pushes ----

// Milliseconds between the start of the first hook and the end of the last, when who pushed was
// told so, and until the website was published; and of each of them, from what git traces.
function hooksTook(trace) {
  const events = readFileSync(trace, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  const milliseconds = ({ time }) => Date.parse(`${time.slice(0, 19)}Z`) + Number(time.slice(20, 26)) / 1000;
  const hooks = events.filter(({ event, child_class: sort }) => event === 'child_start' && sort === 'hook').map((start) => ({
    name: path.basename(start.argv[0]),
    start: milliseconds(start),
    end: milliseconds(events.find(({ event, sid, child_id: id }) => event === 'child_exit' && sid === start.sid && id === start.child_id)),
  }));
  const started = Math.min(...hooks.map(({ start }) => start));
  return {
    ms: Math.max(...hooks.map(({ end }) => end)) - started,
    published: publishedAt('hook-site') - started,
    each: Object.fromEntries(hooks.map(({ name, start, end }) => [name, end - start])),
  };
}

function push(row) {
  rmSync(at('trace'), { force: true });
  env.GIT_TRACE2_EVENT = at('trace');
  const whole = measured(null, 'ours', 'git', ['-C', target, 'push', '--quiet', at('server.git'), 'main']);
  delete env.GIT_TRACE2_EVENT;
  if (row !== null) stdout.write(`${JSON.stringify({ ...whole, row, whole: whole.ms, ...hooksTook(at('trace')) })}\n`);
}

// A bare repository with the hooks, as editors push to; the first push builds it all.
function pushes() {
  if (!/hook install/.test(usage())) return;
  gone('site', 'cache');
  for (const name of ['server.git', 'editor.git']) cpSync(repository, at(name), { recursive: true });
  run(program, ['hook', 'install', at('server.git'), '--output', at('hook-site')]);
  target = at('editor.git');
  for (let i = 0; i <= rounds; i++) {
    changeStory();
    push(i === 0 ? null : 'push');
  }
  target = repository;
}

// ---- All of it ----

function pages() {
  if (withHugo) hugoSite();
  for (let i = 1; i <= rounds; i++) {
    if (stderr.isTTY) stderr.write(`\r\x1b[K${size} pages, round ${i} of ${rounds}`);
    round();
  }
  if (stderr.isTTY) stderr.write('\r\x1b[K');
  pushes();
}

// The whole history for the first time; then pushes of one story each.
function history() {
  for (let i = 1; i <= rounds; i++) {
    gone('site', 'cache');
    ours('history-first');
    changeStory();
    ours('history-next');
  }
}

({ pages, history })[what]();
