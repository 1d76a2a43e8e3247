"""What commands print and ask: sentences in rows that fit the terminal."""

import os
import sys
from typing import TextIO

from duologue_protocol.fitting import fitted


def say(text: str, head: str = "", to: TextIO | None = None) -> None:
    """Print a text; on a terminal its rows are broken between words, and hang behind the `head`."""
    stream = to or sys.stdout
    print(fitted(text, _columns(stream), head), file=stream, flush=True)


def ask(question: str) -> str:
    """The answer to a question. Raises EOFError: nobody answers."""
    *before, last = fitted(question, _columns(sys.stdout)).split("\n")
    for row in before:
        print(row)
    return input(f"{last} ")


def _columns(stream: TextIO) -> int | None:
    """None: it is no terminal."""
    if not stream.isatty():
        return None
    return os.get_terminal_size(stream.fileno()).columns or 80  # 0: a terminal that does not know
