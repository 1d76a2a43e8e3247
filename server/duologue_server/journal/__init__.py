"""The log of every classroom: what a journal promises, whichever engine keeps it.

A class has one owner at a time, and the fence counts its owners. Safety does not rest on the lease
but on compare-and-append: whoever appends names the fence and the position it believes in, and is
refused if the log has moved on.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

UnknownReason = Literal["full", "unwritable", "io", "closed"]


class Fenced(Exception):
    """You do not own the class at this position: step down. Nothing was appended."""


class Unknown(Exception):
    """Nobody can say what became of this call: step down, acquire again, and replay.

    `reason`: `full` (no space left; works again once there is), `unwritable` (another program
    holds the file, or it became read-only; works again once that is over), `io` (the store failed)
    or `closed` (this journal was closed). Of the first two nothing was kept.
    """

    def __init__(self, reason: UnknownReason) -> None:
        super().__init__(reason)
        self.reason: UnknownReason = reason


class Damaged(Exception):
    """The log of a class cannot be trusted at this position: a hole, a changed row, or its end."""

    def __init__(self, class_id: str, seq: int) -> None:
        super().__init__(
            f"The log of class {class_id} is damaged at position {seq}: run `duologue doctor`."
        )
        self.class_id = class_id
        self.seq = seq


class StoreProblem(Exception):
    """What a person can mend about the store, as one sentence to show them."""


class ServerRuns(StoreProblem):
    """The directory is in use by a running server."""


class Lease(NamedTuple):
    """What an owner holds."""

    class_id: str
    fence: int
    """1 for the first owner, one more for each later one."""
    last_seq: int
    """The log's last position when it was acquired, 0 for an empty log."""
    heard_ms: int | None
    """When the previous owner last renewed or appended (wall clock), None for a new log."""
    epoch: int
    """Drawn when the log was made, 1 to 2**53 - 1: another log never continues this one."""


class Journal(Protocol):
    """Seven methods, the same for every engine (one contract test runs against each).

    All raise Unknown. Cancelling a call says nothing about its outcome: treat it as Unknown.
    """

    async def acquire(self, class_id: str, address: str, now_ms: int) -> Lease:
        """Own the class from now on, reachable at `address`; the log is made if there is none."""
        ...

    async def renew(self, lease: Lease, now_ms: int) -> bool:
        """Say that the owner lives. False: somebody else owns the class, step down."""
        ...

    async def release(self, lease: Lease, now_ms: int) -> None:
        """Give the class up. A lease that was lost already is let go in silence."""
        ...

    async def owner(self, class_id: str) -> tuple[str, int] | None:
        """The owner's address and fence, None if nobody owns the class."""
        ...

    async def append(self, lease: Lease, expected: int, bodies: Sequence[bytes]) -> int:
        """Put bodies behind position `expected`, all or none; the new last position.

        They are on disk when this returns. Appends of many classes share one commit.

        Raises Fenced: the lease is lost, or the log does not end at `expected`.
        """
        ...

    async def read(self, class_id: str, after: int, limit: int) -> list[tuple[int, bytes]]:
        """Up to `limit` positions and bodies behind `after`, in order and without gaps.

        Raises Damaged: what is kept is not what was appended.
        """
        ...

    async def redact(self, class_id: str, bodies: Mapping[int, bytes]) -> int:
        """Overwrite bodies by position, so that nothing on disk holds the old ones.

        Positions stay. Returns how many were found.
        """
        ...
