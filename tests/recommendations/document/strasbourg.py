"""A finished document as Strasbourg 2019 would leave it; facts in our own sentences."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from app.recommendations.document.hashing import content_hash
from app.recommendations.document.numbering import numbered
from app.recommendations.document.tree import (
    AdoptionMethod,
    AdoptionNote,
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
)

STATES = (
    "Albania",
    "Armenia",
    "Azerbaijan",
    "Bosnia and Herzegovina",
    "Georgia",
    "Republic of Moldova",
    "Montenegro",
    "Serbia",
    "Türkiye",
    "Ukraine (Україна)",
)
WORKSHOPS = (
    (
        "Workshop 1: Strengthening reporting and prosecution",
        "Agree one form for referrals between hotlines and police, with a time for each step.",
        "Train prosecutors and judges together on the preservation and use of electronic evidence.",
    ),
    (
        "Workshop 2: Identifying child-victims",
        "Give every investigation a specialist in victim identification in its first week.",
        "Treat a child who produced an image under pressure as a victim, never as a suspect.",
    ),
    (
        "Workshop 3: Raising awareness of all actors",
        "Put online safety into the training of teachers, health workers and social workers.",
        "Write campaigns with children, and test them with children, before they are published.",
    ),
    (
        "Workshop 4: Upholding the rights of the child-victim",
        "Hear a child once, in a child-friendly place, with the recording admitted as evidence.",
        "Name one person who stays with the child before, during and after the proceedings.",
    ),
)
MERGED = (
    "Each State is called upon to name a single national contact point for reports of online "
    "sexual exploitation and abuse of children, reachable at all hours, and to publish its address."
)
GEORGIA = "Name one national contact point for reports, reachable at all hours."
UKRAINE = "Every State should publish the address of its contact point for reports."
BRACKETED = (
    "Providers are encouraged to keep what a report names for [A: six months / B: one year]."
)
SETTLED = "Providers are encouraged to keep what a report names for one year."
FOOTNOTE = "A contact point may be an existing unit; nothing here asks for a new authority."
LONG_WORD = "Datenschutzgrundverordnungsdurchführungsbestimmungen"
CEST = timezone(timedelta(hours=2))


def strasbourg(merged: str = MERGED, status: Status = Status.ADOPTED) -> ConclusionsDocument:
    """Return the whole document, numbered and, once adopted, with its frozen hash."""
    document = numbered(
        ConclusionsDocument(
            title="Conclusions and priorities for multi-sectorial co-operation",
            subtitle="Preventing and combating online child sexual exploitation and abuse",
            reference="CRD/VC1840/EndOCSEA@Europe(2019)RCOJ1",
            status=status,
            event_title="International Conference on multi-sectorial co-operation against OCSEA",
            place="Palais de l’Europe, Strasbourg",
            dates="16 and 17 May 2019",
            organisers=("Children’s Rights Division, Council of Europe",),
            letterhead=("Building a Europe for and with children", "Directorate General II"),
            language="en",
            version_date=date(2019, 5, 17),
            parts=(
                _background(),
                _participation(),
                _priorities(),
                _common(merged, status),
                _way_ahead(),
                _dispositions(),
            ),
        )
    )
    if status is not Status.ADOPTED:
        return document
    note = AdoptionNote(
        clause="The delegations present adopted these conclusions by consensus.",
        method=AdoptionMethod.CONSENSUS,
        adopted_on=date(2019, 5, 17),
        place="Strasbourg",
        reservations=("One delegation reserved its position on the length of data retention.",),
    )
    return replace(document, adoption=note, content_hash=content_hash(document))


def source(
    label: str,
    relation: Relation,
    text: str,
    kind: SourceKind = SourceKind.RECOMMENDATION,
    decided_at: datetime | None = datetime(2019, 5, 17, 14, 5, tzinfo=CEST),
) -> SourceNote:
    """Return a source decided by the rapporteur."""
    text_hash = hashlib.sha256(text.encode()).hexdigest()
    return SourceNote(kind, label, relation, text, text_hash, "Rapporteur", decided_at)


def _background() -> Part:
    return Part(
        "Background",
        "background",
        (
            ParagraphBlock(
                "p-1",
                ParagraphKind.PREAMBLE,
                "Delegations of ten States met by invitation to see where police, justice, health, "
                "education and industry must act together when a child is abused online.",
            ),
            ParagraphBlock(
                "p-2",
                ParagraphKind.OPERATIVE,
                "Five delegations described how reports reach them today; Côte d’Ivoire and Greece "
                f"(Ελλάδα) sent written contributions, one of them on the {LONG_WORD}.",
                footnotes=(Footnote("Both contributions are kept by the secretariat."),),
            ),
        ),
    )


def _participation() -> Part:
    return Part(
        "Participation",
        "participation",
        (
            ParagraphBlock(
                "p-3",
                ParagraphKind.OPERATIVE,
                "Forty-six participants in ten delegations and from six organisations took part.",
            ),
            ListBlock("States", STATES),
            TableBlock(
                "Participants by sector",
                ("Sector", "States", "Participants"),
                (
                    ("Law enforcement", "10", "14"),
                    ("Justice", "9", "11"),
                    ("Education and health", "8", "12"),
                    ("Private sector and civil society", "6", "9"),
                ),
                widths=(6, 2, 2),
            ),
        ),
    )


def _priorities() -> Part:
    blocks = []
    for number, (title, *priorities) in enumerate(WORKSHOPS, start=1):
        children = tuple(
            ParagraphBlock(
                f"p-{10 * number + place}",
                ParagraphKind.PRIORITY,
                text,
                sources=(
                    source(
                        f"Workshop {number}, priority {place}",
                        Relation.VERBATIM,
                        text,
                        SourceKind.PRIORITY,
                    ),
                ),
            )
            for place, text in enumerate(priorities, start=1)
        )
        heading = ParagraphBlock(
            f"p-{10 * number}", ParagraphKind.HEADING, title, children=children
        )
        blocks.append(heading)
    return Part("Priorities of the workshops", "priorities", tuple(blocks))


def _common(merged: str, status: Status) -> Part:
    open_or_settled = _settled() if status is Status.ADOPTED else _open()
    return Part(
        "Common recommendations",
        "common",
        (
            ParagraphBlock(
                "p-60",
                ParagraphKind.RECOMMENDATION,
                merged,
                addressees=("all States",),
                delegations=("Georgia", "Ukraine"),
                responsible="Ministries of the Interior",
                time="by the end of 2020",
                footnotes=(Footnote(FOOTNOTE, at=_where(merged)),),
                sources=(
                    source("Georgia, recommendation 3, revision 2", Relation.ADAPTED, GEORGIA),
                    source(
                        "Ukraine, recommendation 1, revision 1",
                        Relation.ADAPTED,
                        UKRAINE,
                        decided_at=datetime(2019, 5, 17, 12, 0, tzinfo=UTC),
                    ),
                ),
                children=(
                    ParagraphBlock(
                        "p-61",
                        ParagraphKind.RECOMMENDATION,
                        "The contact point answers in the language of the report, or in English.",
                    ),
                    ParagraphBlock(
                        "p-62",
                        ParagraphKind.RECOMMENDATION,
                        "It forwards what is not its own to the State concerned:",
                        children=(
                            ParagraphBlock(
                                "p-63",
                                ParagraphKind.RECOMMENDATION,
                                "within one day where a child is in danger;",
                            ),
                            ParagraphBlock(
                                "p-64", ParagraphKind.RECOMMENDATION, "within one week otherwise."
                            ),
                        ),
                    ),
                ),
            ),
            *open_or_settled,
        ),
    )


def _where(merged: str) -> int | None:
    found = merged.find(" for reports")
    return found if found >= 0 else None


def _open() -> tuple[ParagraphBlock, ...]:
    return (
        ParagraphBlock(
            "p-65",
            ParagraphKind.RECOMMENDATION,
            BRACKETED,
            state=ParagraphState.BRACKETED,
            addressees=("the private sector",),
            delegations=("Serbia", "Türkiye"),
        ),
        ParagraphBlock(
            "p-66",
            ParagraphKind.RECOMMENDATION,
            "A register of all contact points is kept by the organisers.",
            state=ParagraphState.BRACKETED,
        ),
        ParagraphBlock(
            "p-67",
            ParagraphKind.RECOMMENDATION,
            "A standing committee is set up.",
            state=ParagraphState.DELETED,
        ),
    )


def _settled() -> tuple[ParagraphBlock, ...]:
    return (
        ParagraphBlock(
            "p-65",
            ParagraphKind.RECOMMENDATION,
            SETTLED,
            addressees=("the private sector",),
            delegations=("Serbia", "Türkiye"),
        ),
    )


def _way_ahead() -> Part:
    return Part(
        "Way ahead",
        "way-ahead",
        (
            ParagraphBlock(
                "p-80",
                ParagraphKind.WAY_AHEAD,
                "Each delegation reports on what became of these conclusions.",
                addressees=("all States",),
                time="within twelve months",
            ),
        ),
    )


def _dispositions() -> Part:
    rows = [
        ("Georgia, recommendation 3", "merged", "Paragraph 11"),
        ("Ukraine, recommendation 1", "merged", "Paragraph 11"),
        ("Serbia, recommendation 2", "partly merged", "Paragraph 12"),
        ("Albania, recommendation 1", "not retained", "Covered by the law of each State already."),
    ]
    table = TableBlock(
        "", ("Recommendation", "Outcome", "Where, or why not"), tuple(rows), widths=(5, 3, 6)
    )
    return Part("What became of each recommendation", "dispositions", (table,), annex=True)
