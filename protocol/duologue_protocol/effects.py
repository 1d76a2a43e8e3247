"""What the link wants done: small facts and orders that its shell carries out, in order."""

from dataclasses import dataclass

from duologue_protocol.frames import ClientFrame, Sorry, Welcome
from duologue_protocol.parts import Part
from duologue_protocol.refusals import CloseCode
from duologue_protocol.requests import Request


@dataclass(frozen=True)
class Send:
    frame: ClientFrame


@dataclass(frozen=True)
class Keep:
    """Write this to disk before anything behind it is sent."""

    n: int
    request: Request


@dataclass(frozen=True)
class Forget:
    """Command `n` is settled: acknowledged or refused."""

    n: int


@dataclass(frozen=True)
class Kept:
    """The server has this on its disk."""

    n: int
    request: Request


@dataclass(frozen=True)
class Refuse:
    """A request came back; `code` and `detail` are of the table of refusals."""

    n: int
    request: Request
    code: str
    detail: tuple[str, ...]


@dataclass(frozen=True)
class Renew:
    """Make a new instance and tell `renewed`: the numbers of the old one are of no more use."""


@dataclass(frozen=True)
class Admitted:
    """The server knows us. Remember who we are, the token if there is one, and its clock."""

    welcome: Welcome


@dataclass(frozen=True)
class Show:
    """Fold these parts; `fresh` drops all that was known before."""

    parts: tuple[Part, ...]
    fresh: bool = False


@dataclass(frozen=True)
class ComeBack:
    """Connect again after this time, in milliseconds; `why` if the server said."""

    in_ms: int
    why: Sorry | None


@dataclass(frozen=True)
class Stop:
    """Stay away. `why` is what the server said, otherwise STOPS has the code's sentence."""

    code: int
    why: Sorry | None


@dataclass(frozen=True)
class Close:
    """End this connection."""

    code: CloseCode


Effect = Send | Keep | Forget | Kept | Refuse | Renew | Admitted | Show | ComeBack | Stop | Close
