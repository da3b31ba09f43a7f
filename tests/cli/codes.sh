# SPDX-License-Identifier: EUPL-1.2
# Exit codes: 0 done, 1 the content has errors, 3 the world failed; and what goes where.
source "$(dirname "$0")/lib.bash"

dead='# Kapot\n\nZie [weg](weg.md).'

check 'good content: 0, nothing on standard output, one line on standard error' '
    build
    empty out
    [ "$(wc -l <err)" -eq 1 ]
    has err "1 pagina, 0 termen"
    has err "0 fouten, 0 keer let op"
    exists public/over/index.html
    exists public/index.html
    exists public/404.html
'
check 'the last line in English' '
    build --language en
    has err "1 page, 0 terms"
'
check 'an error in the content: 1, the messages on standard output, the page is there' '
    write content/kapot.md "$dead"
    commit repository
    exits 1 build repository --theme "$theme"
    has out "content/kapot.md:3:"
    has out "[link_dead]"
    has err "1 fout, 0 keer let op"
    lacks err link_dead
    exists public/kapot/index.html
    exists public/over/index.html
'
check 'a warning alone: 0' '
    write content/beeld.md "# Beeld\n\n![](a.svg)"
    write content/a.svg "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"
    commit repository
    build
    has out "[image_without_text]"
'
check '--strict: with an error nothing is written' '
    write content/kapot.md "$dead"
    commit repository
    exits 1 build repository --theme "$theme" --strict
    has out "[link_dead]"
    [ ! -e public ] || [ -z "$(find public -type f)" ]
'
check '--strict: an earlier website stays as it was' '
    build --strict
    cp -r public before
    write content/kapot.md "$dead"
    commit repository
    exits 1 build repository --theme "$theme" --strict
    same before public
'
check '--strict: a warning does not stop' '
    write content/beeld.md "# Beeld\n\n![](a.svg)"
    write content/a.svg "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"
    commit repository
    build --strict
    exists public/beeld/index.html
'
check 'check reads all and writes nothing' '
    write content/kapot.md "$dead"
    commit repository
    exits 1 check repository --theme "$theme"
    has out "[link_dead]"
    [ "$(ls)" = "$(printf "err\nout\nrepository")" ]
'
check 'no repository: 3' '
    mkdir leeg
    exits 3 build leeg --theme "$theme"
    has out "[repository_missing]"
    absent public
'
check 'no such folder: 3' '
    exits 3 build nergens --theme "$theme"
    has out "nergens"
'
check 'a repository without a commit: 3' '
    git init -q leeg
    exits 3 build leeg --theme "$theme"
    has out "[repository_empty]"
'
check 'no such revision: 3' '
    exits 3 build repository --theme "$theme" --revision bestaat-niet
    has out "[revision_missing]"
'
check 'no such content folder: 3' '
    exits 3 build repository --theme "$theme" --content teksten
    has out "[content_missing]"
'
check 'no such theme: 3' '
    exits 3 build repository --theme nergens
    has out "[theme_missing]"
    absent public
'
check 'no such settings: 3' '
    exits 3 build repository --theme "$theme" --config nergens.yaml
    has out "[config_unreadable]"
'
check 'settings that are a folder: 3' '
    mkdir map
    exits 3 build repository --theme "$theme" --config map
    has out "[config_unreadable]"
'
check 'settings that cannot be understood publish nothing: who may be shown stands in them' '
    write content/site.yaml "titel: Proef\nsoorten:\n  - naam: ervaring\n    als: verhaal\n    map: ervaringen"
    write content/ervaringen/v-1.md "---\ntitel: Geheim\nstatus: gepubliceerd\n---\nNiemand gaf toestemming."
    commit repository
    doorleefd build repository --theme "$theme" --output a
    absent a/ervaringen/v-1
    write content/site.yaml "titel: \"Proef\nsoorten:\n  - naam: ervaring\n    als: verhaal\n    map: ervaringen"
    commit repository
    doorleefd build repository --theme "$theme" --output b
    [ "$code" -ne 0 ]
    absent b/ervaringen/v-1
'
check 'a kind that is misspelled in the settings publishes no story without consent' '
    write content/site.yaml "titel: Proef\nsoorten:\n  - naam: ervaring\n    als: verhaaal\n    map: ervaringen"
    write content/ervaringen/v-1.md "---\ntitel: Geheim\nstatus: gepubliceerd\n---\nNiemand gaf toestemming."
    commit repository
    exits 1 build repository --theme "$theme"
    has out "[setting_wrong]"
    absent public/ervaringen/v-1
'
check '--worktree of a bare repository: 3' '
    git clone -q --bare repository kaal.git
    exits 3 build kaal.git --theme "$theme" --worktree
    has out "[worktree_missing]"
'
# libgit2 1.5 forgets some memory of what it cannot open, and of repositories with extensions.
check 'a broken repository: 3' '
    export ASAN_OPTIONS=detect_leaks=0
    echo "[core" >>repository/.git/config
    exits 3 build repository --theme "$theme"
    has out "[repository_settings]"
    sed -i \$d repository/.git/config
    mkdir -p repository/.git/objects/info/alternates
    exits 3 build repository --theme "$theme"
    has out "[repository_unreadable]"
    rm -rf repository/.git/config repository/.git/refs repository/.git/HEAD
    exits 3 build repository --theme "$theme"
'
check 'a repository of sha256: 3, and it is told why' '
    export ASAN_OPTIONS=detect_leaks=0
    git init -q --object-format=sha256 anders
    exits 3 build anders --theme "$theme"
    has out "[repository_form]"
    exits 3 hook install anders --output www
    has out "[repository_form]"
'
check 'settings of the user that cannot be read: 3, and which' '
    mkdir thuis
    echo "[user" >thuis/.gitconfig
    HOME=$PWD/thuis exits 3 build repository --theme "$theme"
    has out "[repository_settings]"
    has out "thuis/.gitconfig"
    HOME=$PWD/thuis exits 3 hook install repository --output www
    has out "thuis/.gitconfig"
'
check 'extensions of git that change nothing for who reads: 0' '
    export ASAN_OPTIONS=detect_leaks=0
    git -C repository config core.repositoryformatversion 1
    git -C repository config extensions.worktreeConfig true
    git -C repository config extensions.preciousObjects true
    build
    exists public/over/index.html
'
check 'what cannot be written: 3' '
    build
    for words in "search public tekst --json" "--help" "check repository --theme $theme --drafts" version; do
        write content/kapot.md "$dead"
        commit repository
        code=0
        "$program" $words >/dev/full 2>err || code=$?
        [ "$code" -eq 3 ] || { echo "$words: $code"; exit 1; }
        has err "kon worden geschreven"
    done
'
check 'closed standard files do not let messages into others' '
    write content/kapot.md "$dead"
    commit repository
    exits 1 build repository --theme "$theme" --output heel --no-cache
    for closed in "<&-" ">&-" "2>&-" "<&- >&- 2>&-"; do
        rm -rf public cache
        code=0
        eval "\"\$program\" build repository --theme \"\$theme\" --cache cache --changes lijst $closed" >told || code=$?
        [ "$code" -eq 1 ] || { echo "$closed: $code"; exit 1; }
        same heel public
        ! grep -rlF "[link_dead]" public lijst*
        exits 1 build repository --theme "$theme" --cache cache
        same heel public
    done
'
finish
