"""Where mails go: a mail server (SMTP, RFC 5321), or files where none is set.

Says of every failure whether the mail may have been taken all the same. Knows no table, no log.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from app.agenda.invitations import Address
from app.mail.composing import envelope
from app.settings import Security, Settings

# Seconds for one answer of the server, and for the one that says whether it took the mail: giving
# up on that one early would only make the mail uncertain (RFC 5321, 4.5.3.2.6).
_PATIENCE, _LAST_PATIENCE = 60.0, 600.0
# 251: it passes the mail on.
_WILLING = {250, 251}
_FIRST_LINE_DOT = re.compile(rb"^\.", re.MULTILINE)


class Unreachable(Exception):
    """There is no mail server to speak with now; the mail was certainly not taken."""

    def __init__(self, sentence: str, reply: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.reply = sentence, reply


class NotTaken(Exception):
    """The server refused this mail, for good or for now; it certainly was not taken."""

    def __init__(self, sentence: str, reply: str, *, for_good: bool) -> None:
        super().__init__(sentence)
        self.sentence, self.reply, self.for_good = sentence, reply, for_good


class NoAnswer(Exception):
    """The mail was handed over and the server's answer never came: perhaps taken, perhaps not."""


class MailServer:
    """One conversation with the mail server, opened with the first mail."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._smtp: smtplib.SMTP | None = None
        self._is_addressed = False

    def open(self) -> None:
        """Connect and sign in, or Unreachable."""
        if self._smtp is not None:
            return
        try:
            self._smtp = self._connected()
        except smtplib.SMTPAuthenticationError:
            raise Unreachable("The mail server refuses our user name or password.") from None
        except smtplib.SMTPNotSupportedError:
            raise Unreachable("The mail server does not offer what the settings ask for.") from None
        except ssl.SSLError:
            raise Unreachable("The connection to the mail server cannot be made safe.") from None
        except (smtplib.SMTPException, OSError):
            raise Unreachable("The mail server does not answer.") from None

    def address(self, sender: Address, to: Address) -> None:
        """Say from whom and to whom the next mail goes; NotTaken or Unreachable."""
        from_whom, to_whom = envelope(sender), envelope(to)
        self.open()
        assert self._smtp is not None
        try:
            if self._is_addressed:  # the one before was called off
                self._smtp.rset()
            self._is_addressed = True
            answer = self._smtp.mail(from_whom)
            if answer[0] == 250:
                answer = self._smtp.rcpt(to_whom)
            self._check(answer, _WILLING, "The mail server refused the address.")
        except (smtplib.SMTPException, OSError):
            self._hang_up()
            raise Unreachable("The mail server broke the conversation off.") from None

    def hand_over(self, content: bytes) -> None:
        """Give the mail that was addressed; NotTaken, Unreachable or NoAnswer."""
        assert self._smtp is not None
        try:
            self._check(self._smtp.docmd("data"), {354}, "The mail server refused the mail.")
        except (smtplib.SMTPException, OSError):
            self._hang_up()
            raise Unreachable("The mail server broke the conversation off.") from None
        try:
            self._smtp.send(_dotted(content))
            _wait_for(self._smtp, _LAST_PATIENCE)
            answer = self._smtp.getreply()
        except (smtplib.SMTPException, OSError):
            self._hang_up()
            raise NoAnswer from None
        _wait_for(self._smtp, _PATIENCE)
        self._is_addressed = False
        self._check(answer, {250}, "The mail server refused the mail.")

    def close(self) -> None:
        """Take leave."""
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (smtplib.SMTPException, OSError):
                self._smtp.close()
            self._smtp = None

    def _connected(self) -> smtplib.SMTP:
        settings = self._settings
        assert settings.smtp_host is not None
        # Our own name is that of our pages: asking for the machine's may take a name server's time.
        where = (settings.smtp_host, settings.smtp_port, _own_name(settings.base_url))
        context = ssl.create_default_context()
        smtp = (
            smtplib.SMTP_SSL(*where, timeout=_PATIENCE, context=context)
            if settings.smtp_security is Security.TLS
            else smtplib.SMTP(*where, timeout=_PATIENCE)
        )
        try:
            if settings.smtp_security is Security.STARTTLS:
                smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
            if settings.smtp_user:
                smtp.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _check(self, answer: tuple[int, bytes], good: set[int], sentence: str) -> None:
        code, words = answer
        if code in good:
            return
        said = f"{code} {words.decode(errors='replace')}"
        if code == 421:  # it closes: nothing to do with this mail
            self._hang_up()
            raise Unreachable("The mail server broke the conversation off.", said)
        raise NotTaken(sentence, said, for_good=500 <= code < 600)

    def _hang_up(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None
            self._is_addressed = False


def _wait_for(smtp: smtplib.SMTP, seconds: float) -> None:
    if smtp.sock is not None:
        smtp.sock.settimeout(seconds)


def _own_name(base_url: str) -> str:
    """Our name in HELO: a host's name, or an address in brackets (RFC 5321, 4.1.3)."""
    host = urlsplit(base_url).hostname or "localhost"
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return f"[IPv6:{address}]" if address.version == 6 else f"[{address}]"


def write_file(folder: Path, name: str, content: bytes) -> None:
    """Write a mail as a file, whole or not at all; a file of the same name is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{name}.part"
    unfinished.write_bytes(content)
    unfinished.replace(folder / name)


def _dotted(content: bytes) -> bytes:
    """A mail as it goes over the line: dots doubled, a dot alone at the end (RFC 5321, 4.5.2)."""
    ended = content if content.endswith(b"\r\n") else content + b"\r\n"
    return _FIRST_LINE_DOT.sub(b"..", ended) + b".\r\n"
