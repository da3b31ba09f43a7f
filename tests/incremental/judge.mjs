// SPDX-License-Identifier: EUPL-1.2
// Builds the steps of a history into one folder with one cache, and each from nothing beside it, and
// says where the two differ.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { History, git, repositoryDoes, repositoryOf, themeWrite } from './history.mjs';
import { differenceOf, mirrorFollow, treesCompared } from './trees.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const program = process.env.DOORLEEFD ?? path.join(root, '.build/doorleefd');
const theme = path.join(root, 'themes/default');

// A program without these options remembers nothing: then both builds are alike in that.
const usage = spawnSync(program, ['build', '--help'], { encoding: 'utf8' }).stdout ?? '';
const compresses = /^\s+--compress\b/m.test(usage);
const lists = /^\s+--changes /m.test(usage);
export const remembers = /^\s+--cache /m.test(usage) && /^\s+--no-cache /m.test(usage);

// What does not depend on what stood there before: how many pages, terms, files, errors.
const counted = (stderr) => {
  const line = stderr.split('\n').find((text) => /^\d+ (pagina's|pages),/.test(text)) ?? '';
  return line.replace(/ \([^)]*\)/, '').replace(/, (in|na) [^,]*$/, '');
};

export class Judge {
  // `name` is the test's; `steps` how many there are, each of which publishes something where that is asked.
  // Set `mirrors` to judge the lists of changes as well.
  constructor(name, seed, steps, publishes = false) {
    Object.assign(this, { name, seed });
    const shm = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
    this.folder = mkdtempSync(path.join(process.env.TMPDIR ?? shm, 'doorleefd-incremental-'));
    this.history = new History(seed, theme, publishes).grow(steps);
    this.steps = this.history.steps;
    this.ids = repositoryOf(this.history, this.at('repository.git'));
    this.fresh = 0;
    this.tags = new Map();
    this.standing = new Map(); // of each output: the folder of the last build from nothing that published something
  }

  at(name) {
    return path.join(this.folder, name);
  }

  end() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  // The folder of the theme.  It is the same folder while it changes, as an editor's own would be.
  theme(changed) {
    const folder = this.at('theme');
    const key = JSON.stringify([...changed]);
    if (this.themeKey === key) return folder;
    rmSync(folder, { recursive: true, force: true });
    themeWrite(theme, folder, changed);
    this.themeKey = key;
    return folder;
  }

  // A file of settings.  What is the same is not written again: a build may be reading it.
  config(text) {
    const file = this.at('config.yaml');
    if (this.configText !== text) writeFileSync(file, text);
    this.configText = text;
    return file;
  }

  // Sets the tags of the repository as that step has them.
  tag({ tags }) {
    const wanted = new Map([...tags].map(([name, commit]) => [`refs/tags/${name}`, this.ids[commit]]));
    const lines = [];
    for (const [name, id] of wanted) if (this.tags.get(name) !== id) lines.push(`update ${name} ${id}\n`);
    for (const name of this.tags.keys()) if (!wanted.has(name)) lines.push(`delete ${name}\n`);
    if (lines.length > 0) git(this.at('repository.git'), ['update-ref', '--stdin'], lines.join(''));
    this.tags = wanted;
  }

  // What happened to the repository itself.
  shape({ kept, shallow }) {
    const repository = this.at('repository.git');
    if (kept !== this.kept) for (const command of kept?.commands ?? []) repositoryDoes(repository, command);
    this.kept = kept;
    rmSync(path.join(repository, 'shallow'), { force: true });
    if (shallow !== null) writeFileSync(path.join(repository, 'shallow'), `${this.ids[shallow]}\n`);
  }

  // The arguments of a build of that step.  `work`: from a work tree instead.
  args(step, { command = 'build', output, cache, work = false, jobs, changes }) {
    const { options, commit, theme: changed } = step;
    this.tag(step);
    this.shape(step);
    const args = [command, work ? this.at('work') : this.at('repository.git'), '--theme', this.theme(changed)];
    if (command === 'build') args.push('--output', output);
    args.push(...(work ? ['--worktree'] : ['--revision', this.ids[commit]]));
    if (options.drafts) args.push('--drafts');
    if (options.strict) args.push('--strict');
    if (options.compress && compresses) args.push('--compress');
    if (changes !== undefined && lists) args.push('--changes', changes);
    if (options.address !== null) args.push('--address', options.address);
    if (options.content !== null) args.push('--content', options.content);
    if (options.english) args.push('--language', 'en');
    if (options.config !== null) args.push('--config', this.config(options.config));
    if (jobs !== undefined) args.push('--jobs', String(jobs));
    if (remembers) args.push(...(cache === null ? ['--no-cache'] : ['--cache', cache]));
    return args;
  }

  // { status, told, stderr } of a program.
  run(args, how = program) {
    const { status, signal, stdout, stderr } = spawnSync(how, args, { cwd: this.folder, encoding: 'utf8', maxBuffer: 1 << 28 });
    return { status: status ?? signal, told: stdout, stderr, args };
  }

  // The same, but it does not wait: for two builds at once.  `killed`: after so many milliseconds.
  start(args, killed) {
    const child = spawn(program, args, { cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = killed === undefined ? null : setTimeout(() => child.kill('SIGKILL'), killed);
    let told = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (told += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    return new Promise((done) => child.on('close', (status, signal) => {
      clearTimeout(timer);
      done({ status: status ?? signal, told, stderr, args });
    }));
  }

  // The work tree, as that step's commit has it.
  checkout(step) {
    if (!existsSync(this.at('work'))) git(this.folder, ['clone', '-q', '--no-checkout', this.at('repository.git'), 'work']);
    git(this.at('work'), ['checkout', '-q', '--force', '--detach', this.ids[step.commit]]);
  }

  // Builds the step from nothing: { folder, run }, the folder of the site that must stand now.
  expected(step, how = {}, output = this.at('site')) {
    const standing = this.standing.get(output) ?? null;
    const folder = this.at(`fresh-${++this.fresh}`);
    const run = this.run(this.args(step, { ...how, output: folder, cache: null }));
    // Where nothing is published, the site stays as it was.
    const published = existsSync(path.join(folder, 'index.html'));
    if (!published && standing === null) throw new Error(`nothing is published:\n${run.told}${run.stderr}`);
    if (!published) {
      rmSync(folder, { recursive: true, force: true });
      return { folder: standing, run };
    }
    if (standing !== null) rmSync(standing, { recursive: true, force: true });
    this.standing.set(output, folder);
    return { folder, run };
  }

  // What is wrong, as a list of texts.
  compared(found, output, expected) {
    const told = [];
    if (found.status !== expected.run.status)
      told.push(`it ended with ${found.status}, from nothing with ${expected.run.status}\n${found.stderr.slice(-2000)}`);
    if (found.told !== expected.run.told)
      told.push(`the messages differ ${differenceOf(Buffer.from(expected.run.told), Buffer.from(found.told))}`);
    const [ours, theirs] = [counted(found.stderr), counted(expected.run.stderr)];
    if (ours !== theirs && ours !== '' && theirs !== '') told.push(`it counts '${ours}', from nothing '${theirs}'`);
    if (expected.folder !== null && existsSync(output)) told.push(...treesCompared(expected.folder, output));
    else if (expected.folder !== null) told.push('there is no site');
    return told;
  }

  // Builds the step over what stands, and judges it.
  judge(number, how = {}) {
    const step = this.steps[number];
    const ways = { output: this.at('site'), cache: this.at('cache'), changes: this.at('changes') };
    const found = this.run(this.args(step, { ...ways, ...how }));
    const expected = this.expected(step, { work: how.work });
    this.verdict(number, found, this.at('site'), expected);
    if (this.mirrors && lists) this.judgeMirror(number, found, expected);
    this.before = number;
  }

  // A copy elsewhere that gets what --changes lists is the same site.
  judgeMirror(number, found, expected) {
    this.mirror();
    const wrong = treesCompared(expected.folder, this.at('mirror'));
    if (wrong.length > 0) throw new Error(this.report(number, found, wrong, ', in a copy that follows --changes'));
  }

  mirror() {
    mirrorFollow(this.at('site'), this.at('mirror'), this.at('changes'));
  }

  verdict(number, found, output, expected, more = '') {
    const wrong = this.compared(found, output, expected);
    if (wrong.length > 0) throw new Error(this.report(number, found, wrong, more));
  }

  // `check` with the cache says what it says without.
  judgeCheck(number) {
    const step = this.steps[number];
    const found = this.run(this.args(step, { command: 'check', cache: this.at('cache') }));
    const expected = { run: this.run(this.args(step, { command: 'check', cache: null })), folder: null };
    this.verdict(number, found, '', expected, ' (check)');
  }

  report(number, found, wrong, more) {
    const step = this.steps[number];
    const lines = [
      `step ${number} of seed ${this.seed}, commit ${this.ids[step.commit]}${more}`,
      ...step.told.map((text) => `  ${text}`), 'is not what a build from nothing gives:', ...wrong.map((text) => `  ${text}`),
      `built before: ${this.before === undefined ? 'nothing' : `step ${this.before}, commit ${this.ids[this.steps[this.before].commit]}`}`,
      this.shorter(number), `command: doorleefd ${found.args.join(' ')}`,
      `again: SEED=${this.seed} COMMITS=${number + 1} ONLY=${JSON.stringify(this.name)} bash tests/run incremental`,
    ];
    if (process.env.KEEP) {
      mkdirSync(process.env.KEEP, { recursive: true });
      const kept = path.join(process.env.KEEP, `${this.name}-${this.seed}-${number}`);
      rmSync(kept, { recursive: true, force: true });
      cpSync(this.folder, kept, { recursive: true });
      lines.push(`kept: ${kept} (site/, fresh-${this.fresh}/, cache/, repository.git/)`);
    }
    return lines.join('\n');
  }

  // Whether the step before and this one are enough to see it.
  shorter(number) {
    if (this.before === undefined) return 'it is the first build';
    const [output, cache] = [this.at('short'), this.at('short-cache')];
    for (const folder of [output, cache]) rmSync(folder, { recursive: true, force: true });
    this.run(this.args(this.steps[this.before], { output, cache }));
    const found = this.run(this.args(this.steps[number], { output, cache }));
    const fresh = { folder: this.standing.get(this.at('site')) ?? null, run: this.run(this.args(this.steps[number], { output: this.at('short-fresh'), cache: null })) };
    const isEnough = this.compared(found, output, fresh).length > 0;
    return isEnough ? 'these two builds, one after the other, are enough to see it' : 'these two builds alone do not show it';
  }
}

