"""Moving a paragraph past its neighbour in print. Knows the printed order, no text."""

from __future__ import annotations

from app.db import Writing
from app.delegations.rights import Action, Person
from app.errors import BadInput, Refused
from app.events.journal import record
from app.events.models import Event
from app.recommendations.assembling import assemble, neighbours
from app.recommendations.forms import MoveForm
from app.recommendations.loading import load_records
from app.recommendations.locking import (
    acting,
    changed,
    open_conclusions_for_update,
    paragraph_of,
)
from app.recommendations.models import Paragraph
from app.recommendations.queries import today


def move_paragraph(
    db: Writing, event: Event, paragraph_id: int, form: MoveForm, *, by: Person | None
) -> Paragraph:
    """Let a paragraph change places with the one printed before ("up") or after it ("down")."""
    rapporteur = acting(by, Action.MERGE_RECOMMENDATIONS, event)
    if form.direction not in ("up", "down"):
        raise BadInput("Choose whether the paragraph moves up or down.", field="direction")
    conclusions = open_conclusions_for_update(db, event)
    paragraph = paragraph_of(db, conclusions, paragraph_id)
    # In print a part gathers what lies apart in the order of entry; people move what they see.
    printed = assemble(load_records(db, event), on=today(event))
    before, after = neighbours(printed, paragraph_id)
    other_id = before if form.direction == "up" else after
    if other_id is None:
        raise Refused("This paragraph already stands at the edge of its part.")
    other = paragraph_of(db, conclusions, other_id)
    paragraph.position, other.position = other.position, paragraph.position
    changed(conclusions)
    record(db, event.key, "move", f"paragraph {paragraph.key}", by=rapporteur, past=other.key)
    return paragraph
