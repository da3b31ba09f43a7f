# SPDX-License-Identifier: EUPL-1.2
# `make install`: a program that is used outside the folder that it was built in.
source "$(dirname "$0")/lib.bash"

# A variant or flags of the `make` that runs the tests are not those of this one.
make_with() { env -u MAKEFLAGS -u MAKELEVEL -u VARIANT make -s -C "$root" "$@" DESTDIR="$PWD/a package" PREFIX=/usr; }

check 'what is installed builds a site with the default theme, from any folder' '
    make_with install
    program="$PWD/a package/usr/bin/doorleefd"
    exits 0 build repository
    exists public/over/index.html public/assets/style*.css
'
check 'also with a strict umask anybody may read it' '
    umask 077
    make_with install
    [ -z "$(find "a package/usr" -mindepth 1 ! -perm -o+r)" ]
    [ "$(stat -c %a "a package/usr/bin/doorleefd")" = 755 ]
'
check 'a newer version takes the place of the old one, with nothing left of it' '
    make_with install
    touch "a package/usr/share/doorleefd/themes/default/templates/gone.mustache"
    make_with install
    absent "a package/usr/share/doorleefd/themes/default/templates/gone.mustache"
    [ "$(cd "a package/usr"; echo bin/* share/doorleefd/*)" = "bin/doorleefd share/doorleefd/themes" ]
'
check 'uninstall removes what install put there, and only that' '
    make_with install
    touch "a package/usr/bin/other"
    make_with uninstall
    [ "$(cd "a package/usr"; find . -type f)" = ./bin/other ]
    make_with uninstall
'
finish
