"""What organisers type about an entry, a day or a version; errors are sentences beside a field.

Knows no database: a form turns text into checked values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

from pydantic import BaseModel

from app.agenda.models import SlotKind
from app.errors import BadInput

# What the choice of a continuation or of parallel entries sends for "none": a field that is empty
# does not arrive at all, and what does not arrive stays as it is.
OWN, ALONE = "own", "alone"
# Whoever still has an entry at three in the morning means the night before.
_SMALL_HOURS = time(6)


@dataclass(frozen=True, slots=True)
class EntryText:
    """An entry as an organiser wants it.

    `continues` is the id of an event session, None for a subject of its own, or OWN where that was
    said; `parallel_group` the label that entries side by side share, "" for none, None: as it is.
    """

    title: str
    abstract: str
    speakers: tuple[str, ...]
    chair: str
    kind: SlotKind
    number: str | None
    day: date | None
    starts: time | None
    ends: time | None
    room: str | None
    continues: int | str | None
    parallel_group: str | None


class EntryForm(BaseModel):
    """The form of one entry; every field is text as typed. `revision` is the draft's."""

    title: str = ""
    abstract: str = ""
    speakers: str = ""
    chair: str = ""
    kind: str = SlotKind.SESSION.value
    number: str = ""
    day: str = ""
    starts: str = ""
    ends: str = ""
    room: str = ""
    continues: str = ""
    parallel_group: str = ""
    revision: str = "0"

    def checked(self) -> EntryText:
        """The values, or BadInput naming the field."""
        _check_length(
            self.title, "The title is longer than {most} characters. Shorten it.", "title", 500
        )
        _check_length(
            self.abstract,
            "The text is longer than {most} characters. Shorten it.",
            "abstract",
            8000,
        )
        _check_length(
            self.room, "The room is longer than {most} characters. Shorten it.", "room", 120
        )
        _check_length(
            self.number, "The number is longer than {most} characters. Shorten it.", "number", 20
        )
        _check_length(
            self.speakers,
            "The list of speakers is longer than {most} characters. Shorten it.",
            "speakers",
            4000,
        )
        _check_length(
            self.chair, "The chair is longer than {most} characters. Shorten it.", "chair", 300
        )
        continues: int | str | None = self.continues.strip() or None
        if continues not in (None, OWN):
            continues = number_in(self.continues, "continues")
        if not self.title.strip() and not isinstance(continues, int):
            raise BadInput("Give the entry a title.", field="title")
        starts, ends = clock_in(self.starts, "starts"), clock_in(self.ends, "ends")
        check_hours(starts, ends)
        lines = self.speakers.replace("\r\n", "\n").split("\n")
        return EntryText(
            title=" ".join(self.title.split()),
            abstract=self.abstract.replace("\r\n", "\n").strip(),
            speakers=tuple(line.strip() for line in lines if line.strip()),
            kind=kind_in(self.kind),
            number=self.number.strip() or None,
            day=date_in(self.day, "day"),
            starts=starts,
            ends=ends,
            room=" ".join(self.room.split()) or None,
            continues=continues,
            chair=" ".join(self.chair.split()),
            parallel_group=_group(self.parallel_group),
        )

    def base_revision(self) -> int:
        """The draft's revision from which the writer started."""
        return number_in(self.revision, "revision")


class DayForm(BaseModel):
    """The date and the theme of one day."""

    on: str = ""
    theme: str = ""
    revision: str = "0"

    def checked(self) -> tuple[date, str]:
        """The values, or BadInput naming the field."""
        on = date_in(self.on, "on")
        if on is None:
            raise BadInput("Give the day a date.", field="on")
        theme = " ".join(self.theme.split())
        _check_length(
            theme, "The theme is longer than {most} characters. Shorten it.", "theme", 300
        )
        return on, theme

    def base_revision(self) -> int:
        """The draft's revision from which the writer started."""
        return number_in(self.revision, "revision")


class NewDayForm(BaseModel):
    """A day to be added."""

    on: str = ""
    theme: str = ""

    def checked(self) -> tuple[date, str]:
        """The values, or BadInput naming the field."""
        return DayForm(on=self.on, theme=self.theme).checked()


class RevisionForm(BaseModel):
    """A button that changes the draft; names the revision its page showed."""

    revision: str = "0"

    def base_revision(self) -> int:
        """The draft's revision from which the writer started."""
        return number_in(self.revision, "revision")


class PublishForm(RevisionForm):
    """Publishing: the version's name and the document's reference beside the revision.

    The page fills in the reference that the draft has; who empties it publishes without one.
    """

    label: str = ""
    reference: str = ""


def check_hours(starts: time | None, ends: time | None) -> None:
    """BadInput for an end before its start, unless it is after midnight."""
    if ends is None:
        return
    if starts is None:
        raise BadInput("Give the entry a start, too.", field="starts")
    if ends == starts or (ends < starts and ends > _SMALL_HOURS):
        raise BadInput("The end is not after the start. Correct one of them.", field="ends")


def _group(text: str) -> str | None:
    label = text.strip()[:20]
    return "" if label == ALONE else label or None


def kind_in(text: str) -> SlotKind:
    """The kind that was chosen."""
    try:
        return SlotKind(text)
    except ValueError:
        raise BadInput("Choose what kind of entry this is.", field="kind") from None


def clock_in(text: str, field: str) -> time | None:
    """ "9:30", "09.30", "9h30" or "0930"; None for nothing."""
    plain = text.strip()
    if not plain:
        return None
    found = re.fullmatch(r"(\d{1,2})\s*[:.hH]\s*(\d{2})|(\d{2})(\d{2})", plain)
    if found is not None:
        hour, minute = (int(part) for part in found.groups() if part is not None)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise BadInput("Write the time as hours and minutes, for instance 09:30.", field=field)


def date_in(text: str, field: str) -> date | None:
    """ "2019-05-16"; None for nothing."""
    plain = text.strip()
    if not plain:
        return None
    try:
        return date.fromisoformat(plain)
    except ValueError:
        raise BadInput(
            "Write the date as year, month and day, for instance 2019-05-16.", field=field
        ) from None


def number_in(text: str, field: str) -> int:
    """A whole number that a page put into its form."""
    if re.fullmatch(r"[0-9]{1,9}", text.strip()):
        return int(text)
    raise BadInput("This form is not complete. Load the page again.", field=field)


class PlaceForm(RevisionForm):
    """Where an entry goes: "earlier", "later", "day:7", "end:7", "before:<uid>", "beside:<uid>"."""

    place: str = ""


class ShiftForm(RevisionForm):
    """How many minutes; `way` is "later" or "earlier"; `this_too` takes the entry itself along."""

    minutes: str = ""
    way: str = "later"
    this_too: str = ""

    def checked(self) -> int:
        """The minutes, negative for earlier, or BadInput."""
        plain = self.minutes.strip()
        if not re.fullmatch(r"[0-9]{1,4}", plain) or not 0 < int(plain) < 24 * 60:
            raise BadInput("Give the minutes as a number, for instance 15.", field="minutes")
        return -int(plain) if self.way == "earlier" else int(plain)


def _check_length(text: str, sentence: str, field: str, most: int) -> None:
    if len(text.strip()) > most:
        raise BadInput(sentence, field=field, most=most)
