"""Changes as sentences in one language, for files and mails. Knows no catalogue and no page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime

from app.agenda.changes import Change
from app.errors import spoken


@dataclass(frozen=True, slots=True)
class Sayer:
    """Says things in one language: `gettext` of its catalogue, dates in its own manner."""

    gettext: Callable[[str], str]
    language: str

    def change(self, change: Change) -> str:
        """ "“Workshop 1” is at 10:00–11:00 instead of 09:30–11:00." """
        values = {
            name: self.day(value) if isinstance(value, date) else value
            for name, value in change.values.items()
        }
        return self.say(change.sentence, **values)

    def say(self, sentence: str, **values: object) -> str:
        """A sentence with its named values; names of entries in this language too."""
        return self.gettext(sentence).format(**spoken(values, self.gettext))

    def day(self, on: date) -> str:
        """ "16 May 2019" """
        return format_date(on, "d MMMM y", locale=_locale(self.language))

    def moment(self, at: datetime, zone: str) -> str:
        """ "16 May 2019, 09:30" in an IANA zone."""
        there = ZoneInfo(zone)
        return format_datetime(at, "d MMMM y, HH:mm", tzinfo=there, locale=_locale(self.language))


def _locale(language: str) -> Locale:
    if language == "en":  # without a country Babel writes dates as in the United States
        return Locale("en", "GB")
    try:
        return Locale.parse(language, sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
