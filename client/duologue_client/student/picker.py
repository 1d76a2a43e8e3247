"""Choosing an activity: a list, and one row to search it by level, minutes and words."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from duologue_client import keys
from duologue_client.language import _, translate_refusal
from duologue_client.safe import assemble
from duologue_client.session import Session
from duologue_client.student.library import activity_row, fits_group, search
from duologue_client.widgets.choices import Choices
from duologue_client.widgets.command_line import CommandLine
from duologue_protocol.parts import Brief, Library
from duologue_protocol.refusals import Refused
from duologue_protocol.requests import ListActivities


class Picker(Vertical):
    """Asks for the library when it is mounted. Enter posts `Picked` or `Commanded`."""

    DEFAULT_CSS = """
    Picker { height: 1fr; }
    Picker #empty { height: auto; padding: 1 2; color: $text-muted; }
    Picker Choices { padding: 0 1; }
    Picker CommandLine { border-top: solid $foreground 25%; padding: 0 1; height: 2; min-height: 2; max-height: 2; }
    """

    class Picked(Message):
        """Enter on this activity."""

        def __init__(self, activity: Brief) -> None:
            super().__init__()
            self.activity = activity

    class Commanded(Message):
        """A slash command was typed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, session: Session, people: int) -> None:
        super().__init__()
        self._session = session
        self._people = people
        self._library: tuple[Brief, ...] = ()
        self._wanted = ""

    def compose(self) -> ComposeResult:
        yield Static(_("Fetching the activities …"), id="empty", markup=False)
        yield Choices(id="activities")
        yield CommandLine(placeholder=_("Search by level, minutes, words: A2 10 food"))

    def on_mount(self) -> None:
        self.query_one(CommandLine).focus()
        self.run_worker(self.load(), exclusive=True)

    def on_resize(self) -> None:
        self.draw()

    async def load(self) -> None:
        """Fetch the list; where that fails, say why and what to do."""
        try:
            body = await self._session.ask(ListActivities())
        except Refused as refused:
            why = translate_refusal(refused.code, refused.detail)
            again = _("Press Enter to try again.")
            self.query_one("#empty", Static).update(assemble(f"{why} {again}"))
            return
        if isinstance(body, Library):
            self._library = body.activities
        self.draw()

    def draw(self) -> None:
        """Show what fits the group and the search."""
        if not self._library:
            return
        choices, empty = self.query_one(Choices), self.query_one("#empty", Static)
        fitting = [one for one in self._library if fits_group(one, self._people)]
        found = search(fitting, "" if keys.is_command(self._wanted) else self._wanted)
        width = choices.content_size.width - 1
        choices.show((one.id, activity_row(one, width)) for one in found)
        empty.update(_("No activity fits. Backspace widens the search."))
        empty.display = not found

    def show_for(self, people: int) -> None:
        """The group has so many people now."""
        if people != self._people:
            self._people = people
            self.draw()

    def clear(self) -> None:
        """Empty the row."""
        self.query_one(CommandLine).clear_text()

    def on_command_line_moved(self, event: CommandLine.Moved) -> None:
        event.stop()
        self.query_one(Choices).move(event.key)

    def on_command_line_searched(self, event: CommandLine.Searched) -> None:
        event.stop()
        self._wanted = event.text
        self.draw()

    def on_composer_sent(self, event: CommandLine.Sent) -> None:
        event.stop()
        if keys.is_command(event.text.strip()):
            self.post_message(self.Commanded(event.text.strip()))
            return
        chosen = self.query_one(Choices).chosen
        for activity in self._library:
            if activity.id == chosen:
                self.post_message(self.Picked(activity))
        if not self._library:
            self.run_worker(self.load(), exclusive=True)
