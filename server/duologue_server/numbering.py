"""A command's number within its client instance: the next one, a repeated one, or nonsense.

After reliability rules of XEP-0198 and of Matrix's transaction ids: the record of what was
received is part of the log, so that a repeated command counts once, whatever died in between.
"""

from enum import Enum, auto
from hashlib import blake2b

import msgspec

from duologue_protocol import limits
from duologue_protocol.frames import Ack, Nack, Refusal
from duologue_protocol.requests import Request
from duologue_server.classroom import Received

_encoder = msgspec.msgpack.Encoder()


class Number(Enum):
    NEXT = auto()
    REPEATED = auto()
    """Counted before: acknowledge it again."""
    REUSED = auto()
    """Counted before for another request: two programs share one outbox, or it was damaged."""
    EARLY = auto()
    """An earlier one was held back; to be sent again after that."""
    ABSURD = auto()
    """Further ahead than a client may be."""


def digest_of(request: Request) -> bytes:
    """What tells two requests with one number apart."""
    return blake2b(_encoder.encode(request), digest_size=8).digest()


def judge_number(received: Received | None, n: int, digest: bytes) -> Number:
    last = received.last_n if received else 0
    if n == last + 1:
        return Number.NEXT
    if n > last:
        return Number.EARLY if n <= last + limits.UNACKNOWLEDGED else Number.ABSURD
    known = received.recent.get(n) if received else None
    return Number.REUSED if known and known.digest != digest else Number.REPEATED


def answer_again(received: Received | None, n: int) -> Ack | Nack:
    """What a repeated command was told the first time. Too long ago to know: that it is kept."""
    known = received.recent.get(n) if received else None
    if known is None:
        return Ack(n, 0)
    return Nack(n, known.code, known.detail) if known.code else Ack(n, known.seq)


def refusals(received: Received | None) -> tuple[Refusal, ...]:
    """The latest commands that were refused: whoever comes back may not have heard it."""
    recent = received.recent.items() if received else ()
    refused = [Refusal(n, known.code, known.detail) for n, known in recent if known.code]
    return tuple(refused[-limits.UNACKNOWLEDGED :])
