"""A lesson in real terminals at 80×24: a teacher, two students, a server that is killed."""

import asyncio
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from duologue_server.registry import Registry
from support.process import ServerProcess, free_port
from support.terminal import ENTER, F4, F10, Terminal

DUOLOGUE = (sys.executable, "-c", "from duologue_client.cli import main; main()")


class Class:
    """A server, and terminals that its people sit at."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self.run = stack.enter_context(asyncio.Runner()).run
        registry = Registry(folder / "data")
        record, _ = registry.create_classroom("English B1", time.time_ns() // 1_000_000)
        registry.close()
        self.server = ServerProcess(folder / "data", free_port())
        self.code, self.where = record.code, f"{record.code}@127.0.0.1:{self.server.port}"

    def terminal(self, name: str, *command: str) -> Terminal:
        """A command at a computer of its own."""
        home = str(self._folder / name)
        surroundings = {"HOME": home, "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home}
        env = {**surroundings, "DUOLOGUE_LANGUAGE": "en"}
        return self._stack.enter_context(Terminal([*DUOLOGUE, *command], 80, 24, env))

    def student(self, name: str) -> Terminal:
        joined = self.terminal(name, "join", self.where, "--name", name)
        joined.reads_the_notice()
        return joined

    def teacher(self) -> Terminal:
        host, data = f"127.0.0.1:{self.server.port}", str(self._folder / "data")
        command = ("teach", self.code, "--server", host, "--data", data, "--name", "Ms Lee")
        return self.terminal("teacher", *command)


@pytest.fixture
def english(tmp_path: Path) -> Iterator[Class]:
    with ExitStack() as stack:
        english = Class(tmp_path, stack)
        english.run(english.server.start())
        yield english
        english.run(english.server.kill())


def starts_a_round(teacher: Terminal, words: str) -> None:
    """Plan the activity that these words find, and start it."""
    teacher.press("n")
    teacher.shows("[all levels]", "Type to find", "Plan it")
    teacher.press(*words)
    teacher.until(lambda screen: "Type to find" not in screen and words in screen)
    teacher.press(ENTER)
    teacher.shows("Group 1", "START")
    teacher.press("s")


def test_a_pair_plays_a_role_play_from_card_to_results(english: Class) -> None:
    teacher, anna, boris = english.teacher(), english.student("Anna"), english.student("Boris")
    teacher.shows("Anna", "Boris", "2 here")
    starts_a_round(teacher, "wrong order")
    for student in (anna, boris):
        student.shows("The wrong order", "You are:")
        student.press(F4)
    anna.shows("2/4")
    anna.press("I'm afraid there is chicken in it.", ENTER)
    boris.shows("Anna: I'm afraid there is chicken")
    boris.press("see [/] and [bold] ok")  # as markup this would end the program
    anna.shows("Boris is typing")
    boris.press(ENTER)
    anna.shows("Boris: see [/] and [bold] ok")
    teacher.shows("Boris: see [/] and [bold] ok")

    for student in (anna, boris):  # the roles are swapped, then feedback
        student.press(F4)
    for student in (anna, boris):
        student.shows("3/4")
        student.press(F4)
    for student in (anna, boris):
        student.shows("4/4")
    anna.press("You asked very politely.", ENTER)
    anna.shows("Your note to Boris: You asked")
    for student in (anna, boris):
        student.press(F4)
    boris.shows("You asked very politely.", "see [/] and [bold] ok")
    teacher.shows("ended")
    boris.press(ENTER)
    boris.shows("WHAT HAPPENS NEXT")
    boris.press(F10)
    boris.shows("Leave the class?")
    boris.press(ENTER)
    assert boris.ends() == 0


def test_the_server_is_killed_and_the_lesson_goes_on(english: Class) -> None:
    teacher, anna, boris = english.teacher(), english.student("Anna"), english.student("Boris")
    teacher.shows("Anna", "Boris", "2 here")
    starts_a_round(teacher, "wrong order")
    for student in (anna, boris):
        student.shows("The wrong order", "You are:")
        student.press(F4)
    anna.shows("2/4")
    anna.press("Before the power cut.", ENTER)
    boris.shows("Anna: Before the power cut.")
    boris.press("a draft")
    boris.shows("a draft")

    english.run(english.server.kill())
    anna.shows("Reconnecting")
    anna.press("While it was off.", ENTER)
    anna.shows("While it was off.")
    english.run(english.server.start())
    boris.shows("Anna: While it was off.", "a draft")
    teacher.shows("While it was off.", "live")
