"""What is not on the disk as it was written is noticed, and told in a sentence."""

# pyright: reportPrivateUsage=false

import asyncio
import contextlib
import os
import random
import shutil
import sqlite3
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from duologue_protocol.frames import Join
from duologue_protocol.refusals import CloseCode
from duologue_server import data_directory
from duologue_server.data_directory import DATABASE, open_database, transaction
from duologue_server.journal import Damaged, StoreProblem, Unknown
from duologue_server.journal.checksum import rewrite
from duologue_server.journal.positions import POSITIONS, Position, Positions, noted_positions
from duologue_server.journal.sqlite import SqliteJournal
from duologue_server.registry import Registry
from duologue_server.schema import VERSION, version_of
from duologue_server.snapshot import snapshot
from support.classroom import school
from support.process import ServerProcess
from support.stored import (
    BODIES,
    MOMENTS,
    WAL,
    change,
    fill,
    make_first_version,
    open_to_all,
    opens,
)
from support.users import ordinary_user
from support.wire import Wire


@pytest.fixture
async def killed(tmp_path: Path) -> Path:
    """What a killed server leaves: all that was acknowledged, most of it in the write-ahead log."""
    await fill(tmp_path / "running", killed_into=tmp_path / "killed")
    return tmp_path / "killed"


@pytest.fixture
async def stopped(tmp_path: Path) -> Path:
    """What a server leaves that was stopped: one file."""
    await fill(tmp_path / "stopped")
    return tmp_path / "stopped"


async def test_a_killed_server_leaves_all_that_was_acknowledged(killed: Path) -> None:
    assert await opens(killed) == "whole"


