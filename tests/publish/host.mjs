// SPDX-License-Identifier: EUPL-1.2
// Servers of a folder on this machine: a plain one, and nginx where it is installed.
import { spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css',
    '.json': 'application/json', '.svg': 'image/svg+xml', '.xml': 'application/xml' };

// The bytes of the file, by one descriptor: all of one moment, as every server has it.
function bytesOf(file) {
    const descriptor = openSync(file, 'r');
    try {
        const bytes = Buffer.alloc(fstatSync(descriptor).size);
        if (readSync(descriptor, bytes) !== bytes.length) throw new Error(`${file} is cut short`);
        return bytes;
    } finally {
        closeSync(descriptor);
    }
}

function answer(folder, request, response) {
    const name = decodeURIComponent(new URL(request.url, 'http://x').pathname)
        .replace(/\/$/, '/index.html');
    let bytes;
    try {
        bytes = bytesOf(path.join(folder, name));
    } catch {
        response.writeHead(404).end('Niet gevonden');
        return;
    }
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    const part = first === undefined ? bytes : bytes.subarray(Number(first), Number(last) + 1);
    response.writeHead(first === undefined ? 200 : 206, { 'Content-Length': part.length,
        'Content-Type': TYPES[path.extname(name)] ?? 'application/octet-stream' }).end(part);
}

export async function plainHost(folder) {
    const server = createServer((request, response) => answer(folder, request, response));
    await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const stop = async () => {
        server.closeAllConnections();
        await new Promise((resolve) => { server.close(resolve); });
    };
    return { base: `http://127.0.0.1:${server.address().port}/`, stop };
}

const reachable = (address) => new Promise((resolve) => {
    get(address, (response) => { response.resume(); resolve(true); }).on('error', () => resolve(false));
});

const freePort = () => new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
        const { port } = server.address();
        server.close(() => resolve(port));
    });
});

const NGINX = (own, folder, port) => `
daemon off; master_process off; pid ${own}/pid; error_log ${own}/error.log;
events { worker_connections 64; }
http {
    access_log off; default_type application/octet-stream;
    client_body_temp_path ${own}/a; proxy_temp_path ${own}/b; fastcgi_temp_path ${own}/c;
    uwsgi_temp_path ${own}/d; scgi_temp_path ${own}/e;
    types { text/html html; text/javascript js; text/css css; application/json json; image/svg+xml svg; }
    server { listen 127.0.0.1:${port}; root ${folder}; index index.html; absolute_redirect off; }
}
`;

// null where it is not installed.
export async function nginxHost(folder, own) {
    const port = await freePort();
    const settings = path.join(own, 'nginx.conf');
    mkdirSync(own, { recursive: true });
    writeFileSync(settings, NGINX(own, folder, port));
    const server = spawn('nginx', ['-c', settings, '-e', path.join(own, 'error.log')], { stdio: 'ignore' });
    let ended = false;
    const end = new Promise((resolve) => {
        for (const event of ['exit', 'error'])
            server.on(event, () => { ended = true; resolve(); });
    });
    const base = `http://127.0.0.1:${port}/`;
    while (!ended && !(await reachable(base))) await sleep(20);
    if (ended) return null;
    return { base, stop: () => { server.kill(); return end; } };
}
