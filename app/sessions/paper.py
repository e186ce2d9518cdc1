"""Inputs from paper: the podium types in what somebody wrote by hand, as its delegation's.

Whose it is, is stored as far as the board shows it, as if they had posted it themselves; who typed
it stands in the log of changes.
"""

from __future__ import annotations

from sqlmodel import col, select

from app.clock import now
from app.db import Writing
from app.delegations.rights import Action, Person
from app.errors import BadInput, Refused
from app.sessions.forms import PaperForm
from app.sessions.models import Change, Input
from app.sessions.numbering import note
from app.sessions.on_behalf import delegation_for, sector_for
from app.sessions.podium import open_board_for_update
from app.sessions.posting import Posted
from app.sessions.templates import PLANS


def type_in(db: Writing, board_id: int, form: PaperForm, *, by: Person | None) -> Posted:
    """Put an input from paper on the board, in any step. Sent again, it is stored once.

    It needs no letting in: the podium has read it. Refused on a closed board.
    """
    board, actor = open_board_for_update(db, board_id, Action.MODERATE_BOARD, by)
    client_id, text, kind = form.checked_client_id(), form.checked_text(), form.checked_kind()
    there = db.exec(
        select(Input).where(col(Input.board_id) == board_id, col(Input.client_id) == client_id)
    ).first()
    if there is not None:
        if not there.from_paper or there.text != text:
            raise Refused("Another input has this id. Open this page again and type it there.")
        return Posted(there, board.seq, new=False)
    if kind not in PLANS[board.template].kinds:
        raise BadInput("This board does not take such an input. Choose another kind.", field="kind")
    moment = now()
    typed = Input(
        board_id=board_id,
        client_id=client_id,
        kind=kind,
        text=text,
        delegation_id=delegation_for(db, board, form),
        sector_id=sector_for(db, board, form),
        from_paper=True,
        written_at=moment,
        posted_at=moment,
    )
    db.add(typed)
    db.flush()
    seq = note(db, board, Change.INPUT, "type in", typed.key, by=actor.participant_id)
    return Posted(typed, seq, new=True)
