"""Runs the application under uvicorn. Knows no command line."""

from __future__ import annotations

import socket

import uvicorn

from app.errors import BadInput
from app.live.protocol import server_options
from app.main import create_app
from app.settings import Settings


def listen_on(host: str, port: int) -> socket.socket:
    """A listening socket, or BadInput when the port is taken or not allowed."""
    try:
        return socket.create_server((host, port), backlog=2048)
    except OSError as error:
        raise BadInput(
            "Port {port} on {host} cannot be used ({reason}). Choose another one with --port.",
            port=port,
            host=host,
            reason=error.strerror,
        ) from None


def serve_application(settings: Settings, listening: socket.socket) -> None:
    """Serve until interrupted.

    No access log: addresses of personal links and feeds carry their tokens.
    """
    config = uvicorn.Config(
        create_app(settings),
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=5,
        **server_options(),
    )
    uvicorn.Server(config).run(sockets=[listening])
