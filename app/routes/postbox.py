"""Posts that arrive together share one transaction: one wait for the disk for all of them.

While one transaction is being written, the next posts gather; a single one waits for nobody. Each
is answered only after the commit. Knows no HTTP.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from app.db import Database, Writing
from app.delegations.rights import Person
from app.delegations.sign_in import people_by_cookies
from app.errors import PlenaryError
from app.events.queries import event_by_slug
from app.sessions.forms import InputForm
from app.sessions.posting import Post, Posted, post_inputs
from app.sessions.queries import board_id_at

MOST = 100  # posts in one transaction, so that nobody waits for a whole congress

_log = logging.getLogger("plenary.posting")


@dataclass(frozen=True)
class Letter:
    """An input on its way to the board of event session `key` of event `slug`."""

    slug: str
    key: str
    cookie: str | None
    form: InputForm


Outcome = Posted | Exception
_Waiting = tuple[Letter, asyncio.AbstractEventLoop, "asyncio.Future[Posted]"]


class Postbox:
    """The one way in for inputs of one process. Its thread begins with the first letter."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._waiting: list[_Waiting] = []
        self._is_emptied = False
        self._thread = _thread()

    async def post(self, letter: Letter) -> Posted:
        """The input, on disk; or the refusal, raised."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Posted] = loop.create_future()
        with self._lock:
            self._waiting.append((letter, loop, answer))
            if not self._is_emptied:
                self._is_emptied = True
                self._thread.submit(self._empty)
        return await answer

    def close(self) -> None:
        """Write what is waiting, then end the thread."""
        ending, self._thread = self._thread, _thread()
        ending.shutdown()

    def _empty(self) -> None:
        while True:
            with self._lock:
                taken, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                if not taken:
                    self._is_emptied = False
                    return
            outcomes = deliver(self._database, [letter for letter, _, _ in taken])
            answers = defaultdict(list)
            for (_, loop, answer), outcome in zip(taken, outcomes, strict=True):
                answers[loop].append((answer, outcome))
            for loop, theirs in answers.items():
                # A loop that has ended meanwhile has nobody left to be told.
                if not loop.is_closed():
                    loop.call_soon_threadsafe(_answer, theirs)


def deliver(database: Database, letters: Sequence[Letter]) -> list[Outcome]:
    """Post all letters in one transaction; one outcome for each, in their order.

    Refusals concern single letters. Whatever else goes wrong (a deadlock, a full disk) undoes all
    of them, so that each is tried again alone: one letter never spoils another.
    """
    try:
        with database.writing() as db:
            return _posted(db, letters)
    except Exception as error:  # noqa: BLE001 - it becomes the answer to the letter it concerns
        if len(letters) == 1:
            return [error]
        _log.warning("%s posts could not be stored together; storing each alone.", len(letters))
        return [deliver(database, [letter])[0] for letter in letters]


def _posted(db: Writing, letters: Sequence[Letter]) -> list[Outcome]:
    people = people_by_cookies(db, {one.cookie for one in letters if one.cookie})
    places = defaultdict(list)
    for number, letter in enumerate(letters):
        places[letter.slug, letter.key].append(number)
    outcomes: dict[int, Outcome] = {}
    # In one order everywhere: two processes never wait for each other's boards.
    for (slug, key), numbers in sorted(places.items()):
        theirs = [_post(letters[number], people) for number in numbers]
        outcomes |= zip(numbers, _posted_at(db, slug, key, theirs), strict=True)
    return [outcomes[number] for number in range(len(letters))]


def _posted_at(db: Writing, slug: str, key: str, posts: Sequence[Post]) -> Sequence[Outcome]:
    try:
        board_id = board_id_at(db, event_by_slug(db, slug), key)
    except PlenaryError as refusal:
        return [refusal] * len(posts)
    return post_inputs(db, board_id, posts)


def _post(letter: Letter, people: dict[str, Person]) -> Post:
    return Post(letter.form, people.get(letter.cookie or ""))


def _answer(answers: Sequence[tuple[asyncio.Future[Posted], Outcome]]) -> None:
    for answer, outcome in answers:
        if answer.done():
            continue  # whoever sent it has gone; sent again it is found
        if isinstance(outcome, Posted):
            answer.set_result(outcome)
        else:
            answer.set_exception(outcome)


def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="plenary-posts")
