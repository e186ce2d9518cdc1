"""The bytes of a frame, read back by the `websockets` library and by zlib."""

from __future__ import annotations

import json
import zlib

import pytest

from app.live.frames import Frame, Wire, presence_frame


def payload_of(wire: bytes) -> tuple[int, bytes]:
    short = wire[1]
    start = {126: 4, 127: 10}.get(short, 2)
    length = int.from_bytes(wire[2:start]) if start > 2 else short
    assert len(wire) == start + length
    return wire[0], wire[start:]


@pytest.mark.parametrize("size", [0, 10, 100, 126, 600, 65535, 70000])
def test_plain_and_deflated_bytes_carry_the_same_text(size):
    frame = Frame(412, "<p>é" + "x" * size)
    wire = frame.encoded()
    first, plain = payload_of(wire.plain)
    assert first == 0x81
    assert json.loads(plain) == {"seq": 412, "content": frame.content}
    first, packed = payload_of(wire.packed)
    if first == 0xC1:
        assert zlib.decompressobj(-15).decompress(packed + b"\x00\x00\xff\xff") == plain
    else:
        assert packed == plain
    assert len(wire.packed) <= len(wire.plain)


def test_a_card_is_deflated_to_less_than_two_thirds():
    # 600 bytes of HTML, the size the figure to reach is given for.
    card = (
        "<hx-partial hx-target='#inputs-12' hx-swap='place key:data-order'>"
        "<li id='input-01912d68-783e-7a3a-b0d5-8a2b6a1a0f11' data-order='000412'><article>"
        "<header><span class='kind'>Challenge</span> <span class='who'>Georgia</span></header>"
        "<p>Requests for evidence come back for small defects of form and start again from the "
        "beginning, which costs each side four months on the average.</p>"
        "<p class='note'>Said by two delegations from the floor.</p><footer><time "
        "datetime='2019-05-16T10:22:00+02:00'>10h22</time> <span>3 endorsements</span></footer>"
        "</article></li></hx-partial>"
    )
    assert 560 <= len(card) <= 640
    wire = Frame(412, card).encoded()
    assert len(wire.packed) < 0.65 * len(wire.plain)


def test_a_frame_is_encoded_once():
    frame = Frame(1, "x" * 200)
    assert frame.encoded() is frame.encoded()


def test_a_hidden_change_is_its_number_only():
    assert Frame(413, None).encoded().texts == ('{"seq":413}',)


def test_a_snapshot_says_so():
    text = Frame(420, "<p>", snapshot=True).encoded().texts[0]
    assert json.loads(text) == {"seq": 420, "snapshot": True, "content": "<p>"}


def test_presence_has_no_number():
    assert presence_frame(57).texts == ('{"presence":57}',)


def test_joined_messages_keep_their_order():
    wires = [Frame(n, f"card {n}").encoded() for n in (1, 2, 3)]
    joined = Wire.joined(wires)
    assert [json.loads(text)["seq"] for text in joined.texts] == [1, 2, 3]
    assert joined.plain == b"".join(wire.plain for wire in wires)
    assert joined.packed == b"".join(wire.packed for wire in wires)
