"""The people of the class: name, level, and what they do now."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from duologue_client.fold import View
from duologue_client.language import _
from duologue_client.safe import assemble, one_row
from duologue_client.teacher.console.pen import fitted
from duologue_client.teacher.wording import looks_back, mark, named, whereabouts
from duologue_protocol.parts import Person


class Lobby(OptionList):
    """Students, those who are free first; then who else teaches or looks on."""

    DEFAULT_CSS = """
    Lobby {
        height: 1fr; border: round $foreground 35%; padding: 0; background: $background;
        border-title-color: $foreground; scrollbar-size-vertical: 1;
        &:focus { border: heavy $text-primary; }
        & > .option-list--option-highlighted { background: $background; text-style: none; }
        &:focus > .option-list--option-highlighted { background: $boost; text-style: bold; }
    }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._shown: tuple[tuple[str, str, str, str], ...] = ()
        self.chosen = False
        """The teacher has put the cursor somewhere: it stays on its person. Else it stands at the top."""

    @property
    def person(self) -> str | None:
        """Who the cursor stands on."""
        return self.highlighted_option.id if self.highlighted_option else None

    def show(self, view: View) -> None:
        """Draw the class as it is."""
        people = _in_order(view)
        rows = tuple(
            (
                person.who,
                f"{mark(person)} {named(view, person.who)}",
                person.level,
                whereabouts(person, view) + _constraints(person, view),
            )
            for person in people
        )
        rows += tuple(
            (f"absent {name}", f"· {one_row(name, 40)}", "", _("not here yet"))
            for name in view.absent
        )
        if rows == self._shown:
            return
        students = view.students()
        free = sum(
            person.presence == "here" and (person.room is None or looks_back(person, view))
            for person in students
        )
        title = _("People {count} · free {free}").format(count=len(students), free=free)
        if view.absent:
            title += _(" · absent {absent}").format(absent=len(view.absent))
        self.border_title = assemble(title)
        same = [row[0] for row in rows] == [row[0] for row in self._shown]
        changed = [row for row in rows if row not in self._shown] if same else []
        self._shown = rows
        if same:
            for who, name, level, place in changed:
                self.replace_option_prompt(who, self._prompt(name, level, place))
        else:
            self._fill()

    def on_resize(self) -> None:
        self._fill()

    def on_key(self) -> None:
        self.chosen = True

    def on_mouse_down(self) -> None:
        self.chosen = True

    def on_blur(self) -> None:
        self.chosen = False
        self._fill()

    def _fill(self) -> None:
        before = self.person if self.chosen else None
        self.set_options(
            Option(self._prompt(name, level, place), id=who)
            for who, name, level, place in self._shown
        )
        people = [row[0] for row in self._shown]
        if people:
            self.highlighted = people.index(before) if before in people else 0

    def _prompt(self, name: str, level: str, place: str) -> Content:
        width = max(20, self.content_size.width - 1)
        first = max(12, min(28, width // 2))
        title = fitted(name, first - 1)
        ending = fitted(place, width - first - 3)
        free = not name.startswith("●")
        return assemble(
            (assemble(title).pad_right(first - assemble(title).cell_length)),
            (f"{level:3}", "$text-primary"),
            (ending, "$text-warning" if free else "$foreground 70%"),
        )


def _constraints(person: Person, view: View) -> str:
    """Whom somebody is kept apart from, or together with."""
    signs = {"apart": "≠", "together": "="}
    others = [
        (signs[one.rule], one.other if one.one == person.who else one.one)
        for one in view.constraints.values()
        if person.who in (one.one, one.other)
    ]
    return "".join(f" {sign} {named(view, who)}" for sign, who in others)


def _in_order(view: View) -> Sequence[Person]:
    """Free people first, then those whose line is down, those in rooms, those who have left; each
    by name."""

    def place(person: Person) -> int:
        if person.presence != "here":
            return 1 if person.presence == "away" else 3
        return 0 if person.room is None else 2

    return [*sorted(view.students(), key=place), *view.colleagues()]
