"""A published summary for tests."""

from __future__ import annotations

from app.db import Writing
from app.delegations.rights import Person
from app.events.models import Event
from app.summary.forms import BaseForm, SummaryForm
from app.summary.writing import publish_summary, write_summary

ABOUT = "Children are harmed online, in every country."
TOLD = "Reports come late.\n\nOne office in each State would help."


def publish(db: Writing, event: Event, *, by: Person, told: str = "workshop-1") -> None:
    """Write a summary that tells of one event session, and publish it."""
    form = SummaryForm(
        about=ABOUT,
        outcome="More States have one office.",
        thanks="To the donors.",
        links="The convention | https://www.example.org/convention",
        keys=[told],
        passages=[TOLD],
    )
    write_summary(db, event, form, by=by)
    publish_summary(db, event, BaseForm(base="1"), by=by)
