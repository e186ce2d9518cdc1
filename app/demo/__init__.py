"""The demo: a fresh data folder with sample events, made by the same actions people use."""

from __future__ import annotations

from app.demo.preparing import SAMPLES_SHIPPED, links, prepare
from app.demo.starting import start_like

__all__ = ["SAMPLES_SHIPPED", "links", "prepare", "start_like"]
