"""Wrong codes and keys are counted by address: after a few, each further try has to wait longer."""

from duologue_protocol import limits


class Guesses:
    def __init__(self) -> None:
        self._wrong: dict[str, tuple[int, int]] = {}

    def wait_ms(self, address: str, now_ms: int) -> int:
        """How long this address has to wait before its next try, 0 if not at all."""
        wrong, at_ms = self._wrong.get(address, (0, 0))
        if wrong < limits.FREE_GUESSES:
            return 0
        doubled = limits.FIRST_WAIT_MS << min(wrong - limits.FREE_GUESSES, 20)
        return max(0, at_ms + min(limits.LONGEST_WAIT_MS, doubled) - now_ms)

    def was_wrong(self, address: str, now_ms: int) -> int:
        """How often this address has been wrong by now."""
        wrong, at_ms = self._wrong.pop(address, (0, 0))
        forgotten = now_ms - at_ms > limits.GUESSES_FORGOTTEN_MS
        if len(self._wrong) >= limits.GUESSING_ADDRESSES:
            self._wrong.pop(next(iter(self._wrong)))
        count = 1 if forgotten else wrong + 1
        self._wrong[address] = (count, now_ms)
        return count
