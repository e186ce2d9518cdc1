"""Boards as Markdown (CommonMark 0.31), for whoever writes the report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.printing import markdown_escaped
from app.sessions.exports.content import BoardContent, Line, Translate


def as_markdown(boards: Sequence[BoardContent], translate: Translate = str) -> bytes:
    """Priorities first, then the inputs by cluster; whatever people wrote is shown as it is."""
    texts = ("\n".join(_lines(board, translate)).rstrip() + "\n" for board in boards)
    return "\n".join(texts).encode()


def _lines(board: BoardContent, _: Translate) -> Iterable[str]:
    yield f"# {_flat(board.name)}"
    yield ""
    yield f"{_flat(board.event)} · {_('Inputs are shown')}: {board.attribution}"
    yield ""
    yield f"## {_('Priorities')}"
    yield ""
    for one in board.priorities:
        state = _("recorded") if one.recorded else _("proposed")
        sources = ", ".join(str(number) for number in one.sources)
        came = f"; {_('from inputs')} {sources}" if sources else ""
        yield f"{one.number}. {_flat(one.text)} ({state}{came})"
    yield ""
    if board.override_reason:
        yield f"{_('Closed before all priorities were recorded')}: {_flat(board.override_reason)}"
        yield ""
    yield f"## {_('Inputs')}"
    yield ""
    for title in (*board.clusters, None):
        inputs = [one for one in board.inputs if one.cluster == title]
        if not inputs:
            continue
        if board.clusters:
            yield f"### {_flat(title or _('Not grouped'))}"
            yield ""
        yield from (_input(one) for one in inputs)
        yield ""


def _input(one: Line) -> str:
    by = f", {_flat(one.by)}" if one.by else ""
    return f"- {_flat(one.text)} ({one.number}; {one.kind}{by})"


def _flat(text: str) -> str:
    return " ".join(markdown_escaped(text).split())
