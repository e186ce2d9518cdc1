"""What organisers correct in a reading before it is stored; errors are sentences beside a field.

Knows no database and no document.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from pydantic import BaseModel

from app.agenda.forms import EntryForm, check_hours, clock_in, date_in, kind_in, number_in
from app.agenda.models import SlotKind
from app.errors import BadInput

# What the choice of "which entry of the draft is this" sends for an entry that is new.
NEW = "new"


@dataclass(frozen=True, slots=True)
class Correction:
    """An entry of a reading as an organiser wants it.

    `same_as` is the uid of the entry that it is, NEW, or None: let it be recognised by itself.
    `continues` is the number of the entry that it continues.
    """

    title: str
    abstract: str
    speakers: tuple[str, ...]
    chair: str
    kind: SlotKind
    number: str | None
    day_index: int
    starts: dt.time | None
    ends: dt.time | None
    room: str | None
    parallel_group: str | None
    continues: str | None
    same_as: str | None


class CorrectionForm(BaseModel):
    """The form of one entry of a reading; `revision` is the reading's."""

    title: str = ""
    abstract: str = ""
    speakers: str = ""
    chair: str = ""
    kind: str = SlotKind.SESSION.value
    number: str = ""
    day: str = "0"
    starts: str = ""
    ends: str = ""
    room: str = ""
    parallel_group: str = ""
    continues: str = ""
    same_as: str = ""
    revision: str = "0"

    def checked(self) -> Correction:
        """The values, or BadInput naming the field."""
        text = EntryForm(
            title=self.title, abstract=self.abstract, speakers=self.speakers, kind=self.kind,
            number=self.number, room=self.room, chair=self.chair,
        ).checked()  # fmt: skip
        starts, ends = clock_in(self.starts, "starts"), clock_in(self.ends, "ends")
        check_hours(starts, ends)
        return Correction(
            title=text.title,
            abstract=text.abstract,
            speakers=text.speakers,
            chair=text.chair,
            kind=kind_in(self.kind),
            number=text.number,
            day_index=number_in(self.day, "day"),
            starts=starts,
            ends=ends,
            room=text.room,
            parallel_group=self.parallel_group.strip()[:20] or None,
            continues=self.continues.strip()[:20] or None,
            same_as=self.same_as.strip() or None,
        )

    def base_revision(self) -> int:
        """The reading's revision from which the writer started."""
        return number_in(self.revision, "revision")


class ReadDayForm(BaseModel):
    """The date and the theme of a day of a reading; the date may stay open."""

    on: str = ""
    theme: str = ""

    def checked(self) -> tuple[dt.date | None, str]:
        """The values, or BadInput naming the field."""
        return date_in(self.on, "on"), " ".join(self.theme.split())[:300]


class YearForm(BaseModel):
    """The year of all dates that have none."""

    year: str = ""

    def checked(self) -> int:
        """The year, or BadInput."""
        plain = self.year.strip()
        if not re.fullmatch(r"(19|20|21)\d\d", plain):
            raise BadInput("Give the year in four digits, for instance 2027.", field="year")
        return int(plain)


class AcceptForm(BaseModel):
    """Accepting a reading: the revisions of the draft and of the reading that were looked at."""

    draft: str = "0"
    revision: str = "0"

    def base_revisions(self) -> tuple[int, int]:
        """The draft's and the reading's."""
        return number_in(self.draft, "draft"), number_in(self.revision, "revision")


class SameForm(BaseModel):
    """ "This one is that one": an entry of the reading for an entry that would go."""

    uid: str = ""
    entry: str = ""
    revision: str = "0"
