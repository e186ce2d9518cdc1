"""The code of others is what was published, and nothing lies there that is not listed."""

from __future__ import annotations

import hashlib
import json
import subprocess

from tests.live.stage import STATIC
from tests.programs import program

VENDOR = STATIC / "vendor"


def test_vendored_files_are_exactly_those_listed():
    lines = (VENDOR / "SHA256SUMS").read_text().splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in lines)}
    present = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in VENDOR.iterdir()
        if file.name not in {"SHA256SUMS", "README.md"}
    }
    assert present == listed


def test_every_vendored_script_is_named_with_its_version_and_licence():
    words = (VENDOR / "README.md").read_text()
    for file in VENDOR.glob("*.js"):
        assert f"`{file.name}`" in words
    assert "htmx.org 4.0.1" in words
    assert "idb 8.0.4" in words


def test_our_scripts_are_javascript_and_say_what_they_are_for():
    for file in sorted((STATIC / "js").glob("*.js")):
        subprocess.run([program("node"), "--check", str(file)], check=True)
        text = file.read_text()
        assert text.startswith("// "), file.name
        assert len(text.splitlines()) < 250, json.dumps(file.name)
