"""Every message round and back, and bytes that are no message."""

import types
from typing import Any, Literal, Union, get_args, get_origin

import msgpack  # pyright: ignore[reportMissingTypeStubs] it ships none
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duologue_protocol.codec import (
    Malformed,
    decode_client_frame,
    decode_server_frame,
    encode,
    encode_parts,
)
from duologue_protocol.frames import ClientFrame, Event, Hello, Join, Ping, RawEvent, ServerFrame
from duologue_protocol.parts import Announcement

LARGEST = 2**53


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type of the wire, within the limits it declares."""
    if get_origin(kind) in (types.UnionType, Union):
        return st.one_of([values_of(option) for option in get_args(kind)])
    if get_origin(kind) is Literal:
        return st.sampled_from(get_args(kind))
    if get_origin(kind) is tuple:
        return tuples_of(get_args(kind))
    if hasattr(kind, "__metadata__"):
        return bounded(kind.__origin__, kind.__metadata__[0])
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        fields = msgspec.structs.fields(kind)
        return st.builds(kind, **{field.name: values_of(field.type) for field in fields})
    return PLAIN[kind]


PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=8),
    int: st.integers(-(2**31), LARGEST),
    float: st.floats(allow_nan=False),
    bool: st.booleans(),
    bytes: st.binary(max_size=8),
    type(None): st.none(),
}


def tuples_of(kinds: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if kinds[-1] is Ellipsis:
        return st.lists(values_of(kinds[0]), max_size=2).map(tuple)
    return st.tuples(*map(values_of, kinds))


def bounded(kind: Any, meta: msgspec.Meta) -> st.SearchStrategy[Any]:
    if kind is int:
        return st.integers(
            int(meta.ge) if meta.ge is not None else None,
            int(meta.le) if meta.le is not None else None,
        )
    least, most = meta.min_length or 0, min(meta.max_length or 8, 16)
    if kind is str:
        return st.text(min_size=least, max_size=most)
    if kind is bytes:
        return st.binary(min_size=least, max_size=most)
    return st.lists(values_of(get_args(kind)[0]), min_size=least, max_size=least + 2).map(tuple)


@given(values_of(ClientFrame))
def test_what_a_client_sends_arrives(frame: ClientFrame) -> None:
    assert decode_client_frame(encode(frame)) == frame


@given(values_of(ServerFrame))
def test_what_a_server_sends_arrives(frame: ServerFrame) -> None:
    assert decode_server_frame(encode(frame)) == frame


def test_every_frame_part_and_request_is_tried() -> None:
    """The strategies above walk the types; none of them may be left out without notice."""
    tags = {kind.__struct_config__.tag for kind in get_args(ClientFrame) + get_args(ServerFrame)}
    assert len(tags) == len(get_args(ClientFrame)) + len(get_args(ServerFrame))
    for kind in (*get_args(ClientFrame), *get_args(ServerFrame)):
        assert values_of(kind) is not None


def test_parts_encoded_once_are_the_same_event() -> None:
    parts = (Announcement("a1", "p1", "Hello", 5),)
    raw = encode(RawEvent(s=2, p=1, at_ms=5, parts=encode_parts(parts)))
    assert decode_server_frame(raw) == Event(s=2, p=1, at_ms=5, parts=parts)


def pack(value: object) -> bytes:
    packed = msgpack.packb(value)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    assert isinstance(packed, bytes)
    return packed


def say(**changes: object) -> bytes:
    return pack({"t": "cmd", "n": 1, "do": {"t": "say", "room": "r", "text": "hi"} | changes})


def ping(c: object, **more: object) -> bytes:
    return pack({"t": "ping", "c": c, "seen": 0} | more)


def nested(depth: int) -> bytes:
    return b"\x83\xa1t\xa4ping\xa1c" + b"\x91" * depth + b"\xc0\xa4seen\x00"


LONE_SURROGATE = b"\x82\xa1t\xa5hello\xa3app\xa3\xed\xa0\x80"

BAD: dict[str, bytes] = {
    "1 nested arrays": b"\x91" * 100_000,
    "1 nested maps": b"\x81\xa1t" * 100_000,
    "1 nested in a field": nested(100_000),
    "2 map of 4 G": b"\xdf\xff\xff\xff\xff",
    "2 array of 4 G": b"\xdd\xff\xff\xff\xff",
    "2 text of 4 G": b"\xdb\xff\xff\xff\xff",
    "2 binary of 4 G": b"\xc6\xff\xff\xff\xff",
    "2 extension of 4 G": b"\xc9\xff\xff\xff\xff\x01",
    "3 many empty maps": b"\xdd\x00\x00\xff\xff" + b"\x80" * 0xFFFF,
    "4 whole number as a key": b"\x82\xa1t\xa4ping\x01\x02",
    "4 list as a key": b"\x82\xa1t\xa4ping\x90\x02",
    "5 extension": b"\x83\xa1t\xa4ping\xa1c\xd4\x05\x00\xa4seen\x00",
    "5 bad timestamp": b"\x83\xa1t\xa4ping\xa1c\xc7\x03\xff\x00\x00\x00\xa4seen\x00",
    "6 not UTF-8": b"\x81\xa1t\xa4\xff\xfe\xfd\xfc",
    "6 lone surrogate": LONE_SURROGATE,
    "7 NaN": ping(float("nan")),
    "7 infinite": ping(float("inf")),
    "7 broken number": ping(1.5),
    "7 yes for a number": ping(c=True),
    "7 text for a number": ping("1"),
    "8 too large a number": ping(2**64 - 1),
    "8 just too large": ping(LARGEST + 1),
    "8 too small a number": ping(-(2**63)),
    "8 command 0": pack({"t": "cmd", "n": 0, "do": {"t": "seek"}}),
    "10 two kinds": b"\x84\xa1t\xa4ping\xa1t\xa3bye\xa1c\x01\xa4seen\x00",
    "10 unknown kind": pack({"t": "pling", "c": 1, "seen": 0}),
    "10 no kind": pack({"c": 1, "seen": 0}),
    "10 unknown request": say(t="shout"),
    "11 one field too many": ping(1, role="teacher"),
    "11 one field too many inside": say(role="teacher"),
    "12 two messages": ping(1) + ping(2),
    "12 bytes behind": ping(1) + b"\x00",
    "12 cut short": ping(1)[:-1],
    "12 nothing": b"",
    "12 never used byte": b"\xc1",
    "13 binary for text": say(text=b"hi"),
    "13 nothing for text": say(text=None),
    "13 text too long": say(text="x" * 1_001),
    "13 a short instance": pack({"t": "hello", "v": 1, "app": "", "auth": {}, "inst": b"x"}),
}
"""The rows are those of the table of malformed input that the protocol's limits came from."""


