"""One writer thread: everything that was queued while the last commit ran goes into the next."""

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Final, NamedTuple, TypeVar, cast

from duologue_server.journal import Fenced, Unknown, UnknownReason

Result = TypeVar("Result")


REASONS: Final[dict[int, UnknownReason]] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_BUSY: "unwritable",
    sqlite3.SQLITE_READONLY: "unwritable",
}
"""Why a transaction failed that has certainly changed nothing; any other error is "io"."""


class Job(NamedTuple):
    """A change to be made inside the next transaction."""

    future: "asyncio.Future[object]"
    change: Callable[[], object]
    """Called in the writer's thread. May raise Fenced, before it has changed anything."""


class Outcome(NamedTuple):
    future: "asyncio.Future[object]"
    result: object
    error: Exception | None


class GroupCommit:
    """Runs changes in the order they were asked for, many to a commit.

    `flush` is called before each commit, `kept` (which never raises) after it, `forget` after one
    that failed: then the whole batch is rolled back, and everyone in it is told Unknown.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        flush: Callable[[], None],
        kept: Callable[[], None],
        forget: Callable[[], None],
    ) -> None:
        self._connection = connection
        self._flush = flush
        self._kept = kept
        self._forget = forget
        self._loop = asyncio.get_running_loop()
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="journal writer", daemon=True)
        self._thread.start()

    async def run(self, change: Callable[[], Result]) -> Result:
        """What `change` returned, once it is on disk.

        Raises Fenced: as `change` did. Raises Unknown: the commit failed, or all was closed.
        """
        if self._closed:
            raise Unknown("closed")
        future: asyncio.Future[object] = self._loop.create_future()
        self._jobs.put(Job(future, change))
        return cast("Result", await future)

    async def close(self) -> None:
        """Commit what is queued, then end the thread."""
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        going_on = True
        while going_on:
            # Only this thread takes, so what qsize() counts is there.
            taken = [self._jobs.get()]
            taken += [self._jobs.get_nowait() for _ in range(self._jobs.qsize())]
            batch = [job for job in taken if job is not None]
            going_on = len(batch) == len(taken)
            # One call for the whole batch: it wakes the event loop once.
            outcomes = self._commit(batch)
            with contextlib.suppress(RuntimeError):  # a loop that is closed has nobody waiting
                self._loop.call_soon_threadsafe(_tell, outcomes)

    def _commit(self, batch: list[Job]) -> list[Outcome]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            outcomes = [_outcome(job) for job in batch]
            self._flush()
            self._connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001, whatever it was: nobody may be left waiting
            self._roll_back()
            return [Outcome(job.future, None, _unknown(error)) for job in batch]
        self._kept()
        return outcomes

    def _roll_back(self) -> None:
        self._forget()
        if self._connection.in_transaction:
            self._connection.rollback()


def _outcome(job: Job) -> Outcome:
    try:
        return Outcome(job.future, job.change(), None)
    except Fenced as fenced:
        return Outcome(job.future, None, fenced)


def _unknown(error: Exception) -> Unknown:
    code: int = getattr(error, "sqlite_errorcode", 0) & 0xFF
    unknown = Unknown(REASONS.get(code, "io"))
    unknown.__cause__ = error
    return unknown


def _tell(outcomes: list[Outcome]) -> None:
    for future, result, error in outcomes:
        if future.done():
            continue  # its caller was cancelled
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)
