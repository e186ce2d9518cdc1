"""The words that printed agendas use, in the event's language. Knows no catalogue of messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from app.agenda.models import SlotKind
from app.agenda.timetable import Entry
from app.printing import printable


@dataclass(frozen=True, slots=True)
class Words:
    """Fixed words and dates of one language; patterns keep their `%(names)s`."""

    language: str
    agenda: str
    draft: str
    day: str
    end_of_day: str
    numbered_session: str
    numbered_workshop: str
    labelled: str
    kinds: tuple[tuple[SlotKind, str], ...]
    continued: str
    cancelled: str
    speakers: str
    chair: str
    room: str
    organised_by: str
    online: str
    times_in: str
    until: str
    version: str
    page: str
    whole_agenda: str
    nothing: str

    def label(self, entry: Entry) -> str:
        """ "Workshop 1", or nothing for what has no number."""
        word = {
            SlotKind.SESSION: self.numbered_session,
            SlotKind.WORKSHOP: self.numbered_workshop,
        }.get(entry.kind)
        return word % {"number": line(entry.number)} if word and entry.number else ""

    def title(self, entry: Entry) -> str:
        """The title, or else the kind."""
        return line(entry.title) or dict(self.kinds)[entry.kind]

    def name(self, entry: Entry) -> str:
        """ "Workshop 1: Identifying victims (continued)", in one line."""
        label = self.label(entry)
        words = self.title(entry)
        if label:
            words = self.labelled % {"label": label, "title": words}
        return f"{words} ({self.continued})" if entry.continued else words

    def chaired(self, entry: Entry) -> str:
        """ "Chair: Judge, Court of Appeal", or nothing where the agenda names nobody."""
        name = line(entry.chair)
        return self.chair % {"names": name} if name else ""

    def long_date(self, day: date) -> str:
        """Thursday 16 May 2019"""
        # As on the pages; elsewhere the language's own full form has words between.
        pattern = "EEEE d MMMM y" if self.language.startswith(("en", "fr")) else "full"
        text = format_date(day, pattern, locale=_locale(self.language))
        return text[:1].upper() + text[1:]

    def short_date(self, day: date) -> str:
        """16 May 2019"""
        return format_date(day, "long", locale=_locale(self.language))

    def span(self, days: Sequence[date]) -> str:
        """16–17 May 2019, from the first to the last of `days`; nothing without any."""
        if not days:
            return ""
        first, last = days[0], days[-1]
        until = self.short_date(last)
        if first == last:
            return until
        if (first.year, first.month) == (last.year, last.month) and until.startswith(str(last.day)):
            return f"{first.day}–{until}"
        return f"{self.short_date(first)} – {until}"


def words_in(_: Callable[[str], str], language: str) -> Words:
    """The words in the language of a gettext function, dates in `language` (a locale's name)."""
    return Words(
        language=language,
        agenda=_("Agenda"),
        draft=_("Draft"),
        day=_("Day %(number)s"),
        end_of_day=_("End of day %(number)s"),
        numbered_session=_("Session %(number)s"),
        numbered_workshop=_("Workshop %(number)s"),
        labelled=_("%(label)s: %(title)s"),
        kinds=(
            (SlotKind.REGISTRATION, _("Registration")),
            (SlotKind.OPENING, _("Opening")),
            (SlotKind.KEYNOTE, _("Keynote")),
            (SlotKind.SESSION, _("Session")),
            (SlotKind.WORKSHOP, _("Workshop")),
            (SlotKind.BREAK, _("Break")),
            (SlotKind.PLENARY, _("Plenary")),
            (SlotKind.CLOSING, _("Closing")),
            (SlotKind.SOCIAL, _("Social event")),
            (SlotKind.OTHER, _("Other")),
        ),
        continued=_("continued"),
        cancelled=_("Cancelled"),
        speakers=_("Speakers: %(names)s"),
        chair=_("Chair: %(names)s"),
        room=_("Venue: %(room)s"),
        organised_by=_("Organised by %(organisers)s"),
        online=_("Online"),
        times_in=_("Times in %(zone)s"),
        until=_("until %(time)s"),
        version=_("Version %(number)s"),
        page=_("Page {page} of {pages}"),
        whole_agenda=_("The whole agenda, always in its newest version"),
        nothing=_("Nothing is planned."),
    )


def line(text: str | None) -> str:
    """A text in one line, without characters that no document can hold."""
    return " ".join(printable(text or "").split())


def lines(text: str) -> list[str]:
    """The lines of a text that hold something, each with single blanks."""
    return [found for part in printable(text).split("\n") if (found := " ".join(part.split()))]


def _locale(language: str) -> Locale:
    if language == "en":  # without a country Babel writes dates as in the United States
        return Locale("en", "GB")
    try:
        return Locale.parse(language, sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
