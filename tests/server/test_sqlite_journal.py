"""What the SQLite journal promises besides the contract: its file, its disk, its death."""

# pyright: reportPrivateUsage=false

import asyncio
import contextlib
import random
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from duologue_server.data_directory import DATABASE, open_database, transaction
from duologue_server.journal import Damaged, StoreProblem, Unknown
from duologue_server.journal.sqlite import SqliteJournal
from duologue_server.registry import Registry


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[SqliteJournal]:
    opened = await SqliteJournal.open(tmp_path)
    yield opened
    await opened.close()


async def test_everything_is_there_after_reopening(tmp_path: Path) -> None:
    journal = await SqliteJournal.open(tmp_path)
    lease = await journal.acquire("c", "here", 1)
    await journal.append(lease, 0, [b"one", b"two"])
    await journal.close()

    journal = await SqliteJournal.open(tmp_path)
    assert await journal.read("c", 0, 10) == [(1, b"one"), (2, b"two")]
    assert await journal.append(lease, 2, [b"three"]) == 3
    assert (await journal.acquire("c", "here", 2)).epoch == lease.epoch
    await journal.close()


async def test_a_closed_journal_says_so(tmp_path: Path) -> None:
    journal = await SqliteJournal.open(tmp_path)
    lease = await journal.acquire("c", "here", 1)
    waiting = asyncio.ensure_future(journal.append(lease, 0, [b"one"]))
    await asyncio.sleep(0)
    await journal.close()
    assert await waiting == 1
    for call in (journal.append(lease, 1, [b"two"]), journal.read("c", 0, 1), journal.owner("c")):
        with pytest.raises(Unknown) as unknown:
            await call
        assert unknown.value.reason == "closed"


async def test_a_full_disk_loses_a_whole_batch_and_nothing_else(sqlite: SqliteJournal) -> None:
    lease = await sqlite.acquire("c", "here", 1)
    await sqlite.append(lease, 0, [b"before"])
    pages = sqlite._writing.execute("PRAGMA page_count").fetchone()[0]
    sqlite._writing.execute(f"PRAGMA max_page_count = {pages + 4}")
    results = await asyncio.gather(
        sqlite.append(lease, 1, [b"small"]),
        sqlite.append(lease, 2, [b"x" * 40_000]),
        return_exceptions=True,
    )
    assert [getattr(result, "reason", None) for result in results] == ["full", "full"]
    assert await sqlite.read("c", 0, 10) == [(1, b"before")]

    sqlite._writing.execute("PRAGMA max_page_count = 1000000")
    assert await sqlite.append(lease, 1, [b"x" * 40_000]) == 2


async def test_many_appends_share_a_commit(sqlite: SqliteJournal) -> None:
    leases = [await sqlite.acquire(f"c{number}", "here", 1) for number in range(50)]
    statements: list[str] = []
    sqlite._writing.set_trace_callback(statements.append)
    await asyncio.gather(*(sqlite.append(lease, 0, [b"one"]) for lease in leases))
    assert statements.count("COMMIT") < len(leases) / 2


async def test_an_append_waits_while_another_process_writes(
    sqlite: SqliteJournal, tmp_path: Path
) -> None:
    lease = await sqlite.acquire("c", "here", 1)
    with contextlib.closing(open_database(tmp_path)) as other:
        with transaction(other):
            append = asyncio.ensure_future(sqlite.append(lease, 0, [b"one"]))
            assert await sqlite.read("c", 0, 10) == []
            assert not append.done()
        assert await append == 1


async def test_each_commit_is_synced(sqlite: SqliteJournal) -> None:
    """A kill never shows the difference, a power cut does."""
    assert sqlite._writing.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert sqlite._writing.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


async def test_redacted_text_is_nowhere_on_the_disk(sqlite: SqliteJournal, tmp_path: Path) -> None:
    lease = await sqlite.acquire("c", "here", 1)
    await sqlite.append(lease, 0, [b"my secret telephone number"] * 3)
    assert b"telephone" in _all_bytes(tmp_path)
    await sqlite.redact("c", {1: b"-", 2: b"--", 3: b"longer than it was at first, by far"})
    assert b"telephone" not in _all_bytes(tmp_path)


@pytest.mark.parametrize(
    ("damage", "where"),
    [
        ("UPDATE fact SET body = x'74776f21' WHERE seq = 2", 2),
        ("UPDATE fact SET checksum = checksum + 1 WHERE seq = 3", 3),
        ("DELETE FROM fact WHERE seq = 1", 1),
        ("DELETE FROM fact WHERE seq = 2", 2),
        ("UPDATE fact SET log = (SELECT number FROM log WHERE class_id = 'd')", 1),
    ],
)
async def test_damage_is_noticed(sqlite: SqliteJournal, damage: str, where: int) -> None:
    lease = await sqlite.acquire("c", "here", 1)
    await sqlite.acquire("d", "here", 1)
    await sqlite.append(lease, 0, [b"one", b"two", b"three"])
    sqlite._writing.execute(damage)
    with pytest.raises(Damaged) as damaged:
        await sqlite.read("d" if "'d'" in damage else "c", 0, 10)
    assert damaged.value.seq == where


