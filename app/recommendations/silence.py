"""The silence procedure: opened, called off, or recorded as adopted once its time is over.

That the time is over adopts nothing by itself: somebody looks and records it, because adopting
freezes the text, and a server that slept over the deadline must not decide for the delegations.
From the deadline on objections are reservations, so nothing is lost by looking later.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.rights import Action, Person
from app.errors import BadInput, Refused
from app.events.journal import record
from app.events.models import Event
from app.recommendations.adopting import Agreed, freeze_adoption
from app.recommendations.answers import newest_circulation
from app.recommendations.assembling import assemble, numbers_in
from app.recommendations.loading import load_records
from app.recommendations.locking import acting, open_conclusions_for_update
from app.recommendations.models import Adoption, AdoptionMode, Conclusions
from app.recommendations.queries import today
from app.recommendations.rules import refuse_unfinished
from app.recommendations.silence_forms import CallingOffForm, SilenceForm
from app.recommendations.silence_models import Silence, SilenceEnd
from app.recommendations.stages import Act, stage_after
from app.recommendations.words import Translate, adoption_clause

USUAL = timedelta(hours=72)


def open_silence(db: Writing, event: Event, form: SilenceForm, *, by: Person | None) -> Silence:
    """Ask all delegations for their silence on the circulated text until `form.deadline`.

    The deadline is wall time in the event's zone. Refused while something stops an adoption.
    """
    who = acting(by, Action.ADOPT_CONCLUSIONS, event)
    conclusions = open_conclusions_for_update(db, event)
    after = stage_after(conclusions.state, Act.OPEN_SILENCE)
    deadline = form.check(event.zone)
    moment = now()
    if deadline <= moment:
        raise BadInput("This time is over. Choose one that is still to come.", field="deadline")
    if deadline < moment + USUAL and not form.reason:
        raise BadInput(
            "Delegations usually have 72 hours. Say why they have less this time.", field="reason"
        )
    circulation = newest_circulation(db, conclusions.key)
    assert circulation is not None, "only a circulated text leads to a silence procedure"
    records = load_records(db, event)
    refuse_unfinished(records, numbers_in(assemble(records, on=today(event))))
    silence = Silence(
        conclusions_id=conclusions.key,
        circulation_id=circulation.key,
        deadline=deadline,
        reason=form.reason if deadline < moment + USUAL else "",
        opened_at=moment,
        opened_by_id=who,
    )
    db.add(silence)
    conclusions.state = after
    db.flush()
    record(
        db, event.key, "open silence", f"conclusions {conclusions.key}", by=who,
        deadline=deadline.isoformat(), reason=silence.reason,
    )  # fmt: skip
    return silence


def call_off_silence(
    db: Writing, event: Event, form: CallingOffForm, *, by: Person | None
) -> Silence:
    """End the procedure without a result; the text stays circulated."""
    who = acting(by, Action.ADOPT_CONCLUSIONS, event)
    form.check()
    conclusions = open_conclusions_for_update(db, event)
    conclusions.state = stage_after(conclusions.state, Act.CALL_OFF_SILENCE)
    silence = running_silence(db, conclusions)
    end_silence(silence, SilenceEnd.CALLED_OFF, reason=form.reason, by=who)
    record(
        db, event.key, "call off silence", f"conclusions {conclusions.key}", by=who,
        reason=form.reason,
    )  # fmt: skip
    return silence


def adopt_by_silence(
    db: Writing, event: Event, *, translate: Translate = str, by: Person | None
) -> Adoption:
    """Record that nobody objected until the deadline; the text is adopted as of that day."""
    who = acting(by, Action.ADOPT_CONCLUSIONS, event)
    conclusions = open_conclusions_for_update(db, event)
    after = stage_after(conclusions.state, Act.ADOPT_BY_SILENCE)
    silence = running_silence(db, conclusions)
    if silence.deadline > now():
        raise Refused("Delegations may still object. Record the adoption after the deadline.")
    end_silence(silence, SilenceEnd.ADOPTED, by=who)
    until = silence.deadline.astimezone(ZoneInfo(event.zone))
    clause = adoption_clause(AdoptionMode.SILENCE, translate)
    agreed = Agreed(
        mode=AdoptionMode.SILENCE,
        clause=clause.format(deadline=_said(until)),
        on=until.date(),
        after=after,
    )
    return freeze_adoption(db, event, conclusions, agreed, translate=translate, by=who)


def running_silence(db: Reading, conclusions: Conclusions) -> Silence:
    """The procedure that is open; Refused where there is none."""
    silence = db.exec(
        select(Silence)
        .where(col(Silence.conclusions_id) == conclusions.key, col(Silence.end).is_(None))
        .order_by(col(Silence.id).desc())
    ).first()
    if silence is None:
        raise Refused("No silence procedure is open.")
    return silence


def end_silence(silence: Silence, end: SilenceEnd, *, reason: str = "", by: int) -> None:
    """Say how a procedure ended, when and by whom."""
    silence.end = end
    silence.end_reason = reason
    silence.ended_at = now()
    silence.ended_by_id = by


def _said(moment: datetime) -> str:
    """2019-05-20, 12:00 (Europe/Paris): the same in every language, with its zone."""
    return f"{moment:%Y-%m-%d, %H:%M} ({moment.tzinfo})"
