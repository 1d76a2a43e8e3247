"""A text above the conversation, to be read: scrolled where it is longer than its place."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from duologue_client.language import _
from duologue_client.safe import assemble


class Reading(VerticalScroll, can_focus=False):
    """Scrolled by the screen's page keys and by the wheel; its lower edge says where it goes on."""

    DEFAULT_CSS = """
    Reading {
        height: auto; padding: 0 1; border-bottom: solid $foreground 25%; border-subtitle-align: left;
        border-subtitle-color: $text-accent; border-subtitle-background: $background;
        scrollbar-size-vertical: 1;
    }
    Reading Static { height: auto; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name Textual gives it
        super().__init__(id=id)
        self._shown = Content("")

    def compose(self) -> ComposeResult:
        yield Static(markup=False)

    def on_mount(self) -> None:
        for changes in ("virtual_size", "size", "scroll_y"):
            self.watch(self, changes, self._look_again, init=False)

    def show(self, text: Content) -> None:
        """Show this text, from its beginning unless it only goes on otherwise; nothing hides all."""
        self.display = bool(text.plain)
        if text == self._shown:
            return
        before, self._shown = self._shown, text
        self.query_one(Static).update(text)
        if before.plain.split("\n")[0] != text.plain.split("\n")[0]:
            self.scroll_home(animate=False)

    @property
    def is_longer(self) -> bool:
        """Does it not fit its place?"""
        return self.display and self.max_scroll_y > 0

    def goes_on(self, pages: int) -> bool:
        """Is there more below, or above for pages below 0?"""
        return self.is_longer and (self.scroll_y > 0 if pages < 0 else not self.is_at_end)

    @property
    def is_at_end(self) -> bool:
        return self.scroll_y >= self.max_scroll_y

    def page(self, pages: int) -> None:
        """Scroll by so many screens less a row, up if below 0."""
        self.scroll_relative(y=pages * max(1, self.size.height - 1), animate=False)

    def _look_again(self) -> None:
        self.call_after_refresh(self._say_where_it_goes_on)

    def _say_where_it_goes_on(self) -> None:
        if not self.is_longer:
            said = ""
        elif not self.is_at_end:
            said = _("▼ more: PgDn")
        else:
            said = _("▲ more: PgUp")
        self.border_subtitle = assemble(said)
