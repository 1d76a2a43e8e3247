"""What commands print in a real terminal: rows broken between words, commands whole."""

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from support.terminal import Terminal

DUOLOGUE = [sys.executable, "-c", "from duologue_client.cli import main; main()"]

OTHER_EACH_TIME = re.compile(r"[\d/]|[A-Z0-9]{4}-[A-Z0-9]{4}")
"""Folders, and codes of classes."""


def shown(home: Path, *arguments: str, language: str = "en", columns: int = 80) -> str:
    """The screen after a command, with a row for each that the command printed."""
    env = {"HOME": str(home), "XDG_DATA_HOME": str(home), "DUOLOGUE_LANGUAGE": language}
    with Terminal([*DUOLOGUE, *arguments], columns, 60, env) as terminal:
        terminal.ends()
        return terminal.screen


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["classroom", "new"],
        ["serve", "--host", "0.0.0.0"],
        ["doctor", "--host", "0.0.0.0"],
        ["restore", "."],
        ["start", "--port", "none"],
    ],
)
def test_no_word_is_cut(arguments: list[str], language: str) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as two:  # names that fit a row
        said = shown(Path(one), *arguments, language=language)
        whole = shown(Path(two), *arguments, language=language, columns=400)
    known = set(whole.split())
    words = [word for word in said.split() if not OTHER_EACH_TIME.search(word)]
    assert words
    assert [word for word in words if word not in known] == []


def test_a_command_to_copy_stands_in_one_row(tmp_path: Path) -> None:
    said = shown(tmp_path, "serve", "--host", "0.0.0.0", "--port", "9000")
    assert "  duologue serve --host 0.0.0.0 --port 9000 --unencrypted" in said.splitlines()
