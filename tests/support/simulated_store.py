"""A journal in memory that answers when it is told to: as a disk may, and as a crash lets it."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeVar

from duologue_server.journal import Fenced, Lease, Unknown

Result = TypeVar("Result")

EPOCH = 77
Outcome = Literal["done", "full", "unknown but kept", "unknown and lost"]


class Job(NamedTuple):
    """Something the disk is asked for."""

    change: Callable[[], Any]
    appends: bool
    answer: "asyncio.Future[Any]"


class Disk:
    """What outlives a crash. Jobs are done one after the other, by `answer`."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.fence = 0
        self.heard_ms: int | None = None
        self.jobs: list[Job] = []
        self.is_quick = False
        """Every job is done at once."""

    def ask(self, change: Callable[[], Any], *, appends: bool = False) -> "asyncio.Future[Any]":
        job = Job(change, appends, asyncio.get_running_loop().create_future())
        self.jobs.append(job)
        if self.is_quick:
            self.answer("done")
        return job.answer

    def answer(self, outcome: Outcome) -> None:
        """Do the first job, or fail it."""
        job = self.jobs.pop(0)
        if job.answer.cancelled():
            return
        try:
            if outcome == "full" and job.appends:
                raise Unknown("full")
            result = None if outcome == "unknown and lost" else job.change()
            if outcome.startswith("unknown"):
                raise Unknown("io")
        except (Fenced, Unknown) as problem:
            job.answer.set_exception(problem)
        else:
            job.answer.set_result(result)

    def crash(self, done: int) -> None:
        """The process ends when this many of its jobs are on disk; nobody is told."""
        for job in self.jobs[:done]:
            try:
                job.change()
            except Fenced:
                break
        for job in self.jobs:
            job.answer.cancel()
        self.jobs.clear()


class SimulatedJournal:
    """One process's Journal on a disk."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self.is_dead = False
        """Its process was killed: nothing it does reaches the disk."""

    async def acquire(self, class_id: str, address: str, now_ms: int) -> Lease:
        del address

        def acquired() -> Lease:
            disk = self._disk
            disk.fence += 1
            heard, disk.heard_ms = disk.heard_ms, now_ms
            return Lease(class_id, disk.fence, len(disk.bodies), heard, EPOCH)

        return await self._ask(acquired)

    async def renew(self, lease: Lease, now_ms: int) -> bool:
        def renewed() -> bool:
            self._disk.heard_ms = now_ms
            return self._disk.fence == lease.fence

        return await self._ask(renewed)

    async def release(self, lease: Lease, now_ms: int) -> None:
        await self.renew(lease, now_ms)

    async def owner(self, class_id: str) -> tuple[str, int] | None:
        del class_id
        return ("here", self._disk.fence) if self._disk.fence else None

    async def append(self, lease: Lease, expected: int, bodies: Sequence[bytes]) -> int:
        def appended() -> int:
            if self._disk.fence != lease.fence or len(self._disk.bodies) != expected:
                raise Fenced
            self._disk.bodies += bodies
            return len(self._disk.bodies)

        return await self._ask(appended, appends=True)

    async def read(self, class_id: str, after: int, limit: int) -> list[tuple[int, bytes]]:
        del class_id

        def found() -> list[tuple[int, bytes]]:
            page = self._disk.bodies[after : after + limit]
            return list(enumerate(page, after + 1))

        return await self._ask(found)

    async def redact(self, class_id: str, bodies: Mapping[int, bytes]) -> int:
        raise NotImplementedError

    async def _ask(self, change: Callable[[], Result], *, appends: bool = False) -> Result:
        if self.is_dead:
            await asyncio.get_running_loop().create_future()
        result: Result = await self._disk.ask(change, appends=appends)
        return result
