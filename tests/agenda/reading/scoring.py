"""Scores what was read against what a document holds: entries found, attributes right, inventions.

Knows the JSON of `plenary agenda read` only. Run it over a folder of documents, each with a
`<name>.json` beside it: `python -m tests.agenda.reading.scoring FOLDER`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from app.agenda.reading import read_document
from app.errors import BadInput

ATTRIBUTES = (
    "end", "end_inferred", "kind", "number", "title", "parallel_group", "room", "speakers",
    "continues",
)  # fmt: skip
ALIKE = 0.85
"""Titles this similar are the same title: a subtitle more or less, a dash for a colon."""
FACTS = ("title", "reference", "place", "zone", "mode", "days")


@dataclass(frozen=True)
class Score:
    """`f1` of the entries, share of their attributes that are right, and what was invented.

    An entry is found when day and start are the expected ones and the title is alike (or the
    number equal).
    """

    f1: float
    attributes: float
    facts: float
    invented: tuple[str, ...]


def score(found: dict[str, Any], expected: dict[str, Any]) -> Score:
    """Compare two readings in the JSON shape of the contract."""
    left = list(found["entries"])
    right = wrong = matched = 0
    for wanted in expected["entries"]:
        entry = next((e for e in left if _same(e, wanted)), None)
        if entry is None:
            continue
        left.remove(entry)
        matched += 1
        equal = sum(entry[name] == wanted[name] for name in ATTRIBUTES)
        right, wrong = right + equal, wrong + len(ATTRIBUTES) - equal
    total = len(found["entries"]) + len(expected["entries"])
    facts = sum(found[name] == expected[name] for name in FACTS) / len(FACTS)
    return Score(
        f1=2 * matched / total if total else 1.0,
        attributes=right / (right + wrong) if matched else 0.0,
        facts=facts,
        invented=tuple(_inventions(found, expected)),
    )


def documents(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each document of a folder with the reading expected of it."""
    for path in sorted(folder.iterdir()):
        expected = path.with_suffix(".json")
        if path.suffix != ".json" and expected.exists():
            yield path, json.loads(expected.read_text("utf-8"))


def _same(entry: dict[str, Any], wanted: dict[str, Any]) -> bool:
    if (entry["day"], entry["start"]) != (wanted["day"], wanted["start"]):
        return False
    one, other = (_plain(each["title"]) for each in (entry, wanted))
    numbered = wanted["number"] is not None and entry["number"] == wanted["number"]
    return one == other or numbered or SequenceMatcher(None, one, other).ratio() >= ALIKE


def _plain(title: str) -> str:
    return "".join(c for c in title.casefold() if c.isalnum())


def _inventions(found: dict[str, Any], expected: dict[str, Any]) -> Iterator[str]:
    """Times, rooms and people that no expected entry has."""
    for name in ("start", "end", "room"):
        known = {(e["day"], e[name]) for e in expected["entries"]}
        for entry in found["entries"]:
            if entry[name] is not None and (entry["day"], entry[name]) not in known:
                yield f"{name} {entry[name]} of “{entry['title']}”"
    people = {person for e in expected["entries"] for person in e["speakers"]}
    for entry in found["entries"]:
        yield from (f"speaker {person}" for person in entry["speakers"] if person not in people)


def main(folder: Path) -> list[str]:
    """One line per document of the folder."""
    lines = []
    for path, expected in documents(folder):
        try:
            result = score(read_document(path.name, path.read_bytes()).as_json(), expected)
        except BadInput as refusal:
            lines.append(f"{path.name}: {refusal}")
            continue
        lines.append(
            f"{path.name}: F1 {result.f1:.3f}, attributes {result.attributes:.3f}, "
            f"facts {result.facts:.3f}, invented {list(result.invented)}"
        )
    return lines


if __name__ == "__main__":
    sys.stdout.write("\n".join(main(Path(sys.argv[1]))) + "\n")
