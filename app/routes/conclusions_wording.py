"""What a merge's page is filled with: a first wording, and each source compared with the text.

Knows the desk and the form of a merge; no template, no database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from app.errors import BadInput, NotFound
from app.recommendations.comparing_words import Combined, drafted, word_diff
from app.recommendations.forms import MergeForm, source_key, whole_number
from app.recommendations.models import ParagraphKind, Relation, SourceKind
from app.recommendations.queries import Desk, OfferedSource
from app.recommendations.records import ParagraphRecord
from app.recommendations.words import Translate

# One below the other; in brackets word by word.
BESIDE, BRACKETS = "beside", "brackets"


@dataclass(frozen=True)
class Offered:
    """A source on the page: how the text uses it, what is left out, and word by word."""

    source: OfferedSource
    relation: str
    dropped: str
    diff: Sequence[tuple[str, str]]

    @property
    def is_whole(self) -> bool:
        """Whether every word of it stands in the text."""
        return all(kind != "del" for kind, _ in self.diff)


def prefilled(
    found: Desk, keys: Sequence[str], into: str, how: str, translate: Translate
) -> MergeForm:
    """The form of a merge of the records `keys` into paragraph `into` (empty: a new one).

    Where the texts say much alike they begin as one, with brackets where they collide, unless
    `how` asks for one below the other. BadInput or NotFound for what cannot be merged.
    """
    if not keys:
        raise BadInput("Tick at least one recommendation or priority, then merge.", field="source")
    every = [found.source(*source_key(key), translate) for key in dict.fromkeys(keys)]
    offered = [source for source in every if source]
    if not offered:
        raise NotFound("These sources were taken back. Choose others.")
    line = found.standing(whole_number(into))
    texts = [source.text for source in offered]
    addressees = list(dict.fromkeys(source.addressee for source in offered if source.addressee))
    only_priorities = all(source.key.startswith(SourceKind.PRIORITY) for source in offered)
    kind = ParagraphKind.PRIORITY if only_priorities else ParagraphKind.RECOMMENDATION
    alone = len(offered) == 1 and line is None
    first = first_wording(offered, line) if how != BESIDE else None
    return MergeForm(
        source=[f"{source.key}@{source.revision}" for source in offered],
        relation=[Relation.VERBATIM if alone else Relation.ADAPTED] * len(offered),
        dropped=[""] * len(offered),
        text=first.text if first else "\n\n".join([line.text, *texts] if line else texts),
        addressee=line.addressee if line else ", ".join(addressees),
        kind=line.row.kind.value if line else kind.value,
        paragraph_id=into,
        revision=line.row.revision if line else 0,
    )


def first_wording(
    offered: Sequence[OfferedSource], line: ParagraphRecord | None
) -> Combined | None:
    """The sources as one text, or None where they say too little alike for that."""
    often = Counter(source.whose for source in offered)
    texts = {
        source.whose if often[source.whose] == 1 else source.name.replace(":", ""): source.text
        for source in offered
    }
    return drafted(texts, base=_base(offered, line), within=line.text if line else None)


def offered_in(found: Desk, form: MergeForm, translate: Translate) -> list[Offered]:
    """The form's sources as they stand now, compared with its text.

    What was withdrawn meanwhile falls out of the form; what was typed stays in it.
    """
    rows = []
    for key, relation, dropped in zip_longest(
        form.source, form.relation, form.dropped, fillvalue=""
    ):
        source = found.source(*source_key(key.partition("@")[0]), translate)
        if source:
            diff = word_diff(source.text, form.text)
            rows.append(Offered(source, relation or Relation.ADAPTED.value, dropped, diff))
    return rows


def _base(offered: Sequence[OfferedSource], line: ParagraphRecord | None) -> str | None:
    """The text from which both the paragraph and its revised source come, where that is one."""
    if line is None or len(offered) > 1:
        return None
    for source in reversed(line.sources):
        row = source.source
        used = row.recommendation_id or row.priority_id
        if f"{row.kind}-{used}" == offered[0].key and source.contributes:
            return row.text
    return None
