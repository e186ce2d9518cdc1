"""The facts of an event in a table beside its scenario, and how each of them is held true."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).with_name("facts")


def facts_of(slug: str) -> dict[str, Any]:
    """What the documents of the event say, as its table has it."""
    return tomllib.loads((HERE / f"{slug}.toml").read_text("utf-8"))


def hold(facts: dict[str, Any], found: dict[str, Any]) -> None:
    """Fail with the name of each fact that was not found, and with what was found instead."""
    assert set(facts) == set(found), "the table and the scenario do not speak of the same facts"
    wrong = [
        f"{name}: {found_here!r} instead of {fact!r}"
        for name, fact, found_here in _side_by_side("", facts, found)
        if fact != found_here
    ]
    assert not wrong, "\n".join(wrong)


def _side_by_side(name: str, fact: Any, found: Any) -> Iterator[tuple[str, Any, Any]]:
    """One pair for each single fact: tables by their keys, lists by their places (from 1)."""
    if isinstance(fact, dict) and isinstance(found, dict):
        for key in dict.fromkeys([*fact, *found]):
            yield from _side_by_side(f"{name} {key}".strip(), fact.get(key), found.get(key))
    elif isinstance(fact, list) and isinstance(found, list):
        yield f"{name}: how many", len(fact), len(found)
        for place, (one, other) in enumerate(zip(fact, found, strict=False), 1):
            yield from _side_by_side(f"{name} {place}", one, other)
    else:
        yield name, fact, found
