#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Whatever is remembered, and whatever happens to it: the same website, and the
# same messages.
source "$(dirname "$0")/lib.bash"

# Stories, pages, a term and a guideline, some with mistakes.
fill() {
    write content/site.yaml 'titel: Proef\nadres: https://proef.voorbeeld.invalid/\ntaxonomieen:\n  thema:\n    label: Thema'
    write content/thema/hoop.md '---\nlabel: Hoop\nsynoniemen: [moed]\n---\n\nOver hoop.'
    for i in 1 2 3 4 5 6; do
        write "content/verhalen/v$i.md" "---\ntitel: Verhaal $i\ndatum: 2025-12-0$i\nthema: [hoop, rust]\nstatus: gepubliceerd\ntoestemming: ja\n---\n\nDit is [verhaal $i](v$((i % 6 + 1)).md), met ![een foto](foto.png).\n\n## Kop $i\n\nTekst die lang genoeg is om te vinden.[^1]\n\n[^1]: Een noot."
    done
    write content/verhalen/foto.png 'geen foto'
    write content/fout.md '---\ntitel: Fout\ntitle: Twee keer\nzomaar: x\n---\n\nEen [dode link](nergens.md) en <b>html</b>.\n\n[^9]'
    write content/zonder.md 'Geen kop, [ook dood](weg.md#hier).'
    commit repository
}

# makes NAME OPTION...: builds with these options into a new folder of that name.
makes() {
    rm -rf "$1"
    doorleefd build repository --theme "$theme" --output "$1" "${@:2}"
    rm -f "$1/.doorleefd-manifest"
    { cat out; echo "exit code $code"; } >"$1.told"
    [ "$code" -le 1 ]
}

# as_before CACHE OPTION...: with that cache all is as it was without one.
as_before() {
    makes with --cache "$@"
    same without with
    cmp without.told with.told
}

# as_without CACHE OPTION...: with that cache all is as it is without one.
as_without() {
    makes without --no-cache --cache never "${@:2}"
    absent never
    as_before "$@"
}

# damage FILE SEED: some bytes of it become others.
damage() {
    local size at i
    RANDOM=$2
    size=$(stat -c %s "$1")
    for ((i = 0; i < 8; i++)); do
        at=$(((RANDOM * 32768 + RANDOM) % size))
        # shellcheck disable=SC2059
        printf "\\x$(printf %02x $((RANDOM % 256)))" | dd of="$1" bs=1 seek="$at" conv=notrunc status=none
    done
}

check 'a cold, a warm and no cache give the same website and messages' '
    fill
    as_without cache
    has with.told link_dead
    has with.told field_repeated
    exists cache/index cache/pack-00000001
    as_without cache
    as_without cache --jobs 1
    as_without cache --language en
    as_without cache --messages json
    as_without cache --drafts
'

check 'the cache is in the folder of git unless one says otherwise' '
    fill
    git clone -q --bare repository bare.git
    exits 1 build repository --theme "$theme" --output site --no-cache
    absent repository/.git/doorleefd
    exits 1 build repository --theme "$theme" --output site
    exists repository/.git/doorleefd/index
    [ "$(stat -c %a repository/.git/doorleefd)" = 700 ]
    [ -z "$(git -C repository status --porcelain)" ]
    git -C repository fsck --strict
    exits 1 build bare.git --theme "$theme" --output site
    exists bare.git/doorleefd/index
    rm -rf repository/.git/doorleefd
    exits 1 check repository/content --theme "$theme"
    exists repository/.git/doorleefd/index
    git -C repository worktree add -q ../tree
    rm -rf repository/.git/doorleefd
    exits 1 build tree --theme "$theme" --output site
    exists repository/.git/doorleefd/index
'

check 'a folder outside git is remembered nowhere' '
    fill
    mv repository/content loose
    mkdir -p repository.new && mv loose repository.new/content
    rm -rf repository
    exits 1 build repository.new --worktree --theme "$theme" --output site
    [ "$(find repository.new -newer site -name "doorleefd*" | wc -l)" = 0 ]
    exits 1 build repository.new --worktree --theme "$theme" --output site2 --cache cache
    exists cache/index
'

