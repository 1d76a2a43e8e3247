"""Wrong codes and keys are counted by address: after a few, each further try has to wait longer."""

FREE = 10
"""Wrong tries that cost nothing: a class of children behind one address mistypes."""

FIRST_WAIT_MS = 1_000
LONGEST_WAIT_MS = 300_000
FORGOTTEN_MS = 900_000
"""After this long without a wrong try an address starts anew."""

ADDRESSES = 10_000
"""Addresses remembered at once, so that nobody fills the memory with them."""


class Guesses:
    def __init__(self) -> None:
        self._wrong: dict[str, tuple[int, int]] = {}

    def wait_ms(self, address: str, now_ms: int) -> int:
        """How long this address has to wait before its next try, 0 if not at all."""
        wrong, at_ms = self._wrong.get(address, (0, 0))
        if wrong < FREE:
            return 0
        wait = min(LONGEST_WAIT_MS, FIRST_WAIT_MS << min(wrong - FREE, 20))
        return max(0, at_ms + wait - now_ms)

    def was_wrong(self, address: str, now_ms: int) -> None:
        wrong, at_ms = self._wrong.pop(address, (0, 0))
        forgotten = now_ms - at_ms > FORGOTTEN_MS
        if len(self._wrong) >= ADDRESSES:
            self._wrong.pop(next(iter(self._wrong)))
        self._wrong[address] = (1 if forgotten else wrong + 1, now_ms)
