"""What waits for the disk is shown in order, and a fault in showing it stops no class."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from duologue_server.journal.sqlite import SqliteJournal
from duologue_server.pipeline import Pipeline


class Class:
    """A class's way to the disk, and what came out of it."""

    def __init__(self, journal: SqliteJournal) -> None:
        self.journal = journal
        self.shown: list[str] = []
        self.failures: list[Exception] = []

    async def open(self) -> Pipeline:
        lease = await self.journal.acquire("c", "here", 1)
        return Pipeline(self.journal, lease, lease.last_seq, self._failed)

    async def _failed(self, problem: Exception) -> None:
        self.failures.append(problem)

    def shows(self, what: str) -> None:
        if what == "a bug":
            raise LookupError
        self.shown.append(what)


@pytest.fixture
async def one(tmp_path: Path) -> AsyncIterator[Class]:
    journal = await SqliteJournal.open(tmp_path)
    yield Class(journal)
    await journal.close()


async def test_nothing_is_shown_before_it_is_kept(one: Class) -> None:
    pipeline = await one.open()
    pipeline.show(lambda: one.shows("before"))
    pipeline.keep(b"moment")
    pipeline.show(lambda: one.shows("after"))
    assert one.shown == ["before"]
    await pipeline.drained()
    assert one.shown == ["before", "after"]
    assert await one.journal.read("c", 0, 10) == [(1, b"moment")]


@pytest.mark.parametrize("bugs", [1, 2])
async def test_a_bug_in_what_is_shown_is_told_and_the_way_is_free_again(
    one: Class, bugs: int
) -> None:
    pipeline = await one.open()
    for number in range(bugs):
        pipeline.keep(b"moment")
        pipeline.show(lambda: one.shows("a bug"))
        pipeline.show(lambda: one.shows("never"))
        await pipeline.drained()
        assert [type(it) for it in one.failures] == [LookupError] * (number + 1)
    pipeline.keep(b"last")
    pipeline.show(lambda: one.shows("last"))
    await pipeline.drained()
    assert one.shown == ["last"]
    assert pipeline.durable == bugs + 1
