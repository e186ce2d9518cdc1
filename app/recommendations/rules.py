"""What still stands between a draft and its adoption. Knows no database and no right."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import Refused
from app.recommendations.models import ParagraphKind
from app.recommendations.records import (
    ParagraphRecord,
    PriorityRecord,
    RecommendationRecord,
    Records,
    alphabetical,
)

_EXPECTED = (ParagraphKind.TAKE_AWAY, ParagraphKind.RECOMMENDATION, ParagraphKind.WAY_AHEAD)


@dataclass(frozen=True)
class OpenMatters:
    """What is still open. The first two stop an adoption, the others are worth a look."""

    bracketed: tuple[ParagraphRecord, ...]
    undecided: tuple[RecommendationRecord, ...]
    source_changed: tuple[ParagraphRecord, ...]
    revised_since: tuple[RecommendationRecord, ...]
    loose_priorities: tuple[PriorityRecord, ...]
    # Delegations with people here that submitted nothing, once somebody did.
    silent: tuple[str, ...] = ()
    # Parts that every document has, and this one has no text for yet.
    bare: tuple[ParagraphKind, ...] = ()

    @property
    def stop_adoption(self) -> bool:
        """Whether the conclusions cannot be adopted yet."""
        return bool(self.bracketed or self.undecided)


def open_matters(records: Records) -> OpenMatters:
    """Everything still open in these records."""
    standing = [line for line in records.paragraphs if not line.is_deleted]
    return OpenMatters(
        bracketed=tuple(line for line in standing if line.is_bracketed),
        undecided=tuple(line for line in records.recommendations if line.is_open),
        source_changed=tuple(line for line in standing if line.source_changed),
        revised_since=tuple(line for line in records.recommendations if line.revised_since),
        loose_priorities=records.loose_priorities,
        silent=_silent(records),
        bare=tuple(
            kind for kind in _EXPECTED if all(line.row.kind is not kind for line in standing)
        ),
    )


def _silent(records: Records) -> tuple[str, ...]:
    heard = {line.delegation for line in records.recommendations}
    if not heard:
        return ()
    names = [name for name, count in records.delegations if count and name not in heard]
    return tuple(sorted(names, key=alphabetical))


def refuse_unfinished(records: Records, numbers: dict[str, str]) -> None:
    """Raise Refused, naming how many and which, while something stops the adoption.

    `numbers` are the printed numbers by permanent id ("p-42" → "12").
    """
    if not any(not line.is_deleted for line in records.paragraphs):
        raise Refused("The conclusions have no paragraph yet. Write or merge one first.")
    matters = open_matters(records)
    if not matters.stop_adoption:
        return
    values = {
        "brackets": len(matters.bracketed),
        "paragraphs": ", ".join(
            numbers.get(f"p-{line.row.key}") or line.text[:40] for line in matters.bracketed
        ),
        "open": len(matters.undecided),
        "recommendations": ", ".join(
            f"{line.delegation} {line.row.number}" for line in matters.undecided
        ),
    }
    if not matters.undecided:
        raise Refused(
            "Not yet: text stands in brackets in {brackets} of the paragraphs ({paragraphs}). "
            "Agree on it and take the brackets away.",
            **values,
        )
    if not matters.bracketed:
        raise Refused(
            "Not yet: {open} of the recommendations have no disposition ({recommendations}). "
            "Decide what becomes of them.",
            **values,
        )
    raise Refused(
        "Not yet: text stands in brackets in {brackets} of the paragraphs ({paragraphs}), and "
        "{open} of the recommendations have no disposition ({recommendations}).",
        **values,
    )
