"""`duologue backup` and `duologue restore`, as somebody types them."""

import asyncio
import contextlib
import os
import sqlite3
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from duologue_protocol import requests
from duologue_protocol.requests import Level
from duologue_server.backup import BACKUP_ID, TABLES, back_up, contents_of, is_whole, open_backup
from duologue_server.backup_commands import backup, restore
from duologue_server.data_directory import DATABASE, lock_directory, open_database
from duologue_server.journal.sqlite import SqliteJournal
from duologue_server.local_keys import key_file, local_key
from duologue_server.registry import Registry
from duologue_server.serve import Settings, running
from support.classroom import School, Someone, school
from support.stored import change, fill, make_first_version, opens

LEVELS: tuple[Level, ...] = ("A1", "A2", "B2")

Said = Callable[[], str]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """What was printed since the last call."""
    return lambda: capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], command: Callable[[], None]) -> str:
    with pytest.raises(SystemExit) as exit_:
        command()
    assert exit_.value.code == 1
    return capsys.readouterr().err


async def a_pair(english: School) -> Someone:
    """Anna, in a room with Boris."""
    anna, boris = english.student("Anna"), english.student("Boris")
    await anna.until(lambda: len(anna.connection.view.students()) == 2)
    anna.tells(requests.Invite(boris.who))
    await boris.until(lambda: boris.connection.view.invitations)
    boris.tells(requests.Accept(next(iter(boris.connection.view.invitations))))
    await anna.until(lambda: anna.room)
    return anna


@pytest.fixture
async def kept(tmp_path: Path) -> Path:
    """A backup that was made while a lesson ran, of which the folder is gone since."""
    file = tmp_path / "kept.backup"
    async with school(tmp_path) as english:
        await a_pair(english)
        await asyncio.to_thread(backup, file, data=tmp_path / "data")
    (tmp_path / "data").rename(tmp_path / "gone")
    return file


async def test_a_lesson_goes_on_where_the_backup_was_made(tmp_path: Path, said: Said) -> None:
    """Also for who has seen more: the position and the numbers on her device are of a lost log."""
    data, kept = tmp_path / "data", tmp_path / "kept"
    async with school(tmp_path) as english:
        anna = await a_pair(english)
        room, port = anna.room_id, english.server.port
        await asyncio.to_thread(backup, kept, data=data)
        for level in LEVELS:
            anna.tells(requests.SetLevel(level))
        await anna.kept()
    said()
    restore(kept, data=data, replace=True)
    assert "Classes: 1. People: 2." in said()

    async with running(Settings(data, port=port)) as server:
        [record] = server.registry.classrooms()
        assert server.damaged == {}
        assert local_key(data, record.id) == english.key
        english = School(server, record, "", tmp_path / "places")
        anna = english.student("Anna")
        await anna.until(lambda: anna.room)
        assert anna.room_id == room
        anna.tells(requests.SetLevel("B1"))
        await anna.kept()
        await english.close()


async def test_backups_are_whole_however_much_is_written_meanwhile(tmp_path: Path) -> None:
    journal = await SqliteJournal.open(tmp_path / "data")
    lease, backups = await journal.acquire("c", "here", 1), 5

    async def keep_backups() -> None:
        for number in range(backups):
            await asyncio.to_thread(back_up, tmp_path / "data", tmp_path / str(number), 1)

    keeping, last = asyncio.create_task(keep_backups()), 0
    while not keeping.done():
        last = await journal.append(lease, last, [b"x" * 900] * 50)
    await keeping
    await journal.close()
    for number in range(backups):
        with open_backup(tmp_path / str(number)) as kept:
            assert is_whole(kept, {})
            assert contents_of(kept).moments <= last


