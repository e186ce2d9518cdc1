"""Proposals of similar texts, worked out once for the same texts and kept; many of them meanwhile.

Of an event with many recommendations nobody waits for the answer: a thread works it out, and pages
show how far it is. Kept in this process only: another one works them out for itself.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from app.recommendations.similar import Proposals, propose

# So many texts are compared while somebody waits: about a quarter of a second.
AT_ONCE = 300
_KEPT = 16


@dataclass
class Progress:
    """How many of the texts are compared."""

    done: int
    every: int


class Proposer:
    """Answers for lists of texts. Any revision of any text makes another list."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._lock = threading.Lock()
        # Threads that compare side by side would only slow the pages down.
        self._turn = threading.Lock()
        self._found: OrderedDict[tuple[str, ...], Proposals | Progress] = OrderedDict()

    def proposals(self, texts: tuple[str, ...]) -> Proposals | Progress:
        """The proposals, or how far they are; then ask again."""
        with self._lock:
            found = self._found.get(texts)
            if found is not None:
                self._found.move_to_end(texts)
                return found
            if len(texts) > self._at_once:
                progress = Progress(0, len(texts))
                self._keep(texts, progress)
                threading.Thread(target=self._work, args=(texts, progress), daemon=True).start()
                return progress
        proposals = propose(texts)
        with self._lock:
            self._keep(texts, proposals)
        return proposals

    def _work(self, texts: tuple[str, ...], progress: Progress) -> None:
        def told(done: int, every: int) -> None:
            progress.done = done

        with self._turn:
            proposals = propose(texts, told=told)
        with self._lock:
            self._keep(texts, proposals)

    def _keep(self, texts: tuple[str, ...], found: Proposals | Progress) -> None:
        self._found[texts] = found
        self._found.move_to_end(texts)
        while len(self._found) > _KEPT:
            self._found.popitem(last=False)
