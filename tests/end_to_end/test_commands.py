"""`duologue serve`, `teach` and `join` as people type them, in real terminals."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.terminal import ENTER, F10, Terminal

DUOLOGUE = [sys.executable, "-c", "from duologue_client.cli import main; main()"]


def device(folder: Path, **more: str) -> dict[str, str]:
    """The surroundings of somebody's own computer."""
    folders = ("XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    return {"HOME": str(folder)} | {name: str(folder / name.lower()) for name in folders} | more


class Server:
    """`duologue serve` with its first class."""

    def __init__(self, folder: Path) -> None:
        self.device = device(folder / "server")
        self.terminal = Terminal([*DUOLOGUE, "serve", "--port", "0"], 120, 40, self.device)
        screen = self.terminal.shows("listens on", "duologue join")
        port, code = re.search(r":(\d+)", screen), re.search(r"Join code +(\S+)", screen)
        assert port
        assert code
        self.host, self.code = f"127.0.0.1:{port[1]}", code[1]

    @property
    def where(self) -> str:
        return f"{self.code}@{self.host}"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    with server.terminal:
        yield server


def leave(student: Terminal) -> None:
    student.press(F10)
    student.shows("Leave the class?")
    student.press(ENTER)
    assert student.ends() == 0


def test_the_teacher_of_this_computer_types_one_word(server: Server) -> None:
    command = [*DUOLOGUE, "teach", "--server", server.host, "--name", "Ms Lee"]
    with Terminal(command, 100, 30, server.device) as teacher:
        teacher.shows("live", f"join {server.code}")


def test_another_computer_asks_for_the_key_and_does_not_show_it(
    server: Server, tmp_path: Path
) -> None:
    command = [*DUOLOGUE, "teach", server.where]
    with Terminal(command, env=device(tmp_path / "other")) as teacher:
        teacher.shows("Teacher's key of")
        teacher.press("ABCD-EFGH-2345", ENTER)
        assert teacher.ends() == 1
        assert "This is not the key of class" in teacher.screen
        assert "ABCD-EFGH" not in teacher.screen


def test_what_is_missing_is_asked_for_and_remembered(server: Server, tmp_path: Path) -> None:
    own = device(tmp_path / "anna")
    with Terminal([*DUOLOGUE, "join"], env=own) as anna:
        anna.shows("Class, as CODE@HOST")
        anna.press("no-such.invalid", ENTER)
        anna.shows("Code of the class")
        anna.press("12", ENTER)
        anna.shows("No code has “1” in it")
        anna.press("K7QM-2PXA@no-such.invalid", ENTER)
        anna.shows("finds no server called “no-such.invalid”")
        anna.press("here", ENTER)
        anna.shows("Code of the class")
        anna.press(server.where.lower(), ENTER)
        anna.shows("Your name")
        anna.press("Anna", ENTER)
        anna.reads_the_notice()
        anna.shows("Anna (you)")
        leave(anna)
    with Terminal([*DUOLOGUE, "join"], env=own) as again:
        again.shows("Enter brings Anna back to", server.where)
        again.press(ENTER)
        again.shows("Anna (you)")
        leave(again)


def test_a_code_alone_is_asked_for_its_server(server: Server, tmp_path: Path) -> None:
    code, host = server.where.split("@")
    with Terminal([*DUOLOGUE, "join", "--name", "Anna"], env=device(tmp_path / "anna")) as anna:
        anna.shows("Class, as CODE@HOST")
        anna.press(code, ENTER)
        anna.shows("Server of the class")
        anna.press(host, ENTER)
        anna.reads_the_notice()
        anna.shows("Anna (you)")
        leave(anna)


def test_a_taken_name_is_told_and_another_asked_for(server: Server, tmp_path: Path) -> None:
    with Terminal(
        [*DUOLOGUE, "join", server.where, "--name", "Anna"], env=device(tmp_path / "anna")
    ) as anna:
        anna.reads_the_notice()
        anna.shows("Anna (you)")
        with Terminal(
            [*DUOLOGUE, "join", server.where, "--name", "Anna"], env=device(tmp_path / "other")
        ) as other:
            other.shows("Somebody called Anna is already in this class", "Your name")
            other.press("Anna K", ENTER)
            other.reads_the_notice()
            other.shows("Anna K (you)")
            anna.shows("Anna K")


def test_two_windows_of_one_person_are_told_apart(server: Server, tmp_path: Path) -> None:
    command, own = [*DUOLOGUE, "join", server.where, "--name", "Anna"], device(tmp_path / "anna")
    with Terminal(command, env=own) as anna:
        anna.shows("Anna (you)")
        with Terminal(command, env=own) as second:
            assert second.ends() == 1
            assert "another window" in " ".join(second.screen.split())


def test_a_server_that_is_not_there_is_tried_again_and_told(tmp_path: Path) -> None:
    command = [*DUOLOGUE, "join", "K7QM-2PXA@127.0.0.1:9", "--name", "Anna"]
    with Terminal(command, env=device(tmp_path)) as anna:
        anna.shows("Reconnecting")
        anna.press(F10)
        anna.shows("Leave the class?")
        anna.press(ENTER)
        assert anna.ends() == 1
        assert "No server answers at 127.0.0.1:9" in anna.screen


def test_a_wrong_code_is_a_sentence(server: Server, tmp_path: Path) -> None:
    command = [*DUOLOGUE, "join", f"K7QM-2PXA@{server.host}", "--name", "Anna"]
    with Terminal(command, env=device(tmp_path)) as anna:
        assert anna.ends() == 1
        assert "No class here has the code K7QM-2PXA" in anna.screen


def test_without_colour_none_is_sent(server: Server, tmp_path: Path) -> None:
    command = [*DUOLOGUE, "join", server.where, "--name", "Anna"]
    with Terminal(command, env=device(tmp_path, NO_COLOR="1")) as anna:
        anna.reads_the_notice()
        anna.shows("Anna (you)")
        leave(anna)
        assert re.findall(rb"\x1b\[[0-9;:]*[34]8[;:]", anna.sent) == []


def test_a_disk_that_takes_nothing_is_a_sentence(server: Server, tmp_path: Path) -> None:
    own = device(tmp_path)
    Path(own["XDG_STATE_HOME"]).write_bytes(b"")
    with Terminal([*DUOLOGUE, "join", server.where, "--name", "Anna"], env=own) as anna:
        assert anna.ends() == 1
        assert "can't keep what a class needs" in " ".join(anna.screen.split())
        assert "Traceback" not in anna.screen


def test_the_server_stops_at_a_word(server: Server) -> None:
    os.killpg(server.terminal.process_id, 15)
    assert server.terminal.ends() == 0
    assert "everything is kept" in server.terminal.screen
