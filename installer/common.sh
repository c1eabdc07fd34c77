# Shared by run.sh and test.sh: what a fresh Debian or Ubuntu with Python 3.11+ lacks, installed. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv="$root/.venv"

say() { printf 'peanut-studio: %s\n' "$*" >&2; }
give_up() { say "$*"; exit 1; }

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$candidate"
            return
        fi
    done
    give_up "Python 3.11 or newer is needed; install it (for instance: apt install python3 python3-venv) and run this again."
}

# Libraries that Qt loads at run time; the first five are enough for a program without a screen.
system_libraries="libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0"

# A font for a Chinese window, where the system is Chinese and has none.
chinese_font() {
    case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in zh*) ;; *) return 0 ;; esac
    command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh 2>/dev/null)" ] || echo fonts-noto-cjk
}

install_system_libraries() {
    command -v dpkg-query >/dev/null 2>&1 || return 0
    local missing="" package as_root=""
    for package in $system_libraries $(chinese_font) "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 || give_up "These system packages are needed, and there is no sudo:$missing"
        as_root="sudo"
    fi
    say "installing system packages:$missing"
    $as_root apt-get update -q >/dev/null || say "the list of system packages could not be renewed; going on with the old one"
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >/dev/null ||
        give_up "System packages could not be installed:$missing"
}

# make_environment EXTRA: the virtual environment with the pinned packages and the program in it.
make_environment() {
    local extra=$1 wanted stamp="$venv/.peanut-$1"
    wanted=$(cat "$root/pyproject.toml" "$root/installer/constraints.txt" | cksum)
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return 0
    local python
    python=$(find_python) || exit 1
    if [ ! -x "$venv/bin/python" ]; then
        if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
            install_system_libraries python3-venv
        fi
        say "making the virtual environment .venv"
        "$python" -m venv "$venv" || give_up "The virtual environment could not be made in $venv"
    fi
    say "installing packages (about 3 GB the first time, a few minutes)"
    "$venv/bin/python" -m pip install -q --disable-pip-version-check -c "$root/installer/constraints.txt" -e "$root[$extra]" ||
        give_up "Packages could not be installed; see the lines above"
    printf '%s' "$wanted" >"$stamp"
}

# install_sam2: the package of the SAM 2 engines, built beside the torch that is here and without CUDA code of its own; left
# to itself pip fetches a second torch to build it with. Tried once: what cannot be had is said, and done without.
install_sam2() {
    local stamp="$venv/.peanut-sam2" wanted
    wanted=$(cksum <"$root/installer/constraints.txt")
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return 0
    say "installing SAM 2"
    SAM2_BUILD_CUDA=0 "$venv/bin/python" -m pip install -q --disable-pip-version-check --no-build-isolation \
        -c "$root/installer/constraints.txt" sam2 ||
        say "SAM 2 could not be installed, MobileSAM tracks instead; later: SAM2_BUILD_CUDA=0 $venv/bin/pip install --no-build-isolation sam2"
    printf '%s' "$wanted" >"$stamp"
}

# fetch_weights ENGINE...: the small weights that built-in engines use. What cannot be had is said, and done without.
fetch_weights() {
    local stamp="$venv/.peanut-weights-$#"
    [ -f "$stamp" ] && return 0
    if "$venv/bin/peanut-studio" models fetch "$@"; then
        : >"$stamp"
    else
        say "not all weights could be fetched; the engines that need none still work"
    fi
}
