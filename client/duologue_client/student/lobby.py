"""The lobby: the class, who is here, the teacher's word, what happens next."""

from typing import ClassVar, get_args

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from duologue_client import keys
from duologue_client.language import _, ngettext
from duologue_client.safe import assemble, one_row
from duologue_client.session import Session
from duologue_client.student.practice import PracticeScreen
from duologue_client.student.prospects import prospects
from duologue_client.student.results import EarlierResults
from duologue_client.student.screen import StudentScreen
from duologue_client.widgets.choices import Choices
from duologue_client.widgets.command_line import CommandLine
from duologue_client.widgets.keybar import KeyBar
from duologue_client.widgets.people import person_row
from duologue_client.widgets.status import StatusLine
from duologue_protocol.parts import TEACHES, Person
from duologue_protocol.requests import Invite, Level, Seek, SetLevel, StopSeeking


class Lobby(StudentScreen):
    """The command line has the focus; arrows move through the people above it."""

    KEYS = keys.LOBBY
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(keys.LOBBY)

    DEFAULT_CSS = """
    Lobby #head { height: 1; padding: 0 1; background: $surface; }
    Lobby #both { height: 1fr; }
    Lobby #people { width: 1fr; padding: 1 1 0 1; }
    Lobby #here { height: 2; padding: 1 2 0 2; }
    Lobby #side { width: 40; padding: 1 1 0 1; border-left: solid $foreground 25%; scrollbar-size-vertical: 1; }
    Lobby #prospects { height: auto; }
    Lobby #line { border-top: solid $foreground 25%; height: 2; padding: 0 1; }
    Lobby CommandLine { padding: 0; }
    Lobby.-wide #side { width: 56; }
    Lobby.-huge #side { width: 50%; }
    Lobby.-phone #both { layout: vertical; }
    Lobby.-phone #side { width: 100%; height: 60%; border-left: none; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.commands |= {
            "seek": self._seek,
            "alone": self._alone,
            "level": self._level,
            "results": self._results,
        }
        self._search = ""

    def compose(self) -> ComposeResult:
        yield Static(id="head", markup=False)
        with Horizontal(id="both"):
            yield Choices(id="people")
            with VerticalScroll(id="side", can_focus=False):
                yield Static(id="prospects", markup=False)
        yield StatusLine()
        with Horizontal(id="line"):
            yield CommandLine(
                placeholder=_("Enter invites. Type a name to search, or /help for commands")
            )
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(CommandLine).focus()
        self.call_after_refresh(self.draw)

    def on_resize(self) -> None:
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        view = self.view
        head = self.query_one("#head", Static)
        head.update(self._head(self.size.width - 2))
        people = self.query_one(Choices)
        wanted = "" if self._search.startswith("/") else self._search.casefold().strip()
        shown = [person for person in self._people() if wanted in person.name.casefold()]
        width = min(64, people.content_size.width - 2)
        people.show((person.who, person_row(person, view, width)) for person in shown)
        self._draw_side()
        seek = _("Stop looking") if view.queue else _("Partner")
        allowed = bool(view.classroom and view.classroom.pairing_allowed)
        self.query_one(KeyBar).show(keys.LOBBY, {"seek": seek if allowed or view.queue else ""})

    def tick(self, now: float) -> None:
        super().tick(now)
        if self.view.queue:
            self._draw_side()

    def on_command_line_moved(self, event: CommandLine.Moved) -> None:
        if event.key in ("pageup", "pagedown"):
            side = self.query_one("#side")
            step = side.size.height - 2 if event.key == "pagedown" else 2 - side.size.height
            side.scroll_relative(y=step, animate=False)
        else:
            self.query_one(Choices).move(event.key)

    def on_command_line_searched(self, event: CommandLine.Searched) -> None:
        self._search = event.text
        self.draw()

    def on_composer_sent(self, event: CommandLine.Sent) -> None:
        line = self.query_one(CommandLine)
        if keys.is_command(event.text.strip()):
            if self.run_command(event.text.strip()):
                line.clear_text()
            return
        chosen = self.query_one(Choices).chosen
        if chosen is None:
            self.say(_("Nobody is called so. Esc or Backspace clears the search."))
        else:
            self.say("")
            self.session.submit(Invite(chosen))
            line.clear_text()

    def _people(self) -> list[Person]:
        """Who is free first; teachers and those who left are not to be chosen."""
        here = [person for person in self.view.students() if person.presence != "left"]
        return sorted(
            here,
            key=lambda one: (
                one.who == self.view.who,
                one.presence != "here",
                one.room is not None,
            ),
        )

    def _draw_side(self) -> None:
        side = self.query_one("#prospects", Static)
        width = side.content_size.width or 36
        side.update(prospects(self.view, self.session.now_ms(), width))

    def _head(self, width: int) -> Content:
        classroom = self.view.classroom
        teachers = [p.name for p in self.view.people.values() if p.role in TEACHES]
        left = assemble(("duologue", "bold $text-accent"))
        if classroom:
            left = assemble(left, " · ", (one_row(classroom.title), "bold"))
        if teachers:
            left = assemble(left, " · ", one_row(teachers[0], 40))
        for person in self.view.people.values():
            if person.role == "observer" and person.presence == "here":
                looks_on = _("{name} looks on").format(name=one_row(person.name, 40))
                left = assemble(left, " · ", (looks_on, "$text-warning"))
        count = sum(person.presence == "here" for person in self.view.students())
        right = ngettext("{count} here", "{count} here", count).format(count=count)
        left = left.truncate(max(0, width - len(right) - 2), ellipsis=True)
        space = max(2, width - left.cell_length - len(right))
        return assemble(left, " " * space, (right, "$foreground 60%"))

    def _seek(self, _argument: str) -> None:
        self.session.submit(StopSeeking() if self.view.queue else Seek())

    def _alone(self, _argument: str) -> None:
        self.program.push_screen(PracticeScreen(self.session))

    def _results(self, _argument: str) -> None:
        self.program.push_screen(EarlierResults(self.session))

    def _level(self, argument: str) -> None:
        for level in get_args(Level):
            if level and level == argument.upper():
                self.session.submit(SetLevel(level))
                return
        self.say(_("A level is A1, A2, B1, B2, C1 or C2: /level A2"))
