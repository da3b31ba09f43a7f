# SPDX-License-Identifier: EUPL-1.2
# The folder of the website: what is written, what is left alone.
source "$(dirname "$0")/lib.bash"

times() { find public -type f -printf '%p %T@ %i\n' | grep -v '/\.doorleefd' | sort; }

check 'files that no build wrote stay' '
    mkdir -p public/over
    echo mijn >public/CNAME
    echo mijn >public/over/foto.jpg
    build
    [ "$(cat public/CNAME public/over/foto.jpg)" = "$(printf "mijn\nmijn")" ]
'
check 'what an earlier build made and this one does not is removed, empty folders too' '
    write content/tweede.md "# Tweede"
    commit repository
    build
    exists public/tweede/index.html
    git -C repository rm -q content/tweede.md
    commit repository
    echo mijn >public/CNAME
    build
    absent public/tweede
    exists public/CNAME
'
check 'a build without change writes no file' '
    build
    times >before
    build
    times >after
    same before after
    has err "(0 veranderd, 0 weggehaald)"
'
check 'a build after a change gives the same bytes as a build from nothing' '
    build
    write content/over.md "# Over ons\n\nAnders."
    write content/nieuw.md "# Nieuw"
    commit repository
    build
    build --output vers
    same public vers
'
check 'a website that lost its bytes to a power failure is mended by a build of the same revision' '
    build
    build --output vers
    find public -name "*.html" -exec truncate --size 0 {} +
    build
    same public vers
    find public -type f -exec truncate --size 0 {} +
    build
    same public vers
'
check 'a build after a change mends what somebody changed, removed or took for another' '
    for name in een twee drie vier; do write "content/$name.md" "# $name"; done
    commit repository
    build
    write content/een.md "# een\n\nAnders."
    commit repository
    echo meer >>public/twee/index.html
    rm -r public/drie
    mv public/vier/index.html bewaard && ln -s ../../bewaard public/vier/index.html
    touch public/zoeken/index.html
    build
    empty out
    build --output vers
    same public vers
    [ ! -L public/vier/index.html ]
    echo meer >>public/search/root.json
    build
    same public vers
'
check 'a file that gave way is told of, also where the website is made again as somebody changed it' '
    build
    write content/nieuw.md "# Nieuw"
    commit repository
    mkdir public/nieuw
    echo mijn >public/nieuw/index.html
    echo meer >>public/over/index.html
    build
    [ "$(grep -c output_replaced out)" -eq 1 ]
    has out "'"'nieuw/index.html'"'"
    build --output vers
    same public vers
'
check 'check changes nothing in the folder' '
    build
    times >before
    exits 0 check repository --theme "$theme" --output public
    times >after
    same before after
'
# As a user who may write nothing here.
powerless() {
    if [ "$(id -u)" -eq 0 ]; then setpriv --reuid=65534 --clear-groups "$@"; else "$@"; fi
}
# In a view of the files of its own, where a script may mount; false where none can be had.
may_mount() { unshare -m true 2>/dev/null; }
mounted() { unshare -m bash -euc "$1"; }

check 'a folder that may not be written: exit code 3, and the earlier website stands' '
    build
    cp -r public before
    write content/over.md "# Over ons\n\nAnders."
    commit repository
    chmod -R a+rX "$scratch" . && chmod a-w public
    code=0
    HOME=$PWD powerless env GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0="*" \
        "$program" build repository --worktree --no-cache --theme "$theme" >out 2>err || code=$?
    [ "$code" -eq 3 ]
    has out output_denied
    same before public
'
check 'a folder inside that may not be written: nothing at all is changed' '
    build
    cp -r public before
    write content/over.md "# Over ons\n\nAnders."
    write content/index.md "# Anders"
    chmod -R a+rwX "$scratch" . && chmod a-w public/over
    code=0
    powerless "$program" build repository --worktree --no-cache --theme "$theme" >out 2>err || code=$?
    [ "$code" -eq 3 ]
    has out "je mag hier niet schrijven: '"'public/over'"'"
    same before public
'
check 'a full disk: exit code 3, a message, and the earlier website stands' '
    may_mount || exit 0
    mkdir public
    export program theme
    mounted "
        mount -t tmpfs -o size=2m none public
        \"\$program\" build repository --theme \"\$theme\" >out 2>err
        cp -r public before
        seq 400000 | split -l 40000 --filter=\"sed s/^/#/ >repository/content/g-\\\$FILE.md\" -
        code=0
        \"\$program\" build repository --worktree --theme \"\$theme\" >out 2>err || code=\$?
        [ \$code -eq 3 ]
        grep -q \"de schijf is vol\" out
        diff -r before public
        rm repository/content/g-*
        \"\$program\" build repository --theme \"\$theme\" >out 2>err
        diff -r before public
    "
