"""The server's one clock: the wall's time at the start, moved on by the steady clock.

A wall clock that jumps while the server runs (daylight saving, a correction) moves no deadline.
"""

import time


class Clock:
    def __init__(self) -> None:
        self._began_ms = time.time_ns() // 1_000_000
        self._began = time.monotonic()

    def now_ms(self) -> int:
        return self._began_ms + round((time.monotonic() - self._began) * 1000)
