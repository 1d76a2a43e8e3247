"""What a student does in single stages: order, vote, put a card aside, correct and be corrected."""

from duologue_client.fold import RoomView
from duologue_client.language import _
from duologue_client.safe import one_row
from duologue_client.student.desk import open_correction
from duologue_client.student.floor import floor_label, floor_request
from duologue_client.student.screen import StudentScreen
from duologue_client.widgets.ballot import BallotBox
from duologue_client.widgets.composer import Composer
from duologue_client.widgets.form import Form
from duologue_client.widgets.ordering import OrderList
from duologue_client.widgets.shared_text import SharedPage
from duologue_protocol.parts import Line, Verdict
from duologue_protocol.requests import AnswerCorrection, EditText, MoveItem, PassCard, Vote


class StageCommands(StudentScreen):
    """The commands of single stages."""

    room: str
    at_wall: bool = False
    """Reading what hangs on the wall, and so not writing."""
    correcting: int = 0
    """The number of the line that is being corrected; 0: none."""
    rewriting: bool = False
    """My page is in the composer: what is sent now stands for all of it."""

    @property
    def room_view(self) -> RoomView:
        raise NotImplementedError

    def add_stage_commands(self) -> None:
        """Make these rows of the room's table work."""
        self.commands |= {
            "floor": self._floor,
            "table": self._table,
            "move": self._move,
            "vote": self._vote,
            "pass": self._pass,
            "correct": self._correct,
            "take": lambda _argument: self._answer("accepted"),
            "own": lambda words: self._answer("rewritten", words),
            "disagree": lambda _argument: self._answer("disagreed"),
        }

    def floor_label(self) -> str:
        """What the key for the floor does now; empty: nothing."""
        return floor_label(self.room_view, self.view.who)

    def _floor(self, _argument: str) -> None:
        if request := floor_request(self.room_view, self.view.who):
            self.session.submit(request)
        else:
            self.say(_("Here you don't have to ask: just write."))

    def table_label(self) -> str:
        """What the key for it does now; empty: nothing."""
        room = self.room_view
        if room.passage and room.passage.hidden:
            return _("Back") if self.at_wall else _("To the wall")
        if room.shared_text and room.shared_text.writable:
            return _("Our text")
        if room.deck and room.deck.word:
            return _("Pass")
        if room.ballot:
            return _("Vote")
        if room.page and room.page.text:
            return _("My text")
        if room.ordering and not room.ordering.right:
            return _("Order")
        return _("Table") if self.query_one(Form).has_fields else ""

    def may_correct(self) -> bool:
        """Are partners' lines corrected in this stage?"""
        progress = self.room_view.progress
        if progress is None or progress.stage >= len(progress.stages):
            return False
        return progress.stages[progress.stage].kind in ("correct", "review")

    def stop_correcting(self) -> None:
        self.correcting = 0

    def _table(self, argument: str) -> None:
        """To what lies above the conversation, whatever it is, and back."""
        room, composer = self.room_view, self.query_one(Composer)
        page = self.query_one(SharedPage)
        if room.passage and room.passage.hidden:
            self._go_to_wall(there=not self.at_wall)
            return
        form, order, ballot = (
            self.query_one(Form),
            self.query_one(OrderList),
            self.query_one(BallotBox),
        )
        if form.has_focus_within or order.has_focus or ballot.has_focus or page.has_focus:
            composer.focus()
        elif room.shared_text and room.shared_text.writable:
            page.focus()
        elif room.deck and room.deck.word:
            self._pass(argument)
        elif room.ballot:
            ballot.focus()
        elif room.page and room.page.text:
            if not self.rewriting or not composer.text:
                composer.give_back(room.page.text)
            self.rewriting = True
        elif room.ordering and not room.ordering.right:
            order.focus()
        elif room.table is None or not form.focus_field():
            self.say(_("There is no table to fill now."))

    def _go_to_wall(self, *, there: bool) -> None:
        """Whoever reads can't write, and whoever writes can't read."""
        self.at_wall = there
        composer = self.query_one(Composer)
        composer.display = not there
        if not there:
            composer.focus()
        self.call_next(self.draw)

    def leave_wall(self) -> None:
        """The stage in which something hung there is over."""
        if self.at_wall and not (self.room_view.passage and self.room_view.passage.hidden):
            self._go_to_wall(there=False)

    def send_edit(self, edited: SharedPage.Edited) -> None:
        """What was changed in the common text."""
        progress, classroom = self.room_view.progress, self.view.classroom
        if progress is not None:
            pasted = edited.pasted if classroom and classroom.evidence else 0
            self.session.submit(
                EditText(self.room, progress.stage, edited.version, edited.edit, pasted)
            )

    def _move(self, argument: str) -> None:
        letter, _space, place = argument.partition(" ")
        if self.room_view.ordering is None or not place.strip().isdecimal() or int(place) < 1:
            self.say(_("Write a letter and its new place: /move B 1"))
        else:
            self.session.submit(MoveItem(self.room, letter.upper(), int(place) - 1))

    def _vote(self, argument: str) -> None:
        if self.room_view.ballot is None or not argument.isdecimal() or int(argument) < 1:
            self.say(_("Write the number of your choice: /vote 1"))
        else:
            self.session.submit(Vote(self.room, int(argument) - 1))

    def _pass(self, _argument: str) -> None:
        deck = self.room_view.deck
        if deck is None or not deck.word:
            self.say(_("Only who holds a card can put it aside."))
        else:
            self.session.submit(PassCard(self.room, deck.number))

    def _correct(self, number: str) -> None:
        """The latest line of a partner, then the one before it, into the composer."""
        if not self.may_correct():
            self.say(_("In this stage nothing is corrected."))
            return
        lines = [line for line in self.room_view.lines.values() if self._is_partners(line)]
        before = [line for line in lines if not self.correcting or line.number < self.correcting]
        named = [line for line in lines if number.isdecimal() and line.number == int(number)]
        found = (named or before or lines)[-1:]
        if not found:
            self.say(_("There is no line of a partner to correct."))
            return
        line = found[0]
        self.correcting = line.number
        composer = self.query_one(Composer)
        composer.write_for(self.draft_of())
        if not composer.text:
            composer.give_back(line.text)
        composer.focus()
        self.call_next(self.draw)

    def draft_of(self, addressee: str = "") -> str:
        """What is in the composer: a correction, a note to somebody, or a line of the room."""
        if self.correcting:
            return f"{self.room} correct {self.correcting}"
        return f"{self.room} note {addressee}" if addressee else f"{self.room} line"

    def correcting_title(self) -> str:
        """For the frame of the composer: whose line is mended."""
        line = self.room_view.lines.get(self.correcting)
        if line is None:
            return ""
        name = one_row(self.view.name(line.by), 30)
        return _("Mend {name}'s line (F7: the one before, empty: none)").format(name=name)

    def _is_partners(self, line: Line) -> bool:
        return line.kind in ("said", "answer") and line.by not in ("", self.view.who)

    def _answer(self, verdict: Verdict, words: str = "") -> None:
        one = open_correction(self.room_view, self.view.who)
        if one is None:
            self.say(_("Nobody has corrected a line of yours."))
        elif verdict == "rewritten" and not words:
            self.say(_("Write it behind the command: /own my own words"))
        else:
            self.session.submit(AnswerCorrection(self.room, one.line, one.by, verdict, words))
