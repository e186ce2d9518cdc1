"""Sample events as they lie in samples/: an event's facts, its documents, what happened there."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.paths import SAMPLES

Facts = dict[str, Any]


@dataclass(frozen=True)
class Sample:
    """One folder of samples/. `event` and `happened` are its TOML files as they stand.

    `happened` is empty where nothing is told beyond the published agenda.
    """

    folder: Path
    event: Facts
    happened: Facts

    @property
    def slug(self) -> str:
        """The event's address."""
        return str(self.event["slug"])

    def has(self, name: str) -> bool:
        """Whether it has this file."""
        return (self.folder / name).exists()

    def document(self, name: str) -> bytes:
        """One of its files."""
        return (self.folder / name).read_bytes()


def sample(slug: str) -> Sample:
    """The sample event of this name."""
    folder = SAMPLES / slug
    return Sample(folder, _toml(folder / "event.toml"), _toml(folder / "happened.toml", {}))


def _toml(path: Path, without: Facts | None = None) -> Facts:
    if without is not None and not path.exists():
        return without
    return tomllib.loads(path.read_text(encoding="utf-8"))
