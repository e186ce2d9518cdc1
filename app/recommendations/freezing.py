"""The document tree as JSON to be stored for ever, and back. Knows no record.

Also the printed words are frozen with it: a later translation must not change an adopted text.
"""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from app.recommendations.document.tree import ConclusionsDocument

_TREE: TypeAdapter[ConclusionsDocument] = TypeAdapter(ConclusionsDocument)


def frozen(document: ConclusionsDocument) -> dict[str, Any]:
    """The whole tree as plain JSON data."""
    data: dict[str, Any] = _TREE.dump_python(document, mode="json")
    return data


def thawed(data: dict[str, Any]) -> ConclusionsDocument:
    """The tree that was frozen, equal in every text, number and moment."""
    return _TREE.validate_python(data)
