#!/bin/sh
# Brings the .po files up to date with the texts in templates and with the sentences of the modules:
# each is a literal argument of one of the functions named here (and its place, where not the first).
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin
pot=$(mktemp)
kept=$(mktemp)
trap 'rm -f "$pot" "$kept"' EXIT
$bin/pybabel -q extract -F tools/texts.cfg --no-location --sort-output --omit-header \
    -k _ -k BadInput -k Refused -k NotNow -k Forbidden -k NotFound -k Gone -k TooLarge -k TooOften -k Unavailable -k _NotAllowedHere -k _OutOfOrder -k SignInNeeded -k PlenaryError -k Fault \
    -k __init__ -k say -k _change:2 -k Change:2 -k _clash:2 -k Clash:2 -k News:2 -k _asked -k _check_length:2 \
    -k _need:3 -k _fault:3 -k _fault_in:3 -k _text:3 -k _choice:4 -k _needed:4 -k Unreachable -k NotTaken -k _check:3 \
    -o "$pot" .
for language in fr; do
    po=app/translations/$language/LC_MESSAGES/plenary.po
    if [ -f "$po" ]; then
        $bin/pybabel -q update --no-fuzzy-matching --no-wrap --ignore-obsolete -l $language -i "$pot" -o "$po"
    else
        mkdir -p "$(dirname "$po")"
        $bin/pybabel -q init --no-wrap -l $language -i "$pot" -o "$po"
    fi
    # Without the moment of extraction: no change where no text changed.
    grep -v '^"POT-Creation-Date' "$po" > "$kept"
    cat "$kept" > "$po"
done
