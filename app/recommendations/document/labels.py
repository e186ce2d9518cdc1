"""The fixed words a conclusions document prints; knows no catalogue of translations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """Words printed by every export; patterns keep their `{names}`."""

    contents: str
    page: str
    paragraph: str
    annex: str
    reference: str
    date: str
    status: str
    organisers: str
    adoption: str
    reservations: str
    fingerprint: str
    footnotes: str
    addressees: str
    delegations: str
    theme: str
    measure: str
    responsible: str
    time: str
    sources: str
    sources_here: str
    source: str
    text_used: str
    statuses: tuple[tuple[str, str], ...]
    relations: tuple[tuple[str, str], ...]
    # With a default: documents frozen before these words were printed are read, too.
    rapporteur: str = "Rapporteur"
    translation: str = "Translation"
    translation_draft: str = "draft, not confirmed"
    translation_missing: str = "none yet, this is the original"

    def status_name(self, status: str) -> str:
        """The status as printed."""
        return dict(self.statuses)[status]

    def relation_name(self, relation: str) -> str:
        """The relation of a source to a paragraph as printed."""
        return dict(self.relations)[relation]


def labels_in(_: Callable[[str], str]) -> Labels:
    """Return the labels in the language of the given gettext function."""
    return Labels(
        contents=_("Contents"),
        page=_("Page {page} of {pages}"),
        paragraph=_("Paragraph"),
        annex=_("Annex"),
        reference=_("Reference"),
        date=_("Date"),
        status=_("Status"),
        organisers=_("Organised by"),
        adoption=_("Adoption"),
        reservations=_("Reservations"),
        fingerprint=_("Fingerprint of this text (SHA-256)"),
        footnotes=_("Notes"),
        addressees=_("Addressed to"),
        delegations=_("Contributed by"),
        theme=_("Theme"),
        measure=_("Measured by"),
        responsible=_("Responsible"),
        time=_("Time"),
        sources=_("Sources of each paragraph"),
        sources_here=_("Sources"),
        source=_("Source"),
        text_used=_("Text used"),
        statuses=(
            ("draft", _("Draft")),
            ("circulated", _("Circulated")),
            ("adopted", _("Adopted")),
        ),
        relations=(
            ("verbatim", _("word for word")),
            ("adapted", _("adapted")),
            ("inspired", _("inspired the text")),
            ("opposed", _("opposed the text")),
        ),
        rapporteur=_("Rapporteur"),
        translation=_("Translation"),
        translation_draft=_("draft, not confirmed"),
        translation_missing=_("none yet, this is the original"),
    )


ENGLISH = labels_in(str)
