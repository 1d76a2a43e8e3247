"""`duologue start` and `stop`: a teacher's own computer is the server, and its terminal may close."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.process import free_port
from support.terminal import DOWN, ENTER, Terminal

DUOLOGUE = [sys.executable, "-c", "from duologue_client.cli import main; main()"]


class Computer:
    """A teacher's own one."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.port = free_port()
        names = ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
        self.surroundings = {name: str(folder / name.lower()) for name in names}
        self.surroundings["DUOLOGUE_DATA"] = str(self.data)

    def start(self, port: int) -> Terminal:
        command = [*DUOLOGUE, "start", "--port", str(port), "--name", "Ms Lee"]
        return Terminal(command, 100, 30, self.surroundings)

    def stop(self) -> str:
        return subprocess.run(
            [*DUOLOGUE, "stop"], env=self.surroundings, capture_output=True, text=True, check=True
        ).stdout


@pytest.fixture
def computer(tmp_path: Path) -> Iterator[Computer]:
    computer = Computer(tmp_path)
    yield computer
    computer.stop()


def code_on(screen: str) -> str:
    code = re.search(r"join (\S+)@", screen)
    assert code
    return code[1]


def test_the_server_outlives_the_terminal_it_was_started_in(computer: Computer) -> None:
    with computer.start(computer.port) as first:
        code = code_on(first.shows("live", f":{computer.port} --name"))
    # The window is closed: all that was started in it is killed.
    with computer.start(free_port()) as again:
        assert code_on(again.shows("live", f":{computer.port} --name")) == code
        again.press("q")
        again.shows("Close the console?")
        again.press(DOWN, ENTER)
        assert again.ends() == 0
        assert "duologue stop" in again.screen
    assert "has stopped" in computer.stop()
    assert "No server runs" in computer.stop()


def test_what_the_server_says_is_kept_without_the_key(computer: Computer) -> None:
    with computer.start(computer.port) as teacher:
        teacher.shows("live")
    said = computer.data / "server.log"
    (key,) = (computer.data / "keys").iterdir()
    assert key.read_text().strip() not in said.read_text()
    assert said.stat().st_mode & 0o077 == 0


def test_a_server_that_cannot_start_says_why(computer: Computer) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        computer.start(taken.getsockname()[1]) as teacher,
    ):
        assert teacher.ends() == 1
        assert "choose another port with --port" in " ".join(teacher.screen.split())
        assert "goes on" not in teacher.screen
