# SPDX-License-Identifier: EUPL-1.2
# Hooks that are killed at any moment, while stories are withdrawn, removed and put back,
# branches come and go, and settings change.  At no moment does a preview show a story of
# the website that the website does not show; and after a push that was not disturbed all is
# as if nobody had ever been killed.
#
#     SEED=7 ROUNDS=300 bash tests/cli/hook_killed.sh    another way, and a longer one
source "$(dirname "$0")/lib.bash"

rounds=${ROUNDS:-25}
words=(adelaar bunzing das egel fuut grutto)
branches=(tak zij)

one_in() { [ $((RANDOM % $1)) -eq 0 ]; }
a_word() { word=${words[RANDOM % ${#words[@]}]}; }
a_branch() { name=${branches[RANDOM % ${#branches[@]}]}; }
git_in() { git -C repository "$@"; }

story() { # WORD STATUS
    printf '%s\n' --- "titel: Verhaal" "status: $2" "toestemming: T-1" "samenvatting: x" \
        "perspectief: client" "weergave: anoniem" --- \
        "Dit $1 is van mij, en zo $1 als het $1 kan. Ik ging $1 naar de $1, en kwam $1 weer thuis."
}
tell() { # WORD STATUS: on the branch that is checked out
    mkdir -p repository/content/verhalen
    story "$1" "$2" >"repository/content/verhalen/v-$1.md"
}

# ---- What people do: each leaves the lines of its push in the file `lines` ----

line() { # BRANCH: what it was on the server, and what it is here
    local before after zero=0000000000000000000000000000000000000000
    before=$(git -C site.git rev-parse -q --verify "refs/heads/$1" || echo $zero)
    after=$(git_in rev-parse -q --verify "refs/heads/$1" || echo $zero)
    [ "$before" = "$after" ] && return
    echo "$before $after refs/heads/$1" >>lines
    if [ "$after" = $zero ]; then
        git -C site.git update-ref -d "refs/heads/$1"
    else
        git -C site.git fetch -q ../repository "+$1:$1"
    fi
}
save() { # BRANCH
    commit repository
    line "$1"
}
on() { git_in checkout -q "$1"; }
withdraw() { a_word; on main; tell "$word" ingetrokken; save main; }
remove() { a_word; on main; rm -f "repository/content/verhalen/v-$word.md"; save main; }
unconsent() { a_word; on main; tell "$word" gepubliceerd; sed -i /^toestemming/d "repository/content/verhalen/v-$word.md"; save main; }
publish() { a_word; on main; tell "$word" gepubliceerd; save main; }
put_back() { on main; git_in reset -q --hard "HEAD~$((RANDOM % 3))"; line main; }
break_site() { on main; echo "titel: [" >repository/content/site.yaml; save main; }
mend_site() { on main; echo "titel: Proef" >repository/content/site.yaml; save main; }
squash() { # what the branch has goes to the website, by another commit
    a_branch
    is_branch && on main && git_in checkout "$name" -- content/verhalen 2>/dev/null &&
        rm -f repository/content/verhalen/w-* && save main
}
is_branch() { git_in rev-parse -q --verify "refs/heads/$name" >/dev/null || { touch lines; return 1; }; }
write_on() { a_branch; is_branch && on "$name" && echo "# Bladzijde $RANDOM" >"repository/content/van-$name.md" && save "$name"; }
rename_on() {
    a_branch
    a_word
    is_branch && on "$name" && [ -e "repository/content/verhalen/v-$word.md" ] &&
        git_in mv "content/verhalen/v-$word.md" "content/verhalen/w-$RANDOM.md" && save "$name"
}
break_on() { a_branch; is_branch && on "$name" && echo "titel: [" >repository/content/site.yaml && save "$name"; }
mend_on() { a_branch; is_branch && on "$name" && echo "titel: Proef" >repository/content/site.yaml && save "$name"; }
merge_on() { a_branch; is_branch && on "$name" && { git_in merge -q -X ours -m m main >/dev/null 2>&1 || git_in reset -q --hard; } && line "$name"; }
drop() { a_branch; on main; git_in branch -q -D "$name" 2>/dev/null && line "$name"; }
fork() { a_branch; on main; git_in checkout -q -B "$name" && write_same && save "$name"; }
write_same() { echo "# Van $name" >"repository/content/van-$name.md"; }
switch() { git -C site.git config doorleefd.previews "$((RANDOM % 3 > 0))"; write_on; }
acts=(withdraw withdraw withdraw remove remove unconsent publish publish publish put_back break_site mend_site mend_site squash
    write_on write_on write_on rename_on break_on mend_on mend_on merge_on drop fork fork switch)

# ---- The hook ----

milliseconds() { echo "${EPOCHREALTIME/[.,]/}" | sed 's/...$//'; }
pause() { sleep "$(printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000)))"; }
hook() { # runs it with the lines
    (cd site.git && GIT_DIR=. exec "$program" hook post-receive <../lines >>../said 2>&1) &
    running+=($!)
}
lasts=200 # milliseconds that a hook takes
run_whole() {
    local began
    began=$(milliseconds)
    running=()
    hook
    wait "${running[@]}"
    lasts=$(($(milliseconds) - began + 5))
}
run_killed() {
    running=()
    hook
    one_in 3 && hook # two pushes at once
    pause $((RANDOM % (lasts + lasts / 4)))
    for process in "${running[@]}"; do kill -9 "$process" 2>/dev/null; done
    wait "${running[@]}" 2>/dev/null
}

# ---- What must be so ----

holds() { # WORD FOLDER OPTION...: also in what is compressed
    grep -rqF "zo $1 als" "${@:2}" 2>/dev/null ||
        find "$2" -name '*.gz' -exec zcat {} + 2>/dev/null | grep -qF "zo $1 als"
}
# Who gives a consent on a branch that the website waits for, sees it in the preview.
awaits_consent() { # WORD
    local commit
    commit=$(cat site.git/doorleefd-hook/{published,before} 2>/dev/null | head -n 1)
    git -C site.git show "$commit:content/verhalen/v-$1.md" >text 2>/dev/null &&
        grep -q gepubliceerd text && ! grep -q ^toestemming text
}
no_secret_shown() {
    local word
    [ -d www/preview ] || return 0
    for word in "${words[@]}"; do
        if holds "$word" www/preview && ! awaits_consent "$word" && ! grep -rqF "zo $word als" www --exclude-dir=preview; then
            echo "previews show $word, and the website does not:"
            grep -rlF "zo $word als" www/preview
            return 1
        fi
    done
}
# What stands is what would be made where nothing stands.
all_as_new() {
    local file
    rm -rf nieuw.git nieuw
    cp -r site.git nieuw.git
    git -C nieuw.git config doorleefd.output "$PWD/nieuw"
    for file in nieuw.git/doorleefd-hook/preview-*; do
        [ ! -e "$file" ] || cp "$file" "${file/preview-/wish-}"
    done
    "$program" hook publish nieuw.git >nieuw.out 2>&1 || return 0 # settings that are broken
    diff -r -x bouw.json -x bouwstatus -x '.doorleefd-*' www nieuw
    [ -z "$(ls site.git/doorleefd-hook | grep -E '^(wish|busy)-')" ]
}
round() { # NUMBER
    local act=${acts[RANDOM % ${#acts[@]}]}
    rm -f lines
    "$act" || true
    [ -s lines ] || return 0
    printf '\n== %s %s %s\n' "$1" "$act" "${word-} ${name-}" >>said
    if one_in 4; then
        run_whole
        no_secret_shown && all_as_new
    else
        run_killed
        no_secret_shown
    fi
}
rounds() {
    local i
    RANDOM=${SEED:-1} # here, for a shell below another begins anew
    on main
    for i in "${words[@]}"; do tell "$i" gepubliceerd; done
    commit repository
    exits 0 hook install site.git --output www --theme "$theme" --previews --compress
    line main
    run_whole
    for name in "${branches[@]}"; do
        git_in checkout -q -b "$name" main
        write_same
        save "$name"
    done
    run_whole
    [ -d www/preview/tak ] && [ -d www/preview/zij ] || return 1
    set +eu
    for i in $(seq "$rounds"); do
        if ! round "$i"; then
            tail -n ${TAIL:-60} said
            return 1
        fi
    done
    ! grep -E 'Sanitizer|runtime error' said
}

check "hooks that are killed at any moment (SEED=${SEED:-1})" rounds
finish
