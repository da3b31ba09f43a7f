// SPDX-License-Identifier: EUPL-1.2
// A plain host of static files on 127.0.0.1 that counts what it sends.  Scripts and whole pages go
// compressed, all else and every part of a file as it is stored; with an ETag, and to be kept for
// ten minutes, as such hosts have it.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.json': 'application/json', '.css': 'text/css',
};
const COMPRESSED = new Set(['.js', '.html']);
const BLANK = '/-/leeg'; // the page that asks the questions; it does not count
const PAGE = '<!DOCTYPE html><html lang="nl"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Meting</title></html>';

// What a "Range: bytes=5-9" asks for of so many bytes: [from, to), or null where it asks for all.
function rangeOf(header, length) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  if (match[1] === '') return [Math.max(0, length - Number(match[2])), length];
  return [Number(match[1]), match[2] === '' ? length : Math.min(length, Number(match[2]) + 1)];
}

function fileAt(folder, path) {
  const name = normalize(path).replace(/\/$/, '/index.html');
  const bytes = readFileSync(join(folder, name));
  return {
    type: TYPES[extname(name)] ?? 'application/octet-stream',
    bytes,
    compressed: COMPRESSED.has(extname(name)) ? gzipSync(bytes, { level: 9 }) : null,
    tag: `"${createHash('sha1').update(bytes).digest('hex').slice(0, 16)}"`,
  };
}

// { status, headers, body } for a request of a file.
function answer(file, request, ranges) {
  const asked = request.headers;
  const headers = { 'content-type': file.type, etag: file.tag, 'cache-control': 'max-age=600' };
  if (ranges) headers['accept-ranges'] = 'bytes';
  if (asked['if-none-match'] === file.tag) return { status: 304, headers, body: null };
  const isSame = asked['if-range'] === undefined || asked['if-range'] === file.tag;
  const range = ranges && isSame ? rangeOf(asked.range, file.bytes.length) : null;
  if (range !== null) return part(file.bytes, range, headers);
  if (file.compressed === null || !/\bgzip\b/.test(asked['accept-encoding'])) return { status: 200, headers, body: file.bytes };
  return { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: file.compressed };
}

function part(bytes, [from, to], headers) {
  if (from >= to) return { status: 416, headers: { ...headers, 'content-range': `bytes */${bytes.length}` }, body: null };
  headers['content-range'] = `bytes ${from}-${to - 1}/${bytes.length}`;
  return { status: 206, headers, body: bytes.subarray(from, to) };
}

// Serves `folder`.  `ranges` is false for a host that knows no Range; `latency` holds back each
// answer, in milliseconds.  take() gives what was sent since the last time: [{ path, bytes, status }].
export async function host(folder, { ranges = true, latency = 0 } = {}) {
  const files = new Map();
  let sent = [];
  let busy = 0;
  const find = (path) => {
    if (!files.has(path)) files.set(path, fileAt(folder, path));
    return files.get(path);
  };
  const respond = (request, response, path) => {
    let told;
    try {
      told = answer(find(path), request, ranges);
    } catch {
      told = { status: 404, headers: { 'content-type': 'text/plain' }, body: Buffer.from('Not found\n') };
    }
    const { status, headers, body } = told;
    if (status !== 304) headers['content-length'] = body?.length ?? 0;
    response.writeHead(status, headers).end(body);
    sent.push({ path, bytes: body?.length ?? 0, status });
  };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://h').pathname);
    if (path === BLANK) return void response.writeHead(200, { 'content-type': TYPES['.html'] }).end(PAGE);
    busy++;
    response.on('close', () => busy--);
    if (latency > 0) setTimeout(respond, latency, request, response, path);
    else respond(request, response, path);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const base = `http://127.0.0.1:${server.address().port}/`;
  return {
    base,
    blank: new URL(BLANK, base).href,
    busy: () => busy,
    take: () => {
      const list = sent;
      sent = [];
      return list;
    },
    close: () => new Promise((done) => {
      server.closeAllConnections();
      server.close(done);
    }),
  };
}
