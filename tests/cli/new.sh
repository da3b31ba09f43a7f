# SPDX-License-Identifier: EUPL-1.2
# `doorleefd new`: a site to begin with.
source "$(dirname "$0")/lib.bash"

good() { # OPTION...: nothing is wrong with the site
    exits 0 check site --theme "$theme" "$@"
    empty out
    has err "0 fouten, 0 keer let op"
}

check 'a new site is sound, published or not, on disk and in git' '
    exits 0 new site
    empty err
    good --worktree
    good --worktree --drafts
    commit site
    good
    good --drafts
'
check 'it has all the files of the folder that the program was built with' '
    exits 0 new a/b/site/
    diff -r "$root/generator/commands/start" a/b/site
    has out "a/b/site"
    lacks out "site/\x27"
'
check 'with the default theme it leads to what readers and contributors need' '
    exits 0 new site
    exits 0 build site --worktree
    exists public/deel-je-verhaal/index.html public/verhaal-intrekken/index.html public/hulp-en-praten/index.html
    has public/index.html "href=\"./deel-je-verhaal/\""
    absent public/privacy public/verhalen/voorbeeld public/richtlijnen/voorbeeld
    exits 0 build site --worktree --drafts
    exists public/privacy public/verhalen/voorbeeld public/richtlijnen/voorbeeld/begin/index.html
'
check 'the queries that come with it are asked' '
    exits 0 new site
    rm site/content/verhaal-intrekken.md
    sed -i "/verhaal-intrekken/d" site/content/deel-je-verhaal.md
    exits 1 check site --worktree
    has out "[query_target]"
'
check 'a folder that a forge has made already is taken, and its files are kept' '
    mkdir site
    echo "# Van ons" >site/README.md
    commit site
    exits 0 new site
    has site/README.md "Van ons"
    has out "18 bestanden"
    exits 0 check site --worktree
'
check 'a folder with something in it is left alone' '
    exits 3 new repository
    has out "[new_occupied]"
    absent repository/README.md
'
check 'a folder that cannot be made is told of' '
    echo text >file
    exits 3 new file/site --language en
    has out "[new_unwritten]"
    has out "cannot be written"
'
check 'without a folder the help comes' '
    exits 2 new
    has err "doorleefd new MAP"
    exits 2 new one two
'
finish
