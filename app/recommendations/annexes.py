"""The annexes: what became of every recommendation, and the benchmarks. Knows no database."""

from __future__ import annotations

from app.recommendations.document.tree import Part, TableBlock
from app.recommendations.models import RecommendationState
from app.recommendations.records import RecommendationRecord, Records, SourceRecord, alphabetical
from app.recommendations.words import Translate, outcome, recommendation_name


def dispositions_part(records: Records, numbers: dict[str, str], _: Translate) -> Part | None:
    """The annex, or None while nothing was submitted; `numbers`: permanent id → printed number."""
    lines = sorted(
        records.recommendations, key=lambda line: (alphabetical(line.delegation), line.row.number)
    )
    if not lines:
        return None
    rows = tuple(
        (
            recommendation_name(line, _),
            outcome(line.row.state, _),
            where_or_why(line, records, numbers, _),
        )
        for line in lines
    )
    columns = (_("Recommendation"), _("Outcome"), _("Where, or why not"))
    table = TableBlock("", columns, rows, widths=(5, 3, 6))
    return Part(_("What became of each recommendation"), "dispositions", (table,), annex=True)


def benchmarks_part(records: Records, _: Translate) -> Part | None:
    """How many States cover each conduct, a table for each provision; None without a study."""
    study = records.benchmarks
    if study is None or not study.counts:
        return None
    columns = (_("Conduct"), _("Covered"), _("Partially"), _("Not or unclear"))
    tables = tuple(
        TableBlock(
            " · ".join([provision.title, *provision.basis]),
            columns,
            tuple(
                (one.wording, str(of.covered), str(of.partially), str(of.not_or_unclear))
                for one in provision.counted
                for of in [study.counts[one.id]]
            ),
            widths=(8, 2, 2, 3),
        )
        for provision in study.provisions
        if provision.counted
    )
    return Part(study.title or _("Benchmarks"), "benchmarks", tables, annex=True)


def where_or_why(
    line: RecommendationRecord, records: Records, numbers: dict[str, str], _: Translate
) -> str:
    """Where a recommendation stands in the text, or why it does not."""
    disposition = line.disposition
    if line.is_open:
        return _("Not yet decided")
    if line.row.state is RecommendationState.WITHDRAWN or disposition is None:
        return _("By its delegation")
    if line.row.state is RecommendationState.REFERRED:
        to = _("To {whom}").format(whom=disposition.referred_to)
        return "\n".join(filter(None, [to, disposition.reason]))
    if line.row.state is RecommendationState.NOT_RETAINED:
        return disposition.reason
    return "\n".join(_places(line, records, numbers, _))


def _places(
    line: RecommendationRecord, records: Records, numbers: dict[str, str], _: Translate
) -> list[str]:
    found = [
        (paragraph.row.key, source)
        for paragraph in records.paragraphs
        for source in paragraph.sources
        if source.source.recommendation_id == line.row.key and source.contributes
    ]
    shown = [
        _("Paragraph {number}").format(number=numbers[f"p-{key}"])
        for key in dict.fromkeys(key for key, _source in found)
        if f"p-{key}" in numbers
    ]
    return [", ".join(shown) or _("In the text"), *_left_out([source for _k, source in found], _)]


def _left_out(sources: list[SourceRecord], _: Translate) -> list[str]:
    return [
        _("Left out: {text}").format(text=source.source.dropped)
        for source in sources
        if source.source.dropped
    ]