async def test_a_file_with_a_broken_page_is_refused(tmp_path: Path) -> None:
    journal = await SqliteJournal.open(tmp_path)
    lease = await journal.acquire("c", "here", 1)
    await journal.append(lease, 0, [b"x" * 3_000] * 50)
    await journal.close()
    file = bytearray((tmp_path / DATABASE).read_bytes())
    file[4096 * 3 : 4096 * 20] = b"\xff" * (4096 * 17)
    (tmp_path / DATABASE).write_bytes(file)
    with pytest.raises(StoreProblem, match="is damaged"):
        await SqliteJournal.open(tmp_path)


@pytest.mark.usefixtures("sqlite")
async def test_a_second_server_is_sent_away(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="Stop it first"):
        await SqliteJournal.open(tmp_path)


async def test_only_its_user_may_read_it(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows keeps a user's files by other means")
    directory = tmp_path / "made" / "here"
    journal = await SqliteJournal.open(directory)
    await journal.acquire("c", "here", 1)
    assert directory.stat().st_mode & 0o777 == 0o700
    assert {
        file.name: file.stat().st_mode & 0o777 for file in directory.iterdir()
    } == dict.fromkeys(("lock", "positions", DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"), 0o600)
    await journal.close()


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("PRAGMA user_version = 1000", "newer Duologue"),
        ("PRAGMA application_id = 1", "not made by Duologue"),
    ],
)
async def test_a_file_of_others_is_refused_and_left_alone(
    tmp_path: Path, statement: str, sentence: str
) -> None:
    await (await SqliteJournal.open(tmp_path)).close()
    with contextlib.closing(sqlite3.connect(tmp_path / DATABASE)) as connection:
        connection.execute(statement)
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(StoreProblem, match=sentence):
        await SqliteJournal.open(tmp_path)
    assert (tmp_path / DATABASE).read_bytes() == before


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"Dear diary, " * 100)
    with pytest.raises(StoreProblem, match="is damaged"):
        await SqliteJournal.open(tmp_path)


async def test_a_directory_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreProblem, match="--data"):
        await SqliteJournal.open(tmp_path / "file" / "data")


APPENDER = """
import asyncio, sys
from pathlib import Path
from duologue_server.journal.sqlite import SqliteJournal
from duologue_server.registry import Registry

async def append(journal, class_id):
    lease = await journal.acquire(class_id, "here", 1)
    seq = lease.last_seq
    while True:
        seq = await journal.append(lease, seq, [f"{class_id} {seq + 1}".encode()])
        print(class_id, seq, flush=True)

async def main():
    journal = await SqliteJournal.open(Path(sys.argv[1]))
    await asyncio.gather(*(append(journal, class_id) for class_id in "abcd"))

asyncio.run(main())
"""


async def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    chance = random.Random(20261123)
    acknowledged = dict.fromkeys("abcd", 0)
    for _round in range(6):
        lines = await asyncio.to_thread(_append_and_be_killed, tmp_path, chance.randrange(4, 400))
        for class_id, seq in lines:
            acknowledged[class_id] = max(acknowledged[class_id], seq)
        await _check_kept(tmp_path, acknowledged)
    assert min(acknowledged.values()) > 6


def _append_and_be_killed(directory: Path, after: int) -> list[tuple[str, int]]:
    """All positions that a process said were kept; it is killed after it said so many."""
    command = [sys.executable, "-c", APPENDER, str(directory)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _line in range(after)]
        process.kill()
        lines += process.stdout.readlines()
    whole = [line.split() for line in lines if line.endswith("\n")]
    return [(class_id, int(seq)) for class_id, seq in whole]


async def _check_kept(directory: Path, acknowledged: dict[str, int]) -> None:
    journal = await SqliteJournal.open(directory)  # nobody holds the lock of the dead
    for class_id, seq in acknowledged.items():
        kept = await journal.read(class_id, 0, 1_000_000)
        assert len(kept) >= seq
        assert kept == [
            (place, f"{class_id} {place}".encode()) for place in range(1, len(kept) + 1)
        ]
    await journal.close()


def _all_bytes(directory: Path) -> bytes:
    return b"".join(file.read_bytes() for file in directory.iterdir() if file.name != "lock")


LOOK = """
import sys
from pathlib import Path
from duologue_server.registry import Registry
registry = Registry(Path(sys.argv[1]))
print(len(registry.people(sys.argv[2])))
registry.close()
"""


async def test_another_program_that_leaves_takes_nothing_with_it(tmp_path: Path) -> None:
    """`duologue teach` or `classroom` on the server's machine once deleted the write-ahead log."""

    async def look(class_id: str) -> int:
        command = (sys.executable, "-c", LOOK, str(tmp_path), class_id)
        process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
        return int((await process.communicate())[0])

    journal = await SqliteJournal.open(tmp_path)
    registry = Registry(tmp_path)
    record, _key = registry.create_classroom("English", 1)
    assert await look(record.id) == 0
    registry.add_person(record.id, "p1", "Anna", "anna", "student", 2)
    lease = await journal.acquire(record.id, "here", 3)
    await journal.append(lease, 0, [b"one"])

    assert await look(record.id) == 1
    assert (tmp_path / f"{DATABASE}-wal").exists()
    registry.close()
    await journal.close()
