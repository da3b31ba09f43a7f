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
    git -C ondiep worktree add -q ../naast HEAD
    exits 0 build naast --theme "$theme"
    has out version_absent
    absent $page
    rm -rf repository/.git
    exits 0 build repository --worktree --theme "$theme"
    has out version_absent
    absent $page
'
check 'where the old text is not in the repository, nothing is said of what changed' '
    states eerste
    write content/richtlijnen/herstel/01-een.md "# Een\n\nVraag de naaste."
    commit repository
    git -C repository tag -f eerste >/dev/null
    write content/richtlijnen/herstel/01-een.md "# Een\n\nVraag de buurvrouw."
    commit repository
    for what in eerste:content/richtlijnen/herstel/01-een.md "eerste^{tree}"; do
        object=$(git -C repository rev-parse "$what")
        object=repository/.git/objects/${object:0:2}/${object:2}
        mv "$object" aside
        rm -rf public
        exits 0 build repository --theme "$theme"
        has out version_absent
        absent $page
        mv aside "$object"
        exits 0 build repository --theme "$theme"
        lacks out version_absent
        has $page "<del>naaste</del>"
    done
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

# numbered DAY VERSION TEXT [SINCE]: a commit with a number in the field `versie`.
numbered() {
    write ${file:-content/richtlijnen/herstel/index.md} "---\ntitel: Herstel\nversie: \"$2\"\nwijzigingen_sinds: [${4:-}]\n---\n\n$3"
    GIT_COMMITTER_DATE="$1T12:00:00Z" commit repository
}
numbers() {
    numbered 2022-06-16 1.0 "Vraag de naaste."
    numbered 2022-07-01 1.0 "Vraag de buurvrouw."
    numbered 2023-05-04 2.0 "Vraag de huisarts."
    numbered 2024-01-02 2.1 "Vraag de mantelzorger." "$1"
}

check 'a number that the field versie had is the text as it stood last under it' '
    numbers "\"1.0\""
    build
    was buurvrouw
    numbers "\"2.0\""
    build
    was huisarts
'
check 'a tag with that name goes first' '
    numbered 2022-06-01 0.9 "Vraag de dokter."
    git -C repository tag 1.0
    numbers "\"1.0\""
    build
    was dokter
'
check 'what was remembered of the numbers changes nothing, and follows new commits' '
    numbers "\"1.0\""
    build
    numbered 2024-02-02 2.2 "Vraag de mantelzorger." "\"1.0\", \"2.0\", \"2.1\""
    for step in 1 2 3; do
        build
        build --no-cache --output nieuw
        same public nieuw
        write content/over.md "# Over $step"
        commit repository
    done
    has $page 2.1
    was huisarts
    rm -rf repository/.git/doorleefd
    build
    build --no-cache --output nieuw
    same public nieuw
'
check 'a number that came back is what it was the last time; a draft is no version' '
    numbered 2022-06-16 1.0 "Vraag de naaste."
    numbered 2022-07-16 2.0 "Vraag de tante."
    numbered 2022-08-16 1.0 "Vraag de buurvrouw."
    write content/richtlijnen/herstel/index.md "---\ntitel: Herstel\nversie: \"1.0\"\nstatus: concept\n---\n\nVraag niets."
    commit repository
    numbered 2024-01-02 2.1 "Vraag de mantelzorger." "\"1.0\""
    build
    was buurvrouw
'
check 'a number is found before the guideline moved, and before a merge' '
    file=oude/richtlijnen/herstel/index.md numbered 2022-07-16 1.5 "Vraag de buurvrouw."
    git -C repository rm -qr --cached oude
    rm -r repository/oude
    numbered 2023-01-02 2.0 "Vraag de tante."
    git -C repository checkout -q -b zij
    write content/klad.md "# Klad"
    commit repository
    git -C repository checkout -q main
    git -C repository merge -q --no-ff -m samen zij
    numbered 2024-01-02 2.1 "Vraag de mantelzorger." "1.5"
    build
    was buurvrouw
'
check 'numbers in a shallow clone: those that are there, and a note about the others' '
    numbers "\"1.0\", \"2.0\""
    git clone -q --depth 2 "file://$PWD/repository" ondiep
    exits 0 build ondiep --theme "$theme"
    has out version_absent
    was huisarts
    git -C ondiep fetch -q --unshallow
    exits 0 build ondiep --theme "$theme"
    lacks out version_absent
    has $page naaste || has $page buurvrouw
'
check 'the number that the guideline has now is told, and one that it never had' '
    numbers "\"2.1\""
    exits 0 build repository --theme "$theme"
    has out version_current
    absent $page
    numbers "\"2.00\""
    exits 0 build repository --theme "$theme"
    has out version_unknown
    has out "'"'2.0'"'"
'
finish
