"""Boards as JSON with its provenance; the field names are stable."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from app.sessions.exports.content import BoardContent


def as_json(boards: Sequence[BoardContent]) -> bytes:
    """`{"boards": […]}`, UTF-8; `sources` of a priority are the `number`s of its board's inputs."""
    content = {"boards": [asdict(board) for board in boards]}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
