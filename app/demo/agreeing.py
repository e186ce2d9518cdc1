"""Tells how delegations agreed: their answers to the circulated text, silence, adoption."""

from __future__ import annotations

from sqlmodel import col, select

from app.db import Reading, Writing
from app.delegations.models import Role
from app.demo.people import somebody
from app.demo.samples import Facts
from app.events.models import Event
from app.recommendations.adopting import adopt_conclusions
from app.recommendations.answering import agree_to_all
from app.recommendations.forms import AdoptionForm
from app.recommendations.models import AdoptionMode, Conclusions
from app.recommendations.silence import adopt_by_silence, open_silence
from app.recommendations.silence_forms import SilenceForm


def agree(db: Writing, event: Event, told: Facts) -> None:
    """Heads of delegation agree to the circulated text as it stands."""
    revision = _revision(db, event)
    for delegation in told["delegations"]:
        head = somebody(db, event, Role.HEAD, delegation=delegation)
        agree_to_all(db, event, revision=revision, by=head)


def ask_for_silence(db: Writing, event: Event, told: Facts) -> None:
    """The chair asks all delegations for their silence until `told["deadline"]`, wall time."""
    form = SilenceForm(deadline=told["deadline"], reason=told.get("reason", ""))
    open_silence(db, event, form, by=somebody(db, event, Role.CHAIR))


def adopt(db: Writing, event: Event, told: Facts) -> None:
    """The chair adopts the text as it stands, or records that nobody objected."""
    chair = somebody(db, event, Role.CHAIR)
    if told["mode"] == AdoptionMode.SILENCE:
        adopt_by_silence(db, event, by=chair)
        return
    form = AdoptionForm(mode=told["mode"], note=told.get("note", ""), revision=_revision(db, event))
    adopt_conclusions(db, event, form, by=chair)


def _revision(db: Reading, event: Event) -> int:
    return db.exec(select(Conclusions.revision).where(col(Conclusions.event_id) == event.key)).one()
