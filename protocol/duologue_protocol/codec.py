"""Frames to bytes and back: MessagePack, typed while it is decoded."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from duologue_protocol.frames import ClientFrame, ServerFrame
from duologue_protocol.parts import Part


class Malformed(ValueError):
    """These bytes are no frame of this protocol. The peer's fault."""


Frame = TypeVar("Frame", ClientFrame, ServerFrame)

_encoder = msgspec.msgpack.Encoder()
_client_frames: msgspec.msgpack.Decoder[ClientFrame] = msgspec.msgpack.Decoder(ClientFrame)
_server_frames: msgspec.msgpack.Decoder[ServerFrame] = msgspec.msgpack.Decoder(ServerFrame)


def encode(frame: ClientFrame | ServerFrame | msgspec.Struct) -> bytes:
    return _encoder.encode(frame)


def encode_parts(parts: Sequence[Part]) -> msgspec.Raw:
    """Parts as they stand inside an `Event`, to be encoded once and sent to many."""
    return msgspec.Raw(_encoder.encode(parts))


def decode_client_frame(data: bytes) -> ClientFrame:
    """What a client sent.

    Raises Malformed: for bytes that are no frame a client may send.
    """
    return _decode(_client_frames, data)


def decode_server_frame(data: bytes) -> ServerFrame:
    """What a server sent.

    Raises Malformed: for bytes that are no frame a server may send.
    """
    return _decode(_server_frames, data)


def _decode(decoder: "msgspec.msgpack.Decoder[Frame]", data: bytes) -> Frame:
    try:
        return decoder.decode(data)
    # The last two are not kinds of the first and did come up with hostile bytes.
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(type(error).__name__) from None
