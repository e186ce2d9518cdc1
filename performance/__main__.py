"""`python -m performance [--only NAME]`: measure, print a Markdown table, write results.json."""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path

from performance import benchmarks, documents, fan_out, pages, phones, posting, reading, start

PARTS = {
    "fan-out": fan_out.rows,
    "phones": phones.rows,
    "posting": posting.rows,
    "pages": pages.rows,
    "reading": reading.rows,
    "documents": documents.rows,
    "benchmarks": benchmarks.rows,
    "start": start.rows,
}
RESULTS = Path(__file__).parent / "results.json"


def main() -> None:
    """Print each figure beside its limit. One part alone leaves the other figures as they were."""
    parser = argparse.ArgumentParser(description="Figures beside their limits, in one run.")
    parser.add_argument("--only", choices=sorted(PARTS))
    only = parser.parse_args().only
    kept = json.loads(RESULTS.read_text()) if only and RESULTS.is_file() else []
    print("| work | reached | limit | |\n|---|---:|---:|---|")
    found = []
    for name in [only] if only else PARTS:
        begun = time.monotonic()
        for what, reached, limit in PARTS[name]():
            verdict = "ok" if reached <= limit else "over"
            print(f"| {what} | {reached:.2f} | {limit:.2f} | {verdict} |", flush=True)
            found.append({"what": what, "reached": reached, "limit": limit})
        print(
            f"| *{name}, {time.monotonic() - begun:.0f} s, load {os.getloadavg()[0]:.1f}* | | | |"
        )
    measured = {row["what"] for row in found}
    rows = [row for row in kept if row["what"] not in measured] + found
    RESULTS.write_text(json.dumps(rows, indent=1) + "\n")


main()
