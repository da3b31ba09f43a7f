// SPDX-License-Identifier: EUPL-1.2
// The search page: by keyboard and by mouse, what is said, what stands in the address.
import { after, afterEach, before, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askedOf, fakeReader } from './fake.mjs';
import { axeSource, launch, serve, site, watchedPage } from './lib.mjs';

let server, browser, close, page, context, seen;
before(async () => {
  server = await serve();
  ({ browser, close } = await launch());
});
after(async () => {
  await close();
  await server.close();
});
beforeEach(async () => {
  ({ page, context, seen } = await watchedPage(browser, server.address, { viewport: { width: 1280, height: 900 } }));
});
afterEach(() => context.close());

const results = () => page.locator('#zoek-resultaten > li');
const state = () => page.locator('#zoek-stand').innerText();
const counted = async () => Number(/\d+/.exec((await state()).replace(/\./g, ''))?.[0]);
const toSearch = (behind = '') => page.goto(`${server.address}zoeken/${behind}`);
const afresh = async (behind) => { await page.goto('about:blank'); await toSearch(behind); };

// Until the count says `pattern`.
const told = (pattern = /\d+ resulta/) => page.waitForFunction((source) =>
  new RegExp(source).test(document.getElementById('zoek-stand').textContent), pattern.source);

async function type(words) {
  await page.locator('#zoek-veld').pressSequentially(words, { delay: 15 });
  await told();
}

// What axe finds, in light and in dark.
async function barriers() {
  const found = [];
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axeSource);
    found.push(...await page.evaluate(async () => (await window.axe.run(document, { rules: { 'target-size': { enabled: true } } })).violations
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`))));
  }
  return found;
}

test('by keyboard alone: from the field to a result and its page', async () => {
  await toSearch();
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement.id === 'zoek-veld')) break;
  }
  assert.equal(await page.evaluate(() => document.activeElement.id), 'zoek-veld');
  await page.keyboard.type('herstel');
  await page.keyboard.press('Enter');
  await told();
  const title = await results().first().locator('a').first().innerText();
  for (let i = 0; i < 200; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.getElementById('zoek-resultaten').contains(document.activeElement))) break;
  }
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.includes('zoeken'));
  assert.equal(await page.locator('h1').innerText(), title);
  assert.deepEqual(seen, []);
});

test('by mouse: type, press the button, click a result', async () => {
  await toSearch();
  await page.locator('#zoek-veld').click();
  await page.keyboard.type('schulden');
  await page.locator('#zoek-formulier button').click();
  await told();
  assert.ok(await results().count() > 0);
  await results().nth(0).locator('a').first().click();
  await page.waitForURL((url) => !url.pathname.includes('zoeken'));
  assert.equal(await page.locator('h1').count(), 1);
  assert.deepEqual(seen, []);
});

test('results come while typing', async () => {
  await toSearch();
  await type('moed');
  assert.ok(await results().count() > 0);
});

test('from the form of the home page, and no word goes to the server', async () => {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(server.address);
  await page.fill('main input[type=search]', 'vrije ruimte');
  await page.keyboard.press('Enter');
  await page.waitForURL(/zoeken\/.*#q=vrije/);
  await told();
  assert.equal(await page.inputValue('#zoek-veld'), 'vrije ruimte');
  assert.equal(new URL(page.url()).search, '');
  await page.fill('#zoek-veld', '');
  await type('eenzaam');
  assert.deepEqual(asked.filter((url) => /eenzaam|q=|vrije.ruimte$/.test(url)), []);
});

test('what is asked stands behind the # and can be shared', async () => {
  await toSearch('#q=schulden');
  await told();
  const first = await results().first().innerText();
  assert.equal(await page.inputValue('#zoek-veld'), 'schulden');
  await page.reload();
  await told();
  assert.equal(await results().first().innerText(), first);
});

test('back and forward go through what was asked with Enter, not through what was half typed', async () => {
  await toSearch();
  for (const words of ['schulden', 'herstel']) {
    await page.fill('#zoek-veld', '');
    await page.locator('#zoek-veld').pressSequentially(words, { delay: 120 });
    await page.waitForURL(new RegExp(`#q=${words}`));
    await page.keyboard.press('Enter');
    await told();
  }
  await page.goBack();
  await page.waitForURL(/#q=schulden/);
  await page.waitForFunction(() => document.getElementById('zoek-veld').value === 'schulden');
  await page.goForward();
  await page.waitForFunction(() => document.getElementById('zoek-veld').value === 'herstel');
});

test('back from a result leads to the results', async () => {
  await toSearch('#q=herstel');
  await told();
  await results().nth(1).locator('a').first().click();
  await page.waitForURL((url) => !url.pathname.includes('zoeken'));
  await page.goBack();
  await told();
  assert.equal(await page.inputValue('#zoek-veld'), 'herstel');
  assert.ok(await results().count() > 1);
});

test('a filter: fewer results, its count is true, and it stands in the address', async () => {
  await toSearch('#q=herstel');
  await told();
  const all = await counted();
  const box = page.locator('[data-filter=sector] label').first();
  await box.waitFor();
  const promised = Number((await box.locator('.aantal').innerText()).replace(/\./g, ''));
  await box.locator('input').check();
  await page.waitForURL(/sector=/);
  await page.waitForFunction((n) => !new RegExp(`(^|\\D)${n} resulta`).test(document.getElementById('zoek-stand').textContent), all);
  await told();
  assert.equal(await counted(), promised);
  assert.ok(promised < all);
  await page.reload();
  await told();
  assert.equal(await counted(), promised);
  assert.equal(await box.locator('input').isChecked(), true);
});

test('filters by keyboard: the focus stays on the box', async () => {
  await toSearch('#q=herstel');
  await told();
  const input = page.locator('[data-filter=kind] input').first();
  await input.waitFor();
  await input.focus();
  const value = await input.inputValue();
  await page.keyboard.press('Space');
  await page.waitForURL(/kind=/);
  await page.waitForTimeout(400);
  assert.equal(await page.evaluate(() => document.activeElement.value), value);
});

test('by keyboard one can pass over all filters', async () => {
  await toSearch('#q=kennis');
  await page.locator('[data-filter=kind] label').first().waitFor();
  await page.focus('#zoek-tips > summary');
  await page.keyboard.press('Tab');
  const over = page.locator('#zoek-over');
  assert.equal(await over.evaluate((button) => button === document.activeElement), true);
  assert.ok((await over.boundingBox()).y > 0, 'it cannot be seen');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.closest('#zoek-resultaten') !== null), true);
  assert.match(page.url(), /#q=kennis$/);
});

test('all filters go at once', async () => {
  await toSearch('#q=herstel&kind=verhaal&kind=richtlijn');
  await told();
  const some = await counted();
  await page.locator('#zoek-keuzes button').last().click();
  await page.waitForURL((url) => !url.hash.includes('kind='));
  await page.waitForFunction((n) => !new RegExp(`(^|\\D)${n} resulta`).test(document.getElementById('zoek-stand').textContent), some);
  assert.ok(await counted() > some);
});

