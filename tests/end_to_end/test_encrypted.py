"""A class over an encrypted line: everybody types what the server prints, each role by its key."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import trustme

from support.process import free_port
from support.terminal import DOWN, ENTER, ESCAPE, TAB, Terminal

DUOLOGUE = (sys.executable, "-c", "from duologue_client.cli import main; main()")


class School:
    """A server with a certificate of the school's own, and computers that know who signed it."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self.port = free_port()
        authority = trustme.CA()
        authority.cert_pem.write_to_path(folder / "authority.pem")
        issued = authority.issue_cert("localhost")
        issued.private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")
        self.says(f"classroom new English --data {folder / 'data'}")
        (self.code,) = re.findall(
            r"\w{4}-\w{4}(?= )", self.says(f"classroom list --data {folder / 'data'}")
        )

    def says(self, command: str) -> str:
        """What a command of the server's own computer prints."""
        return subprocess.run(
            [*DUOLOGUE, *command.split()], capture_output=True, text=True, check=True
        ).stdout

    def key(self, role: str) -> str:
        said = self.says(f"classroom key {self.code} --role {role} --data {self._folder / 'data'}")
        found = re.search(r"^  (\S+)$", said, re.MULTILINE)
        assert found
        return found[1]

    def computer(self, name: str, *command: str) -> Terminal:
        """A command at a computer of its own."""
        home = str(self._folder / name)
        env = dict.fromkeys(("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), home)
        env |= {"DUOLOGUE_LANGUAGE": "en", "SSL_CERT_FILE": str(self._folder / "authority.pem")}
        return self._stack.enter_context(Terminal([*DUOLOGUE, *command], 100, 30, env))

    def serves(self) -> str:
        """Start it; what it prints."""
        command = f"serve --host 127.0.0.1 --port {self.port} --data {self._folder / 'data'}"
        certificate = str(self._folder / "server.pem")
        server = self.computer("server", *command.split(), "--certificate", certificate)
        return server.shows("listens on", "teacher")

    def console(self, name: str, key: str) -> Terminal:
        server = f"wss://localhost:{self.port}"
        teach = ("teach", self.code, "--server", server, "--name", name)
        console = self.computer(name, *teach)
        console.shows("Teacher's key")
        console.press(key, ENTER)
        console.shows("live")
        return console


@pytest.fixture
def english(tmp_path: Path) -> Iterator[School]:
    with ExitStack() as stack:
        yield School(tmp_path, stack)


def test_each_role_comes_by_its_key_and_is_offered_what_it_may(english: School) -> None:
    keys = {role: english.key(role) for role in ("teacher", "co-teacher", "observer")}
    printed = english.serves()
    line = f"wss://localhost:{english.port}/#{english.code}"
    assert f"duologue join {line}" in printed

    teacher = english.console("Ms Lee", keys["teacher"])
    teacher.shows(f"duologue join {line} --name")
    students = [english.computer(name, "join", line, "--name", name) for name in ("Anna", "Boris")]
    for student in students:
        student.reads_the_notice()
    teacher.shows("2 here", "Anna", "Boris")

    observer = english.console("Kim", keys["observer"])
    observer.shows("you look on", "No round yet", "Anna")
    assert "Next round" not in observer.screen
    students[0].shows("Kim looks on")
    observer.press("n")
    observer.shows("You look on in this class")

    helper = english.console("Lou", keys["co-teacher"])
    helper.shows("Anna", "Next round")
    helper.press("X")
    helper.shows("Only the teacher who owns the class")
    helper.press("n")
    helper.shows("Type to find")
    helper.press(*"wrong order", ENTER)
    helper.shows("Group 1", "START")
    helper.press("s")
    for console in (teacher, observer, helper):
        console.shows("The wrong order", "running")

    observer.press(ENTER)
    observer.shows("Anna", "Back")
    students[0].shows("Kim")
    observer.press("x")
    observer.shows("You look on in this class")
    observer.press(ESCAPE)
    observer.shows("The wrong order", "running")

    helper.press(TAB, "x")
    helper.shows("Take")
    assert "ban" not in helper.screen
    helper.press(ESCAPE)
    helper.until(lambda screen: "Take" not in screen)
    helper.press("q")
    helper.shows("Close the console?")
    helper.press(DOWN, ENTER)
    assert helper.ends() == 0
    teacher.shows("running")
