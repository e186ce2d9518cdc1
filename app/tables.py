"""Imports every table once, so that metadata is whole: for migrations and for the first query."""

from __future__ import annotations

from sqlmodel import SQLModel

from app.agenda import calendar_models as _calendars
from app.agenda import models as _agenda
from app.benchmarks import models as _benchmarks
from app.delegations import check_in_models as _check_in
from app.delegations import joining_models as _joining
from app.delegations import models as _delegations
from app.delegations import sheet_models as _sheets
from app.delegations import sign_in_models as _sign_in
from app.events import models as _events
from app.mail import models as _mail
from app.privacy import models as _privacy
from app.recommendations import agreement_models as _agreement
from app.recommendations import desk_models as _desks
from app.recommendations import issuing_models as _issuing
from app.recommendations import models as _recommendations
from app.recommendations import projecting_models as _projecting
from app.recommendations import silence_models as _silence
from app.recommendations import voting_models as _voting
from app.recommendations.following_up import models as _following_up
from app.recommendations.read_in import models as _read_in
from app.sessions import models as _sessions
from app.sessions import speakers_models as _speakers
from app.summary import models as _summary

METADATA = SQLModel.metadata
MODELS = (
    _events,
    _delegations,
    _check_in,
    _sheets,
    _sign_in,
    _joining,
    _agenda,
    _calendars,
    _mail,
    _sessions,
    _speakers,
    _benchmarks,
    _recommendations,
    _desks,
    _read_in,
    _following_up,
    _agreement,
    _silence,
    _issuing,
    _projecting,
    _voting,
    _summary,
    _privacy,
)
