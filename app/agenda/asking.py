"""What a document leaves open, asked in another language. Knows no catalogue and no document.

Questions are kept as the English sentences in which they were asked, because what was settled is
found again by its text; here a kept sentence is recognised and said anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache


def question_in(text: str, translate: Callable[[str], str]) -> str:
    """A kept question in the language of a gettext function; an unknown one as it is."""
    for sentence in _KNOWN:
        if found := _pattern(sentence).fullmatch(text):
            values = {
                name: translate(value) if value in _WEEKDAYS else value
                for name, value in found.groupdict().items()
            }
            return translate(sentence).format(**values)
    return text


@cache
def _pattern(sentence: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", sentence)
    written = [
        f"(?P<{part}>.+)" if place % 2 else re.escape(part) for place, part in enumerate(parts)
    ]
    return re.compile("".join(written), re.DOTALL)


def _asked(sentence: str) -> str:
    """Marks a sentence for the extractor of texts."""
    return sentence


_WEEKDAYS = (
    _asked("Monday"),
    _asked("Tuesday"),
    _asked("Wednesday"),
    _asked("Thursday"),
    _asked("Friday"),
    _asked("Saturday"),
    _asked("Sunday"),
)
# Longer ones before those of which they begin with the same words.
_KNOWN = (
    _asked("What is the event called? No title was found."),
    _asked("Where does the event take place? The document does not say it."),
    _asked("Which time zone? The place is {place}; {zone} would fit."),
    _asked("Which time zone?"),
    _asked("Which year? The document names the days without one."),
    _asked("Which date? The agenda does not say it."),
    _asked("Which date? “{written}” does not say it."),
    _asked("“{written}” was read as {date}, day before month. Is that right?"),
    _asked("“{written}” says {said}, but {date} is a {weekday}. Which one is right?"),
    _asked("Which of these meets in which room: {named}? The venue is “{venue}”."),
    _asked("Which of these meets in which room: {named}?"),
    _asked("Is “{name}” a room? It stands behind “{title}”."),
    _asked("When do the entries begin? The document gives no times."),
    _asked("When do these begin: {named}?"),
    _asked("These end before they begin, which time is right: {named}?"),
    _asked("When do these end: {named}?"),
    _asked("“{name}” begins at {hour}, before the entry above it. Which time is right?"),
    _asked(
        "Hours such as 1:30 after noon were read as 13:30. "
        "Does the document use a twelve-hour clock?"
    ),
)
