"""How fast one person may send commands: a bucket that fills steadily and holds a burst."""

from duologue_protocol import limits


class Pace:
    def __init__(self) -> None:
        self._level = float(limits.COMMANDS_AT_ONCE)
        self._at_ms = 0

    def wait_ms(self, now_ms: int) -> int:
        """0 if a command may pass now (and count it), else how long until one may."""
        filled = (now_ms - self._at_ms) * limits.COMMANDS_PER_SECOND / 1000
        self._level = min(limits.COMMANDS_AT_ONCE, self._level + filled)
        self._at_ms = now_ms
        if self._level >= 1:
            self._level -= 1
            return 0
        return round((1 - self._level) / limits.COMMANDS_PER_SECOND * 1000) + 1
