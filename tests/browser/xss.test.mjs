// SPDX-License-Identifier: EUPL-1.2
// Strings that want to run, as title, summary, body, link, tag, name and search word of stories: none
// does, also without the content security policy that would stop it.  DATA=DIR adds the lines of
// every *.txt in that folder.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, pagesOf, serve, watchedPage } from './lib.mjs';

const linesOf = (file) => readFileSync(file, 'utf8').split(/\r?\n/).filter((line) => line.trim() !== '');
const given = process.env.DATA
  ? readdirSync(process.env.DATA).filter((name) => name.endsWith('.txt')).flatMap((name) => linesOf(join(process.env.DATA, name)))
  : [];
const strings = [...new Set([...linesOf(new URL('xss.txt', import.meta.url)), ...given])];

const quoted = (text) => JSON.stringify(text.replace(/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g, ' '));

// Every place that a stranger fills.
const story = (text, i) => `---
titel: ${quoted(text)}
samenvatting: ${quoted(text)}
datum: 2026-01-${String((i % 28) + 1).padStart(2, '0')}
status: gepubliceerd
toestemming: T-${i}
weergave: voornaam
weergavenaam: ${quoted(text)}
perspectief: [${quoted(text)}]
leeftijdsgroep: ${quoted(text)}
regio: ${quoted(text)}
sector: [${quoted(text)}]
thema: [${quoted(text)}, proef]
wat_hielp: [${quoted(text)}]
inhoudsnotities: [${quoted(text)}]
---
${text}

## ${text}

[een link](<${text.replace(/[<>\n]/g, '')}>) [nog een](${text}) ![beeld](<${text.replace(/[<>\n]/g, '')}>) [${text}][x${i}]

> [!TIP] ${text}
> ${text}

| ${text} | b |
|---|---|
| ${text} | ${text} |

- [ ] ${text}

Noot[^1].

[^1]: ${text}

[x${i}]: <${text.replace(/[<>\n]/g, '')}> "${text.replace(/"/g, '&quot;')}"

\`\`\`${text.replace(/`/g, '')}
${text}
\`\`\`
`;

const settings = `titel: Proef
adres: https://proef.voorbeeld.invalid/
per_pagina: 1000
menu:
  - naam: ${quoted('"><img src=x onerror=alert(1)>')}
    adres: javascript:alert(1)
taxonomieen:
  - naam: sector
  - naam: thema
hulplijnen:
  - naam: ${quoted('<script>alert(1)</script>')}
    telefoon: ${quoted('"><script>alert(1)</script>')}
    tekst: ${quoted('<img src=x onerror=alert(1)>')}
`;

let folder, server, browser, close;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'doorleefd-xss-'));
  mkdirSync(join(folder, 'content/verhalen'), { recursive: true });
  writeFileSync(join(folder, 'content/site.yaml'), settings);
  strings.forEach((text, i) => writeFileSync(join(folder, `content/verhalen/v-${i}.md`), story(text, i)));
  execFileSync('git', ['init', '-q', folder]);
  execFileSync('git', ['-C', folder, 'add', '.']);
  execFileSync('git', ['-C', folder, 'commit', '-q', '-m', 'proef']);
  const built = spawnSync(process.env.DOORLEEFD, ['build', folder, '--output', join(folder, 'public')], { maxBuffer: 1 << 28 });
  assert.ok(built.status <= 1, String(built.stderr));
  server = await serve(join(folder, 'public'));
  ({ browser, close } = await launch());
});
after(async () => {
  await close?.();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

// What runs, and what could.
function inspect() {
  const bad = [];
  if (window.__xss) bad.push('window.__xss is set');
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) bad.push(`${element.tagName} has ${name}`);
      if (name === 'style' || name === 'srcdoc' || name === 'formaction') bad.push(`${element.tagName} has ${name}`);
      if (/^(href|src|action|data|poster|xlink:href)$/i.test(name)) {
        const { protocol, host } = new URL(value, document.baseURI);
        if (!/^(https?|mailto|tel):$/.test(protocol)) bad.push(`${element.tagName} ${name}=${value}`);
        if (element.tagName !== 'A' && element.tagName !== 'LINK' && host !== location.host) bad.push(`${element.tagName} ${name}=${value}`);
      }
    }
    if (/^(IFRAME|OBJECT|EMBED|BASE|STYLE|MATH|APPLET|FRAME|MARQUEE)$/.test(element.tagName)) bad.push(`there is a ${element.tagName}`);
    if (element.tagName === 'SCRIPT' && !(element.src.startsWith(location.origin) && element.text === '')) bad.push('there is a script');
    if (element.tagName === 'META' && /refresh/i.test(element.httpEquiv)) bad.push('there is a refresh');
  }
  return bad;
}

async function look(options, kinds = null) {
  const { page, context, seen } = await watchedPage(browser, server.address, options);
  const found = [];
  for (const { path, kind } of pagesOf(join(folder, 'public'))) {
    if (kind === 'redirect' || (kinds && !kinds.includes(kind))) continue;
    await page.goto(server.address + path, { waitUntil: 'load' });
    found.push(...(await page.evaluate(inspect)).map((one) => `/${path}: ${one}`));
    // What only runs when someone is there.
    if (kind === 'story') {
      await page.mouse.move(200, 300);
      await page.keyboard.press('Tab');
    }
    if (seen.length > 0) found.push(`/${path}: ${seen.splice(0).join('; ')}`);
  }
  await context.close();
  return found.slice(0, 20);
}

test('every string stands on its page as text', () => {
  const pages = pagesOf(join(folder, 'public')).filter(({ kind }) => kind === 'story');
  assert.equal(pages.length, strings.length);
});

test('nothing runs, nothing is asked of another host, nothing bumps into the policy', async () => {
  assert.deepEqual(await look({}, ['home', 'story', 'listing', 'az', 'keywords', 'keywords-letter', 'taxonomy', 'matrix', 'sitemap']), []);
});

test('nothing runs without the policy', async () => {
  assert.deepEqual(await look({ bypassCSP: true }), []);
});

test('nothing runs among the results of a search, nor in its filters', async () => {
  const { page, context, seen } = await watchedPage(browser, server.address, { bypassCSP: true });
  await page.goto(`${server.address}zoeken/`);
  for (const words of ['script', 'onerror', 'alert', 'javascript', 'img', 'proef']) {
    await page.fill('#zoek-veld', words);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#zoek-resultaten li');
    while (await page.locator('#zoek-meer').isVisible()) {
      const before = await page.locator('#zoek-resultaten > li').count();
      if (before > 200) break;
      await page.locator('#zoek-meer').click();
      await page.waitForFunction((n) => document.querySelectorAll('#zoek-resultaten > li').length > n, before);
    }
    assert.deepEqual(await page.evaluate(inspect), [], words);
  }
  assert.deepEqual(seen, []);
  await context.close();
});
