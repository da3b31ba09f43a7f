# SPDX-License-Identifier: EUPL-1.2
# Where the content is read from: work tree, bare, revisions, folders.
source "$(dirname "$0")/lib.bash"

# A second commit on another branch, a tag, and something that is not committed.
history() {
    git -C repository tag eerste
    git -C repository tag -a -m vast vast
    git -C repository checkout -q -b ander
    write content/tweede.md "# Tweede"
    commit repository
    git -C repository checkout -q main
    write content/los.md "# Los"
}

check 'HEAD is read, not the disk' '
    history
    write content/over.md "# Veranderd"
    build
    has public/over/index.html "Over ons"
    absent public/los
    absent public/tweede
'
check '--worktree reads the disk, uncommitted work included' '
    history
    write content/over.md "# Veranderd"
    build --worktree
    has public/over/index.html "Veranderd"
    exists public/los/index.html
'
check '--worktree builds a folder without git' '
    rm -rf repository/.git
    build --worktree
    exists public/over/index.html
'
check 'a clean work tree and its commit give the same website' '
    build --output a
    build --output b --worktree
    same a b
'
check 'a bare repository gives the same website' '
    build --output a
    git clone -q --bare repository kaal.git
    exits 0 build kaal.git --theme "$theme" --output b
    same a b
'
check 'packed objects give the same website' '
    build --output a
    git -C repository gc -q --aggressive
    build --output b
    same a b
'
for revision in ander eerste vast HEAD main refs/tags/vast; do
    check "--revision $revision" "
        history
        build --revision $revision
        [ -f public/over/index.html ]
        if [ $revision = ander ]; then exists public/tweede/index.html; else absent public/tweede; fi
    "
done
check '--revision with the id of a commit, whole and short' '
    history
    id=$(git -C repository rev-parse ander)
    build --revision $id --output a
    build --revision ${id:0:10} --output b
    exists a/tweede/index.html
    same a b
'
check 'a detached HEAD' '
    history
    git -C repository checkout -q --detach ander
    build
    exists public/tweede/index.html
'
check 'a linked work tree' '
    history
    git -C repository worktree add -q ../zij ander
    exits 0 build zij --theme "$theme"
    exists public/tweede/index.html
'
check 'objects that were missing and came back are on the website at once' '
    history
    sed -i s/ons/hen/ repository/content/over.md
    commit repository
    for what in HEAD:content/over.md HEAD~:content HEAD:content; do
        object=$(git -C repository rev-parse $what)
        object=repository/.git/objects/${object:0:2}/${object:2}
        mv "$object" aside
        doorleefd build repository --theme "$theme" --output a
        mv aside "$object"
        exits 0 build repository --theme "$theme" --output a
        exits 0 build repository --theme "$theme" --output b --no-cache
        same a b
        rm -rf a b
    done
'
check '"." is the repository when none is named, also from a folder in it' '
    exits 0 build repository --theme "$theme" --output "$PWD/a"
    (cd repository && "$program" build --theme "$theme" --output ../b 2>/dev/null)
    (cd repository/content && "$program" build --theme "$theme" --output ../../c 2>/dev/null)
    same a b
    same a c
'
check 'a folder of the repository can be named as content' '
    write teksten/nl/hallo.md "# Hallo"
    commit repository
    build --content teksten/nl
    exists public/hallo/index.html
    absent public/over
'
check 'without a folder content all of the repository is content' '
    rm -r repository
    write een/hallo.md "# Hallo"
    commit repository
    build
    exists public/een/hallo/index.html
'
check '--config goes before site.yaml and maps foreign keys' '
    printf "titel: Anders\ntaxonomieen:\n  - naam: thema\nvelden:\n  onderwerp: thema\n  layout: negeer\n" >mijn.yaml
    write content/vreemd.md "---\ntitel: Vreemd\nonderwerp: [hoop]\nlayout: x\n---\nTekst."
    commit repository
    build --config mijn.yaml
    has public/index.html "Anders"
    exists public/thema/hoop/index.html
    lacks out field_unknown
'
check '--drafts shows what is not published, and keeps search engines out' '
    write content/concept.md "---\ntitel: Nog niet\nstatus: concept\n---\nTekst."
    write content/weg.md "---\ntitel: Weg\nstatus: ingetrokken\n---\nTekst."
    commit repository
    build --output a
    build --output b --drafts
    absent a/concept
    absent a/weg
    absent b/weg
    has b/concept/index.html noindex
'
check 'nothing of the repository is changed, and no checkout is made' '
    history
    before=$(find repository -printf "%p %s %T@\n" | sort)
    build --revision ander --no-cache
    [ "$before" = "$(find repository -printf "%p %s %T@\n" | sort)" ]
    before=$(grep -v "^repository/.git " <<<"$before")
    build --revision ander
    [ "$before" = "$(find repository -path repository/.git/doorleefd -prune -o -printf "%p %s %T@\n" | grep -v "^repository/.git " | sort)" ]
'
check 'a repository on a read-only disk' '
    chmod -R a-w repository
    build
    exists public/over/index.html
'
check 'settings may come from a pipe' '
    exits 0 build repository --theme "$theme" --config <(printf "titel: Uit een pijp\n")
    has public/index.html "Uit een pijp"
    exits 0 build repository --theme "$theme"
    lacks public/index.html "Uit een pijp"
'
check 'a commit that is not whole is told as such' '
    head=$(git -C repository rev-parse HEAD)
    rm -f "repository/.git/objects/${head:0:2}/${head:2}"
    exits 3 build repository --theme "$theme"
    has out "[repository_unreadable]"
    has out "git fsck"
'
finish
