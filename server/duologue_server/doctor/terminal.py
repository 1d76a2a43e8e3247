"""The terminal that this runs in, for who joins or teaches from this computer."""

import os
import shutil
import sys
from collections.abc import Iterator
from typing import Final

from duologue_server.doctor import Finding
from duologue_server.language import _

COLUMNS, ROWS = 80, 24
CANNOT: Final = ("", "dumb", "unknown")


def examine_terminal() -> Iterator[Finding]:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "").replace("_", "")
    if encoding != "utf8":
        yield Finding(
            "warning",
            _(
                "This terminal writes {0}, in which most letters are missing. Set LANG to a "
                "locale that ends in UTF-8, like C.UTF-8."
            ).format(sys.stdout.encoding),
        )
    if not sys.stdout.isatty():
        yield Finding(
            "ok", _("This is no terminal, so whether it shows screens was not looked at.")
        )
        return
    yield _screen(os.environ.get("TERM", ""), *shutil.get_terminal_size())


def _screen(term: str, columns: int, rows: int) -> Finding:
    if sys.platform != "win32" and term in CANNOT:
        return Finding(
            "warning",
            _("This terminal (TERM={0}) can't show a full screen. Use another one.").format(term),
        )
    if columns < COLUMNS or rows < ROWS:
        return Finding(
            "warning",
            _("This terminal has {0} × {1} letters. Make it at least {2} × {3}.").format(
                columns, rows, COLUMNS, ROWS
            ),
        )
    return Finding("ok", _("The terminal: {0}, {1} × {2} letters.").format(term, columns, rows))
