"""Paragraphs in the other working language: writing, confirming, and the document made of them.

A translation is a record with revisions of its own. It counts as a draft until a person confirms
it, and again as soon as the paragraph has a newer text. After the adoption it can still be mended:
what was adopted is the original.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.rights import Action, Person, require
from app.errors import NotFound, Refused, StaleWrite
from app.events.journal import record
from app.events.models import Event
from app.recommendations.assembling import paragraph_address
from app.recommendations.document.in_language import TranslatedText, in_language
from app.recommendations.document.labels import labels_in
from app.recommendations.document.tree import ConclusionsDocument
from app.recommendations.editing import no_paragraph
from app.recommendations.forms import PartForm
from app.recommendations.loading import conclusions_of, load_records
from app.recommendations.locking import acting
from app.recommendations.models import (
    Conclusions,
    Paragraph,
    ParagraphState,
    TranslationRevision,
)
from app.recommendations.queries import conclusions_document
from app.recommendations.records import ParagraphRecord
from app.recommendations.words import Translate


@dataclass(frozen=True)
class TranslatedParagraph:
    """A paragraph and its newest words in the other language, None where there are none yet."""

    source: ParagraphRecord
    newest: TranslationRevision | None

    @property
    def is_confirmed(self) -> bool:
        """Whether a person stands by it, for the text as it is now."""
        return bool(self.newest and self.newest.is_confirmed and not self.is_behind)

    @property
    def is_behind(self) -> bool:
        """Whether the paragraph has a newer text than the one that was translated."""
        return bool(self.newest and self.newest.source_revision < self.source.row.revision)

    @property
    def revision(self) -> int:
        """The revision that a form starts from; 0 before the first."""
        return self.newest.number if self.newest else 0


def other_languages(event: Event, languages: Sequence[str]) -> list[str]:
    """The languages of the house into which this event's documents can be translated."""
    return [one for one in languages if one != event.language.split("-")[0]]


def translated_paragraphs(
    db: Reading, event: Event, language: str, *, by: Person | None
) -> list[TranslatedParagraph]:
    """Every paragraph that stands, in the order in which it was placed, beside its translation."""
    require(by, Action.READ_DRAFT_CONCLUSIONS, event_id=event.key)
    newest = _newest(db, event, language)
    return [
        TranslatedParagraph(line, newest.get(line.row.key))
        for line in load_records(db, event).paragraphs
        if not line.is_deleted
    ]


def translated_paragraph(
    db: Reading, event: Event, paragraph_id: int, language: str, *, by: Person | None
) -> TranslatedParagraph:
    """One of them, for those who translate; NotFound for a paragraph that does not stand."""
    require(by, Action.MERGE_RECOMMENDATIONS, event_id=event.key)
    for line in translated_paragraphs(db, event, language, by=by):
        if line.source.row.key == paragraph_id:
            return line
    raise no_paragraph()


def translate_paragraph(
    db: Writing,
    event: Event,
    paragraph_id: int,
    language: str,
    form: PartForm,
    *,
    by: Person | None,
) -> TranslationRevision:
    """Write a draft translation; StaleWrite with both texts if somebody wrote one meanwhile."""
    who = acting(by, Action.MERGE_RECOMMENDATIONS, event)
    form.check()
    _lock(db, event, paragraph_id)
    line = translated_paragraph(db, event, paragraph_id, language, by=by)
    if form.revision != line.revision:
        theirs = line.newest.text if line.newest else ""
        raise StaleWrite(base="", theirs=theirs, yours=form.text, revision=line.revision)
    return _write(db, event, line, language, form.text, confirmed=False, by=who)


def confirm_translation(
    db: Writing, event: Event, paragraph_id: int, language: str, revision: int, *, by: Person | None
) -> TranslationRevision:
    """Stand by a translation, for the paragraph's text as it is now."""
    who = acting(by, Action.MERGE_RECOMMENDATIONS, event)
    _lock(db, event, paragraph_id)
    line = translated_paragraph(db, event, paragraph_id, language, by=by)
    if line.newest is None:
        raise Refused("There is no translation yet. Write one, then confirm it.")
    if revision != line.revision:
        raise Refused("This translation has changed meanwhile. Read it again, then confirm it.")
    return _write(db, event, line, language, line.newest.text, confirmed=True, by=who)


def translated_document(
    db: Reading,
    event: Event,
    language: str,
    *,
    translate: Translate,
    original: Translate,
    by: Person | None,
) -> ConclusionsDocument:
    """The whole document in the other language; `translate` words what the house prints in it."""
    document = conclusions_document(db, event, translate=original, by=by)
    revisions = {paragraph.key: paragraph.revision for paragraph in _paragraphs(db, event)}
    texts = {
        paragraph_address(key): TranslatedText(
            row.text, row.is_confirmed and row.source_revision == revisions.get(key)
        )
        for key, row in _newest(db, event, language).items()
    }
    return in_language(document, language, texts, part_headings(translate), labels_in(translate))


def part_headings(_: Translate) -> dict[str, str]:
    """The headings of the parts that every document may have, by key."""
    return {
        "background": _("Background"),
        "participation": _("Participation"),
        "proceedings": _("Proceedings"),
        "priorities": _("Priorities of the workshops"),
        "conclusions": _("Conclusions"),
        "take-aways": _("Key take-aways"),
        "common": _("Common recommendations"),
        "by-country": _("Recommendations by country"),
        "way-ahead": _("Way ahead"),
        "thanks": _("Thanks"),
        "dispositions": _("What became of each recommendation"),
    }


def no_language() -> NotFound:
    """One sentence for a language into which this event's documents are not translated."""
    return NotFound("These conclusions are not translated into that language.")


def _paragraphs(db: Reading, event: Event) -> Sequence[Paragraph]:
    conclusions = conclusions_of(db, event)
    if conclusions is None:
        return ()
    return db.exec(select(Paragraph).where(col(Paragraph.conclusions_id) == conclusions.key)).all()


def _newest(db: Reading, event: Event, language: str) -> Mapping[int, TranslationRevision]:
    rows = db.exec(
        select(TranslationRevision)
        .join(Paragraph, col(Paragraph.id) == col(TranslationRevision.paragraph_id))
        .join(Conclusions, col(Conclusions.id) == col(Paragraph.conclusions_id))
        .where(
            col(Conclusions.event_id) == event.key, col(TranslationRevision.language) == language
        )
        .order_by(col(TranslationRevision.number))
    )
    return {row.paragraph_id: row for row in rows}


def _lock(db: Writing, event: Event, paragraph_id: int) -> None:
    conclusions = conclusions_of(db, event)
    found = db.exec(
        select(Paragraph)
        .where(
            col(Paragraph.id) == paragraph_id,
            col(Paragraph.conclusions_id) == (conclusions.key if conclusions else None),
            col(Paragraph.state) != ParagraphState.DELETED,
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise no_paragraph()


def _write(
    db: Writing,
    event: Event,
    line: TranslatedParagraph,
    language: str,
    text: str,
    *,
    confirmed: bool,
    by: int,
) -> TranslationRevision:
    written = TranslationRevision(
        paragraph_id=line.source.row.key,
        language=language,
        number=line.revision + 1,
        source_revision=line.source.row.revision,
        text=text,
        is_confirmed=confirmed,
        written_at=now(),
        written_by_id=by,
    )
    db.add(written)
    db.flush()
    verb = "confirm translation" if confirmed else "translate"
    record(db, event.key, verb, f"paragraph {line.source.row.key}", by=by, language=language)
    return written
