"""What mails say: the usual texts, the named fields in them, and an event's own checked.

Pure: texts are gettext message ids until somebody's language is known. Knows no database.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from app.errors import BadInput
from app.mail.models import MailKind

SUBJECT, BODY = 200, 8000
_FIELD = re.compile(r"\{([a-z_]+)\}")


def _(sentence: str) -> str:
    return sentence  # put into a language where the mail is written


@dataclass(frozen=True, slots=True)
class Usual:
    """The text of a kind of mail where an event has none of its own; message ids."""

    subject: str
    body: str
    # Without it the mail would be useless.
    needed: str


USUAL = {
    MailKind.INVITATION: Usual(
        _("{short_title}: your personal link"),
        _(
            "Dear {name},\n\nyou are invited to this event:\n\n{event}\n{when_and_where}\n\n"
            "This link is yours. It shows you the agenda and lets you take part, on any device and "
            "without a password. Please keep it to yourself.\n\n{link}\n\n{organisers}"
        ),
        "link",
    ),
    MailKind.REMINDER: Usual(
        _("{short_title}: your personal link, once more"),
        _(
            "Dear {name},\n\nyour personal link for {event} has not been opened yet. This is a new "
            "one; it works on any device, without a password.\n\n{link}\n\n{when_and_where}\n\n"
            "{organisers}"
        ),
        "link",
    ),
    MailKind.CHANGES: Usual(
        _("{short_title}: what changed for you"),
        _(
            "Dear {name},\n\n{version} of the agenda is published. For you this has changed:\n\n"
            "{changes}\n\nThe whole agenda:\n{agenda}\n\n{organisers}"
        ),
        "changes",
    ),
    # Nothing but fields, which are put into the reader's language: no words to translate.
    MailKind.CALENDAR: Usual("{what}", "{what}\n{time_and_room}\n{event}\n{agenda}", "what"),
}
# Kinds whose words an event may change; the others say what the agenda says.
EDITABLE = tuple(USUAL)
# Kinds that organisers send to people they choose; calendar invitations go to whom they concern.
CHOSEN = tuple(kind for kind in EDITABLE if kind is not MailKind.CALENDAR)

# What each field stands for.
FIELDS = {
    "name": _("name of the person"),
    "function": _("function of the person"),
    "delegation": _("delegation of the person"),
    "event": _("title of the event"),
    "short_title": _("short title of the event"),
    "when_and_where": _("days and place of the event"),
    "organisers": _("who organises it"),
    "agenda": _("address of the agenda"),
    "link": _("personal link, made when the mail is sent"),
    "version": _("name of the version"),
    "changes": _("what changed for the person, a line for each"),
    "what": _("“Invitation” or “Cancelled”, with the name of the session"),
    "time_and_room": _("day, hours and room of the session"),
}
_ONLY_CHANGES = {"version", "changes"}
_ONLY_CALENDAR = {"what", "time_and_room"}
_IN_CALENDAR = {"name", "event", "short_title", "organisers", "agenda"} | _ONLY_CALENDAR


def fields_of(kind: MailKind) -> dict[str, str]:
    """The fields that a mail of this kind may have, with what they stand for."""
    if kind is MailKind.CALENDAR:
        return {name: words for name, words in FIELDS.items() if name in _IN_CALENDAR}
    not_here = _ONLY_CALENDAR | (set() if kind is MailKind.CHANGES else _ONLY_CHANGES)
    return {name: words for name, words in FIELDS.items() if name not in not_here}


class TextForm(BaseModel):
    """An event's own text; `base` is when the one was saved that it was written from."""

    subject: str = ""
    body: str = ""
    base: str = ""

    def checked(self, kind: MailKind) -> tuple[str, str]:
        """Subject and body, or BadInput naming the field."""
        subject = " ".join(self.subject.split())
        body = self.body.replace("\r\n", "\n").strip()
        if not subject:
            raise BadInput("Give the mail a subject.", field="subject")
        for text, most, field in ((subject, SUBJECT, "subject"), (body, BODY, "body")):
            if len(text) > most:
                raise BadInput(
                    "This is {count} characters long; {most} fit. Shorten it.",
                    field=field, count=len(text), most=most,
                )  # fmt: skip
            for name in _FIELD.findall(text):
                if name not in fields_of(kind):
                    raise BadInput(
                        "There is no field {name}. Choose one of the fields named beside the text.",
                        field=field, name="{" + name + "}",
                    )  # fmt: skip
        if "{link}" in subject:
            raise BadInput("A personal link belongs into the text, not the subject.",
                           field="subject")  # fmt: skip
        needed = "{" + USUAL[kind].needed + "}"
        if needed not in body:
            raise BadInput("The text needs {name}. Put it where it shall stand.", field="body",
                           name=needed)  # fmt: skip
        return subject, body


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its fields; one that has no value stays (the link's), empty lines close up."""
    put = _FIELD.sub(lambda field: values.get(field[1], field[0]), text)
    return re.sub(r"\n{3,}", "\n\n", put).strip() + "\n"
