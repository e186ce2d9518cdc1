"""The compressed bytes on the wire: the same for everybody, negotiated, read right."""

from __future__ import annotations

import json
import socket as sockets

import pytest
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from app.live.frames import Frame
from tests.live.stage import Stage, frames_until, staged
from tests.loops import run

TEXT = "The same words again and again, the same words again and again. " * 8


def shake_hands(stage: Stage, extensions: str) -> tuple[sockets.socket, bytes]:
    """A raw phone that offers `extensions` and has seen nothing; the server's answer."""
    raw = sockets.create_connection(("127.0.0.1", stage.port), timeout=5)
    offer = f"Sec-WebSocket-Extensions: {extensions}\r\n" if extensions else ""
    raw.sendall(
        (
            "GET /live/delegate HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            f"{offer}Sec-WebSocket-Version: 13\r\n\r\n"
        ).encode()
    )
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += raw.recv(1)
    resume = b'{"resume": 0}'
    raw.sendall(bytes((0x81, 0x80 | len(resume))) + bytes(4) + resume)
    return raw, answer


def bytes_until(raw: sockets.socket, ending: bytes) -> bytes:
    received = b""
    while not received.endswith(ending):
        more = raw.recv(65536)
        assert more, "closed before the frame came"
        received += more
    return received


def test_every_phone_gets_the_same_compressed_bytes():
    with staged() as stage:
        phones = [shake_hands(stage, "permessage-deflate") for _ in range(3)]
        for _, answer in phones:
            assert b"server_no_context_takeover" in answer
            assert b"client_no_context_takeover" in answer
        for number in (1, 2):
            stage.post("card", f"{TEXT}{number}")
            packed = Frame(number, f"card={TEXT}{number}").encoded().packed
            assert packed[0] == 0xC1
            for raw, _ in phones:
                bytes_until(raw, packed)
        for raw, _ in phones:
            raw.close()


@pytest.mark.parametrize("offer", ["", "permessage-deflate; server_max_window_bits=10"])
def test_a_phone_that_cannot_read_the_shared_bytes_gets_plain_ones(offer):
    with staged() as stage:
        raw, _ = shake_hands(stage, offer)
        stage.post("card", TEXT)
        bytes_until(raw, Frame(1, f"card={TEXT}").encoded().plain)
        raw.close()


@pytest.mark.parametrize("bits", [None, 9, 15])
def test_an_ordinary_client_reads_what_was_sent(bits):
    factory = ClientPerMessageDeflateFactory(server_max_window_bits=bits)

    async def follow(stage: Stage) -> None:
        async with stage.phone(extensions=[factory], compression=None) as socket:
            for number in range(1, 6):
                stage.post("card", f"{TEXT * number} é {number}")
                (frame,) = await frames_until(socket, number)
                assert frame["content"] == f"card={TEXT * number} é {number}"

    with staged() as stage:
        run(follow(stage))


def test_a_client_may_send_compressed_messages():
    async def follow(stage: Stage) -> None:
        stage.board.change("card", "text")
        async with stage.phone(resume=None) as socket:
            await socket.send(json.dumps({"resume": 0, "filling": " " * 2000}))
            await frames_until(socket, 1)

    with staged() as stage:
        run(follow(stage))
