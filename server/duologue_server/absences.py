"""Lines that were lost a moment ago: each may come back before anybody is told."""

import asyncio
from collections.abc import Callable
from functools import partial

AWAY_AFTER_SECONDS = 10.0
"""How long a lost line is a hiccup that nobody is told of."""


class Absences:
    """`lose` is called with whoever has not come back in time."""

    def __init__(self, lose: Callable[[str], None]) -> None:
        self._lose = lose
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def begin(self, who: str) -> None:
        self.end(who)
        lose = partial(self._lose, who)
        self._timers[who] = asyncio.get_running_loop().call_later(AWAY_AFTER_SECONDS, lose)

    def end(self, who: str) -> None:
        """They are back, or it is known that they will not be."""
        if timer := self._timers.pop(who, None):
            timer.cancel()

    def end_all(self) -> None:
        for who in list(self._timers):
            self.end(who)
