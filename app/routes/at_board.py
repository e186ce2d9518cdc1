"""What a route of a board is asked with: at which session, by whom; and its one way to write.

Knows no single action and no template.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar

from fastapi import Depends
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, RedirectResponse

from app.db import Database, Writing
from app.delegations.rights import Action, Person, may
from app.errors import PlenaryError
from app.events.models import Event
from app.pages import Reader, sentence
from app.routes.board_answers import DESK, see
from app.routes.deps import database_of, event_of, reader_for, viewer_of
from app.routes.event_pages import event_page
from app.sessions.queries import board_id_at
from app.sessions.views import Place

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class AtBoard:
    """A request at `/events/{slug}/sessions/{key}/…`."""

    key: str
    event: Event
    reader: Reader
    viewer: Person | None
    database: Database

    def write(
        self, action: Callable[Concatenate[Writing, int, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do `action(db, board_id, …)` on this board in one transaction, committed on return.

        NotFound before the board is opened; whatever else the action raises.
        """
        with self.database.writing() as db:
            return action(db, board_id_at(db, self.event, self.key), *args, **kwargs)

    def may(self, action: Action, place: Place) -> bool:
        """Whether who asks may do this at this event session."""
        return may(
            self.viewer, action, event_id=self.event.key, event_session_id=place.event_session_id
        )

    def page(
        self, template: str, refusal: PlenaryError | None = None, **context: object
    ) -> HTMLResponse:
        """A page of this board; after a refusal with its status, `problem` and `problem_at`."""
        told: dict[str, Any] = {
            "problem": sentence(self.reader, refusal) if refusal else None,
            "problem_at": getattr(refusal, "field", None),
        }
        return event_page(
            self.reader,
            self.event,
            template,
            here="boards",
            status=refusal.status if refusal else 200,
            **told | context,
        )

    def see(self, part: str = DESK) -> RedirectResponse:
        """On to another page of this event session; without a name to the podium's desk."""
        return see(self.event, self.key, part)


def at_board(connection: HTTPConnection, slug: str, key: str) -> AtBoard:
    """The request, with who asks and in which language; NotFound for an unknown event."""
    event = event_of(connection, slug)
    viewer = viewer_of(connection)
    return AtBoard(key, event, reader_for(connection, viewer), viewer, database_of(connection))


AtBoardDep = Annotated[AtBoard, Depends(at_board)]
