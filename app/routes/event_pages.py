"""Pages of one event: its colour, and the ways its reader may go from here."""

from __future__ import annotations

from starlette.responses import HTMLResponse

from app.delegations.rights import Action, Person, may
from app.events.models import Event
from app.pages import Reader, page, translations


def event_page(
    reader: Reader,
    event: Event,
    template: str,
    *,
    here: str,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **context: object,
) -> HTMLResponse:
    """A page of `event`. `here` names its entry in the navigation ("agenda", "boards", …)."""
    return page(
        reader,
        template,
        status=status,
        headers=headers,
        event=event,
        accent=event.accent.value,
        nav=navigation(reader, event, here),
        unpublished=_unpublished(reader, event, here),
        **context,
    )


def navigation(reader: Reader, event: Event, here: str) -> list[tuple[str, str, bool]]:
    """The event's entries that this reader may open: address, label, whether it is this page."""
    _ = translations(reader.language).gettext
    viewer = reader.viewer if isinstance(reader.viewer, Person) else None
    top = f"/events/{event.slug}"
    entries = [
        ("agenda", top, _("Agenda"), Action.READ_AGENDA),
        ("my-sessions", f"{top}/my-sessions", _("My sessions"), Action.FOLLOW_AGENDA),
        ("boards", f"{top}/boards", _("Boards"), Action.READ_BOARD),
        *(
            ("recommendations", f"{top}/recommendations", _("Recommendations"), action)
            for action in (Action.DRAFT_OWN_RECOMMENDATION, Action.READ_SUBMITTED_RECOMMENDATIONS)
        ),
        *(
            [("benchmarks", f"{top}/benchmarks", _("Benchmarks"), Action.READ_BENCHMARKS)]
            if event.has_benchmarks
            else []
        ),
        ("conclusions", f"{top}/conclusions", _("Conclusions"), Action.READ_CONCLUSIONS),
        (
            "my-delegation",
            f"{top}/my-delegation",
            _("My delegation"),
            Action.MANAGE_OWN_DELEGATION,
        ),
        ("delegations", f"{top}/delegations", _("Delegations"), Action.READ_PARTICIPANTS),
        ("joining", f"{top}/joining", _("Entry"), Action.ADMIT_PARTICIPANTS),
        ("manage/agenda", f"{top}/manage/agenda", _("Draft agenda"), Action.MANAGE_AGENDA),
        ("manage/participants", f"{top}/manage/participants", _("People"), Action.MANAGE_PEOPLE),
        ("manage/mails", f"{top}/manage/mails", _("Mails"), Action.SEND_MAILS),
    ]
    open_to_reader = {
        name: (address, label, name == here)
        for name, address, label, action in entries
        if may(viewer, action, event_id=event.key)
    }
    return list(open_to_reader.values())


def _unpublished(reader: Reader, event: Event, here: str) -> int:
    """How many changes of the draft are not published; asked on organisers' pages only."""
    viewer = reader.viewer if isinstance(reader.viewer, Person) else None
    if reader.unpublished is None or not here.startswith("manage/"):
        return 0
    if not may(viewer, Action.MANAGE_AGENDA, event_id=event.key):
        return 0
    return reader.unpublished(event.slug)
