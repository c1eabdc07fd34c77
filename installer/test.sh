#!/usr/bin/env bash
# Installs what is missing and runs every check: formatting, lint, types, imports, tests. Arguments go to pytest.
set -euo pipefail
# shellcheck source=installer/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

install_system_libraries
make_environment app,test
install_sam2
fetch_weights mobilesam propagation spynet
cd "$root"
export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen}
bin="$venv/bin"
failed=0
check() {
    say "$1"
    shift
    "$@" || failed=1
}
ran=0
# Of the tests that were asked for there may be none of one kind; pytest says so by 5.
some_tests() {
    local status=0
    "$bin/python" -m pytest "$@" || status=$?
    [ "$status" -ne 5 ] || return 0
    ran=1
    return "$status"
}
check "ruff" "$bin/ruff" check .
check "formatting" "$bin/ruff" format --check .
check "types" "$bin/mypy"
check "imports" "$bin/lint-imports"
# Two at a time, each on one core; then those that measure time, with nothing beside them.
export OMP_NUM_THREADS=1
check "tests" some_tests -n 2 --dist loadfile --durations=25 -m "not alone" "$@"
unset OMP_NUM_THREADS
check "tests that measure time" some_tests -m alone "$@"
[ "$ran" -eq 1 ] || failed=1
exit $failed
