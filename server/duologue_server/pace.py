"""How fast somebody may send: a bucket that fills steadily and holds a burst."""

from duologue_protocol import limits


class Pace:
    """By default the pace of one person's commands."""

    __slots__ = ("_at_ms", "_at_once", "_level", "_per_second")

    def __init__(
        self,
        per_second: float = limits.COMMANDS_PER_SECOND,
        at_once: int = limits.COMMANDS_AT_ONCE,
    ) -> None:
        self._per_second = per_second
        self._at_once = at_once
        self._level = float(at_once)
        self._at_ms = 0

    def wait_ms(self, now_ms: int) -> int:
        """0 if one may pass now (and count it), else how long until one may."""
        filled = (now_ms - self._at_ms) * self._per_second / 1000
        self._level = min(self._at_once, self._level + filled)
        self._at_ms = now_ms
        if self._level >= 1:
            self._level -= 1
            return 0
        return round((1 - self._level) / self._per_second * 1000) + 1
