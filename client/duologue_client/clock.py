"""The clock of this device that runs on while it sleeps, and the server's clock seen from here."""

import sys
import time
from dataclasses import dataclass


def elapsed_ms() -> int:
    """Milliseconds that only rise, also while the device sleeps where the system can tell."""
    if sys.platform == "linux":
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
    return time.monotonic_ns() // 1_000_000


@dataclass
class ServerClock:
    """The server's time, by what it said last without a long way."""

    _ahead_ms: int | None = None
    _way_ms: int = 0

    def told(self, server_ms: int, asked_at: int, now: int, *, anew: bool = False) -> None:
        """The server said its time in answer to what was sent at `asked_at` (both `elapsed_ms`).

        An answer that took more than twice as long as the best one tells less, and is passed over.
        `anew` believes it anyway: another connection, perhaps another server.
        """
        way = max(now - asked_at, 0)
        if not anew and self._ahead_ms is not None and way > 2 * self._way_ms:
            return
        self._way_ms = way if anew or self._ahead_ms is None else min(way, self._way_ms)
        self._ahead_ms = server_ms + way // 2 - now

    def now_ms(self) -> int:
        """The server's time; this device's own as long as no server has said it."""
        if self._ahead_ms is None:
            return time.time_ns() // 1_000_000
        return elapsed_ms() + self._ahead_ms
