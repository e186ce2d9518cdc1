"""HTTP and sockets only: every route of the house, a file per resource.

Routes read a request, call one query or action, and answer; rules and rights live further down.
"""

from __future__ import annotations

from app.routes import assets, events, health

ROUTERS = (
    health.router,
    assets.router,
    events.router,
)