test('the count is announced: a polite live region, once it is still', async () => {
  await toSearch();
  const region = page.locator('#zoek-status');
  assert.equal(await region.getAttribute('role'), 'status');
  assert.equal(await region.getAttribute('aria-live'), 'polite');
  await page.evaluate(() => {
    window.told = [];
    new MutationObserver(() => window.told.push(document.getElementById('zoek-status').textContent))
      .observe(document.getElementById('zoek-status'), { childList: true, characterData: true, subtree: true });
  });
  await type('mantelzorger');
  await page.waitForFunction(() => /resulta/.test(window.told.at(-1)));
  const told = await page.evaluate(() => window.told);
  assert.ok(told.length <= 3, `said ${told.length} times: ${told}`);
  assert.match(told.at(-1), /resulta/);
});

test('the number that is told is the number that can be shown', async () => {
  await toSearch('#q=schulden');
  await told();
  const total = await counted();
  while (await page.locator('#zoek-meer').isVisible()) {
    const before = await results().count();
    await page.locator('#zoek-meer').click();
    await page.waitForFunction((n) => document.querySelectorAll('#zoek-resultaten > li').length > n, before);
  }
  assert.equal(await results().count(), total);
  const addresses = await results().locator('a.titel').evaluateAll((links) => links.map((link) => link.href));
  assert.equal(new Set(addresses).size, total);
});

test('after "more" the focus is on the first new result', async () => {
  await toSearch('#q=herstel');
  await told();
  const before = await results().count();
  await page.locator('#zoek-meer').click();
  await page.waitForFunction((n) => document.querySelectorAll('#zoek-resultaten > li').length > n, before);
  assert.equal(await results().nth(before).evaluate((item) => item.contains(document.activeElement)), true);
});

test('nothing found: it is said, with what to try', async () => {
  await toSearch('#q=qqxxzzyyvv');
  await told(/qqxxzzyyvv/);
  assert.equal(await results().count(), 0);
  assert.equal(await page.locator('#zoek-niets').isVisible(), true);
  assert.ok(await page.locator('#zoek-lijsten a:visible').count() > 1);
});

test('nothing found before all was searched: that is what is said', async () => {
  await fakeReader(page, () => {
    window.fake.search = () => ({ total: 0, more: true });
  });
  await toSearch('#q=%22in+het+huis%22');
  await told(/Niets gevonden voor .*niet alles is doorzocht/);
  assert.equal(await page.locator('#zoek-niets').isVisible(), false);
});

test('nothing asked: no results, and no error', async () => {
  await toSearch();
  await told(/Typ/);
  assert.equal(await page.locator('#zoek-niets').isVisible(), false);
  assert.deepEqual(seen, []);
});

