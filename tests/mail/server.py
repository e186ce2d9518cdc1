"""A mail server of its own process (`python -m tests.mail.server PORT FOLDER DEATHS`).

What it takes is a file on disk before it says so. `DEATHS` are numbers of mails ("3 -7"): at
that one it is gone without an answer, having taken it (3) or not (-7). Addresses tell what to
refuse. With a CERTIFICATE in its environment it wants STARTTLS and the password "secret".
"""

from __future__ import annotations

import asyncio
import os
import ssl
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from aiosmtpd.smtp import Session as Conversation


class Keeper:
    """Keeps mails as files, by the number of their arrival, over restarts."""

    def __init__(self, folder: Path, deaths: set[int]) -> None:
        self._folder, self._deaths = folder, deaths
        self._arrived = len(list(folder.glob("*.arrived")))

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, conversation: Conversation, envelope: Envelope, address: str,
        options: list[Any],
    ) -> str:  # fmt: skip
        """Refuse "unknown@" for good and "busy@" for now."""
        if address.startswith("unknown"):
            return f"550 5.1.1 <{address}> is not known here"
        if address.startswith("busy"):
            return "451 4.3.0 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, conversation: Conversation, envelope: Envelope
    ) -> str:
        """Write it down, then say so; or die."""
        self._arrived += 1
        (self._folder / f"{self._arrived}.arrived").touch()
        if -self._arrived in self._deaths:
            os._exit(1)
        content = envelope.original_content or b""
        if b"refuse this text" in content:
            return "554 5.6.0 not with these words"
        with (self._folder / f"{self._arrived}.eml").open("wb") as file:
            file.write(content)
            os.fsync(file.fileno())
        if self._arrived in self._deaths:
            os._exit(1)
        return "250 OK"


def _let_in(
    server: SMTP, conversation: Conversation, envelope: Envelope, mechanism: str, given: Any
) -> AuthResult:
    is_right = isinstance(given, LoginPassword) and given == LoginPassword(b"plenary", b"secret")
    return AuthResult(success=is_right, handled=False)


async def _serve(port: int, folder: Path, deaths: set[int]) -> None:
    keeper = Keeper(folder, deaths)
    loop = asyncio.get_running_loop()
    options: dict[str, Any] = {}
    if certificate := os.environ.get("CERTIFICATE"):
        safe = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        safe.load_cert_chain(certificate)
        options = {"tls_context": safe, "require_starttls": True, "auth_required": True,
                   "authenticator": _let_in}  # fmt: skip
    server = await loop.create_server(
        lambda: SMTP(keeper, hostname="mail.example.org", loop=loop, **options), "127.0.0.1", port
    )
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), Path(sys.argv[2]), set(map(int, sys.argv[3:]))))
