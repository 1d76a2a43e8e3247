"""`duologue demo` as people start it: without a screen, and in a real terminal."""

import os
import re
import subprocess
import sys
from pathlib import Path

from support.terminal import DOWN, ENTER, F4, F10, Terminal

DEMO = [sys.executable, "-c", "from duologue_client.cli import main; main()", "demo"]
TALKING = "2/4 Talk"


def surroundings(home: Path) -> dict[str, str]:
    """A device that has never seen Duologue."""
    folders = ("XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    return {"HOME": str(home)} | {name: str(home / name.lower()) for name in folders}


def test_a_whole_lesson_without_a_screen(tmp_path: Path) -> None:
    done = subprocess.run(
        [*DEMO, "--headless"],
        env={**os.environ, **surroundings(tmp_path), "COLUMNS": "120"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [line for line in done.stdout.splitlines() if line.rstrip().endswith("✔")]
    assert len(rows) == 6
    assert all("4/4" in row for row in rows)
    pairs = [frozenset(re.findall(r"(\w+) \+ (\w+)", row)[0]) for row in rows]
    assert len(set(pairs)) == 6
    assert "Rooms: 6, finished: 6" in done.stdout
    assert done.stderr == ""
    assert list(tmp_path.rglob("*.*")) == [], "the demo left something behind"


def test_a_person_plays_with_a_simulated_partner(tmp_path: Path) -> None:
    command = [*DEMO, "--speed", "40", "--name", "Vera"]
    with Terminal(command, env=surroundings(tmp_path)) as terminal:
        terminal.shows("Vera (you)", "Anna", "Ms Lee")
        terminal.shows("Get ready", "You are:")
        terminal.press(F4)
        terminal.shows(TALKING)
        partner = re.search(r"● (\w+)", terminal.screen)
        assert partner
        before = terminal.until(lambda screen: f" {partner[1]}: " in screen)
        terminal.press("Hello, I have a question.", ENTER)
        terminal.shows(" You: Hello, I have a question.")
        said = before.count(f" {partner[1]}: ")
        terminal.until(lambda screen: screen.count(f" {partner[1]}: ") > said)
        terminal.press(F10)
        terminal.shows("Leave the class?")
        terminal.press(ENTER)
        assert terminal.ends() == 0
    assert "Traceback" not in terminal.screen


def test_a_teacher_meets_a_simulated_class(tmp_path: Path) -> None:
    command = [*DEMO, "--as", "teacher", "--speed", "40"]
    with Terminal(command, columns=120, rows=40, env=surroundings(tmp_path)) as terminal:
        terminal.shows("Demo class", "Anna", "Boris", "Daria", "Egor", "Galina", "Ilya")
        terminal.press("q")
        terminal.shows("Close the console?")
        terminal.press(DOWN, ENTER)
        assert terminal.ends() == 0
