"""The library of activities: find one by typing or by level, read it whole, take it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from duologue_client.keys import bindings
from duologue_client.language import _, translate_refusal
from duologue_client.safe import assemble
from duologue_client.teacher.console.pen import fitted
from duologue_client.teacher.desk import Desk
from duologue_client.teacher.keyline import KeyLine
from duologue_client.teacher.keys import LIBRARY
from duologue_client.teacher.page import Page
from duologue_client.teacher.preview import PreviewPane
from duologue_client.teacher.status import Status
from duologue_protocol.parts import Brief
from duologue_protocol.refusals import Refused


class LibraryScreen(Page):
    """Its result is the id of the activity that was taken, None where none was."""

    KEYS = LIBRARY
    BINDINGS: ClassVar[list[BindingType]] = bindings(LIBRARY)

    CSS = """
    LibraryScreen #shelf { height: 1fr; layout: vertical; }
    LibraryScreen #list { height: 8; }
    LibraryScreen.-wide #shelf { layout: horizontal; }
    LibraryScreen.-wide #list { width: 62; height: 1fr; }
    LibraryScreen #levels { height: 1; padding: 0 1; }
    LibraryScreen Input { height: 1; border: none; padding: 0 1; background: $surface; }
    LibraryScreen OptionList {
        height: 1fr; border: none; padding: 0; background: $background;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    LibraryScreen PreviewPane { border-top: solid $foreground 35%; height: 1fr; width: 1fr; }
    LibraryScreen.-wide PreviewPane { border-top: none; border-left: solid $foreground 35%; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._all: tuple[Brief, ...] = ()
        self._level = ""

    def compose(self) -> ComposeResult:
        yield Static(id="levels", markup=False)
        with Container(id="shelf"):
            with Vertical(id="list"):
                yield Input(placeholder=_("Type to find: a word of the title, theme or kind"))
                yield OptionList(markup=False)
            yield PreviewPane()
        yield Status()
        yield KeyLine()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(OptionList).can_focus = False
        self.query_one(Input).focus()
        self.query_one(KeyLine).show(self.offered)
        self.run_worker(self.load())

    async def load(self) -> None:
        """Fetch the list."""
        try:
            self._all = (await self.desk.library()).activities
        except Refused as refused:
            self.trouble(translate_refusal(refused.code, refused.detail))
        self._list()

    def on_input_changed(self) -> None:
        self._list()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the row under the cursor; where Enter was faster than the list, its first row."""
        found = [one.id for one in matching(self._all, event.value, self._level)]
        shown = self.query_one(OptionList)
        listed = [shown.get_option_at_index(place).id for place in range(shown.option_count)]
        chosen = shown.highlighted if found == listed else 0
        if found and chosen is not None:
            self._take(found[chosen])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._take(event.option_id)

    def _take(self, activity: str | None) -> None:
        if refusal := self.refused("take"):
            self.trouble(translate_refusal(refusal))
        else:
            self.dismiss(activity)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id:
            self.run_worker(self._preview(event.option_id), group="preview", exclusive=True)

    def action_up(self) -> None:
        self._move(-1)

    def action_down(self) -> None:
        self._move(1)

    def action_next_level(self) -> None:
        self._change_level(1)

    def action_last_level(self) -> None:
        self._change_level(-1)

    def _move(self, rows: int) -> None:
        """Move the cursor of the list while the typing goes on."""
        shown = self.query_one(OptionList)
        if shown.option_count and shown.highlighted is not None:
            shown.highlighted = max(0, min(shown.option_count - 1, shown.highlighted + rows))

    def action_read_on(self) -> None:
        self._scroll(1)

    def action_read_back(self) -> None:
        self._scroll(-1)

    def _scroll(self, pages: int) -> None:
        pane = self.query_one(PreviewPane)
        pane.scroll_relative(y=pages * max(1, pane.size.height - 2), animate=False)

    def _change_level(self, step: int) -> None:
        """The next level of those that the library has; after the last one, all."""
        levels = ["", *sorted({activity.level for activity in self._all if activity.level})]
        self._level = levels[(levels.index(self._level) + step) % len(levels)]
        self._list()

    def action_close(self) -> None:
        self.dismiss(None)

    async def _preview(self, activity: str) -> None:
        try:
            await self.query_one(PreviewPane).show(await self.desk.preview(activity))
        except Refused as refused:
            self.trouble(translate_refusal(refused.code, refused.detail))

    def _list(self) -> None:
        self._show_levels()
        found = matching(self._all, self.query_one(Input).value, self._level)
        shown = self.query_one(OptionList)
        shown.set_options(Option(_row(activity), id=activity.id) for activity in found)
        if found:
            shown.highlighted = 0
        else:
            self.run_worker(self.query_one(PreviewPane).show(None), group="preview", exclusive=True)

    def _show_levels(self) -> None:
        levels = ["", *sorted({activity.level for activity in self._all if activity.level})]
        parts: list[tuple[str, str]] = [(_("Library  "), "bold")]
        for level in levels:
            word = level or _("all levels")
            chosen = level == self._level
            parts.append(
                (f"[{word}] " if chosen else f" {word}  ", "bold $text-primary" if chosen else "")
            )
        self.query_one("#levels", Static).update(assemble(*parts))


def matching(activities: tuple[Brief, ...], typed: str, level: str) -> tuple[Brief, ...]:
    """Activities of a level ("" for any) that hold every typed word in title, theme, kind or level.

    A number says how many minutes there are for it, at most.
    """
    typed_words = typed.casefold().split()
    words = [word for word in typed_words if not word.isdecimal()]
    minutes = min((int(word[:4]) for word in typed_words if word.isdecimal()), default=None)

    def holds(activity: Brief) -> bool:
        if minutes is not None and activity.minutes > minutes:
            return False
        text = f"{activity.title} {activity.theme} {activity.kind} {activity.level}".casefold()
        return all(word in text for word in words)

    return tuple(one for one in activities if (not level or one.level == level) and holds(one))


def _row(activity: Brief) -> Content:
    title = fitted(activity.title, 28)
    size = (
        str(activity.least)
        if activity.least == activity.most
        else f"{activity.least}–{activity.most}"
    )
    minutes = _("min")
    return assemble(
        (f" {activity.level or '–':3}", "$text-primary"),
        assemble(title).pad_right(29 - assemble(title).cell_length),
        (f"{activity.minutes:3} {minutes}  {size:4} ", "$foreground 80%"),
        (activity.kind, "$foreground 70%"),
    )
