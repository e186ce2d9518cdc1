"""From drafts to entries: titles, labels, kinds, ends, what runs side by side, continuations.

Knows drafts only. Ends taken from a neighbour are marked; nothing else is ever filled in, and what
was decided in doubt is handed back as remarks for the questions.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace

from app.agenda.reading.blocks import Line, plain_line, squeeze
from app.agenda.reading.drafts import Draft, Drafts
from app.agenda.reading.labels import Label, kind_by_words, read_label
from app.agenda.reading.model import ReadEntry
from app.agenda.reading.people import (
    is_person,
    speakers_after_by,
    speakers_beside,
    speakers_in_brackets,
    take_names,
)
from app.agenda.reading.places import is_country
from app.agenda.reading.rooms import perhaps_a_room, room_above, room_alone, room_in_title
from app.agenda.reading.titles import (
    tidy,
    title_and_rest,
    title_first,
    without_length,
    without_number,
)
from app.agenda.reading.words import PRESIDING, SPEAKER_LABEL, fold


@dataclass(slots=True)
class Finished:
    """Entries in order, and the sentences about what was decided in doubt."""

    entries: list[ReadEntry] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def finish(drafts: Drafts, dates: list[str | None]) -> Finished:
    """The entries of all drafts; `dates` holds the date of each of `drafts.days`, ISO or None."""
    done = Finished()
    kept = [d for d in drafts.entries if not d.introduces and (d.marker or _has_words(d))]
    kept.sort(key=lambda draft: draft.day)  # stable: the document's order within a day
    _settle_afternoons(kept, done)
    titles: dict[tuple[str, str], str] = {}
    groups = _groups(kept)
    workshops_over = False
    for place, draft in enumerate(kept):
        if draft.marker:
            continue
        entry, label = _entry(draft, dates[draft.day], workshops_over)
        key = (label.family or "", label.number or "")
        # "Session 8 cont'd" takes the title of session 8: it is the same event session, and a
        # slot without a title could not be shown. Its own words, if any, stay.
        if label.number and label.continued:
            entry = replace(entry, continues=label.number, title=entry.title or titles.get(key, ""))
        elif label.number:
            titles.setdefault(key, entry.title)
        start, end, inferred = _times(kept, place, drafts)
        done.entries.append(
            replace(
                entry, start=start, end=end, end_inferred=inferred, parallel_group=groups.get(place)
            )
        )
        workshops_over = workshops_over or entry.kind == "workshop"
    done.entries = _told_once(_with_requirements(done.entries))
    done.remarks += _perhaps_rooms(done.entries)
    return done


def _told_once(entries: list[ReadEntry]) -> list[ReadEntry]:
    """The heading of a section stands over its first subject only; parallel ones share theirs."""
    result: list[ReadEntry] = []
    told = ""
    for entry in entries:
        alone = entry.parallel_group is None
        if alone and entry.context and (entry.kind in _NO_SUBJECTS or entry.context == told):
            entry = replace(entry, context="")
        told = entry.context or told
        result.append(entry)
    return result


_NO_SUBJECTS = ("break", "registration", "social", "other")


def _perhaps_rooms(entries: list[ReadEntry]) -> list[str]:
    """A question for each word in brackets that may be a room, the first five of them."""
    asked: dict[str, str] = {}
    for entry in entries:
        name = None if entry.room else perhaps_a_room(entry.title)
        if name and not is_country(name):
            title = entry.title if len(entry.title) <= 60 else f"{entry.title[:57].rstrip()}…"
            asked.setdefault(name, f"Is “{name}” a room? It stands behind “{title}”.")
    return list(asked.values())[:5]


def _has_words(draft: Draft) -> bool:
    return bool(draft.heading) or any(line.text for line in draft.lines)


def _tells_more(line: Line) -> bool:
    """Whether a line tells more of an entry and cannot be its title."""
    text = squeeze(line.text)
    plain = fold(text)
    labelled = SPEAKER_LABEL.match(plain) or re.match(rf"{PRESIDING.pattern}\s*:", plain)
    return line.bullet or bool(labelled) or is_person(text) or room_alone(text) is not None


def _entry(draft: Draft, day: str | None, workshops_over: bool) -> tuple[ReadEntry, Label]:
    lines = [line for line in draft.lines if line.text]
    if draft.heading and (not lines or _tells_more(lines[0])):
        lines = [plain_line(draft.heading), *lines]
    above = None
    if len(lines) > 1 and (above := room_above(squeeze(lines[0].text))):
        lines = lines[1:]
    plenary = len(lines) > 1 and bool(_ONLY_PLENARY.fullmatch(fold(squeeze(lines[0].text))))
    title, below = title_and_rest(title_first(lines[1:] if plenary else lines))
    named = take_names(below, draft.speakers)
    title, room = room_in_title(without_length(without_number(title)))
    title, people = _speakers(title)
    if room is None:
        title, room = room_in_title(title)
    label = read_label(title)
    plenary = plenary and kind_by_words(label.title) is None
    abstract = "\n".join(_abstract_line(line) for line in named.lines)
    entry = ReadEntry(
        day=day,
        start=None,
        end=None,
        end_inferred=False,
        kind="plenary" if plenary else _kind(title, label, draft, abstract, workshops_over),
        number=label.number or draft.number,
        title=tidy(label.title),
        abstract=abstract,
        parallel_group=None,
        room=draft.room or above or named.room or room,
        speakers=(*people, *named.speakers),
        continues=None,
        source=draft.source,
        context=squeeze(draft.context),
        day_index=draft.day,
        chair=named.chair,
    )
    return entry, label


def _speakers(title: str) -> tuple[str, tuple[str, ...]]:
    for take in (speakers_in_brackets, speakers_beside, speakers_after_by):
        shorter, people = take(title)
        if people or shorter != title:
            return shorter, people
    return title, ()


_ONLY_PLENARY = re.compile(
    r"plenary(?: session)?|(?:seance |session )?pleniere|(?:sesion )?plenaria|plenario"
)


def _abstract_line(line: Line) -> str:
    text = squeeze(line.text)
    unmarked = re.sub(r"^[▪•◦‣►▶➢·]\s*", "", text)
    return f"- {unmarked}" if line.bullet or unmarked != text else text


def _kind(title: str, label: Label, draft: Draft, abstract: str, workshops_over: bool) -> str:
    if label.number:
        plenary = fold(title).startswith(("plenary", "seance pleniere", "sesion plenaria"))
        return "plenary" if plenary else "workshop" if label.family == "workshop" else "session"
    kind = kind_by_words(label.title)
    if kind:
        return kind
    if draft.group is not None:
        return "workshop"
    reports = re.search(
        r"\b(?:each|every|all|the) (?:workshops?|working groups?|breakout groups?)\b|"
        r"\bchaque atelier|\bcada taller",
        fold(f"{title} {abstract}"),
    )
    return "plenary" if workshops_over and reports else "session"


def _settle_afternoons(kept: list[Draft], done: Finished) -> None:
    """Hours that run backwards on a twelve-hour clock (12:30-1:30) are afternoon hours."""
    spans = [d.span for d in kept if d.span]
    whole_day = any(t.hour > 12 for s in spans if not s.assumed_afternoon for t in (s.start,) if t)
    before: dict[int, dt.time] = {}
    for draft in kept:
        span = draft.span
        if span is None or span.start is None:
            continue
        last = before.get(draft.day, dt.time.min)
        backwards = span.start < last
        if backwards and span.half_day and not whole_day and span.start.hour < 8:
            draft.span = span = span.afternoon()
        elif backwards and draft.group is None and not draft.marker:
            done.remarks.append(
                f"“{_short(draft)}” begins at {span.start:%H:%M}, before the entry above it. "
                "Which time is right?"
            )
        if span.start:
            before[draft.day] = max(span.start, last)
    if any(d.span and d.span.assumed_afternoon for d in kept):
        done.remarks.append(
            "Hours such as 1:30 after noon were read as 13:30. Does the document use a "
            "twelve-hour clock?"
        )


def _times(
    kept: list[Draft], place: int, drafts: Drafts
) -> tuple[dt.time | None, dt.time | None, bool]:
    draft = kept[place]
    if draft.span is None:
        return None, None, False
    start, end = draft.span.start, draft.span.end
    if start is None or end is not None:
        return start, end, False
    for other in kept[place + 1 :]:
        if other.day != draft.day:
            break
        then = (
            (other.span.start or (other.span.end if other.marker else None)) if other.span else None
        )
        if other.span is None and not other.marker:
            # An entry without a time in between: nobody knows where this one ends.
            return start, None, False
        if then and then > start:
            return start, then, True
    hours = drafts.days[draft.day].hours
    last = place + 1 == len(kept) or kept[place + 1].day != draft.day
    if last and hours and hours.end and hours.end > start:
        return start, hours.end, True
    return start, None, False


def _groups(kept: list[Draft]) -> dict[int, str]:
    """Labels A, B, … for entries of one row, and for entries that repeat the same whole times."""
    keys: dict[tuple[object, ...], list[int]] = {}
    for place, draft in enumerate(kept):
        if draft.marker:
            continue
        if draft.group is not None:
            keys.setdefault(("row", draft.group), []).append(place)
        elif draft.span and draft.span.start and draft.span.end:
            key = ("time", draft.day, draft.span.start, draft.span.end)
            keys.setdefault(key, []).append(place)
    groups: dict[int, str] = {}
    number = 0
    for places in sorted(keys.values()):
        if len(places) < 2:
            continue
        groups.update(dict.fromkeys(places, _letter(number)))
        number += 1
    return groups


def _letter(number: int) -> str:
    letter = chr(ord("A") + number % 26)
    return letter if number < 26 else f"{letter}{number // 26 + 1}"


_REQUIRED = re.compile(
    r"(?:at least|minimum of|no fewer than|not less than|au moins|al menos|por lo menos)\s+"
    r"(?P<n>\d{1,2}|one|two|three|four|five|un|deux|trois|dos|tres|una)\s+(?:\w+\s+)?"
    r"(?:priorit|prioridad)"
)
_AMOUNTS = {
    "one": 1, "un": 1, "una": 1, "two": 2, "deux": 2, "dos": 2, "three": 3, "trois": 3, "tres": 3,
    "four": 4, "five": 5,
}  # fmt: skip


def _with_requirements(entries: list[ReadEntry]) -> list[ReadEntry]:
    """ "Each workshop … at least 2 priorities" binds every workshop of the document."""
    general: int | None = None
    for entry in entries:
        plain = fold(entry.context)
        if (found := _REQUIRED.search(plain)) and re.search(
            r"\b(?:each|every|chaque|cada)\b", plain
        ):
            general = general or _amount(found)
    result: list[ReadEntry] = []
    for entry in entries:
        own = _REQUIRED.search(fold(f"{entry.context} {entry.abstract}"))
        amount = _amount(own) if own else general
        workshop = entry.kind == "workshop"
        result.append(replace(entry, required_priorities=amount) if workshop and amount else entry)
    return result


def _amount(found: re.Match[str]) -> int:
    word = found["n"]
    return int(word) if word.isdecimal() else _AMOUNTS[word]


def _short(draft: Draft) -> str:
    text = squeeze(draft.lines[0].text) if draft.lines else squeeze(draft.source)
    return text if len(text) <= 60 else text[:57].rstrip() + "…"
