"""Pages: Jinja, languages, filters, and the addresses of static files. Knows no table, no rights.

`page` answers a whole page, `fragment` renders a part of one (an answer to htmx, or a live frame).
"""

from __future__ import annotations

import gettext
import hashlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache, lru_cache
from io import BytesIO
from zoneinfo import ZoneInfo

import jinja2
from babel import Locale
from babel.dates import format_date, format_datetime, format_interval, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import Markup
from starlette.responses import HTMLResponse

from app import clock
from app.errors import PlenaryError, Spoken, spoken
from app.paths import STATIC, TEMPLATES, TRANSLATIONS

LANGUAGES = ("en", "fr")
# "16 May 2019", "09:30": the English of international organisations.
_TERRITORIES = {"en": "en_GB"}
_RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}


@dataclass(frozen=True)
class Reader:
    """For whom a page is rendered: the language, and whoever is signed in (None: nobody).

    `unpublished` counts what the draft agenda of an event (given by slug) has that is not published
    yet; only organisers' pages ask it.
    """

    language: str = "en"
    viewer: object | None = None
    unpublished: Callable[[str], int] | None = None


def page(
    reader: Reader, template: str, *, status: int = 200, headers: dict[str, str] | None = None,
    **context: object,
) -> HTMLResponse:  # fmt: skip
    """A whole page from `template`; private to the reader unless `headers` say otherwise."""
    return HTMLResponse(
        fragment(reader, template, **context),
        status_code=status,
        headers={"Cache-Control": "no-cache, private"} | (headers or {}),
    )


def fragment(reader: Reader, template: str, **context: object) -> str:
    """The HTML of `template` in the reader's language."""
    return (
        _environment(reader.language)
        .get_template(template)
        .render(
            language=reader.language,
            direction="rtl" if reader.language in _RIGHT_TO_LEFT else "ltr",
            viewer=reader.viewer,
            server_now=clock.now(),
            clock_is_moved=clock.is_moved(),
            **context,
        )
    )


def sentence(reader: Reader, error: PlenaryError) -> str:
    """An error's sentence in the reader's language, with its values filled in."""
    translate = translations(reader.language).gettext
    text = translate(error.sentence)
    return text.format(**spoken(error.values, translate)) if error.values else text


def preferred_language(chosen: str | None, accept_language: str | None) -> str:
    """The first language we speak: the chosen one, then the browser's in its order, then English.

    `accept_language` is the header of RFC 9110, 12.5.4; malformed parts are passed over.
    """
    if chosen in LANGUAGES:
        return chosen
    wanted: list[tuple[float, int, str]] = []
    for order, part in enumerate((accept_language or "").split(",")[:20]):
        name, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        wanted.append((-weight, order, name.split("-")[0].lower()))
    return next((name for weight, _, name in sorted(wanted) if name in LANGUAGES and weight), "en")


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The messages of one language, read from its .po file; English is the source."""
    source = TRANSLATIONS / language / "LC_MESSAGES" / "plenary.po"
    if not source.is_file():
        return gettext.NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as lines:
        write_mo(compiled, read_po(lines, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def bundles() -> dict[str, list[str]]:
    """What is served as one file, and of which files it is made (static/bundles.toml)."""
    named: dict[str, list[str]] = tomllib.loads((STATIC / "bundles.toml").read_text())
    return named


def static_content(path: str) -> bytes:
    """The content of a static file or of a bundle. FileNotFoundError if there is neither."""
    parts = bundles().get(path)
    if parts is None:
        return (STATIC / path).read_bytes()
    # A file may end without a line end, or with a comment.
    return b"\n".join((STATIC / part).read_bytes() for part in parts) + b"\n"


@lru_cache(maxsize=256)
def asset(path: str) -> str:
    """The address of a static file, with its content's hash: it may be cached for ever."""
    return f"/static/{path}?v={hashlib.sha256(static_content(path)).hexdigest()[:12]}"


@cache
def _environment(language: str) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    locale = Locale.parse(_TERRITORIES.get(language, language))

    def long_date(day: date) -> str:
        """Thursday 16 May 2019"""
        text = format_date(day, "EEEE d MMMM y", locale=locale)
        return text[0].upper() + text[1:]

    def short_date(day: date) -> str:
        """16 May"""
        return format_skeleton("dMMM", day, locale=locale)

    def date_range(first: date, last: date) -> str:
        """16–17 May 2019, as the language writes a span of days"""
        if first == last:
            return format_date(first, "d MMMM y", locale=locale)
        return format_interval(first, last, "yMMMd", locale=locale)

    def clock_time(moment: time) -> str:
        """09:30"""
        return moment.strftime("%H:%M")

    def moment(at: datetime, zone: str) -> str:
        """16 May 2019, 09:30 in the given IANA zone"""
        return format_datetime(at, "d MMM y, HH:mm", tzinfo=ZoneInfo(zone), locale=locale)

    def lines(text: str) -> Markup:
        """Plain text with its paragraphs and line breaks kept."""
        parts = [Markup("<br>").join(part.split("\n")) for part in text.strip().split("\n\n")]
        return Markup("").join(Markup("<p>{}</p>").format(part) for part in parts if part)

    def said(value: object) -> object:
        """A name in the reader's language, if it has words of its own there."""
        if isinstance(value, Spoken):
            return value.said(translations(language).gettext)
        return value

    environment.filters |= {
        "long_date": long_date,
        "short_date": short_date,
        "date_range": date_range,
        "clock_time": clock_time,
        "moment": moment,
        "lines": lines,
        "said": said,
    }
    environment.globals |= {"asset": asset, "languages": LANGUAGES}
    # Pages may leave these out; base.html then shows none.
    environment.globals |= {"event": None, "nav": (), "notice": None, "accent": "blue"}
    return environment
