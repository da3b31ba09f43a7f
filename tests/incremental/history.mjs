// SPDX-License-Identifier: EUPL-1.2
// A random history: a list of steps, each with what happened, the commit it leads to, and the theme
// and options it is built with.  The same for the same seed; a longer one begins with the shorter.
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Chance, name, sentence } from './chance.mjs';
import { BREAKAGES, CHANGES, TAGS, TEMPLATES, templateChanged, undo } from './changes.mjs';
import { siteNew } from './content.mjs';
import { ODDITIES, ODD_BREAKAGES, REPOSITORY } from './oddities.mjs';
import { TELLING, told } from './telling.mjs';

const AUTHORS = ['Redactie <redactie@proef.invalid>', 'Ane Jansma <ane@proef.invalid>', 'Bo de Wit <bo@proef.invalid>'];
const ZONES = ['+0000', '+0200', '-0500', '+1345'];

// ---- What happens ----

// One change that finds something to do.
function change(random, site, themeText) {
  for (;;) {
    const told = random.weighed([...CHANGES, ...ODDITIES])(random, site, themeText);
    if (told !== null) return told;
  }
}

// Mostly one change in a commit or two, now and then many.
function changes(random, site, themeText) {
  const count = random.once(7) ? random.between(3, 9) : random.between(1, 2);
  return Array.from({ length: count }, () => change(random, site, themeText));
}

// What is no commit: the theme's own folder, options, tags.  Each is said for the whole, so that a step
// stands by itself.
function surroundingsChanged(random, before, themeText, { head, publishes }) {
  const after = { ...before, theme: new Map(before.theme), options: { ...before.options }, tags: new Map(before.tags) };
  const at = random.one([`templates/${random.one(TEMPLATES)}.mustache`, 'assets/style.css', 'texts/nl.yaml']);
  const told = random.weighed([
    [4, () => {
      if (after.theme.delete(at)) return `the theme's ${at} is as it was`;
      after.theme.set(at, templateChanged(random, themeText, at));
      return `the theme's ${at} is another`;
    }],
    [2, () => {
      after.options.drafts = !after.options.drafts;
      return `--drafts is ${after.options.drafts ? 'on' : 'off'}`;
    }],
    [1, () => {
      after.options.english = !after.options.english;
      return `--language is ${after.options.english ? 'en' : 'nl'}`;
    }],
    [1, () => {
      after.options.compress = !after.options.compress;
      return `--compress is ${after.options.compress ? 'on' : 'off'}`;
    }],
    [2, () => {
      const tag = random.one(TAGS);
      if (after.tags.delete(tag) && random.once(2)) return `the tag ${tag} goes`;
      after.tags.set(tag, random.below(head + 1));
      return `the tag ${tag} is at commit ${after.tags.get(tag)}`;
    }],
    [1, () => {
      after.options.address = random.one([null, 'https://elders.invalid/', 'https://proef.invalid/map/']);
      return `--address is ${after.options.address}`;
    }],
    [publishes ? 0 : 1, () => {
      after.options.content = random.one([null, 'inhoud', 'content', 'content/blad', '.']);
      return `--content is ${after.options.content}`;
    }],
    [4, () => {
      const [told, commands] = random.one(REPOSITORY);
      after.kept = { commands };
      return told;
    }],
    [2, () => {
      after.shallow = random.once(2) ? null : random.below(head + 1);
      return after.shallow === null ? 'all of the past is there' : `the past ends at commit ${after.shallow}`;
    }],
    [publishes ? 0 : 1, () => {
      after.options.strict = true;
      return '--strict, this once';
    }],
    [2, () => {
      after.options.config = random.once(3) ? null : `titel: ${JSON.stringify(sentence(random, 1, 3))}\n`;
      return `--config is ${JSON.stringify(after.options.config)}`;
    }],
  ])();
  return { after, told };
}

export class History {
  // `publishes`: every step publishes something; else there are some that must leave the site as it is.
  constructor(seed, themeFolder, publishes) {
    Object.assign(this, { seed, publishes });
    this.themeText = (at) => readFileSync(path.join(themeFolder, at), 'utf8') + told(at);
    this.site = siteNew(new Chance(seed, 0));
    this.commits = []; // { parents, tree, told, author, time, zone }: numbers of commits, from 0
    this.steps = []; // { told, commit, theme, options, tags }
    this.time = 1600000000;
    this.surroundings = {
      theme: new Map(), tags: new Map(), kept: null, shallow: null,
      options: { drafts: false, english: false, strict: false, compress: false, config: null, address: null, content: null },
    };
    this.commit(new Chance(seed, 0), [], this.site.tree(), ['the first one']);
    this.step(['the first one']);
  }

  step(told) {
    this.steps.push({ told, commit: this.head, ...this.surroundings });
  }

  commit(random, parents, tree, told) {
    // Clocks are not to be trusted: some go back.
    this.time += random.once(9) ? -random.below(90000) : random.below(90000);
    const { time } = this;
    this.commits.push({ parents, tree, told, author: random.one(AUTHORS), time, zone: random.one(ZONES) });
    this.head = this.commits.length - 1;
  }

  // A branch with a change of its own, merged with what happened meanwhile.
  merge(random, told) {
    const base = this.head;
    const before = this.commits[base].tree;
    const side = this.site.copy();
    const toldAside = changes(random, side, this.themeText);
    const sideTree = side.tree();
    this.commit(random, [base], sideTree, toldAside);
    const sideCommit = this.head;
    this.commit(random, [base], this.site.tree(), told);
    const main = this.head;
    // What the branch changed goes over what main has, in the repository alone: the site is read back.
    const merged = new Map(this.commits[main].tree);
    for (const [at, bytes] of sideTree) if (!same(bytes, before.get(at))) merged.set(at, bytes);
    for (const at of before.keys()) if (!sideTree.has(at)) merged.delete(at);
    this.commit(random, [main, sideCommit], merged, [...told, 'merged with', ...toldAside]);
    this.step([...told, '- merged with -', ...toldAside]);
    // The editor goes on from her own, so the next commit undoes what was merged.
  }

