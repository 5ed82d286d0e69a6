#!/bin/sh
# Makes .venv hold what requirements/run.txt says, and with `test` what test.txt says too; leaves it alone when it
# does already. Everything comes with a digest; nothing is compiled here.
set -eu
cd "$(dirname "$0")/.."

stop() {
    printf 'Error: %s\n' "$1" >&2
    exit 1
}

find_python() {
    for name in ${PYTHON:-} python3.11 python3.12 python3.13 python3; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    stop "Assay needs Python 3.11 or newer. On Debian 12: apt-get install python3 python3-venv"
}

make_environment() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        package=$("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            echo "  Debian's package $package is missing; it is being installed"
            { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$package"; } >/dev/null ||
                stop "$package could not be installed. Try: apt-get update && apt-get install $package"
        else
            stop "Python's venv is missing. Run: sudo apt-get install $package"
        fi
    fi
    "$python" -m venv --clear .venv || stop "The virtual environment .venv could not be made; the reason is above."
}

explain() { # the log of pip
    if grep -q "No space left" "$1"; then
        stop "The disk is full."
    elif grep -q "DO NOT MATCH THE HASHES" "$1"; then
        stop "A package is not the one that was locked (its digest differs). Do not install it; see $1."
    elif grep -qE "NewConnectionError|Retrying \(Retry|Could not fetch URL|Temporary failure in name|ConnectTimeout|ReadTimeout|SSLError" "$1"; then
        stop "The package index cannot be reached. Check the network and pip's settings (PIP_INDEX_URL); see $1."
    elif grep -q "No matching distribution found" "$1"; then
        missing=$(sed -n 's/.*No matching distribution found for \([^ ]*\).*/\1/p' "$1" | head -1)
        stop "There is no wheel of $missing for $(.venv/bin/python -c 'import platform as p; print("Python", p.python_version(), "on", p.machine())')."
    fi
    tail -5 "$1" >&2
    stop "Installing failed; everything pip said is in $1."
}

watch() { # keeps the log, and counts packages for who looks at a terminal
    if [ -t 1 ]; then
        tee .venv/pip.log | awk -v name="$1" -v total="$2" '
            /^Collecting/ { printf "\r  %-12s%d of %d", name, ++n, total; fflush() }
            /^Installing collected/ { printf "\r  %-12sunpacking %d packages ", name, n; fflush() }
            END { printf "\r%50s\r", "" }'
    else
        cat >.venv/pip.log
    fi
}

install() { # name, how many packages, then pip's arguments
    name=$1 total=$2 began=$(date +%s)
    shift 2
    {
        .venv/bin/pip install --disable-pip-version-check --no-input --progress-bar off "$@" 2>&1 &&
            echo installed >.venv/pip.status || echo failed >.venv/pip.status
    } | watch "$name" "$total"
    if [ "$(cat .venv/pip.status)" != installed ]; then
        printf '  %-12sfailed\n' "$name"
        explain .venv/pip.log
    fi
    printf '  %-12sready %6s s\n' "$name" "$(($(date +%s) - began))"
}

room() { # megabytes
    free=$(($(df -Pk . | awk 'NR == 2 { print $4 }') / 1024))
    [ "$free" -ge "$1" ] || stop "The disk is full: $free MB are free here, installing needs $1 MB."
}

installed() { # set: has it been installed from just these files?
    [ "$(cat ".venv/$1.installed" 2>/dev/null)" = "$(digest "$1")" ]
}

digest() {
    cat requirements/build.txt "requirements/$1.txt" pyproject.toml | sha256sum | cut -d' ' -f1
}

want() { # set, megabytes, what it is
    installed "$1" && return
    room "$2"
    echo "Installing $3 into .venv (only when requirements/ changes)"
    [ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null || make_environment
    install packages "$(grep -c '^[a-z0-9].*==' "requirements/$1.txt")" --require-hashes --only-binary :all: -r "requirements/$1.txt"
    if [ "$1" = run ]; then
        install "build tools" 1 --require-hashes --only-binary :all: -r requirements/build.txt
        install assay 1 --no-deps --no-build-isolation --editable .
    fi
    digest "$1" >".venv/$1.installed"
}

want run 1500 "what Assay needs"
if [ "${1:-run}" = test ]; then
    want test 1000 "what its tests need"
fi
