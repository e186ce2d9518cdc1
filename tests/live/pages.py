"""The smallest board page that keeps the contract of app/live, and a board that speaks it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from app.live.audiences import Audience
from app.live.frames import Frame
from tests.live.stage import MemoryBoard

# What the real page loads, as one file: apart, a frame may come between hx-ws and placing.js.
SCRIPTS = ("/board.js", "/static/js/now.js")


@dataclass
class PageBoard(MemoryBoard):
    """Cards as a page has them. `orders` says where a card stands, by default where it came in."""

    orders: dict[str, int] = field(default_factory=dict)

    def board_html(self, audience: Audience) -> str:
        return partial("#board-12", "outerMorph", self.section(audience))

    def section(self, audience: Audience = Audience.DELEGATE) -> str:
        """The board as a fresh page shows it."""
        cards = sorted(self.cards(audience).items(), key=lambda card: self._order(card[0]))
        items = "".join(self.card(name, text) for name, text in cards)
        return f'<section id="board-12"><ol id="inputs-12">{items}</ol></section>'

    def card(self, name: str, text: str) -> str:
        """One card in its place."""
        return (
            f'<li id="place-{name}" data-order="{self._order(name)}">'
            f'<article id="input-{name}" data-author="{escape(name[:1])}">'
            f"<p>{escape(text)}</p></article></li>"
        )

    def cards_known(self) -> set[str]:
        """Every card there ever was."""
        return {name for name, _ in self.changes}

    def placed(self, name: str, text: str) -> str:
        """The partial that brings a card, new or changed."""
        return partial("#inputs-12", "place key:data-order", self.card(name, text))

    def _order(self, name: str) -> int:
        names = [changed for changed, _ in self.changes]
        return self.orders.get(name, 100 * (names.index(name) + 1) if name in names else 10_000)

    def _frame(self, number: int, audience: Audience) -> Frame:
        name, text = self.changes[number - 1]
        if text is None:
            return Frame(number, partial(f"#place-{name}", "delete", ""))
        return Frame(number, self.placed(name, text))


def partial(target: str, swap: str, html: str) -> str:
    """One element of a frame."""
    return f'<hx-partial hx-target="{target}" hx-swap="{swap}">{html}</hx-partial>'


def page(board: PageBoard, *, socket: str = "/live/delegate?person=p", inside: str = "") -> str:
    """A phone's board page. `inside` is put on the board as it was loaded, beside the list."""
    scripts = "".join(f'<script defer src="{address}"></script>' for address in SCRIPTS)
    section = board.section().replace("</section>", f"{inside}</section>")
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Board</title>
<meta name="htmx-config" content='{{"includeIndicatorCSS":false,"extensions":"ws,place",
"morphIgnore":["data-htmx-powered","data-mine"]}}'><link rel="icon" href="/static/favicon.svg">
{scripts}</head><body>
<p role="status" data-connection data-live="Live" data-reconnecting="Reconnecting…"
 data-offline="Offline: what you write is kept" data-ended="Ended"
 data-removed="You are no longer a member"></p>
<p data-presence data-text="{{count}} people here" data-one="You are alone here"></p>
<div data-shelf hidden><p>This was taken away while you wrote in it.</p></div>
<div id="live" hx-ws:connect="{socket}" hx-swap="none" data-seq="{len(board.changes)}"
 data-me="m">{section}</div>
<form id="composer" data-outbox data-owner="p" method="post" action="/inputs">
<textarea id="text" name="text" required></textarea><input type="hidden" name="kind" value="idea">
<p data-counter="text" data-counter-max="20">0 of 20 characters</p><button>Post</button></form>
<ul data-outbox-list data-waiting="Waiting to send." data-draft="Not accepted."
 data-sign-in="Sign in to send this." data-edit="Edit" data-discard="Discard" hidden></ul>
</body></html>"""
