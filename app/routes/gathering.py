"""Questions that arrive together are answered together, in one worker thread.

While one batch is being answered the next one gathers; a single question waits for nobody. What
makes a batch cheaper than its parts (one transaction, one statement) is the answerer's.
"""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Generic, TypeVar

MOST = 100  # questions in one batch, so that nobody waits for a whole congress

Q = TypeVar("Q")
A = TypeVar("A")


class Gathered(Generic[Q, A]):
    """Asks `answer_all` for answers, one for each question in their order; an exception among them
    is raised to whoever asked. Its thread begins with the first question."""

    def __init__(self, answer_all: Callable[[Sequence[Q]], Sequence[A | Exception]], name: str):
        self._answer_all = answer_all
        self._name = name
        self._lock = threading.Lock()
        self._waiting: list[tuple[Q, asyncio.AbstractEventLoop, asyncio.Future[A]]] = []
        self._is_answering = False
        self._thread = self._new_thread()

    async def ask(self, question: Q) -> A:
        """The answer, or what went wrong, raised."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[A] = loop.create_future()
        with self._lock:
            self._waiting.append((question, loop, future))
            if not self._is_answering:
                self._is_answering = True
                self._thread.submit(self._answer)
        return await future

    def close(self) -> None:
        """Answer what is waiting, then end the thread."""
        ending, self._thread = self._thread, self._new_thread()
        ending.shutdown()

    def _new_thread(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(1, thread_name_prefix=self._name)

    def _answer(self) -> None:
        while True:
            with self._lock:
                taken, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                if not taken:
                    self._is_answering = False
                    return
            try:
                answers = self._answer_all([question for question, _, _ in taken])
            except Exception as error:  # noqa: BLE001 - whoever asked is to learn it
                answers = [error] * len(taken)
            told = defaultdict(list)
            for (_, loop, future), answer in zip(taken, answers, strict=True):
                told[loop].append((future, answer))
            for loop, theirs in told.items():
                # A loop that has ended meanwhile has nobody left to be told.
                with suppress(RuntimeError):
                    loop.call_soon_threadsafe(_tell, theirs)


def _tell(answers: Sequence[tuple[asyncio.Future[A], A | Exception]]) -> None:
    for future, answer in answers:
        if future.done():
            continue  # whoever asked has gone
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result(answer)
