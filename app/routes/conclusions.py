"""The conclusions for their readers: page, files, and the permanent page of a paragraph."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.delegations.rights import Action, may
from app.errors import Forbidden, SignInNeeded
from app.pages import LANGUAGES, sentence, translations
from app.recommendations.beside import beside
from app.recommendations.document.as_html import as_html
from app.recommendations.document.tree import Status
from app.recommendations.exporting import annotated_conclusions, export_conclusions, exported
from app.recommendations.following_up.queries import leads_on
from app.recommendations.provenance import paragraph_history, priority_history
from app.recommendations.queries import conclusions_document
from app.recommendations.translating import no_language, other_languages, translated_document
from app.routes.conclusions_pages import conclusions_page, in_language_of
from app.routes.deps import EventDep, ReadDb, ReaderDep, Viewer

router = APIRouter(prefix="/events/{slug}")


@router.get("/conclusions", response_class=HTMLResponse)
def show_conclusions(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer, done: str = ""
) -> HTMLResponse:
    """The adopted text; before that the draft for those who may read it, else a plain sentence."""
    try:
        document = conclusions_document(db, event, translate=in_language_of(event), by=viewer)
    except (SignInNeeded, Forbidden) as refusal:
        return conclusions_page(
            reader,
            event,
            "not_yet.html",
            explanation=sentence(reader, refusal),
            leads_on=leads_on(db, event, by=viewer),
        )
    return conclusions_page(
        reader,
        event,
        "show.html",
        document=document,
        article=as_html(document, pages=f"/events/{event.slug}/conclusions"),
        adopted=document.status is Status.ADOPTED,
        at_podium=may(viewer, Action.READ_SUBMITTED_RECOMMENDATIONS, event_id=event.key),
        beside=beside(db, event, by=viewer),
        may_issue=may(viewer, Action.ISSUE_CONCLUSIONS, event_id=event.key),
        has_our_text=may(viewer, Action.DRAFT_OWN_RECOMMENDATION, event_id=event.key)
        and document.status is not Status.ADOPTED,
        others=other_languages(event, LANGUAGES),
        may_word=may(viewer, Action.MERGE_RECOMMENDATIONS, event_id=event.key)
        and document.status is not Status.ADOPTED,
        may_compare=may(viewer, Action.READ_DRAFT_CONCLUSIONS, event_id=event.key),
        leads_on=leads_on(db, event, by=viewer),
        done=done,
    )


@router.get("/conclusions.docx")
def conclusions_as_docx(
    event: EventDep, db: ReadDb, viewer: Viewer, language: str = ""
) -> Response:
    """The Word file."""
    return _file(event, db, viewer, "docx", language)


@router.get("/conclusions.pdf")
def conclusions_as_pdf(event: EventDep, db: ReadDb, viewer: Viewer, language: str = "") -> Response:
    """The PDF file."""
    return _file(event, db, viewer, "pdf", language)


@router.get("/conclusions.md")
def conclusions_as_markdown(
    event: EventDep, db: ReadDb, viewer: Viewer, language: str = ""
) -> Response:
    """The Markdown file."""
    return _file(event, db, viewer, "md", language)


@router.get("/conclusions.json")
def conclusions_as_json(
    event: EventDep, db: ReadDb, viewer: Viewer, language: str = ""
) -> Response:
    """The text as data, with its provenance."""
    return _file(event, db, viewer, "json", language)


@router.get("/conclusions.xml")
def conclusions_as_akoma_ntoso(
    event: EventDep, db: ReadDb, viewer: Viewer, language: str = ""
) -> Response:
    """The text as Akoma Ntoso 3.0, for parliaments' and archives' programs."""
    return _file(event, db, viewer, "xml", language)


@router.get("/conclusions/annotated.docx")
def conclusions_annotated(event: EventDep, db: ReadDb, viewer: Viewer) -> Response:
    """The Word file with the sources of each paragraph in its margin."""
    translate = in_language_of(event)
    return _answer(*annotated_conclusions(db, event, translate=translate, by=viewer))


@router.get("/conclusions/paragraphs/{paragraph_id:int}", response_class=HTMLResponse)
def show_paragraph(
    paragraph_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The permanent address of one paragraph: where its words come from."""
    translate = in_language_of(event)
    history = paragraph_history(db, event, paragraph_id, translate=translate, by=viewer)
    return conclusions_page(
        reader,
        event,
        "paragraph.html",
        history=history,
        adopted=history.document.status is Status.ADOPTED,
        may_merge=may(viewer, Action.MERGE_RECOMMENDATIONS, event_id=event.key),
        sees_inputs=may(viewer, Action.READ_BOARD, event_id=event.key),
    )


@router.get("/conclusions/priorities/{recorded_id:int}", response_class=HTMLResponse)
def show_priority(
    recorded_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> Response:
    """The permanent address of a priority printed as its workshop recorded it."""
    translate = in_language_of(event)
    history = priority_history(db, event, recorded_id, translate=translate, by=viewer)
    if isinstance(history, int):
        address = f"/events/{event.slug}/conclusions/paragraphs/{history}"
        return RedirectResponse(address, status_code=303)
    return conclusions_page(
        reader,
        event,
        "paragraph.html",
        history=history,
        adopted=history.document.status is Status.ADOPTED,
        may_merge=False,
        sees_inputs=may(viewer, Action.READ_BOARD, event_id=event.key),
    )


def _file(
    event: EventDep, db: ReadDb, viewer: Viewer, format_: str, language: str = ""
) -> Response:
    translate = in_language_of(event)
    if language and language != event.language.split("-")[0]:
        if language not in other_languages(event, LANGUAGES):
            raise no_language()
        document = translated_document(
            db,
            event,
            language,
            translate=translations(language).gettext,
            original=translate,
            by=viewer,
        )
        return _answer(*exported(event, document, format_))
    return _answer(*export_conclusions(db, event, format_, translate=translate, by=viewer))


def _answer(content: bytes, media_type: str, name: str) -> Response:
    # Inline: a browser opens what it can show, and saves the rest under this name.
    return Response(
        content,
        media_type=media_type,
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Cache-Control": "no-cache, private",
        },
    )
