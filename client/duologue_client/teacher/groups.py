"""The groups of a plan as a list in which people are taken up and put down."""

from collections.abc import Iterator, Mapping

from rich.cells import cell_len
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from duologue_client.fold import View
from duologue_client.language import _
from duologue_client.safe import assemble
from duologue_client.teacher.arrangement import Groups
from duologue_client.teacher.wording import mark, named

NEW = "new"
OUT = "out"
NAME_CELLS = 16
"""Names up to this long have their levels and roles in one column."""


class GroupList(OptionList):
    """People under their groups. Enter takes somebody up; Enter on a person or a group puts down."""

    DEFAULT_CSS = """
    GroupList {
        height: 1fr; border: none; padding: 0 1; background: $background;
        &:focus { border: none; background-tint: $background 0%; }
    }
    """

    class Met(Message):
        """Somebody was put down on another person."""

        def __init__(self, who: str, other: str) -> None:
            super().__init__()
            self.who = who
            self.other = other

    class Moved(Message):
        """Somebody was put down on a group: its index, one past the last for a new one, None: out."""

        def __init__(self, who: str, group: int | None) -> None:
            super().__init__()
            self.who = who
            self.group = group

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.held: str | None = None
        """Who was taken up."""
        self._last: tuple[View, Groups, Mapping[tuple[str, ...], tuple[str, ...]], tuple[str, ...]]
        self._rows: list[tuple[str, Content]] = []

    @property
    def person(self) -> str | None:
        """Who the cursor stands on."""
        chosen = self.highlighted_option
        return chosen.id[2:] if chosen and chosen.id and chosen.id.startswith("p:") else None

    def show(
        self,
        view: View,
        groups: Groups,
        roles: Mapping[tuple[str, ...], tuple[str, ...]],
        out: tuple[str, ...],
    ) -> None:
        """Draw these groups; `roles` by the members of a group, where the server has given them."""
        self._last = (view, groups, roles, out)
        rows = list(self._draw_rows(view, groups, roles, out))
        if [(key, str(row)) for key, row in rows] == [(key, str(row)) for key, row in self._rows]:
            return
        before, place = self.highlighted_option, self.highlighted
        self._rows = rows
        self.set_options(Option(row, id=key) for key, row in rows)
        keys = [key for key, _row in rows]
        if before and before.id in keys:
            self.highlighted = keys.index(before.id)
        elif keys:
            self.highlighted = min(1 if place is None else place, len(keys) - 1)

    def put_down(self) -> bool:
        """Let go of whoever was taken up; False if nobody was."""
        held, self.held = self.held, None
        if held:
            self.show(*self._last)
        return held is not None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        key = event.option_id or ""
        held = self.held
        if held is None:
            self.held = key[2:] if key.startswith("p:") else None
            self.show(*self._last)
            return
        self.put_down()
        if key.startswith("p:"):
            if key[2:] != held:
                self.post_message(self.Met(held, key[2:]))
        else:
            self.post_message(self.Moved(held, None if key == OUT else self._group(key)))

    def _group(self, key: str) -> int:
        return len(self._last[1]) if key == NEW else int(key[2:])

    def _draw_rows(
        self,
        view: View,
        groups: Groups,
        roles: Mapping[tuple[str, ...], tuple[str, ...]],
        out: tuple[str, ...],
    ) -> Iterator[tuple[str, Content]]:
        for number, members in enumerate(groups):
            yield f"g:{number}", self._title(_("Group {number}").format(number=number + 1))
            given = roles.get(members, ())
            for place, who in enumerate(members):
                yield (
                    f"p:{who}",
                    self._person(view, who, given[place] if place < len(given) else ""),
                )
        yield OUT, self._title(_("Not in a group ({count})").format(count=len(out)))
        for who in out:
            yield f"p:{who}", self._person(view, who, "")
        if self.held:
            yield NEW, self._title(_("A new group"))

    def _title(self, words: str) -> Content:
        here = _("  ← Enter puts {name} here") if self.held else ""
        name = named(self._last[0], self.held) if self.held else ""
        return assemble((words, "bold"), (here.format(name=name), "$foreground 60%"))

    def _person(self, view: View, who: str, role: str) -> Content:
        person = view.people.get(who)
        taken, name = who == self.held, named(view, who)
        return assemble(
            " ▸ " if taken else "   ",
            (f"{mark(person)} {name}", "bold $text-primary" if taken else ""),
            " " * max(0, NAME_CELLS - cell_len(name)),
            (f"  {person.level if person and person.level else '  '}", "$text-primary"),
            (f"  {role}" if role else "", "$foreground 70%"),
        )
