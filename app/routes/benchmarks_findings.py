"""One finding: what was found, by hand; reviewed, confirmed by the State, with its versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.benchmarks.assessing import assess, confirm, is_own, may_assess, review
from app.benchmarks.forms import FindingForm, SeenForm
from app.benchmarks.queries import line_of, sheet_of, versions_of
from app.benchmarks.views import FindingView, SourceView
from app.db import Database, Reading
from app.delegations.rights import Action, Person, may
from app.errors import BadInput, PlenaryError, Refused, StaleWrite
from app.events.models import Event
from app.pages import Reader, sentence
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page

router = APIRouter(
    prefix="/events/{slug}/benchmarks/states/{state_id:int}/conducts/{conduct_id:int}"
)


@dataclass(frozen=True)
class _AtFinding:
    """A request at one finding: of which State and conduct, and who asks."""

    state_id: int
    conduct_id: int
    event: Event
    database: Database
    reader: Reader
    viewer: Person | None

    def write(self, action: Callable[..., object], form: SeenForm) -> Response:
        """Do `action` in one transaction and go back to the State's sheet; or say why not."""
        try:
            with self.database.writing() as db:
                action(db, self.event, self.state_id, self.conduct_id, form, by=self.viewer)
        except (BadInput, Refused) as refusal:
            with self.database.reading() as db:
                return self.page(db, refusal, form if isinstance(form, FindingForm) else None)
        sheet = f"/events/{self.event.slug}/benchmarks/states/{self.state_id}"
        return RedirectResponse(f"{sheet}#conduct-{self.conduct_id}", status_code=303)

    def page(
        self, db: Reading, refusal: PlenaryError | None = None, typed: FindingForm | None = None
    ) -> HTMLResponse:
        """The finding with its versions; after a refusal with what was typed."""
        event, viewer = self.event, self.viewer
        sheet = sheet_of(db, event, self.state_id, by=viewer)
        state, (provision, conduct) = sheet.state, line_of(sheet, self.conduct_id)
        versions = versions_of(db, state, conduct)
        newest = versions[0] if versions else None
        form = typed or _as_form(newest)
        stale = refusal if isinstance(refusal, StaleWrite) else None
        if stale:
            # Saved once more, it replaces what is shown beside it.
            form = form.model_copy(update={"version": str(stale.revision)})
        return event_page(
            self.reader,
            event,
            "benchmarks/finding.html",
            here="benchmarks",
            status=refusal.status if refusal else 200,
            state=state,
            conduct=conduct,
            provision=provision,
            versions=versions,
            newest=newest,
            form=form,
            stale=stale,
            problem=sentence(self.reader, refusal) if refusal else None,
            problem_at=refusal.field if isinstance(refusal, BadInput) else None,
            may_assess=may_assess(db, event, state, by=viewer),
            may_review=may(viewer, Action.REVIEW_BENCHMARKS, event_id=event.key),
            may_confirm=is_own(db, state, by=viewer)
            and may(viewer, Action.CONFIRM_OWN_STATE, event_id=event.key),
        )


def _at_finding(
    state_id: int,
    conduct_id: int,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> _AtFinding:
    return _AtFinding(state_id, conduct_id, event, database, reader, viewer)


AtFindingDep = Annotated[_AtFinding, Depends(_at_finding)]


@router.get("", response_class=HTMLResponse)
def show_finding(at: AtFindingDep, db: ReadDb) -> HTMLResponse:
    """The newest finding in a form for those who answer for it, and the versions before."""
    return at.page(db)


@router.post("")
def post_finding(form: Annotated[FindingForm, Form()], at: AtFindingDep) -> Response:
    """Store what was found as a new version."""
    return at.write(assess, form)


@router.post("/review")
def post_review(form: Annotated[SeenForm, Form()], at: AtFindingDep) -> Response:
    """Mark the finding that was seen as reviewed."""
    return at.write(review, form)


@router.post("/confirmation")
def post_confirmation(form: Annotated[SeenForm, Form()], at: AtFindingDep) -> Response:
    """The State's head of delegation confirms the finding that was seen."""
    return at.write(confirm, form)


def _as_form(found: FindingView | None) -> FindingForm:
    if found is None:
        return FindingForm()
    source = found.sources[0] if found.sources else SourceView()
    return FindingForm(
        version=str(found.version),
        coverage=found.coverage.value,
        value=found.value,
        note=found.note,
        as_at=found.as_at.isoformat() if found.as_at else "",
        law=source.law,
        article=source.article,
        language=source.language,
        link=source.link,
        in_force_on=source.in_force_on.isoformat() if source.in_force_on else "",
        quotation=source.quotation,
        translation=source.translation,
    )
