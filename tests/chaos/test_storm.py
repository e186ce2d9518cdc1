"""The short form of the storm: sixty phones, a quarter of a minute, the same for the same seed."""

from __future__ import annotations

from pathlib import Path

from tests.chaos.storm import FEWEST_KILLS, storm

PHONES = 60
POSTS = 2


def test_what_was_acknowledged_is_there_once_and_every_phone_shows_a_fresh_page(
    tmp_path: Path,
) -> None:
    left = storm(tmp_path, phones=PHONES, seconds=12, posts=POSTS, seed=2019)
    assert left.kills >= FEWEST_KILLS
    assert left.attempts > left.acknowledged == PHONES * POSTS
    assert left.lost == set()
    assert left.twice == set()
    assert left.gaps == 0
    assert left.different == []
