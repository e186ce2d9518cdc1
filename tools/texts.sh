#!/bin/sh
# Brings the .po files up to date with the texts in templates and in refusals.
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin
pot=$(mktemp)
trap 'rm -f "$pot"' EXIT
$bin/pybabel -q extract -F tools/texts.cfg --no-location --sort-output --omit-header \
    -k _ -k BadInput -k Refused -k Forbidden -k NotFound -k Gone -k TooLarge -k _NotAllowedHere -k _OutOfOrder -k SignInNeeded -k PlenaryError -k Fault \
    -o "$pot" .
for language in fr; do
    po=app/translations/$language/LC_MESSAGES/plenary.po
    if [ -f "$po" ]; then
        $bin/pybabel -q update --no-fuzzy-matching --no-wrap --ignore-obsolete -l $language -i "$pot" -o "$po"
    else
        mkdir -p "$(dirname "$po")"
        $bin/pybabel -q init --no-wrap -l $language -i "$pot" -o "$po"
    fi
done
