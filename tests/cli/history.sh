# SPDX-License-Identifier: EUPL-1.2
# Dates from git's history, and what of it may never be seen.
source "$(dirname "$0")/lib.bash"

story='---\ntitel: Een verhaal\nsamenvatting: Kort.\nstatus: STATUS\ntoestemming: T-2026-001\nweergave: anoniem\nperspectief: client\n---\n\n'

# story STATUS TEXT; on DAY
story() { write content/verhalen/v-1.md "${story/STATUS/$1}$2"; }
on() { GIT_COMMITTER_DATE="$1T12:00:00+0100" commit repository; }
own_theme() { exits 0 build repository --theme "$root/themes/default" "$@"; }
tells() { # FILE TEXT: without the tags
    sed 's/<[^>]*>/ /g; s/  */ /g' "$1" >plain
    has plain "$2"
}

check 'a story came on the day on which it was published' '
    story concept "Nog niet klaar."
    on 2026-02-01
    story gepubliceerd "Klaar."
    on 2026-02-03
    own_theme
    tells public/verhalen/v-1/index.html "Geplaatst 3 februari 2026"
    lacks plain "Bijgewerkt"
    has public/feed.xml "<published>2026-02-03T00:00:00Z</published>"
    has public/sitemap.xml "<lastmod>2026-02-03</lastmod>"
    lacks public/sitemap.xml 2026-02-01
'
check 'a story that was changed and renamed tells both days' '
    story gepubliceerd "Klaar."
    on 2026-02-03
    story gepubliceerd "Klaar, met meer woorden."
    on 2026-04-05
    git -C repository mv content/verhalen/v-1.md content/verhalen/v-2.md
    on 2026-05-06
    own_theme
    tells public/verhalen/v-2/index.html "Geplaatst 3 februari 2026"
    has plain "Bijgewerkt 5 april 2026"
    has public/feed.xml "<updated>2026-04-05T00:00:00Z</updated>"
    lacks public/verhalen/v-2/index.html 2026-05-06
'
check 'the date in the front matter goes first' '
    story "gepubliceerd\ndatum: 2025-01-02" "Klaar."
    on 2026-02-03
    own_theme
    tells public/verhalen/v-1/index.html "Geplaatst 2 januari 2025"
    lacks plain Bijgewerkt
'
check 'the newest story comes first' '
    story gepubliceerd "Oud."
    on 2026-02-03
    mv repository/content/verhalen/v-1.md repository/content/verhalen/v-9.md
    on 2026-02-04
    story gepubliceerd "Nieuw."
    on 2026-03-01
    build
    grep -o "v-[19]/" public/verhalen/index.html >order
    [ "$(head -n 1 order)" = v-1/ ]
'
check 'a chapter tells when it was changed last' '
    write content/richtlijnen/rust/index.md "---\ntitel: Rust\nversie: 1\ngeautoriseerd: 2025-01-01\n---\n\nOver rust."
    write content/richtlijnen/rust/01-een.md "# Een\n\nTekst."
    on 2026-01-05
    own_theme
    lacks public/richtlijnen/rust/een/index.html "Laatst gewijzigd"
    write content/richtlijnen/rust/01-een.md "# Een\n\nTekst en meer."
    on 2026-03-04
    own_theme
    tells public/richtlijnen/rust/een/index.html "Laatst gewijzigd 4 maart 2026"
    tells public/richtlijnen/rust/index.html "Laatst gewijzigd 4 maart 2026"
'
check 'the days are those that git tells' '
    for day in 05 06 07 08; do
        for file in a b c d; do
            [ $((RANDOM % 2)) = 0 ] || write content/$file.md "# $file\n\n$day"
        done
        on 2026-02-$day
    done
    build
    for file in a b c d; do
        [ -f repository/content/$file.md ] || continue
        day=$(git -C repository log -1 --format=%cs -- content/$file.md)
        has public/$file/index.html "changed: <time datetime=\"$day\">"
    done
'
check 'a shallow clone tells no dates and says so' '
    story gepubliceerd "Klaar."
    on 2026-02-03
    git clone -q --depth 1 "file://$PWD/repository" ondiep
    exits 0 check ondiep --theme "$theme"
    has out history_shallow
    has out fetch-depth
    exits 0 build ondiep --theme "$theme"
    lacks public/verhalen/v-1/index.html 2026
    git -C ondiep fetch -q --unshallow
    exits 0 build ondiep --theme "$theme" --output heel
    lacks out history_shallow
    has heel/verhalen/v-1/index.html 2026-02-03
'
check 'a work tree beside its repository is shallow too' '
    on 2026-02-03
    git clone -q --depth 1 "file://$PWD/repository" ondiep
    git -C ondiep worktree add -q ../naast HEAD
    exits 0 check naast --theme "$theme"
    has out history_shallow
    exits 0 check naast --worktree --theme "$theme"
    has out history_shallow
'
check 'files on disk have the dates of HEAD' '
    story gepubliceerd "Klaar."
    on 2026-02-03
    own_theme --output a
    own_theme --output b --worktree
    same a b
    story gepubliceerd "Nog anders."
    write content/nieuw.md "# Nieuw"
    own_theme --output c --worktree
    has c/verhalen/v-1/index.html 2026-02-03
    lacks c/nieuw/index.html 2026
'
check 'a folder inside a repository has its history' '
    mkdir groot
    mv repository groot/map
    rm -rf groot/map/.git
    commit groot
    exits 0 build groot/map --worktree --theme "$theme"
    has public/over/index.html "changed: <time datetime=\"2026-01-02\">"
'
check 'nothing of who made a commit is in any byte of the website' '
    story gepubliceerd "Klaar."
    name() { # NUMBER: whoever does the next thing in git
        export GIT_AUTHOR_NAME="Qzauteur$1" GIT_AUTHOR_EMAIL="qzschrijver$1@qzpost.invalid"
        export GIT_COMMITTER_NAME="Qzplaatser$1" GIT_COMMITTER_EMAIL="qzvaster$1@qzpost.invalid"
        export GIT_AUTHOR_DATE="2019-12-1${1}T01:02:03+0530"
    }
    name 1; on 2026-02-03
    name 2; git -C repository checkout -q -b zij
    write content/zij.md "# Zij"
    git -C repository add .
    git -C repository commit -q -m "Qzbericht van Qzmaker" -m "Co-authored-by: Qzmede <qzmede@qzpost.invalid>"
    name 3; git -C repository checkout -q main
    story gepubliceerd "Klaar, en meer."
    on 2026-02-05
    name 4; git -C repository merge -q --no-ff -m "Qzsamen" zij
    name 5; git -C repository tag -a -m "Qzversie" qztag
    git -C repository notes add -m "Qznotitie" HEAD
    git -C repository config user.name Qzeigenaar
    own_theme
    exits 0 check repository --messages json
    # Whole words: the manifest has bytes of chance, and five letters of them are soon like a name.
    words=(qzauteur qzschrijver qzplaatser qzvaster qzpost qzbericht qzmaker qzmede qzsamen qzversie qztag qznotitie qzeigenaar)
    if grep -rliaF "${words[@]/#/-e}" -e 2019-12 -e +0530 -e " 0530" public out; then return 1; fi
    if find public -iname "*qz*" | grep .; then return 1; fi
'
finish
