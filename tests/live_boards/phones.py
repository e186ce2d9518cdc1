"""What a phone does with frames, without a browser: applies them to a page and compares.

The swaps are those of app/live/__init__.py: place, outerMorph, delete. Marks that a browser adds
for one person ("yours") or for one moment ("arrives") are left out of the comparison.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from lxml import html
from lxml.html import HtmlElement


class ScriptedPage:
    """A page of a board as one device holds it, brought up to date by frames."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._contents: list[str] = []
        self.seen = int(re.findall(r'data-seq="(\d+)"', page)[0])
        self.gaps = 0

    def take(self, message: str | bytes) -> None:
        """Do with one message of the socket what js/live.js does; a gap is counted."""
        frame: dict[str, Any] = json.loads(message)
        seq = frame.get("seq")
        if seq is None or (seq <= self.seen and not frame.get("snapshot")):
            return
        if seq > self.seen + 1 and not frame.get("snapshot"):
            self.gaps += 1
            return
        self.seen = seq
        if frame.get("content"):
            self.put(frame["content"])

    def put(self, content: str) -> None:
        """Put the partials of a frame on the page."""
        self._contents.append(content)

    def board(self) -> str:
        """The live part of the page in one canonical text."""
        return _board_after(self._page, tuple(self._contents))


@cache
def _board_after(page: str, contents: tuple[str, ...]) -> str:
    """Cached, because most of fifty phones are sent the same."""
    tree: HtmlElement = html.fromstring(page)
    for content in contents:
        for partial in html.fragments_fromstring(content):
            _swap(tree, partial)
    (live,) = tree.xpath("//*[@id='live']")
    return canonical(live)


def _swap(tree: HtmlElement, partial: HtmlElement) -> None:
    target = partial.get("hx-target").removeprefix("#")
    found = tree.xpath("//*[@id=$id]", id=target)
    if not found:
        return
    swap, *options = partial.get("hx-swap").split()
    if swap == "delete":
        found[0].drop_tree()
    elif swap == "outerMorph":
        found[0].getparent().replace(found[0], partial[0])
    elif swap == "place":
        _place(tree, found[0], partial[0], descending="sort:desc" in options)
    else:
        raise AssertionError(f"no browser knows the swap {swap}")


def _place(tree: HtmlElement, target: HtmlElement, card: HtmlElement, *, descending: bool) -> None:
    for old in tree.xpath("//*[@id=$id]", id=card.get("id")):
        old.drop_tree()
    order = card.get("data-order")
    position = sum((other.get("data-order") > order) is descending for other in target)
    target.insert(position, card)


def canonical(element: HtmlElement) -> str:
    """An element's HTML without what differs by person, by moment or by indentation."""
    copy: HtmlElement = html.fromstring(html.tostring(element))
    copy.attrib.pop("data-seq", None)
    for node in copy.iter():
        node.attrib.pop("data-mine", None)
        classes = [name for name in node.get("class", "").split() if name != "arrives"]
        if "class" in node.attrib:
            node.set("class", " ".join(classes))
        node.text = (node.text or "").strip()
        node.tail = (node.tail or "").strip()
    return re.sub(r"\s+", " ", html.tostring(copy, encoding="unicode"))
