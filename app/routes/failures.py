"""Errors as answers: a page for people, JSON for programs, always the same one sentence."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.db import Database
from app.delegations.sign_in import person_by_cookie
from app.errors import BadInput, NotFound, PlenaryError, SignInNeeded
from app.pages import Reader, page, preferred_language, sentence
from app.routes.deps import COOKIE
from app.routes.sizes import TOO_LARGE


class _NotAllowedHere(PlenaryError):
    status = 405


class _OutOfOrder(PlenaryError):
    status = 500


def install(app: FastAPI) -> None:
    """Let every error of `app` be answered by a sentence."""
    app.add_exception_handler(PlenaryError, _plenary_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unexpected)


def answer(request: Request, error: PlenaryError, *, ways_in: bool = False) -> Response:
    """The answer for `error` in the form that the caller reads; `ways_in` offers the other ones."""
    database: Database = request.app.state.database
    language = preferred_language(
        request.cookies.get("plenary_language"), request.headers.get("accept-language")
    )
    if _wants_json(request):
        text = sentence(Reader(language), error)
        return JSONResponse({"detail": text}, status_code=error.status)
    with database.reading() as db:
        viewer = person_by_cookie(db, request.cookies.get(COOKIE))
    reader = Reader(language, viewer)
    return page(
        reader,
        "error.html",
        status=error.status,
        sentence=sentence(reader, error),
        code=error.status,
        ways_in=ways_in or isinstance(error, SignInNeeded),
    )


def _plenary_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, PlenaryError)
    return answer(request, error)


def _validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    where = str(error.errors()[0]["loc"][-1])
    return answer(
        request,
        BadInput(
            "The field “{name}” is missing or in a form we cannot read. Correct it and send again.",
            name=where,
        ),
    )


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    match error.status_code:
        case 404:
            lost = NotFound("There is no page at this address. Start from the list of events.")
            return answer(request, lost)
        case 405:
            return answer(request, _NotAllowedHere("This address cannot be used in this way."))
        case 413:
            return answer(request, TOO_LARGE)
        case _:
            unread = BadInput("What was sent cannot be read. Open the page and send it again.")
            return answer(request, unread)


def _unexpected(request: Request, error: Exception) -> Response:
    # Starlette raises the error again after this answer, so the server's log has it whole.
    return answer(
        request,
        _OutOfOrder(
            "Something went wrong on our side; nothing was changed. Try again in a moment."
        ),
    )


def _wants_json(request: Request) -> bool:
    accepts = request.headers.get("accept", "")
    return request.url.path.startswith("/api/") or (
        "application/json" in accepts and "text/html" not in accepts
    )
