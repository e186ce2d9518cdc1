"""Agendas written out in random notations and formats are read back as they were meant."""

from __future__ import annotations

import random
import re

import pytest

from app.agenda.reading import read_document
from tests.agenda.reading.writing import OTHERS, TEXTS, Meant, Writer, as_calendar, as_pdf, made_up

SUFFIX = {
    "as_csv": "csv", "as_html": "html", "as_markdown": "md", "as_bullets": "md", "as_word": "docx",
    "as_sheet": "xlsx", "as_pdf": "pdf", "as_calendar": "ics",
}  # fmt: skip
SHARES = [range(start, start + 250) for start in range(0, 2000, 250)]


@pytest.mark.parametrize("seeds", SHARES, ids=[f"from-{seeds[0]}" for seeds in SHARES])
def test_two_thousand_written_agendas_are_read_back(seeds):
    for seed in seeds:
        chance = random.Random(seed)
        meant, said = made_up(chance)
        writer = _writer(chance, seed)
        suffix = SUFFIX.get(writer.__name__, "txt")
        read = read_document(f"agenda.{suffix}", writer(meant, said)).as_json()
        ends = meant.ends or writer is as_calendar
        found = [
            (e["day"], e["start"], e["end"], e["end_inferred"], e["number"], e["title"])
            for e in read["entries"]
        ]
        assert found == _expected(meant, ends), f"seed {seed}, {writer.__name__}"
        assert all(e["room"] is None and not e["speakers"] for e in read["entries"]), seed


def _writer(chance: random.Random, seed: int) -> Writer:
    """Mostly text, which is quick to write; one in eight another format, one in fifty a PDF."""
    if seed % 50 == 7:
        return as_pdf
    return chance.choice(OTHERS if seed % 8 == 0 else TEXTS)


def _expected(meant: Meant, ends: bool) -> list[tuple[object, ...]]:
    expected: list[tuple[object, ...]] = []
    for date, entries in meant.days:
        for start, end, title in entries:
            label = re.fullmatch(r"\w+ (\d+)(?: ?:| –) (.*)", title)
            number, bare = (label[1], label[2]) if label else (None, title)
            expected.append(
                (date.isoformat(), f"{start:%H:%M}", f"{end:%H:%M}", not ends, number, bare)
            )
    return expected
