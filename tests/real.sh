#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Builds content that no one here wrote, and reports: pages, messages by kind, time.  Not a part of
# `make test`: the content is elsewhere.
#
#     DATA=DIR tests/real.sh      DIR has real/content and corpora/{algoritmekader,dynamics-nl}
#
# `secret` words of real stand only in stories that must not be published.
source "$(dirname "$0")/support/world.bash"
data=${DATA:?"use: DATA=DIR tests/real.sh"}

# corpus NAME FOLDER OPTION...
corpus() {
    local name=$1 folder=$2 started status
    rm -rf "$scratch/repository"
    cp -r "$folder" "$scratch/repository"
    chmod -R u+w "$scratch/repository"
    commit "$scratch/repository"
    echo "== $name: $(find "$scratch/repository" -name '*.md' | wc -l) files of Markdown"
    "$program" build "$scratch/repository" --output "$scratch/$name" --messages json --timings "${@:3}" \
        >"$scratch/$name.json" 2>"$scratch/$name.err"
    status=$?
    awk '{ sum += $(NF - 5) } END { printf "%.2f seconds, ", sum }' "$scratch/$name.err"
    awk 'END { print $(NF - 1), "MiB" }' "$scratch/$name.err"
    echo "$(find "$scratch/$name" -name '*.html' | wc -l) pages, exit code $status, messages:"
    sed -E 's/^\{"name":"([a-z_]+)","severity":"([a-z]+)".*/\2 \1/' "$scratch/$name.json" | sort | uniq -c | sort -rn
    if [ "$status" -le 1 ] && [ -s "$scratch/$name/index.html" ]; then pass; else fail "$name is not built"; fi
    ! grep -E 'Sanitizer|runtime error' "$scratch/$name.err" || fail "$name: the sanitizer complains"
    if told=$(node "$root/tests/checks/site.mjs" "$scratch/$name" "$(sed -nE 's/^Sitemap: (.*)sitemap.xml$/\1/p' "$scratch/$name/robots.txt")"); then pass; else fail "$name"; fi
    tail -n 15 <<<"$told"
    [ -z "${KEEP:-}" ] || cp "$scratch/$name.json" "$KEEP/"
}

corpus real "$data/real"
for word in zilverreiger; do
    if grep -rliaF "$word" "$scratch/real" || find "$scratch/real" -iname "*$word*" | grep .; then
        fail "real: '$word' is in the website"
    elif node "$root/tests/golden/ask.mjs" "$scratch/real" <<<"$word" | grep '^  '; then
        fail "real: '$word' is found by search"
    else
        pass
    fi
done
corpus algoritmekader "$data/corpora/algoritmekader" --config "$root/tests/real/algoritmekader.yaml"
corpus dynamics-nl "$data/corpora/dynamics-nl" --config "$root/tests/real/dynamics-nl.yaml"
finish