@pytest.mark.parametrize("seed", range(8))
async def test_no_flipped_byte_of_the_file_passes(stopped: Path, seed: int) -> None:
    chance = random.Random(seed)
    file, whole = stopped / DATABASE, (stopped / DATABASE).read_bytes()
    became = {"refused": 0, "damaged": 0, "whole": 0}
    for _flip in range(120):
        flipped = bytearray(whole)
        flipped[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        file.write_bytes(flipped)
        became[await opens(stopped)] += 1  # a KeyError: it was wrong, and nobody noticed
    assert became["damaged"] > 0, became


@pytest.mark.parametrize("seed", range(4))
async def test_no_half_written_page_passes(stopped: Path, seed: int) -> None:
    chance = random.Random(seed)
    file, whole = stopped / DATABASE, (stopped / DATABASE).read_bytes()
    for page in range(len(whole) // 4096):
        torn = bytearray(whole)
        half = slice(page * 4096 + chance.choice((0, 2048)), None)
        torn[half.start : half.start + 2048] = chance.randbytes(2048)
        file.write_bytes(torn)
        assert await opens(stopped) in ("refused", "damaged", "whole")


@pytest.mark.parametrize("seed", range(8))
async def test_no_lost_end_of_the_write_ahead_log_passes(killed: Path, seed: int) -> None:
    """SQLite opens what is left of it and calls it sound."""
    chance = random.Random(seed)
    log = (killed / WAL).read_bytes()
    for kept in sorted(chance.randrange(len(log)) for _cut in range(6)):
        tried = killed.with_name(f"cut at {kept}")
        shutil.copytree(killed, tried)
        (tried / WAL).write_bytes(log[:kept])
        assert await opens(tried) in ("refused", "damaged")


@pytest.mark.parametrize("seed", range(4))
async def test_no_damage_in_the_middle_of_the_write_ahead_log_passes(
    killed: Path, seed: int
) -> None:
    log = bytearray((killed / WAL).read_bytes())
    begin = random.Random(seed).randrange(len(log) // 4, len(log) // 2)
    log[begin : begin + 64] = bytes(byte ^ 0xFF for byte in log[begin : begin + 64])
    (killed / WAL).write_bytes(log)
    assert await opens(killed) in ("refused", "damaged")


async def test_the_end_that_is_missing_is_named(killed: Path) -> None:
    """All of the last commit is cut off, as a disk does that did not keep its word."""
    log = (killed / WAL).read_bytes()
    (killed / WAL).write_bytes(log[: -(4096 + 24)])
    journal = await SqliteJournal.open(killed)
    assert set(journal.damaged.values()) == {MOMENTS}
    with pytest.raises(Damaged, match="duologue doctor"):
        await journal.read("c", 0, 10)
    await journal.close()


async def test_a_commit_that_was_being_written_is_nobodys_loss(tmp_path: Path) -> None:
    """Its end was torn by a power cut; it was never acknowledged, and all before it is there."""
    journal = await SqliteJournal.open(tmp_path / "running", lambda: 5_000)
    leases = [await journal.acquire(class_id, "here", 1) for class_id in "cd"]
    for lease in leases:
        await journal.append(lease, 0, BODIES)
    shutil.copytree(tmp_path / "running", tmp_path / "killed")
    acknowledged = (tmp_path / "running" / WAL).stat().st_size
    await journal.append(leases[0], MOMENTS, [b"x" * 20_000])
    log = (tmp_path / "running" / WAL).read_bytes()
    await journal.close()
    for torn in range(acknowledged, len(log) - 24, 1_700):
        tried = tmp_path / f"torn at {torn}"
        shutil.copytree(tmp_path / "killed", tried)
        (tried / WAL).write_bytes(log[:torn])
        assert await opens(tried) == "whole"


async def test_other_classes_go_on_beside_a_damaged_one(stopped: Path) -> None:
    change(stopped, "DELETE FROM fact WHERE log = 1 AND seq = 7")
    journal = await SqliteJournal.open(stopped)
    assert journal.damaged == {"c": 7}
    lease = await journal.acquire("d", "here", 2)
    assert await journal.append(lease, MOMENTS, [b"on it goes"]) == MOMENTS + 1
    await journal.close()


async def test_a_damaged_class_is_named_at_the_start_and_lets_nobody_in(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        anna = english.student("Anna")
        await anna.until(lambda: anna.who)
        code, port = english.record.code, english.server.port
    change(tmp_path / "data", "DELETE FROM fact WHERE seq = 1")
    server = ServerProcess(tmp_path / "data", port)
    await server.start()
    said = await server.says(lambda line: "duologue doctor" in line)
    assert "Nobody can enter English B1: what the disk holds of it is damaged." in said
    with pytest.raises(ConnectionClosed) as closed:
        await Wire.open(f"ws://127.0.0.1:{port}", Join(code, "Boris"))
    assert closed.value.rcvd
    assert closed.value.rcvd.code == CloseCode.STORE_UNREACHABLE
    said = await server.says(lambda line: "damaged at position 1" in line)
    assert "Traceback" not in said
    await server.kill()


@pytest.mark.parametrize("left", ["nothing", "an empty file"])
async def test_a_lost_file_is_not_taken_for_a_new_folder(killed: Path, left: str) -> None:
    (killed / WAL).unlink()
    (killed / f"{DATABASE}-shm").unlink()
    (killed / DATABASE).unlink()
    if left == "an empty file":
        (killed / DATABASE).touch()
    for opening in (lambda: Registry(killed), lambda: snapshot(killed).__enter__()):
        with pytest.raises(StoreProblem, match="is empty or missing, though classes were kept"):
            opening()
    (killed / POSITIONS).unlink()
    Registry(killed).close()  # as the sentence says


async def test_a_log_that_was_begun_anew_is_not_short(stopped: Path) -> None:
    change(stopped, "DELETE FROM fact WHERE log = 1")
    assert await opens(stopped) == "damaged"
    change(stopped, "UPDATE log SET epoch = epoch - 1 WHERE number = 1")
    journal = await SqliteJournal.open(stopped)
    assert journal.damaged == {}
    await journal.close()


@pytest.mark.parametrize("content", [b"", b"garbage" * 40, bytes(320)])
async def test_a_note_that_cannot_be_read_accuses_nobody(stopped: Path, content: bytes) -> None:
    (stopped / POSITIONS).write_bytes(content)
    assert await opens(stopped) == "whole"


async def test_each_commit_is_noted(tmp_path: Path) -> None:
    journal = await SqliteJournal.open(tmp_path)
    lease = await journal.acquire("c", "here", 1)
    for seq in range(3):
        await journal.append(lease, seq, [b"x"])
        assert noted_positions(tmp_path) == {1: Position(lease.epoch, seq + 1)}
    await journal.close()


def test_what_cannot_be_noted_fails_nothing(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no full disk at hand")
    (tmp_path / POSITIONS).symlink_to("/dev/full")
    with contextlib.closing(Positions(tmp_path)) as positions:
        positions.note(1, Position(5, 7))


async def test_rewritten_words_are_as_sound_as_the_first(stopped: Path) -> None:
    with contextlib.closing(open_database(stopped)) as connection, transaction(connection):
        assert rewrite(connection, "c", {1: b"erased", 2: b"erased", 99: b""}) == 2
    journal = await SqliteJournal.open(stopped)
    assert journal.damaged == {}
    assert await journal.read("c", 0, 3) == [(1, b"erased"), (2, b"erased"), (3, BODIES[2])]
    await journal.close()


# Versions


async def test_a_folder_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    make_first_version(tmp_path / "old")
    assert await opens(tmp_path / "old") == "whole"
    registry = Registry(tmp_path / "old")
    assert registry.classrooms()[0].title == "English B1"
    registry.close()
    with contextlib.closing(open_database(tmp_path / "old")) as connection:
        assert version_of(connection) == VERSION


async def test_a_damaged_row_of_an_older_version_stays_damaged(tmp_path: Path) -> None:
    make_first_version(tmp_path / "old")
    change(tmp_path / "old", "UPDATE fact SET body = x'00' WHERE log = 2 AND seq = 5")
    journal = await SqliteJournal.open(tmp_path / "old")
    assert journal.damaged == {"d": 5}
    await journal.close()


def test_a_migration_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE fact SET body = x'00'")
        connection.execute("nonsense")

    make_first_version(tmp_path / "old")
    with monkeypatch.context() as changed:
        changed.setattr("duologue_server.schema.MIGRATIONS", (no_room,))
        with pytest.raises(StoreProblem):
            open_database(tmp_path / "old")
    with contextlib.closing(open_database(tmp_path / "old")) as connection:
        assert connection.execute("SELECT body FROM fact").fetchone() == (BODIES[0],)


def test_nothing_is_migrated_under_an_older_server(tmp_path: Path) -> None:
    make_first_version(tmp_path / "old")
    lock = data_directory.lock_directory(tmp_path / "old")
    with pytest.raises(StoreProblem, match="A Duologue server runs"):
        Registry(tmp_path / "old")
    os.close(lock)
    with pytest.raises(StoreProblem, match="brings it up to date"), snapshot(tmp_path / "old"):
        pass
    Registry(tmp_path / "old").close()


# What the disk may do at the start


def test_a_folder_that_is_read_only_is_told_at_the_start() -> None:
    with open_to_all() as folder:
        Registry(folder / "data").close()
        (folder / "data").chmod(0o555)
        (folder / "data" / DATABASE).chmod(0o444)
        with ordinary_user(), pytest.raises(StoreProblem, match="read-only, or belongs to another"):
            open_database(folder / "data")
        (folder / "data").chmod(0o755)


async def test_a_folder_of_another_user_is_told_at_the_start() -> None:
    with open_to_all() as folder:
        Registry(folder / "data").close()
        (folder / "data" / "lock").touch(0o400)
        (folder / "data").chmod(0o555)
        (folder / "data" / "lock").chmod(0o400)
        with ordinary_user(), pytest.raises(StoreProblem, match="read-only, or belongs to another"):
            await SqliteJournal.open(folder / "data")
        (folder / "data").chmod(0o755)


def test_a_locked_file_is_told_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with contextlib.closing(open_database(tmp_path)) as other, transaction(other):
        monkeypatch.setattr(data_directory, "BUSY_MS", 50)
        with pytest.raises(StoreProblem, match="Another program is writing"):
            open_database(tmp_path)


async def test_a_locked_file_refuses_what_is_appended_and_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_directory, "BUSY_MS", 50)
    journal = await SqliteJournal.open(tmp_path)
    lease = await journal.acquire("c", "here", 1)
    with contextlib.closing(open_database(tmp_path)) as other:
        with transaction(other):
            with pytest.raises(Unknown) as refused:
                await journal.append(lease, 0, [b"one"])
            assert refused.value.reason == "unwritable"
        assert await journal.append(lease, 0, [b"two"]) == 1
    assert await journal.read("c", 0, 9) == [(1, b"two")]
    await journal.close()


async def test_a_file_that_became_read_only_refuses_what_is_appended(tmp_path: Path) -> None:
    journal = await SqliteJournal.open(tmp_path)
    lease = await journal.acquire("c", "here", 1)
    writing = journal._writing
    writing.execute("PRAGMA query_only = ON")
    results = await asyncio.gather(
        journal.append(lease, 0, [b"one"]),
        journal.append(lease, 1, [b"two"]),
        return_exceptions=True,
    )
    assert [getattr(result, "reason", None) for result in results] == ["unwritable"] * 2
    writing.execute("PRAGMA query_only = OFF")
    assert await journal.append(lease, 0, [b"three"]) == 1
    await journal.close()
