"""A mail as bytes for a mail server or an .eml file (RFC 5322, 3834, 2369).

Pure: whoever calls says when it was written. Sends nothing and stores nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from app.agenda.invitations import Address

# What may stand for a name as it is (RFC 5322, 3.2.3), and an address without quotes or routes.
_PLAIN = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]{1,60}")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What one mail says, and to whom; `calendar` is iCalendar with its iTIP `method`, or empty.

    `settings` is the page where its reader says which mails they want.
    """

    sender: Address
    reply_to: Address
    to: Address
    subject: str
    text: str
    message_id: str
    language: str
    settings: str = ""
    calendar: str = ""
    method: str = ""


def compose(mail: Outgoing, *, written_at: datetime) -> bytes:
    """The mail with CRLF line ends, in lines of at most 78 octets; ValueError for a bad address.

    A calendar is an alternative to the text, as RFC 6047 (2.4) wants it: mail programs then show
    buttons to accept, not an attached file.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = one_line(mail.subject)
    message["Date"] = format_datetime(written_at)
    message["Message-ID"] = f"<{mail.message_id}>"
    # Nobody's holiday notice shall answer.
    message["Auto-Submitted"] = "auto-generated"
    if mail.settings:
        message["List-Unsubscribe"] = f"<{mail.settings}>"
    message.set_content(mail.text, charset="utf-8", cte="quoted-printable")
    if mail.calendar:
        message.add_alternative(
            mail.calendar,
            subtype="calendar",
            charset="utf-8",
            cte="quoted-printable",
            params={"method": mail.method, "component": "VEVENT"},
        )
        # The standard library chooses a boundary at random; the same mail shall be the same bytes.
        message.set_boundary(f"=_{mail.message_id.partition('@')[0]}")
    # Later than the text, which would take it away.
    message["Content-Language"] = mail.language
    people = [("From", mail.sender), ("To", mail.to)]
    if mail.reply_to.mail != mail.sender.mail:
        people.append(("Reply-To", mail.reply_to))
    return b"".join(_mailbox(*one) for one in people) + message.as_bytes()


def envelope(address: Address) -> str:
    """An address as mail servers pass it on, a domain of other letters as IDNA; else ValueError."""
    local, _, domain = address.mail.rpartition("@")
    passed_on = f"{local}@{domain.encode('idna').decode()}"
    if not _ADDRESS.fullmatch(passed_on):
        raise ValueError("not an address that mail servers pass on")
    return passed_on


def one_line(text: str) -> str:
    """Text as a header may have it: no line ends, nothing that nobody can see."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _mailbox(field: str, address: Address) -> bytes:
    # The standard library folds a long quoted name at its commas and loses the quotes, so that one
    # recipient becomes several; what is not plain is written in encoded words here.
    name = one_line(address.name)
    if name and not _PLAIN.fullmatch(name):
        name = Header(name, "utf-8", header_name=field).encode(linesep="\r\n")
    return f"{field}: {name}\r\n <{envelope(address)}>\r\n".encode("ascii")
