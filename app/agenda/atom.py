"""The published versions and what each changed, as an Atom feed (RFC 4287). Pure; no clock.

Knows no draft: it is given published versions only.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from app.agenda.changes import Change
from app.agenda.queries import PublishedVersion
from app.agenda.saying import Sayer
from app.agenda.vevent import CalendarFacts
from app.printing import printable

_ATOM = "http://www.w3.org/2005/Atom"
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class NewsOfVersion:
    """One published version and its changes since the one before (None: it is the first)."""

    version: PublishedVersion
    changes: Sequence[Change] | None


def versions_feed(
    news: Sequence[NewsOfVersion], facts: CalendarFacts, author: str, sayer: Sayer
) -> bytes:
    """The feed of all versions, newest first, as UTF-8; `news` must not be empty."""
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    feed.set(_XML_LANGUAGE, sayer.language)
    _add(feed, "id", _id(facts, "versions"))
    _add(feed, "title", sayer.say("Versions of the agenda: {event}", event=facts.title))
    _add(feed, "updated", _rfc3339(max(one.version.changed_at for one in news)))
    _link(feed, "self", f"{facts.address}/versions.atom", "application/atom+xml")
    _link(feed, "alternate", f"{facts.address}/versions", "text/html")
    person = etree.SubElement(feed, f"{{{_ATOM}}}author")
    _add(person, "name", author or facts.title)
    for one in news:
        _entry(feed, one, facts, sayer)
    written: bytes = etree.tostring(feed, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written


def _entry(feed: etree._Element, news: NewsOfVersion, facts: CalendarFacts, sayer: Sayer) -> None:
    version = news.version
    entry = etree.SubElement(feed, f"{{{_ATOM}}}entry")
    _add(entry, "id", _id(facts, f"versions/{version.number}"))
    _add(entry, "title", version.label)
    _add(entry, "updated", _rfc3339(version.changed_at))
    _add(entry, "published", _rfc3339(version.published_at))
    page = f"{facts.address}/versions/{version.number}"
    address = page if news.changes is None else f"{page}/changes"
    _link(entry, "alternate", address, "text/html")
    if news.changes is None:
        _add(entry, "summary", sayer.say("This is the first version."))
        return
    items = [f"<li>{_escaped(sayer.change(change))}</li>" for change in news.changes]
    _add(entry, "content", f"<ul>{''.join(items)}</ul>").set("type", "html")


def _id(facts: CalendarFacts, what: str) -> str:
    """A name for ever (RFC 4287, 4.2.6): neither the host nor the title is in it."""
    name = f"{facts.domain}/events/{facts.slug}/{what}"
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def _rfc3339(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _link(parent: etree._Element, relation: str, address: str, media_type: str) -> None:
    link = etree.SubElement(parent, f"{{{_ATOM}}}link")
    link.set("rel", relation)
    link.set("type", media_type)
    link.set("href", address)


def _add(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    element.text = printable(text)
    return element
