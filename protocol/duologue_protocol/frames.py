"""The frames of the wire: how requests and parts travel, with numbers and acknowledgements.

docs/protocol.md tells how they are used; link.py is the client's side of it.
"""

from typing import Annotated, Literal

from msgspec import Meta, Raw

from duologue_protocol import limits
from duologue_protocol.parts import Body, Part, PersonRole
from duologue_protocol.requests import Count, Identity, Level, Query, Request, Wire

Number = Annotated[int, Meta(ge=1, le=limits.LARGEST_COUNT)]
"""A command's number: 1, 2, 3 … for one client instance."""

Token = Annotated[str, Meta(max_length=100)]

# From the client


class Join(Wire, frozen=True, tag="join"):
    """A student comes for the first time."""

    code: Annotated[str, Meta(max_length=40)]
    name: Annotated[str, Meta(max_length=200)]
    level: Level = ""
    tokens: Annotated[tuple[Token, ...], Meta(max_length=limits.JOIN_TOKENS)] = ()
    """Of earlier `welcome`s of this server to the same name: if one is of this class, which only
    has another code now, its person comes back."""
    device: Annotated[bytes, Meta(max_length=16)] = b""
    """Which device this is: random, the same whatever the name, another one for each server. A
    teacher can ban it."""


class Return(Wire, frozen=True, tag="return"):
    """Somebody comes back with the token of an earlier `welcome`."""

    token: Token


class Teach(Wire, frozen=True, tag="teach"):
    """A teacher comes with the key of the class."""

    code: Annotated[str, Meta(max_length=40)]
    key: Annotated[str, Meta(max_length=100)]
    name: Annotated[str, Meta(max_length=200)]


class Hello(Wire, frozen=True, tag="hello"):
    """The first frame of every connection."""

    v: Count
    """The protocol's number."""
    app: Annotated[str, Meta(max_length=60)]
    auth: Join | Return | Teach
    inst: Annotated[bytes, Meta(min_length=16, max_length=16)]
    """Made with the client's outbox; numbers of commands count within it."""
    epoch: Count = 0
    seq: Count = 0
    """The last position this client has seen of that epoch: the outside witness of a lost log."""
    lang: Annotated[str, Meta(max_length=20)] = ""


class Command(Wire, frozen=True, tag="cmd"):
    """A request that counts once, however often it is sent."""

    n: Number
    do: Request


class Ask(Wire, frozen=True, tag="ask"):
    """A query; not counted, answered once, lost with the line."""

    q: Count
    what: Query


class TypingNow(Wire, frozen=True, tag="typing"):
    """I began or stopped typing. Never kept, may be dropped."""

    room: Identity
    on: bool


class Ping(Wire, frozen=True, tag="ping"):
    """I am here; the last position I have seen."""

    c: Count
    seen: Count


class Bye(Wire, frozen=True, tag="bye"):
    """I leave on purpose."""


ClientFrame = Hello | Command | Ask | TypingNow | Ping | Bye

# From the server


class Refusal(Wire, frozen=True, tag="refusal"):
    """A command that is used up, and was refused."""

    n: Count
    code: str
    detail: tuple[str, ...] = ()


class Welcome(Wire, frozen=True, tag="welcome"):
    """The answer to `hello`; a snapshot follows."""

    who: str
    role: PersonRole
    epoch: Count
    top: Count
    last_n: Count
    """The highest command of this `inst` that is kept."""
    now_ms: Count
    """The server's clock, which all deadlines are told in."""
    hb_ms: Count
    token: str = ""
    """Keep it to come back as the same person. Only at a first join."""
    refused: tuple[Refusal, ...] = ()
    """Those of the latest commands up to `last_n` that were refused: their `nack` may be lost."""


class Snapshot(Wire, frozen=True, tag="snap"):
    """All there is to see for this person at a position; what was seen before is to be dropped."""

    seq: Count
    parts: tuple[Part, ...]


class Event(Wire, frozen=True, tag="ev"):
    """Parts that changed at position `s`; the position before it for this person was `p`."""

    s: Count
    p: Count
    at_ms: Count
    parts: tuple[Part, ...]


class Passing(Wire, frozen=True, tag="eph"):
    """Parts without a position: typing signs and the wall's rows. The newest counts."""

    parts: tuple[Part, ...]


class Ack(Wire, frozen=True, tag="ack"):
    """Command `n` is kept, at position `s`."""

    n: Count
    s: Count


class Nack(Wire, frozen=True, tag="nack"):
    """Command `n` was refused. With `retry_ms` it was not counted: send it again after that."""

    n: Count
    code: str
    detail: tuple[str, ...] = ()
    """What the refusal's sentence has to name, in its order."""
    retry_ms: Count | None = None


class Answer(Wire, frozen=True, tag="answer"):
    """What was asked as `q`, or why not."""

    q: Count
    body: Body | None = None
    code: str = ""
    detail: tuple[str, ...] = ()


class Pong(Wire, frozen=True, tag="pong"):
    """The server's clock, and the last position visible to this person."""

    c: Count
    now_ms: Count
    vis: Count


class Go(Wire, frozen=True, tag="go"):
    """Come back in `in_ms`: the server closes for a reason of its own."""

    in_ms: Count
    why: Literal["draining", "moved"]


class Sorry(Wire, frozen=True, tag="sorry"):
    """Why this connection is closed next: a refusal of the table."""

    code: str
    detail: tuple[str, ...] = ()
    retry_ms: Count | None = None


ServerFrame = Welcome | Snapshot | Event | Passing | Ack | Nack | Answer | Pong | Go | Sorry


class RawEvent(Wire, frozen=True, tag="ev"):
    """An `Event` whose parts were encoded before, once for all who see the same."""

    s: int
    p: int
    at_ms: int
    parts: Raw