@pytest.mark.parametrize("data", BAD.values(), ids=BAD.keys())
def test_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        decode_client_frame(data)
    with pytest.raises(Malformed):
        decode_server_frame(data)


def test_of_a_key_written_twice_the_last_counts() -> None:
    """Row 9: harmless, since fields are fixed and nothing is signed."""
    twice = b"\x84\xa1t\xa4ping\xa1c\x01\xa1c\x02\xa4seen\x00"
    assert decode_client_frame(twice) == Ping(2, 0)


def test_sides_do_not_mix() -> None:
    with pytest.raises(Malformed):
        decode_server_frame(encode(Ping(1, 0)))


@given(st.binary(max_size=64))
def test_any_bytes_decode_or_are_malformed(data: bytes) -> None:
    for decode in (decode_client_frame, decode_server_frame):
        try:
            decode(data)
        except Malformed as error:
            assert str(error).isidentifier()  # noqa: PT017 the kind of mistake, never the content


def test_a_client_that_shares_no_code_can_say_hello() -> None:
    data = pack(
        {
            "t": "hello",
            "v": 1,
            "app": "other",
            "auth": {"t": "join", "code": "K7QM-2PXA", "name": "Анна"},
            "inst": bytes(16),
        }
    )
    expected = Hello(v=1, app="other", auth=Join("K7QM-2PXA", "Анна"), inst=bytes(16))
    assert decode_client_frame(data) == expected
