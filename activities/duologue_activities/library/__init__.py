"""The activities and lessons that come with the program, and those of a school's own folder."""

from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from duologue_activities import lessons
from duologue_activities.activity import Activity
from duologue_activities.check import decode, load
from duologue_activities.lesson import Lesson
from duologue_activities.lesson_check import is_lesson, load_lesson
from duologue_activities.mistakes import Mistake, Mistakes
from duologue_activities.prescan import FILE_BYTES


class Library(dict[str, Activity]):
    """Activities by id, in the order of level and title, and the lessons that are made of them."""

    def __init__(self, activities: Iterable[Activity], lessons: Iterable[Lesson] = ()) -> None:
        ordered = sorted(activities, key=lambda one: (one.level, one.title))
        super().__init__((activity.id, activity) for activity in ordered)
        self.lessons: Mapping[str, Lesson] = {lesson.id: lesson for lesson in lessons}
        """By id, those that come with the program first."""


def read_library(extra: Path | None = None) -> Library:
    """Every activity and every lesson.

    `extra` is a folder with more .yaml files; those with `rounds:` at the top are lessons.
    Raises Mistakes of all bad files together, and OSError if a file can't be read.
    """
    reading = _Reading()
    own = list(_files(files(), None))
    others = list(_files((), extra))
    for name, data in [*own, *others]:
        reading.activity(name, data)
    for name, data in [*_files(lessons.files(), None), *others]:
        reading.lesson(name, data)
    if reading.mistakes:
        raise Mistakes(reading.mistakes)
    return Library(reading.activities.values(), reading.lessons.values())


class _Reading:
    """What has been read so far, and what was wrong."""

    def __init__(self) -> None:
        self.activities: dict[str, Activity] = {}
        self.lessons: dict[str, Lesson] = {}
        self.mistakes: list[Mistake] = []

    def activity(self, name: str, data: bytes) -> None:
        try:
            text = decode(data, name)
            if is_lesson(text):
                return
            activity = load(text, name)
        except Mistakes as found:
            self.mistakes.extend(found.mistakes)
            return
        if activity.id in self.activities:
            what = "There is another activity with this file name"
            self.mistakes.append(Mistake(name, 1, 1, what, "Give the file another name."))
        self.activities[activity.id] = activity

    def lesson(self, name: str, data: bytes) -> None:
        """A file that is no UTF-8 was told of among the activities."""
        text = data.decode(errors="replace")
        if not is_lesson(text):
            return
        try:
            lesson = load_lesson(text, name, self.activities)
        except Mistakes as found:
            self.mistakes.extend(found.mistakes)
            return
        if lesson.id in self.lessons:
            what = "There is another lesson with this file name"
            self.mistakes.append(Mistake(name, 1, 1, what, "Give the file another name."))
        self.lessons[lesson.id] = lesson


def files() -> Iterator[Traversable]:
    """The activities' files that come with the program, by name."""
    own = sorted(resources.files(__name__).iterdir(), key=lambda file: file.name)
    return (file for file in own if file.name.endswith(".yaml"))


def _files(own: Iterable[Traversable], extra: Path | None) -> Iterator[tuple[str, bytes]]:
    for file in own:
        yield file.name, file.read_bytes()
    for path in sorted(extra.iterdir()) if extra else ():
        if path.suffix in (".yaml", ".yml") and path.is_file():
            with path.open("rb") as opened:
                yield path.name, opened.read(FILE_BYTES + 4)  # enough to see that it is too large
