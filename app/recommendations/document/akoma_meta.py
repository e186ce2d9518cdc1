"""What an Akoma Ntoso file says about itself: work, expression, file, provenance. Knows no text."""

from __future__ import annotations

import re
from typing import Any

from babel import Locale, UnknownLocaleError
from lxml.builder import ElementMaker

from app.recommendations.document.printing import paragraphs
from app.recommendations.document.tree import ConclusionsDocument, SourceNote

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
# Provenance has no elements there; ours stand in a namespace of their own, as the schema allows.
PROVENANCE = "urn:plenary:provenance:1"

# ISO 639-2, terminology codes: what FRBRlanguage asks for.
_THREE_LETTERS = {
    "ar": "ara",
    "de": "deu",
    "en": "eng",
    "es": "spa",
    "fr": "fra",
    "it": "ita",
    "ka": "kat",
    "pt": "por",
    "ro": "ron",
    "ru": "rus",
    "tr": "tur",
    "uk": "ukr",
    "zh": "zho",
}

E = ElementMaker(namespace=AKN, nsmap={None: AKN})
P = ElementMaker(namespace=PROVENANCE, nsmap={"provenance": PROVENANCE})


def meta(document: ConclusionsDocument, component: str) -> Any:
    """The `<meta>` of the whole document ("main") or of one of its annexes."""
    made = E.meta(_identification(document, component))
    if component != "main":
        return made
    sources = _sources(document)
    if sources:
        made.append(E.analysis(E.otherAnalysis(*sources, source="#plenary"), source="#plenary"))
    made.append(_references(document))
    return made


def language_code(tag: str) -> str:
    """The three letters of a BCP 47 tag's language; "und" for one that is not known here."""
    try:
        return _THREE_LETTERS.get(Locale.parse(tag, sep="-").language, "und")
    except (ValueError, UnknownLocaleError):
        return "und"


def _identification(document: ConclusionsDocument, component: str) -> Any:
    on, language = document.version_date.isoformat(), language_code(document.language)
    name = _slug(document.reference or document.title)
    work = f"/akn/int/statement/conclusions/{on}/{name}"
    expression = f"{work}/{language}@{on}"

    def level(uri: str, what: str, date: str) -> list[Any]:
        return [
            E.FRBRthis(value=f"{uri}/!{component}"),
            E.FRBRuri(value=uri),
            E.FRBRdate(date=on, name=date),
            E.FRBRauthor(href="#author", **{"as": f"#{what}"}),
        ]

    return E.identification(
        E.FRBRWork(
            *level(work, "author-role", "Generation"),
            E.FRBRcountry(value="int"),
            E.FRBRnumber(value=document.reference or name),
            E.FRBRname(value=document.title.replace("\n", " ")),
        ),
        E.FRBRExpression(
            *level(expression, "author-role", document.status.value),
            E.FRBRlanguage(language=language),
        ),
        E.FRBRManifestation(
            *level(f"{expression}.xml", "editor-role", "Generation"),
            E.FRBRformat(value="application/akn+xml"),
        ),
        source="#plenary",
    )


def _references(document: ConclusionsDocument) -> Any:
    author = ", ".join(document.organisers).replace("\n", " ") or document.event_title
    return E.references(
        E.TLCOrganization(eId="author", href="/akn/ontology/organization/author", showAs=author),
        E.TLCLocation(
            eId="place", href="/akn/ontology/location/place", showAs=document.place or "-"
        ),
        E.TLCRole(eId="author-role", href="/akn/ontology/role/author", showAs="Author"),
        E.TLCRole(eId="editor-role", href="/akn/ontology/role/editor", showAs="Editor"),
        E.TLCObject(eId="plenary", href="/akn/ontology/object/plenary", showAs="Plenary"),
        source="#plenary",
    )


def _sources(document: ConclusionsDocument) -> list[Any]:
    return [
        _source(block.id, note)
        for part in document.parts
        for block in paragraphs(part.blocks)
        for note in block.sources
    ]


def _source(paragraph: str, note: SourceNote) -> Any:
    made = P.source(note.text, paragraph=f"#{paragraph}", label=note.label)
    made.set("kind", note.kind.value)
    made.set("relation", note.relation.value)
    made.set("sha256", note.text_hash)
    made.set("decided-by", note.decided_by)
    if note.decided_at:
        made.set("decided-at", note.decided_at.isoformat())
    return made


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60] or "conclusions"
