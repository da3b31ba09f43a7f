// SPDX-License-Identifier: EUPL-1.2
// A website on 127.0.0.1, a browser that looks at it, and watching what the browser does.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';

// The packages of package.json are installed in .build/browser.
const require = createRequire(new URL('../../.build/browser/', import.meta.url));
const { chromium } = require('playwright-core');
export const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const site = process.env.SITE;

const types = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml',
  '.json': 'application/json', '.xml': 'application/xml', '.txt': 'text/plain; charset=utf-8', '.png': 'image/png',
};

// Serves `folder` at `prefix` ("/" or "/een/twee/").  `broken` decides which paths give 500.
export async function serve(folder = site, { prefix = '/', broken = () => false } = {}) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://h').pathname);
    let file = path.startsWith(prefix) ? normalize(path.slice(prefix.length)) : '..';
    if (path.endsWith('/')) file = join(file, 'index.html');
    const send = (status, name) => {
      const bytes = readFileSync(join(folder, name));
      const headers = { 'content-type': types[extname(name)] ?? 'application/octet-stream', 'cache-control': 'no-store' };
      const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
      if (from === undefined || status !== 200 || Number(from) >= bytes.length) return response.writeHead(status, headers).end(bytes);
      const part = bytes.subarray(Number(from), Number(to) + 1);
      headers['content-range'] = `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}`;
      response.writeHead(206, headers).end(part);
    };
    if (broken(path)) return response.writeHead(500).end();
    try {
      if (file.startsWith('..')) throw new Error('outside');
      send(200, file);
    } catch {
      send(404, '404.html');
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${server.address().port}${prefix}`;
  return { address, close: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }) };
}

// A browser of its own, with nothing remembered.
export async function launch() {
  const data = mkdtempSync(join(tmpdir(), 'doorleefd-chromium-'));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    ignoreDefaultArgs: true,
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
      `--user-data-dir=${data}`, '--remote-debugging-pipe', 'about:blank',
    ],
  });
  const close = async () => {
    await browser.close();
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  };
  return { browser, close };
}

// Opens a page and writes down what no page may do: ask another host, log an error, break its
// content security policy, show a dialog, miss a file.
export async function watchedPage(browser, address, options = {}) {
  const context = await browser.newContext({ locale: 'nl-NL', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30000);
  const seen = [];
  const host = new URL(address).host;
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && url.host !== host) seen.push(`request to ${url.href}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && response.request().resourceType() !== 'document') seen.push(`${response.status()} for ${response.url()}`);
  });
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && seen.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => seen.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => { seen.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  await page.exposeBinding('doorleefdSeen', (source, what) => { seen.push(what); });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) =>
      window.doorleefdSeen(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  });
  return { page, context, seen };
}

// The pages of the built site: [{ path, kind, size }], by path.  `kind` is what <body> says.
export function pagesOf(folder = site) {
  const list = [];
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!name.endsWith('.html') || name.startsWith('bestanden/')) continue;
    const html = readFileSync(join(folder, name), 'utf8');
    const kind = /<body class="soort-([a-z-]+)/.exec(html)?.[1] ?? 'none';
    list.push({ path: name.replace(/(^|\/)index\.html$/, '$1'), kind, size: html.length, html });
  }
  return list.sort((a, b) => (a.path < b.path ? -1 : 1));
}

// Of each kind the largest page and the smallest: what is most likely to go wrong.
export function samples(folder = site) {
  const kinds = new Map();
  for (const page of pagesOf(folder)) kinds.set(page.kind, [...(kinds.get(page.kind) ?? []), page]);
  kinds.delete('redirect');
  return [...kinds.values()].flatMap((pages) => {
    const bySize = pages.sort((a, b) => b.size - a.size);
    return [...new Set([bySize[0], bySize.at(-1)])];
  });
}
