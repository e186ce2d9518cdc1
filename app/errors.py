"""Errors as sentences: what went wrong and what to do, with the HTTP status it carries.

Knows no HTTP framework and no language: a sentence is a gettext message id with named values,
put into the reader's language where it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar


class Spoken(str):
    """A value of a sentence that has its own words in each language; as a string it is English."""

    __slots__ = ()

    def said(self, translate: Callable[[str], str]) -> str:
        """The value in the language of a gettext function."""
        return translate(self)


def spoken(values: Mapping[str, object], translate: Callable[[str], str]) -> dict[str, object]:
    """Values as a sentence in that language has them."""
    return {
        name: value.said(translate) if isinstance(value, Spoken) else value
        for name, value in values.items()
    }


class PlenaryError(Exception):
    """A refusal meant for the reader.

    `sentence` is English and doubles as the message id; `values` fill its `{names}`.
    """

    status: ClassVar[int] = 500

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values

    def __str__(self) -> str:
        return self.sentence.format(**self.values) if self.values else self.sentence


class BadInput(PlenaryError):
    """What was given cannot be understood; nothing was stored. HTTP 422, exit code 2.

    `field` names the form field concerned, where there is one.
    """

    status = 422

    def __init__(self, sentence: str, *, field: str | None = None, **values: object) -> None:
        super().__init__(sentence, **values)
        self.field = field


class SignInNeeded(PlenaryError):
    """Nobody is signed in, or the sign-in ended. HTTP 401."""

    status = 401


class Forbidden(PlenaryError):
    """Somebody is signed in and may not do this. HTTP 403."""

    status = 403


class NotFound(PlenaryError):
    """There is nothing here, or nothing this reader may know of. HTTP 404."""

    status = 404


class Gone(PlenaryError):
    """There was something here and it was taken back. HTTP 410."""

    status = 410


class TooLarge(PlenaryError):
    """More was sent than we read. HTTP 413."""

    status = 413


class Refused(PlenaryError):
    """The rules of the event do not allow it in the present state. HTTP 409."""

    status = 409


class NotNow(Refused):
    """It is possible in another state of the same thing; each folder has its table of states."""


class TooOften(PlenaryError):
    """The same was tried more often than a person would. HTTP 429."""

    status = 429


class Unavailable(PlenaryError):
    """Something outside this house does not answer. HTTP 503."""

    status = 503


class StaleWrite(Refused):
    """Somebody else wrote first. Carries both texts, so that no word is lost.

    `base` is the text the writer started from, `theirs` the stored one, `yours` the refused one.
    """

    def __init__(self, *, base: str, theirs: str, yours: str, revision: int) -> None:
        super().__init__(
            "Somebody else changed this text while you were writing. "
            "Compare both texts below and save again."
        )
        self.base = base
        self.theirs = theirs
        self.yours = yours
        self.revision = revision