test('a word with a mistake is understood', async () => {
  await toSearch('#q=mantelzrog');
  await told(/Bedoelde je|resulta/);
  assert.ok(await results().count() > 0);
  assert.match(await state(), /Bedoelde je mantelzorg/);
  await page.locator('#zoek-stand a', { hasText: 'mantelzrog' }).click();
  await page.waitForURL(/#q=%22mantelzrog%22/);
  await told(/Niets gevonden/);
  assert.equal(await page.inputValue('#zoek-veld'), '"mantelzrog"');
});

test('the words that were asked are marked', async () => {
  await toSearch('#q=schulden');
  await told();
  const marks = await page.locator('#zoek-resultaten mark').allInnerTexts();
  assert.ok(marks.some((mark) => /schuld/i.test(mark)), String(marks));
});

test('an invented story says so among the results', async () => {
  await toSearch('#q=herstel&kind=verhaal');
  await told();
  assert.ok(await page.locator('#zoek-resultaten .verzonnen:visible').count() > 0);
});

test('what is asked is never read as HTML', async () => {
  for (const query of ['<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>', '{{constructor}}', '%', '\\', '#q=#', '__proto__']) {
    await toSearch();
    await page.fill('#zoek-veld', query);
    await page.keyboard.press('Enter');
    await page.waitForTimeout(250);
    assert.equal(await page.locator('main img, main svg[onload]').count(), 0);
    await toSearch(`#q=${encodeURIComponent(query)}&sector=${encodeURIComponent(query)}`);
    await page.waitForTimeout(250);
  }
  assert.deepEqual(seen, []);
});

test('the site works from any folder of any host', async () => {
  const elsewhere = await serve(undefined, { prefix: '/een/twee/' });
  const other = await watchedPage(browser, elsewhere.address);
  await other.page.goto(`${elsewhere.address}zoeken/#q=herstel`);
  await other.page.waitForSelector('#zoek-resultaten li a');
  await other.page.locator('#zoek-resultaten a.titel').first().click();
  await other.page.waitForURL((url) => !url.pathname.includes('zoeken') && url.pathname.startsWith('/een/twee/'));
  assert.equal(await other.page.locator('h1').count(), 1);
  assert.deepEqual(other.seen, []);
  await other.context.close();
  await elsewhere.close();
});

test('the search is done beside the page, in a worker', async () => {
  await toSearch('#q=herstel');
  await told();
  assert.equal(page.workers().length, 1);
});

test('a browser without workers finds the same', async () => {
  await toSearch('#q=herstel+praten');
  await told();
  const found = await state();
  const refuse = {
    'that has none': () => { delete window.Worker; },
    'that cannot load it': () => {
      const { Worker } = window;
      window.Worker = function (address, options) { return new Worker(`${address}-nergens`, options); };
    },
  };
  for (const [name, init] of Object.entries(refuse)) {
    const other = await browser.newContext();
    const alone = await other.newPage();
    await alone.addInitScript(init);
    await alone.goto(`${server.address}zoeken/#q=herstel+praten`);
    await alone.waitForFunction(() => /\d+ resulta/.test(document.getElementById('zoek-stand').textContent));
    assert.equal(await alone.locator('#zoek-stand').innerText(), found, name);
    assert.equal(alone.workers().length, 0, name);
    await other.close();
  }
});

test('where the worker is ended without a word, the page goes on by itself', async () => {
  const other = await browser.newContext();
  const left = await other.newPage();
  await left.addInitScript(() => {
    const { Worker } = window;
    window.Worker = class extends Worker {
      constructor(...all) {
        super(...all);
        window.ended = () => this.terminate();
      }
    };
  });
  const answered = () => left.waitForFunction(() => /\d+ resulta/.test(document.getElementById('zoek-stand').textContent));
  await left.goto(`${server.address}zoeken/#q=herstel`);
  await answered();
  await left.evaluate(() => window.ended());
  await left.locator('#zoek-veld').fill('praten met');
  await left.waitForFunction(() => document.getElementById('zoek-stand').textContent.includes('…'));
  await answered();
  assert.match(await left.locator('#zoek-resultaten mark').first().innerText(), /praten|gepraat|praat/i);
  await left.locator('#zoek-veld').fill('slapen');
  await answered();
  await other.close();
});

test('when the index cannot be fetched it is said, and one can try again', async () => {
  let down = true;
  const flaky = await serve(undefined, { broken: (path) => down && path.includes('/search/') });
  const other = await watchedPage(browser, flaky.address);
  await other.page.goto(`${flaky.address}zoeken/#q=herstel`);
  const again = other.page.locator('#zoek-stand button');
  await again.waitFor();
  assert.match(await other.page.locator('#zoek-stand').innerText(), /lukt/);
  down = false;
  await again.click();
  await other.page.waitForSelector('#zoek-resultaten li a');
  await other.context.close();
  await flaky.close();
});

test('one search takes little: under 150 KB in all', async () => {
  let bytes = 0;
  page.on('response', async (response) => {
    if (response.url().includes('/search/')) bytes += (await response.body().catch(() => '')).length;
  });
  await toSearch('#q=vrije+ruimte');
  await told();
  assert.ok(bytes < 150000, `${bytes} bytes`);
});

// ---- Results ----

test('the title leads to the page, and the heading that answers best to its place on the page', async () => {
  await toSearch('#q=ervaringskennis');
  await told();
  const item = results().filter({ has: page.locator('.deel') }).first();
  const address = await item.locator('.titel').getAttribute('href');
  const place = item.locator('.deel a');
  assert.doesNotMatch(address, /#/);
  assert.ok((await place.getAttribute('href')).startsWith(`${address}#`));
  const heading = await place.innerText();
  await place.click();
  await page.waitForURL(/#/);
  assert.match(await page.locator(':target').innerText(), new RegExp(heading.slice(0, 10)));
});

test('a passage is shown where the words stand, marked, and no longer than a few lines', async () => {
  await toSearch('#q=ervaringskennis');
  await told();
  // Those that are not in view are read when they nearly are.
  const marked = results().locator('.samenvatting:has(mark)');
  await results().last().scrollIntoViewIfNeeded();
  await marked.nth(3).waitFor();
  const passages = await marked.allInnerTexts();
  assert.deepEqual(passages.filter((passage) => passage.length > 300), []);
});

test('of a long passage the part with the words is shown', async () => {
  await fakeReader(page, () => {
    const passage = `${'Lang begin zonder einde. '.repeat(30)}Hier staat moed, en nog eens moed. ${'En het gaat door. '.repeat(30)}`;
    window.fake.search = () => ({ total: 1, results: [window.fake.result({ passage, matched: ['moed'] })] });
  });
  await toSearch('#q=moed');
  await told();
  const words = await results().locator('.samenvatting').innerText();
  assert.match(words, /^… .*Hier staat moed, en nog eens moed.* …$/);
  assert.equal(await results().locator('mark').count(), 2);
  assert.ok(words.length < 300);
});

test('of a long passage without an end of a sentence no word is cut', async () => {
  await fakeReader(page, () => {
    const passage = `Ervaring is een lang verhaal ${'zonder punt en komma '.repeat(5)}met moed erin ${'en daarna nog veel meer '.repeat(20)}`;
    window.fake.search = () => ({ total: 1, results: [window.fake.result({ passage, matched: ['moed'] })] });
  });
  await toSearch('#q=moed');
  await told();
  const words = await results().locator('.samenvatting').innerText();
  assert.match(words, /^(… )?(Ervaring|is|een|lang|verhaal|zonder|punt|en|komma) .*moed/);
});

test('a result says what it is: which kind of term, a chapter of which guideline', async () => {
  await fakeReader(page, () => {
    window.fake.search = () => ({ total: 3, results: [
      window.fake.result({ base: 'term', kind: 'thema', title: 'Herstel', address: 'thema/herstel/' }),
      window.fake.result({ base: 'term', kind: 'fase', title: 'Herstel', address: 'fase/herstel/' }),
      window.fake.result({ base: 'chapter', kind: 'richtlijn', title: 'Inleiding', address: 'richtlijnen/ervaring-in-de-wijk/inleiding/' }),
      window.fake.result({ base: 'chapter', kind: 'richtlijn', title: 'Los', address: 'los/' }),
    ] });
  });
  await toSearch('#q=herstel');
  await told();
  assert.deepEqual((await results().locator('.soortnaam').allTextContents()).map((words) => words.trim().replace(/\s+/g, ' ')),
    ['Thema', 'Fase', 'Hoofdstuk Ervaring in de wijk', 'Hoofdstuk']);
});

test('where a content note asks for quiet there is no summary and no passage, and it is said why', async () => {
  await fakeReader(page, () => {
    window.fake.search = () => ({ total: 1, results: [window.fake.result({
      quiet: true, notes: ['suicide'], summary: 'geheim', passage: 'geheim', heading: 'geheim', anchor: 'x', matched: ['geheim'],
    })] });
  });
  await toSearch('#q=geheim');
  await told();
  const words = await results().innerText();
  assert.doesNotMatch(words, /geheim/);
  assert.match(words, /Gaat ook over: zelfdoding\. Daarom staat hier geen/);
});

test('content notes, date and terms stand with a result, and nothing empty does', async () => {
  await fakeReader(page, () => {
    window.fake.search = () => ({ total: 2, results: [
      window.fake.result({ notes: ['psychose'], date: '2024-02-01', terms: [{ taxonomy: 'sector', name: 'ggz', label: 'Ggz' }] }),
      window.fake.result(),
    ] });
  });
  await toSearch('#q=iets');
  await told();
  assert.match(await results().first().innerText(), /Gaat ook over: een psychose\.[\s\S]*1 februari 2024[\s\S]*Ggz/);
  assert.equal(await results().nth(1).locator('p:not(.soortnaam, .samenvatting)').count(), 0);
});

// ---- What is said ----

test('what was answered instead is said, with a way to the words as they were typed', async () => {
  await fakeReader(page, () => {
    window.fake.search = (query) => (query.includes('"') ? {} : { total: 1, results: window.fake.results(1), corrected: 'mantelzorg hulp' });
  });
  await toSearch('#q=mantelzrog+hulp');
  await told();
  assert.match(await state(), /Bedoelde je mantelzorg hulp\?.*Zoek toch op “mantelzrog hulp”/s);
  await page.locator('#zoek-stand a').click();
  await told(/Niets gevonden/);
  assert.equal(await page.inputValue('#zoek-veld'), '"mantelzrog" hulp');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'zoek-stand', 'the focus is lost');
});

test('what was perhaps meant is a link, what was searched besides is said, and so is that there may be more', async () => {
  await fakeReader(page, () => {
    window.fake.search = (query) => ({ total: 512, more: true, results: window.fake.results(10), suggested: query === 'zorg' ? null : 'zorg', also: [{ word: 'zrog', also: ['hulp', 'steun'] }] });
  });
  await toSearch('#q=zrog');
  await told();
  assert.match(await state(), /Bedoelde je zorg\?[\s\S]*Ook gezocht op: hulp, steun\.[\s\S]*Minstens 512 resultaten/);
  await page.locator('#zoek-stand a').click();
  await page.waitForURL(/#q=zorg$/);
  assert.equal(await page.inputValue('#zoek-veld'), 'zorg');
});

test('half a word that finds nothing takes nothing away, until no letter follows', async () => {
  await fakeReader(page, () => {
    window.fake.search = (query) => (/^.$|^hulp$/.test(query) ? { total: 0 } : { total: 1, results: window.fake.results(1, { title: query }) });
  });
  await toSearch();
  await told(/Typ/);
  await page.evaluate(() => {
    window.said = [];
    new MutationObserver(() => window.said.push(document.getElementById('zoek-stand').textContent)).observe(document.getElementById('zoek-stand'), { childList: true });
  });
  await page.locator('#zoek-veld').pressSequentially('hulp', { delay: 250 });
  assert.equal(await results().count(), 1);
  await told(/Niets gevonden voor “hulp”/);
  assert.equal(await results().count(), 0);
  assert.deepEqual([...new Set(await page.evaluate(() => window.said))], ['1 resultaat', 'Niets gevonden voor “hulp”.']);
  await page.fill('#zoek-veld', '');
  await told(/Typ/);
  await page.fill('#zoek-veld', 'x');
  await page.keyboard.press('Enter');
  await told(/Niets gevonden voor “x”/);
});

test('a slow answer is said to be slow, but only after a while, and what stood there stays', async () => {
  await fakeReader(page, () => {
    const released = new Promise((done) => { window.release = done; });
    window.fake.search = async (query) => {
      if (query === 'traag') await released;
      return window.fake.later(query === 'snel' ? 100 : 0, { total: 1, results: window.fake.results(1, { title: query }) });
    };
  });
  await toSearch('#q=eerst');
  await told();
  await page.evaluate(() => {
    window.said = [];
    new MutationObserver(() => window.said.push(document.getElementById('zoek-stand').textContent)).observe(document.getElementById('zoek-stand'), { childList: true });
  });
  await page.fill('#zoek-veld', 'snel');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => /snel/.test(document.getElementById('zoek-resultaten').textContent));
  assert.deepEqual(await page.evaluate(() => window.said), ['1 resultaat']);
  await page.fill('#zoek-veld', 'traag');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('#zoek-resultaten').getAttribute('aria-busy'), 'true');
  assert.match(await results().innerText(), /snel/);
  await told(/Even zoeken/);
  assert.match(await results().innerText(), /snel/);
  await page.evaluate(() => window.release());
  await page.waitForFunction(() => /traag/.test(document.getElementById('zoek-resultaten').textContent));
  assert.equal(await page.locator('#zoek-resultaten').getAttribute('aria-busy'), null);
  assert.equal(await state(), '1 resultaat');
});

test('who types on a slow line is not told at every letter that it takes a while', async () => {
  await fakeReader(page, () => {
    window.fake.search = (query) => (query ? window.fake.later(900, { total: 1, results: window.fake.results(1) }) : {});
  });
  await toSearch();
  await told(/Typ/);
  await page.evaluate(() => {
    window.said = [];
    new MutationObserver(() => window.said.push(document.getElementById('zoek-status').textContent))
      .observe(document.getElementById('zoek-status'), { childList: true });
  });
  for (const letter of 'hulp') {
    await page.locator('#zoek-veld').press(letter);
    await told(/Even zoeken/);
    await page.waitForTimeout(100);
  }
  await page.waitForFunction(() => window.said.includes('1 resultaat'));
  assert.ok(await page.evaluate(() => window.said.length) <= 2, await page.evaluate(() => window.said.join(' / ')));
});

test('an answer that comes late never takes the place of a newer one', async () => {
  await fakeReader(page, () => {
    window.fake.search = async (query) => {
      const wait = { een: 900, twee: 400, drie: 50 }[query] ?? 0;
      return window.fake.later(wait, { total: 1, results: window.fake.results(1, { title: `antwoord ${query}` }) });
    };
  });
  await toSearch();
  for (const words of ['een', 'twee', 'drie']) {
    await page.fill('#zoek-veld', words);
    await page.keyboard.press('Enter');
  }
  await page.waitForFunction(() => /antwoord drie/.test(document.getElementById('zoek-resultaten').textContent));
  for (let i = 0; i < 13; i++) {
    await page.waitForTimeout(100);
    assert.match(await results().innerText(), /antwoord drie/);
    assert.equal(await state(), '1 resultaat');
  }
});

test('an index of another version: a plain message, and a button to load the page again', async () => {
  await fakeReader(page, () => { window.fake.open = () => window.fake.failing('version'); });
  await toSearch('#q=herstel');
  await told(/net vernieuwd/);
  const loaded = page.waitForNavigation();
  await page.locator('#zoek-stand button', { hasText: 'Laad opnieuw' }).click();
  await loaded;
});

test('a reader that is older than the index is fetched anew, once', async () => {
  await fakeReader(page, () => {
    window.fake.open = () => (window.fake.opened.length === 1 ? window.fake.failing('version') : {});
    window.fake.search = () => ({ total: 1, results: window.fake.results(1) });
  });
  const fetched = [];
  page.on('request', (request) => request.url().includes('reader.js') && fetched.push(request.url()));
  await toSearch('#q=herstel');
  await told();
  assert.equal(new Set(fetched).size, 2);
});

test('what a mistyped word needs is fetched after the first answer', async () => {
  await page.goto(server.address);
  const fetched = page.waitForRequest(/\/more\.js/);
  await page.evaluate(async (address) => {
    const { open } = await import(`${address}search/reader.js`);
    const index = await open(address);
    await index.search('herstel', { facets: false });
  }, server.address);
  await fetched;
});

test('where no answer comes at all one can try again, and a late one still counts', async () => {
  await page.clock.install();
  await fakeReader(page, () => {
    const late = new Promise((done) => { window.release = done; });
    window.fake.search = async (query) => {
      if (query === 'laat' || window.fake.opened.length < 2) await late;
      return { total: 1, results: window.fake.results(1, { title: query }) };
    };
  });
  await toSearch('#q=hangt');
  await page.clock.runFor(1000);
  await told(/Even zoeken/);
  await page.clock.runFor(20000);
  await told(/lukt nu niet/);
  await page.locator('#zoek-stand button').click();
  await told(/1 resultaat/);
  await page.fill('#zoek-veld', 'laat');
  await page.keyboard.press('Enter');
  await page.clock.runFor(20000);
  await told(/lukt nu niet/);
  await page.evaluate(() => window.release());
  await told(/1 resultaat/);
  assert.match(await results().innerText(), /laat/);
});

test('when more results cannot be fetched, those that are there stay, and one can try again', async () => {
  await fakeReader(page, () => {
    window.fake.search = (query, { offset }) => (offset > 0 && !window.works ? window.fake.failing('missing') : { total: 12, results: window.fake.results(offset > 0 ? 2 : 10) });
  });
  await toSearch('#q=herstel');
  await told();
  const more = await page.locator('#zoek-meer').innerText();
  await page.locator('#zoek-meer').click();
  const again = page.locator('.vondst .mislukt button');
  await again.waitFor();
  assert.equal(await results().count(), 10);
  assert.equal(await state(), '12 resultaten');
  assert.equal(await page.locator('#zoek-meer').innerText(), more);
  await page.evaluate(() => { window.works = true; });
  await again.click();
  await page.waitForFunction(() => document.querySelectorAll('#zoek-resultaten > li').length === 12);
  assert.equal(await page.locator('.mislukt').count(), 0);
  assert.equal(await results().nth(10).evaluate((item) => item.contains(document.activeElement)), true);
});

// ---- In need ----

test('who asks for what hurts sees first with whom to talk', async () => {
  const help = page.locator('#zoek-hulp');
  for (const [words, isOffered] of [['zelfmoord', true], ['Ik wil niet meer leven', true], ['suïcide', true], ['herstel', false], ['seksueel misbruik', true]]) {
    await afresh(`#q=${encodeURIComponent(words)}`);
    await told(/resulta|Niets/);
    assert.equal(await help.isVisible(), isOffered, words);
  }
  assert.ok(await help.locator('a[href^="tel:"]').count() > 1);
  const places = await page.evaluate(() => ['zoek-hulp', 'zoek-stand'].map((id) => document.getElementById(id).getBoundingClientRect().top));
  assert.ok(places[0] < places[1]);
  assert.match(await page.locator('#zoek-status').textContent(), /^Wil je nu met iemand praten\? .*\d+ resulta/, 'who listens does not hear of it');
  assert.deepEqual(await barriers(), []);
});

test('in whatever words it is asked, and not with every word that looks like it', async () => {
  await toSearch();
  const pattern = new RegExp(await page.locator('#zoek-hulp').getAttribute('data-words'));
  for (const words of ['zelfmoort', 'zelf moord', 'zelvmoord', 'sucide', 'suiside', 'suicidaal', 'ik wil er niet meer zijn', 'dood willen', 'was ik maar dood', 'ik ben klaar met leven',
    'er een eind aan maken', 'mezelf snijden', 'mezelf iets aandoen', 'mijn man slaat mij', 'als hij me slaat', 'geslagen', 'aangerand', 'incest', 'huiselijk geweld', 'ik ben bang voor mijn vader',
    '113', 'bel 113', 'help', 'hulp!', 'help me', 'ik kan niet meer', 'ik trek het niet meer', 'i want to die'])
    assert.match(words, pattern);
  for (const words of ['geweldig', 'hulp bij het huishouden', 'helpen', 'leven met schulden', '1137', 'verslagen', 'dood van mijn moeder', 'snijbloemen', 'zelfregie', 'er niet meer bij horen', 'slaap'])
    assert.doesNotMatch(words, pattern);
  await afresh(`#q=${encodeURIComponent('Su\u0069\u0308cide  nu')}`);
  assert.equal(await page.locator('#zoek-hulp').isVisible(), true);
});

test('also where the word is mistyped, and where nothing can be searched', async () => {
  await fakeReader(page, () => {
    window.fake.search = (query) => (query === 'zelfdoding' ? window.fake.failing('missing') : { total: 1, results: window.fake.results(1), corrected: 'zelfmoord' });
  });
  await toSearch('#q=zelfmaord');
  await told();
  assert.equal(await page.locator('#zoek-hulp').isVisible(), true);
  await afresh('#q=zelfdoding');
  await told(/lukt nu niet/);
  assert.equal(await page.locator('#zoek-hulp').isVisible(), true);
});

test('when the script of the page does not come, it is said after a while, with a way on', async () => {
  const { page: alone, context } = await watchedPage(browser, server.address);
  await alone.route('**/assets/search.js*', (route) => route.abort());
  await alone.goto(`${server.address}zoeken/#q=herstel`);
  const said = alone.locator('#zoek-kapot');
  assert.equal(await said.isVisible(), false, 'too soon');
  assert.equal((await said.boundingBox())?.height ?? 0, 0);
  await alone.waitForFunction(() => document.getElementById('zoek-kapot').checkVisibility({ visibilityProperty: true }));
  assert.match(await said.innerText(), /Zoeken lukt nu niet/);
  const asked = [];
  alone.on('request', (request) => asked.push(request.url()));
  await alone.fill('#zoek-veld', 'eenzaam');
  await alone.keyboard.press('Enter');
  await alone.waitForTimeout(300);
  assert.deepEqual(asked, [], 'a word goes to the server');
  assert.equal(await alone.inputValue('#zoek-veld'), 'eenzaam');
  await said.locator('a[href$="trefwoorden/"]').click();
  await alone.waitForURL(/trefwoorden\/$/);
  await context.close();
  await toSearch();
  await told(/Typ een woord/);
  assert.equal(await page.locator('#zoek-kapot').count(), 0);
});

test('what to try is what can be tried', async () => {
  await fakeReader(page, () => { window.fake.search = () => ({}); });
  await toSearch('#q=niets');
  await told(/Niets/);
  const tries = page.locator('#zoek-niets li:visible');
  assert.doesNotMatch((await tries.allInnerTexts()).join(' '), /keuzes/);
  assert.match(await page.locator('#zoek-niets a').getAttribute('href'), /#_hulplijnen$/);
  await afresh('#q=niets&sector=ggz');
  await told(/Niets/);
  assert.match((await tries.allInnerTexts()).join(' '), /keuzes/);
});

test('a choice that comes from the address has its whole name', async () => {
  await toSearch('#q=schaamte&sector=ggz&thema=schaamte-en-taboe');
  await told(/resulta|Niets/);
  await page.locator('#zoek-keuzes', { hasText: 'Geestelijke gezondheidszorg (ggz)' }).waitFor();
});

// ---- Filters and order ----

const counts = () => {
  window.fake.search = (query, { facets, limit }) => ({
    total: 3, results: limit > 0 ? window.fake.results(3) : [],
    facets: Object.fromEntries((facets || []).map((group) => [group, [
      { name: '2019', label: `${group} negentien`, count: 4 }, { name: '2024', label: `${group} vierentwintig`, count: 3 },
      ...Array.from({ length: 9 }, (_, i) => ({ name: String(2000 + i), label: `${group} ${2000 + i}`, count: 1 })),
    ]])),
  });
};

test('results stand before counts are asked for, and only what is open is counted', async () => {
  await fakeReader(page, counts);
  await toSearch('#q=herstel');
  await page.locator('[data-filter=sector] label').first().waitFor();
  const asked = await askedOf(page);
  assert.deepEqual(asked.map(({ facets, passages, limit }) => ({ facets, passages, limit })), [
    { facets: false, passages: 3, limit: 10 },
    { facets: ['kind', 'sector'], passages: false, limit: 0 },
  ]);
  await page.locator('[data-filter=thema] summary').click();
  await page.locator('[data-filter=thema] label').first().waitFor();
  assert.deepEqual((await askedOf(page)).slice(2).map(({ facets }) => facets), [['thema']]);
});

test('on a phone nothing is counted until the filters are opened', async () => {
  await page.setViewportSize({ width: 390, height: 800 });
  await fakeReader(page, counts);
  await toSearch('#q=herstel');
  await told();
  await page.waitForTimeout(300);
  assert.equal((await askedOf(page)).length, 1);
  await page.locator('#zoek-filterblok > summary').click();
  await page.locator('[data-filter=kind] label').first().waitFor();
  assert.equal((await askedOf(page)).length, 2);
});

test('a choice moves nothing: the boxes keep their places, and the results their height on the page', async () => {
  await toSearch('#q=herstel');
  await page.locator('[data-filter=sector] label').first().waitFor();
  const places = () => page.evaluate(() => [...document.querySelectorAll('#zoek-filters label')].filter((label) => !label.hidden)
    .map((label) => [label.children[1].textContent, label.getBoundingClientRect().top + scrollY]));
  const before = await places();
  await page.locator('[data-filter=sector] input').nth(1).check();
  await page.waitForURL(/sector=/);
  await page.waitForTimeout(500);
  assert.deepEqual(await places(), before);
});

test('years: newest first, eight of them, and a button for the others', async () => {
  await fakeReader(page, counts);
  await toSearch('#q=herstel');
  await page.locator('[data-filter=jaar] summary').click();
  const labels = page.locator('[data-filter=jaar] label:visible');
  await labels.first().waitFor();
  assert.equal(await labels.count(), 8);
  assert.match(await labels.first().innerText(), /vierentwintig/);
  await page.locator('[data-filter=jaar] button').click();
  assert.equal(await labels.count(), 11);
  assert.equal(await labels.nth(8).evaluate((label) => label.contains(document.activeElement)), true);
  assert.equal(await page.locator('[data-filter=jaar] button').isVisible(), false);
});

test('a filter that is typed becomes a choice and leaves the field', async () => {
  await toSearch();
  await page.fill('#zoek-veld', 'herstel sector:ggz');
  await page.keyboard.press('Enter');
  await page.waitForURL(/#q=herstel&sector=ggz$/);
  await told();
  assert.equal(await page.inputValue('#zoek-veld'), 'herstel');
  const box = page.locator('[data-filter=sector] input[value=ggz]');
  await box.waitFor();
  assert.equal(await box.isChecked(), true);
  await page.goto(`${server.address}zoeken/#q=sector%3A%22geestelijke+gezondheidszorg+ggz%22+moed+onzin%3Ax`);
  await page.waitForURL(/sector=ggz/);
  assert.equal(await page.inputValue('#zoek-veld'), 'moed onzin:x');
  await page.goBack();
  await page.waitForURL(/#q=herstel&sector=ggz$/);
  await page.goBack();
  await page.waitForURL((url) => !url.hash.includes('q='));
});

test('a filter stays in the field while it is being typed', async () => {
  await toSearch();
  await page.locator('#zoek-veld').pressSequentially('sector:ggz', { delay: 40 });
  await told();
  await page.waitForTimeout(900);
  assert.equal(await page.inputValue('#zoek-veld'), 'sector:ggz');
});

test('what is chosen stands above the results, and goes with one press, without losing the focus', async () => {
  await page.setViewportSize({ width: 390, height: 800 });
  await toSearch('#q=herstel&sector=ggz&kind=verhaal');
  await told();
  const some = await counted();
  const chips = page.locator('#zoek-keuzes button');
  assert.deepEqual(await chips.allTextContents(), [
    'Verhaal weghalen', 'Geestelijke gezondheidszorg (ggz) weghalen', 'Haal alle keuzes weg',
  ]);
  await chips.first().focus();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.hash.includes('kind='));
  await page.waitForFunction(() => document.querySelectorAll('#zoek-keuzes button').length === 1);
  assert.ok(await counted() >= some);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'zoek-stand');
});

test('when counts cannot be fetched the results stay, and one can try again', async () => {
  await fakeReader(page, () => {
    window.fake.search = (query, { limit }) => (limit === 0 && !window.works ? window.fake.failing('missing')
      : { total: 1, results: window.fake.results(1), facets: { kind: [{ name: 'verhaal', label: '', count: 1 }] } });
  });
  await toSearch('#q=herstel');
  const again = page.locator('#zoek-filterblok .mislukt button');
  await again.waitFor();
  assert.equal(await results().count(), 1);
  await page.evaluate(() => { window.works = true; });
  await again.click();
  await page.locator('[data-filter=kind] label').waitFor();
  assert.equal(await page.locator('.mislukt').count(), 0);
});

test('newest first: the dates go down, and it stands in the address', async () => {
  await toSearch('#q=herstel');
  await told();
  await page.getByLabel('Nieuwste eerst').check();
  await page.waitForURL(/sort=date/);
  await page.waitForFunction(() => document.getElementById('zoek-resultaten').getAttribute('aria-busy') === null);
  const dates = await results().locator('time').evaluateAll((all) => all.map((time) => time.dateTime));
  assert.ok(dates.length > 5);
  assert.deepEqual(dates, [...dates].sort().reverse());
  await page.goBack();
  await page.waitForFunction(() => document.querySelector('#zoek-volgorde input').checked);
  assert.doesNotMatch(page.url(), /sort=/);
});

// ---- Suggestions ----

const options = () => page.locator('#zoek-suggesties [role=option]');
const activeOption = () => page.evaluate(() => document.getElementById(document.getElementById('zoek-veld').getAttribute('aria-activedescendant'))?.textContent);

test('suggestions by keyboard: down and up go round, Enter takes one, Escape closes', async () => {
  await toSearch();
  const field = page.locator('#zoek-veld');
  await field.pressSequentially('erv');
  await options().first().waitFor();
  await page.waitForTimeout(300);
  assert.ok(await options().count() <= 6);
  assert.equal(await field.getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('ArrowUp');
  assert.match(await activeOption(), new RegExp(await options().last().locator('span').first().innerText()));
  await page.keyboard.press('ArrowDown');
  assert.equal(await activeOption(), undefined);
  await page.keyboard.press('ArrowDown');
  assert.equal(await options().first().getAttribute('aria-selected'), 'true');
  await page.keyboard.press('Escape');
  assert.equal(await field.getAttribute('aria-expanded'), 'false');
  assert.equal(await page.locator('#zoek-suggesties').isVisible(), false);
  assert.equal(await page.inputValue('#zoek-veld'), 'erv');
  await page.keyboard.press('ArrowDown');
  await options().first().waitFor();
  await page.keyboard.press('ArrowDown');
  const taken = await activeOption();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.hash.startsWith('#q=') && url.hash !== '#q=erv');
  assert.ok(taken.startsWith(`${await page.inputValue('#zoek-veld')} `), taken);
  assert.equal(await page.locator('#zoek-suggesties').isVisible(), false);
  await told();
});

test('suggestions by mouse and by finger: a title leads to its page, a term to its own', async () => {
  const touch = await watchedPage(browser, server.address, { hasTouch: true, viewport: { width: 390, height: 800 } });
  for (const [one, press, kind] of [[page, 'click', 'titel'], [touch.page, 'tap', 'trefwoord']]) {
    await one.goto(`${server.address}zoeken/`);
    await one.locator('#zoek-veld')[press]();
    await one.locator('#zoek-veld').pressSequentially('naast');
    // Not one that was offered for the first letters.
    const fitting = one.locator('#zoek-suggesties [role=option]').filter({ hasText: /naast/i });
    const option = fitting.filter({ hasText: new RegExp(`${kind}\\s*$`) }).first();
    const name = await option.locator('span').first().innerText();
    await option[press]();
    await one.waitForURL((url) => !url.pathname.includes('zoeken'));
    assert.equal(await one.locator('h1').innerText(), name);
  }
  assert.deepEqual(touch.seen, []);
  await touch.context.close();
});

test('the page of a term is suggested once', async () => {
  await toSearch();
  await page.locator('#zoek-veld').pressSequentially('herstelf');
  await options().filter({ hasText: 'Herstelfase' }).first().waitFor();
  assert.equal(await options().filter({ hasText: /^Herstelfase/ }).count(), 1);
});

test('suggestions say in words what they are', async () => {
  await fakeReader(page, () => {
    window.fake.suggest = () => [
      { text: 'moedig', kind: 'word', address: null }, { text: 'Moed', kind: 'term', address: 'thema/moed/' }, { text: 'Mijn moed', kind: 'title', address: 'verhalen/v-1/' },
    ];
    window.fake.search = () => ({});
  });
  await toSearch();
  await page.locator('#zoek-veld').pressSequentially('moe');
  await options().first().waitFor();
  assert.deepEqual((await options().allInnerTexts()).map((words) => words.replace(/\s+/g, ' ').trim()), ['moedig woord', 'Moed trefwoord', 'Mijn moed titel']);
  assert.equal(await page.evaluate(() => window.fake.suggested.at(-1).limit), 6);
});

test('suggestions go away when one leaves the field or asks, and none comes after that', async () => {
  await fakeReader(page, () => {
    window.fake.suggest = (text) => window.fake.later(text === 'laat' ? 500 : 0, [{ text: 'later', kind: 'word', address: null }]);
    window.fake.search = () => ({});
  });
  await toSearch();
  const field = page.locator('#zoek-veld');
  const isOpen = () => page.locator('#zoek-suggesties').isVisible();
  await field.pressSequentially('la');
  await options().first().waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await isOpen(), false);
  await field.pressSequentially('a');
  await options().first().waitFor();
  await page.keyboard.press('Enter');
  assert.equal(await isOpen(), false);
  await field.fill('laat');
  await page.waitForTimeout(200);
  await page.keyboard.press('Enter');
  await page.waitForTimeout(700);
  assert.equal(await isOpen(), false);
});

test('suggestions lie over the page and move nothing', async () => {
  await toSearch('#q=herstel');
  await told();
  const top = () => page.locator('.vondst').evaluate((element) => element.getBoundingClientRect().top);
  const before = await top();
  await page.locator('#zoek-veld').press('End');
  await page.locator('#zoek-veld').pressSequentially(' erv');
  await options().first().waitFor();
  assert.equal(await top(), before);
});

// ---- Help, languages, small screens ----

test('the help is closed at first, and its examples can be tried', async () => {
  await toSearch('#q=moed');
  await told();
  const examples = page.locator('#zoek-tips a:visible');
  assert.equal(await examples.count(), 0);
  await page.locator('#zoek-tips summary').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('#zoek-tips li:not([hidden])').length === 4);
  for (const [i, pattern] of [/^#q=%22.*%22$/, /^#q=\w+\+-\w+$/, /^#q=\w+\+of\+\w+$/, /^#sector=|^#q=sector/].entries()) {
    await examples.nth(i).click();
    await page.waitForFunction((source) => new RegExp(source).test(location.hash), pattern.source);
    await told();
    assert.ok(await results().count() > 0, await examples.nth(i).innerText());
  }
  assert.equal(await page.inputValue('#zoek-veld'), '');
  assert.match(page.url(), /#sector=/);
  assert.deepEqual(seen, []);
});

test('a switch of languages is there only when there are more, and asks the other index', async () => {
  await toSearch('#q=herstel');
  await told();
  assert.equal(await page.locator('#zoek-talen').isVisible(), false);
  await fakeReader(page, () => {
    window.fake.open = ({ language }) => ({ language, languages: [{ code: 'nl', label: 'Nederlands' }, { code: 'en', label: 'English' }] });
    window.fake.search = () => ({ total: 1, results: window.fake.results(1) });
  });
  await page.reload();
  await told();
  const links = page.locator('#zoek-talen a');
  assert.deepEqual(await links.allInnerTexts(), ['Nederlands', 'English']);
  assert.equal(await links.first().getAttribute('aria-current'), 'true');
  await links.nth(1).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/#q=herstel&taal=en/);
  await page.waitForFunction(() => window.fake.opened.at(-1) === 'en');
  await page.waitForFunction(() => document.getElementById('zoek-resultaten').lang === 'en');
  assert.equal(await links.nth(1).evaluate((link) => link === document.activeElement), true);
  assert.equal(await links.nth(1).getAttribute('aria-current'), 'true');
});

test('results in a language from right to left stand so', async () => {
  await fakeReader(page, () => {
    window.fake.open = () => ({ language: 'ar' });
    window.fake.search = () => ({ total: 1, results: window.fake.results(1) });
  });
  await toSearch('#q=x&taal=ar');
  await told();
  const directions = await page.evaluate(() => ['#zoek-resultaten', '#zoek-resultaten .samenvatting', '#zoek-stand']
    .map((place) => getComputedStyle(document.querySelector(place)).direction));
  assert.deepEqual(directions, ['rtl', 'rtl', 'ltr']);
});

test('on a site in two languages the switch leads from the pages in one to those in the other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'doorleefd-talen-'));
  const content = join(folder, 'content');
  mkdirSync(content);
  writeFileSync(join(content, 'site.yaml'), 'titel: Proef\ntaal: nl\n');
  for (const [name, language, words] of [['een', 'nl', 'Het water stond hoog, en het was moedig.'], ['one', 'en', 'The water was high, and that was brave.'], ['two', 'en', 'More water.']])
    writeFileSync(join(content, `${name}.md`), `---\ntitel: ${name}\ntaal: ${language}\n---\n\n${words}\n`);
  execFileSync(process.env.DOORLEEFD, ['build', folder, '--worktree', '--theme', join(process.cwd(), 'themes/default'), '--output', join(folder, 'site')], { stdio: 'pipe' });
  const both = await serve(join(folder, 'site'), { prefix: '/pad/' });
  const other = await watchedPage(browser, both.address);
  await other.page.goto(`${both.address}zoeken/#q=xyzq`);
  await other.page.locator('#zoek-niets').waitFor();
  assert.equal(await other.page.locator('nav:not(:has(li)), [href="#_hulplijnen"], #zoek-hulp').count(), 0, 'a menu or help that is not there');
  const shown = (total) => other.page.waitForFunction((text) => document.getElementById('zoek-stand').textContent.includes(text), total);
  await other.page.goto(`${both.address}zoeken/#q=water`);
  await shown('1 resultaat');
  await other.page.locator('#zoek-talen a', { hasText: 'English' }).click();
  await shown('2 resultaten');
  assert.equal(await other.page.locator('#zoek-resultaten').getAttribute('lang'), 'en');
  for (const [words, total] of [['"was brave"', '1 resultaat'], ['water -more', '1 resultaat'], ['brave or more', '2 resultaten'], ['bravw', 'Bedoelde je brave'], ['moedig', 'Niets gevonden']]) {
    await other.page.fill('#zoek-veld', words);
    await other.page.keyboard.press('Enter');
    await shown(total);
  }
  await other.page.locator('#zoek-talen a', { hasText: 'Nederlands' }).click();
  await shown('1 resultaat');
  assert.deepEqual(other.seen, []);
  await other.context.close();
  await both.close();
  rmSync(folder, { recursive: true });
});

test('an English site tells dates as its pages do, and a title in another language says which', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'doorleefd-english-'));
  mkdirSync(join(folder, 'content'));
  writeFileSync(join(folder, 'content/site.yaml'), 'titel: Try\ntaal: en\n');
  writeFileSync(join(folder, 'content/water.md'), '---\ntitel: Water\ndatum: 2026-01-03\n---\n\nThe water was high.\n');
  writeFileSync(join(folder, 'content/ar.md'), '---\ntitel: الماء\ntaal: ar\nsamenvatting: قصة قصيرة\n---\n\nكان الماء عاليا.\n');
  execFileSync(process.env.DOORLEEFD, ['build', folder, '--worktree', '--theme', join(process.cwd(), 'themes/default'), '--output', join(folder, 'site')], { stdio: 'pipe' });
  const english = await serve(join(folder, 'site'));
  await page.goto(`${english.address}zoeken/#q=water`);
  await told(/1 result/);
  assert.equal(await results().locator('time').innerText(), '3 January 2026');
  await page.goto(`${english.address}ar/`);
  const sides = await page.locator('main :is(h1, .lead, .tekst p:not(.lead, .bijgewerkt))').evaluateAll((all) => all.map((one) =>
    [one.tagName, one.closest('[lang]').lang, Math.round(one.getBoundingClientRect().right)]));
  assert.deepEqual(sides.map(([, lang]) => lang), ['ar', 'ar', 'ar']);
  assert.equal(new Set(sides.map(([, , right]) => right)).size, 1, JSON.stringify(sides));
  await english.close();
  rmSync(folder, { recursive: true });
});

