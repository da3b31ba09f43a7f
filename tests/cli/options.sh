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
    has out "doorleefd search"
    has out "--messages"
    lacks out "--revision"
    [ "$(wc -l <out)" -le 24 ]
    [ "$(wc -L <out)" -le 100 ]
'
for command in new build check search explain hook; do
    check "$command --help fits on a screen, in both languages" "
        for language in nl en; do
            exits 0 $command --help --language \$language
            empty err
            has out 'doorleefd $command'
            [ \$(wc -l <out) -le 24 ]
            [ \$(wc -L <out) -le 100 ]
        done
    "
done
check 'the help of a command has the options that it heeds' '
    exits 0 --language en build --help
    has out "commit, tag or branch"
    lacks out "vormgeving"
    lacks out "--limit"
    exits 0 check --help
    has out "--revision"
    lacks out "--output"
    exits 0 search --help
    has out "--limit"
    lacks out "--revision"
'
check 'each option is in the help of a command' '
    options=$(sed -nE "s/^    \{ \"([a-z-]+)\",\$/\1/p" "$root/generator/commands/options.c")
    [ "$(wc -l <<<"$options")" -gt 20 ]
    for command in build search hook; do "$program" $command --help; done >all
    for option in $options; do has all "--$option " || exit 1; done
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
check 'an address is that of a whole website' '
    for address in voorbeeld.nl //voorbeeld.nl/ javascript:x "https://a b.nl/" "https://" "https://x.nl/\"><b>"; do
        exits 2 build repository --theme "$theme" --address "$address"
        has err "https://voorbeeld.nl/"
        absent public
    done
    build --address http://127.0.0.1:8000/map
    has public/over/index.html "http://127.0.0.1:8000/map/over/"
'
finish
