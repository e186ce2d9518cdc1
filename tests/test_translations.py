"""Every sentence of the house in every language it speaks: nothing missing, nothing left over.

Extracts the texts as tools/texts.sh does; knows the pages only as their readers see them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po
from fastapi.testclient import TestClient

from app.agenda.reading.words import LABEL, MARKER, fold
from app.delegations.rights import Person
from app.pages import LANGUAGES, translations
from app.paths import TRANSLATIONS
from tests.cast import Cast

ROOT = Path(__file__).resolve().parents[1]
SPOKEN = [language for language in LANGUAGES if language != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
# Words of our English pages that neither a French one nor the cast's own texts use.
ENGLISH = re.compile(
    r"\b(?:the|this|your|you|yet|nothing|nobody|everybody|who|what|when|which|is|are|was|been|"
    r"save|choose|add|edit|draft|board|days|rooms|speakers|sign|take|give|wait)\b",
    re.IGNORECASE,
)
Ids = tuple[str, ...]


@pytest.mark.parametrize("language", SPOKEN)
def test_every_text_of_the_house_is_translated(language: str) -> None:
    told = {ids for ids, texts in _translated(language) if all(texts)}
    assert sorted(_texts() - told) == []


@pytest.mark.parametrize("language", SPOKEN)
def test_no_translation_outlives_its_text(language: str) -> None:
    assert sorted({ids for ids, _ in _translated(language)} - _texts()) == []
    assert not _catalogue(language).obsolete


@pytest.mark.parametrize("language", SPOKEN)
def test_no_translation_is_a_guess(language: str) -> None:
    assert [message.id for message in _catalogue(language) if message.id and message.fuzzy] == []


@pytest.mark.parametrize("language", SPOKEN)
def test_a_translation_keeps_the_places_of_its_values(language: str) -> None:
    for ids, texts in _translated(language):
        assert len(texts) == (1 if len(ids) == 1 else _catalogue(language).num_plurals)
        # The form for one may leave the number out, as "once" does.
        assert _places(texts[0]) in (_places(ids[0]), _places(ids[-1])), texts
        for text in texts[1:]:
            assert _places(text) == _places(ids[-1]), texts


def test_french_is_written_with_its_own_marks() -> None:
    for _, texts in _translated("fr"):
        for text in texts:
            assert not re.search(r"\w'\w", text), text
            assert not re.search(r"[“”]", text), text
            # A line must not break before these, nor inside the marks of a quotation.
            assert not re.search(r" [:;!?»]|« ", text), text


def test_a_printed_programme_in_french_is_read_again() -> None:
    said = translations("fr").gettext
    assert MARKER.match(fold(said("End of day %(number)s") % {"number": 2}))
    for label in ("Session %(number)s", "Workshop %(number)s"):
        found = LABEL.match(fold(said(label) % {"number": 2}))
        assert found
        assert found["number"] == "2"


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("nobody", "/"),
        ("nobody", "/events/workshop"),
        ("nobody", "/events/workshop/versions"),
        ("nobody", "/events/workshop/no-such-page"),
        ("georgia_delegate", "/events/workshop/my-sessions"),
        ("georgia_delegate", "/events/workshop/sessions/workshop-1/board"),
        ("georgia_head", "/events/workshop/recommendations"),
        ("georgia_head", "/events/workshop/conclusions"),
        ("georgia_head", "/events/workshop/me"),
        ("chair", "/events/workshop/sessions/workshop-1/board/desk"),
        ("rapporteur", "/events/workshop/conclusions/desk"),
        ("organiser", "/events/workshop/manage/agenda"),
        ("organiser", "/events/workshop/manage/agenda/slots/new"),
        ("organiser", "/events/workshop/manage/participants"),
        ("organiser", "/events/workshop/manage/participants/import"),
    ],
)
def test_a_page_in_french_says_nothing_in_english(
    who: str,
    path: str,
    cast: Cast,
    client: TestClient,
    client_for: Callable[[Person], TestClient],
) -> None:
    browser = client if who == "nobody" else client_for(cast.everybody[who])
    page = browser.get(path, headers={"accept-language": "fr-FR"})
    assert '<html lang="fr"' in page.text
    assert [text for text in _seen(page.text) if ENGLISH.search(text)] == []


def _seen(page: str) -> Iterator[str]:
    """What a reader of a page sees or hears: its texts and its spoken labels, one by one."""
    shown = re.sub(r"<(script|style|code)\b.*?</\1>", "", page, flags=re.DOTALL)
    # A document is in the language of its event, whoever reads it.
    shown = re.sub(r'<article[^>]* lang="en".*?</article>', "", shown, flags=re.DOTALL)
    for text in re.split(r"<[^>]+>", shown):
        if text.strip():
            yield html.unescape(text).strip()
    for label in re.findall(r'\b(?:aria-label|placeholder|title|alt)="([^"]+)"', shown):
        yield html.unescape(label)


def _places(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


@cache
def _texts() -> frozenset[Ids]:
    """All texts of the checkout, each as its forms for one and for many."""
    words = (ROOT / "tools" / "texts.sh").read_text().replace("\\\n", " ")
    keywords = parse_keywords(re.findall(r" -k (\S+)", words))
    with (ROOT / "tools" / "texts.cfg").open() as lines:
        methods, options = parse_mapping_cfg(lines)
    standard = parse_keywords(["_", "gettext", "ngettext:1,2", "pgettext:1c,2"])
    found = extract_from_dir(ROOT, methods, options, {**standard, **keywords})
    return frozenset(
        message if isinstance(message, tuple) else (message,) for _, _, message, _, _ in found
    )


@cache
def _catalogue(language: str) -> Catalog:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "plenary.po").open("rb") as lines:
        return read_po(lines, locale=language)


def _translated(language: str) -> Iterator[tuple[Ids, tuple[str, ...]]]:
    for message in _catalogue(language):
        if message.id:
            yield _forms(message.id), _forms(message.string)


def _forms(text: object) -> tuple[str, ...]:
    """One text for messages without a plural, else all their forms."""
    return tuple(map(str, text)) if isinstance(text, tuple) else (str(text),)
