# SPDX-License-Identifier: EUPL-1.2
# What every script of the tests needs: where things are, folders that go away
# by themselves, git that is the same on every machine.  Sourced, with bash.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
program=${DOORLEEFD:-$root/.build/doorleefd}

# No setting of the user, no name, no clock reaches a repository of the tests.
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null LC_ALL=C.UTF-8
export GIT_AUTHOR_NAME=Proef GIT_AUTHOR_EMAIL=proef@voorbeeld.invalid
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
export GIT_AUTHOR_DATE='2026-01-02T03:04:05Z' GIT_COMMITTER_DATE='2026-01-02T03:04:05Z'
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE

# A folder that is removed when the script ends.
scratch=$(mktemp -d "${TMPDIR:-/tmp}/doorleefd-test.XXXXXX")
trap 'chmod -R u+rwX "$scratch"; rm -rf "$scratch"' EXIT

# commit FOLDER [MESSAGE]: everything in it becomes the next commit of a
# repository in that folder.
commit() {
    [ -d "$1/.git" ] || git init -q -b main "$1"
    git -C "$1" add -A -f .
    git -C "$1" commit -q --allow-empty -m "${2:-inhoud}"
}

# Counting; `finish` prints the sum and ends the script.
passed=0
failed=0
pass() { passed=$((passed + 1)); }
fail() {
    failed=$((failed + 1))
    echo "FAILED: $*"
}
finish() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
    exit
}
