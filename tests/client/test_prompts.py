"""The questions of `duologue join`, answered badly in a real terminal."""

import os
import signal
import sys
from pathlib import Path

import pytest

from support.terminal import ENTER, Terminal

JOIN = [sys.executable, "-c", "from duologue_client.cli import main; main()", "join"]
SOMEWHERE = "K7QM-2PXA@127.0.0.1:9"
SLEEPS = "S"


def state_of(process_id: int) -> str:
    """Whether a process runs or waits for something, by the letter that Linux has for it."""
    return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]


def asked(home: Path, *words: str) -> Terminal:
    env = {"HOME": str(home), "XDG_STATE_HOME": str(home), "DUOLOGUE_LANGUAGE": "en"}
    return Terminal([*JOIN, *words], env=env)


def test_a_pasted_wall_of_rows_is_one_wrong_answer(tmp_path: Path) -> None:
    with asked(tmp_path) as terminal:
        terminal.shows("Class, as CODE@HOST:")
        terminal.press("".join(f"row {number} of a wall\n" for number in range(30)))
        terminal.shows("This is no address of a class.")
        terminal.press(f"{SOMEWHERE}{ENTER}")
        screen = terminal.shows("Your name:")
        assert screen.count("This is no address of a class.") == 1


def test_a_name_that_no_class_takes_is_asked_for_again(tmp_path: Path) -> None:
    with asked(tmp_path, SOMEWHERE, "--name", "An endless name " * 20) as terminal:
        terminal.shows("A name has at most 32 letters. Shorten it.", "Your name:")
        terminal.press(f"Teacher{ENTER}")
        terminal.shows("is kept for the teacher. Take your own name.")


@pytest.mark.skipif(sys.platform != "linux", reason="only there one sees that it waits")
def test_ctrl_c_leaves_the_next_row_to_the_shell(tmp_path: Path) -> None:
    with asked(tmp_path) as terminal:
        terminal.shows("Class, as CODE@HOST:")
        while state_of(terminal.process_id) != SLEEPS:  # a signal just before it reads is no Ctrl+C
            os.sched_yield()
        os.kill(terminal.process_id, signal.SIGINT)  # what Ctrl+C makes of the terminal in front
        assert terminal.ends() == 130
        assert terminal.sent.endswith(b"CODE@HOST: \r\n")
