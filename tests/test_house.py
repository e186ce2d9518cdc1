"""The house rules a machine can check: locks, sizes, first lines, words, imports, pages.

Reads the files of the checkout; knows nothing of what they do.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
FOREIGN = {"var", "build", "dist", "vendor", "_bundled", "__pycache__"}
TEXT = {".py", ".html", ".css", ".js", ".md", ".toml", ".lock", ".sh", ".txt", ".json", ".po", ""}
# Longer than one reads in one go; what is generated is not read that way.
MOST_LINES = 400


def _texts(*suffixes: str) -> Iterator[Path]:
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(
            name for name in folders if name not in FOREIGN and (name[0] != "." or name == ".ci")
        )
        for name in sorted(names):
            path = Path(folder, name)
            if path.suffix in (suffixes or TEXT):
                yield path


CODE = [path for path in _texts(".py") if path.is_relative_to(ROOT / "app")]


@pytest.mark.parametrize("name", ["run", "test"])
def test_a_lock_pins_every_library_by_hash(name: str) -> None:
    for pin in _pins(name):
        first, *hashes = pin.split("\\\n")
        assert re.fullmatch(r"[a-z0-9-]+==[^ ]+( ; .+)? ", first), first
        assert hashes, first
        for line in hashes:
            assert re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line.strip()), first


@pytest.mark.parametrize(("name", "extras"), [("run", ["build"]), ("test", ["check", "test"])])
def test_a_lock_has_what_the_project_asks_for(name: str, extras: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = list(project["dependencies"])
    for extra in extras:
        asked += project["optional-dependencies"][extra]
    locked = {pin.partition("==")[0]: pin.partition("==")[2].split()[0] for pin in _pins(name)}
    for requirement in map(Requirement, asked):
        version = locked.get(requirement.name.lower())
        assert version, f"{requirement.name} is not in the lock: run make lock"
        assert Version(version) in requirement.specifier, f"{requirement}: run make lock"


def test_both_locks_pin_the_same_versions() -> None:
    everything = {pin.split("\\\n")[0] for pin in _pins("test")}
    versions = {pin.split()[0] for pin in everything}
    assert {pin.split()[0] for pin in _pins("run")} <= versions


def test_no_file_names_a_registry_or_a_place_on_one_machine() -> None:
    # Put together here, for this file is read too.
    registries = ("py" + "pi.org", "python" + "hosted", "npm" + "js", "/simp" + "le/")
    places = "|".join(("work", "farm", "root", "opt"))
    bad = re.compile(
        "|".join(re.escape(word) for word in registries)
        + "|(?<!emit-)index"
        + "-url|find"
        + f"-links|(^|[^A-Za-z0-9_.-])/({places})[/.]"
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in _texts()
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if bad.search(line)
    ]
    assert not found


def test_every_file_can_be_read_in_one_go() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _texts(".py", ".html", ".css", ".js", ".sh")
        if (lines := path.read_text().count("\n")) > MOST_LINES
        and not path.is_relative_to(ROOT / "migrations")
    }
    assert not long


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in CODE
        if (tree := ast.parse(path.read_text())).body and not ast.get_docstring(tree)
    ]
    assert not silent


def test_the_word_session_alone_names_nothing() -> None:
    named = []
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text())):
            names = {getattr(node, key, None) for key in ("id", "arg", "asname")}
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                names.add(node.name)
            if names & {"session", "Session"}:
                named.append(f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}")
    assert not named


def test_nothing_is_left_for_later() -> None:
    words = ("TO" + "DO", "FIX" + "ME", "mark.xf" + "ail", "mark.sk" + "ip")
    later = re.compile("|".join(rf"\b{word}\b" for word in words))
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _texts(".py", ".html", ".css", ".js", ".sh")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if later.search(line)
    ]
    assert not found


def test_pages_hold_nothing_inline_and_nothing_from_elsewhere() -> None:
    # The browser would refuse it (Content-Security-Policy), on one page, silently.
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|\shx-on|<script(?![^>]*\ssrc=)(?![^>]*application/json)"
        r"|\s(src|srcset|action)=[\"']?(https?:)?//|<link[^>]*href=[\"']?(https?:)?//"
    )
    found = [
        f"{path.relative_to(ROOT)}: {match.group().strip()}"
        for path in _texts(".html")
        if path.is_relative_to(ROOT / "templates")
        for match in inline.finditer(path.read_text())
    ]
    assert not found


def test_imports_go_down_only() -> None:
    lint = "from importlinter.cli import lint_imports_command as lint; lint()"
    command = [sys.executable, "-c", lint, "--no-logo", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def _pins(name: str) -> list[str]:
    lock = (ROOT / "requirements" / f"{name}.lock").read_text()
    return re.split(r"\n(?=\S)", lock.strip())
