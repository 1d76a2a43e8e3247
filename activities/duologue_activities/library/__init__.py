"""The activities that come with the program, and those of a school's own folder."""

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from duologue_activities.activity import Activity
from duologue_activities.check import decode, load
from duologue_activities.mistakes import Mistake, Mistakes
from duologue_activities.prescan import FILE_BYTES


def read_library(extra: Path | None = None) -> dict[str, Activity]:
    """Every activity by id, in the order of level and title.

    `extra` is a folder with more .yaml files. Raises Mistakes of all bad files together, and
    OSError if a file can't be read.
    """
    activities: dict[str, Activity] = {}
    mistakes: list[Mistake] = []
    for name, data in _files(extra):
        try:
            activity = load(decode(data, name), name)
        except Mistakes as found:
            mistakes.extend(found.mistakes)
            continue
        if activity.id in activities:
            what = "There is another activity with this file name"
            mistakes.append(Mistake(name, 1, 1, what, "Give the file another name."))
        activities[activity.id] = activity
    if mistakes:
        raise Mistakes(mistakes)
    return dict(sorted(activities.items(), key=lambda item: (item[1].level, item[1].title)))


def files() -> Iterator[Traversable]:
    """The files that come with the program, by name."""
    own = sorted(resources.files(__name__).iterdir(), key=lambda file: file.name)
    return (file for file in own if file.name.endswith(".yaml"))


def _files(extra: Path | None) -> Iterator[tuple[str, bytes]]:
    for file in files():
        yield file.name, file.read_bytes()
    for path in sorted(extra.iterdir()) if extra else ():
        if path.suffix in (".yaml", ".yml") and path.is_file():
            with path.open("rb") as opened:
                yield path.name, opened.read(FILE_BYTES + 4)  # enough to see that it is too large
