"""The demo: a fresh data folder with sample events, made by the same actions people use."""

from __future__ import annotations

from app.agenda.starting import start_like
from app.demo.preparing import SAMPLES_SHIPPED, links, prepare

__all__ = ["SAMPLES_SHIPPED", "links", "prepare", "start_like"]
