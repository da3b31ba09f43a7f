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
check 'check changes nothing in the folder' '
    build
    times >before
    exits 0 check repository --theme "$theme" --output public
    times >after
    same before after
'
check 'a folder that may not be written: exit code 3' '
    [ "$(id -u)" -ne 0 ] || exit 0 # root may write anywhere
    mkdir public
    chmod a-w public
    exits 3 build repository --theme "$theme"
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
    for page in $(cd before; find . -name "*.html"); do tail -n 1 "public/$page" | grep -qx "</html>"; done
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
check 'two builds into two folders at once' '
    (build --output a) & (build --output b) & wait
    same a b
'
check 'the folder is made, with the folders above it' '
    build --output een/twee/drie
    exists een/twee/drie/index.html
'
finish