def test_a_backup_is_for_its_user_alone(kept: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows keeps a user's files by other means")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_in_a_folder_a_backup_is_named_by_the_time(tmp_path: Path) -> None:
    Registry(tmp_path / "data").close()
    (tmp_path / "backups").mkdir()
    backup(tmp_path / "backups", data=tmp_path / "data")
    [made] = (tmp_path / "backups").iterdir()
    assert made.name.startswith("duologue-20")
    assert made.suffix == ".backup"


def test_what_ends_in_a_slash_is_a_folder_and_is_made(tmp_path: Path) -> None:
    Registry(tmp_path / "data").close()
    backup(f"{tmp_path}/nightly/here/", data=tmp_path / "data")
    [made] = (tmp_path / "nightly" / "here").iterdir()
    assert made.name.startswith("duologue-20")


def test_a_key_that_opens_nothing_is_not_kept(tmp_path: Path, said: Said) -> None:
    registry = Registry(tmp_path / "data")
    record, _key = registry.create_classroom("English B1", 1)
    registry.close()
    key_file(tmp_path / "data", record.id).write_text("ABCD-EFGH\n")
    backup(tmp_path / "kept", data=tmp_path / "data")
    assert "keys: 0" in said()


def test_no_key_is_left_in_the_restored_database(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "data")
    _record, key = registry.create_classroom("English B1", 1)
    registry.close()
    backup(tmp_path / "kept", data=tmp_path / "data")
    assert key.encode() in (tmp_path / "kept").read_bytes()
    restore(tmp_path / "kept", data=tmp_path / "again")
    assert key.encode() not in (tmp_path / "again" / DATABASE).read_bytes()


async def test_nothing_is_backed_up_of_a_damaged_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await fill(tmp_path / "data")
    change(tmp_path / "data", "DELETE FROM fact WHERE log = 2 AND seq = 60")
    assert "is damaged, and a backup is always whole" in refused(
        capsys, lambda: backup(tmp_path / "kept", data=tmp_path / "data")
    )
    assert not list(tmp_path.glob("kept*"))


async def test_a_file_that_exists_is_not_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Registry(tmp_path / "data").close()
    (tmp_path / "kept").write_text("mine")
    said = refused(capsys, lambda: backup(tmp_path / "kept", data=tmp_path / "data"))
    assert "exists already" in said
    assert (tmp_path / "kept").read_text() == "mine"


def test_a_place_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Registry(tmp_path / "data").close()
    there = tmp_path / "no" / "such" / "place"
    assert "Choose another place" in refused(capsys, lambda: backup(there, data=tmp_path / "data"))


def test_a_folder_without_classes_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing = tmp_path / "nothing"
    assert "no classes in" in refused(capsys, lambda: backup(tmp_path / "kept", data=nothing))
    assert not nothing.exists()


def test_what_is_there_is_not_overwritten_but_put_aside(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    registry = Registry(data)
    record, _key = registry.create_classroom("Another one", 1)
    registry.close()
    assert "With --replace they are put aside" in refused(capsys, lambda: restore(kept, data=data))
    registry = Registry(data)
    assert registry.classrooms() == [record]
    registry.close()

    restore(kept, data=data, replace=True)
    [aside] = data.glob("replaced-*")
    assert str(aside) in capsys.readouterr().out
    for folder, title in ((data, "English B1"), (aside, "Another one")):
        registry = Registry(folder)
        assert [one.title for one in registry.classrooms()] == [title]
        registry.close()


def test_nothing_is_restored_under_a_server(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = lock_directory(tmp_path / "data")
    said = refused(capsys, lambda: restore(kept, data=tmp_path / "data", replace=True))
    assert "A Duologue server runs on the folder" in said
    os.close(lock)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("DELETE FROM fact WHERE seq = 2", "is damaged. Take an older one"),
        ("UPDATE fact SET body = x'00' WHERE seq = 2", "is damaged. Take an older one"),
        ("PRAGMA user_version = 1000", "made by a newer Duologue"),
        ("PRAGMA application_id = 7", "is no backup"),
    ],
)
def test_a_backup_that_cannot_be_used_is_refused(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], statement: str, sentence: str
) -> None:
    with contextlib.closing(sqlite3.connect(kept)) as connection:
        connection.execute(statement)
        connection.commit()
    assert sentence in refused(capsys, lambda: restore(kept, data=tmp_path / "data"))
    assert not list((tmp_path / "data").glob(f"{DATABASE}*"))


@pytest.mark.parametrize("content", [b"", b"Dear diary, " * 1_000, b"cut short"])
def test_other_files_are_no_backups(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2] if content == b"cut short" else content)
    said = refused(capsys, lambda: restore(kept, data=tmp_path / "data"))
    assert "is damaged" in said or "is no backup" in said


def test_what_is_restored_is_blamed_for_itself_and_not_the_data_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    said = refused(capsys, lambda: restore(tmp_path, data=data))
    assert said.startswith(f"{tmp_path} is a folder. Name the backup itself")
    assert "--data" not in said
    said = refused(capsys, lambda: restore(tmp_path / "none", data=data))
    assert said.startswith(f"There is no file {tmp_path / 'none'}.")
    assert "--data" not in said


async def test_an_older_folder_can_be_backed_up_before_it_is_changed(tmp_path: Path) -> None:
    make_first_version(tmp_path / "old")
    backup(tmp_path / "kept", data=tmp_path / "old")
    restore(tmp_path / "kept", data=tmp_path / "new")
    assert await opens(tmp_path / "new") == "whole"
    with contextlib.closing(open_database(tmp_path / "new")) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() != (BACKUP_ID,)


async def test_a_backup_of_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    make_first_version(tmp_path / "old")
    kept = tmp_path / "old" / DATABASE
    with contextlib.closing(sqlite3.connect(kept)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        for table in TABLES:
            connection.execute(table)
        connection.execute("INSERT INTO backup VALUES (1)")
        connection.execute(f"PRAGMA application_id = {BACKUP_ID}")
        connection.commit()
    restore(kept, data=tmp_path / "new")
    assert await opens(tmp_path / "new") == "whole"
