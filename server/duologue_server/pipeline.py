"""Kept before shown: moments go to the journal in groups, and what they show waits for that.

The next commit begins as soon as the last one has ended, with all that has come meanwhile.
"""

import asyncio
from collections.abc import Awaitable, Callable

from duologue_server.connection import Deliver
from duologue_server.journal import Journal, Lease


class Pipeline:
    """The way of one class from decided to kept to shown.

    `failed` is called when a commit did not succeed (Fenced, Unknown) or what it shows could not be
    shown (a bug). What waited then is forgotten.
    """

    def __init__(
        self,
        journal: Journal,
        lease: Lease,
        durable: int,
        failed: Callable[[Exception], Awaitable[None]],
    ) -> None:
        self._journal = journal
        self._lease = lease
        self._failed = failed
        self.durable = durable
        """The last position that is on disk."""
        self._bodies: list[bytes] = []
        self._shows: list[Deliver] = []
        self._writer: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        return not self._bodies and self._writer is None

    def keep(self, body: bytes) -> None:
        """Append a moment at the next position."""
        self._bodies.append(body)
        if self._writer is None:
            self._writer = asyncio.get_running_loop().create_task(self._write())

    def show(self, deliver: Deliver) -> None:
        """Do this once all that was given to `keep` so far is on disk; at once if it is."""
        if self.idle:
            deliver()
        else:
            self._shows.append(deliver)

    async def _write(self) -> None:
        try:
            while self._bodies:
                bodies, self._bodies = self._bodies, []
                shows, self._shows = self._shows, []
                await self._journal.append(self._lease, self.durable, bodies)
                self.durable += len(bodies)
                for deliver in shows:
                    deliver()
            self._writer = None
            self._flush()
        except Exception as problem:  # noqa: BLE001  nobody awaits this task: a class would stand still
            self._bodies.clear()
            self._shows.clear()
            self._writer = None
            await self._failed(problem)

    def _flush(self) -> None:
        """What was shown while the last delivery ran waits for nothing any more."""
        shows, self._shows = self._shows, []
        for deliver in shows:
            deliver()

    async def drained(self) -> None:
        """Wait until nothing is on its way to the disk."""
        while self._writer is not None:
            await asyncio.shield(self._writer)
