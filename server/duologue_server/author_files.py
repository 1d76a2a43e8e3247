"""What the commands for authors are given, how they find it, and where they write."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from duologue_activities.activity import Activity
from duologue_activities.fields import close_to
from duologue_activities.library import Library, read_library
from duologue_activities.mistakes import Mistakes
from duologue_server import activity_files as files
from duologue_server.classroom_commands import printable, stop
from duologue_server.language import _
from duologue_server.telling import say

Own = Annotated[
    Path | None,
    Parameter(
        name="--activities",
        env_var="DUOLOGUE_ACTIVITIES",
        help=_("A folder with activity files of your own."),
    ),
]
Which = Annotated[str, Parameter(help=_("A file, or the id of an activity of the library."))]
To = Annotated[Path | None, Parameter(help=_("The file to write; without it: the terminal."))]


def find(which: str, own: Path | None) -> Activity:
    """The activity in a file, or of the library."""
    path = Path(which)
    if path.suffix in files.ENDINGS or path.is_file():
        return _read(path)
    library = library_of(own)
    if which not in library:
        close = close_to(which, library)
        ask = (
            _("Did you mean {0}?").format(close)
            if close
            else _("`duologue activity list` has all.")
        )
        stop(_("There is no activity {0}.").format(printable(which)) + " " + ask)
    return library[which]


def _read(path: Path) -> Activity:
    try:
        return files.read(path)
    except (Mistakes, files.Unreadable) as problem:
        stop(str(problem))


def library_of(own: Path | None) -> Library:
    try:
        return read_library(own)
    except Mistakes as mistakes:
        stop(str(mistakes))
    except OSError as problem:
        stop(files.sentence(problem))


def write(text: str, to: Path | None) -> None:
    """Into a new file, or to the terminal. A file that is there is never overwritten."""
    if to is None:
        print(text, end="")
        return
    try:
        with to.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        stop(_("{0} is there already. Choose another name.").format(printable(str(to))))
    except OSError as problem:
        stop(files.sentence(problem))
    say(_("{0} is written.").format(printable(str(to))))
