"""What a phone keeps: the service worker, the manifest for its home screen, what is new.

Knows what is public only; nothing here depends on who is signed in.
"""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from starlette.responses import HTMLResponse, JSONResponse, Response

from app.agenda.exports.words import words_in
from app.agenda.news import joined, news_between
from app.agenda.queries import published_timetable, versions
from app.pages import Reader, asset, page, static_content, translations
from app.routes.deps import EventDep, ReadDb, ReaderDep

router = APIRouter(include_in_schema=False)

# Whoever asks gets the same: a phone may keep it (see static/sw.js).
PUBLIC = {"Cache-Control": "public, no-cache", "Vary": "Cookie, Accept-Language"}
# How many rows of news are worth reading; after more, everything is new.
_MOST_NEWS = 200


def keeping(reader: Reader, number: int | None) -> dict[str, str]:
    """Headers by which a phone knows what of version `number` it may keep.

    A page of somebody in particular stays private; its phone keeps the public one instead.
    """
    headers = {"Content-Language": reader.language}
    if number is not None:
        headers["Agenda-Version"] = str(number)
    return headers | PUBLIC if reader.viewer is None else headers | {"Vary": PUBLIC["Vary"]}


@router.get("/sw.js")
def show_service_worker() -> Response:
    """The service worker, from the root: it may keep pages of every event."""
    return Response(
        static_content("sw.js"),
        media_type="text/javascript",
        headers={"Cache-Control": "public, no-cache", "Service-Worker-Allowed": "/"},
    )


@router.get("/offline", response_class=HTMLResponse)
def show_offline(reader: ReaderDep) -> HTMLResponse:
    """What the phone shows without network in place of a page it does not have."""
    return page(Reader(reader.language), "agenda/offline.html", headers=PUBLIC)


@router.get("/events/{slug}/manifest.webmanifest")
def show_manifest(event: EventDep) -> JSONResponse:
    """The event as an application on the home screen (W3C Web Application Manifest)."""
    name = event.short_title or event.title
    top = f"/events/{event.slug}"
    manifest = {
        "id": top,
        "name": name,
        "short_name": name if len(name) <= 24 else "Plenary",
        "lang": event.language,
        "start_url": top,
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": [
            {"src": asset("icons/app.svg"), "sizes": "any", "type": "image/svg+xml"},
            *(_picture(f"icons/app-{size}.png", size, "any") for size in (192, 512)),
            _picture("icons/app-maskable-512.png", 512, "maskable"),
        ],
    }
    return JSONResponse(
        manifest, media_type="application/manifest+json", headers={"Cache-Control": "public"}
    )


@router.get("/events/{slug}/changes.json")
def show_news(event: EventDep, db: ReadDb, reader: ReaderDep, since: int = 0) -> JSONResponse:
    """The newest version's number, and what it changed for who last looked at version `since`.

    `{"number": 3, "label": "Version 3", "news": {uid: ["Moved to Room 9"]}}`; no news for who
    looked at no version that there was.
    """
    published = versions(db, event)
    newest = published[0] if published else None
    answer: dict[str, object] = {
        "number": newest.number if newest else 0,
        "label": newest.label if newest else "",
        "news": {},
    }
    if newest and any(since == one.number for one in published[1:]):
        timetable = published_timetable(db, event)
        found = joined(news_between(published_timetable(db, event, since), timetable)[:_MOST_NEWS])
        answer["news"] = {
            uid: [_said(reader, one.sentence, one.values) for one in news]
            for uid, news in found.items()
        }
    return JSONResponse(answer, headers=PUBLIC)


def _said(reader: Reader, sentence: str, values: dict[str, str | date]) -> str:
    gettext = translations(reader.language).gettext
    words = words_in(gettext, reader.language)
    written = {
        name: words.short_date(value) if isinstance(value, date) else value
        for name, value in values.items()
    }
    return gettext(sentence).format(**written)


def _picture(path: str, size: int, purpose: str) -> dict[str, str]:
    return {
        "src": asset(path),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }
