// SPDX-License-Identifier: EUPL-1.2
// Whatever happens to a site, commit after commit, a build over what stands gives what a build from
// nothing gives: every byte, every message.
//
//     SEED=7          another history; `any` for one that nobody has seen, which is printed
//     COMMITS=500     longer ones: so many steps in the first test, in the others in proportion
//     ONLY="..."      one test by its name
//     KEEP=DIR        keeps there what was built when a test fails
//     DOORLEEFD=...   another program
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { appendFileSync, copyFileSync, cpSync, chmodSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Chance } from './chance.mjs';
import { damageCache, damageSite } from './damage.mjs';
import { Judge, program } from './judge.mjs';

const { env } = process;
const seed = env.SEED === 'any' ? Math.floor(Date.now() % 1e9) : Number(env.SEED ?? 1);
const commits = Number(env.COMMITS ?? 140);
// What was spoiled, or begun, is mended by the next build that publishes: here all do.
const PUBLISHES = true;
// Random numbers beside those of the history itself.
const beside = (kind, step) => new Chance(seed, step, kind);

// history(NAME, PART, BODY): a test on a history of that part of the length, but of `least` steps.
function history(name, part, body, publishes = false, least = 2) {
  if (env.ONLY && env.ONLY !== name) return;
  // A failure is repeated with as many steps as it took, whatever the part was.
  const steps = Math.max(least, env.ONLY ? commits : Math.round(commits * part));
  test(`${name} (seed ${seed}, ${steps} steps)`, async () => {
    const judge = new Judge(name, seed, steps, publishes);
    try {
      await body(judge, steps);
    } finally {
      judge.end();
    }
  });
}

after(() => env.SEED === 'any' && process.stderr.write(`seed ${seed}\n`));

history('commit after commit', 1, (judge, steps) => {
  judge.mirrors = true;
  for (let step = 0; step < steps; step++) {
    judge.judge(step, { jobs: beside(1, step).between(1, 3) });
    if (beside(2, step).once(5)) judge.judgeCheck(step);
  }
});

// A burst of pushes is built once; an older revision and a branch are revisions like any other.
history('back, forth and aside', 0.25, (judge, steps) => {
  for (let step = 0; step < steps; step++) {
    const random = beside(3, step);
    if (random.once(3)) continue;
    judge.judge(step);
    if (random.once(3)) judge.judge(random.below(step + 1));
    if (random.once(3)) {
      // The commit of any branch, with the surroundings of now.
      judge.steps.push({ ...judge.steps[step], commit: random.below(judge.ids.length), told: ['another branch'] });
      judge.judge(judge.steps.length - 1);
    }
    if (random.once(4)) judge.judge(step);
  }
});

history('from a work tree', 0.15, (judge, steps) => {
  for (let step = 0; step < steps; step++) {
    judge.checkout(judge.steps[step]);
    const random = beside(4, step);
    const settings = path.join(judge.at('work'), 'content/over.md');
    // Work that is not committed yet.
    if (existsSync(settings) && random.once(3)) appendFileSync(settings, `\nNog ${random.below(99)}.\n`);
    judge.judge(step, { work: random.once(4) ? false : true });
  }
});

history('with the cache and the site damaged', 0.5, (judge, steps) => {
  const own = path.join(judge.at('site'), '.well-known/een');
  for (let step = 0; step < steps; step++) {
    const random = beside(5, step);
    const told = [];
    if (step > 0 && random.once(2)) told.push(damageCache(judge.at('cache'), judge.at('kept-cache'), random));
    if (step > 0 && random.once(3)) told.push(damageSite(judge.at('site'), random));
    judge.steps[step].told = [...judge.steps[step].told, ...told.filter((text) => text !== null)];
    // Now and then it is the same revision that is built again.
    judge.judge(step > 0 && random.once(5) ? step - 1 : step);
    if (step === 0) {
      mkdirSync(path.dirname(own));
      writeFileSync(own, 'van een ander');
    }
  }
  assert.equal(readFileSync(own, 'utf8'), 'van een ander');
}, PUBLISHES);

history('killed at any moment', 0.2, async (judge, steps) => {
  judge.mirrors = true;
  for (let step = 0; step < steps; step++) {
    const random = beside(6, step);
    const ways = { output: judge.at('site'), cache: judge.at('cache'), changes: judge.at('changes') };
    await judge.start(judge.args(judge.steps[step], ways), random.below(60));
    judge.mirror();
    judge.judge(step);
  }
}, PUBLISHES);

