"""`python -m tests.chaos --minutes 10 --seed 1`: the long form of the chaos test."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.chaos.storm import storm


def main() -> int:
    """Run one storm, print what it left; 1 when something was lost, doubled or shown wrongly."""
    parser = argparse.ArgumentParser(description="Scripted phones on a bad network.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--phones", type=int, default=200)
    parser.add_argument("--posts", type=int, default=6, help="inputs per phone")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        left = storm(
            Path(folder),
            phones=asked.phones,
            seconds=asked.minutes * 60,
            posts=asked.posts,
            seed=asked.seed,
        )
    print(left)
    return 1 if left.lost or left.twice or left.different or left.gaps else 0


if __name__ == "__main__":
    sys.exit(main())
