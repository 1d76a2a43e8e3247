"""The terminal before Textual has it: whether it will do, and questions in plain lines."""

import codecs
import os
import sys
from typing import Final, TextIO

from duologue_client.language import _
from duologue_client.stop import Stop
from duologue_protocol.fitting import fitted

CANNOT: Final = ("dumb", "unknown")


def is_interactive() -> bool:
    """Is somebody there to answer a question?"""
    return sys.stdin.isatty() and sys.stdout.isatty()


def must_show_screens() -> None:
    """Raises Stop: when this is no terminal that can show a full screen."""
    if not is_interactive():
        raise Stop(
            _("This needs a terminal with a keyboard and a screen. Start it there, not in a pipe.")
        )
    if os.environ.get("TERM", "") in CANNOT:
        raise Stop(
            _(
                "This terminal (TERM={term}) can't show a full screen. "
                "Use another one, or set TERM to what it really is."
            ).format(term=os.environ["TERM"])
        )

    if codecs.lookup(sys.stdout.encoding).name != "utf-8":
        raise Stop(
            _(
                "This terminal is set to {encoding}, which lacks letters that a class needs. "
                "Begin the command with LC_ALL=C.UTF-8, or set your terminal to UTF-8."
            ).format(encoding=sys.stdout.encoding)
        )


def choose_theme() -> None:
    """Let Textual start without colours where the user wants none; it does not by itself."""
    if os.environ.get("NO_COLOR"):
        os.environ["TEXTUAL_THEME"] = "ansi-dark"


def say(text: str, head: str = "", to: TextIO | None = None) -> None:
    """Print a text; on a terminal its rows are broken between words, and hang behind the `head`."""
    stream = to or sys.stdout
    print(fitted(text, _columns(stream), head), file=stream, flush=True)


def complain(text: str) -> None:
    """Say what is wrong with an answer. The rows that were pasted behind it answer nothing."""
    if sys.platform != "win32" and sys.stdin.isatty():
        import termios

        termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
    say(text)


def question(text: str, usual: str = "") -> str:
    """Ask in one plain line; empty takes the usual answer.

    Raises Stop: when nobody answers.
    """
    offer = f" [{usual}]" if usual else ""
    *before, last = fitted(f"{text}{offer}:", _columns(sys.stdout)).split("\n")
    for row in before:
        print(row)
    try:
        return input(f"{last} ").strip() or usual
    except EOFError:
        raise Stop(_("Nobody answered.")) from None


def _columns(stream: TextIO) -> int | None:
    """None: it is no terminal."""
    if not stream.isatty():
        return None
    return os.get_terminal_size(stream.fileno()).columns or 80  # 0: a terminal that does not know
