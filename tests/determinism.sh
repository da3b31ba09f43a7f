#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# The same revision gives the same bytes: whatever the number of jobs, the
# time zone, the locale, the working directory, the clone, the order in which
# the files were made.  The input is content/ of this repository.
# use: determinism.sh [CONTENT_DIR]
source "$(dirname "$0")/support/world.bash"
content=${1:-$root/content}
# After all stories: of one whose date is after the commit there is a message, and a work tree
# has no commit to tell it by.
export GIT_AUTHOR_DATE='2030-01-02T03:04:05Z' GIT_COMMITTER_DATE='2030-01-02T03:04:05Z'

mkdir -p "$scratch/one"
cp -r "$content" "$scratch/one/content"
commit "$scratch/one"

# like NAME COMMAND...: builds into a folder of that name, and compares it with the first; but
# for the list of files, which also names the program and the kind of source it was made by.
like() {
    local name=$1
    shift
    (cd "$scratch" && "$@" --output "$scratch/site-$name") >"$scratch/$name.messages" 2>"$scratch/$name.err"
    if [ ! -s "$scratch/site-$name/index.html" ]; then
        fail "$name: nothing was built"
        tail -n 5 "$scratch/$name.messages" "$scratch/$name.err"
    elif difference=$(diff -rq -x .doorleefd-manifest "$scratch/site-first" "$scratch/site-$name" && cmp "$scratch/first.messages" "$scratch/$name.messages"); then
        pass
    else
        fail "$name: not the same bytes"
        head -n 20 <<<"$difference"
    fi
    [ "$name" = first ] || rm -rf "$scratch/site-$name"
}

# The files made in another order, and the commit packed.
git init -q -b main "$scratch/shuffled"
(cd "$scratch/one" && find content -type f | LC_ALL=C sort -r) | while read -r file; do
    mkdir -p "$(dirname "$scratch/shuffled/$file")"
    cp "$scratch/one/$file" "$scratch/shuffled/$file"
done
commit "$scratch/shuffled"
git -C "$scratch/shuffled" gc -q
git clone -q "$scratch/one" "$scratch/clone"
git clone -q --bare "$scratch/one" "$scratch/bare.git"
mkdir -p "$scratch/far/away"

like first "$program" build one --jobs 1
for jobs in 1 2 8 64; do
    like "jobs-$jobs" "$program" build one --jobs "$jobs"
done
like time-zone env TZ=Pacific/Kiritimati "$program" build one
like locale env LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8 "$program" build one
like locale-c env LC_ALL=C "$program" build one
like no-environment env -i "$program" build one
like clone "$program" build clone
like bare "$program" build bare.git
like shuffled "$program" build shuffled
like work-tree "$program" build one --worktree
like folder env -C "$scratch/far/away" "$program" build "$scratch/one"
like work-folder env -C "$scratch/one/content/verhalen" "$program" build
touch -d 2001-01-01 "$scratch/one/content"
like again "$program" build one
[ ! -x "$root/.build/sanitize/doorleefd" ] || like sanitized "$root/.build/sanitize/doorleefd" build one

# A build over an earlier one, of something else.
git -C "$scratch/one" rm -rq content/verhalen
commit "$scratch/one" minder
(cd "$scratch" && "$program" build one --output site-over) >/dev/null 2>&1
like over "$program" build one --revision HEAD~1
finish
