"""When a client comes back after its line went down, and when it stays away."""

from dataclasses import dataclass
from typing import Final

from duologue_protocol.frames import Sorry
from duologue_protocol.refusals import STOPS, CloseCode

SLOWEST_MS: Final = 15_000
FIRST_MS: Final = 500
REFUSED_MS: Final = 2_000
"""Where nobody listens a try costs nobody anything: a class is back this soon after a restart."""
BELIEVED_AHEAD: Final = 3
"""Times in a row that a server says we are ahead of its log, before we believe it."""


@dataclass
class ReturnTime:
    """Full jitter: a random time below a bound that doubles; what the server says wins.

    A line that was live for longer than the bound has earned the first bound again. So a server that
    sends everybody away at once is asked less and less, and a weak network costs half a second.
    """

    told_ms: int | None = None
    """What the server asked for in `go`, or 0 to come back at once."""
    sorry: Sorry | None = None
    """Why the server closes next."""
    _bound_ms: int = FIRST_MS
    _ahead: int = 0

    def welcomed(self) -> None:
        """The server let us in: it is not behind us."""
        self._ahead = 0

    def held(self, live_ms: int) -> None:
        """The line has been live for so long."""
        if live_ms > self._bound_ms:
            self._bound_ms = FIRST_MS

    def stays_away(self, code: int) -> bool:
        """Whether a connection that the server closed with `code` was the last one."""
        if code == CloseCode.AHEAD_OF_LOG:
            self._ahead += 1
            return self._ahead >= BELIEVED_AHEAD
        return code in STOPS and (self.sorry is None or self.sorry.retry_ms is None)

    def in_ms(self, chance: float, *, refused: bool) -> int:
        """Milliseconds until the next try; uses up what the server said. `refused`: as in link."""
        told = self.told_ms
        if self.sorry is not None and self.sorry.retry_ms is not None:
            told = self.sorry.retry_ms
        slowest = REFUSED_MS if refused else SLOWEST_MS
        bound = min(slowest, self._bound_ms)
        self._bound_ms = max(self._bound_ms, min(slowest, 2 * self._bound_ms))
        self.told_ms = self.sorry = None
        return int(chance * bound) if told is None else told
