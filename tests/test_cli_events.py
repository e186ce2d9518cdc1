"""The command makes an event like another one, on other days."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_cli import plenary


def test_an_event_starts_from_a_sample_and_another_from_that(tmp_path: Path) -> None:
    made = plenary("event", "create", "mine", "--from", "strasbourg-2019", "--starts", "2027-03-04",
                   data=tmp_path)  # fmt: skip
    assert made.returncode == 0, made.stderr
    again = plenary("event", "create", "again", "--from", "mine", "--starts", "2028-03-02",
                    "--title", "Once more", data=tmp_path)  # fmt: skip
    assert again.returncode == 0, again.stderr
    published = plenary("agenda", "publish", "again", "--label", "Version 1", data=tmp_path)
    assert published.returncode == 0, published.stderr
    calendar = tmp_path / "again.ics"
    plenary("export", "again", "calendar", "--format", "ics", "--output", calendar, data=tmp_path)
    text = calendar.read_text("utf-8")
    assert "X-WR-CALNAME:Once more" in text
    assert "DTSTART;TZID=Europe/Paris:20280302T083000" in text
    assert "DTSTART;TZID=Europe/Paris:20280303T" in text


@pytest.mark.parametrize(
    "words",
    [
        ("--from", "nothing-of-that-name", "--starts", "2027-03-04"),
        ("--from", "../samples/strasbourg-2019", "--starts", "2027-03-04"),
        ("--from", "strasbourg-2019"),
        ("--starts", "2027-03-04"),
        ("--from", "strasbourg-2019", "--starts", "soon"),
        ("--title", "Without a zone"),
        ("--zone", "Europe/Paris"),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_stored(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = plenary("event", "create", "mine", *words, data=tmp_path)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert plenary("links", "mine", data=tmp_path).returncode == 2
