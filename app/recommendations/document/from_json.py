"""The document read back from its JSON: how a frozen text is exported again; knows no database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.recommendations.document.as_json import FORMAT
from app.recommendations.document.labels import ENGLISH, Labels
from app.recommendations.document.tree import (
    AdoptionMethod,
    AdoptionNote,
    Block,
    ConclusionsDocument,
    Footnote,
    ListBlock,
    ParagraphBlock,
    ParagraphKind,
    ParagraphState,
    Part,
    Relation,
    SourceKind,
    SourceNote,
    Status,
    TableBlock,
    Translation,
)


def from_data(data: Mapping[str, Any], labels: Labels = ENGLISH) -> ConclusionsDocument:
    """Return the document that `as_json.as_data` gave as `data`, printed with the given labels.

    Raises ValueError when the data is of another format, KeyError when a field is missing.
    """
    if data.get("format") != FORMAT:
        raise ValueError(f"This is not a conclusions document of the format {FORMAT}.")
    event = data["event"]
    return ConclusionsDocument(
        title=data["title"],
        subtitle=data["subtitle"],
        reference=data["reference"],
        status=Status(data["status"]),
        event_title=event["title"],
        place=event["place"],
        dates=event["dates"],
        organisers=tuple(event["organisers"]),
        letterhead=tuple(data["letterhead"]),
        language=data["language"],
        version_date=date.fromisoformat(data["version_date"]),
        parts=tuple(_part(part) for part in data["parts"]),
        adoption=_adoption(data["adoption"]) if data["adoption"] else None,
        content_hash=data["frozen_hash"],
        labels=labels,
    )


def _part(data: Mapping[str, Any]) -> Part:
    blocks = tuple(_block(block) for block in data["blocks"])
    return Part(data["heading"], data["key"], blocks, data["annex"], data["number"])


def _adoption(data: Mapping[str, Any]) -> AdoptionNote:
    return AdoptionNote(
        clause=data["clause"],
        method=AdoptionMethod(data["method"]),
        adopted_on=date.fromisoformat(data["adopted_on"]),
        place=data["place"],
        reservations=tuple(data["reservations"]),
    )


def _block(data: Mapping[str, Any]) -> Block:
    match data["type"]:
        case "paragraph":
            return _paragraph(data)
        case "table":
            rows = tuple(tuple(row) for row in data["rows"])
            return TableBlock(data["caption"], tuple(data["columns"]), rows, tuple(data["widths"]))
        case "list":
            return ListBlock(data["caption"], tuple(data["items"]))
        case other:
            raise ValueError(f"A conclusions document has no block of the type {other!r}.")


def _paragraph(data: Mapping[str, Any]) -> ParagraphBlock:
    return ParagraphBlock(
        id=data["id"],
        kind=ParagraphKind(data["kind"]),
        text=data["text"],
        number=data["number"],
        state=ParagraphState(data["state"]),
        addressees=tuple(data["addressees"]),
        delegations=tuple(data["delegations"]),
        theme=data["theme"],
        measure=data["measure"],
        responsible=data["responsible"],
        time=data["time"],
        translation=Translation(data.get("translation", "")),
        footnotes=tuple(Footnote(n["text"], n["at"], n["number"]) for n in data["footnotes"]),
        sources=tuple(_source(note) for note in data["sources"]),
        children=tuple(_paragraph(child) for child in data["children"]),
    )


def _source(data: Mapping[str, Any]) -> SourceNote:
    decided_at = data["decided_at"]
    return SourceNote(
        kind=SourceKind(data["kind"]),
        label=data["label"],
        relation=Relation(data["relation"]),
        text=data["text"],
        text_hash=data["text_hash"],
        decided_by=data["decided_by"],
        decided_at=datetime.fromisoformat(decided_at) if decided_at else None,
    )