check 'what is on disk and what is in git are remembered alike' '
    fill
    as_without cache
    before=$(cat cache/pack-* | wc -c)
    as_without cache --worktree
    # Files are not remembered again.
    [ "$(cat cache/pack-* | wc -c)" -lt $((before * 5 / 4)) ]
'

check 'check and build remember the same documents' '
    fill
    exits 1 check repository --theme "$theme" --no-cache
    cp out without.check
    exits 1 check repository --theme "$theme" --cache cache
    cmp out without.check
    exits 1 check repository --theme "$theme" --cache cache
    cmp out without.check
    as_without cache
'

check 'a file that changed is read anew, and going back finds what was' '
    fill
    as_without cache
    write content/verhalen/v2.md "---\ntitel: Anders\nstatus: gepubliceerd\ntoestemming: ja\n---\n\nIets nieuws."
    commit repository
    as_without cache
    has with/verhalen/v2/index.html "Iets nieuws"
    as_without cache --revision HEAD~1
    lacks with/verhalen/v2/index.html "Iets nieuws"
'

check 'a file that changes again and again is as it is now, and so are its neighbours' '
    fill
    for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
        write content/verhalen/v2.md "---\ntitel: Versie $i\nstatus: gepubliceerd\ntoestemming: ja\n---\n\nKeer $i."
        commit repository
        makes with --cache cache
    done
    as_without cache
    has with/verhalen/v2/index.html "Keer 12"
    has with/verhalen/v3/index.html "Tekst die lang genoeg is"
'

check 'a file over its limit is told of by each build, until it is smaller' '
    fill
    { printf -- "---\ntitel: Groot\n---\n\n"; head -c 1100000 /dev/zero | tr "\0" x; } >repository/content/verhalen/groot.md
    commit repository
    as_without cache
    [ "$(grep -c text_large with.told)" = 1 ]
    as_before cache
    [ "$(grep -c text_large with.told)" = 1 ]
    write content/verhalen/groot.md "---\ntitel: Klein\nstatus: gepubliceerd\ntoestemming: ja\n---\n\nKlein."
    commit repository
    as_without cache
    lacks with.told text_large
'

check 'a file that is called otherwise is another' '
    fill
    as_without cache
    git -C repository mv content/fout.md content/goed.md
    git -C repository mv content/verhalen content/belevenissen
    git -C repository mv content/zonder.md content/Zonder_kop.md
    commit repository
    as_without cache
    has with.told content/goed.md
    lacks with.told content/fout.md
'

check 'settings that change how files are read are seen' '
    fill
    as_without cache
    write content/site.yaml "titel: Proef\nadres: https://proef.voorbeeld.invalid/\ntaxonomieen:\n  zomaar:\n    label: Zomaar\nvelden:\n  zonderling: titel"
    commit repository
    as_without cache
    echo "velden: {zomaar: thema}" >extra.yaml
    as_without cache --config extra.yaml
    echo "grenzen: {markdown: 1}" >extra.yaml
    as_without cache --config extra.yaml
    as_without cache
'

check 'one cache serves several repositories, and may be copied' '
    fill
    as_without cache
    mv repository first
    mkdir repository
    write content/verhalen/v1.md "# Een ander verhaal"
    commit repository
    as_without cache
    cp -r cache other
    rm -rf repository
    mv first repository
    as_without other
    as_without cache
'

check 'a cache that is cut short anywhere gives the same' '
    fill
    as_without cache
    for part in index pack-00000001; do
        size=$(stat -c %s cache/$part)
        for cut in 0 1 40 41 100 $((size / 3)) $((size / 2)) $((size - 9)) $((size - 1)); do
            rm -rf cut
            cp -r cache cut
            truncate -s "$cut" cut/$part
            as_before cut
        done
    done
'

check 'a damaged cache gives the same' '
    fill
    as_without cache
    for seed in $(seq 24); do
        rm -rf damaged
        cp -r cache damaged
        [ $((seed % 4)) = 0 ] && part=index || part=pack-00000001
        damage damaged/$part "$seed"
        as_before damaged
    done
    as_before damaged
'

