"""Where websocket frames begin and end in what arrives, and what whole ones hold (RFC 6455, 5.2)."""

from typing import Final

from duologue_protocol.limits import FRAME_BYTES

try:
    from websockets.speedups import apply_mask
except ImportError:  # where the library comes without its compiled part
    from websockets.utils import apply_mask

WHOLE: Final = 0x82
"""The first byte of a binary message in one frame."""

CONTROL: Final = 0x08
"""The bit of a close, a ping or a pong."""

FOREIGN: Final = -1
"""Not masked, or longer than any client's frame: no frame for us."""


def end_of_frame(data: bytes, place: int) -> int:
    """Where the frame that begins at `place` ends; behind the data's end if there is more to come.

    FOREIGN for what a client must not send.
    """
    if len(data) < place + 2:
        return len(data) + 1
    size = data[place + 1] - 0x80
    if 0 <= size < 126:
        return place + 6 + size
    if size != 126:
        return FOREIGN
    if len(data) < place + 4:
        return len(data) + 1
    size = (data[place + 2] << 8) + data[place + 3]
    return place + 8 + size if size <= FRAME_BYTES else FOREIGN


def payload(data: bytes, place: int, end: int) -> bytes:
    """What the whole frame between `place` and `end` holds, its mask taken off."""
    start = place + (6 if data[place + 1] < 0xFE else 8)
    return apply_mask(data[start:end], data[start - 4 : start])
