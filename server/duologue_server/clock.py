"""The server's one clock: the wall's time at the start, moved on by the steady clock.

A wall clock that jumps while the server runs (daylight saving, a correction) moves no deadline.
"""

import time


class Clock:
    def __init__(self) -> None:
        self._ahead_ns = time.time_ns() - time.monotonic_ns()

    def now_ms(self) -> int:
        return (self._ahead_ns + time.monotonic_ns()) // 1_000_000
