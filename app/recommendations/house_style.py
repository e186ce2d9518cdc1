"""How an organiser's documents look: letterhead, donor line, numbering, typeface.

What was adopted is frozen with its numbers and its letterhead; a new style changes drafts only.
"""

from __future__ import annotations

from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.rights import Action, Person, require
from app.errors import BadInput
from app.events.journal import record
from app.events.models import Event
from app.forms import Form
from app.recommendations.forms import MOST_LINE, Text
from app.recommendations.models import HouseStyle, Numbering, Typeface

MOST_LINES = 6


class HouseStyleForm(Form):
    """The look as typed; every line of `letterhead` is one."""

    letterhead: Text = ""
    donor: Text = ""
    numbering: str = Numbering.FIGURES.value
    typeface: str = Typeface.BOOK.value

    def check(self) -> tuple[Numbering, Typeface]:
        """What was chosen, or BadInput for the first field that cannot be printed."""
        lines = self.letterhead.split("\n")
        if len(lines) > MOST_LINES or any(len(line) > MOST_LINE for line in lines):
            raise BadInput(
                "A letterhead has at most {most} lines, each of at most {length} characters.",
                field="letterhead",
                most=MOST_LINES,
                length=MOST_LINE,
            )
        if len(self.donor) > MOST_LINE or "\n" in self.donor:
            raise BadInput(
                "The donor line is one line of at most {most} characters.",
                field="donor",
                most=MOST_LINE,
            )
        if self.numbering not in set(Numbering):
            raise BadInput("Choose a numbering from the list.", field="numbering")
        if self.typeface not in set(Typeface):
            raise BadInput("Choose a typeface from the list.", field="typeface")
        return Numbering(self.numbering), Typeface(self.typeface)


def house_style(db: Reading, event: Event, *, by: Person | None) -> HouseStyleForm:
    """The look as it is, for the organisers' form."""
    require(by, Action.MANAGE_EVENT, event_id=event.key)
    found = _of(db, event)
    if found is None:
        return HouseStyleForm()
    return HouseStyleForm(
        letterhead=found.letterhead,
        donor=found.donor,
        numbering=found.numbering.value,
        typeface=found.typeface.value,
    )


def set_house_style(
    db: Writing, event: Event, form: HouseStyleForm, *, by: Person | None
) -> HouseStyle:
    """Give drafts of this event a look; adopted texts keep theirs."""
    require(by, Action.MANAGE_EVENT, event_id=event.key)
    numbering, typeface = form.check()
    # Two organisers at once: one after the other through the row of their event.
    db.exec(select(Event).where(col(Event.id) == event.key).with_for_update(key_share=True)).one()
    style = _of(db, event) or HouseStyle(event_id=event.key, changed_at=now())
    style.letterhead, style.donor = form.letterhead, form.donor
    style.numbering, style.typeface = numbering, typeface
    style.changed_at = now()
    db.add(style)
    db.flush()
    record(db, event.key, "set", "house style", by=by.participant_id if by else None)
    return style


def _of(db: Reading, event: Event) -> HouseStyle | None:
    return db.exec(select(HouseStyle).where(col(HouseStyle.event_id) == event.key)).first()
