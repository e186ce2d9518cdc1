"""Addresses of event sessions ("workshop-1", "session-8", else words of the title) and of events.

Pure; an address is given once and kept, whatever becomes of the title.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from app.agenda.models import SlotKind

_MOST = 48


def slug_for(kind: SlotKind, number: str | None, title: str, taken: Container[str]) -> str:
    """An address in ASCII that is not yet `taken`."""
    labelled = number and kind in {SlotKind.SESSION, SlotKind.WORKSHOP}
    words = _ascii(f"{kind.value} {number}" if labelled else title) or _ascii(kind.value)
    slug, repeat = words, 1
    while slug in taken:
        repeat += 1
        slug = f"{words}-{repeat}"
    return slug


def address_for(title: str, year: int, taken: Container[str]) -> str:
    """The address of an event that is not yet `taken`: words of its title, and the year."""
    words = _ascii(title) or "event"
    plain = words if words.endswith(str(year)) else f"{words}-{year}"
    slug, repeat = plain, 1
    while slug in taken:
        repeat += 1
        slug = f"{plain}-{repeat}"
    return slug


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    short = ""
    for word in words:
        longer = f"{short}-{word}" if short else word[:_MOST]
        if len(longer) > _MOST:
            break
        short = longer
    return short
