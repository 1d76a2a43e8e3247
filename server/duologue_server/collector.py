"""The garbage collector is told about the long-lived heap: it decides the slowest answers.

With 5,000 students its default stops the loop for 228 ms, frozen and rarer for 10 ms (measured;
docs/performance.md). What is frozen is still freed by reference counting.
"""

import gc

THRESHOLDS = (20_000, 20, 1_000)
FIRST = 200
"""Connections from which on growth is worth a look."""


class Collector:
    def __init__(self) -> None:
        gc.collect()
        gc.freeze()
        gc.set_threshold(*THRESHOLDS)
        self._next = FIRST

    def grew(self, connections: int) -> None:
        """Freeze what has come to stay, each time the connections have grown by an eighth."""
        if connections >= self._next:
            gc.freeze()
            self._next = connections + connections // 8
