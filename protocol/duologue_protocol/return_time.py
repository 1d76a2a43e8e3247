"""When a client comes back after its line went down, and when it stays away."""

from dataclasses import dataclass
from typing import Final

from duologue_protocol.frames import Sorry
from duologue_protocol.refusals import STOPS, CloseCode

SLOWEST_MS: Final = 15_000
FIRST_MS: Final = 500
BELIEVED_AHEAD: Final = 3
"""Times in a row that a server says we are ahead of its log, before we believe it."""


@dataclass
class ReturnTime:
    """Full jitter: a random time below a bound that doubles; what the server says wins."""

    told_ms: int | None = None
    """What the server asked for in `go`, or 0 to come back at once."""
    sorry: Sorry | None = None
    """Why the server closes next."""
    _tries: int = 0
    _ahead: int = 0

    def welcomed(self) -> None:
        """The server let us in: it is not behind us."""
        self._ahead = 0

    def steady(self) -> None:
        """The line held: the next retry is a fast one again."""
        self._tries = 0

    def stays_away(self, code: int) -> bool:
        """Whether a connection that the server closed with `code` was the last one."""
        if code == CloseCode.AHEAD_OF_LOG:
            self._ahead += 1
            return self._ahead >= BELIEVED_AHEAD
        return code in STOPS and (self.sorry is None or self.sorry.retry_ms is None)

    def in_ms(self, chance: float) -> int:
        """Milliseconds until the next try; uses up what the server said."""
        told = self.told_ms
        if self.sorry is not None and self.sorry.retry_ms is not None:
            told = self.sorry.retry_ms
        bound = min(SLOWEST_MS, FIRST_MS * 2 ** min(self._tries, 10))
        self._tries += 1
        self.told_ms = self.sorry = None
        return int(chance * bound) if told is None else told
