"""One row for searching and commands, beside a list that the arrows move through."""

from textual import events
from textual.message import Message

from duologue_client.widgets.composer import NEW_ROW, Composer


class CommandLine(Composer):
    """A composer of one row that passes the arrows on."""

    ROWS = ("up", "down", "pageup", "pagedown", "home", "end")

    class Moved(Message):
        """An arrow or page key, as Textual names it, for the list."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Searched(Message):
        """The text changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def on_mount(self) -> None:
        super().on_mount()
        self.add_class("-line")

    async def _on_key(self, event: events.Key) -> None:
        if event.key in self.ROWS and (event.key not in ("home", "end") or not self.text):
            event.stop()
            event.prevent_default()
            self.post_message(self.Moved(event.key))
            return
        if event.key in NEW_ROW:
            event.prevent_default()
            return
        await super()._on_key(event)

    def on_text_area_changed(self) -> None:
        self.post_message(self.Searched(self.text))
