"""How fast simulated people read, think and type. Pure."""

from dataclasses import dataclass
from math import inf
from typing import Final

TYPED_PER_MINUTE: Final = 40
"""Words."""
READ_PER_MINUTE: Final = 200
"""Words."""
SILENCE_MS: Final = 20_000
"""After a silence as long as this somebody speaks, whose line it is not."""
LEAST_SILENCE_MS: Final = 5_000
"""However fast: an answer that is on its way must have time to come."""


@dataclass(frozen=True)
class Pace:
    """A human's pace, so many times faster."""

    speed: float = 1.0

    def typing_ms(self, text: str) -> int:
        return self._shortened(len(text.split()) * 60_000 / TYPED_PER_MINUTE)

    def reading_ms(self, text: str) -> int:
        return self._shortened(len(text.split()) * 60_000 / READ_PER_MINUTE)

    def pause_ms(self, seconds: float) -> int:
        return self._shortened(seconds * 1000)

    @property
    def silence_ms(self) -> int:
        return max(self._shortened(SILENCE_MS), LEAST_SILENCE_MS)

    def _shortened(self, milliseconds: float) -> int:
        return round(milliseconds / self.speed)


AT_ONCE: Final = Pace(inf)
"""As fast as the server takes it."""
