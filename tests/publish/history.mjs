// SPDX-License-Identifier: EUPL-1.2
// A repository with a random history of a small site: stories and pages that come,
// change, link to one another, get another name and go.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

export function randomFrom(seed) {
    let state = seed >>> 0;
    return (below) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
    };
}

const THEMES = ['wachten', 'gehoord-worden', 'kosten', 'werk', 'school', 'naasten', 'herstel'];
export const WORDS = ['wachtlijst', 'moeder', 'gemeente', 'gesprek', 'huisarts', 'avond', 'zorgen',
    'formulier', 'begeleider', 'toekomst', 'vertrouwen', 'buurvrouw', 'opname', 'medicijnen'];

const SETTINGS = (title) => `titel: ${title}\nadres: https://proef.voorbeeld.invalid/\n` +
    'menu:\n  - naam: Verhalen\n    adres: /verhalen/\n' +
    'taxonomieen:\n  - naam: thema\n    map: themas\n  - naam: sector\n    map: sectoren\n';

class Site {
    constructor(random, pages) {
        Object.assign(this, { random, stories: new Map(), last: 0, title: 'Proef' });
        for (let i = 0; i < pages; i++) this.add();
    }

    one(list) {
        return list[this.random(list.length)];
    }

    // Another story, or none where there is no other.
    other(name) {
        const names = [...this.stories.keys()].filter((key) => key !== name);
        return names.length > 0 ? this.one(names) : null;
    }

    text() {
        return Array.from({ length: 20 + this.random(150) }, () => this.one(WORDS)).join(' ');
    }

    add() {
        const name = `v-${++this.last}`;
        const links = new Set([this.other(name), this.other(name)].filter(Boolean));
        this.stories.set(name, { links, text: this.text(), theme: this.one(THEMES),
            picture: this.random(3) === 0 ? this.last : 0 });
        const referrer = this.other(name);
        if (referrer) this.stories.get(referrer).links.add(name);
    }

    remove(name, instead = null) {
        this.stories.delete(name);
        for (const { links } of this.stories.values())
            if (links.delete(name) && instead) links.add(instead);
    }

    // One commit: what an editor does in an afternoon.
    step() {
        const name = this.other(null);
        const story = this.stories.get(name);
        const deed = this.random(10);
        if (deed < 3 || this.stories.size < 20) this.add();
        else if (deed < 5) this.remove(name);
        else if (deed < 6) {
            const renamed = `v-${++this.last}`;
            this.stories.set(renamed, { ...story, links: new Set(story.links) });
            this.remove(name, renamed);
            this.stories.get(renamed).links.delete(renamed);
        } else if (deed < 7) story.text = this.text();
        else if (deed < 8) story.links.clear();
        else if (deed < 9) story.theme = this.one(THEMES);
        else this.title = `Proef ${this.random(1000)}`;
    }

    files() {
        const files = [['content/site.yaml', SETTINGS(this.title)]];
        for (const [name, { links, text, theme, picture }] of this.stories) {
            const list = [...links].map((link) => `- [over ${link}](${link}.md)`).join('\n');
            const image = picture ? `\n![een tekening](tekening-${picture}.svg)\n` : '';
            files.push([`content/verhalen/${name}.md`, `---\nid: ${name}\ntitel: Verhaal ${name}\n` +
                'samenvatting: Een verhaal.\ndatum: 2026-01-02\nperspectief: naaste\nstatus: gepubliceerd\ntoestemming: T-1\nweergave: anoniem\n' +
                `thema: [${theme}]\nsector: [zorg]\nverzonnen: ja\n---\n\n${text}\n${image}\n${list}\n`]);
            if (picture)
                files.push([`content/verhalen/tekening-${picture}.svg`,
                    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 ${picture}"><path d="M0 0h9"/></svg>\n`]);
        }
        return files;
    }
}

const data = (text) => `data ${Buffer.byteLength(text)}\n${text}\n`;

// Makes a repository in `folder` with so many commits; their names, the oldest first.
export function makeHistory(folder, seed, commits, pages = 30) {
    const site = new Site(randomFrom(seed), pages);
    const lines = [];
    for (let i = 1; i <= commits; i++) {
        lines.push(`commit refs/heads/main\nmark :${i}\n` +
            `committer Proef <proef@voorbeeld.invalid> ${1767323045 + i * 60} +0000\n`, data('stap'));
        lines.push('deleteall\n');
        for (const [path, text] of site.files()) lines.push(`M 644 inline ${path}\n`, data(text));
        site.step();
    }
    mkdirSync(folder, { recursive: true });
    const git = (args, options) => execFileSync('git', ['-C', folder, ...args], options);
    git(['init', '-q', '-b', 'main']);
    git(['fast-import', '--quiet'], { input: lines.join('') });
    return git(['rev-list', '--reverse', 'main'], { encoding: 'utf8' }).trim().split('\n');
}
