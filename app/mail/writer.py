"""Words mails for people, each in their language: the event's own text or the usual one, filled.

Makes no link: `{link}` stays in its place until the mail is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import select

from app.agenda.saying import Sayer
from app.agenda.timetable import Timetable
from app.agenda.vevent import CalendarFacts
from app.db import Reading
from app.events.models import Event
from app.mail.models import MailKind, MailText
from app.mail.recipients import Occasion, Recipient
from app.mail.texts import USUAL, filled


@dataclass(frozen=True, slots=True)
class Writer:
    """Words mails of one kind for people, in their languages.

    `own` are the event's own texts by language; `sayers` has every language that there is.
    """

    event: Event
    occasion: Occasion
    facts: CalendarFacts
    sayers: Mapping[str, Sayer]
    own: Mapping[str, tuple[str, str]]
    # What is the same for everybody, by language: dates are slow to put into words.
    _same: dict[str, dict[str, str]] = field(default_factory=dict, compare=False, repr=False)

    def language_for(self, person: Recipient) -> str:
        """The person's language where we speak it, else the event's, else English."""
        return spoken_language(person.language, self.event, self.sayers)

    def text(self, language: str) -> tuple[str, str]:
        """Subject and body in one language, with their fields."""
        usual = USUAL[self.occasion.kind]
        say = self.sayers[language].gettext
        return self.own.get(language) or (say(usual.subject), say(usual.body))

    def worded(
        self, person: Recipient, text: tuple[str, str] | None = None, language: str = ""
    ) -> tuple[str, str]:
        """Subject and body for one person, `{link}` left in its place."""
        language = language or self.language_for(person)
        subject, body = text or self.text(language)
        values = self._values(person, self.sayers[language])
        return filled(subject, values).strip(), filled(body, values)

    def _values(self, person: Recipient, sayer: Sayer) -> dict[str, str]:
        return self._same_for_all(sayer) | {
            "name": person.name,
            "function": person.function,
            "delegation": person.delegation,
            "changes": "\n".join(f"- {sayer.change(change)}" for change in person.changes),
        }

    def _same_for_all(self, sayer: Sayer) -> dict[str, str]:
        if sayer.language not in self._same:
            timetable = self.occasion.timetable
            self._same[sayer.language] = {
                "event": self.event.title,
                "short_title": self.event.short_title or self.event.title,
                "when_and_where": _when_and_where(self.event, timetable, sayer),
                "organisers": self.event.organisers,
                "agenda": self.facts.address,
                "version": timetable.label if timetable else "",
                **_first_session(timetable, sayer),
            }
        return self._same[sayer.language]


def spoken_language(wanted: str | None, event: Event, sayers: Mapping[str, Sayer]) -> str:
    """The wanted language where we speak it, else the event's, else English."""
    known = (wanted, event.language, "en")
    return next(one for one in known if one is not None and one in sayers)


def own_texts(db: Reading, event: Event, kind: MailKind) -> dict[str, tuple[str, str]]:
    """The event's own texts of a kind, by language."""
    rows = db.exec(select(MailText).where(MailText.event_id == event.key, MailText.kind == kind))
    return {row.language: (row.subject, row.body) for row in rows}


def _first_session(timetable: Timetable | None, sayer: Sayer) -> dict[str, str]:
    """What a calendar invitation says of a session: of the first one, to try the words with."""
    first = (
        next((one for one in timetable.entries if not one.is_break), None) if timetable else None
    )
    if first is None:
        return {}
    day = sayer.day(first.day) if first.day else ""
    when = ", ".join(part for part in (day, first.hours) if part)
    return {
        "what": sayer.say("Invitation: {name}", name=first.name),
        "time_and_room": "\n".join(part for part in (when, first.room) if part),
    }


def _when_and_where(event: Event, timetable: Timetable | None, sayer: Sayer) -> str:
    days = [day.on for day in timetable.days if day.on is not None] if timetable else []
    ends = dict.fromkeys(sayer.day(day) for day in (days[:1] + days[-1:]))
    return ", ".join(part for part in (" – ".join(ends), event.place) if part)
