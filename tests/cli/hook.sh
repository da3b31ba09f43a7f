# SPDX-License-Identifier: EUPL-1.2
# Building on each push: real pushes, over the git protocol of a daemon on this
# machine and to a path, and what the one who pushes sees.  The screens are files
# in hook/.
source "$(dirname "$0")/lib.bash"

screens=$root/tests/cli/hook
chmod a+rx "$scratch"

# ---- A server ----

daemon=
port=
start_daemon() {
    local tries
    for tries in 1 2 3 4 5; do
        port=$((20000 + (RANDOM + $$) % 20000))
        timeout 1500 "$(git --exec-path)/git-daemon" --listen=127.0.0.1 --port=$port --reuseaddr --export-all \
            --enable=receive-pack --base-path="$scratch" "$scratch" >"$scratch/daemon.log" 2>&1 &
        daemon=$!
        for _ in $(seq 50); do
            (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return 0
            kill -0 "$daemon" 2>/dev/null || break
            sleep 0.1
        done
        kill "$daemon" 2>/dev/null
    done
    fail 'no git daemon'
}
stop_daemon() { [ -z "$daemon" ] || kill "$daemon" 2>/dev/null; }
trap 'stop_daemon; chmod -R u+rwX "$scratch"; rm -rf "$scratch"' EXIT
start_daemon

# ---- Words of these tests ----

wait_for() { # COMMAND...: becomes true soon
    for _ in $(seq 300); do
        "$@" >/dev/null 2>&1 && return 0
        sleep 0.1
    done
    echo "waited in vain for: $*"
    return 1
}
install() { exits 0 hook install site.git --output www --theme "$theme" "$@"; }
set_up() { # a server with the repository's first commit on it
    install --address https://proef.voorbeeld.invalid "$@"
    git -C repository remote add server "git://127.0.0.1:$port/check/site.git"
}
push() { # what the one who pushes sees goes to the file `screen`; $pushed tells how it went
    pushed=0
    git -C repository push server "$@" >pushing 2>&1 || pushed=$?
    # The server may still be clearing away what it refused.
    wait_for no_quarantine
    sed -nE 's/^remote: ?//p' pushing | sed -E 's/ +$//; s/[0-9]{2}:[0-9]{2}$/UU:MM/; s/\b[0-9a-f]{7}\b/COMMIT/' >screen
    if grep -E 'Sanitizer|runtime error' pushing; then return 1; fi
}
no_quarantine() { ! compgen -G "site.git/objects/tmp_objdir*"; }
well() { push "$@"; [ "$pushed" -eq 0 ] || { cat pushing; return 1; }; }
refused() { push "$@"; [ "$pushed" -ne 0 ] || { echo 'let in:'; cat pushing; return 1; }; }
screen() { # NAME: as the file says; UPDATE=1 makes the file anew
    [ -z "${UPDATE-}" ] || cp screen "$screens/$1.txt"
    diff "$screens/$1.txt" screen
}
# The website is what a build from nothing makes of the branch.
site_is() { # REVISION
    exits 0 build repository --theme "$theme" --revision "$1" --address https://proef.voorbeeld.invalid --output vers
    diff -r -x bouw.json -x bouwstatus -x preview -x '.doorleefd-*' www vers
}
published() { [ "$(cat site.git/doorleefd-hook/published)" = "$(git -C repository rev-parse "$1")" ]; }

# ---- Installing ----

check 'hook install makes a bare repository with two hooks' '
    install
    has out "Nieuwe repository: site.git"
    [ "$(git -C site.git rev-parse --is-bare-repository)" = true ]
    [ -x site.git/hooks/pre-receive ] && [ -x site.git/hooks/post-receive ]
    [ "$(git -C site.git config doorleefd.output)" = "$PWD/www" ]
    [ "$(git -C site.git symbolic-ref HEAD)" = refs/heads/main ]
'
check 'installing again renews the hooks and keeps the settings' '
    install --previews
    echo "# oud" >>site.git/hooks/pre-receive
    exits 0 hook install site.git
    lacks site.git/hooks/pre-receive "# oud"
    [ "$(git -C site.git config doorleefd.previews)" = true ]
    [ "$(git -C site.git config doorleefd.output)" = "$PWD/www" ]
    lacks out "Nieuwe repository"
'
check 'a hook of someone else stays, with a message' '
    git init -q --bare site.git
    printf "#!/bin/sh\nexit 0\n" >site.git/hooks/post-receive
    exits 3 hook install site.git --output www
    has out "[hook_foreign]"
    [ "$(wc -l <site.git/hooks/post-receive)" -eq 2 ]
'
check 'beside the hook of a forge it goes into the folder of that' '
    git init -q --bare site.git
    printf "#!/bin/sh\nexit 0\n" >site.git/hooks/post-receive
    mkdir site.git/hooks/post-receive.d
    install
    [ -x site.git/hooks/post-receive.d/doorleefd ]
    [ "$(wc -l <site.git/hooks/post-receive)" -eq 2 ]
'
check 'without a folder for the website: a message' '
    exits 3 hook install site.git
    has out "[hook_output]"
    absent site.git/hooks/post-receive
'
check 'core.hooksPath: a message' '
    git init -q --bare site.git
    git -C site.git config core.hooksPath elders
    exits 3 hook install site.git --output www
    has out "[hook_elsewhere]"
'
check 'a folder of hooks that may not be written: a message' '
    git init -q --bare site.git
    rm -rf site.git/hooks
    echo >site.git/hooks
    exits 3 hook install site.git --output www
    has out "[hook_unwritten]"
'
check 'settings that cannot be kept: a message' '
    git init -q --bare site.git
    touch site.git/config.lock
    exits 3 hook install site.git --output www
    has out "[push_setting_failed]"
    absent site.git/hooks/post-receive
'
check 'no repository: a message' '
    mkdir leeg
    echo x >leeg/x
    exits 3 hook install leeg --output www
    has out "[push_repository]"
'
check 'a repository that is not bare is said to be so' '
    exits 0 hook install repository --output www --theme "$theme"
    has out "niet '"'"'bare'"'"'"
    [ -x repository/.git/hooks/post-receive ]
'
check 'an unknown hook: the command line is wrong' '
    exits 2 hook installeer site.git
    has err "hook install"
    exits 2 hook
    exits 0 hook --help
    has out "--allow-email"
'
check 'a name with a quote and a blank' '
    mkdir "o'"'"' zo"
    exits 0 hook install "o'"'"' zo/site.git" --output "o'"'"' zo/www" --theme "$theme"
    git -C repository remote add server "$PWD/o'"'"' zo/site.git"
    well main
    exists "o'"'"' zo/www/over/index.html"
'

# ---- Pushing ----

check 'the first push publishes' '
    set_up
    well main
    screen first
    site_is main
'
check 'a change, and back by force' '
    set_up
    well main
    write content/tweede.md "# Tweede"
    commit repository
    well main
    screen change
    site_is main
    write content/derde.md "# Derde"
    commit repository
    well main
    well --force HEAD~2:main
    screen back
    site_is HEAD~2
    absent www/tweede www/derde
'
check 'a push that changes nothing of the site' '
    set_up
    well main
    git -C repository commit -q --allow-empty -m leeg
    well main
    screen nothing
'
check 'a push of what stands beside the folder of the content: who pushed is told that it is not there' '
    set_up
    well main
    write verhalen/v1.md "---\ntitel: De trein\n---\n\nTekst."
    commit repository
    well main
    screen outside
    write content/over.md "# Over ons\n\nAndere tekst."
    write verhalen/v2.md "---\ntitel: De bus\n---\n\nTekst."
    commit repository
    well main
    lacks screen "staat niet in"
    git -C site.git config doorleefd.language en
    write verhalen/v3.md "# De fiets"
    commit repository
    well main
    has screen "What you pushed is not in '\''content/'\''."
'
check 'a push of what is there already runs no hook' '
    set_up
    well main
    well main
    empty screen
'
check 'tags and other branches do not touch the site' '
    set_up
    well main
    find www -type f -printf "%p %T@\n" | sort >before
    git -C repository tag licht
    git -C repository tag -a -m zwaar zwaar
    write content/tweede.md "# Tweede"
    git -C repository checkout -q -b tak
    commit repository
    well licht zwaar
    empty screen
    well tak
    screen beside
    well --delete licht tak
    empty screen
    find www -type f -printf "%p %T@\n" | sort >after
    same before after
'
check 'a new repository follows the first branch, whatever its name' '
    git init -q --bare -b master site.git
    set_up
    well main
    has screen "De site volgt vanaf nu de branch '"'"'main'"'"'"
    site_is main
    [ "$(git -C site.git symbolic-ref HEAD)" = refs/heads/main ]
'
check 'the branch of the site is removed: the site stays, and no other branch takes its place' '
    set_up
    git -C site.git config receive.denyDeleteCurrent ignore
    well main
    well --delete main
    screen deleted
    write content/geheim.md "# Geheim"
    commit repository
    well HEAD:proef
    absent www/geheim
    exists www/over/index.html
'
check 'the server follows no branch, or one that nobody pushed: that is said' '
    set_up
    well main
    git -C site.git update-ref --no-deref HEAD main
    write content/tweede.md "# Tweede"
    commit repository
    well main
    screen nobranch
    exits 1 hook publish site.git
    has out "De server volgt geen branch"
    git -C site.git symbolic-ref HEAD refs/heads/stam
    well main:ander
    has screen "De branch '"'"'stam'"'"' is er niet (meer)"
    has screen "git symbolic-ref HEAD"
    absent www/tweede
    git -C site.git symbolic-ref HEAD refs/heads/main
    exits 0 hook publish site.git
    site_is main
'
check 'mistakes are told in plain Dutch, and let in' '
    set_up
    well main
    write content/kapot.md "# Kapot\n\nZie [weg](weg.md)."
    commit repository
    well main
    screen mistake
    exists www/kapot/index.html
'
check 'a dead link that a removed page leaves is told, warnings about other files are not' '
    write content/tweede.md "# Tweede\n\nZie [over](over.md)."
    write content/beeld.md "# Beeld\n\n![](a.svg)"
    write content/a.svg "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"
    commit repository
    set_up
    well main
    has screen "[image_without_text]"
    git -C repository rm -q content/over.md
    commit repository
    well main
    has screen "content/tweede.md:3:"
    lacks screen "[image_without_text]"
    has screen "Nog 1 melding"
'
check 'what is wrong with what was pushed is told first, however much is wrong elsewhere' '
    for i in $(seq 7); do
        write content/a$i.md "$(for j in $(seq 20); do printf "[weg](weg%s.md)\\n\\n" $j; done)"
    done
    commit repository
    set_up
    well main
    has screen "Nog 40 meldingen passen hier niet."
    write content/zij.md "# Zij\n\nZie [weg](weg.md)."
    commit repository
    well main
    grep -n "link_dead" screen | head -n 1 >eerste
    has eerste "content/zij.md:3:"
    [ "$(grep -c link_dead screen)" -eq 100 ]
    has screen "Nog 41 meldingen passen hier niet."
'
check 'options of build count: --compress' '
    set_up --compress --cache onthouden
    well main
    [ -n "$(find www -name "*.gz")" ]
    exists onthouden/index
'
check 'options of build count: --changes, in the repository; what several pushes changed goes together' '
    set_up --previews
    git -C site.git config doorleefd.changes lijst
    well main
    has site.git/lijst.new over/index.html
    empty site.git/lijst.removed
    mkdir eerder
    mv site.git/lijst* eerder
    write content/nieuw.md "# Nieuw"
    commit repository
    well main
    write content/ook.md "# Ook"
    git -C repository rm -q content/nieuw.md
    commit repository
    well main
    has site.git/lijst.new ook/index.html
    has site.git/lijst.removed nieuw/index.html
    lacks site.git/lijst nieuw/index.html
    lacks site.git/lijst.new nieuw/index.html
    lacks site.git/lijst.new over/index.html
    [ -z "$(sort site.git/lijst | uniq -d)" ]
    git -C repository revert --no-edit HEAD >/dev/null
    well main
    has site.git/lijst nieuw/index.html
    lacks site.git/lijst.removed nieuw/index.html
    has site.git/lijst.removed ook/index.html
    cp site.git/lijst voor
    well main:tak
    exists www/preview/tak
    same voor site.git/lijst
    absent lijst www/lijst
    git -C site.git config doorleefd.changes "$PWD/elders"
    exits 0 hook publish site.git
    exists elders elders.new elders.removed
    git -C site.git config doorleefd.changes geen/map/lijst
    write content/ook.md "# Ook nog"
    commit repository
    well main
    has screen "Reden: de lijst van wat veranderde"
'
check 'who withdraws a story is told of the reactions to it, and of nothing that it says' '
    write content/verhalen/v-1.md "---\ntitel: Een ijsvogel\nstatus: gepubliceerd\ntoestemming: T-1\nperspectief: client\nsamenvatting: Over een ijsvogel.\nweergave: anoniem\n---\nEen woord: ijsvogel."
    write content/reacties/r-1.md "---\nop: v-1\n---\nOok gezien."
    commit repository
    set_up --strict
    well main
    has www/verhalen/v-1/index.html "Ook gezien"
    sed -i s/gepubliceerd/ingetrokken/ repository/content/verhalen/v-1.md
    commit repository
    well main
    absent www/verhalen/v-1
    has screen "[reaction_left]"
    has screen "content/reacties/r-1.md"
    lacks screen ijsvogel
    lacks www/bouwstatus/index.html v-1
'
check 'a text that was withdrawn or removed and comes back is told of, also by a push that puts all back' '
    story() { write content/verhalen/$1.md "---\ntitel: $1\nstatus: $2\ntoestemming: T-1\nperspectief: client\nsamenvatting: S.\nweergave: anoniem\n---\nTekst."; }
    story v-1 gepubliceerd
    story v-2 gepubliceerd
    commit repository
    set_up
    well main
    story v-1 ingetrokken
    commit repository
    well main
    git -C repository rm -q content/verhalen/v-2.md
    commit repository
    well main
    lacks screen _back
    absent www/verhalen/v-1 www/verhalen/v-2
    old=$(git -C repository rev-parse HEAD)
    well --force HEAD~2:main
    exists www/verhalen/v-1 www/verhalen/v-2
    has screen "content/verhalen/v-1.md'"'"' was ingetrokken en staat nu weer op de site [hook_withdrawn_back]"
    has screen "content/verhalen/v-2.md'"'"' was weggehaald en staat nu weer op de site [hook_removed_back]"
    lacks www/bouwstatus/index.html v-1
    well $old:main
    story v-1 gepubliceerd
    commit repository
    well main
    has screen hook_withdrawn_back
    write content/over.md "# Over hen"
    commit repository
    well main
    lacks screen _back
'
check 'in English' '
    set_up --language en
    well main
    screen english
'
check 'broken settings: the old site stands' '
    set_up
    well main
    cp -r www before
    write content/site.yaml "titel: [\n  kapot"
    commit repository
    well main
    screen broken
    diff -r -x bouw.json -x bouwstatus -x .doorleefd-\* www before
    has www/bouw.json "\"published\":false"
    has www/bouwstatus/index.html "niet gelukt"
    git -C repository revert --no-edit HEAD >/dev/null
    well main
    has www/bouw.json "\"published\":true"
    site_is main
'
check 'settings that are gone, or moved: the old site stands, and no text becomes a page of its own accord' '
    write content/verhalen/v-1.md "---\ntitel: Nog niet\n---\nEen woord: ijsvogel."
    commit repository
    set_up
    well main
    cp -r www before
    for step in "rm -q content/site.yaml" "mv content inhoud"; do
        git -C repository $step
        commit repository
        well main
        screen gone
        has screen "[hook_settings_gone]"
        diff -r -x bouw.json -x bouwstatus -x .doorleefd-\* www before
        has www/bouw.json "\"published\":false"
        has www/bouwstatus/index.html "content/site.yaml"
        git -C repository reset -q --hard HEAD~1
        well --force main
    done
    site_is main
    has www/bouw.json "\"published\":true"
'
check 'strict: with an error the site stays as it was' '
    set_up --strict
    well main
    write content/kapot.md "# Kapot\n\nZie [weg](weg.md)."
    commit repository
    well main
    screen strict
    absent www/kapot
'
check 'a folder that cannot be written: not the fault of who pushes' '
    set_up
    echo mijn >www
    write content/kapot.md "# Kapot\n\nZie [weg](weg.md)."
    commit repository
    well main
    sed -i "s|$PWD|MAP|" screen
    screen closed
    has screen "Niet gelukt"
    has screen "Dit ligt niet aan jou"
    [ "$(cat www)" = mijn ]
'
check 'a setting that makes no sense keeps everything out' '
    set_up
    git -C site.git config doorleefd.jobs veel
    refused main
    has screen "[hook_setting]"
    git -C site.git config --unset doorleefd.jobs
    git -C site.git config doorleefd.max-file groot
    refused main
    has screen "[hook_size]"
'
check 'hook publish builds what was pushed before' '
    git clone -q --bare repository site.git
    set_up
    exits 0 hook publish site.git
    has out "Gelukt: "
    site_is main
    rm -rf www
    echo mijn >www
    exits 1 hook publish site.git
    has out "Niet gelukt"
'
check 'without the program a push is let in, unless something must be kept out' '
    set_up
    sed -i "s|^program=.*|program=/bestaat/niet|" site.git/hooks/*-receive
    well main
    screen noprogram
    git -C site.git config doorleefd.max-file 1m
    write content/tweede.md "# Tweede"
    commit repository
    refused main
    has screen "Geweigerd: er is niets veranderd. Reden: het programma "
    lacks screen "Niet gelukt"
'

# ---- What is said of the content ----

check 'without a folder for the website it is said all the same' '
    set_up
    git -C site.git config --unset doorleefd.output
    write content/kapot.md "# Kapot\n\nZie [weg](weg.md)."
    commit repository
    well main
    screen nowhere
'
check 'while another builds it is said all the same' '
    set_up
    well main
    (exec 9<site.git/doorleefd-hook/lock; flock 9; touch held; exec sleep 100) &
    wait_for test -e held
    write content/kapot.md "# Kapot\n\nZie [weg](weg.md)."
    commit repository
    well main
    screen busy-mistake
    kill -9 $!
    wait || true
'
check 'of two branches at once it is said once of each' '
    set_up --previews
    well main
    write content/kapot.md "# Kapot\n\nZie [weg](weg.md)."
    commit repository
    write content/derde.md "# Derde\n\nZie [niets](niets.md)."
    git -C repository checkout -q -b tak
    commit repository
    well main tak
    [ "$(grep -c "content/kapot.md:3:" screen)" -eq 2 ]
    [ "$(grep -c "content/derde.md:3:" screen)" -eq 1 ]
'
check 'of a picture that was pushed it is said, of others not, and once when it is published' '
    set_up
    for name in oud nieuw; do
        write content/$name.svg "<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>"
        write content/bij-$name.md "# Bij\n\n![Een tekening]($name.svg)"
        commit repository
        well main
    done
    screen picture
'
check 'what was pushed on top of it is published; of what is under it its own push says what is wrong' '
    set_up
    well main
    old=$(git -C repository rev-parse HEAD)
    write content/kapot.md "# Kapot\n\nZie [weg](weg.md)."
    commit repository
    new=$(git -C repository rev-parse HEAD)
    write content/later.md "# Later\n\nZie [niets](niets.md)."
    commit repository
    mv site.git/hooks/post-receive site.git/hooks/later
    well main
    mv site.git/hooks/later site.git/hooks/post-receive
    (cd site.git; echo "$old $new refs/heads/main" | GIT_DIR=. hooks/post-receive >../out)
    [ "$(grep -c "content/kapot.md:3:" out)" -eq 1 ]
    lacks out "content/later.md"
    has out "Gelukt"
    exists www/later/index.html
'
check 'what something else refuses leaves nothing behind' '
    set_up --previews
    well main
    cp -r www before
    cp -r site.git/doorleefd site.git/doorleefd-hook .
    printf "#!/bin/sh\nexit 1\n" >site.git/hooks/update
    chmod +x site.git/hooks/update
    write content/geheim.md "# Geheim\n\nHuize Duinzicht"
    commit repository
    refused main
    diff -r before www
    diff -r doorleefd site.git/doorleefd
    diff -r doorleefd-hook site.git/doorleefd-hook
    rm site.git/hooks/update
    git -C repository reset -q --hard HEAD~1
    git -C repository commit -q --allow-empty -m leeg
    well main
    site_is main
    ! grep -r "Duinzicht" www site.git/doorleefd
'

check 'a website that somebody had changed is mended by a push, which counts that too; previews stay' '
    set_up --previews
    well main
    git -C repository checkout -q -b tak
    write content/klad.md "# Klad"
    commit repository
    well tak
    git -C repository checkout -q main
    write content/nieuw.md "# Nieuw"
    commit repository
    rm -r www/over
    well main
    has screen "Gelukt: 3 pagina"
    site_is main
    published main
    has www/preview/tak/klad/index.html "Klad"
'
check 'a branch that was read and then refused does not show in the next build' '
    set_up --previews
    mkdir -p repository/content/verhalen
    for i in $(seq 12); do write content/p$i.md "# Bladzijde $i\n\nZie [over](over.md)."; done
    commit repository
    well main
    printf "#!/bin/sh\nexit 1\n" >site.git/hooks/update
    chmod +x site.git/hooks/update
    git -C repository checkout -q -b tak
    git -C repository mv content/p1.md content/p13.md
    git -C repository rm -q content/p2.md
    for i in 3 4 5; do write content/p$i.md "# Huize Duinzicht $i"; done
    write content/site.yaml "titel: Geheim"
    commit repository
    refused tak
    has screen "Gecontroleerd"
    rm site.git/hooks/update
    git -C repository checkout -q main
    write content/p6.md "# Zes\n\nZie [p7](p7.md)."
    commit repository
    well main
    site_is main
    ! grep -r "Duinzicht" www
    git -C repository checkout -q tak
    well tak
    has www/preview/tak/p3/index.html "Duinzicht"
    git -C repository checkout -q main
    site_is main
'

# ---- What must never enter the history ----

guarded() { set_up --allow-email "*@redactie.invalid, proef@voorbeeld.invalid" "$@"; }
check 'an address outside the list is refused, also in an older commit' '
    guarded
    well main
    GIT_AUTHOR_EMAIL=Roos@thuis.invalid git -C repository commit -q --allow-empty -m een
    git -C repository commit -q --allow-empty -m twee
    refused main
    screen email
    [ "$(git -C site.git rev-parse main)" = "$(git -C repository rev-parse HEAD~2)" ]
    [ -z "$(find site.git/objects -name "tmp_objdir*" -o -name "incoming*")" ]
    ! git -C site.git cat-file -e "$(git -C repository rev-parse HEAD~1)" 2>/dev/null
'
check 'addresses of committers, taggers and co-authors count; those of before do not' '
    GIT_AUTHOR_EMAIL=roos@thuis.invalid git -C repository commit -q --allow-empty -m oud
    set_up
    well main
    guarded() { exits 0 hook install site.git --allow-email "*@redactie.invalid"; }
    guarded
    GIT_AUTHOR_EMAIL=a@Redactie.INVALID GIT_COMMITTER_EMAIL=b@redactie.invalid git -C repository commit -q --allow-empty -m goed
    well main
    GIT_AUTHOR_EMAIL=a@redactie.invalid GIT_COMMITTER_EMAIL=b@thuis.invalid git -C repository commit -q --allow-empty -m fout
    refused HEAD:refs/heads/een
    has screen "b@thuis.invalid"
    git -C repository reset -q --hard HEAD~1
    GIT_COMMITTER_EMAIL=c@thuis.invalid git -C repository tag -a -m zwaar zwaar
    refused zwaar
    has screen "c@thuis.invalid"
    GIT_AUTHOR_EMAIL=a@redactie.invalid GIT_COMMITTER_EMAIL=b@redactie.invalid git -C repository commit -q --allow-empty \
        -m "samen" -m "Co-authored-by: D <d@thuis.invalid>"
    refused HEAD:refs/for/main
    has screen "d@thuis.invalid"
'
check 'an address that is given as a name counts; a name with a sign in it does not' '
    guarded
    well main
    GIT_AUTHOR_NAME="Roos @ thuis" git -C repository commit -q --allow-empty -m goed
    well main
    GIT_AUTHOR_NAME=roos@thuis.invalid git -C repository commit -q --allow-empty -m fout
    refused main
    has screen "roos@thuis.invalid"
'
check 'a large file is refused, also when a later commit removes it' '
    set_up --max-file 20k
    well main
    head -c 30000 /dev/zero >repository/content/film.bin
    commit repository
    git -C repository rm -q content/film.bin
    commit repository
    refused main
    screen large
'
check 'a large file that is in the history already is not refused' '
    head -c 30000 /dev/zero >repository/content/film.bin
    commit repository
    set_up
    well main
    exits 0 hook install site.git --max-file 20k
    write content/tweede.md "# Tweede"
    commit repository
    well main
    git -C repository mv content/tweede.md content/derde.md
    commit repository
    well main HEAD:refs/heads/tak
'
check 'kinds of files' '
    set_up --allow-kinds "md, .yaml,SVG"
    write content/a.svg "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"
    write content/LICENSE "vrij"
    commit repository
    well main
    write content/diep/in/map/naam.docx "x"
    commit repository
    refused main
    screen kind
'
check 'a file whose name does not tell its kind may be text only' '
    set_up --allow-kinds md,yaml
    mkdir -p repository/content/verhalen
    base64 -d <<<iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg== >repository/content/verhalen/foto
    cp repository/content/verhalen/foto repository/content/foto.
    echo "*.swp" >repository/.gitignore
    commit repository
    refused main
    has screen "content/verhalen/foto: fout"
    has screen "content/foto.: fout"
    has screen "[push_nameless]"
    lacks screen gitignore
'
check 'many refusals are counted' '
    set_up --max-file 1k
    mkdir repository/content/veel
    for i in $(seq 60); do head -c 2000 /dev/zero >repository/content/veel/$i.bin; echo $i >>repository/content/veel/$i.bin; done
    commit repository
    refused main
    has screen "en nog 10 keer zoiets"
    has screen "[push_more]"
'
check 'a merge and a file without any commit are looked at' '
    set_up --allow-kinds md,yaml
    well main
    git -C repository checkout -q -b tak
    write content/tak.md "# Tak"
    commit repository
    git -C repository checkout -q main
    write content/main.md "# Main"
    commit repository
    git -C repository merge -q --no-commit tak
    echo x >repository/content/stil.exe
    commit repository
    refused main
    has screen "content/stil.exe"
    tree=$(git -C repository rev-parse HEAD:content)
    refused "$tree:refs/tags/boom"
    has screen "stil.exe"
'

check 'what cannot be read does not come in' '
    set_up --max-file 1k
    code=0
    (cd site.git && GIT_DIR=. hooks/pre-receive <<<"$(printf "%040d" 0) $(printf "%040d" 1) refs/heads/main") >out || code=$?
    [ "$code" -ne 0 ]
    has out "[push_unreadable]"
'
check 'a commit does not come in behind a hundred tags of tags' '
    set_up --allow-email "*@redactie.invalid"
    GIT_AUTHOR_EMAIL=roos@thuis.invalid git -C repository commit -q --allow-empty -m fout
    at=$(git -C repository rev-parse HEAD)
    sort=commit
    for i in $(seq 101); do
        at=$(printf "object %s\ntype %s\ntag t\ntagger A <a@redactie.invalid> 1767225600 +0000\n\nx\n" $at $sort |
            git -C repository mktag)
        sort=tag
    done
    refused $at:refs/tags/diep
    has screen "[push_unreadable]"
'

# ---- Previews ----

branch() { # NAME
    git -C repository checkout -q -b "$1"
    write content/nieuw.md "# Nieuw op $1"
    commit repository
}
check 'a preview comes and goes' '
    set_up --previews
    well main
    branch nieuw-verhaal
    well nieuw-verhaal
    screen preview
    has www/preview/nieuw-verhaal/nieuw/index.html noindex
    has www/preview/nieuw-verhaal/index.html noindex
    lacks www/sitemap.xml preview
    [ -z "$(grep -rlF nieuw-verhaal www --include="*" --exclude-dir=preview)" ]
    git -C repository checkout -q main
    write content/tweede.md "# Tweede"
    commit repository
    well main
    exists www/preview/nieuw-verhaal/nieuw/index.html
    site_is main
    well --delete nieuw-verhaal
    screen preview-gone
    absent www/preview
'
check 'without the setting there is no preview, and what there was goes' '
    set_up --previews
    well main
    branch tak
    well tak
    exists www/preview/tak/index.html
    git -C site.git config doorleefd.previews false
    git -C repository commit -q --allow-empty -m leeg
    well tak
    absent www/preview
'
check 'names of branches that no folder may have' '
    set_up --previews
    well main
    for name in Tak tak feature/x "Feature/X" "@x" "..x-" "café" "-min" "$(printf "a%.0s" $(seq 200))"; do
        git -C site.git check-ref-format "refs/heads/$name" || continue
        well "main:refs/heads/$name"
    done
    ls www/preview >names
    [ "$(sort -uf names | wc -l)" -eq "$(git -C site.git for-each-ref refs/heads --format=x | sed 1d | wc -l)" ]
    [ -z "$(grep -vE "^[a-z0-9-]{1,70}$" names)" ]
    for name in $(git -C site.git for-each-ref refs/heads --format="%(refname:short)"); do
        [ "$name" = main ] || well --delete "refs/heads/$name"
    done
    absent www/preview
'
check 'a branch whose name would command the screens of others is shown with a mark for what is hidden in it' '
    set_up --previews
    well main
    branch=$(printf "tak\302\23331mrood\342\200\256")
    shown=$(printf "\047tak\357\277\27531mrood\357\277\275\047")
    well "HEAD:refs/heads/$branch"
    has screen "Gecontroleerd: in $shown is"
    has screen "Voorbeeld van $shown: "
    well --delete "$branch"
    has screen "Voorbeeld van $shown: weggehaald"
'
check 'files of someone else in the place of a preview stay' '
    set_up --previews
    well main
    mkdir -p www/preview/tak
    echo mijn >www/preview/tak/index.html
    branch tak
    well tak
    has screen "op die plek staat al iets anders"
    [ "$(cat www/preview/tak/index.html)" = mijn ]
    well --delete tak
    exists www/preview/tak/index.html
'
check 'there is an end to the number of previews' '
    set_up --previews
    well main
    for i in $(seq 100); do echo refs/heads/main >site.git/doorleefd-hook/preview-vol$i; done
    branch tak
    well tak
    has screen "er zijn er al te veel"
    absent www/preview/tak
'
story="---\ntitel: Verhaal\nstatus: gepubliceerd\ntoestemming: T-2026-001\nsamenvatting: x\ndatum: 2026-01-02\n---\nEen woord: gevoelig."
check 'a preview shows no story without consent, and none that the site withdrew or removed' '
    write content/verhalen/v-1.md "$story"
    write content/verhalen/v-2.md "$story"
    write content/verhalen/v-3.md "$story"
    write content/verhalen/v-6.md "$story"
    write content/verhalen/v-7.md "---\ntitel: Later\nstatus: concept\ntoestemming: T-2026-001\nsamenvatting: x\n---\nTekst."
    commit repository
    set_up --previews
    well main
    branch tak
    sed -i s/concept/gepubliceerd/ repository/content/verhalen/v-7.md
    write content/verhalen/v-4.md "---\ntitel: Verhaal\nstatus: gepubliceerd\nsamenvatting: x\n---\nGeheim."
    write content/verhalen/v-5.md "$story\n\nNog veel meer van wat alleen deze branch te vertellen heeft."
    commit repository
    well tak
    exists www/preview/tak/verhalen/v-{1,5,6,7}/index.html
    absent www/preview/tak/verhalen/v-4
    git -C repository checkout -q main
    sed -i s/gepubliceerd/ingetrokken/ repository/content/verhalen/v-1.md
    git -C repository rm -q content/verhalen/v-2.md
    sed -i s/^toestemming/#/ repository/content/verhalen/v-6.md
    commit repository
    well main
    absent www/verhalen/v-{1,2,6,7}
    absent www/preview/tak/verhalen/v-{1,2,6}
    exists www/preview/tak/verhalen/v-{3,5,7}/index.html
    git -C repository checkout -q tak
    git -C repository commit -q --allow-empty -m leeg
    well tak
    absent www/preview/tak/verhalen/v-{1,2,6}
'

own() { # WORD: a story that is like no other
    echo "---\ntitel: Verhaal\nstatus: gepubliceerd\ntoestemming: T-2026-001\nsamenvatting: $1\n---\nDit $1 is van mij, en zo $1 als het $1 kan. Ik ging $1 naar de $1, en kwam $1 weer thuis."
}
check 'a branch with the name of what the hooks call the website is a preview like all others' '
    set_up --previews
    well main
    branch site
    well site
    absent www/nieuw
    [ "$(ls www/preview | wc -l)" -eq 1 ]
    exists www/preview/site-*/nieuw/index.html
    published main
'
check 'a story that was withdrawn has no preview under another name; one that was moved has' '
    for word in een twee drie; do write content/verhalen/v-$word.md "$(own $word)"; done
    commit repository
    set_up --previews
    well main
    git -C repository checkout -q -b tak
    for word in een twee drie; do git -C repository mv content/verhalen/v-$word.md content/verhalen/w-$word.md; done
    echo "En een zin van de branch." | tee -a repository/content/verhalen/w-een.md >>repository/content/verhalen/w-drie.md
    commit repository
    well tak
    exists www/preview/tak/verhalen/w-{een,twee,drie}/index.html
    git -C repository checkout -q main
    sed -i s/gepubliceerd/ingetrokken/ repository/content/verhalen/v-een.md
    git -C repository rm -q content/verhalen/v-twee.md
    git -C repository mv content/verhalen/v-drie.md content/verhalen/drie.md
    commit repository
    well main
    absent www/preview/tak/verhalen/w-{een,twee}
    [ -z "$(grep -rlE "zo (een|twee) als" www)" ]
    exists www/preview/tak/verhalen/w-drie/index.html
'
check 'an attachment that the site removed is in no preview, under no name; one that was moved is' '
    write content/verhalen/v-1.md "$story\n\n![Wij](foto.png) [Brief](brief.pdf)"
    mkdir -p repository/content/verhalen
    base64 -d <<<iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg== >repository/content/verhalen/foto.png
    write content/verhalen/brief.pdf "%PDF-1.4 brief"
    commit repository
    set_up --previews
    well main
    branch tak
    cp repository/content/verhalen/foto.png repository/content/over.png
    write content/over.md "---\ntitel: Over\n---\nDit zijn ![wij](over.png)."
    commit repository
    well tak
    exists www/preview/tak/bestanden/{over,verhalen/foto}.png www/preview/tak/bestanden/verhalen/brief.pdf
    git -C repository checkout -q main
    git -C repository rm -q content/verhalen/foto.png
    mkdir -p repository/content/brieven
    git -C repository mv content/verhalen/brief.pdf content/brieven/brief.pdf
    write content/verhalen/v-1.md "$story\n\n[Brief](../brieven/brief.pdf)"
    commit repository
    well main
    absent www/preview/tak/bestanden/over.png www/preview/tak/bestanden/verhalen/foto.png
    exists www/preview/tak/bestanden/verhalen/brief.pdf
    has www/preview/tak/over/index.html "Dit zijn"
    lacks www/preview/tak/over/index.html over.png
'

check 'what a history that was written anew removed is in no preview, until the website has it again' '
    write content/verhalen/v-1.md "$(own een)"
    commit repository
    set_up --previews
    well main
    branch tak
    git -C repository mv content/verhalen/v-1.md content/verhalen/v-9.md
    commit repository
    well tak HEAD~1:refs/heads/zelfde
    exists www/preview/tak/verhalen/v-9/index.html www/preview/zelfde/verhalen/v-1/index.html
    git -C repository checkout -q --orphan nieuw HEAD~1
    git -C repository rm -q --cached content/verhalen/v-1.md
    rm repository/content/verhalen/v-1.md
    commit repository
    well --force nieuw:main
    [ -z "$(grep -rl "zo een als" www)" ]
    write content/tweede.md "# Tweede"
    commit repository
    well nieuw:main
    [ -z "$(grep -rl "zo een als" www)" ]
    write content/verhalen/v-1.md "$(own een)"
    commit repository
    well nieuw:main
    exists www/preview/zelfde/verhalen/v-1/index.html
    absent site.git/doorleefd-hook/removed
'
check 'a preview tells nothing of a chapter that the site withdrew, and shows none of a guideline that it withdrew' '
    for name in g h; do
        write content/richtlijnen/$name/index.md "---\ntitel: Gids $name\nversie: \"2\"\nwijzigingen_sinds: [een]\n---\nTekst."
        write content/richtlijnen/$name/01-a.md "---\ntitel: Hoofdstuk $name\n---\nEen alinea over gewone dingen, die blijft."
    done
    write content/richtlijnen/g/02-b.md "---\ntitel: Geheimtitel\n---\nEen alinea over zaken van iemand."
    commit repository
    git -C repository tag een
    set_up --previews
    well een main
    git -C repository checkout -q -b tak
    sed -i "s/gewone/heel gewone/; s/zaken/gedoe/" repository/content/richtlijnen/*/0*.md
    commit repository
    well tak
    has www/preview/tak/richtlijnen/g/wijzigingen/index.html gedoe
    exists www/preview/tak/richtlijnen/h/a/index.html
    git -C repository checkout -q main
    sed -i "s/^titel/status: ingetrokken\ntitel/" repository/content/richtlijnen/{g/02-b,h/index}.md
    commit repository
    well main
    has www/preview/tak/richtlijnen/g/wijzigingen/index.html heel
    [ -z "$(grep -rlE "Geheimtitel|gedoe|Gids h|Hoofdstuk h" www)" ]
'
check 'before the website was ever built there is no preview: nobody knows what it withdrew' '
    write content/verhalen/v-1.md "$(own een)"
    commit repository
    git -C repository branch tak
    sed -i s/gepubliceerd/ingetrokken/ repository/content/verhalen/v-1.md
    commit repository
    git clone -q --bare --single-branch repository site.git
    set_up --previews
    well tak
    published main
    exists www/preview/tak/over/index.html
    [ -z "$(grep -rl "zo een als" www)" ]
    rm -r www site.git/doorleefd-hook
    git -C site.git config doorleefd.strict true
    write content/kapot.md "# Kapot\n\nZie [weg](weg.md)."
    commit repository
    (unset GIT_DIR; git -C site.git fetch -q ../repository main:main)
    git -C repository commit -q --allow-empty -m leeg
    well HEAD:refs/heads/tak2
    has screen "eerst moet de site zelf gebouwd zijn"
    absent www/preview
'
check 'a push of hundreds of branches: only some are looked at, and only some are built' '
    set_up --previews
    well main
    echo refs/heads/main | tee $(seq -f "site.git/doorleefd-hook/preview-vol%.0f" 98) >/dev/null
    seq -f "create refs/heads/b%.0f HEAD" 400 | git -C repository update-ref --stdin
    well "refs/heads/b*:refs/heads/b*"
    has screen "branches zijn niet bekeken"
    [ "$(grep -c "Gecontroleerd" screen)" -eq 10 ]
    [ "$(grep -c "niet gemaakt" screen)" -lt 120 ]
    [ "$(ls www/preview | wc -l)" -eq 2 ]
'
check 'a tree of ever the same trees is a push like another' '
    set_up --previews
    well main
    tree=$(git -C repository mktree </dev/null)
    for _ in $(seq 30); do
        tree=$(for i in 1 2 3 4 5 6 7 8 9; do printf "040000 tree %s\td%s\n" $tree $i; done | git -C repository mktree)
    done
    top=$(printf "040000 tree %s\tcontent\n" $tree | git -C repository mktree)
    well "$(git -C repository commit-tree -p main -m bom $top):refs/heads/tak"
'

# ---- Killed, or failed, while a story is withdrawn ----

shown_in_preview() { # a story on the site, and in the preview of a branch
    write content/verhalen/v-1.md "$(own een)"
    commit repository
    set_up --previews "$@"
    well main
    branch tak
    well tak
    exists www/preview/tak/verhalen/v-1/index.html
}
withdraw_by_hand() { # withdraws it, and runs the hook in the background as $running
    git -C repository checkout -q main
    sed -i s/gepubliceerd/ingetrokken/ repository/content/verhalen/v-1.md
    commit repository
    local old new
    old=$(git -C site.git rev-parse main)
    new=$(git -C repository rev-parse HEAD)
    git -C site.git fetch -q ../repository main:main
    (cd site.git && GIT_DIR=. exec "$program" hook post-receive >../running 2>&1 <<<"$old $new refs/heads/main") &
    running=$!
}
kill_running() {
    kill -9 $running
    wait $running || true
}
withdraw_and_die() { # the hook is killed just after it published, before it noted that
    mkfifo site.git/doorleefd-hook/removed # whoever reads it waits
    withdraw_by_hand
    wait_for absent www/verhalen/v-1
    kill_running
    rm site.git/doorleefd-hook/removed
}
check 'previews go before the website tells that a story is withdrawn: killed between the two' '
    shown_in_preview
    mkfifo site.git/doorleefd-hook/preview-zzz # whoever reads it waits
    withdraw_by_hand
    wait_for absent www/preview/tak
    exists www/verhalen/v-1/index.html
    kill_running
    rm site.git/doorleefd-hook/preview-zzz
    git -C repository commit -q --allow-empty -m leeg
    well main
    absent www/verhalen/v-1 www/preview/tak/verhalen/v-1
    exists www/preview/tak/nieuw/index.html
    published main
'
check 'killed just after the website withdrew a story: no preview is made before the website was made again' '
    shown_in_preview
    withdraw_and_die
    absent www/preview/tak
    write content/site.yaml "titel: [\n  kapot"
    commit repository
    well main HEAD~2:refs/heads/ander
    has screen "eerst moet de site zelf gebouwd zijn"
    absent www/preview
    git -C repository revert --no-edit HEAD >/dev/null
    well main
    absent www/preview/tak/verhalen/v-1
    exists www/preview/tak/nieuw/index.html
    well HEAD~3:refs/heads/ander
    absent www/preview/ander/verhalen/v-1
'
check 'killed while it made a preview anew: the next push, of whatever, does so' '
    shown_in_preview
    (exec 9<www/preview/tak; flock 9; touch held; for _ in $(seq 300); do [ ! -e go ] || exit 0; sleep 0.1; done) &
    wait_for test -e held
    withdraw_by_hand
    wait_for test -e site.git/doorleefd-hook/before
    kill_running
    touch go
    exists www/verhalen/v-1/index.html www/preview/tak/verhalen/v-1/index.html
    well main:refs/heads/ander
    absent www/verhalen/v-1 www/preview/tak/verhalen/v-1
    exists www/preview/tak/nieuw/index.html
    [ -z "$(ls site.git/doorleefd-hook | grep -E "^(wish|busy)-")" ]
'
check 'what a killed hook left is done by the next one, though its push asks for nothing' '
    shown_in_preview
    withdraw_and_die
    git -C repository tag licht
    well licht
    published main
    exists www/preview/tak/nieuw/index.html
    absent www/preview/tak/verhalen/v-1
'
check 'a preview that cannot be taken away: the story is withdrawn all the same, and that is told' '
    shown_in_preview
    rm www/preview/tak/.doorleefd-manifest
    mkdir -p www/preview/tak/.doorleefd-manifest/vol
    withdraw_by_hand
    wait $running
    has running "[hook_preview_stays]"
    absent www/verhalen/v-1
'
check 'what was withdrawn cannot be noted: the website is built again before a preview' '
    shown_in_preview
    rm site.git/doorleefd-hook/unpublished
    mkdir -p site.git/doorleefd-hook/unpublished/vol
    git -C repository checkout -q main
    sed -i s/gepubliceerd/ingetrokken/ repository/content/verhalen/v-1.md
    commit repository
    well main
    has screen hook_state
    rm -r site.git/doorleefd-hook/unpublished
    git -C repository checkout -q tak
    write content/meer.md "# Meer"
    commit repository
    well tak
    exists www/preview/tak/meer/index.html
    absent www/preview/tak/verhalen/v-1
'
check 'a preview that cannot be made anew goes, for it may show what was withdrawn' '
    shown_in_preview
    write content/site.yaml "titel: [\n  kapot"
    commit repository
    well tak
    has screen "niet gelukt"
    git -C repository checkout -q main
    sed -i s/gepubliceerd/ingetrokken/ repository/content/verhalen/v-1.md
    commit repository
    well main
    [ -z "$(grep -rl "zo een als" www)" ]
    git -C repository checkout -q tak
    git -C repository revert --no-edit HEAD >/dev/null
    well tak
    exists www/preview/tak/nieuw/index.html
    absent www/preview/tak/verhalen/v-1
'
check 'a story that came to the branch and to the website by different commits, and then was removed' '
    set_up --previews
    well main
    git -C repository checkout -q -b tak
    write content/verhalen/v-1.md "$(own een)"
    commit repository
    well tak
    git -C repository checkout -q main
    git -C repository checkout tak -- content/verhalen
    write content/tweede.md "# Tweede"
    commit repository
    well main
    exists www/verhalen/v-1/index.html www/preview/tak/verhalen/v-1/index.html
    git -C repository rm -q content/verhalen/v-1.md
    commit repository
    well main
    absent www/preview/tak/verhalen/v-1
    has screen "1 bestand staat er niet in: de site laat het niet (meer) zien."
    git -C repository checkout -q -b later
    git -C repository checkout tak -- content/verhalen
    git -C repository mv content/verhalen/v-1.md content/verhalen/v-2.md
    commit repository
    well later
    absent www/preview/later/verhalen/v-{1,2}
    git -C repository checkout -q main
    git -C repository merge -q later
    well main
    exists www/verhalen/v-2/index.html
'
check 'what was moved and rewritten is no secret: who writes on has a preview of it' '
    write content/verhalen/v-1.md "$(own een)"
    commit repository
    set_up --previews
    well main
    git -C repository mv content/verhalen/v-1.md content/verhalen/v-2.md
    write content/verhalen/v-2.md "$(own een) Een zin meer."
    commit repository
    well main
    branch tak
    write content/verhalen/v-2.md "$(own een) Nog een zin meer."
    commit repository
    well tak
    exists www/preview/tak/verhalen/v-2/index.html
    lacks screen "staat er niet in"
    absent site.git/doorleefd-hook/removed
'
check 'what is written on the website and not yet shown takes no preview away' '
    shown_in_preview
    git -C repository checkout -q main
    for text in een twee; do
        write content/verhalen/v-8.md "---\ntitel: Later\nstatus: concept\n---\nTekst $text."
        commit repository
        well main
        lacks screen "pagina'"'"'s bijgewerkt, 1"
        ! grep "Voorbeeld" screen | grep -v " 0 pagina"
    done
    exists www/preview/tak/verhalen/v-1/index.html
'
check 'a story without consent on the website and with it on the branch: withdrawn it goes there too' '
    shown_in_preview
    git -C repository checkout -q main
    sed -i /^toestemming/d repository/content/verhalen/v-1.md
    commit repository
    well main
    absent www/verhalen/v-1 www/preview/tak/verhalen/v-1
    git -C repository checkout -q tak
    git -C repository merge -q main
    write content/verhalen/v-1.md "$(own een)"
    commit repository
    well tak
    exists www/preview/tak/verhalen/v-1/index.html
    git -C repository checkout -q main
    sed -i s/gepubliceerd/ingetrokken/ repository/content/verhalen/v-1.md
    mkfifo site.git/doorleefd-hook/removed
    withdraw_by_hand
    wait_for test -e site.git/doorleefd-hook/wish-tak
    wait_for absent www/preview/tak
    kill_running
'
check 'a withdrawal that cannot be published: who pushes reads that the story is still there' '
    shown_in_preview
    git -C repository checkout -q main
    sed -i s/gepubliceerd/ingetrokken/ repository/content/verhalen/v-1.md
    write content/site.yaml "titel: [\n  kapot"
    commit repository
    well main
    screen still
    exists www/verhalen/v-1/index.html
    write content/tweede.md "# Tweede"
    commit repository
    well main
    has screen "[hook_withdrawn_still]"
    git -C repository rm -q content/site.yaml
    commit repository
    well main
    has screen "[hook_withdrawn_still]"
    git -C repository checkout -q HEAD~3 -- content/site.yaml
    commit repository
    well main
    lacks screen _still
    absent www/verhalen/v-1
    [ -z "$(grep -rl "zo een als" www)" ]
'
check 'who builds for others reads their settings' '
    shown_in_preview
    mkfifo site.git/doorleefd-hook/removed
    withdraw_by_hand
    wait_for absent www/verhalen/v-1
    git -C site.git config doorleefd.previews false
    git -C repository checkout -q tak
    write content/meer.md "# Meer"
    commit repository
    well tak
    exec 8>site.git/doorleefd-hook/removed
    rm site.git/doorleefd-hook/removed
    exec 8>&-
    wait $running
    absent www/preview
'
check 'settings that are gone: no preview' '
    write content/verhalen/v-1.md "---\ntitel: Nog niet\n---\nEen woord: ijsvogel."
    commit repository
    set_up --previews
    well main
    branch tak
    well tak
    exists www/preview/tak/nieuw/index.html
    git -C repository rm -q content/site.yaml
    commit repository
    well tak
    has screen "niet meer"
    absent www/preview
'

# ---- Status ----

check 'the status page tells nothing of what is not published' '
    write content/verhalen/jan-jansen.md "---\ntitel: Zeer geheim\nstatus: concept\nthemaa: gevoelig\n---\nZie [x](weg.md)."
    write content/verhalen/v-1.md "---\ntitel: Open\nstatus: gepubliceerd\ntoestemming: T-2026-001\nweergave: anoniem\nweergavenaam: Janneke\nonbekend: Fluister\n---\nZie [x](jan-jansen.md) en [y](jan-janse.md)."
    commit repository
    set_up
    well main
    has screen "content/verhalen/v-1.md"
    for file in www/bouw.json www/bouwstatus/index.html; do
        has $file "content/verhalen/v-1.md"
        for word in jansen janse Janneke Fluister geheim T-2026 weg.md proef@ "Proef"; do lacks $file "$word" || exit 1; done
    done
    has www/bouwstatus/index.html noindex
    lacks www/sitemap.xml bouwstatus
    node -e "JSON.parse(require(\"fs\").readFileSync(\"www/bouw.json\"))" 2>/dev/null || ! command -v node >/dev/null
'
check 'the status page is made with the theme, and goes with --no-status' '
    write content/kapot.md "# Kapot\n\nZie [weg](weg.md)."
    commit repository
    set_up
    git -C site.git config --unset doorleefd.theme
    well main
    has www/bouwstatus/index.html "<h1>Bouwstatus</h1>"
    has www/bouwstatus/index.html "content/kapot.md"
    exits 0 hook install site.git --no-status
    git -C repository commit -q --allow-empty -m leeg
    well main
    absent www/bouwstatus www/bouw.json
'
check 'a page of the site at that address goes first' '
    write content/bouwstatus.md "# Van de site zelf"
    commit repository
    set_up
    well main
    has www/bouwstatus/index.html "Van de site zelf"
    exists www/bouw.json
'
check 'a file of someone else at that address stays' '
    set_up
    mkdir www
    echo mijn >www/bouw.json
    well main
    [ "$(cat www/bouw.json)" = mijn ]
    has screen "[beside_taken]"
'
check 'a status that cannot be written does not stop the site' '
    set_up
    mkdir -p www/bouw.json
    echo mijn >www/bouwstatus
    well main
    has screen "Gelukt"
    has screen "[beside_failed]"
    site_is main
'

# ---- More than one at once ----

# A disk of a network that knows no locks.  Where the program has sanitizers in it, these want to be first.
if command -v cc >/dev/null; then
    check 'on a disk that knows no locks the website is built all the same' '
        printf "#include <errno.h>\nint flock(int file, int how) { (void)file; (void)how; errno = ENOLCK; return -1; }\n" >weg.c
        cc -shared -fPIC -o weg.so weg.c
        set_up
        well main
        write content/tweede.md "# Tweede"
        commit repository
        git -C site.git fetch -q "$PWD/repository" main:main
        export LD_PRELOAD=$PWD/weg.so ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0
        exits 0 hook publish site.git
        unset LD_PRELOAD
        has out "Gelukt: "
        exists www/tweede/index.html
    '
fi
check 'a push while a build runs: it goes with the next' '
    set_up
    well main
    (exec 9<site.git/doorleefd-hook/lock; flock 9; touch held; for _ in $(seq 300); do [ ! -e go ] || exit 0; sleep 0.1; done) &
    holder=$!
    wait_for test -e held
    write content/tweede.md "# Tweede"
    commit repository
    well main
    screen busy
    absent www/tweede
    touch go
    wait $holder
    write content/derde.md "# Derde"
    commit repository
    well main
    site_is main
    [ -z "$(ls site.git/doorleefd-hook/wish-* 2>/dev/null)" ]
'
check 'a burst of pushes, built after the push has returned: the newest is published' '
    set_up --background
    well main
    screen background
    for i in $(seq 8); do
        write content/p$i.md "# Bladzijde $i"
        commit repository
        well main
    done
    wait_for published main
    wait_for flock -n site.git/doorleefd-hook/lock true
    site_is main
    has site.git/doorleefd-hook/build.log "Gelukt"
'
check 'pushes of several people at once' '
    set_up --previews
    well main
    for name in a b c d; do
        git clone -q "git://127.0.0.1:$port/check/site.git" kloon-$name
        echo "# Van $name" >kloon-$name/content/$name.md
        commit kloon-$name
    done
    for name in a b c d; do
        (git -C kloon-$name push origin main:tak-$name; for _ in 1 2 3 4 5 6 7 8; do
            git -C kloon-$name pull -q --rebase origin main && git -C kloon-$name push origin main && exit 0
        done; exit 1) >pushing-$name 2>&1 &
    done
    wait
    git -C repository pull -q --ff-only server main
    wait_for published main
    site_is main
    for name in a b c d; do
        exists www/$name/index.html www/preview/tak-$name/$name/index.html
    done
    ! grep -hE "Sanitizer|runtime error" pushing-?
'
check 'a hook that is killed leaves no lock' '
    set_up
    well main
    (exec 9<site.git/doorleefd-hook/lock; flock 9; touch held; exec sleep 100) &
    wait_for test -e held
    kill -9 $!
    wait || true
    write content/tweede.md "# Tweede"
    commit repository
    well main
    site_is main
'
check 'the log does not grow without bound' '
    set_up --background
    mkdir -p site.git/doorleefd-hook
    head -c 1100000 /dev/zero >site.git/doorleefd-hook/build.log
    well main
    wait_for published main
    [ "$(stat -c %s site.git/doorleefd-hook/build.log)" -lt 10000 ]
    exists site.git/doorleefd-hook/build.log.old
    wait_for flock -n site.git/doorleefd-hook/lock true
'

# ---- Who runs the hook, and where ----

check 'a push to a path, and to a repository that is not bare' '
    exits 0 hook install repository --output www --theme "$theme" --address https://proef.voorbeeld.invalid
    git -C repository config receive.denyCurrentBranch updateInstead
    git clone -q repository kloon
    echo "# Tweede" >kloon/content/tweede.md
    commit kloon
    git -C kloon push -q origin main 2>err
    has err "Gelukt"
    site_is main
    exists www/tweede/index.html repository/content/tweede.md
'
nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups env HOME="$PWD/thuis" "$@"; }
if [ "$(id -u)" -eq 0 ] && setpriv --reuid=65534 --regid=65534 --clear-groups "$program" version >/dev/null 2>&1; then
    check 'hooks of a shared repository, run by another user than its owner' '
        git init -q --bare -b main --shared=all site.git
        install
        chmod -R a+rwX site.git
        mkdir -m 777 www thuis
        git clone -q repository kloon
        chown -R 65534:65534 kloon thuis
        printf "[safe]\n\tdirectory = *\n" >thuis/.gitconfig
        export GIT_CONFIG_GLOBAL="$PWD/thuis/.gitconfig"
        (umask 022; cd kloon; nobody git push -q "file://$PWD/../site.git" main) 2>err || { cat err; exit 1; }
        has err "Gelukt"
        lacks err "repository_owner"
        exists www/over/index.html
        [ "$(stat -c %u www/over/index.html)" -eq 65534 ]
        git -C repository remote add server "$PWD/site.git"
        write content/tweede.md "# Tweede"
        commit repository
        well main
        has screen Gelukt
    '
    check 'who share a repository share what builds remember' '
        git init -q --bare -b main --shared=group site.git
        install
        mkdir -m 2775 www thuis
        chgrp -R 65534 site.git www .
        chmod -R g+rwX . && find site.git -type d -exec chmod g+s {} +
        git -C repository push -q "$PWD/site.git" main 2>err
        [ "$(stat -c %g%a site.git/doorleefd)" = 655342770 ]
        write content/tweede.md "# Tweede"
        commit repository
        git clone -q repository kloon
        chown -R 65534:65534 kloon thuis
        printf "[safe]\n\tdirectory = *\n" >thuis/.gitconfig
        export GIT_CONFIG_GLOBAL="$PWD/thuis/.gitconfig"
        (umask 077; cd kloon; nobody git push -q "file://$PWD/../site.git" main) 2>err || { cat err; exit 1; }
        has err "Gelukt"
        [ "$(stat -c %u%a site.git/doorleefd/index)" = 65534660 ]
        write content/tweede.md "# Tweede, en meer"
        commit repository
        git -C repository push -q "$PWD/site.git" main 2>err
        has err "Gelukt"
        [ "$(stat -c %u%a site.git/doorleefd/index)" = 0660 ]
    '
    check 'who is not the owner is told whose repository it is' '
        git init -q --bare -b main site.git
        chmod -R a+rX . site.git
        mkdir -m 777 thuis
        nobody "$program" hook install site.git --output www >out 2>&1 || code=$?
        [ "$code" -eq 3 ]
        has out "[push_owner]"
        has out "sudo -u $(id -un)"
        absent site.git/hooks/post-receive
    '
    check 'who may not write what hooks remember gets a message' '
        set_up
        well main
        chmod -R a-w site.git/doorleefd
        chmod a+rx . site.git
        mkdir -m 777 thuis
        nobody env GIT_DIR="$PWD/site.git" "$program" hook post-receive >out 2>&1 <<<"$(git -C site.git rev-parse main~0 main~0 | tr "\n" " ")refs/heads/main" || true
        has out "Niet gelukt, de site blijft zoals hij was. Reden: in "
        has out "[hook_state]"
    '
else
    check 'who may not write what hooks remember gets a message' '
        set_up
        well main
        rm -r site.git/doorleefd-hook
        echo >site.git/doorleefd-hook
        git -C repository commit -q --allow-empty -m leeg
        well main
        has screen "Niet gelukt, de site blijft zoals hij was. Reden: in "
        has screen "Dit ligt niet aan jou."
        has screen "[hook_state]"
    '
fi
check 'the editor of a forge: quarantine and alternates in the environment' '
    set_up --max-file 20k --previews
    well main
    git clone -q --bare --shared site.git tijdelijk.git
    git -C repository fetch -q
    write content/tweede.md "# Tweede\n\nZie [weg](weg.md)."
    commit repository
    new=$(git -C repository rev-parse HEAD)
    old=$(git -C site.git rev-parse main)
    mkdir -p site.git/objects/tmp_objdir-incoming-x/pack
    git -C repository rev-list --objects $new ^$old | git -C repository pack-objects -q --stdout |
        GIT_OBJECT_DIRECTORY=$PWD/site.git/objects/tmp_objdir-incoming-x GIT_ALTERNATE_OBJECT_DIRECTORIES=$PWD/site.git/objects \
        git -C site.git unpack-objects -q
    (
        cd site.git
        export GIT_DIR=. GIT_QUARANTINE_PATH=$PWD/objects/tmp_objdir-incoming-x
        export GIT_OBJECT_DIRECTORY=$GIT_QUARANTINE_PATH GIT_ALTERNATE_OBJECT_DIRECTORIES=$PWD/objects
        export GIT_WORK_TREE=/nergens GIT_INDEX_FILE=/nergens/index
        echo "$old $new refs/heads/main
0000000000000000000000000000000000000000 $new refs/heads/tak" | hooks/pre-receive >../out
    )
    [ "$(grep -c "content/tweede.md:3:" out)" -eq 1 ]
    cp -r site.git/objects/tmp_objdir-incoming-x/. site.git/objects/
    rm -r site.git/objects/tmp_objdir-incoming-x
    git -C site.git update-ref refs/heads/main $new
    (
        cd site.git
        export GIT_DIR=. GIT_QUARANTINE_PATH=$PWD/objects/tmp_objdir-incoming-x
        export GIT_OBJECT_DIRECTORY=$GIT_QUARANTINE_PATH GIT_ALTERNATE_OBJECT_DIRECTORIES=$PWD/objects
        echo "$old $new refs/heads/main" | hooks/post-receive >../out
    )
    [ "$(grep -c "content/tweede.md:3:" out)" -eq 1 ]
    has out "Gelukt"
    exists www/tweede/index.html
'
check 'a push over HTTP, as its server hands it on' '
    set_up
    well main
    write content/tweede.md "# Tweede"
    commit repository
    new=$(git -C repository rev-parse HEAD)
    old=$(git -C site.git rev-parse main)
    line="$old $new refs/heads/main"
    {
        printf "%04x%s\0%s0000" $((4 + ${#line} + 1 + 29)) "$line" " report-status side-band-64k "
        git -C repository rev-list --objects $new ^$old | git -C repository pack-objects -q --stdout
    } >request
    git receive-pack --stateless-rpc site.git <request >answer
    grep -aq "Gelukt" answer
    site_is main
'
finish
