"""A small study for tests, and the sample's."""

from __future__ import annotations

from app.benchmarks.importing import import_benchmarks
from app.benchmarks.queries import study_of
from app.benchmarks.views import StudyView
from app.db import Database
from app.delegations.rights import Person
from app.events.models import Event
from app.paths import SAMPLES
from tests.cast import Cast

LONG = """\
Provision,Basis,Definition,Code,Conduct,Kind,State,State code,Finding,Value,Note,As at,Law,Article,\
Language,Link,In force on,Quotation,Translation
Images,"Convention A, Article 9; Convention B, Article 20",What an image is.,I1,Producing,conduct,\
Georgia,GE,covered,,,2019-05-16,Criminal Code,255,ka,https://law.example.org/1,2000-06-01,=ორი,Two
Images,,,I1,Producing,conduct,Georgia,GE,covered,,,2019-05-16,Second Act,4,,,,,
Images,,,I1,Producing,conduct,Ukraine,UA,partially,,Only for sale.,,,,,,,,
Images,,,I2,Possessing,conduct,Georgia,GE,not covered,,,,,,,,,,
Images,,,I2,Possessing,conduct,Ukraine,UA,unclear,,,,,,,,,,
Images,,,H,Those who,heading,,,,,,,,,,,,,
Age,,,A1,Who is a child,value,Georgia,GE,,18,,,,,,,,,
Age,,,A1,Who is a child,value,Serbia,RS,unclear,,,,,,,,,,
"""


def read_in(
    database: Database, cast: Cast, text: str | bytes = LONG, *, by: Person | None = None
) -> StudyView:
    """Read a table into the cast's event."""
    data = text.encode() if isinstance(text, str) else text
    with database.writing() as db:
        event = db.get_one(Event, cast.event_id)
        import_benchmarks(db, event, "table.csv", data, by=by or cast.organiser)
    return stored(database, cast)


def stored(database: Database, cast: Cast) -> StudyView:
    """The study of the cast's event."""
    with database.reading() as db:
        return study_of(db, db.get_one(Event, cast.event_id), by=cast.organiser)


def sample_table() -> bytes:
    """The study of Abu Dhabi 2012, as a matrix."""
    return (SAMPLES / "abu-dhabi-2012" / "benchmarks.csv").read_bytes()
