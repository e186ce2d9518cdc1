"""Boards as printed pages, a tagged PDF set from `board.typ`. Knows no typesetting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.printing import typeset
from app.sessions.exports.content import BoardContent, Line, Ranked, Translate

TEMPLATE = Path(__file__).with_name("board.typ")
_FIXED = datetime(2000, 1, 1, tzinfo=UTC)


def as_pdf(boards: Sequence[BoardContent], language: str, translate: Translate = str) -> bytes:
    """The PDF (PDF/UA-1), A4, each board on a page of its own; the same boards, the same bytes."""
    _ = translate
    data = {
        "lang": language,
        "title": boards[0].name if len(boards) == 1 else _("Boards"),
        "priorities_title": _("Priorities"),
        "inputs_title": _("Inputs"),
        "none": _("None yet."),
        "boards": [_page(board, _) for board in boards],
    }
    return typeset(TEMPLATE, data, dated=_FIXED)


def _page(board: BoardContent, _: Translate) -> dict[str, Any]:
    closed = _("Closed before all priorities were recorded")
    return {
        "name": board.name,
        "event": board.event,
        "shown": f"{_('Inputs are shown')}: {board.attribution}",
        "reason": f"{closed}: {board.override_reason}" if board.override_reason else "",
        "priorities": [
            {"number": str(one.number), "text": one.text, "note": _origin(one, _)}
            for one in board.priorities
        ],
        "groups": [
            {
                "title": (title or _("Not grouped")) if board.clusters else "",
                "inputs": [_entry(one) for one in board.inputs if one.cluster == title],
            }
            for title in (*board.clusters, None)
            if any(one.cluster == title for one in board.inputs)
        ],
    }


def _origin(one: Ranked, _: Translate) -> str:
    state = _("recorded") if one.recorded else _("proposed")
    sources = ", ".join(str(number) for number in one.sources)
    return f"{state}; {_('from inputs')} {sources}" if sources else state


def _entry(one: Line) -> dict[str, str]:
    note = ", ".join(filter(None, [one.by, one.kind]))
    return {"number": str(one.number), "text": one.text, "note": note}
