"""Looking for entries of a timetable: words with accents and case folded, a day, a room, a kind.

Pure: knows timetables, no page. `static/js/agenda_find.js` looks by the same rules while somebody
types; what is folded here has to be folded there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.agenda.timetable import Entry, Timetable

# Letters that Unicode does not take apart, though readers type them without the stroke.
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_MOST = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; empty parts ask for nothing."""

    text: str = ""
    day: str = ""
    room: str = ""
    kind: str = ""

    @classmethod
    def of(cls, text: str, day: str, room: str, kind: str) -> Wanted:
        """From the parts of an address: stripped, and cut to what anybody would type."""
        return cls(*(part.strip()[:_MOST] for part in (text, day, room, kind)))

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for at all."""
        return self != Wanted()

    def shows(self, entry: Entry, *said: str) -> bool:
        """Whether an entry is wanted; `said` is how the page words its label and kind."""
        if self.day and str(entry.day) != self.day:
            return False
        if self.room and entry.room != self.room:
            return False
        if self.kind and entry.kind.value != self.kind:
            return False
        words = folded(self.text).split()
        if not words:
            return True
        text = folded(" ".join((*_texts(entry), *said)))
        return all(word in text for word in words)


@dataclass(frozen=True, slots=True)
class Choices:
    """What one can choose among in a timetable, each in the order of the programme."""

    days: tuple[date, ...]
    rooms: tuple[str, ...]
    kinds: tuple[str, ...]


def choices_in(timetable: Timetable) -> Choices:
    """The days, rooms and kinds that occur; rooms in alphabetical order."""
    entries = timetable.entries
    return Choices(
        days=tuple(day.on for day in timetable.days if day.on is not None),
        rooms=tuple(sorted({entry.room for entry in entries if entry.room})),
        kinds=tuple(dict.fromkeys(entry.kind.value for entry in entries)),
    )


def folded(text: str) -> str:
    """ "Café Łódź" as "cafe lodz": what is compared when somebody searches."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return bare.translate(_STROKES)


def _texts(entry: Entry) -> Iterable[str]:
    # The page does not repeat the text of what is continued or cancelled.
    abstract = "" if entry.continued or entry.is_cancelled else entry.abstract
    chair = "" if entry.is_cancelled else entry.chair
    return (entry.label, entry.title, abstract, *entry.speakers, chair, entry.room or "")
