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
check "ruff" "$bin/ruff" check .
check "formatting" "$bin/ruff" format --check .
check "types" "$bin/mypy"
check "imports" "$bin/lint-imports"
check "tests" "$bin/python" -m pytest "$@"
exit $failed
