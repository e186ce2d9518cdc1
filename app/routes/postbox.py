"""Posts that arrive together share one transaction: one wait for the disk for all of them.

Each is answered only after the commit. Knows no HTTP.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from app.db import Database, Writing
from app.delegations.rights import Person
from app.delegations.sign_in import people_by_cookies
from app.errors import PlenaryError
from app.events.queries import event_by_slug
from app.routes.gathering import Gathered
from app.sessions.forms import InputForm
from app.sessions.posting import Post, Posted, post_inputs
from app.sessions.queries import board_id_at

_log = logging.getLogger("plenary.posting")


@dataclass(frozen=True)
class Letter:
    """An input on its way to the board of event session `key` of event `slug`."""

    slug: str
    key: str
    cookie: str | None
    form: InputForm


Outcome = Posted | Exception


class Postbox(Gathered[Letter, Posted]):
    """The one way in for inputs of one process; `ask` brings the input, on disk."""

    def __init__(self, database: Database) -> None:
        super().__init__(partial(deliver, database), "plenary-posts")


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
