"""The rapporteur's order: priorities moved, shortlisted, merged; inputs set aside and back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from app.errors import BadInput, Refused
from app.routes.at_board import AtBoardDep
from app.routes.board_priorities import priority_page
from app.sessions.aside import bring_back, set_aside
from app.sessions.forms import MergeForm, PlaceForm, UndoingForm
from app.sessions.ordering import (
    merge_priorities,
    move_priority,
    shortlist_priority,
    undo_merge,
    unlist_priority,
)

router = APIRouter(prefix="/events/{slug}/sessions/{key}")


@router.post("/priorities/{priority_id}/position")
def move(priority_id: int, form: Annotated[PlaceForm, Form()], at: AtBoardDep) -> RedirectResponse:
    """Move a priority up or down."""
    at.write(move_priority, priority_id, form, by=at.viewer)
    return at.see()


@router.post("/priorities/{priority_id}/shortlisting")
def shortlist(priority_id: int, at: AtBoardDep) -> RedirectResponse:
    """Put a priority on the shortlist."""
    at.write(shortlist_priority, priority_id, by=at.viewer)
    return at.see()


@router.post("/priorities/{priority_id}/shortlisting/removal")
def unlist(priority_id: int, at: AtBoardDep) -> RedirectResponse:
    """Take a priority off the shortlist."""
    at.write(unlist_priority, priority_id, by=at.viewer)
    return at.see()


@router.post("/priorities/{priority_id}/merge")
def merge(priority_id: int, form: Annotated[MergeForm, Form()], at: AtBoardDep) -> Response:
    """Merge a priority into another one."""
    try:
        at.write(merge_priorities, priority_id, form, by=at.viewer)
    except (BadInput, Refused) as refusal:
        return priority_page(at, priority_id, None, refusal)
    return at.see()


@router.post("/priorities/{priority_id}/merge/undoing")
def undo_the_merge(
    priority_id: int, form: Annotated[UndoingForm, Form()], at: AtBoardDep
) -> Response:
    """Make two priorities of one again."""
    try:
        at.write(undo_merge, form, by=at.viewer)
    except (BadInput, Refused) as refusal:
        return priority_page(at, priority_id, None, refusal)
    return at.see(f"priorities/{priority_id}")


@router.post("/inputs/{client_id}/setting-aside")
def put_aside(client_id: str, at: AtBoardDep) -> RedirectResponse:
    """Set an input aside."""
    at.write(set_aside, client_id, by=at.viewer)
    return at.see()


@router.post("/inputs/{client_id}/bringing-back")
def take_up_again(client_id: str, at: AtBoardDep) -> RedirectResponse:
    """Bring an input back that was set aside."""
    at.write(bring_back, client_id, by=at.viewer)
    return at.see()
