"""A browser in two words, so that people recognise their devices. Knows no database.

Only these words are stored: the whole User-Agent would be a fingerprint that nobody needs.
"""

from __future__ import annotations

from dataclasses import dataclass

# The first mark that is found decides: most browsers also name those they descend from.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Device:
    """Product names, the same in all languages; empty where they are not known."""

    browser: str = ""
    system: str = ""


UNKNOWN = Device()


def device_of(user_agent: str | None) -> Device:
    """The device that sent this User-Agent (RFC 9110, 10.1.5)."""
    said = user_agent or ""
    return Device(_first(_BROWSERS, said), _first(_SYSTEMS, said))


def _first(marks: tuple[tuple[str, str], ...], said: str) -> str:
    return next((name for mark, name in marks if mark in said), "")
