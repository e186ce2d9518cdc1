"""Parts of the conclusions that records say by themselves, until somebody words them: pure.

A part that was worded keeps the figures it was worded from, so that it can say what has changed
beneath it since. Knows no database and no right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.recommendations.document.footnotes import taken_out
from app.recommendations.document.tree import (
    Block,
    ListBlock,
    ParagraphBlock,
    ParagraphKind,
    TableBlock,
)
from app.recommendations.frame import background, participation, proceedings
from app.recommendations.records import PartRecord, Records
from app.recommendations.words import Translate

# In the order of the document. Nobody is thanked by a machine: that part is empty until worded.
WORDED = ("background", "participation", "proceedings", "thanks")


@dataclass(frozen=True)
class Fact:
    """One figure or text of the records; `before` or `now` is "" where there was or is none."""

    label: str
    before: str
    now: str


def part_name(key: str, _: Translate) -> str:
    """The heading of a part that can be worded."""
    return {
        "background": _("Background"),
        "participation": _("Participation"),
        "proceedings": _("Proceedings"),
        "thanks": _("Thanks"),
    }[key]


def blocks_of(key: str, records: Records, _: Translate) -> tuple[Block, ...]:
    """What a part prints: the rapporteur's words, else what the records say."""
    worded = records.parts.get(key)
    if worded is None or worded.is_automatic:
        return automatic(key, records, _)
    blocks = []
    texts = filter(None, (text.strip() for text in worded.text.split("\n\n")))
    for number, typed in enumerate(texts, 1):
        text, footnotes = taken_out(typed)
        blocks.append(
            ParagraphBlock(
                id=f"{key}-{number}",
                kind=ParagraphKind.PREAMBLE,
                text=text,
                footnotes=footnotes,
            )
        )
    return tuple(blocks)


def automatic(key: str, records: Records, _: Translate) -> tuple[Block, ...]:
    """What the records say by themselves."""
    match key:
        case "background":
            return background(records)
        case "participation":
            return participation(records, _)
        case "proceedings":
            return proceedings(records, _)
        case _:
            return ()


def basis_of(key: str, records: Records, _: Translate) -> dict[str, str]:
    """The figures and texts that a part rests on, by label, as they stand now."""
    if key == "thanks":
        event = records.event
        pairs = {
            _("Organised by"): event.organisers,
            _("Place"): ", ".join(filter(None, [event.venue, event.place])),
        }
        return {label: text for label, text in pairs.items() if text}
    basis: dict[str, str] = {}
    if key == "participation":
        basis[_("Participants")] = str(sum(count for _name, count in records.delegations))
        basis[_("Delegations")] = str(len(records.delegations))
    for block in automatic(key, records, _):
        basis.update(_facts(block, _("Total")))
    return basis


def changed_beneath(basis: Mapping[str, str], now: Mapping[str, str]) -> list[Fact]:
    """What differs between two bases, in the order of the newer one, what is gone last."""
    labels = dict.fromkeys([*now, *basis])
    return [
        Fact(label, basis.get(label, ""), now.get(label, ""))
        for label in labels
        if basis.get(label, "") != now.get(label, "")
    ]


def first_words(key: str, records: Records, _: Translate) -> str:
    """A text to start from when somebody words a part for the first time."""
    basis = basis_of(key, records, _)
    if key == "thanks":
        whom = records.event.organisers
        return _("The participants thank {whom}.").format(whom=whom) if whom else ""
    if key == "background":
        return records.event.background
    if key == "participation":
        totals, counts = list(basis.items())[:2], list(basis.items())[2:]
        sums = " ".join(f"{label}: {text}." for label, text in totals)
        return f"{sums}\n\n{', '.join(f'{label} ({text})' for label, text in counts)}."
    return "\n\n".join(f"{label}: {text}" for label, text in basis.items())


def _facts(block: Block, total: str) -> dict[str, str]:
    match block:
        case TableBlock():
            return dict(_fact(row) for row in block.rows if row[0] != total)
        case ListBlock():
            return {block.caption: "; ".join(block.items)}
        case ParagraphBlock(children=()):
            return {block.text[:60]: block.text}
        case ParagraphBlock():
            return {block.text: " ".join(child.text for child in block.children)}


def _fact(row: tuple[str, ...]) -> tuple[str, str]:
    """("Georgia", "5"), or of a session with date and hours: its name and when it is."""
    if len(row) == 2:
        return row[0], row[1]
    return row[-1], ", ".join(row[:-1]).replace("\n", ", ")


def is_behind(worded: PartRecord, records: Records, _: Translate) -> list[Fact]:
    """What has changed in the records since a part was worded; nothing for automatic ones."""
    if worded.is_automatic:
        return []
    return changed_beneath(worded.basis, basis_of(worded.key, records, _))