check 'bodies that the cache has lost are read anew, and remembered again' '
    fill
    as_without cache
    # These words stand in bodies alone, of which the check fails now.
    grep -q "lang genoeg" cache/pack-00000001
    LC_ALL=C sed -i "s/lang genoeg/LANG GENOEG/g" cache/pack-*
    as_before cache
    as_before cache --jobs 8
    grep -q "lang genoeg" cache/pack-*
    as_before cache --worktree
'

check 'a cache of another kind is left alone' '
    fill
    echo mine >cache
    as_without cache
    [ "$(cat cache)" = mine ]
    as_without no/such/folder
    absent no
    as_without /dev/null
    ln -s nowhere link
    as_without link
    mkdir -p odd/index odd/lock
    mkfifo odd/pack-00000001
    as_before odd
    as_before odd
    mkdir fifo
    mkfifo fifo/index
    as_before fifo
    as_before fifo
'

check 'who asks for a cache that cannot be made is told, beside the messages' '
    fill
    makes without --no-cache --cache no/such/folder
    lacks err "onthouden"
    makes with --cache no/such/folder
    has err "in '\''no/such/folder'\'' kan niets onthouden worden"
    echo mine >cache
    makes with --cache cache --language en
    has err "nothing can be remembered in '\''cache'\''"
    makes with --cache cache --messages json
    empty err
    makes with --cache new
    lacks err "onthouden"
'

check 'a cache where nothing may be written is no trouble' '
    fill
    as_without cache
    write content/nieuw.md "# Nieuw"
    commit repository
    chmod 400 cache/*
    chmod 500 cache
    as_without cache
    as_without cache
    chmod 700 cache
'

check 'without room for temporary files all is the same' '
    fill
    makes without --no-cache
    TMPDIR=/proc/none makes with --no-cache
    same without with
    TMPDIR=/proc/none as_before cache
'

check 'a cache of another version of the program is not believed' '
    fill
    as_without cache
    cp "$(readlink -f "$program")" other
    build=$(LC_ALL=C grep -aobP "\x03\0\0\0GNU\0" other | head -n 1 | cut -d: -f1)
    printf "another" | dd of=other bs=1 seek=$((build + 8)) conv=notrunc 2>/dev/null
    (program=$PWD/other; as_without cache)
    as_without cache
    [ "$(ls cache | wc -l)" -le 6 ]
'

check 'several builds at once share a cache' '
    fill
    makes without --no-cache
    for i in 1 2 3 4; do
        for round in 1 2 3; do
            "$program" build repository --theme "$theme" --output "site$i$round" --cache cache >/dev/null 2>&1 || [ $? = 1 ]
        done &
    done
    wait
    for site in site??; do
        rm -f "$site/.doorleefd-manifest"
        same without "$site"
    done
    as_without cache
'

check 'a build that is ended at any moment leaves a cache that is of use' '
    fill
    for i in $(seq 12); do
        "$program" build repository --theme "$theme" --output site --cache cache >/dev/null 2>&1 &
        sleep "0.0$((i % 10))"
        kill -9 $! 2>/dev/null || true
        wait $! 2>/dev/null || true
    done
    as_without cache
    as_without cache
    [ "$(ls cache | wc -l)" -le 14 ]
'

check 'a website that is cut off by --strict is remembered too' '
    fill
    exits 1 build repository --theme "$theme" --output site --cache cache --strict
    absent site/index.html
    exists cache/index
    as_without cache
'
check 'an item of a menu appears on every page as soon as its page is there, and goes with it' '
    write content/site.yaml "titel: Proef\nmenu:\n  - naam: Wie wij zijn\n    adres: /wie\nvoet:\n  - naam: Over ons\n    adres: /over/"
    commit repository
    exits 1 build repository --theme "$theme"
    has out "[menu_dead]"
    lacks public/over/index.html "Wie wij zijn"
    has public/over/index.html "Over ons"
    write content/wie.md "# Wie\n\nWij."
    commit repository
    build
    has public/over/index.html "href=\"../wie/\">Wie wij zijn"
    git -C repository rm -q content/wie.md
    commit repository
    exits 1 build repository --theme "$theme"
    lacks public/over/index.html "Wie wij zijn"
'

finish
