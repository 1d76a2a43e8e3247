"""`duologue replay` in a real terminal, from the data of a lesson that was played."""

import asyncio
import sys
from pathlib import Path

import pytest

from support.played import keep, played
from support.terminal import F10, Terminal

DUOLOGUE = (sys.executable, "-c", "from duologue_client.cli import main; main()")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    asyncio.run(keep(played(), tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    where = str(tmp_path / "home")
    return {"HOME": where, "XDG_CONFIG_HOME": where, "DUOLOGUE_LANGUAGE": "en"}


def test_the_wall_and_a_students_view_are_played(data: Path, home: dict[str, str]) -> None:
    command = [*DUOLOGUE, "replay", "--data", str(data), "--lesson", "2026-09-21"]
    with Terminal([*command, "--speed", "32"], 80, 24, home) as terminal:
        terminal.shows("REPLAY", "×32", "Room 1", "Anna", "Boris")
        terminal.shows("Well begun!")
        terminal.press(F10)
        assert terminal.ends() == 0
    with Terminal([*command, "--student", "boris"], 80, 24, home) as terminal:
        terminal.shows("REPLAY", "The wrong order", "You are:")
        terminal.press(F10)
        assert terminal.ends() == 0


def test_what_is_not_there_is_said(data: Path, home: dict[str, str]) -> None:
    command = [*DUOLOGUE, "replay", "--data", str(data), "--student", "nobody"]
    with Terminal(command, 80, 24, home) as terminal:
        terminal.shows("Nobody called nobody was there")
        assert terminal.ends() == 1
