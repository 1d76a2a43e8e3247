"""The terminal before Textual has it: whether it will do, and questions in plain lines."""

import os
import shutil
import sys
import textwrap
from typing import Final, TextIO

from duologue_client.language import _
from duologue_client.stop import Stop

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


def choose_theme() -> None:
    """Let Textual start without colours where the user wants none; it does not by itself."""
    if os.environ.get("NO_COLOR"):
        os.environ["TEXTUAL_THEME"] = "ansi-dark"


def say(sentence: str, to: TextIO | None = None) -> None:
    """Print a sentence, broken between words where a terminal would break it inside one."""
    stream = to or sys.stdout
    if stream.isatty():
        width = max(20, shutil.get_terminal_size().columns)
        sentence = textwrap.fill(sentence, width, break_long_words=False, break_on_hyphens=False)
    print(sentence, file=stream)


def question(text: str, usual: str = "") -> str:
    """Ask in one plain line; empty takes the usual answer.

    Raises Stop: when nobody answers.
    """
    offer = f" [{usual}]" if usual else ""
    try:
        return input(f"{text}{offer}: ").strip() or usual
    except EOFError:
        raise Stop(_("Nobody answered.")) from None
