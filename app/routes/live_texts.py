"""Conclusions as frames for the projector, beside the boards: one source for the broadcaster.

A number below zero is that of conclusions ("-5" are conclusions 5), any other a board's.
"""

from __future__ import annotations

from app.db import Database
from app.live.audiences import Audience
from app.live.frames import Frame
from app.pages import Reader, fragment, translations
from app.recommendations.projecting import Projected, projection_of
from app.routes.live_source import RenderedBoards


class RenderedFeeds:
    """Boards and conclusions of one database, as `app.live.source.BoardSource` wants them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._boards = RenderedBoards(database)

    def head(self, board_id: int) -> int:
        """The number of the last committed change."""
        return self._boards.head(board_id) if board_id >= 0 else self._text(board_id, "en").seq

    def changes_since(
        self, board_id: int, seq: int, audience: Audience, language: str
    ) -> list[Frame]:
        """A frame for every number after `seq`; of a text the last one carries all there is."""
        if board_id >= 0:
            return self._boards.changes_since(board_id, seq, audience, language)
        text = self._text(board_id, language)
        if text.seq <= seq:
            return []
        passed = [Frame(number, None) for number in range(seq + 1, text.seq)]
        return [*passed, Frame(text.seq, _content(text, language))]

    def snapshot(self, board_id: int, audience: Audience, language: str) -> Frame:
        """Everything that follows the board, or the text."""
        if board_id >= 0:
            return self._boards.snapshot(board_id, audience, language)
        text = self._text(board_id, language)
        return Frame(text.seq, _content(text, language), snapshot=True)

    def _text(self, number: int, language: str) -> Projected:
        with self._database.reading() as db:
            return projection_of(db, -number, translate=translations(language).gettext)


def _content(text: Projected, language: str) -> str:
    stage = fragment(Reader(language), "conclusions/_projected.html", projected=text)
    target = f"#projected-{text.conclusions_id}"
    return f'<hx-partial hx-target="{target}" hx-swap="outerMorph">{stage}</hx-partial>'
