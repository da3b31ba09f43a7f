// SPDX-License-Identifier: EUPL-1.2
// What readers meet while a site is published again and again, and what is left when a
// build is killed.
// use: node --test tests/publish/   (DOORLEEFD names the built program)
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { load } from '../support/module.mjs';
import { Crawler, Searcher } from './crawl.mjs';
import { WORDS, makeHistory, randomFrom } from './history.mjs';
import { nginxHost, plainHost } from './host.mjs';

const reader = await load(new URL('../../generator/search/reader/reader.js', import.meta.url));

const program = path.resolve(process.env.DOORLEEFD ?? '.build/doorleefd');
// In memory where that can be: thousands of builds' files go to no disk.
const ROOM = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const COMMITS = 200;
const KILLS = Number(process.env.KILLS ?? 200);
let folder;
let repository;
let commits;

before(() => {
    folder = mkdtempSync(path.join(ROOM, 'doorleefd-publish-'));
    repository = path.join(folder, 'repository');
    commits = makeHistory(repository, 4, COMMITS);
});
after(() => folder && rmSync(folder, { recursive: true }));

const argumentsOf = (revision, site, more = []) =>
    ['build', repository, '--revision', revision, '--output', site, ...more];

function build(revision, site, more) {
    execFileSync(program, argumentsOf(revision, site, more), { stdio: 'ignore' });
}

const start = (revision, site) => {
    const child = spawn(program, argumentsOf(revision, site), { stdio: 'ignore' });
    const end = new Promise((resolve) => { child.on('exit', (code) => resolve(code)); });
    return { child, end };
};

// Every file with its bytes, and every folder.
function treeOf(site) {
    const tree = new Map();
    for (const entry of readdirSync(site, { recursive: true, withFileTypes: true })) {
        const name = path.join(entry.parentPath ?? entry.path, entry.name);
        tree.set(path.relative(site, name), entry.isDirectory() ? null : readFileSync(name));
    }
    return tree;
}

function assertSame(found, wanted, what) {
    const names = (tree) => [...tree.keys()].sort();
    assert.deepEqual(names(found), names(wanted), what);
    for (const [name, bytes] of wanted)
        assert.ok(bytes === null || bytes.equals(found.get(name)), `${name} differs, ${what}`);
}

test('while 200 commits are published, readers meet no dead link, no half file, no mixed index',
    async (context) => {
        const site = path.join(folder, 'public');
        build(commits[0], site);
        const hosts = [await plainHost(site), await nginxHost(site, path.join(folder, 'nginx'))];
        if (!hosts[1]) context.diagnostic('nginx is not installed');
        const running = hosts.filter(Boolean);
        context.after(() => Promise.all(running.map(({ stop }) => stop())));
        let isOver = false;
        const publishing = (async () => {
            for (const commit of commits.slice(1))
                assert.equal(await start(commit, site).end, 0, commit);
        })().finally(() => { isOver = true; });
        const random = randomFrom(5);
        const word = () => WORDS[random(WORDS.length)];
        const readers = [...running.map(({ base }) => new Crawler(base)),
            new Searcher(running.at(-1).base, reader)];
        await Promise.all([publishing, ...readers.map(async (one) => {
            // The pause is for the others: an index that has all its parts waits for nothing.
            for (; !isOver; await sleep(5))
                await (one instanceof Crawler ? one.pass(() => isOver)
                    : one.pass(`${word()} ${word()}`));
        })]);
        for (const one of readers) {
            const { pages, missing, asked, again } = one;
            context.diagnostic(JSON.stringify({ pages, missing, asked, again }));
            assert.deepEqual(one.faults, []);
            assert.ok((pages ?? asked) > 100);
        }
        const last = new Crawler(running[0].base);
        await last.pass();
        assert.deepEqual([last.faults, last.missing], [[], 0]);
        build(commits.at(-1), path.join(folder, 'fresh'));
        assertSame(treeOf(site), treeOf(path.join(folder, 'fresh')), 'after all commits');
    });

test('a build that is killed at any of 200 moments is repaired by the next', async (context) => {
    const random = randomFrom(6);
    const site = path.join(folder, 'killed');
    const wanted = Array.from({ length: 6 }, (_, i) => commits[i * 35]).map((commit, i) => {
        build(commit, path.join(folder, `fresh-${i}`));
        return { commit, tree: treeOf(path.join(folder, `fresh-${i}`)) };
    });
    const started = performance.now();
    build(wanted[0].commit, site);
    const length = performance.now() - started;
    const counts = { before: 0, making: 0, publishing: 0, done: 0 };
    for (let i = 0; i < KILLS; i++) {
        const { child, end } = start(wanted[random(6)].commit, site);
        // Whatever else the machine does, a third of them fall where files are made, and a third
        // where the publishing is, which is short.
        const awaited = [null, '.doorleefd-new', '.doorleefd-prepared'][i % 3];
        const isTimed = awaited === null;
        const watcher = isTimed ? null : watch(site, (_, name) => {
            if (name === awaited) setTimeout(() => child.kill('SIGKILL'), random(4));
        });
        if (isTimed) await Promise.race([end, sleep((i / KILLS) * length)]);
        if (isTimed) child.kill('SIGKILL');
        const code = await end;
        watcher?.close();
        const left = (name) => existsSync(path.join(site, name));
        counts[code === 0 ? 'done' : left('.doorleefd-prepared') ? 'publishing'
            : left('.doorleefd-new') ? 'making' : 'before']++;
        const { commit, tree } = wanted[random(6)];
        build(commit, site);
        assertSame(treeOf(site), tree, `after killing ${i}`);
    }
    context.diagnostic(JSON.stringify(counts));
    assert.ok(counts.publishing > 5 && counts.making > 5, JSON.stringify(counts));
});
