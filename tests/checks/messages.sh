#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Every kind of message is given in some test: a golden file, a test of the
# command line, or a unit test.  Those of the list below cannot be had at will.
cd "$(dirname "$0")/../.." || exit 3

# name, then why
exceptions='
files_many         needs two million files
folder_closed      a test may be run by root, who may open every folder
output_full        needs a disk that is full
'
names=$(grep -rhoE -A1 'DIAGNOSTIC\($|DIAGNOSTIC\([a-z_]+, *(NOTE|WARNING|ERROR|FAILURE)|^ +[a-z_]+, (NOTE|WARNING|ERROR|FAILURE),' generator --include='*.c' |
    grep -oE '[a-z_]+, *(NOTE|WARNING|ERROR|FAILURE)' | sed 's/,.*//' | sort -u)
tested=$(grep -rhoE '[a-z_]{4,}' tests/golden/*/*/expected tests/golden/documents tests/cli tests/unit 2>/dev/null | sort -u)

passed=0
failed=0
for name in $names; do
    if grep -qx "$name" <<<"$tested" || grep -q "^$name " <<<"$exceptions"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: no test gives the message [$name]"
    fi
done
for name in $(sed -n 's/ .*//p' <<<"$exceptions"); do
    [ -z "$name" ] || grep -qx "$name" <<<"$names" || echo "the exception $name is no message (any more)"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
