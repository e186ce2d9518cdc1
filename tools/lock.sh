#!/bin/sh
# Writes requirements/test.lock and requirements/run.lock anew from pyproject.toml, for every platform,
# with hashes and without naming the index they came from. UPGRADE=1 takes newer versions too.
set -eu
uv=$(command -v uv || echo .venv/bin/uv)
if [ ! -x "$uv" ]; then
    [ -x .venv/bin/python ] || sh tools/setup.sh requirements/run.lock
    .venv/bin/python -m pip install --quiet uv
fi
mkdir -p requirements

compile() {
    output=$1
    shift
    "$uv" pip compile pyproject.toml --quiet --universal --python-version 3.11 --no-config \
        --generate-hashes --no-emit-index-url --no-header --no-annotate \
        ${UPGRADE:+--upgrade} --output-file "$output" "$@"
}

compile requirements/test.lock --extra build --extra check --extra test
# The same versions in both, so that going from one to the other changes nothing installed.
compile requirements/run.lock --extra build --constraint requirements/test.lock
wc -l requirements/test.lock requirements/run.lock
