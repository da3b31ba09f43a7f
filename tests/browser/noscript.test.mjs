// SPDX-License-Identifier: EUPL-1.2
// Without JavaScript everything can be read and found.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { launch, samples, serve, watchedPage } from './lib.mjs';

let server, browser, close;
before(async () => {
  server = await serve();
  ({ browser, close } = await launch());
});
after(async () => {
  await close();
  await server.close();
});

async function withoutScript(path, look) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(server.address + path);
  await look(page);
  await context.close();
}

test('the search page leads to the indexes of terms, and shows no field that does nothing', () =>
  withoutScript('zoeken/', async (page) => {
    assert.equal(await page.locator('#zoek-veld').isVisible(), false);
    const links = page.locator('main a:visible');
    const addresses = await links.evaluateAll((all) => all.map((link) => link.href)).catch(async () =>
      Promise.all((await links.all()).map((link) => link.getAttribute('href'))));
    for (const wanted of ['sector/', 'thema/', 'trefwoorden/'])
      assert.ok(addresses.some((address) => address.endsWith(wanted)), `${wanted} is not among ${addresses}`);
    for (const link of await links.all()) {
      const response = await page.request.get(new URL(await link.getAttribute('href'), page.url()).href);
      assert.equal(response.status(), 200);
    }
  }));

test('the form of the home page leads there, without the word', () =>
  withoutScript('', async (page) => {
    await page.fill('main input[type=search]', 'herstel');
    await page.keyboard.press('Enter');
    await page.waitForURL(/zoeken\/\??$/);
    assert.equal(await page.locator('main a:visible').first().isVisible(), true);
  }));

test('from the register to a word, from there to another and to a page, by links alone', () =>
  withoutScript('trefwoorden/', async (page) => {
    await page.locator('main nav a').filter({ hasText: /^V/ }).first().click();
    const entry = page.locator('main dl > div').filter({ has: page.locator('dt', { hasText: /^Vrije ruimte$/ }) });
    assert.equal(await entry.locator('dd.onderwerp a').count(), 1);
    assert.equal(await page.locator('a[href*="zoeken/#"]:visible').count(), 0);
    await page.goto(new URL('../r/', page.url()).href);
    await page.locator('dd a[href*="#w-vrije-ruimte"]:visible').first().click();
    await page.waitForURL(/trefwoorden\/v\/#w-vrije-ruimte$/);
    await page.locator('dt:target ~ dd a[href*="verhalen/"]').first().click();
    assert.match(page.url(), /verhalen\//);
  }));

test('from an index to a term to a story, by links alone', () =>
  withoutScript('thema/', async (page) => {
    await page.locator('main .termen a, main ul a').filter({ hasText: /Herstel/ }).first().click();
    await page.locator('main .kaart-verhaal a, main li a[href*="verhalen/"]').first().click();
    assert.match(page.url(), /verhalen\//);
    assert.ok((await page.locator('main').innerText()).length > 500);
  }));

for (const { path, kind } of samples().filter((one) => one.kind !== 'search'))
  test(`all of it can be read: ${kind} /${path}`, () =>
    withoutScript(path, async (page) => {
      assert.equal(await page.locator('h1').isVisible(), true);
      assert.ok((await page.locator('main').innerText()).trim().length > 20);
    }));