// Two on one cache with an output each, and two of one output, which wait for each other.
history('two builds at once', 0.2, async (judge, steps) => {
  for (let step = 1; step < steps; step++) {
    const cache = judge.at('cache');
    const now = judge.steps[step];
    const earlier = { ...now, commit: judge.steps[beside(7, step).below(step)].commit };
    const ways = [[now, judge.at('site')], [earlier, judge.at('other')], [now, judge.at('site')]];
    const builds = ways.map(([at, output]) => judge.start(judge.args(at, { output, cache })));
    const found = await Promise.all(builds);
    const expected = judge.expected(now);
    judge.verdict(step, found[0], judge.at('site'), expected, ', at once with another');
    judge.verdict(step, found[2], judge.at('site'), expected, ', the second of two at once');
    judge.verdict(step, found[1], judge.at('other'), judge.expected(earlier, {}, judge.at('other')), ', an earlier one at once with it');
    judge.before = step;
  }
}, PUBLISHES);

// Of two builds of one output, the second waits with what it opened of the cache before: the website is further.
history('a cache of before', 0.1, (judge, steps) => {
  const [cache, earlier] = [judge.at('cache'), judge.at('earlier')];
  for (let step = 0; step < steps; step++) {
    rmSync(earlier, { recursive: true, force: true });
    if (existsSync(cache)) cpSync(cache, earlier, { recursive: true });
    judge.judge(step);
    judge.judge(step, { cache: earlier });
  }
}, PUBLISHES);

// What another version of the program remembered is not believed.
history('another version in between', 0.15, (judge, steps) => {
  const other = judge.at('doorleefd-other');
  copyFileSync(program, other);
  appendFileSync(other, 'another version');
  chmodSync(other, 0o755);
  for (let step = 0; step < steps; step++) {
    const ways = { output: judge.at('site'), cache: judge.at('cache') };
    if (beside(8, step).once(2)) judge.run(judge.args(judge.steps[step], ways), other);
    else judge.judge(step);
  }
}, PUBLISHES);

// ---- The judge itself: what is wrong is seen ----

// A feed is made of a site that has an address: each step gives it one.
function addressed(judge) {
  for (const step of judge.steps) step.options = { ...step.options, address: step.options.address ?? 'https://elders.invalid/' };
}

history('a judge that sees', 0.1, (judge, steps) => {
  addressed(judge);
  const site = judge.at('site');
  const seen = (change, pattern) => {
    const step = steps - 1;
    const found = judge.run(judge.args(judge.steps[step], { output: site, cache: judge.at('cache') }));
    const expected = judge.expected(judge.steps[step]);
    assert.deepEqual(judge.compared(found, site, expected), []);
    change(site, found);
    const wrong = judge.compared(found, site, expected);
    assert.equal(wrong.length > 0, true, 'nothing was seen');
    assert.match(wrong.join('\n'), pattern);
    rmSync(site, { recursive: true });
  };
  const spoiled = (name, change) => (folder) => {
    const file = path.join(folder, name);
    writeFileSync(file, change(readFileSync(file, 'latin1')), 'latin1');
  };
  // A page that was not made again, as it stood with another title.
  seen(spoiled('index.html', (text) => text.replace(/<title>./, '<title>x')), /index\.html differs from byte \d+ \(line \d+\)/);
  seen(spoiled('feed.xml', (text) => `${text} `), /feed\.xml differs/);
  seen(spoiled('search/root.json', (text) => text.replace(/\d/, '9')), /root\.json differs/);
  seen((folder) => truncateSync(path.join(folder, 'search/root.json'), 10), /root\.json differs/);
  seen((folder) => rmSync(path.join(folder, '404.html')), /404\.html is missing/);
  seen((folder) => mkdirSync(path.join(folder, 'verhalen/weg')), /verhalen\/weg\/ should not be there/);
  seen((folder) => writeFileSync(path.join(folder, 'verhalen/weg.html'), 'weg'), /weg\.html should not be there/);
  seen((folder, found) => (found.told = found.told.replace(/$/, 'x')), /the messages differ/);
  seen((folder, found) => (found.status = 3), /it ended with 3/);
}, PUBLISHES);

// A short history may leave the root of the index as it is; this one ends with the first step that does not.
const UNTIL_ROOT = 40;

// A stale file, as a wrong build would leave it, is found, and told so that it can be done again.
history('a page that stayed behind', 0.1, (judge, steps) => {
  const site = judge.at('site');
  for (let step = 1; step < steps; step++) {
    judge.judge(step - 1);
    const before = readFileSync(path.join(site, 'search/root.json'));
    judge.judge(step);
    if (before.equals(readFileSync(path.join(site, 'search/root.json')))) continue;
    writeFileSync(path.join(site, 'search/root.json'), before);
    const stale = { status: 0, told: '', stderr: '', args: [] };
    const expected = { folder: judge.standing.get(site), run: stale };
    assert.throws(() => judge.verdict(step, stale, site, expected), (error) => {
      assert.match(error.message, new RegExp(`step ${step} of seed ${seed}, commit [0-9a-f]{40}`));
      assert.match(error.message, /search\/root\.json differs from byte \d+/);
      assert.match(error.message, /again: SEED=\d+ COMMITS=\d+ ONLY=/);
      return true;
    });
    return;
  }
  assert.fail('no step changed the root of the index');
}, PUBLISHES, UNTIL_ROOT);
