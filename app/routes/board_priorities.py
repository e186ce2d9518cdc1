"""What the rapporteur makes of the inputs: clusters, and priorities worded and recorded."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.delegations.rights import Action
from app.errors import BadInput, NotFound, PlenaryError, Refused, StaleWrite
from app.routes.at_board import AtBoard, AtBoardDep
from app.routes.board_desk import Typed, desk_page
from app.sessions.forms import ClusterForm, PriorityForm, UndoingForm
from app.sessions.grouping import (
    make_cluster,
    put_into_cluster,
    take_out_of_cluster,
    undo_grouping,
)
from app.sessions.past import merged_into, wordings_of
from app.sessions.prioritising import (
    propose_priority,
    record_priority,
    reword_priority,
    take_back_priority,
)
from app.sessions.queries import whole_board_at

router = APIRouter(prefix="/events/{slug}/sessions/{key}")


@router.post("/clusters")
def group_inputs(form: Annotated[ClusterForm, Form()], at: AtBoardDep) -> Response:
    """Group the ticked inputs: into the cluster named, or into a new one."""
    try:
        at.write(put_into_cluster if form.cluster else make_cluster, form, by=at.viewer)
    except (BadInput, Refused) as refusal:
        return desk_page(at, Typed(title=form.title, inputs=form.inputs), refusal)
    return at.see()


@router.post("/clusters/undoing")
def undo_last_grouping(form: Annotated[UndoingForm, Form()], at: AtBoardDep) -> Response:
    """Take the newest grouping back."""
    try:
        at.write(undo_grouping, form, by=at.viewer)
    except (BadInput, Refused) as refusal:
        return desk_page(at, Typed(), refusal)
    return at.see()


@router.post("/priorities")
def propose(form: Annotated[PriorityForm, Form()], at: AtBoardDep) -> Response:
    """Word a priority from the ticked inputs."""
    try:
        at.write(propose_priority, form, by=at.viewer)
    except (BadInput, Refused) as refusal:
        return desk_page(at, Typed(text=form.text, inputs=form.inputs), refusal)
    return at.see()


@router.get("/priorities/{priority_id}", response_class=HTMLResponse)
def show_priority(priority_id: int, at: AtBoardDep) -> HTMLResponse:
    """One priority, to be reworded."""
    return priority_page(at, priority_id, None)


@router.post("/priorities/{priority_id}")
def reword(priority_id: int, form: Annotated[PriorityForm, Form()], at: AtBoardDep) -> Response:
    """Save another wording, unless somebody saved one meanwhile."""
    try:
        at.write(reword_priority, priority_id, form, by=at.viewer)
    except (BadInput, Refused) as refusal:
        return priority_page(at, priority_id, form, refusal)
    return at.see()


@router.post("/priorities/{priority_id}/record")
def record(priority_id: int, at: AtBoardDep) -> RedirectResponse:
    """Record a priority."""
    at.write(record_priority, priority_id, by=at.viewer)
    return at.see()


@router.post("/priorities/{priority_id}/taking-back")
def take_back(priority_id: int, at: AtBoardDep) -> RedirectResponse:
    """Take a recorded priority back."""
    at.write(take_back_priority, priority_id, by=at.viewer)
    return at.see()


@router.post("/inputs/{client_id}/ungrouping")
def take_out(client_id: str, at: AtBoardDep) -> RedirectResponse:
    """Take an input out of its cluster."""
    at.write(take_out_of_cluster, client_id, by=at.viewer)
    return at.see()


def priority_page(
    at: AtBoard,
    priority_id: int,
    typed: PriorityForm | None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    """One priority to be reworded or merged, with what was typed and why it was refused."""
    with at.database.reading() as db:
        board = whole_board_at(db, at.event, at.key, action=Action.RECORD_PRIORITY, by=at.viewer)
        wordings, merged = wordings_of(db, priority_id), merged_into(db, priority_id)
    priority = next((one for one in board.priorities if one.id == priority_id), None)
    if priority is None:
        raise NotFound("This priority is not on the board. Open the board again.")
    stale = refusal if isinstance(refusal, StaleWrite) else None
    base = str((stale or priority).revision) if stale or typed is None else typed.base
    return at.page(
        "boards/priority.html",
        refusal,
        place=board.place,
        priority=priority,
        closed=board.closure is not None,
        wordings=wordings,
        merged=merged,
        others=[one for one in board.priorities if one is not priority and not one.recorded],
        problem_at="text" if typed else "into",
        # After a stale write the next save starts from the text that is shown beside it.
        typed={"text": typed.text if typed else priority.text, "base": base},
        theirs=stale.theirs if stale else None,
    )
