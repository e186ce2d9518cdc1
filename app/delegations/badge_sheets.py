"""Badges as sheets to print: a tagged PDF, eight on a page of A4. Knows no database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

from app.delegations.badges import PrintedBadge, spaced
from app.delegations.links import link_address
from app.delegations.models import Role
from app.events.models import Event
from app.printing import printable, typeset

TEMPLATE = Path(__file__).with_name("badges.typ")
# The light theme's accents (static/css/tokens.css).
_ACCENTS = {
    "blue": "#0b4a94",
    "green": "#14613a",
    "red": "#b01e1e",
    "ochre": "#7a5100",
    "violet": "#5634a0",
    "slate": "#3a5064",
}
_PODIUM = frozenset({Role.ORGANISER, Role.CHAIR, Role.RAPPORTEUR})


def badge_sheets(
    event: Event,
    badges: Sequence[PrintedBadge],
    *,
    base_url: str,
    translate: Callable[[str], str],
    dated: datetime,
) -> bytes:
    """The PDF (PDF/UA-1). `translate` is a gettext function of the event's language."""
    roles = {
        Role.ORGANISER: translate("Organiser"),
        Role.CHAIR: translate("Chair"),
        Role.RAPPORTEUR: translate("Rapporteur"),
        Role.HEAD: translate("Head of delegation"),
        Role.SPEAKER: translate("Speaker"),
        Role.OBSERVER: translate("Observer"),
        Role.FOCAL_POINT: translate("Focal point"),
        Role.PRESS: translate("Press"),
    }
    title = translate("Badges")
    return typeset(
        TEMPLATE,
        {
            "title": printable(f"{title} · {event.title}"),
            "authors": [printable(event.organisers)] if event.organisers else [],
            "lang": event.language,
            "accent": _ACCENTS[event.accent.value],
            "event": printable(event.short_title or event.title),
            "badges": [
                {
                    "name": printable(one.member.name),
                    "function": printable(one.member.function),
                    "delegation": printable(one.member.delegation or ""),
                    "role": roles.get(one.member.role, ""),
                    "podium": one.member.role in _PODIUM,
                    "number": spaced(one.number),
                    "code": _code(badge_address(event.slug, one, base_url)),
                    "alt": translate("Code of badge {number}").format(number=spaced(one.number)),
                }
                for one in badges
            ],
        },
        dated=dated,
    )


def badge_address(slug: str, badge: PrintedBadge, base_url: str) -> str:
    """What the code says: the badge's number at the check-in desk, or the personal link.

    Behind a personal link the number stands after "#", which browsers keep to themselves: the desk
    reads it there, the server never gets it.
    """
    if badge.token is None:
        return f"{base_url.rstrip('/')}/events/{slug}/check-in?badge={badge.number}"
    return f"{link_address(base_url, badge.token)}#badge={badge.number}"


def _code(text: str) -> str:
    import segno

    drawn = BytesIO()
    segno.make(text, error="m").save(drawn, kind="svg", border=0, scale=4)
    return drawn.getvalue().decode()
