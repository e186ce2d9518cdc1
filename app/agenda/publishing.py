"""Publishing: the draft is frozen as the next version, and stays as the draft of the one after.

A published version is written here once and never again. Knows no document and no page.
"""

from __future__ import annotations

from app.agenda.changes import changes_between
from app.agenda.drafts import draft_for_update
from app.agenda.freezing import freeze
from app.agenda.models import Agenda
from app.agenda.queries import PublishedVersion, newest_timetable, timetable_of
from app.agenda.timetable import Timetable
from app.clock import now
from app.db import Writing
from app.delegations.rights import Person
from app.errors import BadInput, Refused
from app.events.journal import record
from app.events.models import Event

# Of a version's name and of its reference.
_LONGEST = 120


def publish_version(
    db: Writing,
    event: Event,
    label: str,
    *,
    reference: str | None = None,
    revision: int | None = None,
    by: Person | None,
) -> PublishedVersion:
    """Freeze the draft as the next version, named `label` ("Version 2" if it is empty).

    `reference` is the document's (None: as `next_reference` has it); `revision` is the draft's as
    its publisher saw it (None: as it is now). Refused when the draft is empty, has entries without
    a date, says nothing new, or was changed meanwhile.
    """
    _check_length(label, "The name is longer than {most} characters. Shorten it.", "label")
    _check_length(
        reference or "", "The reference is longer than {most} characters. Shorten it.", "reference"
    )
    draft = draft_for_update(db, event, by=by)
    if revision is not None and revision != draft.revision:
        raise Refused(
            "The draft was changed while you were looking at it. "
            "Read the list of changes again, then publish."
        )
    before = newest_timetable(db, event)
    if reference is None:
        reference = next_reference(event, draft.reference, before)
    if reference.strip() != draft.reference:
        draft.reference = reference.strip()
        draft.revision += 1
    drafted = timetable_of(db, event, draft)
    _refuse_unready(before, drafted)
    moment = now()
    number = (before.number or 0) + 1 if before else 1
    version = Agenda(
        event_id=event.key,
        number=number,
        label=label.strip() or f"Version {number}",
        reference=draft.reference,
        revision=draft.revision,
        created_at=moment,
        published_at=moment,
        published_by_id=by.participant_id if by else None,
    )
    db.add(version)
    db.flush()
    freeze(db, event, draft, version, drafted, before)
    record(
        db,
        event.key,
        "publish",
        f"agenda {version.key}",
        by=by.participant_id if by else None,
        number=number,
    )
    return PublishedVersion(number, version.label, version.reference, moment)


def next_reference(event: Event, drafted: str, before: Timetable | None) -> str:
    """The reference of the next version if nobody types another one.

    The draft's (`drafted`); before the first version (`before` None) the event's, where its
    document gave none. Later an empty one is empty because somebody emptied it.
    """
    return drafted or (event.reference if before is None else "")


def _check_length(text: str, sentence: str, field: str) -> None:
    if len(text.strip()) > _LONGEST:
        raise BadInput(sentence, field=field, most=_LONGEST)


def _refuse_unready(before: Timetable | None, drafted: Timetable) -> None:
    if not drafted.entries:
        raise Refused("The draft has no entries yet. Read in a document or add an entry first.")
    undated = [entry for entry in drafted.entries if entry.day is None]
    if undated:
        raise Refused(
            "{count} of the entries have no date yet, the first is “{name}”. "
            "Give its day a date, then publish.",
            count=len(undated),
            name=undated[0].name,
        )
    if not changes_between(before, drafted):
        raise Refused("Nothing has changed since the last version, so there is nothing to publish.")