test('a finger can hit everything, and nothing sticks out at 320 pixels', async () => {
  const phone = await watchedPage(browser, server.address, { hasTouch: true, isMobile: true, viewport: { width: 320, height: 640 } });
  await phone.page.goto(`${server.address}zoeken/#q=ervaringskennis+hrestel&sector=ggz`);
  await phone.page.waitForSelector('#zoek-resultaten li');
  for (const summary of ['#zoek-tips > summary', '#zoek-filterblok > summary', '[data-filter=thema] > summary'])
    await phone.page.locator(summary).tap();
  await phone.page.locator('[data-filter=thema] label').first().waitFor();
  const small = await phone.page.evaluate(() => [...document.querySelectorAll('main :is(button, summary, label:has(input), .chip, h3 a, #zoek-stand a, #zoek-veld)')]
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < (element.matches('h3 a') ? 24 : 43.9))
    .map((element) => `${element.outerHTML.slice(0, 80)} ${element.getBoundingClientRect().height}`));
  assert.deepEqual(small, []);
  await phone.page.locator('#zoek-veld').fill('');
  await phone.page.locator('#zoek-veld').pressSequentially('erv');
  await phone.page.locator('#zoek-suggesties li').first().waitFor();
  assert.ok((await phone.page.locator('#zoek-suggesties li').first().boundingBox()).height >= 44);
  assert.equal(await phone.page.evaluate(() => document.documentElement.scrollWidth), 320);
  await phone.context.close();
});

