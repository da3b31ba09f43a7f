// SPDX-License-Identifier: EUPL-1.2
// Every kind of page: on a narrow screen, in light and dark, by keyboard, and what it asks of the world.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { axeSource, launch, pagesOf, samples, serve, watchedPage } from './lib.mjs';

let server, browser, close;
before(async () => {
  server = await serve();
  ({ browser, close } = await launch());
});
after(async () => {
  await close();
  await server.close();
});

const all = samples();
const wanted = ['home', 'story', 'guideline', 'chapter', 'term', 'crossing', 'taxonomy', 'matrix', 'az', 'keywords', 'keywords-letter', 'listing', 'search', 'sitemap', 'page', 'not-found'];

test('the site has every kind of page', () => {
  const kinds = new Set(all.map((page) => page.kind));
  assert.deepEqual(wanted.filter((kind) => !kinds.has(kind)), []);
});

async function violations(page) {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { rules: { 'target-size': { enabled: true } } });
    return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`));
  });
}

// What sticks out of a window that leaves 320 pixels beside its scroll bar.
async function tooWide(page) {
  await page.setViewportSize({ width: 335, height: 640 });
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (clientWidth !== 320) return [`the window is ${clientWidth} wide`];
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .slice(0, 5).map((element) => `${element.tagName}.${element.className} ${element.getBoundingClientRect().right}`);
  });
}

for (const { path, kind } of all)
  test(`no barrier in light or dark, nothing sticks out at 320 pixels: ${kind} /${path}`, async () => {
    const { page, context, seen } = await watchedPage(browser, server.address);
    const found = [];
    await page.goto(server.address + path);
    if (kind === 'search') {
      await page.fill('#zoek-veld', 'herstel');
      await page.waitForSelector('#zoek-resultaten li');
    }
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      found.push(...(await violations(page)).map((one) => `${colorScheme}: ${one}`));
    }
    found.push(...(await tooWide(page)).map((one) => `at 320 pixels: ${one}`));
    found.push(...(await violations(page)).map((one) => `at 320 pixels: ${one}`));
    assert.deepEqual([...found, ...seen], []);
    await context.close();
  });

test('the first Tab shows the skip link, which leads to the text', async () => {
  const { page, context } = await watchedPage(browser, server.address);
  await page.goto(server.address + all.find(({ kind }) => kind === 'chapter').path);
  await page.keyboard.press('Tab');
  const box = await page.evaluate(() => {
    const { top, left, width, height } = document.activeElement.getBoundingClientRect();
    const main = document.querySelector('main').id;
    return { leads: document.activeElement.hash === `#${main}`, visible: top >= 0 && left >= 0 && width > 1 && height > 1 };
  });
  assert.deepEqual(box, { leads: true, visible: true });
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'MAIN');
  await context.close();
});

for (const kind of ['home', 'story', 'guideline', 'term', 'search'])
  test(`the focus can be seen on everything: ${kind}`, async () => {
    const { page, context } = await watchedPage(browser, server.address);
    await page.goto(server.address + all.find((one) => one.kind === kind).path);
    await page.waitForTimeout(300);
    const hidden = [];
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate(() => {
        const element = document.activeElement;
        if (element === document.body) return null;
        const style = getComputedStyle(element);
        const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        return outlined || style.boxShadow !== 'none' ? '' : element.outerHTML.slice(0, 120);
      });
      if (seen === null) break;
      if (seen) hidden.push(seen);
    }
    assert.deepEqual(hidden, []);
    await context.close();
  });

// Where each stop of Tab in the head of the page lies: the next one is to the right of it, or under it.
for (const width of [320, 390, 768, 1280])
  test(`Tab goes through the head of the page as one reads it, help first: ${width} pixels`, async () => {
    const { page, context } = await watchedPage(browser, server.address, { viewport: { width, height: 800 } });
    await page.goto(server.address + all.find(({ kind }) => kind === 'chapter').path);
    const stops = [];
    for (;;) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => {
        const { left, top, height } = document.activeElement.getBoundingClientRect();
        const { hash } = document.activeElement;
        return document.activeElement.closest('.site-kop, .sprong') ? { left, line: Math.round((top + height / 2) / 22), hash } : null;
      });
      if (stop === null) break;
      stops.push(stop);
    }
    assert.ok(stops.length > 4);
    assert.ok(stops.slice(0, 3).some(({ hash }) => hash === '#_hulplijnen'), 'help is not among the first three');
    const back = stops.slice(2).filter((stop, i) => stop.line < stops[i + 1].line || (stop.line === stops[i + 1].line && stop.left < stops[i + 1].left));
    assert.deepEqual(back, []);
    await context.close();
  });

test('a long word stays in its column beside the text', async () => {
  const { page, context } = await watchedPage(browser, server.address);
  await page.goto(server.address + all.find(({ kind }) => kind === 'chapter').path);
  const over = await page.locator('.inhoudsopgave a').first().evaluate((link) => {
    link.lastChild.replaceWith('Ervaringsdeskundigheidsbevordering');
    return link.scrollWidth - link.clientWidth;
  });
  assert.ok(over <= 0, `${over} pixels stick out`);
  await context.close();
});

