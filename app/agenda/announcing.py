"""The text by which organisers tell of a new version: subject and body, to copy or to send.

Pure: sends nothing and knows no recipients; app.agenda.concerning says whom it concerns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from app.agenda.changes import Change, ChangeKind
from app.agenda.saying import Sayer
from app.agenda.timetable import Timetable
from app.agenda.vevent import CalendarFacts

# Longer addresses are cut or refused by mail programs and browsers.
_LONGEST_MAILTO = 1800


@dataclass(frozen=True, slots=True)
class MailText:
    """A mail as an organiser may change it before it goes."""

    subject: str
    body: str

    @property
    def mailto(self) -> str:
        """A `mailto:` address (RFC 6068) that opens the text, or nothing where it is too long."""
        body = quote(self.body.replace("\n", "\r\n"))
        address = f"mailto:?subject={quote(self.subject)}&body={body}"
        return address if len(address) <= _LONGEST_MAILTO else ""


def mail_of_version(
    timetable: Timetable, changes: Sequence[Change], facts: CalendarFacts, sayer: Sayer,
    *, before: Timetable | None,
) -> MailText:  # fmt: skip
    """What to write about a published version; `changes` since `before` (None: the first one).

    Edited texts are counted in one sentence, for nobody's plans depend on them.
    """
    say = sayer.say
    subject = say("{event}: agenda, {version}", event=facts.title, version=timetable.label)
    assert timetable.published_at is not None
    lines = [
        say("{version} of the agenda was published on {moment} ({zone}).",
            version=timetable.label, moment=sayer.moment(timetable.published_at, timetable.zone),
            zone=timetable.zone),
    ]  # fmt: skip
    if timetable.reference:
        lines.append(say("Reference: {reference}", reference=timetable.reference))
    if before is not None:
        lines += ["", say("What changed since {version}:", version=before.label), ""]
        matters = [change for change in changes if change.kind is not ChangeKind.EDITORIAL]
        lines += [f"- {sayer.change(change)}" for change in matters]
        if edited := len(changes) - len(matters):
            lines.append("- " + say("Texts edited, no plans touched: {count}", count=edited))
    lines += ["", say("The agenda:"), facts.address]
    lines += ["", say("Calendars that are subscribed follow by themselves:")]
    lines.append(f"{facts.address}/agenda.ics")
    return MailText(subject, "\n".join(lines) + "\n")
