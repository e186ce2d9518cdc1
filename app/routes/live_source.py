"""Boards as frames: reads rows in a short handle and renders the page's own partials.

One rendering per audience and language, never per person. What a page shows and what a frame
brings come from the same templates, so that a phone that followed equals a fresh page.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.db import Database
from app.live.audiences import Audience
from app.live.frames import Frame
from app.pages import Reader, fragment
from app.sessions.models import BoardEvent, Change, InputState
from app.sessions.queries import board_with_everything, changes_since, head, new_inputs
from app.sessions.views import BoardView, InputView, NewInput

# The parts of each audience's page that follow the board, by their ids (`head-12`).
REGIONS: dict[Audience, tuple[str, ...]] = {
    Audience.DELEGATE: ("head", "posting", "speakers", "priorities", "wall"),
    Audience.MODERATOR: ("head", "controls", "speakers", "priorities", "wall"),
    Audience.PROJECTOR: ("head", "speakers", "stage"),
}
# What each kind of change alters; an input that is only posted brings its own card instead.
_ALTERS: dict[Change, frozenset[str]] = {
    Change.INPUT: frozenset({"wall", "priorities", "stage", "head"}),
    Change.CLUSTER: frozenset({"wall", "stage"}),
    Change.PRIORITY: frozenset({"priorities", "controls", "head", "stage"}),
    Change.FOCUS: frozenset({"head", "controls", "stage"}),
    Change.SCREEN: frozenset({"controls", "stage"}),
    Change.RULES: frozenset({"posting", "controls", "wall", "head"}),
    Change.ROUND: frozenset({"priorities", "controls", "head", "stage"}),
    Change.ENDORSEMENT: frozenset({"priorities", "stage"}),
    Change.STEP: frozenset({"head", "posting", "controls", "priorities", "wall", "stage"}),
    Change.CLOSURE: frozenset(
        {"head", "posting", "controls", "speakers", "priorities", "wall", "stage"}
    ),
    Change.FLOOR: frozenset({"speakers"}),
}


class RenderedBoards:
    """The boards of one database, as `app.live.source.BoardSource` wants them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def head(self, board_id: int) -> int:
        """The number of the last committed change."""
        with self._database.reading() as db:
            return head(db, board_id)

    def changes_since(
        self, board_id: int, seq: int, audience: Audience, language: str
    ) -> list[Frame]:
        """A frame for every number after `seq`.

        Each region is rendered once, in the last frame that alters it: it carries the full state,
        so what came before would only be painted over.
        """
        with self._database.reading() as db:
            changes = changes_since(db, board_id, seq)
            posted = [one.subject_id or 0 for one in changes if _only_posts(one)]
            news = new_inputs(db, board_id, posted) if posted else {}
            whole = len(posted) < len(changes)
            board = board_with_everything(db, board_id) if whole else None
        reader = Reader(language)
        last = _last_alterations(changes, REGIONS[audience])
        painted = max((number for name, number in last.items() if name in _HOLD_INPUTS), default=0)
        return [
            Frame(one.seq, self._content(reader, one, audience, board, news, last, painted))
            for one in changes
        ]

    def snapshot(self, board_id: int, audience: Audience, language: str) -> Frame:
        """Everything on this audience's page that follows the board."""
        with self._database.reading() as db:
            board = board_with_everything(db, board_id)
        content = regions(Reader(language), board, audience, REGIONS[audience])
        return Frame(board.seq, content, snapshot=True)

    @staticmethod
    def _content(
        reader: Reader,
        change: BoardEvent,
        audience: Audience,
        board: BoardView | None,
        news: dict[int, NewInput],
        last: dict[str, int],
        painted: int,
    ) -> str | None:
        if _only_posts(change):
            new = news.get(change.subject_id or 0)
            if new is None or not _is_for(new.input, audience) or change.seq < painted:
                return None
            return new_input(reader, new, audience)
        names = [name for name in REGIONS[audience] if last.get(name) == change.seq]
        if board is None or (not names and change.change is not Change.INPUT):
            return None
        told = _of(board, change) if audience is Audience.DELEGATE else None
        content = regions(reader, board, audience, names, told)
        return content if names or told else None


_HOLD_INPUTS = frozenset({"wall", "stage"})


def regions(
    reader: Reader,
    board: BoardView,
    audience: Audience,
    names: Sequence[str],
    told: str | None = None,
) -> str:
    """Regions of a board as partials that replace those on the page.

    `told` is the id of an input of which something became: its author's phone then asks what.
    """
    return fragment(
        reader,
        "boards/_regions.html",
        board=board,
        audience=audience.value,
        regions=names,
        told=told,
    )


def new_input(reader: Reader, new: NewInput, audience: Audience, *, mine: bool = False) -> str:
    """The partials that bring one input; `mine` only in the answer to whoever posted it."""
    return fragment(reader, "boards/_new_input.html", new=new, audience=audience.value, mine=mine)


def own_inputs(reader: Reader, board_id: int, yours: Sequence[InputView]) -> str:
    """The partial that tells one author which of their inputs the room does not read."""
    section = fragment(reader, "boards/_yours.html", board_id=board_id, yours=yours)
    target = f"#yours-{board_id}"
    return f'<hx-partial hx-target="{target}" hx-swap="outerMorph">{section}</hx-partial>'


def _is_for(one: InputView, audience: Audience) -> bool:
    """Whether the card of a new input goes to this audience, be it as a word that it is gone."""
    if audience is Audience.MODERATOR:
        return True
    if audience is Audience.PROJECTOR:
        return one.in_sight
    return one.state is not InputState.WAITING


def _of(board: BoardView, change: BoardEvent) -> str | None:
    """The id of the input that a change is about."""
    if change.change is not Change.INPUT:
        return None
    found = (one.client_id for one in board.inputs if one.id == change.subject_id)
    return next(found, None)


def _only_posts(change: BoardEvent) -> bool:
    return change.change is Change.INPUT and change.verb in ("post", "type in")


def _last_alterations(changes: Sequence[BoardEvent], names: Sequence[str]) -> dict[str, int]:
    """For each region the number of the last change that alters it."""
    last: dict[str, int] = {}
    for change in changes:
        if not _only_posts(change):
            last |= dict.fromkeys(_ALTERS[change.change].intersection(names), change.seq)
    return last
