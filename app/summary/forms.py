"""What organisers type of a summary, checked. Knows no database."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from app.errors import BadInput
from app.forms import Form

_MOST = {"about": 8000, "outcome": 8000, "thanks": 2000, "links": 4000}
MOST_PASSAGE = 3000
_MOST_LINKS = 20


@dataclass(frozen=True)
class Words:
    """A summary's texts: plain, with their line breaks; `passages` by event session's address."""

    about: str = ""
    outcome: str = ""
    thanks: str = ""
    links: str = ""
    passages: tuple[tuple[str, str], ...] = ()

    def as_text(self) -> str:
        """All of it as one text, to be laid beside another one."""
        told = (self.about, *(text for _, text in self.passages), self.outcome, self.thanks)
        return "\n\n".join(filter(None, (*told, self.links)))


class SummaryForm(Form):
    """The form of a summary. `base` is the number of the text that the page showed; 0 for none.

    `keys` and `passages` stand in one order: an event session's address and what is told of it.
    """

    base: str = "0"
    about: str = ""
    outcome: str = ""
    thanks: str = ""
    links: str = ""
    keys: list[str] = []
    passages: list[str] = []

    @property
    def told(self) -> dict[str, str]:
        """The passages as typed, by address."""
        return dict(zip(self.keys, self.passages, strict=False))

    def checked(self, known: Container[str]) -> Words:
        """The words, or BadInput naming the field; `known` are addresses of event sessions."""
        texts = {name: _plain(getattr(self, name)) for name in _MOST}
        for name, most in _MOST.items():
            _short_enough(texts[name], most, name)
        if len(self.keys) != len(self.passages) or any(key not in known for key in self.keys):
            raise BadInput("The agenda changed meanwhile. Load the page again, then go on.")
        passages = {key: _plain(text) for key, text in self.told.items()}
        for key, text in passages.items():
            _short_enough(text, MOST_PASSAGE, f"passage-{key}")
        links_in(texts["links"])
        told = tuple((key, text) for key, text in passages.items() if text)
        return Words(**texts, passages=told)


class BaseForm(Form):
    """Which text its reader saw."""

    base: str = "0"


def number_of(base: str) -> int:
    """The number of the text that a page showed; 0 for what is no number."""
    return int(base[:9]) if base.isascii() and base.isdigit() else 0


def links_in(text: str) -> list[tuple[str, str]]:
    """(label, address) of each line "Label | https://…"; BadInput for a line that is no link."""
    found = []
    for line in filter(None, (one.strip() for one in text.split("\n"))):
        label, _, address = (part.strip() for part in line.rpartition("|"))
        if not re.fullmatch(r"https?://[^\s<>\"]+", address):
            raise BadInput(
                "Write each link on its own line, as: Name of the page | https://example.org.",
                field="links",
            )
        found.append((label or address, address))
    if len(found) > _MOST_LINKS:
        raise BadInput("At most {most} links fit here.", field="links", most=_MOST_LINKS)
    return found


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _short_enough(text: str, most: int, field: str) -> None:
    if len(text) > most:
        raise BadInput("This is longer than {most} characters. Shorten it.", field=field, most=most)
