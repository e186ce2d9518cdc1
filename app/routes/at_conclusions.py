"""What a route of the conclusions is asked with: at which event, by whom; its one way to write.

Knows no single action and no template.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar

from fastapi import Depends
from starlette.responses import HTMLResponse, RedirectResponse

from app.db import Database, Writing
from app.delegations.rights import Action, Person, may, require
from app.errors import PlenaryError
from app.events.models import Event
from app.pages import Reader
from app.recommendations.words import Translate
from app.routes.conclusions_pages import conclusions_page, in_language_of
from app.routes.deps import DatabaseDep, EventDep, ReaderDep, Viewer

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class AtConclusions:
    """A request at `/events/{slug}/conclusions/…`."""

    event: Event
    reader: Reader
    viewer: Person | None
    database: Database

    @property
    def translate(self) -> Translate:
        """The words of the event's working language, in which its documents are written."""
        return in_language_of(self.event)

    def write(
        self, action: Callable[Concatenate[Writing, Event, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do `action(db, event, …)` in one transaction, committed on return."""
        with self.database.writing() as db:
            return action(db, self.event, *args, **kwargs)

    def may(self, action: Action) -> bool:
        """Whether who asks may do this at this event."""
        return may(self.viewer, action, event_id=self.event.key)

    def require(self, action: Action) -> None:
        """Let who asks pass, or raise SignInNeeded or Forbidden."""
        require(self.viewer, action, event_id=self.event.key)

    def page(
        self, template: str, refusal: PlenaryError | None = None, **context: Any
    ) -> HTMLResponse:
        """A page of conclusions; after a refusal with its status and sentence."""
        return conclusions_page(self.reader, self.event, template, refusal=refusal, **context)

    def see(self, page: str, done: str = "", paragraph_id: int | None = None) -> RedirectResponse:
        """On to another page of these conclusions, at the paragraph concerned."""
        place = f"#p-{paragraph_id}" if paragraph_id else ""
        word = f"?done={done}" if done else ""
        address = f"/events/{self.event.slug}/conclusions{page and '/'}{page}{word}{place}"
        return RedirectResponse(address, status_code=303)


def _at_conclusions(
    event: EventDep, reader: ReaderDep, viewer: Viewer, database: DatabaseDep
) -> AtConclusions:
    return AtConclusions(event, reader, viewer, database)


AtConclusionsDep = Annotated[AtConclusions, Depends(_at_conclusions)]
