// SPDX-License-Identifier: EUPL-1.2
// The page of what changed in a guideline, on a site whose history is made here: that of this
// repository may be shallow.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { axeSource, launch, serve, watchedPage } from './lib.mjs';

const folder = mkdtempSync(join(tmpdir(), 'doorleefd-changes-'));
const repository = join(folder, 'repository');
const guideline = join(repository, 'content/richtlijnen/herstel-en-vrije-ruimte');
const path = 'richtlijnen/herstel-en-vrije-ruimte/wijzigingen/';

const git = (...words) => execFileSync('git', ['-C', repository, '-c', 'user.name=Proef', '-c', 'user.email=proef@voorbeeld.invalid', ...words]);
function commit() {
  git('add', '-A');
  git('commit', '-q', '-m', 'inhoud');
}
function edit(name, ...pairs) {
  const text = readFileSync(join(guideline, name), 'utf8');
  writeFileSync(join(guideline, name), pairs.reduce((all, [from, to]) => all.replace(from, to), text));
}

let server, browser, close;
before(async () => {
  cpSync('content', join(repository, 'content'), { recursive: true });
  execFileSync('git', ['init', '-q', '-b', 'main', repository]);
  commit();
  git('tag', 'herstel-1.0');
  edit('01-wat-is-vrije-ruimte.md', [/\n## .*\n/, '\n## Een ander kopje\n'], [/\. [A-Z][a-z]+ /g, '. Soms '], [/\n\n[A-Z].*\n/, '\n\n' + 'Onafbreekbaar'.repeat(20) + '\n']);
  edit('02-gesprek-en-plan.md', [/\n> \[!AANBEVELING\].*\n>.*\n/, '\n'], [/\| ([A-Z])/g, '| Eerst $1']);
  rmSync(join(guideline, '04-wonen.md'));
  writeFileSync(join(guideline, '06-nieuw.md'), '---\ntitel: Nieuw\n---\n\nTekst.\n');
  edit('index.md', ['versie: "1.0"', 'versie: "1.1"\nwijzigingen_sinds: herstel-1.0']);
  commit();
  try {
    execFileSync(process.env.DOORLEEFD, ['build', repository, '--theme', join(process.cwd(), 'themes/default'), '--output', join(folder, 'site')], { stdio: 'pipe' });
  } catch (error) {
    assert.equal(error.status, 1, String(error.stderr)); // links to the chapter that is gone
  }
  server = await serve(join(folder, 'site'));
  ({ browser, close } = await launch());
});
after(async () => {
  await close?.();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function violations(page) {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { rules: { 'target-size': { enabled: true } } });
    return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`));
  });
}

test('no barrier in light or dark, wide or narrow, and nothing sticks out at 320 pixels', async () => {
  const { page, context, seen } = await watchedPage(browser, server.address);
  const found = [];
  await page.goto(server.address + path);
  for (const colorScheme of ['light', 'dark'])
    for (const width of [1280, 335]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 640 });
      found.push(...(await violations(page)).map((one) => `${colorScheme} ${width}: ${one}`));
    }
  const { clientWidth, scrollWidth } = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    return { clientWidth, scrollWidth };
  });
  assert.ok(scrollWidth <= clientWidth, `${scrollWidth} wide`);
  assert.deepEqual([...found, ...seen], []);
  await context.close();
});

test('cover and chapters lead to it, and it leads to what is there', async () => {
  const { page, context } = await watchedPage(browser, server.address);
  for (const from of ['', 'nieuw/']) {
    await page.goto(`${server.address}richtlijnen/herstel-en-vrije-ruimte/${from}`);
    await page.locator('a[href$="wijzigingen/"]').click();
    await page.waitForURL(/wijzigingen\/$/);
  }
  await page.locator('.wijziging-plek a').first().click();
  await page.waitForURL(/#/);
  assert.ok(await page.evaluate(() => document.getElementById(decodeURIComponent(location.hash.slice(1))) !== null));
  await context.close();
});

test('every change says in words what it is, not by colour alone', async () => {
  const { page, context } = await watchedPage(browser, server.address);
  await page.goto(server.address + path);
  const silent = await page.evaluate(() => [
    ...[...document.querySelectorAll('.wijzigingen > li')].filter((item) => !item.querySelector('.wijziging-soort')?.textContent),
    ...[...document.querySelectorAll('.wijziging-kop')].filter((kop) => kop.textContent.startsWith('Veranderd'))
      .flatMap((kop) => [...kop.nextElementSibling.querySelectorAll('ins, del')])
      .filter((words) => !/^(weggehaald|toegevoegd): /.test(words.textContent)),
    ...[...document.querySelectorAll('ins, del')].filter((words) => getComputedStyle(words).textDecorationLine === 'none'),
  ].map((element) => element.outerHTML));
  assert.deepEqual(silent, []);
  assert.ok((await page.locator('.wijzigingen > li').count()) > 5);
  await context.close();
});

test('in print the changes are there, lined and without a menu', async () => {
  const { page, context } = await watchedPage(browser, server.address);
  await page.goto(server.address + path);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('nav.menu').isVisible(), false);
  assert.equal(await page.locator('del').first().evaluate((element) => getComputedStyle(element).textDecorationLine), 'line-through');
  await context.close();
});
