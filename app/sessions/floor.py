"""Who has the floor: given, paused, gone on with, ended; each a numbered change of the board."""

from __future__ import annotations

from sqlmodel import col, select

from app.clock import now
from app.db import Writing
from app.delegations.rights import Action, Person
from app.errors import Refused
from app.sessions.models import Board, Change
from app.sessions.numbering import note
from app.sessions.podium import open_board_for_update
from app.sessions.speakers_forms import FloorForm
from app.sessions.speakers_list import speaker_for_update
from app.sessions.speakers_loading import arrangement_of, floor_of
from app.sessions.speakers_models import Speaker, SpeakerState


def give_floor(db: Writing, board_id: int, form: FloorForm, *, by: Person | None) -> Speaker:
    """Give the floor to the next one on the list, or to the one chosen; who had it, has spoken.

    Refused when nobody waits, or the chosen one does not wait any more.
    """
    board, actor = open_board_for_update(db, board_id, Action.GIVE_FLOOR, by)
    chosen = form.checked()
    if chosen is None:
        waiting = floor_of(db, board).waiting
        if not waiting:
            raise Refused("Nobody waits for the floor.")
        chosen = waiting[0].id
    speaker = speaker_for_update(db, board, chosen)
    if speaker.state is SpeakerState.SPEAKING:
        return speaker
    if speaker.state is not SpeakerState.WAITING:
        raise Refused("This speaker does not wait for the floor any more.")
    before = _speaking(db, board)
    if before is not None:
        _end(before)
        # Before the next one gets it: the database lets one have the floor.
        db.flush()
    speaker.state = SpeakerState.SPEAKING
    speaker.began_at = speaker.running_since = now()
    speaker.allotted = arrangement_of(db, board_id).seconds
    note(db, board, Change.FLOOR, "give", speaker.key, by=actor.participant_id)
    return speaker


def pause_floor(db: Writing, board_id: int, *, by: Person | None) -> Speaker:
    """Stop the clock; a second time does no harm."""
    board, actor, speaker = _held(db, board_id, by)
    if speaker.running_since is not None:
        _stop_clock(speaker)
        note(db, board, Change.FLOOR, "pause", speaker.key, by=actor.participant_id)
    return speaker


def resume_floor(db: Writing, board_id: int, *, by: Person | None) -> Speaker:
    """Let the clock run on; a second time does no harm."""
    board, actor, speaker = _held(db, board_id, by)
    if speaker.running_since is None:
        speaker.running_since = now()
        note(db, board, Change.FLOOR, "go on with", speaker.key, by=actor.participant_id)
    return speaker


def end_floor(db: Writing, board_id: int, *, by: Person | None) -> Speaker:
    """Take the floor back: the speaker has spoken."""
    board, actor, speaker = _held(db, board_id, by)
    _end(speaker)
    note(db, board, Change.FLOOR, "end", speaker.key, by=actor.participant_id)
    return speaker


def _held(db: Writing, board_id: int, by: Person | None) -> tuple[Board, Person, Speaker]:
    board, actor = open_board_for_update(db, board_id, Action.GIVE_FLOOR, by)
    speaker = _speaking(db, board)
    if speaker is None:
        raise Refused("Nobody has the floor. Give it to the next speaker first.")
    return board, actor, speaker


def _speaking(db: Writing, board: Board) -> Speaker | None:
    return db.exec(
        select(Speaker)
        .where(col(Speaker.board_id) == board.key, col(Speaker.state) == SpeakerState.SPEAKING)
        .execution_options(populate_existing=True)
    ).first()


def _end(speaker: Speaker) -> None:
    _stop_clock(speaker)
    speaker.state, speaker.ended_at = SpeakerState.SPOKEN, now()


def _stop_clock(speaker: Speaker) -> None:
    if speaker.running_since is not None:
        speaker.spoken += round((now() - speaker.running_since).total_seconds())
        speaker.running_since = None