'
check 'folders of the website on other devices' '
    may_mount || exit 0
    build --output before
    mkdir t
    export program theme
    mounted "
        mount -t tmpfs none t
        mkdir -p t/elders t/public/over t/public/search
        mount -t tmpfs none t/public/over
        mount --bind t/elders t/public/search # the same device, and yet no way to rename
        \"\$program\" build repository --theme \"\$theme\" --output t/public >out 2>err
        diff -r before t/public
        echo \"# Anders\" >repository/content/over.md
        \"\$program\" build repository --worktree --theme \"\$theme\" --output t/public >out 2>err
        \"\$program\" build repository --worktree --theme \"\$theme\" --output vers >out 2>err
        diff -r vers t/public
        [ -z \"\$(find t -name \".doorleefd-[0-9]*\" -o -name .doorleefd-new)\" ]
    "
'
check 'a file where the folder should be: exit code 3, and it stays' '
    echo mijn >public
    exits 3 build repository --theme "$theme"
    [ "$(cat public)" = mijn ]
'
check 'a folder that cannot be made: exit code 3' '
    echo mijn >bestand
    exits 3 build repository --theme "$theme" --output bestand/daarin/public
    [ "$(cat bestand)" = mijn ]
'
check 'a file that does not fit: exit code 3, and the earlier website is whole' '
    build
    cp -r public before
    write content/groot.md "$(seq 20000)"
    write content/over.md "# Over ons\n\nAnders."
    commit repository
    code=0
    (ulimit -f 64; trap "" XFSZ; "$program" build repository --theme "$theme" >out 2>err) || code=$?
    [ "$code" -eq 3 ]
    same before public
    build
    build --output vers
    same public vers
'
check 'a symbolic link in the folder is not followed out of it' '
    mkdir -p public elders
    echo mijn >elders/index.html
    ln -s ../elders public/over
    doorleefd build repository --theme "$theme"
    [ "$(cat elders/index.html)" = mijn ]
'
check 'no half files are left' '
    build
    [ -z "$(find public -name "*.tmp" -o -name ".*.new" -o -name ".doorleefd-tmp*")" ]
'
check '--changes lists what was written and removed' '
    build --changes lijst
    has lijst over/index.html
    has lijst.new over/index.html
    empty lijst.removed
    write content/over.md "# Over ons\n\nAnders."
    write content/nieuw.md "# Nieuw"
    commit repository
    build --changes lijst
    has lijst.new nieuw/index.html
    lacks lijst.new over/index.html
    has lijst over/index.html
    [ "$(tail -n 1 lijst)" = search/root.json ]
    git -C repository rm -q content/nieuw.md
    commit repository
    build --changes lijst
    has lijst.removed nieuw/index.html
    lacks lijst.new index.html
    build --changes lijst
    empty lijst
    empty lijst.new
    empty lijst.removed
'
check '--changes lists what was new and what was mended, and the last line counts both' '
    for name in een twee; do write "content/$name.md" "# $name"; done
    commit repository
    build --changes lijst
    write content/een.md "# een\n\nAnders."
    commit repository
    rm -r public/twee
    build --changes lijst
    has lijst een/index.html
    has lijst twee/index.html
    lacks lijst.new een/index.html
    lacks lijst.removed index.html
    has err "($(grep -c . lijst) veranderd, "
    build --output vers
    same public vers
'
check '--changes with a file that cannot be written: exit code 3, and nothing is published' '
    build
    cp -r public before
    write content/over.md "# Over ons\n\nAnders."
    commit repository
    exits 3 build repository --theme "$theme" --changes geen/map/lijst
    has out output_changes
    same before public
    mkdir -p map/lijst.removed
    mkfifo pijp
    for list in map map/lijst pijp; do
        exits 3 build repository --theme "$theme" --changes "$list"
        has out output_changes
        same before public
    done
    [ -p pijp ]
    absent map.new map/lijst map/lijst.tmp pijp.new
'
check 'the lists bring a copy elsewhere up to date, with rsync where it is installed' '
    command -v rsync >/dev/null || exit 0
    build --changes lijst
    copy() {
        rsync -a --files-from=lijst.new public/ "$1/"
        rsync -a --files-from=lijst public/ "$1/"
        rsync -a --no-implied-dirs --files-from=lijst.removed --delete-missing-args public/ "$1/" 2>/dev/null ||
            [ $? -eq 24 ]
    }
    copy elders
    git -C repository mv content/over.md content/anders.md
    commit repository
    build --changes lijst
    copy elders
    (cd public && find . -type f ! -path "./.*" | sort | xargs sha1sum) >a
    (cd elders && find . -type f | sort | xargs sha1sum) >b
    same a b
'
check '--compress: other forms that say the same, and go when they are not asked for' '
    write content/over.md "# Over ons\n\n$(seq 400)"
    commit repository
    build --compress
    gzip -dc public/over/index.html.gz | cmp - public/over/index.html
    exists public/over/index.html.br
    build --compress
    has err "(0 veranderd, 0 weggehaald)"
    build --compress --output vers
    same public vers
    build
    absent public/over/index.html.gz public/over/index.html.br
    build --output zonder
    same public zonder
'
check 'two builds into two folders at once' '
    (build --output a) & (build --output b) & wait
    same a b
'
check 'the folder is made, with the folders above it' '
    build --output een/twee/drie
    exists een/twee/drie/index.html
'
finish
