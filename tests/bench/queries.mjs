// SPDX-License-Identifier: EUPL-1.2
// Chooses the questions of a measurement: 40 of six kinds, by a rule, from the words of the site
// itself, the same for the same site and seed.  No one picks them by hand.
// use: node queries.mjs SITE > QUERIES.json       SEED=1 chooses others
// SITE may be a file of lines { text, terms } too, as index.c writes them of a site without pages.
//
//     common   8   of the 100 words on most pages
//     rare     8   on 2 to 5 pages
//     several  8   2, 3 or 4 words of one page: half of them as they stand there in a row (function
//                  words in between stay), half of them anywhere in it
//     prefix   6   the first half of a word on 1 in 200 to 1 in 5 pages
//     typo     5   such a word with one fault: swapped, missing, doubled, wrong, one too many
//     filter   5   a common word of a page, among the pages of one of its terms
//
// Words have four letters or more (rare ones six, halved and mistyped ones seven) and are no
// function words, which no one searches for by themselves.
import { pagesOf, taxonomiesOf, termsOf, textOf } from './pages.mjs';
import { readFileSync } from 'node:fs';
import { argv, env, stdout } from 'node:process';

const SAMPLE = 20000; // pages that are read: of a larger site as many, evenly spread
const KEPT = 400; // pages whose words are kept, to take several words from

const FUNCTION_WORDS = new Set((
  'aan al alle alleen als altijd andere bij binnen dan dat de der deze die dit doch doen door dus een eens en er ge geen ' +
  'geweest had hadden haar heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja je kan kon kunnen kunt maar ' +
  'me meer men met mij mijn moet moeten na naar niet niets nog nu of om omdat onder ons onze ook op over reeds te tegen ' +
  'ten ter toch toen tot tussen u uit uw van vanuit veel via voor waar want waren was wat we welke werd wezen wie wil ' +
  'wilt word wordt worden zal ze zelf zich zij zijn zo zoals zonder zou zouden').split(' '));

// Chance, the same everywhere (mulberry32).
function chance(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

const tells = (word) => word.length >= 4 && !FUNCTION_WORDS.has(word);

// Links, names of files, compounds with a hyphen and codes are left out: only what is all letters.
const wordsOf = (text) => (text.toLowerCase().match(/[\p{L}\p{M}\p{N}_@/.:'’-]+/gu) ?? [])
  .map((run) => run.replace(/^[^\p{L}]+|[^\p{L}\p{M}\p{N}]+$/gu, ''))
  .filter((run) => /^\p{L}[\p{L}\p{M}]*$/u.test(run));

// { text, terms } of each page of a sample, evenly spread.
function* textsOf(site) {
  if (site.endsWith('.jsonl')) {
    for (const line of readFileSync(site).toString('utf8').split('\n')) if (line !== '') yield JSON.parse(line);
    return;
  }
  const taxonomies = taxonomiesOf(site);
  const seat = (number, all) => Math.floor((number * SAMPLE) / all);
  const spread = (number, all) => all <= SAMPLE || seat(number, all) !== seat(number - 1, all);
  for (const { html } of pagesOf(site, spread)) yield { text: textOf(html), terms: termsOf(html, taxonomies) };
}

// How many pages have each word, and some pages to take words from.
function read(site, random) {
  const counts = new Map();
  const kept = [];
  let pages = 0;
  for (const { text, terms } of textsOf(site)) {
    const words = wordsOf(text);
    for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
    pages++;
    // Of all pages seen so far each is as likely to be kept.
    const at = kept.length < KEPT ? kept.length : random(pages);
    if (at < KEPT && words.length >= 20) kept[at] = { words, terms };
  }
  return { counts, kept, pages };
}

function taken(list, count, random) {
  const rest = [...list];
  const found = [];
  while (found.length < count && rest.length > 0) found.push(...rest.splice(random(rest.length), 1));
  return found;
}

// Telling words of a page, `count` of them: in a row from the first to the last, or anywhere.
function several(page, count, inRow, random) {
  if (!inRow) return taken(new Set(page.words.filter(tells)), count, random);
  const starts = [...page.words.keys()].filter((i) => tells(page.words[i]) && tells(page.words[i + count - 1] ?? ''));
  const start = starts[random(starts.length)];
  return start === undefined ? [] : page.words.slice(start, start + count);
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const FAULTS = [
  (word, at) => word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
  (word, at) => word.slice(0, at) + word.slice(at + 1),
  (word, at) => word.slice(0, at) + word[at] + word.slice(at),
  (word, at, letter) => word.slice(0, at) + letter + word.slice(at + 1),
  (word, at, letter) => word.slice(0, at) + letter + word.slice(at),
];

// The word with a fault behind its first letter, which makes it no other word of the site.
function mistyped(word, fault, counts, random) {
  for (let attempt = 0; attempt < 50; attempt++) {
    const at = 1 + random(word.length - 2);
    const wrong = FAULTS[fault](word, at, LETTERS[random(LETTERS.length)]);
    if (wrong !== word && !counts.has(wrong)) return wrong;
  }
  throw new Error(`'${word}' cannot be mistyped`);
}

// What `find` finds on a page that chance points to.
function sought(pages, random, find) {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const found = find(pages[random(pages.length)]);
    if (found !== null) return found;
  }
  throw new Error('no page of this site has what is sought');
}

function choose(site, seed) {
  const random = chance(seed);
  const { counts, kept, pages } = read(site, random);
  const words = [...counts].filter(([word]) => tells(word)).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const common = words.slice(0, 100).map(([word]) => word);
  const rare = words.filter(([word, n]) => n >= 2 && n <= 5 && word.length >= 6).map(([word]) => word);
  const middle = words.filter(([word, n]) => n >= Math.max(3, pages / 200) && n <= pages / 5 && word.length >= 7)
    .map(([word]) => word);
  const queries = [];
  const add = (kind, query, filter = null) => queries.push({ kind, query, filter });

  for (const word of taken(common, 8, random)) add('common', word);
  for (const word of taken(rare, 8, random)) add('rare', word);
  for (let i = 0; i < 8; i++)
    add('several', sought(kept, random, (page) => {
      const found = several(page, 2 + (i % 3), i % 2 === 0, random);
      return found.length === 2 + (i % 3) ? found.join(' ') : null;
    }));
  const halved = taken(middle, 12, random);
  for (const word of halved.slice(0, 6)) add('prefix', word.slice(0, Math.max(4, Math.ceil(word.length / 2))));
  for (let fault = 0; fault < FAULTS.length; fault++)
    add('typo', mistyped(halved[6 + fault], fault, counts, random));
  for (let i = 0; i < 5; i++) {
    const [word, term] = sought(kept, random, (page) => {
      const here = common.filter((word) => page.words.includes(word));
      return page.terms.length > 0 && here.length > 0
        ? [here[random(here.length)], page.terms[random(page.terms.length)]] : null;
    });
    add('filter', word, term);
  }
  // Mixed, so that in one session no kind comes first.
  return { pages, words: counts.size, warm: halved[11], queries: taken(queries, queries.length, random) };
}

const chosen = choose(argv[2], Number(env.SEED ?? 1));
stdout.write(`${JSON.stringify(chosen, null, 1)}\n`);