test('no barrier with everything open: suggestions, help, filters, a correction', async () => {
  await page.goto(`${server.address}zoeken/#q=mantelzrog&sector=ggz`);
  await told();
  await page.locator('#zoek-tips > summary').click();
  await page.locator('[data-filter=thema] > summary').click();
  await page.locator('[data-filter=thema] label').first().waitFor();
  await page.locator('#zoek-veld').fill('');
  await page.locator('#zoek-veld').pressSequentially('erv');
  await options().first().waitFor();
  await page.keyboard.press('ArrowDown');
  assert.deepEqual(await barriers(), []);
});

test('on paper stands what was asked, and nothing that one would press', async () => {
  await toSearch('#q=herstel&sector=ggz');
  await told();
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('#zoek-veld').isVisible(), true);
  assert.deepEqual(await page.locator('main :is(button, summary, input):visible').evaluateAll((all) => all.map(({ id, textContent }) => id || textContent.trim())),
    ['zoek-veld', 'Geestelijke gezondheidszorg (ggz) weghalen']);
  await page.goto(server.address);
  assert.equal(await page.locator('search').first().isVisible(), false);
});

test('without motion for who does not want it', async () => {
  const still = await watchedPage(browser, server.address, { reducedMotion: 'reduce' });
  await fakeReader(still.page, () => { window.fake.search = () => window.fake.later(5000, {}); });
  await still.page.goto(`${server.address}zoeken/#q=herstel`);
  await still.page.locator('.bezig').waitFor();
  assert.equal(await still.page.locator('.bezig').evaluate((element) => getComputedStyle(element).animationName), 'none');
  await still.context.close();
});

test('the script of the page is small', () => {
  const size = gzipSync(readFileSync(join(site, 'assets/search.js'))).length;
  assert.ok(size <= 6144, `${size} bytes`);
});
