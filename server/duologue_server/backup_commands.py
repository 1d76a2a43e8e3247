"""`duologue backup` and `duologue restore`: the whole data folder in one file, and back."""

import asyncio
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from duologue_server.backup import Contents, back_up
from duologue_server.classroom_commands import Data, default_directory, now_ms, stop
from duologue_server.erasing import Outcome, ask_again, erase_here
from duologue_server.journal import StoreProblem
from duologue_server.language import _
from duologue_server.restore import restore as restore_backup
from duologue_server.telling import say


def backup(
    to: Annotated[
        str | Path,
        Parameter(help=_("The file's name, or a folder: there it is named by the time.")),
    ],
    *,
    data: Data = None,
) -> None:
    """Keep all classes of this server in one file; works while a lesson runs."""
    directory = (data or default_directory()).absolute()
    now = now_ms()
    path = _place(to, now)
    try:
        contents = back_up(directory, path, now)
    except StoreProblem as problem:
        stop(str(problem))
    say(f"{path}: {_sum(contents)}")
    say(_("Whoever has this file can read all of it: keep it as safe as the data folder."))


def _place(to: str | Path, now: int) -> Path:
    """The backup's file. What ends in a slash is a folder, and is made where there is none."""
    place = Path(to)
    named_as_folder = str(to).endswith(("/", os.sep))
    if named_as_folder:
        with suppress(OSError):  # writing the file says why
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
    is_folder = named_as_folder or place.is_dir()
    return place / f"duologue-{stamp(now)}.backup" if is_folder else place


def restore(
    file: Annotated[Path, Parameter(help=_("What `duologue backup` has written."))],
    *,
    replace: Annotated[
        bool, Parameter(negative=(), help=_("Put aside what is in the folder now."))
    ] = False,
    data: Data = None,
) -> None:
    """Put a backup back, while the server is stopped. The backup is checked first."""
    directory = (data or default_directory()).absolute()
    try:
        restored = restore_backup(file, directory, f"replaced-{stamp(now_ms())}", replace=replace)
        erased = Outcome(0, [])
        if ask_again(directory):
            erased = asyncio.run(erase_here(directory, now_ms()))
    except StoreProblem as problem:
        stop(str(problem))
    made = datetime.fromtimestamp(restored.contents.made_ms / 1000, UTC).astimezone()
    say(_("{0} is as it was on {1}:").format(directory, f"{made:%Y-%m-%d %H:%M}"))
    say(_sum(restored.contents))
    if restored.aside:
        say(_("What was there before is in {0}.").format(restored.aside))
    if erased.done:
        say(
            _("Erased in it as well, since it was so after the backup: students: {0}.").format(
                erased.done
            )
        )
    if not restored.all_waiting_known:
        say(
            _(
                "Whether somebody was still to be erased can't be read in what was put aside. "
                "If so, erase them again."
            )
        )
    say(_("Who joined a class after that time joins it again, with its code."))
    if erased.left:
        stop(
            _(
                "Students who were erased are still in it: {0}. "
                "See what `duologue doctor` says, then restore again."
            ).format(len(erased.left))
        )


def _sum(contents: Contents) -> str:
    return _("Classes: {0}. People: {1}. Moments: {2}. Teachers' keys: {3}.").format(
        contents.classes, contents.people, contents.moments, contents.keys
    )


def stamp(at_ms: int) -> str:
    """A time as a part of a file's name."""
    return f"{datetime.fromtimestamp(at_ms / 1000, UTC).astimezone():%Y-%m-%d-%H%M%S}"
