"""The `plenary` command. Bad input: exit 2 and one sentence on stderr, nothing stored.

What only one command needs is imported by it: a server starts without the demo and the backup.
"""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from app import exporting
from app.agenda.drafting import import_document
from app.agenda.publishing import publish_version
from app.agenda.reading import read_document
from app.db import Database
from app.delegations.beginning import first_link
from app.delegations.forms import LinkForm
from app.delegations.importing import import_participants
from app.delegations.links import links_for
from app.delegations.models import Role
from app.delegations.rights import organiser_at
from app.errors import BadInput, PlenaryError
from app.events.creating import create_event
from app.events.queries import event_by_slug
from app.migrating import migrate
from app.recommendations.reading import read_conclusions
from app.serving import listen_on, serve_application
from app.settings import Settings

app = typer.Typer(
    help="Plenary: from draft agenda to adopted conclusions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
agenda = typer.Typer(help="Read, import and publish agendas.", no_args_is_help=True)
event = typer.Typer(help="Create events.", no_args_is_help=True)
participants = typer.Typer(help="Delegations and participants.", no_args_is_help=True)
app.add_typer(agenda, name="agenda")
app.add_typer(event, name="event")
app.add_typer(participants, name="participants")
conclusions = typer.Typer(help="Read conclusions that exist.", no_args_is_help=True)
app.add_typer(conclusions, name="conclusions")

Data = Annotated[
    Path | None,
    typer.Option("--data", help="Folder of database and files (default: var, or PLENARY_DATA)."),
]
EventSlug = Annotated[str, typer.Argument(metavar="EVENT", help="The event's address.")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to serve on.")]


def main() -> None:
    """Run the command; a refusal becomes one sentence and exit code 2."""
    try:
        app()
    except PlenaryError as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(2)


@app.command()
def demo(
    port: Port = 8000,
    data: Data = None,
    prepare_only: Annotated[
        bool, typer.Option("--prepare-only", help="Stop once the data folder is ready.")
    ] = False,
) -> None:
    """Fresh data folder with sample events; print one sign-in link per role; serve."""
    from app import demo as demo_events

    settings = _settings(data, port=port)
    starts_at = demo_events.prepare(settings)
    settings = settings.model_copy(update={"starts_at": starts_at})
    with _database(settings) as database, database.writing() as db:
        print("\n".join(demo_events.links(db, settings)), flush=True)
    if not prepare_only:
        _serve(settings, listen_on("127.0.0.1", port), f"http://127.0.0.1:{port}")


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Port = 8000,
    data: Data = None,
) -> None:
    """Serve the installation in the data folder, after bringing its database up to date."""
    settings = _settings(data, port=port)
    settings.data.mkdir(parents=True, exist_ok=True)
    listening = listen_on(host, port)
    migrate(settings.resolved_database_url)
    with _database(settings) as database, database.writing() as db:
        token = first_link(db, by=None)
    if token:
        print("There is no event yet. Open this link, once, to make the first one:")
        print(f"{settings.base_url.rstrip('/')}/first/{token}", flush=True)
    _serve(settings, listening, f"http://{host}:{port}")


@agenda.command("read")
def agenda_read(
    file: Path,
    year: Annotated[int | None, typer.Option(help="Year, where the document names none.")] = None,
    place: Annotated[str | None, typer.Option(help="Place, where the document names none.")] = None,
    zone: Annotated[str | None, typer.Option(help="IANA time zone, e.g. Europe/Paris.")] = None,
) -> None:
    """Print as JSON what is understood of an agenda; store nothing."""
    read = read_document(file.name, _content(file), year=year, place=place, zone=zone)
    print(json.dumps(read.as_json(), ensure_ascii=False, indent=2))


@agenda.command("import")
def agenda_import(slug: EventSlug, file: Path, data: Data = None) -> None:
    """Read a document into the draft agenda of an event."""
    content = _content(file)
    with _database(_settings(data)) as database, database.writing() as db:
        found = event_by_slug(db, slug)
        summary = import_document(db, found, file.name, content, by=organiser_at(found))
    print(summary)


@agenda.command("publish")
def agenda_publish(
    slug: EventSlug,
    label: Annotated[str, typer.Option("--label", help='Name of the version, e.g. "Version 2".')],
    data: Data = None,
) -> None:
    """Freeze the draft agenda as the next version."""
    with _database(_settings(data)) as database, database.writing() as db:
        found = event_by_slug(db, slug)
        version = publish_version(db, found, label, by=organiser_at(found))
        number = version.number
    print(f"Published {label} (version {number}) of {slug}.")


@conclusions.command("read")
def conclusions_read(file: Path) -> None:
    """Print as JSON what is understood of existing conclusions; store nothing."""
    read = read_conclusions(file.name, _content(file))
    print(json.dumps(read.as_json(), ensure_ascii=False, indent=2))


@event.command("create")
def event_create(
    slug: str,
    title: Annotated[str | None, typer.Option("--title")] = None,
    zone: Annotated[
        str | None, typer.Option("--zone", help="IANA time zone, e.g. Asia/Manila.")
    ] = None,
    agenda_file: Annotated[
        Path | None, typer.Option("--agenda", help="Draft agenda to read in.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--from", help="Event or sample whose agenda, rooms and rules to copy."),
    ] = None,
    starts: Annotated[
        datetime | None,
        typer.Option("--starts", formats=["%Y-%m-%d"], help="First day, with --from."),
    ] = None,
    data: Data = None,
) -> None:
    """Create an event: empty, with the draft agenda of a document, or made like another one."""
    if (source is None) != (starts is None) or (source and agenda_file):
        raise BadInput("Give --from and --starts together, and no --agenda beside them.")
    if source is None and (not title or not zone):
        raise BadInput("A new event needs --title and --zone, or --from and --starts.")
    content = _content(agenda_file) if agenda_file else None
    settings = _settings(data)
    settings.data.mkdir(parents=True, exist_ok=True)
    migrate(settings.resolved_database_url)
    with _database(settings) as database, database.writing() as db:
        if source and starts:
            from app import demo as demo_events

            demo_events.start_like(
                db, source, slug=slug, starts=starts.date(), title=title, zone=zone, by=None
            )
        else:
            created = create_event(db, slug=slug, title=title or "", zone=zone or "", by=None)
            if agenda_file and content is not None:
                import_document(db, created, agenda_file.name, content, by=organiser_at(created))
    print(f"Created the event {slug}.")


@participants.command("import")
def participants_import(slug: EventSlug, file: Path, data: Data = None) -> None:
    """Read delegations and participants from a table, all or nothing."""
    content = _content(file)
    with _database(_settings(data)) as database, database.writing() as db:
        found = event_by_slug(db, slug)
        summary = import_participants(db, found, file.name, content, by=organiser_at(found))
    print(summary)


@app.command()
def links(
    slug: EventSlug,
    role: Annotated[Role | None, typer.Option(help="Only people with this role.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    days: Annotated[
        int | None, typer.Option("--days", help="Days that they open the door: 1, 7 or 30.")
    ] = None,
    one_use: Annotated[bool, typer.Option("--one-use", help="Each signs in once.")] = False,
    data: Data = None,
) -> None:
    """Give everybody at an event a personal sign-in link and print them."""
    form = LinkForm(lasts=str(days) if days is not None else "", use="one" if one_use else "")
    settings = _settings(data)
    with _database(settings) as database, database.writing() as db:
        found = event_by_slug(db, slug)
        given = links_for(
            db, found, role=role, form=form, base_url=settings.base_url, by=organiser_at(found)
        )
    if as_json:
        print(json.dumps(given, ensure_ascii=False, indent=2))
    else:
        for link in given:
            who = ", ".join(filter(None, (link["participant"], link["delegation"])))
            print(f"{link['role']:<12} {who}\n{'':<12} {link['url']}")


@app.command()
def export(
    slug: EventSlug,
    what: Annotated[exporting.What, typer.Argument()],
    format_: Annotated[str, typer.Option("--format", help="For example docx, pdf, ics, json.")],
    output: Annotated[
        Path | None, typer.Option("--output", help="File to write; else printed.")
    ] = None,
    data: Data = None,
) -> None:
    """Write a document of an event, without a browser."""
    settings = _settings(data)
    with _database(settings) as database, database.reading() as db:
        found = event_by_slug(db, slug)
        content = exporting.export(db, found, what, format_, settings=settings)
    if output:
        output.write_bytes(content)
    else:
        sys.stdout.buffer.write(content)


@app.command()
def backup(file: Path, data: Data = None) -> None:
    """Write the whole installation, database and files, into one new file."""
    from app import keeping

    print(keeping.write_backup(_settings(data), file))


@app.command()
def restore(file: Path, data: Data = None) -> None:
    """Bring a backup back into an empty data folder and an empty database."""
    from app import keeping

    print(keeping.restore_backup(_settings(data), file))


@app.command()
def doctor(data: Data = None) -> None:
    """Say what is wrong with this installation; exit 1 when something is."""
    from app import keeping

    complaints = keeping.examine(_settings(data))
    for complaint in complaints:
        print(f"{'Wrong' if complaint.grave else 'Note'}: {complaint.sentence}")
    if any(complaint.grave for complaint in complaints):
        sys.exit(1)
    print("Nothing is wrong.")


def _serve(settings: Settings, listening: socket.socket, address: str) -> None:
    print(f"Plenary is served at {address} (stop with Ctrl-C).", file=sys.stderr, flush=True)
    serve_application(settings, listening)


def _settings(data: Path | None, *, port: int | None = None) -> Settings:
    given: dict[str, object] = {}
    if data is not None:
        given["data"] = data
    settings = Settings(**given)  # type: ignore[arg-type]
    if port is not None and "base_url" not in settings.model_fields_set:
        settings = settings.model_copy(update={"base_url": f"http://127.0.0.1:{port}"})
    return settings


@contextmanager
def _database(settings: Settings) -> Iterator[Database]:
    database = Database(settings.resolved_database_url)
    if database.is_sqlite and not Path(str(database.url.database)).exists():
        raise BadInput(
            "There is no installation in the folder {folder}. Start with: plenary event create.",
            folder=settings.data,
        )
    try:
        yield database
    finally:
        database.dispose()


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise BadInput("There is no file {name}. Check its name.", name=file) from None
    except OSError as error:
        raise BadInput(
            "The file {name} cannot be read: {reason}.", name=file, reason=error.strerror
        ) from None


if __name__ == "__main__":
    main()
