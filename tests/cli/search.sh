# SPDX-License-Identifier: EUPL-1.2
# doorleefd search: asks a built website.
source "$(dirname "$0")/lib.bash"

check 'search finds a page of a built website' '
    build
    exits 0 search public ons
    has out "over/"
    has out "Over ons"
'
check 'search gives what the browser gives' '
    for word in hoop rust herstel; do write content/$word.md "# Over $word\n\nEen tekst met $word en tijd."; done
    commit repository
    build
    exits 0 search public tijd
    node "$root/tests/golden/ask.mjs" public <<<tijd >browser
    grep -o "^  [^ ]*" browser | tr -d " " >wanted
    grep -oFf wanted out >found
    same wanted found
'
check 'search that finds nothing says so' '
    build
    doorleefd search public xyzzyqwv
    [ "$code" -le 1 ]
    lacks out "over/"
'
check 'search without words or website: exit codes 2 and 3' '
    build
    exits 2 search
    exits 2 search public
    exits 3 search nergens woord
'
check 'no index, a damaged one, one of another version: exit code 3, and it is said' '
    mkdir leeg
    exits 3 search leeg woord
    has out "[index_missing]"
    build
    sed -i "s/\"format\": *[0-9]*/\"format\": 999/" public/search/root.json
    exits 3 search public ons
    has out "[index_version]"
    for part in public/search/*.bin; do head -c 20 /dev/urandom >"$part"; done
    build --output vers
    cp vers/search/root.json public/search/
    exits 3 search public ons
    has out "[index_broken]"
'
finish
