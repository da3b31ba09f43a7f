# SPDX-License-Identifier: EUPL-1.2
# What can be asked, and what is said when it makes no sense.
source "$(dirname "$0")/lib.bash"

check 'without a command the help goes to standard error, exit code 2' '
    exits 2
    empty out
    has err "doorleefd build"
'
check '--help goes to standard output and fits on a screen' '
    exits 0 --help
    empty err
    has out "--revision"
    has out "--messages"
    [ "$(wc -l <out)" -le 32 ]
    [ "$(wc -L <out)" -le 100 ]
'
check '--help in English' '
    exits 0 --language en --help
    has out "commit, tag or branch"
    lacks out "vormgeving"
'
check '--help behind a command' '
    exits 0 build --help
    has out "doorleefd build"
'
check 'version tells a number' '
    exits 0 version
    grep -qE "^doorleefd [0-9]+\.[0-9]+\.[0-9]+" out
'
check 'an unknown command: the nearest one, exit code 2' '
    exits 2 biuld repository
    empty out
    has err "build"
'
check 'an unknown option: the nearest one, exit code 2' '
    exits 2 build repository --revison HEAD
    empty out
    has err "bedoelde je --revision?"
    exits 2 --language en build repository --revison HEAD
    has err "did you mean --revision?"
'
for option in revision content config theme output jobs messages language; do
    check "--$option without its value: exit code 2" "
        exits 2 build repository --$option
        empty out
        has err --$option
    "
done
for wrong in --jobs=0 --jobs=-1 --jobs=veel --jobs=65 --jobs= --messages=xml --language=de --theme= --output= \
    --strict=ja; do
    check "$wrong is refused: exit code 2" "
        exits 2 build repository $wrong
        empty out
        has err ${wrong%%=*}
    "
done
check 'more than one repository: exit code 2' '
    exits 2 build repository repository
    absent public
'
check 'an option may be written with = and stand before the command' '
    exits 0 --theme="$theme" build --output=a repository
    exits 0 build --theme "$theme" --output b repository
    same a b
'
check 'behind -- nothing is an option' '
    mv repository ./--strict
    exits 0 build --theme "$theme" -- --strict
    exists public/over/index.html
'
finish
