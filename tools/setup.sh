#!/bin/sh
# Makes .venv from one lock (first argument) with nothing but a Python: checks its version, makes the
# environment, installs what the lock names by hash, then the project itself, editable.
set -eu
lock=$1

is_recent() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

if [ ! -x .venv/bin/python ] || ! is_recent .venv/bin/python; then
    python=
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if is_recent "$candidate"; then
            python=$candidate
            break
        fi
    done
    if [ -z "$python" ]; then
        found=$(python3 --version 2>/dev/null || echo "no Python")
        echo "Plenary needs Python 3.11 or newer and found $found:" \
            "install one and say where it is, for example: make setup PYTHON=/usr/local/bin/python3.12" >&2
        exit 1
    fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "This Python cannot make virtual environments: install them (Debian: apt install python3-venv)" \
            "and run make setup again." >&2
        exit 1
    fi
    echo "Making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
fi

echo "Installing $lock"
# uv does the same in a quarter of the time where somebody has it; pip is always there.
if command -v uv >/dev/null 2>&1 \
    && uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes -r "$lock"; then
    :
else
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
fi
# Without isolation: the build backend comes from the lock too, so nothing unlocked is fetched.
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --no-deps --no-build-isolation --editable .
