# SPDX-License-Identifier: EUPL-1.2
# What changed in a guideline: which versions can be named, and from where.
source "$(dirname "$0")/lib.bash"

guideline() { write content/richtlijnen/herstel/index.md "---\ntitel: Herstel\nwijzigingen_sinds: $1\n---\n\n$2"; }
page=public/richtlijnen/herstel/wijzigingen/index.html

# at DAY TEXT [SINCE]: a commit on that day.
at() {
    guideline "${3:-eerste}" "$2"
    GIT_COMMITTER_DATE="$1T12:00:00Z" commit repository
}

# Three states of the text; the first has a tag.
states() {
    at 2022-06-16 "Vraag de naaste."
    git -C repository tag eerste
    at 2023-05-04 "Vraag de buurvrouw."
    at 2024-01-02 "Vraag de mantelzorger." "$1"
}

was() { has $page "<del>$1</del> <ins>mantelzorger</ins>"; }

for name in eerste 16-06-2022 2023-05-03 "31 december 2022"; do
    check "the first of three states is named by: $name" "
        states '$name'
        build
        was naaste
    "
done
check 'a day is the last state on it' '
    states 4-5-2023
    build
    was buurvrouw
'
check 'an id of a commit, whole and short, when it was on the way to this revision' '
    states eerste
    id=$(git -C repository rev-parse HEAD~)
    for name in $id ${id:0:7}; do
        guideline $name "Vraag de mantelzorger."
        commit repository
        build
        was buurvrouw
    done
    git -C repository checkout -q -b ander eerste
    write content/klad.md "# Klad"
    commit repository
    id=$(git -C repository rev-parse HEAD)
    git -C repository checkout -q main
    guideline $id "Vraag de mantelzorger."
    commit repository
    exits 0 build repository --theme "$theme"
    has out version_unknown
    absent $page
'
check 'a tag is another version when it is moved' '
    states eerste
    build
    was naaste
    git -C repository tag -f eerste HEAD~ >/dev/null
    build
    was buurvrouw
'
check 'an older revision has the changes up to itself' '
    states eerste
    build --revision HEAD~
    has $page "<del>naaste</del> <ins>buurvrouw</ins>"
'
check '--worktree has what is not committed yet' '
    states eerste
    guideline eerste "Vraag de huisarts."
    build --worktree
    has $page "<del>naaste</del> <ins>huisarts</ins>"
'
check 'a bare repository, another number of jobs and packed tags give the same' '
    states eerste
    build --output a --jobs 1
    git clone -q --bare repository kaal.git
    git -C kaal.git pack-refs --all
    exits 0 build kaal.git --theme "$theme" --output b --jobs 3
    same a b
'
check 'in a shallow clone and in a folder without git there is no page, and a note says why' '
    states 16-06-2022
    git clone -q --depth 1 "file://$PWD/repository" ondiep
    exits 0 build ondiep --theme "$theme"
    has out version_absent
    absent $page
    rm -rf repository/.git
    exits 0 build repository --worktree --theme "$theme"
    has out version_absent
    absent $page
'
check 'a chapter that becomes a draft takes its text out of the page of changes' '
    write content/richtlijnen/herstel/01-begin.md "# Wandelen\n\nEen geheim woord."
    states eerste
    write content/richtlijnen/herstel/01-begin.md "# Wandelen\n\nEen ander woord."
    commit repository
    build
    has $page "<del>geheim</del>"
    write content/richtlijnen/herstel/01-begin.md "---\nstatus: concept\n---\n\n# Wandelen\n\nEen ander woord."
    commit repository
    build
    lacks $page geheim
    lacks $page Wandelen
    git -C repository rm -q content/richtlijnen/herstel/01-begin.md
    commit repository
    build
    lacks $page geheim
    has $page Wandelen
'
check 'a rebuild gives what a build from nothing gives, whatever changed' '
    write content/richtlijnen/herstel/01-begin.md "# Wandelen\n\nEen woord."
    states eerste
    build
    for step in 1 2 3 4; do
        case $step in
        1) write content/over.md "# Iets anders" ;;
        2) write content/richtlijnen/herstel/01-begin.md "# Lopen\n\nEen woord meer." ;;
        3) write content/richtlijnen/herstel/02-klad.md "---\nstatus: concept\n---\n\n# Klad" ;;
        4) guideline "[eerste, 4-5-2023]" "Vraag de mantelzorger." ;;
        esac
        commit repository
        build
        rm -rf nieuw
        build --no-cache --output nieuw
        same public nieuw
    done
    git -C repository tag -f eerste HEAD >/dev/null
    build
    build --no-cache --output nieuw
    same public nieuw
'
check 'of a chapter that is written anew only the beginning is shown' '
    write content/richtlijnen/herstel/01-begin.md "# Begin\n\n$(seq 1 5000 | sed "s/$/ oud/; G")"
    states eerste
    write content/richtlijnen/herstel/01-begin.md "# Begin\n\n$(seq 1 5000 | sed "s/.*/nieuw &/; G")"
    commit repository
    build
    has $page "and 4800"
    [ $(wc -c <$page) -lt 100000 ]
'
finish
