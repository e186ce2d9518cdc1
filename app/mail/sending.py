"""The sender: a thread that gives queued mails to the mail server, each once.

A mail is marked as being sent, and that is on disk, before the server gets its text. Whoever finds
the mark without a sender does not know what became of the mail, and asks a person. Logs no name.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from app.clock import now
from app.db import Database
from app.mail.ledger import UNKNOWN, UNWRITABLE, Ledger
from app.mail.models import MailState
from app.mail.post import MailServer, NoAnswer, NotTaken, Unreachable
from app.mail.turn import Turn
from app.settings import Settings

# Seconds until a server that was silent is asked again, at most: doubled each time.
_LONGEST_SILENCE = 900.0
# A fresh process answers its readers first.
_FIRST_LOOK = 1.0
_REMIND_EVERY = 60.0
# Another process has the turn: it is asked for again after so long.
_TAKEN = 3.0

_log = logging.getLogger("plenary.mail")


class Sender:
    """Sends what is due in one database, in a thread of its own.

    New mails are told of; what another process queued is found within `look_every` seconds. A mail
    server that does not answer is asked again after `first_silence` seconds, then less often.
    `remind` is asked every minute or so, to queue what became due by itself.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        *,
        look_every: float = 30.0,
        first_silence: float = 5.0,
        remind: Callable[[], object] | None = None,
    ) -> None:
        self._settings = settings
        self._ledger = Ledger(database, settings)
        self._turn = Turn(database)
        self._remind = remind
        self._reminded_at = -_REMIND_EVERY
        self._stopping = threading.Event()
        self._woken = threading.Event()
        self._thread: threading.Thread | None = None
        self._look_every = look_every
        self._first_silence = self._silence = first_silence

    def start(self) -> None:
        """Begin, in a thread."""
        self._thread = threading.Thread(target=self._run, name="plenary-mail", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the mail that is being sent; without a start it does nothing."""
        self._stopping.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def wake(self) -> None:
        """Look at once: something was queued."""
        self._woken.set()

    def look(self) -> bool:
        """Send all that is due; what was interrupted is uncertain. False: somebody else sends."""
        if not self._ledger.is_something_to_do():
            return True
        if not self._turn.take():
            return False
        server = MailServer(self._settings) if self._settings.smtp_host else None
        try:
            self._ledger.ask_about_the_interrupted()
            while not self._stopping.is_set() and (due := self._ledger.due()):
                for mail_id in due:
                    if self._stopping.is_set() or not self._turn.is_held():
                        return True
                    self._send(mail_id, server)
        except Unreachable as silence:
            self._ledger.postpone(self._silence, silence.sentence, silence.reply[:300])
            self._silence = min(self._silence * 2, _LONGEST_SILENCE)
        finally:
            if server is not None:
                server.close()
            self._turn.give_back()
        return True

    def _run(self) -> None:
        pause = _FIRST_LOOK
        while not self._stopping.is_set():
            self._woken.wait(pause)
            self._woken.clear()
            if self._stopping.is_set():
                return
            pause = self._look_every
            try:
                self._remind_now_and_then()
                # What is due is in other hands, and they need no help.
                pause = self._until_due() if self.look() else min(_TAKEN, self._look_every)
            except Exception as error:  # noqa: BLE001 - this thread outlives a database that is away
                # The class only: a message may name people and their addresses.
                _log.warning("Sending mails was interrupted (%s).", type(error).__name__)

    def _remind_now_and_then(self) -> None:
        if self._remind is None or time.monotonic() - self._reminded_at < _REMIND_EVERY:
            return
        self._reminded_at = time.monotonic()
        self._remind()

    def _until_due(self) -> float:
        due_at = self._ledger.next_attempt()
        if due_at is None:
            return self._look_every
        return min(self._look_every, max(0.1, (due_at - now()).total_seconds()))

    def _send(self, mail_id: int, server: MailServer | None) -> None:
        """One mail, to its end or to its next attempt. Unreachable when there is no server."""
        try:
            envelope = self._ledger.addressed(mail_id)
            if envelope is None:
                return
            if server is not None:
                server.address(envelope.sender, envelope.to)
            sealed = self._ledger.sealed(mail_id, envelope, as_file=server is None)
        except NotTaken as refusal:
            self._ledger.settle_refused(mail_id, "", refusal)
        except (ValueError, LookupError):
            self._ledger.fail(mail_id, UNWRITABLE)
        else:
            if sealed is not None and server is not None:
                self._hand_over(mail_id, *sealed, server)

    def _hand_over(self, mail_id: int, claim: str, content: bytes, server: MailServer) -> None:
        settle = self._ledger.settle
        try:
            server.hand_over(content)
        except NotTaken as refusal:
            self._ledger.settle_refused(mail_id, claim, refusal)
        except NoAnswer:
            settle(mail_id, claim, state=MailState.UNCERTAIN, problem=UNKNOWN)
        except Unreachable:
            settle(mail_id, claim, state=MailState.QUEUED)
            raise
        else:
            settle(mail_id, claim, state=MailState.SENT, problem="", reply="")
            self._silence = self._first_silence
