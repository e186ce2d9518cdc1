"""Keeps secrets and people out of logs, whoever serves the application and logs its requests.

Tokens stand in addresses (personal links, calendars, joining codes), typed names in queries, and
the address of a browser belongs to a person as well.
"""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(r"/(sign-in|join|calendars)/[^/?\s\"]+")
_QUERY = re.compile(r"\?[^\s\"]+")
# IPv4, IPv6 in brackets, and IPv6 as uvicorn writes it; a time of day has two colons only.
_FROM = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}:|\[[0-9a-f:]{2,45}\]:|(?:[0-9a-f]{0,4}:){3,8})\d+(?![\w:])"
)
# Uvicorn's loggers, and the library's that carries sockets.
LOGGERS = ("uvicorn.access", "uvicorn.error", "websockets.server")


def masked(text: str) -> str:
    """The text without tokens, queries and network addresses."""
    text = _SECRET.sub(r"/\1/…", text)
    text = _QUERY.sub("?…", text)
    return _FROM.sub("-", text)


class Masking(logging.Filter):
    """Masks what is filled into a line; its form stays, for formatters that count the parts."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line pass, masked."""
        if isinstance(record.args, tuple):
            record.args = tuple(masked(one) if isinstance(one, str) else one for one in record.args)
        if isinstance(record.msg, str):
            record.msg = masked(record.msg)
        return True


_MASKING = Masking()


def install() -> None:
    """Mask the lines of every logger that may log a request; twice does no harm."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(_MASKING)
