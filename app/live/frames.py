"""Numbered frames and their ready wire bytes; knows no board, no socket, no HTML.

A frame is turned into bytes once and the same bytes go to every phone, plain or deflated.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

WINDOW_BITS = (
    15  # of the shared deflated bytes; a phone that negotiated a smaller window gets plain
)

SHORTEST = 100  # bytes worth deflating

_FINAL_TEXT = 0x81  # RFC 6455 section 5.2: FIN and opcode 1
_DEFLATED = 0x40  # RFC 7692 section 6: RSV1 on a compressed message
_TAIL = b"\x00\x00\xff\xff"  # RFC 7692 section 7.2.1: cut off by the sender


@dataclass(frozen=True, slots=True)
class Wire:
    """One or several messages, ready to be written.

    `texts` are the JSON texts for ordinary servers, `plain` and `packed` whole WebSocket frames
    (unmasked, as a server sends them), `packed` with permessage-deflate without context takeover.
    """

    texts: tuple[str, ...]
    plain: bytes
    packed: bytes

    @staticmethod
    def of(message: dict[str, object]) -> Wire:
        """The wire form of one JSON message."""
        text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
        payload = text.encode()
        plain = _header(_FINAL_TEXT, len(payload)) + payload
        # An uncompressed message is allowed on a compressed connection (RFC 7692 section 6): a
        # clock or a number alone only grows by deflating, and every phone that comes gets a clock.
        if len(payload) < SHORTEST:
            return Wire((text,), plain, plain)
        deflated = _deflate(payload)
        packed = _header(_FINAL_TEXT | _DEFLATED, len(deflated)) + deflated
        return Wire((text,), plain, packed if len(packed) < len(plain) else plain)

    @staticmethod
    def joined(wires: Iterable[Wire]) -> Wire:
        """Several messages as one write, in order."""
        several = tuple(wires)
        if len(several) == 1:
            return several[0]
        return Wire(
            tuple(text for wire in several for text in wire.texts),
            b"".join(wire.plain for wire in several),
            b"".join(wire.packed for wire in several),
        )


@dataclass(frozen=True)
class Frame:
    """What one audience sees of change `seq` of a board.

    `content` is HTML made of `<hx-partial>` elements with the full state of what changed;
    None says that something happened which this audience may not see.
    """

    seq: int
    content: str | None
    snapshot: bool = False

    def encoded(self) -> Wire:
        """The ready bytes, made on the first call: call it first off the event loop."""
        return self._wire

    @cached_property
    def _wire(self) -> Wire:
        message: dict[str, object] = {"seq": self.seq}
        if self.snapshot:
            message["snapshot"] = True
        if self.content is not None:
            message["content"] = self.content
        return Wire.of(message)


def presence_frame(count: int) -> Wire:
    """How many people are here: not numbered, lossy."""
    return Wire.of({"presence": count})


def clock_frame(now: datetime) -> Wire:
    """The server's clock (aware): first on every socket, and as a sign of life."""
    return Wire.of({"now": now.isoformat()})


def _deflate(payload: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -WINDOW_BITS)
    data = packer.compress(payload) + packer.flush(zlib.Z_SYNC_FLUSH)
    return data[: -len(_TAIL)]


def _header(first: int, length: int) -> bytes:
    """RFC 6455 section 5.2: first byte and payload length, without a mask."""
    if length < 126:
        return bytes((first, length))
    if length < 65536:
        return bytes((first, 126)) + length.to_bytes(2)
    return bytes((first, 127)) + length.to_bytes(8)
