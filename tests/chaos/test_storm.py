"""The short form of the storm: forty phones, some seconds, the same for the same seed."""

from __future__ import annotations

import gc
from pathlib import Path

from tests.chaos.plan import FEWEST_KILLS, plan
from tests.chaos.storm import storm

PHONES = 40
POSTS = 2


def test_what_was_acknowledged_is_there_once_and_every_phone_shows_a_fresh_page(
    tmp_path: Path,
) -> None:
    left = storm(tmp_path, phones=PHONES, seconds=5, posts=POSTS, seed=2019)
    # What the storm left open complains here, not in whatever test comes next.
    gc.collect()
    assert left.kills >= FEWEST_KILLS
    assert left.attempts > left.acknowledged == PHONES * POSTS
    assert left.lost == set()
    assert left.twice == set()
    assert left.gaps == 0
    assert left.different == []


def test_a_seed_draws_the_same_storm_again_and_another_seed_another_one() -> None:
    first, again, other = (plan(phones=200, seconds=600, posts=3, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first.digest == again.digest != other.digest
    assert len({letter.client_id for phone in first.letters for letter in phone}) == 600
    assert sum(kill.after + kill.down for kill in first.kills) >= 600
