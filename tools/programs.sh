#!/bin/sh
# The programs the tests drive beside Python: Chromium, LibreOffice Writer, pdftotext. Root on Debian
# gets what is missing by apt; elsewhere nothing is installed and the tests name what they skipped.
# Where Node is, ical.js comes beside it into .venv: another program that reads our calendars.
set -eu

ical=2.2.1
if command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 \
    && ! grep -qs "\"version\": \"$ical\"" .venv/node/node_modules/ical.js/package.json; then
    echo "Installing ical.js $ical into .venv/node"
    npm install --silent --prefix .venv/node --no-save --no-audit --no-fund --ignore-scripts \
        "ical.js@$ical" </dev/null >/dev/null 2>&1 \
        || echo "npm could not install ical.js; the tests that need it will say so." >&2
fi

[ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null 2>&1 || exit 0

missing=
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-writer-nogui"
command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
[ -n "$missing" ] || exit 0

echo "Installing by apt what the tests drive:$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
# shellcheck disable=SC2086 # one word per package
if ! { apt-get update -q && apt-get install -q -y --no-install-recommends $missing; } >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    echo "apt could not install$missing; the tests that need it will say so." >&2
fi
rm -f "$log"
