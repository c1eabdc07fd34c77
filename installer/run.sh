#!/usr/bin/env bash
# Installs what is missing and runs Peanut Studio. Without arguments: the app, or the demo where there is no display.
set -euo pipefail
# shellcheck source=installer/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if [ ! -f "$venv/.peanut-system" ]; then
    install_system_libraries
fi
make_environment app
install_sam2
[ -f "$venv/.peanut-system" ] || : >"$venv/.peanut-system"
fetch_weights mobilesam propagation
exec "$venv/bin/peanut-studio" "$@"
