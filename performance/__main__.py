"""`python -m performance`: measure, print a table, write results.json."""

from __future__ import annotations

import json
from pathlib import Path

from performance import fan_out, reading


def main() -> None:
    """Print each figure beside its limit."""
    found = [*fan_out.rows(), *reading.rows()]
    for what, reached, limit in found:
        print(
            f"{what:60} {reached:8.2f}  limit {limit:5.2f}  {'ok' if reached <= limit else 'OVER'}"
        )
    results = [{"what": what, "reached": reached, "limit": limit} for what, reached, limit in found]
    (Path(__file__).parent / "results.json").write_text(json.dumps(results, indent=1) + "\n")


main()
