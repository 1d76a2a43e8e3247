"""What all screens of a student share: commands from the table of keys, and being told."""

from collections.abc import Callable
from typing import ClassVar, cast

from textual.app import App
from textual.screen import Screen

from duologue_client import keys
from duologue_client.fold import View
from duologue_client.keys import Key
from duologue_client.language import _
from duologue_client.session import Happening, RequestRefused, Session, ViewChanged
from duologue_client.student.notice import notice
from duologue_client.widgets.help import HelpScreen
from duologue_client.widgets.question import Question
from duologue_client.widgets.status import StatusLine
from duologue_protocol.requests import Accept, Decline, Invite


class StudentScreen(Screen[None]):
    """A place of the lesson. `draw` shows the view as it is now; it may be called at any time."""

    KEYS: ClassVar[tuple[Key, ...]] = ()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.commands: dict[str, Callable[[str], None]] = {
            "help": self._help,
            "quit": self._quit,
            "theme": self._change_theme,
            "invite": self._invite,
            "accept": self._accept,
            "decline": self._decline,
        }

    @property
    def program(self) -> App[None]:
        """The app, typed: Textual declares it as an app of anything."""
        return cast("App[None]", self.app)  # pyright: ignore[reportUnknownMemberType]

    @property
    def view(self) -> View:
        return self.session.view

    def draw(self) -> None:
        """Show the view as it is now."""

    def tick(self, now: float) -> None:
        """A second has passed; `now` in monotonic seconds."""
        for status in self.query(StatusLine):
            status.show_link(self.session.link, now)

    def heard(self, happening: Happening) -> None:
        """Something happened to the session."""
        if isinstance(happening, RequestRefused):
            self.say(happening.sentence)
        elif isinstance(happening, ViewChanged):
            self.draw()

    def say(self, sentence: str) -> None:
        """Show one sentence until the next thing is done."""
        for status in self.query(StatusLine):
            status.say(sentence)

    def action_command(self, name: str) -> None:
        """A key of the table was pressed."""
        self.say("")
        self.commands[name]("")

    def run_command(self, text: str) -> bool:
        """Do what a slash command says; False if there is no such command here."""
        found = keys.find_command(self.KEYS, text)
        if found is None:
            self.say(_("There is no command {text}. F1 shows all commands.").format(text=text))
            return False
        row, argument = found
        self.say("")
        self.commands[row.name](argument)
        return True

    def _help(self, _argument: str) -> None:
        table = (*self.KEYS, *keys.WRITING)
        self.program.push_screen(HelpScreen(table, _signs(), notice(self.view.classroom)))

    def _quit(self, _argument: str) -> None:
        def leave(yes: bool | None) -> None:
            if yes:
                self.program.exit()

        self.program.push_screen(
            Question(_("Leave the class? You can come back to your place.")), leave
        )

    def _change_theme(self, _argument: str) -> None:
        light = {"textual-dark": "textual-light", "textual-light": "textual-dark"}
        plain = {"ansi-dark": "ansi-light", "ansi-light": "ansi-dark"}
        self.program.theme = {**light, **plain}.get(self.program.theme, "textual-dark")

    def _invite(self, name: str) -> None:
        wanted = name.casefold()
        others = [person for person in self.view.students() if person.who != self.view.who]
        found = [person for person in others if person.name.casefold() == wanted] or [
            person for person in others if wanted and person.name.casefold().startswith(wanted)
        ]
        if len(found) == 1:
            self.session.submit(Invite(found[0].who))
        elif found:
            self.say(_("Several people begin with {name}. Write the whole name.").format(name=name))
        else:
            self.say(_("Nobody here is called {name}.").format(name=name or "…"))

    def _accept(self, _argument: str) -> None:
        mine = [one for one in self.view.invitations.values() if one.to == self.view.who]
        if mine:
            self.session.submit(Accept(mine[0].id))
        else:
            self.say(_("Nobody has invited you now."))

    def _decline(self, _argument: str) -> None:
        every = sorted(self.view.invitations.values(), key=lambda one: one.to != self.view.who)
        if every:
            self.session.submit(Decline(every[0].id))
        else:
            self.say(_("There is no invitation now."))


def _signs() -> str:
    """What the marks on the screens mean."""
    return _(
        "● here  ◌ away, coming back  ▸ in a room  ⌛ looks for a partner\n"
        "✔ done, used, right  ○ not yet  ✘ wrong  ✎ teacher  » the dialogue"
    )
