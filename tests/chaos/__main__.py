"""`python -m tests.chaos --minutes 10 --phones 200 --seed 1`: the long form of the chaos test."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.chaos.plan import plan
from tests.chaos.storm import storm


def main() -> int:
    """Run one storm, print what it left; 1 when something was lost, doubled or shown wrongly."""
    parser = argparse.ArgumentParser(description="Scripted phones on a bad network.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--phones", type=int, default=200)
    parser.add_argument("--posts", type=int, default=3, help="inputs per phone")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    drawn = plan(
        phones=asked.phones, seconds=asked.minutes * 60, posts=asked.posts, seed=asked.seed
    )
    print(f"plan {drawn.digest}, {len(drawn.kills)} kills at most", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        left = storm(
            Path(folder),
            phones=asked.phones,
            seconds=asked.minutes * 60,
            posts=asked.posts,
            seed=asked.seed,
        )
    print(
        f"acknowledged {left.acknowledged} in {left.attempts} attempts, kills {left.kills}, "
        f"naps {left.naps}; lost {len(left.lost)}, doubled {len(left.twice)}, "
        f"different {len(left.different)}, gaps {left.gaps}"
    )
    return 1 if left.lost or left.twice or left.different or left.gaps else 0


if __name__ == "__main__":
    sys.exit(main())