  add() {
    const random = new Chance(this.seed, this.steps.length);
    this.surroundings = { ...this.surroundings, options: { ...this.surroundings.options, strict: false } };
    if (random.once(9)) {
      const { after, told } = surroundingsChanged(random, this.surroundings, this.themeText, this);
      this.surroundings = after;
      this.step([told]);
      return;
    }
    undo(this.site);
    const told = random.once(40) ? ['nothing'] : changes(random, this.site, this.themeText);
    if (!this.publishes && random.once(25)) told.push(random.one([...BREAKAGES, ...ODD_BREAKAGES])(random, this.site));
    if (random.once(12)) {
      this.merge(random, told);
      return;
    }
    this.commit(random, this.parents(random, told), this.site.tree(), told);
    this.step(told);
  }

  // Mostly the commit before; now and then more, or none: then the history was written anew.
  parents(random, told) {
    if (random.once(30)) {
      told.push('- a history without a past -');
      return [];
    }
    if (random.once(60)) {
      told.push('- what came before the last is forgotten -');
      return this.commits[this.head].parents.slice(0, 1);
    }
    if (!random.once(25)) return [this.head];
    told.push('- merged with commits of before -');
    const more = Array.from({ length: random.between(1, 3) }, () => random.below(this.head + 1));
    return [...new Set([this.head, ...more])];
  }

  grow(steps) {
    while (this.steps.length < steps) this.add();
    return this;
  }
}

// ---- As a repository ----

const FILE = '100644';
const SUBMODULE = '160000';
const modeOf = (entry) => entry.mode ?? FILE;
const bytesIn = (entry) => Buffer.from(entry.mode === undefined ? entry : entry.bytes);

const same = (a, b) => a === b ||
  (a !== undefined && b !== undefined && modeOf(a) === modeOf(b) && Buffer.compare(bytesIn(a), bytesIn(b)) === 0);

// A path as fast-import reads any.  What stands for a byte that is no UTF-8 becomes that byte.
const quoted = (at) => `"${at.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n').replace(/[\udc80-\udcff]/g,
  (half) => `\\${(half.charCodeAt(0) - 0xdc00).toString(8)}`)}"`;

const data = (bytes) => {
  const whole = Buffer.from(bytes);
  return [`data ${whole.length}\n`, whole, '\n'];
};

function commitText(history, number) {
  const { parents, tree, told, author, time, zone } = history.commits[number];
  const before = parents.length === 0 ? new Map() : history.commits[parents[0]].tree;
  const parts = [`commit refs/heads/c${number}\nmark :${number + 1}\nauthor ${author} ${time - 60} ${zone}\n`,
    `committer ${author} ${time} ${zone}\n`, ...data(told.join('\n'))];
  parents.forEach((parent, i) => parts.push(`${i === 0 ? 'from' : 'merge'} :${parent + 1}\n`));
  for (const at of before.keys()) if (!tree.has(at)) parts.push(`D ${quoted(at)}\n`);
  for (const [at, entry] of tree) {
    if (same(entry, before.get(at))) continue;
    if (modeOf(entry) === SUBMODULE) parts.push(`M ${SUBMODULE} ${entry.bytes} ${quoted(at)}\n`);
    else parts.push(`M ${modeOf(entry)} inline ${quoted(at)}\n`, ...data(bytesIn(entry)));
  }
  parts.push('\n');
  return parts;
}

export function git(folder, args, input) {
  const { status, stdout, stderr } = spawnSync('git', ['-C', folder, ...args],
    { input, encoding: 'utf8', env: { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' } });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}

// Makes the bare repository; gives the ids of the commits.
export function repositoryOf(history, folder) {
  mkdirSync(folder, { recursive: true });
  git(folder, ['init', '-q', '--bare', '-b', 'main']);
  const text = Buffer.concat(history.commits.flatMap((_, number) => commitText(history, number)).map((part) => Buffer.from(part)));
  const marks = path.join(folder, 'marks');
  git(folder, ['fast-import', '--quiet', `--export-marks=${marks}`], text);
  const ids = [];
  for (const line of readFileSync(marks, 'utf8').trim().split('\n')) {
    const [mark, id] = line.split(' ');
    ids[Number(mark.slice(1)) - 1] = id;
  }
  return ids;
}

// A command of git, or "unpack": all objects are loose then.
export function repositoryDoes(folder, command) {
  if (command[0] !== 'unpack') {
    git(folder, command);
    return;
  }
  const packs = path.join(folder, 'objects/pack');
  const aside = path.join(folder, 'packs');
  renameSync(packs, aside);
  mkdirSync(packs);
  for (const file of readdirSync(aside).filter((at) => at.endsWith('.pack')))
    git(folder, ['unpack-objects', '-q'], readFileSync(path.join(aside, file)));
  rmSync(aside, { recursive: true });
}

// Makes the folder of a theme what the step says: the default one that tells all, some files changed.
export function themeWrite(themeFolder, to, changed) {
  cpSync(themeFolder, to, { recursive: true });
  for (const at of TELLING) appendFileSync(path.join(to, at), told(at));
  for (const [at, text] of changed) writeFileSync(path.join(to, at), text);
}
