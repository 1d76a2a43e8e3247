"""What every journal promises, run against each implementation."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Protocol

import pytest

from duologue_server.journal import Fenced, Journal, Lease
from duologue_server.journal.sqlite import SqliteJournal


class OpenJournal(Journal, Protocol):
    async def close(self) -> None: ...


Opener = Callable[[Path, Callable[[], int]], Awaitable[OpenJournal]]
OPENERS: dict[str, Opener] = {"sqlite": SqliteJournal.open}
"""A second implementation of Journal is one more entry here."""

APPENDED_MS = 5_000
"""What the store's clock says in these tests."""


@pytest.fixture(params=OPENERS)
async def journal(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Journal]:
    opened = await OPENERS[request.param](tmp_path, lambda: APPENDED_MS)
    yield opened
    await opened.close()


async def test_what_was_appended_is_read_in_order(journal: Journal) -> None:
    lease = await journal.acquire("c", "here", 1)
    assert await journal.append(lease, 0, [b"one", b"two"]) == 2
    assert await journal.append(lease, 2, [b"three"]) == 3
    assert await journal.read("c", 0, 10) == [(1, b"one"), (2, b"two"), (3, b"three")]
    assert await journal.read("c", 1, 1) == [(2, b"two")]
    assert await journal.read("c", 3, 10) == []


async def test_a_new_log_has_an_epoch_of_its_own(journal: Journal) -> None:
    first = await journal.acquire("first", "here", 1)
    second = await journal.acquire("second", "here", 1)
    assert first.epoch != second.epoch
    assert 0 < first.epoch < 2**53
    assert (first.fence, first.last_seq, first.heard_ms) == (1, 0, None)


async def test_the_next_owner_goes_on_where_the_log_ends(journal: Journal) -> None:
    old = await journal.acquire("c", "old", 1)
    await journal.append(old, 0, [b"one", b"two"])
    new = await journal.acquire("c", "new", 2)
    assert new == Lease("c", old.fence + 1, 2, APPENDED_MS, old.epoch)
    assert await journal.owner("c") == ("new", new.fence)
    assert await journal.append(new, 2, [b"three"]) == 3


async def test_a_renewal_is_heard_by_the_next_owner(journal: Journal) -> None:
    old = await journal.acquire("c", "old", 10_000)
    assert await journal.renew(old, 20_000)
    assert (await journal.acquire("c", "new", 99_000)).heard_ms == 20_000


async def test_the_old_owner_is_fenced_off(journal: Journal) -> None:
    old = await journal.acquire("c", "old", 1)
    new = await journal.acquire("c", "new", 1)
    with pytest.raises(Fenced):
        await journal.append(old, 0, [b"late"])
    assert not await journal.renew(old, 2)
    await journal.release(old, 2)
    assert await journal.owner("c") == ("new", new.fence)
    assert await journal.read("c", 0, 10) == []


@pytest.mark.parametrize("expected", [0, 2], ids=["behind the log", "ahead of it"])
async def test_a_wrong_position_is_fenced_off(journal: Journal, expected: int) -> None:
    lease = await journal.acquire("c", "here", 1)
    await journal.append(lease, 0, [b"one"])
    with pytest.raises(Fenced):
        await journal.append(lease, expected, [b"again"])
    assert await journal.append(lease, 1, [b"two"]) == 2


async def test_a_released_class_has_no_owner(journal: Journal) -> None:
    lease = await journal.acquire("c", "here", 1)
    await journal.release(lease, 7_000)
    assert await journal.owner("c") is None
    assert not await journal.renew(lease, 7_001)
    with pytest.raises(Fenced):
        await journal.append(lease, 0, [b"late"])
    assert (await journal.acquire("c", "here", 9_000)).heard_ms == 7_000


async def test_a_class_nobody_ever_owned_is_empty(journal: Journal) -> None:
    assert await journal.owner("c") is None
    assert await journal.read("c", 0, 10) == []
    with pytest.raises(Fenced):
        await journal.append(Lease("c", 1, 0, None, 1), 0, [b"one"])


async def test_appends_sent_together_keep_their_order_class_by_class(journal: Journal) -> None:
    leases = [await journal.acquire(f"c{number}", "here", 1) for number in range(20)]
    await asyncio.gather(
        *(journal.append(lease, seq, [b"%d" % seq]) for seq in range(30) for lease in leases)
    )
    for lease in leases:
        kept = await journal.read(lease.class_id, 0, 100)
        assert kept == [(seq + 1, b"%d" % seq) for seq in range(30)]


async def test_one_fenced_append_does_not_spoil_the_others_of_its_commit(journal: Journal) -> None:
    good = await journal.acquire("good", "here", 1)
    lost = await journal.acquire("lost", "here", 1)
    await journal.acquire("lost", "there", 1)
    results = await asyncio.gather(
        journal.append(good, 0, [b"one"]),
        journal.append(lost, 0, [b"late"]),
        journal.append(good, 1, [b"two"]),
        return_exceptions=True,
    )
    assert isinstance(results[1], Fenced)
    assert (results[0], results[2]) == (1, 2)
    assert await journal.read("lost", 0, 10) == []


async def test_an_append_whose_caller_was_cancelled_leaves_the_journal_whole(
    journal: Journal,
) -> None:
    lease = await journal.acquire("c", "here", 1)
    append = asyncio.ensure_future(journal.append(lease, 0, [b"one"]))
    await asyncio.sleep(0)
    append.cancel()
    with pytest.raises(asyncio.CancelledError):
        await append
    again = await journal.acquire("c", "here", 2)
    last = await journal.append(again, again.last_seq, [b"two"])
    assert len(await journal.read("c", 0, 10)) == last


async def test_redacted_bodies_keep_their_positions(journal: Journal) -> None:
    lease = await journal.acquire("c", "here", 1)
    await journal.append(lease, 0, [b"one", b"secret", b"three"])
    assert await journal.redact("c", {2: b"-", 9: b"-"}) == 1
    assert await journal.redact("other", {2: b"-"}) == 0
    assert await journal.read("c", 0, 10) == [(1, b"one"), (2, b"-"), (3, b"three")]
    assert await journal.append(lease, 3, [b"four"]) == 4


async def test_a_redaction_finds_what_was_sent_just_before_it(journal: Journal) -> None:
    lease = await journal.acquire("c", "here", 1)
    results = await asyncio.gather(
        journal.append(lease, 0, [b"secret"]), journal.redact("c", {1: b"-"})
    )
    assert list(results) == [1, 1]
    assert await journal.read("c", 0, 10) == [(1, b"-")]
