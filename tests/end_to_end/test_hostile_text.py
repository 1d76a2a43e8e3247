"""What a real terminal gets when a server, or an old journal, is full of hostile texts."""

import asyncio
import sys
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from msgspec.structs import replace
from websockets.asyncio.server import ServerConnection, serve

from duologue_protocol import codec, limits
from duologue_protocol.frames import Hello, Ping, Pong, Snapshot, Welcome
from duologue_protocol.parts import Line, Part, Person
from support import student_views as views
from support.hostile_texts import HOSTILE_TEXTS
from support.played import hostile, keep
from support.terminal import ENTER, F10, Terminal

DUOLOGUE = [sys.executable, "-c", "from duologue_client.cli import main; main()"]
SENDABLE = {name: text for name, text in HOSTILE_TEXTS.items() if name != "surrogate"}
MARKS = (
    *(b"RVZJTA", b"EVIL", b"\x1b]8;", b"\x1b]52", b"\x1bP1$r", b"\x1b[6n", b"\x1bc"),
    *(
        sign.encode()
        for sign in "\u202e\u2066\u2069\u061c\u200b\u2060\ufeff\u2028\x9b\x9d\U000e0041"
    ),
)
"""Bytes of the table's texts that a terminal obeys or a reader does not see."""


def hostile_room() -> tuple[Part, ...]:
    """A room in which people and lines are the table."""
    people = tuple(
        Person(f"h{number}", f"{text[:60]} {number}", "student", "here")
        for number, text in enumerate(SENDABLE.values())
    )
    lines = tuple(
        Line(views.ROOM, number, f"h{number - 1}", text[:1_000], views.NOW_MS)
        for number, text in enumerate(SENDABLE.values(), 1)
    )
    title = replace(views.CLASSROOM, title=SENDABLE["title"])
    return *views.in_room(views.PROGRESS, views.SEAT), title, *people, *lines


class HostileServer:
    """Speaks the protocol, and cleans nothing."""

    async def __call__(self, socket: ServerConnection) -> None:
        async for data in socket:
            assert isinstance(data, bytes)
            match codec.decode_client_frame(data):
                case Hello():
                    welcome = Welcome("p1", "student", 1, 1, 0, views.NOW_MS, limits.HEARTBEAT_MS)
                    await socket.send(codec.encode(welcome))
                    await socket.send(codec.encode(Snapshot(1, hostile_room())))
                case Ping(c=c):
                    await socket.send(codec.encode(Pong(c, views.NOW_MS, 1)))
                case _:
                    pass


@pytest.fixture
async def port() -> AsyncGenerator[int]:
    async with serve(HostileServer(), "127.0.0.1", 0, compression=None) as server:
        yield server.sockets[0].getsockname()[1]


def device(folder: Path) -> dict[str, str]:
    names = ("XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    return {"HOME": str(folder)} | {name: str(folder / name.lower()) for name in names}


async def test_a_server_that_cleans_nothing_steers_no_terminal(port: int, tmp_path: Path) -> None:
    """A screen that is high enough for all of it, and every byte that is sent to it is looked at."""
    command = [*DUOLOGUE, "join", f"K7QM-2PXA@127.0.0.1:{port}", "--name", "Olga"]
    with Terminal(command, 120, 300, device(tmp_path)) as olga:
        await asyncio.to_thread(reads_all, olga)
    assert not [mark for mark in MARKS if mark in olga.sent]
    for harmless in (b"[@click=app.quit]press[/]", b"see [/] and [/b] ok", b"{0} {name} %s $x {"):
        assert harmless in olga.sent


def reads_all(student: Terminal) -> None:
    student.reads_the_notice()
    student.shows("[bold red]rich[/]", "ERROR duologue_server: everything was deleted")
    student.press(F10)
    student.shows("Leave the class?")
    student.press(ENTER)
    assert student.ends() == 0


@pytest.mark.parametrize(
    "command",
    [("report",), ("report", "--student", "=anna"), ("student", "list"), ("classroom", "list")],
    ids=" ".join,
)
async def test_a_hostile_journal_steers_no_terminal(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    await keep(hostile(), tmp_path / "data", SENDABLE["clipboard"] + "B1")
    typed = [*DUOLOGUE, *command, "--data", str(tmp_path / "data")]
    with Terminal(typed, 120, 200, device(tmp_path)) as terminal:
        assert await asyncio.to_thread(terminal.ends) == 0
    assert b"B1" in terminal.sent or b"=Anna" in terminal.sent
    assert not [mark for mark in MARKS if mark in terminal.sent and mark != b"RVZJTA"]
    assert b"\x1b]" not in terminal.sent
