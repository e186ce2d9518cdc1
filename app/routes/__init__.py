"""HTTP and sockets only: every route of the house, a file per resource.

Routes read a request, call one query or action, and answer; rules and rights live further down.
"""

from __future__ import annotations

from app.routes import (
    agenda,
    agenda_exports,
    assets,
    board_desk,
    board_moderation,
    board_priorities,
    boards,
    conclusions,
    conclusions_desk,
    conclusions_merges,
    conclusions_paragraphs,
    delegations,
    events,
    health,
    manage_agenda,
    manage_entries,
    participant_access,
    participants,
    participants_import,
    recommendations,
    sign_in,
    sockets,
)

ROUTERS = (
    health.router,
    assets.router,
    events.router,
    agenda.router,
    agenda_exports.router,
    manage_agenda.router,
    manage_entries.router,
    boards.router,
    board_desk.router,
    board_priorities.router,
    board_moderation.router,
    sockets.router,
    delegations.router,
    participants_import.router,
    participants.router,
    participant_access.router,
    sign_in.router,
    recommendations.router,
    conclusions.router,
    conclusions_desk.router,
    conclusions_merges.router,
    conclusions_paragraphs.router,
)
