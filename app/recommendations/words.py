"""The words in which records are named in documents and on pages. Knows no page and no language:
every function takes the gettext function of its reader."""

from __future__ import annotations

from collections.abc import Callable

from app.recommendations.models import (
    AdoptionMode,
    ParagraphKind,
    RecommendationState,
    Relation,
    Strength,
)
from app.recommendations.records import PriorityRecord, RecommendationRecord, Records, SourceRecord

Translate = Callable[[str], str]


def outcome(state: RecommendationState, _: Translate) -> str:
    """The word for what became of a recommendation."""
    return {
        RecommendationState.DRAFT: _("Draft"),
        RecommendationState.SUBMITTED: _("Submitted"),
        RecommendationState.RETURNED: _("Returned with a comment"),
        RecommendationState.TABLED: _("Back on the table"),
        RecommendationState.MERGED: _("Merged"),
        RecommendationState.PARTLY_MERGED: _("Partly merged"),
        RecommendationState.NOT_RETAINED: _("Not retained"),
        RecommendationState.REFERRED: _("Referred"),
        RecommendationState.WITHDRAWN: _("Withdrawn"),
    }[state]


def strength(of: Strength, _: Translate) -> str:
    """How strongly a recommendation asks, in its delegation's choice of verb."""
    return {
        Strength.NOTE: _("notes"),
        Strength.WELCOME: _("welcomes"),
        Strength.ENCOURAGE: _("encourages"),
        Strength.INVITE: _("invites"),
        Strength.RECOMMEND: _("recommends"),
        Strength.CALL_UPON: _("calls upon"),
        Strength.URGE: _("urges"),
        Strength.DECIDE: _("decides"),
    }[of]


def kind(of: ParagraphKind, _: Translate) -> str:
    """The word for a kind of paragraph."""
    return {
        ParagraphKind.HEADING: _("Heading"),
        ParagraphKind.PREAMBLE: _("Background"),
        ParagraphKind.OPERATIVE: _("Conclusion"),
        ParagraphKind.PRIORITY: _("Priority of a workshop"),
        ParagraphKind.TAKE_AWAY: _("Key take-away"),
        ParagraphKind.RECOMMENDATION: _("Recommendation"),
        ParagraphKind.WAY_AHEAD: _("Way ahead"),
    }[of]


def relation(of: Relation, _: Translate) -> str:
    """What a merge did with a source's text."""
    return {
        Relation.VERBATIM: _("used word for word"),
        Relation.ADAPTED: _("adapted"),
        Relation.INSPIRED: _("inspired the text"),
        Relation.OPPOSED: _("opposed the text"),
    }[of]


def adoption_clause(mode: AdoptionMode, _: Translate) -> str:
    """The sentence that says how the text was adopted; silence and votes fill in their figures."""
    return {
        AdoptionMode.CONSENSUS: _(
            "The delegations present adopted these conclusions by consensus."
        ),
        AdoptionMode.SILENCE: _(
            "No delegation objected until {deadline}: these conclusions are adopted."
        ),
        AdoptionMode.VOTE: _(
            "The delegations present ({present}) adopted these conclusions by vote: "
            "{yes} in favour, {no} against, {abstain} abstaining."
        ),
        AdoptionMode.CHAIR_SUMMARY: _("These conclusions are issued as the chair's summary."),
    }[mode]


def recommendation_name(line: RecommendationRecord, _: Translate) -> str:
    """Georgia, recommendation 3"""
    return _("{delegation}, recommendation {number}").format(
        delegation=line.delegation, number=line.row.number
    )


def priority_name(line: PriorityRecord, records: Records, _: Translate) -> str:
    """Workshop 1: Identifying victims, priority 2"""
    here = [p.row.key for p in records.priorities if p.event_session_id == line.event_session_id]
    return _("{workshop}, priority {number}").format(
        workshop=records.names.get(line.event_session_id) or _("A workshop"),
        number=here.index(line.row.key) + 1,
    )


def source_name(line: SourceRecord, records: Records, _: Translate) -> str:
    """The source as used: "Georgia, recommendation 3, revision 2"; never a person's name."""
    if line.recommendation:
        name = recommendation_name(line.recommendation, _)
    elif line.priority:
        name = priority_name(line.priority, records, _)
    else:
        name = _("A priority of a workshop")
    return _("{source}, revision {revision}").format(source=name, revision=line.source.revision)