test('on a phone the numbers to call stand in view', async () => {
  const { page, context } = await watchedPage(browser, server.address, { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } });
  await page.goto(`${server.address}hulp-en-praten/`);
  const cut = await page.locator('a[href^="tel:"]').evaluateAll((links) =>
    links.filter((link) => link.getBoundingClientRect().right > innerWidth).map(({ textContent }) => textContent));
  assert.deepEqual(cut, []);
  await context.close();
});

test('on a phone a finger can hit each word of the register, and each number in a content note', async () => {
  const { page, context } = await watchedPage(browser, server.address, { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
  const story = pagesOf().find(({ html }) => /inhoudsnotitie[^]*?tel:/.test(html));
  for (const [path, links] of [['trefwoorden/s/', '.woorden dd > a'], [story.path, '.inhoudsnotitie a']]) {
    await page.goto(server.address + path);
    const low = await page.locator(links).evaluateAll((all) =>
      all.filter((link) => link.getBoundingClientRect().height < 40).map(({ textContent }) => textContent));
    assert.deepEqual(low, [], path);
  }
  await context.close();
});

test('on a phone the button to leave takes one line of a story, and no more', async (t) => {
  const story = pagesOf().find(({ html }) => /data-snel-weg/.test(html));
  if (!story) return t.skip('no page offers it');
  const { page, context } = await watchedPage(browser, server.address, { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
  await page.goto(server.address + story.path);
  await page.evaluate(() => scrollTo({ top: 1200, behavior: 'instant' }));
  assert.equal((await page.locator('.snel-weg-knop').boundingBox()).y, 0);
  assert.ok((await page.locator('.snel-weg-uitleg').boundingBox()).y < 0);
  assert.equal(await page.locator('.snel-weg-knop').evaluate((button) => {
    const { left, bottom } = button.getBoundingClientRect();
    return document.elementFromPoint(left + 60, bottom + 10).closest('.snel-weg') === null;
  }), true);
  await context.close();
});

test('no page of the whole site asks another host or breaks its policy', async () => {
  const { page, context, seen } = await watchedPage(browser, server.address);
  for (const { path, kind } of pagesOf().filter((one, i) => i % 7 === 0 || one.kind === 'story')) {
    if (kind === 'redirect') continue;
    await page.goto(server.address + path, { waitUntil: 'load' });
    assert.deepEqual(seen, [], path);
  }
  await context.close();
});

test('every page carries a content security policy that begins with default-src none', () => {
  const bare = pagesOf().filter(({ html }) => !/<meta http-equiv="Content-Security-Policy" content="default-src (&#39;|')none/.test(html));
  assert.deepEqual(bare.map(({ path }) => path), []);
});

test('no cookie and nothing stored', async () => {
  const { page, context } = await watchedPage(browser, server.address);
  for (const { path } of all) await page.goto(server.address + path);
  assert.deepEqual(await context.cookies(), []);
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
  await context.close();
});

test('an old address leads on', async (t) => {
  const old = pagesOf().find(({ kind }) => kind === 'redirect');
  if (!old) return t.skip('there is no alias in the content');
  const { page, context } = await watchedPage(browser, server.address);
  await page.goto(server.address + old.path);
  await page.waitForURL((url) => url.href !== server.address + old.path);
  await context.close();
});

test('an address that is not there gives the page that says so, with a way on', async () => {
  const { page, context } = await watchedPage(browser, server.address);
  const response = await page.goto(`${server.address}bestaat/niet/`);
  assert.equal(response.status(), 404);
  assert.equal(await page.locator('body.soort-not-found').count(), 1);
  await page.locator('a[href*="zoeken/"]').first().click();
  await page.waitForURL(/zoeken\/$/);
  await context.close();
});

test('in print there is no menu and no search box', async () => {
  const { page, context } = await watchedPage(browser, server.address);
  await page.goto(server.address + all.find(({ kind }) => kind === 'chapter').path);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('nav.menu').isVisible(), false);
  assert.equal(await page.locator('h1').isVisible(), true);
  await context.close();
});

test('the button to leave quickly leaves, and three times Shift too', async (t) => {
  const story = pagesOf().find(({ html }) => /data-snel-weg/.test(html));
  if (!story) return t.skip('no page offers it');
  for (const how of ['click', 'shift']) {
    const { page, context } = await watchedPage(browser, server.address);
    let left = null;
    await context.route((url) => url.host !== new URL(server.address).host, (route) => {
      left = route.request().url();
      return route.fulfill({ body: 'elders' });
    });
    await page.goto(server.address + story.path);
    if (how === 'click') await page.locator('.snel-weg-knop').click();
    else for (let i = 0; i < 3; i++) await page.keyboard.press('Shift');
    await page.waitForURL((url) => url.host !== new URL(server.address).host);
    assert.ok(left, how);
    await context.close();
  }
});
