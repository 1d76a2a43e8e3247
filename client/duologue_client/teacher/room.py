"""One room read along: its lines as they come, who says how much, phrases, notes."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.widgets import Static

from duologue_client.keys import bindings
from duologue_client.language import _, translate_refusal
from duologue_client.safe import assemble
from duologue_client.session import Happening, ViewChanged
from duologue_client.teacher.choice import Choice
from duologue_client.teacher.clearing import clearable
from duologue_client.teacher.desk import Desk
from duologue_client.teacher.keyline import KeyLine
from duologue_client.teacher.keys import ROOM
from duologue_client.teacher.page import Page
from duologue_client.teacher.room_side import room_head, room_side
from duologue_client.teacher.status import Status
from duologue_client.teacher.word import Word
from duologue_client.teacher.wording import named, room_name
from duologue_client.widgets.said import mended
from duologue_client.widgets.transcript import Transcript
from duologue_protocol.parts import Line, Preview, SharedText
from duologue_protocol.refusals import Refused
from duologue_protocol.requests import (
    CancelCall,
    ChangeTime,
    ClearLine,
    Mute,
    NextStage,
    PauseTime,
    PinLine,
    Say,
    UndoTime,
    Unwatch,
    Watch,
)

MINUTE_MS = 60_000
NEED_A_RUNNING_ROOM = frozenset({"more_time", "less_time", "pause", "undo", "next_stage"})


class RoomScreen(Page):
    """A room that is watched as long as this screen is open."""

    KEYS = ROOM
    BINDINGS: ClassVar[list[BindingType]] = bindings(ROOM)

    CSS = """
    RoomScreen #head { height: 2; padding: 0 1; background: $surface; }
    RoomScreen #both { height: 1fr; layout: horizontal; }
    RoomScreen #middle { width: 1fr; }
    RoomScreen #page {
        height: auto; max-height: 50%; padding: 0 1; border: round $foreground 40%;
        border-title-color: $text-accent;
    }
    RoomScreen #side { width: 30; border-left: solid $foreground 35%; padding: 0 1; }
    RoomScreen.-wide #side { width: 60; }
    """

    def __init__(self, desk: Desk, room: str) -> None:
        super().__init__(desk)
        self.room = room
        self._preview: Preview | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="head", markup=False)
        with Container(id="both"):
            with Vertical(id="middle"):
                yield Static(id="page", markup=False)
                yield Transcript(lambda who: self.desk.view.name(who), cursor=True, id="lines")
            with VerticalScroll(id="side", can_focus=False):
                yield Static(id="facts", markup=False)
        yield Status()
        yield KeyLine()

    def on_mount(self) -> None:
        super().on_mount()
        self.desk.submit(Watch(self.room))
        self.query_one(Transcript).focus()
        self.run_worker(self._load_preview())

    def draw(self) -> None:
        super().draw()
        view, now_ms = self.desk.view, self.desk.now_ms()
        room = view.rooms.get(self.room)
        if room is None or room.progress is None:
            self.trouble(_("This room is over. Esc goes back to the console."))
            return
        self.query_one(KeyLine).show(key for key in self.offered if self.works(key.name))
        width = max(40, self.size.width - 2)
        head = room_head(room, room.progress, view, now_ms, width)
        self.query_one("#head", Static).update(head)
        side = self.query_one("#side")
        cells = max(20, side.content_size.width - 1)
        facts = room_side(room, room.progress, view, self._preview, cells)
        self.query_one("#facts", Static).update(facts)
        self._draw_page(room.shared_text)
        lines = [room.lines[number] for number in sorted(room.lines)]
        self.query_one(Transcript).show([*lines, *mended(room)])

    def _draw_page(self, text: SharedText | None) -> None:
        """What the room writes together, until it stands among the lines."""
        page = self.query_one("#page", Static)
        page.display = text is not None and not text.of
        if text is not None and page.display:
            cleared = (" ", _("(cleared by the teacher)")) if text.cleared else ()
            page.border_title = assemble(_("Their text"), *cleared)
            page.update(assemble(text.text))

    def heard(self, happening: Happening) -> None:
        super().heard(happening)
        if isinstance(happening, ViewChanged) and happening.fresh:
            self._watch_again()

    def works(self, name: str) -> bool:
        room = self.desk.view.rooms.get(self.room)
        progress = room.progress if room else None
        if name == "answer":
            return progress is not None and progress.call is not None
        if name in NEED_A_RUNNING_ROOM:
            return progress is not None and progress.state in ("playing", "ending")
        return True

    def action_say_in_room(self) -> None:
        def send(text: str | None) -> None:
            if text:
                self.desk.submit(Say(self.room, text))
                self.say(_("Said in this room."))

        self.program.push_screen(Word(_("Say in this room, to everybody in it:")), send)

    def action_more_time(self) -> None:
        self._change_time(1)

    def action_less_time(self) -> None:
        self._change_time(-1)

    def _change_time(self, minutes: int) -> None:
        self.desk.submit(ChangeTime(minutes * MINUTE_MS, self.room))
        self.say(_("{minutes:+} minute for this room.").format(minutes=minutes))

    def action_pin(self) -> None:
        """Pin the line under the cursor, or take the pin out; the room is not told."""
        transcript = self.query_one(Transcript)
        index = transcript.highlighted
        line = transcript.items[index] if index is not None else None
        if not isinstance(line, Line) or line.kind == "teacher" or not line.by:
            self.say(_("Go to a student's line first: ↑ and ↓."))
            return
        key = (self.room, line.number)
        pinned = any((pin.room, pin.line) == key for pin in self.desk.view.pins.values())
        self.desk.submit(PinLine(self.room, line.number, not pinned))
        self.say(_("The pin is out.") if pinned else _("Pinned. k on the console shows all pins."))

    def action_pause(self) -> None:
        room = self.desk.view.rooms.get(self.room)
        if room and room.progress:
            on = room.progress.ends_at_ms is not None
            self.desk.submit(PauseTime(on, self.room))
            self.say(_("The clock stands.") if on else _("The clock runs."))

    def action_undo(self) -> None:
        self.desk.submit(UndoTime())
        self.say(_("The last change of time is taken back."))

    def action_answer(self) -> None:
        room = self.desk.view.rooms.get(self.room)
        if room and room.progress and room.progress.call:
            self.desk.submit(CancelCall(self.room))
            self.say(_("{room} is answered.").format(room=room_name(room.progress)))
        else:
            self.say(_("This room does not call."))

    def action_next_stage(self) -> None:
        def go(answer: str | None) -> None:
            if answer == "yes":
                self.desk.submit(NextStage(self.room))
                self.say(_("The room goes on to its next stage."))

        answers = [("no", _("No")), ("yes", _("Next stage"))]
        self.program.push_screen(Choice(_("Go on to the next stage in this room?"), answers), go)

    def action_clear(self) -> None:
        def clear(answer: str | None) -> None:
            if line and answer == "yes":
                self.desk.submit(ClearLine(self.room, line.number))

        line = self._line()
        if line is None:
            return
        answers = [("no", _("No")), ("yes", _("Clear it"))]
        question = _("Clear this line of {name}? Nobody can read it any more.")
        name = named(self.desk.view, line.by) if line.by else _("the whole room")
        self.program.push_screen(Choice(question.format(name=name), answers), clear)

    def action_clear_other(self) -> None:
        self.run_worker(self._clear_other(), group="clear", exclusive=True)

    async def _clear_other(self) -> None:
        """Tables and stories are looked up now: nobody reads them along."""

        def clear(answer: str | None) -> None:
            if answer:
                self.desk.submit(written[int(answer)].clearing)

        try:
            answer = await self.desk.writings(self.room)
        except Refused as refused:
            self.trouble(translate_refusal(refused.code, refused.detail))
            return
        room = self.desk.view.rooms.get(self.room)
        written = clearable(self.room, room, self.desk.view, answer.writings) if room else []
        if not written:
            self.say(_("Nothing else is written here that others can read."))
            return
        answers = [("", _("No"))]
        answers += [(str(number), one.words) for number, one in enumerate(written)]
        question = _("Clear what? Nobody can read it any more.")
        self.program.push_screen(Choice(question, answers), clear)

    def action_mute(self) -> None:
        line = self._line()
        person = self.desk.view.people.get(line.by) if line else None
        if person and person.role == "student":
            on = not person.muted
            self.desk.submit(Mute(person.who, on))
            words = _("{name} can read and not write.") if on else _("{name} can write again.")
            self.say(words.format(name=person.name))
        elif line:
            self.say(_("Only a student's writing can be stopped."))

    def _line(self) -> Line | None:
        """What somebody said under the cursor; says so where there is none."""
        item = self.query_one(Transcript).chosen
        is_peoples = isinstance(item, Line) and (item.by or item.kind == "text")
        if isinstance(item, Line) and is_peoples and not item.cleared:
            return item
        self.say(_("Choose a line first, with the arrows."))
        return None

    def action_read_on(self) -> None:
        self.query_one(Transcript).page(1)

    def action_read_back(self) -> None:
        self.query_one(Transcript).page(-1)

    def action_close(self) -> None:
        """The room is told that nobody reads any more."""
        if self.room in self.desk.view.rooms:
            self.desk.submit(Unwatch(self.room))
        self.dismiss()

    def _watch_again(self) -> None:
        """A new picture of the class knows whether I still read."""
        room = self.desk.view.rooms.get(self.room)
        if room and room.progress and self.desk.view.who not in room.progress.watchers:
            self.desk.submit(Watch(self.room))

    async def _load_preview(self) -> None:
        """Cards and phrases, where the room has chosen its activity."""
        room = self.desk.view.rooms.get(self.room)
        if room is None or room.progress is None or room.progress.activity is None:
            return
        try:
            self._preview = await self.desk.preview(room.progress.activity.id)
        except Refused as refused:
            self.trouble(translate_refusal(refused.code, refused.detail))
        self.draw_if_seen()
