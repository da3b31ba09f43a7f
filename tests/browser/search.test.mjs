// SPDX-License-Identifier: EUPL-1.2
// The search page: by keyboard and by mouse, what is said, what stands in the address.
import { after, afterEach, before, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { launch, serve, watchedPage } from './lib.mjs';

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
const status = () => page.locator('#zoek-status').innerText();
const counted = async () => Number(/\d+/.exec((await status()).replace(/\./g, ''))?.[0]);
const toSearch = (behind = '') => page.goto(`${server.address}zoeken/${behind}`);

// Until the count says `pattern`.
const told = (pattern = /\d+ resulta/) => page.waitForFunction((source) =>
  new RegExp(source).test(document.getElementById('zoek-status').textContent), pattern.source);

async function type(words) {
  await page.locator('#zoek-veld').pressSequentially(words, { delay: 15 });
  await told();
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
  await page.goto(server.address);
  await page.fill('main input[type=search]', 'vrije ruimte');
  await page.keyboard.press('Enter');
  await page.waitForURL(/zoeken\/.*#q=vrije/);
  await told();
  assert.equal(await page.inputValue('#zoek-veld'), 'vrije ruimte');
  assert.equal(new URL(page.url()).search, '');
  page.on('request', (request) => asked.push(request.url()));
  await page.fill('#zoek-veld', '');
  await type('eenzaam');
  assert.deepEqual(asked.filter((url) => url.includes('eenzaam')), []);
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

test('back and forward go through what was asked', async () => {
  await toSearch();
  for (const words of ['schulden', 'herstel']) {
    await page.fill('#zoek-veld', words);
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`#q=${words}`));
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
  const promised = Number((await box.locator('.aantal').innerText()).replace(/\./g, ''));
  await box.locator('input').check();
  await page.waitForURL(/sector=/);
  await page.waitForFunction((n) => !document.getElementById('zoek-status').textContent.startsWith(`${n} `), all);
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
  await input.focus();
  const value = await input.inputValue();
  await page.keyboard.press('Space');
  await page.waitForURL(/kind=/);
  await page.waitForTimeout(400);
  assert.equal(await page.evaluate(() => document.activeElement.value), value);
});

test('all filters go at once', async () => {
  await toSearch('#q=herstel&kind=verhaal');
  await told();
  const some = await counted();
  await page.locator('#zoek-filters button').click();
  await page.waitForURL((url) => !url.hash.includes('kind='));
  await page.waitForFunction((n) => !document.getElementById('zoek-status').textContent.startsWith(`${n} `), some);
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
  await page.waitForTimeout(900);
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
  assert.ok(await page.locator('#zoek-niets a').count() > 1);
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
  assert.match(await status(), /mantelzorg/);
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

test('when the index cannot be fetched it is said, and one can try again', async () => {
  let down = true;
  const flaky = await serve(undefined, { broken: (path) => down && path.includes('/search/') });
  const other = await watchedPage(browser, flaky.address);
  await other.page.goto(`${flaky.address}zoeken/#q=herstel`);
  const again = other.page.locator('#zoek-status button');
  await again.waitFor();
  assert.match(await other.page.locator('#zoek-status').innerText(), /lukt/);
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
