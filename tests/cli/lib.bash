# SPDX-License-Identifier: EUPL-1.2
# Tests of the command line, in the manner of git's own: sourced by every *.sh beside it.
#
#     check 'what must be so' '
#         commands that must all succeed
#     '
#
# The commands run in a fresh folder with a small repository in it, called
# `repository`.  `doorleefd` runs the program: its output goes to the files
# `out` and `err`, its exit code to $code.
source "$(dirname "${BASH_SOURCE[0]}")/../support/world.bash"

doorleefd() {
    code=0
    "$program" "$@" >out 2>err </dev/null || code=$?
    if grep -E 'Sanitizer|runtime error' err; then return 1; fi
}

# exits CODE ARGUMENT...
exits() {
    local wanted=$1
    doorleefd "${@:2}"
    [ "$code" -eq "$wanted" ] || { echo "exit code $code, not $wanted, of: ${*:2}"; cat out err; return 1; }
}

# has FILE TEXT; lacks FILE TEXT
has() { grep -qF -- "$2" "$1" || { echo "'$2' is not in $1:"; cat "$1"; return 1; }; }
lacks() { ! grep -nF -- "$2" "$1" || { echo "'$2' is in $1"; return 1; }; }
empty() { [ ! -s "$1" ] || { echo "$1 is not empty:"; cat "$1"; return 1; }; }
# same FOLDER|FILE FOLDER|FILE: of a website, all but what its builds noted for themselves.
same() { diff -r -x .doorleefd-manifest "$1" "$2"; }
exists() { ls -d "$@" >/dev/null; }
absent() { for path in "$@"; do [ ! -e "$path" ] || { echo "$path is there"; return 1; }; done; }

# write PATH TEXT: a file in the repository.
write() {
    mkdir -p "$(dirname "repository/$1")"
    printf '%b\n' "$2" >"repository/$1"
}

theme=$root/tests/golden/theme
build() { exits 0 build repository --theme "$theme" "$@"; }

check() {
    local folder=$scratch/check output
    chmod -R u+rwX "$scratch" && rm -rf "$folder"
    mkdir -p "$folder/repository/content"
    printf 'titel: Proef\nadres: https://proef.voorbeeld.invalid/\n' >"$folder/repository/content/site.yaml"
    printf '# Over ons\n\nTekst.\n' >"$folder/repository/content/over.md"
    commit "$folder/repository"
    # Not as a condition: there `set -e` would not hold.
    output=$(
        exec 2>&1
        cd "$folder" || exit
        set -eu
        eval "$2"
    )
    if [ $? -eq 0 ]; then
        pass
    else
        fail "$(basename "$0"): $1"
        sed 's/^/    /' <<<"$output"
    fi
}
