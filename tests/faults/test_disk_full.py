"""The disk is full: what can't be kept is refused and never shown, the class stays readable, and it
goes on when there is room again."""

import os
import subprocess
import time
from collections.abc import AsyncGenerator, Generator
from functools import partial
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from duologue_protocol import requests
from duologue_protocol.frames import Ack, Command, Nack, Return
from duologue_protocol.refusals import CloseCode
from duologue_server.backup_commands import backup, restore
from duologue_server.journal import StoreProblem
from duologue_server.journal.sqlite import SqliteJournal
from duologue_server.registry import Registry
from support import stored
from support.process import ServerProcess, free_port
from support.talk import Talk
from support.wire import Wire

LINE = "x" * 900


@pytest.fixture
def small_disk(tmp_path: Path) -> Generator[Path]:
    """A disk of 3 MB."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], check=False)
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


@pytest.fixture
async def served(small_disk: Path) -> AsyncGenerator[tuple[Talk, Path]]:
    """A pair that talks at a server on that disk, and a file that can fill it."""
    server = ServerProcess(small_disk / "data", free_port())
    registry = Registry(small_disk / "data")
    record, key = registry.create_classroom("English B1", time.time_ns() // 1_000_000)
    registry.close()
    await server.start()
    talk = await Talk.begin(f"ws://127.0.0.1:{server.port}", record.code, key)
    yield talk, small_disk / "filler"
    await server.kill()


def fill(filler: Path) -> None:
    """Take all room there is, to the last byte."""
    with filler.open("wb", buffering=0) as file:
        for size in (65_536, 4_096, 512, 1):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue


async def test_a_full_disk(served: tuple[Talk, Path]) -> None:
    talk, filler = served
    anna, boris = talk.anna, talk.boris
    fill(filler)
    n = first = anna.next_number
    while (answer := await say(anna, n)) is Ack:  # what the file has left takes a few
        n += 1
    assert answer == "store_full"
    await boris.heartbeat()
    shown = [*range(first, n)]
    assert numbers(boris) == shown

    again = await back(talk.url, boris.token)  # who was here can read it all
    assert numbers(again) == shown

    filler.unlink()
    while await say(anna, n) != Ack:
        pass  # it takes the server some seconds to try again
    await again.until(lambda _: n in numbers(again))
    assert numbers(again) == numbers(anna) == [*shown, n]


async def back(url: str, token: str) -> Wire:
    """Come back as clients do: while the server reads again what is kept, it sends them off."""
    while True:
        try:
            return await Wire.open(url, Return(token))
        except ConnectionClosed as closed:
            if closed.rcvd is None or closed.rcvd.code != CloseCode.STORE_UNREACHABLE:
                raise


def numbers(reader: Wire) -> list[int]:
    room = reader.view.my_room
    return [int(line.text.split()[0]) for line in room.lines.values()] if room else []


async def say(speaker: Wire, n: int) -> type[Ack] | str:
    """What number n is told: that it is kept, or why it is not."""
    while True:
        await speaker.send(Command(n, requests.Say(speaker.room, f"{n} {LINE}")))
        answer = await speaker.until(lambda frame: isinstance(frame, Ack | Nack))
        if isinstance(answer, Ack):
            return Ack
        assert isinstance(answer, Nack)
        assert answer.retry_ms is not None, answer
        if answer.code != "too_fast":
            return answer.code


@pytest.mark.parametrize("is_new", [True, False])
async def test_a_full_disk_is_told_at_the_start(small_disk: Path, is_new: bool) -> None:
    if not is_new:
        Registry(small_disk / "data").close()
    fill(small_disk / "filler")
    with pytest.raises(StoreProblem, match=r"The disk with .* is full\. Make room"):
        await SqliteJournal.open(small_disk / "data")


async def test_a_backup_that_finds_no_room_leaves_nothing(
    small_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await stored.fill(tmp_path / "data")
    backup(tmp_path / "kept", data=tmp_path / "data")
    fill(small_disk / "filler")
    for command in (
        partial(backup, small_disk / "kept", data=tmp_path / "data"),
        partial(restore, tmp_path / "kept", data=small_disk),
    ):
        with pytest.raises(SystemExit):
            command()
        assert "full" in capsys.readouterr().err
    assert {path.name for path in small_disk.iterdir()} == {"filler", "lock"}
