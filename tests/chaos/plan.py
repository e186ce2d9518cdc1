"""What a storm will do, drawn from its seed before it begins; knows no phone and no server.

Only when the machine gets to each thing differs from run to run: what is written, when, with which
fate at each attempt, and when the server is killed do not.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from itertools import islice, pairwise
from uuid import UUID

FEWEST_KILLS = 2
FATES = ("well", "well", "cut", "lost", "twice")


@dataclass(frozen=True)
class Letter:
    """One input that a phone will write."""

    client_id: str
    pause: float  # seconds after the one before it was acknowledged
    seed: str

    def fates(self) -> random.Random:
        """The dice of its attempts: the third attempt has the same fate in every run."""
        return random.Random(f"{self.seed} {self.client_id}")


@dataclass(frozen=True)
class Kill:
    """One SIGKILL, in seconds since the server last started, and seconds until it starts again."""

    after: float
    down: float


@dataclass(frozen=True)
class Plan:
    """A whole storm."""

    letters: tuple[tuple[Letter, ...], ...]  # of each phone
    kills: tuple[Kill, ...]

    @property
    def digest(self) -> str:
        """Two storms with the same twelve digits do the same."""
        drawn = [
            (letter, tuple(letter.fates().choice(FATES) for _ in range(8)))
            for letters in self.letters
            for letter in letters
        ]
        return hashlib.sha256(repr((drawn, self.kills)).encode()).hexdigest()[:12]


def plan(*, phones: int, seconds: float, posts: int, seed: int) -> Plan:
    """Draw `posts` inputs for each of `phones`, and a kill every few seconds."""
    letters = []
    for number in range(phones):
        dice = random.Random(f"{seed} writing {number}")
        moments = sorted(dice.uniform(0, seconds) for _ in range(posts))
        letters.append(
            tuple(
                Letter(
                    client_id=str(UUID(int=dice.getrandbits(128), version=4)),
                    pause=moment - before,
                    seed=f"{seed} fate {number}",
                )
                for before, moment in pairwise((0.0, *moments))
            )
        )
    return Plan(tuple(letters), tuple(_kills(seconds, random.Random(f"{seed} kills"))))


def _kills(seconds: float, dice: random.Random) -> list[Kill]:
    longest = min(6.0, seconds / 2)
    drawn = (Kill(dice.uniform(longest / 3, longest), dice.random()) for _ in iter(int, 1))
    kills = list(islice(drawn, FEWEST_KILLS))
    while sum(kill.after + kill.down for kill in kills) < seconds:
        kills.append(next(drawn))
    return kills
