"""What a student can do in a room besides writing: the keys and commands of its table."""

from duologue_client.fold import RoomView
from duologue_client.language import _
from duologue_client.student.screen import StudentScreen
from duologue_client.student.self_check import next_check
from duologue_client.student.speaking import next_addressee, partners
from duologue_client.widgets.card import Card
from duologue_client.widgets.composer import Composer
from duologue_client.widgets.question import Question
from duologue_client.widgets.reading import Reading
from duologue_client.widgets.transcript import Transcript
from duologue_protocol import limits
from duologue_protocol.requests import (
    AskForTime,
    CallTeacher,
    CancelCall,
    GoOn,
    Leave,
    Ready,
    ReportSilent,
    TickGoal,
)


class RoomCommands(StudentScreen):
    """The commands half of the room's screen."""

    room: str
    _addressee: str

    @property
    def room_view(self) -> RoomView:
        raise NotImplementedError

    def add_commands(self) -> None:
        """Make the rows of the room's table work."""
        self.commands |= {
            "card": self._card,
            "call": self._call,
            "ready": self._ready,
            "more_time": self._more_time,
            "silent": self._silent,
            "go_alone": lambda _argument: self.session.submit(GoOn(self.room, "alone")),
            "join": lambda _argument: self.session.submit(GoOn(self.room, "join")),
            "wait": lambda _argument: self.session.submit(GoOn(self.room, "wait")),
            "to": self._to,
            "goal": self._goal,
            "leave": self._leave,
            "up": lambda _argument: self._page(-1),
            "down": lambda _argument: self._page(1),
            "newest": lambda _argument: self.query_one(Transcript).to_newest(),
        }

    def partner_ids(self) -> list[str]:
        """Everybody in the room but me."""
        return [member.who for member in partners(self.room_view, self.view)]

    def may_leave(self) -> bool:
        """Rooms of the teacher's round are left by their end only."""
        progress = self.room_view.progress
        return progress is not None and progress.origin != "round"

    def tick_goal(self, goal: int) -> None:
        """I reached this goal (counted from 0), or not after all."""
        seat = self.room_view.seat
        if seat is not None and (request := next_check(self.room, seat, goal)):
            self.session.submit(request)
        elif seat is None or goal >= len(seat.goals):
            self.say(_("There is no such goal on your card."))
        else:
            self.session.submit(TickGoal(self.room, goal, goal not in seat.reached))

    def back_to_writing(self, typed: str = "") -> None:
        """The composer again, with what was typed elsewhere."""
        self.remove_class("-card")
        composer = self.query_one(Composer)
        composer.focus()
        if typed:
            composer.insert(typed)

    def _card(self, _argument: str) -> None:
        card = self.query_one(Card)
        if card.has_focus:
            self.back_to_writing()
        else:
            self.add_class("-card")
            self.call_after_refresh(card.focus)
            self.call_after_refresh(lambda: card.show(self.room_view, self.view))

    def _call(self, what_for: str) -> None:
        progress = self.room_view.progress
        if progress and progress.call and not what_for:
            self.session.submit(CancelCall(self.room))
        else:
            self.session.submit(CallTeacher(self.room, what_for[: limits.CALL_CHARACTERS]))

    def keep_page(self) -> None:
        """Who is ready with a page means all of it, also what Enter has not kept yet."""
        raise NotImplementedError

    def _ready(self, _argument: str) -> None:
        progress = self.room_view.progress
        if progress:
            on = self.view.who not in progress.ready
            if on:
                self.keep_page()
            self.session.submit(Ready(self.room, progress.stage, on))

    def _more_time(self, _argument: str) -> None:
        progress = self.room_view.progress
        if progress:
            on = self.view.who not in progress.asking
            self.session.submit(AskForTime(self.room, on))

    def _silent(self, name: str) -> None:
        """A partner is here and does not answer; in a trio it has to be said who."""
        here = [who for who in self.partner_ids() if self.view.people[who].presence == "here"]
        wanted = name.casefold()
        found = [who for who in here if self.view.name(who).casefold().startswith(wanted)]
        if len(found) == 1:
            self.session.submit(ReportSilent(self.room, found[0]))
        elif here:
            self.say(_("Who does not answer? Write the name: /silent NAME"))
        else:
            self.say(_("The clock waits already. The teacher sees it."))

    def _ready_label(self) -> str:
        progress = self.room_view.progress
        ready = progress is not None and self.view.who in progress.ready
        return _("Not ready") if ready else _("Ready")

    def _to(self, name: str) -> None:
        wanted = name.casefold()
        found = [
            who
            for who in self.partner_ids()
            if wanted and self.view.name(who).casefold().startswith(wanted)
        ]
        if wanted and not found:
            self.say(_("Nobody here is called {name}.").format(name=name))
            return
        after = self._addressee
        self._addressee = found[0] if found else next_addressee(self.room_view, self.view, after)
        self.call_next(self.draw)

    def _goal(self, number: str) -> None:
        if number.isascii() and number.isdigit() and int(number) > 0:
            self.tick_goal(int(number) - 1)
        else:
            self.say(_("Which goal? Write its number: /goal 1"))

    def _leave(self, _argument: str) -> None:
        def leave(yes: bool | None) -> None:
            if yes:
                self.session.submit(Leave(self.room))

        progress = self.room_view.progress
        if progress and progress.origin == "solo":
            leave(yes=True)
        elif self.may_leave():
            question = _("Back to the lobby? It ends the room for your partner as well.")
            self.program.push_screen(Question(question), leave)
        else:
            self.say(_("The round runs. Your teacher ends it, or the clock. F10 leaves the class."))

    def _page(self, pages: int) -> None:
        card = self.query_one(Card)
        if card.has_focus:
            step = pages * max(1, card.size.height - 2)
            card.scroll_relative(y=step, animate=False)
            return
        text, transcript = self.query_one(Reading), self.query_one(Transcript)
        below = transcript.display and pages < 0 and transcript.scroll_y > 0
        if text.goes_on(pages) and not below:  # both are read as one: the text first
            text.page(pages)
        else:
            transcript.page(pages)
