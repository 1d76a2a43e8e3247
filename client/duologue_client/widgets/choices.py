"""A list to choose from that is steered by the command line below it."""

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class Choices(OptionList):
    """Rows by their keys. The row under the cursor stays the same when others come and go."""

    can_focus = False

    DEFAULT_CSS = """
    Choices {
        height: 1fr; border: none; padding: 0; background: $background;
        scrollbar-size-vertical: 1;
    }
    Choices > .option-list--option-highlighted {
        background: $primary-muted; color: $foreground; text-style: bold;
    }
    Choices:ansi > .option-list--option-highlighted { text-style: reverse; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name Textual gives it
        super().__init__(markup=False, id=id)
        self._rows: list[tuple[str, Content]] = []

    @property
    def chosen(self) -> str | None:
        """The key of the row under the cursor."""
        option = self.highlighted_option
        return option.id if option else None

    def show(self, rows: Iterable[tuple[str, Content]]) -> None:
        """Show these rows, each with its key."""
        new = list(rows)
        if new == self._rows:
            return
        before = self.chosen
        self._rows = new
        self.clear_options()
        self.add_options(Option(content, id=key) for key, content in new)
        keys = [key for key, _content in new]
        if keys:
            self.highlighted = keys.index(before) if before in keys else 0

    def move(self, key: str) -> None:
        """Do what an arrow or page key does in a list."""
        match key:
            case "up":
                self.action_cursor_up()
            case "down":
                self.action_cursor_down()
            case "pageup":
                self.action_page_up()  # type: ignore[no-untyped-call]
            case "pagedown":
                self.action_page_down()  # type: ignore[no-untyped-call]
            case "home":
                self.action_first()
            case _:
                self.action_last()
