"""What screens know of the connection: a view that changes, and requests that may be refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from duologue_client.fold import View
from duologue_protocol.parts import Body, Part
from duologue_protocol.requests import Query, Request

LinkState = Literal["connecting", "live", "waiting", "stopped"]
"""waiting: the line is down and the client comes back by itself; stopped: it will not."""


@dataclass(frozen=True)
class LinkChanged:
    """How the line is now."""

    state: LinkState
    sentence: str = ""
    """Why it stopped, to be shown."""
    retry_at: float = 0.0
    """While waiting: monotonic seconds of the next try."""
    kept: int = 0
    """Commands that wait on this device."""


@dataclass(frozen=True)
class ViewChanged:
    """These parts were folded; `fresh` means the whole view is new."""

    parts: tuple[Part, ...]
    fresh: bool = False


@dataclass(frozen=True)
class RequestRefused:
    """A request came back. Its text, if it had any, belongs back in the composer."""

    request: Request
    sentence: str


@dataclass(frozen=True)
class RequestKept:
    """A request was acknowledged: it is on the server's disk."""

    request: Request


Happening = LinkChanged | ViewChanged | RequestRefused | RequestKept


class Session(Protocol):
    """One person's connection to one class."""

    @property
    def view(self) -> View: ...

    @property
    def link(self) -> LinkChanged:
        """How the line is now."""
        ...

    @property
    def pending(self) -> tuple[Request, ...]:
        """Requests that were not acknowledged yet, oldest first: shown as "sending"."""
        ...

    def listen(self, listener: Callable[[Happening], None]) -> None:
        """Call this with everything that happens, from the event loop's thread."""
        ...

    def submit(self, request: Request) -> None:
        """Keep a request on this device, then send it; it counts once, whatever the line does."""
        ...

    async def ask(self, query: Query) -> Body:
        """Put a query.

        Raises Refused: when the server refuses, or the line is down.
        """
        ...

    def typing(self, room: str, on: bool) -> None:
        """Tell the room that I type, or not any more."""
        ...

    def now_ms(self) -> int:
        """The server's clock."""
        ...
