"""After the adoption: organisers publish, correct, add and supersede; everybody reads it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from app.delegations.rights import Action
from app.errors import PlenaryError
from app.recommendations.agreement import loaded_text
from app.recommendations.beside import beside, supplement_of
from app.recommendations.corrections import (
    issue_addendum,
    issue_corrigendum,
    publish_conclusions,
    supersede_conclusions,
)
from app.recommendations.document.as_html import as_html
from app.recommendations.exporting import export_supplement
from app.recommendations.freezing import thawed
from app.recommendations.issuing_forms import AddendumForm, CorrigendumForm, SupersessionForm
from app.routes.at_conclusions import AtConclusions, AtConclusionsDep

router = APIRouter(prefix="/events/{slug}/conclusions")

# Lines of an empty corrigendum; after a refusal there is always one more.
_LINES = 3


@router.get("/publication", response_class=HTMLResponse)
def show_publication(at: AtConclusionsDep, done: str = "") -> HTMLResponse:
    """What organisers may do with the adopted text."""
    return _publication_page(at, done=done)


@router.post("/publication")
def post_publication(at: AtConclusionsDep) -> Response:
    """Publish the adopted text."""
    at.require(Action.ISSUE_CONCLUSIONS)
    try:
        at.write(publish_conclusions, by=at.viewer)
    except PlenaryError as refusal:
        return _publication_page(at, refusal)
    return at.see("publication", "published")


@router.post("/supersession")
def post_supersession(form: Annotated[SupersessionForm, Form()], at: AtConclusionsDep) -> Response:
    """Say which document takes its place."""
    at.require(Action.ISSUE_CONCLUSIONS)
    try:
        at.write(supersede_conclusions, form, by=at.viewer)
    except PlenaryError as refusal:
        return _publication_page(at, refusal, form)
    return at.see("publication", "superseded")


@router.get("/corrigenda/new", response_class=HTMLResponse)
def show_corrigendum_form(at: AtConclusionsDep) -> HTMLResponse:
    """The form of a corrigendum."""
    return _corrigendum_page(at, CorrigendumForm())


@router.post("/corrigenda")
def post_corrigendum(form: Annotated[CorrigendumForm, Form()], at: AtConclusionsDep) -> Response:
    """Issue a corrigendum."""
    at.require(Action.ISSUE_CONCLUSIONS)
    try:
        at.write(issue_corrigendum, form, translate=at.translate, by=at.viewer)
    except PlenaryError as refusal:
        return _corrigendum_page(at, form, refusal)
    return at.see("publication", "corrected")


@router.get("/addenda/new", response_class=HTMLResponse)
def show_addendum_form(at: AtConclusionsDep) -> HTMLResponse:
    """The form of an addendum."""
    at.require(Action.ISSUE_CONCLUSIONS)
    return at.page("addendum.html", form=AddendumForm())


@router.post("/addenda")
def post_addendum(form: Annotated[AddendumForm, Form()], at: AtConclusionsDep) -> Response:
    """Issue an addendum."""
    at.require(Action.ISSUE_CONCLUSIONS)
    try:
        at.write(issue_addendum, form, translate=at.translate, by=at.viewer)
    except PlenaryError as refusal:
        return at.page("addendum.html", refusal, form=form)
    return at.see("publication", "added")


@router.get("/supplements/{supplement_id:int}", response_class=HTMLResponse)
def show_supplement(supplement_id: int, at: AtConclusionsDep) -> HTMLResponse:
    """A corrigendum or addendum, for everybody."""
    with at.database.reading() as db:
        supplement = supplement_of(db, at.event, supplement_id, by=at.viewer)
    document = thawed(supplement.document)
    return at.page(
        "supplement.html", supplement=supplement, document=document, article=as_html(document)
    )


@router.get("/supplements/{supplement_id:int}/file.{format_}")
def supplement_as_file(supplement_id: int, format_: str, at: AtConclusionsDep) -> Response:
    """The same as a file, made from the frozen document."""
    with at.database.reading() as db:
        supplement = supplement_of(db, at.event, supplement_id, by=at.viewer)
    content, media_type, name = export_supplement(at.event, supplement, format_)
    return Response(
        content,
        media_type=media_type,
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Cache-Control": "no-cache, private",
        },
    )


def _publication_page(
    at: AtConclusions,
    refusal: PlenaryError | None = None,
    form: SupersessionForm | None = None,
    *,
    done: str = "",
) -> HTMLResponse:
    at.require(Action.ISSUE_CONCLUSIONS)
    with at.database.reading() as db:
        text = loaded_text(db, at.event, translate=at.translate)
        found = beside(db, at.event, by=at.viewer)
    return at.page(
        "publication.html",
        refusal,
        state=text.state.value,
        beside=found,
        form=form or SupersessionForm(),
        done=done,
    )


def _corrigendum_page(
    at: AtConclusions, form: CorrigendumForm, refusal: PlenaryError | None = None
) -> HTMLResponse:
    at.require(Action.ISSUE_CONCLUSIONS)
    with at.database.reading() as db:
        text = loaded_text(db, at.event, translate=at.translate)
    lines = form.lines()
    lines += [("", "", "")] * max(1, _LINES - len(lines))
    return at.page("corrigendum.html", refusal, form=form, lines=lines, clauses=text.clauses)
