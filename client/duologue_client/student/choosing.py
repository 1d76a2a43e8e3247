"""A room that students opened: choose an activity together; it starts when all agree."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from duologue_client import keys
from duologue_client.fold import RoomView
from duologue_client.language import _
from duologue_client.safe import assemble, one_row
from duologue_client.session import Session
from duologue_client.student.picker import Picker
from duologue_client.student.screen import StudentScreen
from duologue_client.widgets.keybar import KeyBar
from duologue_client.widgets.people import names
from duologue_client.widgets.status import StatusLine
from duologue_protocol.parts import Proposal
from duologue_protocol.requests import Agree, Leave, Propose


class Choosing(StudentScreen):
    """Enter proposes the activity under the cursor, F4 agrees to what was proposed."""

    KEYS = keys.CHOOSING
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(keys.CHOOSING)

    DEFAULT_CSS = """
    Choosing #head { height: 1; padding: 0 1; background: $surface; }
    Choosing #proposal { height: auto; padding: 1 2; }
    """

    def __init__(self, session: Session, room: str) -> None:
        super().__init__(session)
        self.room = room
        self.commands |= {"agree": self._agree, "leave": self._leave}

    @property
    def room_view(self) -> RoomView:
        return self.view.rooms.get(self.room, RoomView())

    def compose(self) -> ComposeResult:
        yield Static(id="head", markup=False)
        yield Static(id="proposal", markup=False)
        yield Picker(self.session, people=max(2, len(self._partners()) + 1))
        yield StatusLine()
        yield KeyBar()

    def on_mount(self) -> None:
        self.call_after_refresh(self.draw)

    def on_resize(self) -> None:
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        head = assemble(
            (_("Choose together"), "bold $text-accent"),
            " · ",
            _("with {names}").format(names=names(self._partners())),
        )
        self.query_one("#head", Static).update(head)
        self.query_one("#proposal", Static).update(self._proposal())
        self.query_one(Picker).show_for(max(2, len(self._partners()) + 1))
        proposal = self.room_view.proposal
        agree = "" if proposal is None or self.view.who in proposal.agreed else _("Agree")
        self.query_one(KeyBar).show(keys.CHOOSING, {"agree": agree})

    def on_picker_picked(self, event: Picker.Picked) -> None:
        self.say("")
        self.session.submit(Propose(self.room, event.activity.id, event.activity.minutes))
        self.query_one(Picker).clear()

    def on_picker_commanded(self, event: Picker.Commanded) -> None:
        if self.run_command(event.text):
            self.query_one(Picker).clear()

    def _partners(self) -> list[str]:
        progress = self.room_view.progress
        members = progress.members if progress else ()
        return [self.view.name(one.who) for one in members if one.who != self.view.who]

    def _proposal(self) -> Content:
        proposal = self.room_view.proposal
        asked = [
            assemble("\n▸ ", _("{name} asks to be the third: F7 yes, F8 no").format(name=name))
            for name in self._asking()
        ]
        if proposal is None:
            invite = _("Nobody has proposed anything yet. Arrows and Enter propose an activity.")
            return assemble((invite, "$foreground 60%"), *asked)
        return assemble(self._said_about(proposal), *asked)

    def _said_about(self, proposal: Proposal) -> Content:
        mine = proposal.by == self.view.who
        by = _("You propose") if mine else one_row(self.view.name(proposal.by))
        title = one_row(proposal.activity.title)
        what = f"{title} · {proposal.activity.level} · {proposal.minutes} " + _("min")
        agreed = [self.view.name(who) for who in proposal.agreed if who != self.view.who]
        if self.view.who not in proposal.agreed:
            then = (_("F4 agrees; or propose something else."), "bold $text-accent")
        else:
            then = (_("You agree. It starts when all agree."), "$text-success")
        so_far = _("  Agreed: {names}.").format(names=names(agreed)) if agreed and not mine else ""
        said = f"{by}: " if mine else _("{name} proposes: ").format(name=by)
        return assemble(said, (what, "bold"), "\n", then, (so_far, "$foreground 60%"))

    def _asking(self) -> list[str]:
        mine = [one for one in self.view.invitations.values() if one.to == self.view.who]
        return [one_row(self.view.name(one.by)) for one in mine]

    def _agree(self, _argument: str) -> None:
        if self.room_view.proposal is None:
            self.say(_("Nobody has proposed an activity yet."))
        else:
            self.session.submit(Agree(self.room))

    def _leave(self, _argument: str) -> None:
        self.session.submit(Leave(self.room))
