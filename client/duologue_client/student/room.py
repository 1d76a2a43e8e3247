"""The room: own card, stage and clock, the conversation, the table, and where one writes."""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from duologue_client import keys
from duologue_client.fold import RoomView
from duologue_client.language import _
from duologue_client.places import Draft
from duologue_client.safe import one_row
from duologue_client.session import Happening, RequestRefused, Session, ViewChanged
from duologue_client.student import heading
from duologue_client.student.conversation import conversation
from duologue_client.student.desk import correction_line, desk, open_correction
from duologue_client.student.floor import floor_words
from duologue_client.student.news import news
from duologue_client.student.room_commands import RoomCommands
from duologue_client.student.screen import StudentScreen
from duologue_client.student.speaking import (
    asks_for,
    next_addressee,
    request_for,
    stage_of,
    with_pasted,
)
from duologue_client.student.stage_commands import StageCommands
from duologue_client.widgets.ballot import BallotBox
from duologue_client.widgets.card import Card
from duologue_client.widgets.composer import Composer
from duologue_client.widgets.countdown import Countdown
from duologue_client.widgets.form import Form
from duologue_client.widgets.keybar import KeyBar
from duologue_client.widgets.ordering import OrderList
from duologue_client.widgets.reading import Reading
from duologue_client.widgets.shared_text import SharedPage
from duologue_client.widgets.status import StatusLine
from duologue_client.widgets.transcript import Transcript
from duologue_protocol.parts import Typing
from duologue_protocol.requests import (
    CallTeacher,
    Correct,
    EditText,
    Fill,
    MoveItem,
    Request,
    Say,
    Vote,
    WriteNote,
    WritePage,
)

TYPING_MS = 6_000
_WRITTEN = Say | WriteNote | CallTeacher | WritePage | Correct


class Room(RoomCommands, StageCommands, StudentScreen):
    """A room that plays. The composer has the focus unless one asked for card or table."""

    KEYS = keys.ROOM
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(keys.ROOM)

    DEFAULT_CSS = """
    Room #top { height: 1; background: $surface; padding: 0 1; }
    Room #head { width: 1fr; height: 1; }
    Room #stage { height: auto; max-height: 6; padding: 0 1; background: $surface; }
    Room #both { height: 1fr; }
    Room #left { width: 1fr; }
    Room #form { border-bottom: solid $foreground 25%; }
    Room.-alone #form { max-height: 100%; }
    Room #order, Room #ballot { border-bottom: solid $foreground 25%; }
    Room #desk { max-height: 40%; }
    Room.-reading #desk { max-height: 100%; }
    Room #prompt { height: auto; max-height: 7; padding: 0 1; border-top: solid $foreground 25%; }
    Room.-wide Card { width: 44; }
    Room.-huge Card { width: 96; layout: horizontal; padding: 0 2; }
    Room.-huge Card #role { width: 1fr; padding-right: 3; }
    Room.-huge Card #help { width: 1fr; margin-top: 0; }
    Room.-phone Card, Room.-narrow.-reading Card { display: none; }
    Room.-phone.-card Card, Room.-narrow.-reading.-card Card {
        display: block; width: 100%; border-left: none;
    }
    Room.-phone.-card #left, Room.-narrow.-reading.-card #left { display: none; }
    Room.-phone Countdown { width: 20; }
    Room.-studying #left { display: none; }
    Room.-studying Card { display: block; width: 100%; border-left: none; layout: horizontal; }
    Room.-studying Card #role { width: 1fr; padding-right: 3; }
    Room.-studying Card #help { width: 1fr; margin-top: 0; }
    Room.-studying.-phone Card { layout: vertical; }
    Room.-studying.-phone Card #help { margin-top: 1; }
    """

    def __init__(
        self, session: Session, room: str, draft: Draft, keep_draft: Callable[[Draft], None]
    ) -> None:
        super().__init__(session)
        self.room = room
        self._draft = draft
        self._keep_draft = keep_draft
        self._seen = self.room_view.progress
        self._frozen = False
        self._unread = 0
        self._typing_until = 0
        self._addressee = ""
        self._drawn: dict[str, Content] = {}
        self.add_commands()
        self.add_stage_commands()

    @property
    def room_view(self) -> RoomView:
        return self.view.rooms.get(self.room, RoomView())

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static(id="head", markup=False)
            yield Countdown()
        yield Static(id="stage", markup=False)
        with Horizontal(id="both"):
            with Vertical(id="left"):
                yield Form(id="form")
                yield OrderList(id="order")
                yield BallotBox(id="ballot")
                yield SharedPage(id="page")
                yield Reading(id="desk")
                yield Transcript(self.view_name, self.view.who, id="transcript")
            yield Card()
        yield Static(id="prompt", markup=False)
        yield StatusLine()
        yield Composer(self._draft.text, draft_of=self._draft.of)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(Composer).focus()
        self.call_after_refresh(self.draw)

    def on_resize(self) -> None:
        self.call_after_refresh(self.draw)

    def view_name(self, who: str) -> str:
        return self.view.name(who)

    def draw(self) -> None:
        room, view = self.room_view, self.view
        if room.progress is None or not self.is_mounted:
            return
        self.leave_wall()
        self.query_one(Form).show(room.table)
        self._draw_top()
        self.query_one(Card).show(room, view)
        self.query_one(Transcript).show(conversation(room, view, self.session.pending))
        self.query_one(OrderList).show(room.ordering)
        self.query_one(BallotBox).show(room.ballot)
        self.query_one(SharedPage).show(room.shared_text)
        self.query_one(Reading).show(desk(room, view, at_wall=self.at_wall))
        reading = room.passage is not None and (self.at_wall or not room.passage.hidden)
        self.set_class(reading, "-reading")
        stage = stage_of(room)
        self.set_class(stage is not None and stage.alone, "-alone")
        self.query_one(Transcript).display = not reading
        waiting = heading.waiting_line(room, view)
        self._put_or_hide(
            "#prompt", waiting or heading.prompt_line(room) or correction_line(room, view)
        )
        if self.has_class("-studying") != self._only_reads():
            self.toggle_class("-studying")
            self.call_after_refresh(self.draw)  # the card has another width now
        self._draw_composer()
        self._draw_status()

    def _only_reads(self) -> bool:
        """There is nothing but the card yet, so it gets all the room there is."""
        stage = stage_of(self.room_view)
        left = self.query_one("#left").children
        return (
            stage is not None
            and stage.kind == "prepare"
            and not self.query_one(Transcript).items
            and not any(one.display for one in left if not isinstance(one, Transcript))
        )

    def heard(self, happening: Happening) -> None:
        if isinstance(happening, RequestRefused):
            self._give_back(happening)
        if isinstance(happening, ViewChanged):
            if any(isinstance(part, Typing) for part in happening.parts):
                self._typing_until = self.session.now_ms() + TYPING_MS
            self._tell_news()
            self._hear_of_freeze()
        self.call_next(self.draw)

    def tick(self, now: float) -> None:
        super().tick(now)
        for countdown in self.query(Countdown):  # none while the screen comes or goes
            countdown.tick(self.session.now_ms())
            self._draw_status()

    # Writing

    def on_composer_sent(self, event: Composer.Sent) -> None:
        text = event.text.strip()
        if keys.is_command(text):
            if self.run_command(text):
                self.query_one(Composer).take_out(event.text)
            return
        request = self._request_for(text)
        if self.view.classroom and self.view.classroom.evidence:
            request = with_pasted(request, event.pasted)
        whole = request.text if isinstance(request, WritePage) else text
        if len(whole) > self.query_one(Composer).limit:
            self.say(_("That is too long. Shorten it, or send it in two parts."))
            return
        if request is None:
            return
        self.say("")
        self.query_one(Composer).take_out(event.text)
        self.session.submit(request)
        if isinstance(request, WriteNote):
            self._after_note(request.to)
        self.stop_correcting()
        self.rewriting = False
        self.call_next(self.draw)
        self.query_one(Transcript).to_newest()

    def keep_page(self) -> None:
        composer = self.query_one(Composer)
        text = composer.text.strip()
        if text and not keys.is_command(text) and isinstance(self._request_for(text), WritePage):
            self.on_composer_sent(composer.as_sent())

    def _request_for(self, text: str) -> Request | None:
        if not self.correcting:
            return request_for(text, self.room_view, self._addressee, self._written())
        if text:
            return Correct(self.room, self.correcting, text)
        self.stop_correcting()
        self.call_next(self.draw)
        return None

    def _written(self) -> str:
        """What stands on my page or is on its way there; "" while I write it anew."""
        if self.rewriting:
            return ""
        page, progress = self.room_view.page, self.room_view.progress
        pages = [
            one.text
            for one in self.session.pending
            if isinstance(one, WritePage)
            and progress
            and (one.room, one.stage) == (progress.room, progress.stage)
        ]
        return pages[-1] if pages else page.text if page else ""

    def on_composer_typing_changed(self, event: Composer.TypingChanged) -> None:
        self.session.typing(self.room, event.on)

    def on_composer_cut(self) -> None:
        self.say(_("The text was too long; only its beginning was pasted."))

    def on_text_area_changed(self, event: Composer.Changed) -> None:
        of = self.query_one(Composer).draft_of
        self._keep_draft(Draft(event.text_area.text, of))

    # What the widgets tell

    def on_transcript_unread(self, event: Transcript.Unread) -> None:
        self._unread = event.count
        self._draw_status()

    def on_card_goal_ticked(self, event: Card.GoalTicked) -> None:
        self.tick_goal(event.goal)

    def on_card_closed(self, event: Card.Closed) -> None:
        self.back_to_writing(event.typed)

    def on_form_filled(self, event: Form.Filled) -> None:
        self.session.submit(Fill(self.room, event.field, event.text))

    def on_form_closed(self) -> None:
        self.back_to_writing()

    def on_order_list_moved(self, event: OrderList.Moved) -> None:
        self.session.submit(MoveItem(self.room, event.item, event.place))

    def on_order_list_closed(self) -> None:
        self.back_to_writing()

    def on_ballot_box_voted(self, event: BallotBox.Voted) -> None:
        self.session.submit(Vote(self.room, event.option))

    def on_ballot_box_closed(self) -> None:
        self.back_to_writing()

    def on_shared_page_edited(self, event: SharedPage.Edited) -> None:
        self.send_edit(event)

    def on_shared_page_closed(self) -> None:
        self.back_to_writing()

    def on_click(self, event: events.Click) -> None:
        if event.widget is None or not event.widget.can_focus:
            self.query_one(Composer).focus()

    # Drawing

    def _draw_top(self) -> None:
        room = self.room_view
        self._put("#head", heading.head(room, self.view, self.size.width))
        self._put("#stage", heading.stage_line(room, self.view))
        if room.progress:
            self.query_one(Countdown).show(room.progress, self.session.now_ms())

    def _put(self, place: str, content: Content) -> None:
        """Update only what differs: every update lays the whole screen out again."""
        if self._drawn.get(place) != content:
            self._drawn[place] = content
            self.query_one(place, Static).update(content)

    def _put_or_hide(self, place: str, content: Content) -> None:
        self.query_one(place).display = bool(content.plain)
        self._put(place, content)

    def _draw_composer(self) -> None:
        room = self.room_view
        stage = stage_of(room)
        reviewing = stage is not None and stage.kind == "review"
        if not reviewing:
            self._addressee = ""
        elif not self._addressee:
            self._addressee = next_addressee(room, self.view)
        to = self.view.name(self._addressee) if self._addressee else ""
        composer = self.query_one(Composer)
        wrote_line = composer.draft_of == f"{self.room} line"
        aside = composer.write_for(self.draft_of(self._addressee))
        if aside and wrote_line and reviewing and not self.correcting:
            self.say(_("The time was over before you sent: {text}").format(text=one_row(aside)))
        composer.ask_for(
            floor_words(room, self.view) or asks_for(room, self.view, self._addressee),
            self.correcting_title() or (_("Note to {name}").format(name=to) if to else ""),
        )
        labels = {
            "ready": self._ready_label(),
            "table": self.table_label(),
            "floor": self.floor_label(),
            "correct": _("Correct") if self.may_correct() else "",
            "take": _("Take it") if open_correction(room, self.view.who) else "",
            "card": _("Card ↓") if self.query_one(Card).max_scroll_y else _("Card"),
            "to": _("Next partner") if reviewing and len(self.partner_ids()) > 1 else "",
            "silent": _("No answer?")
            if heading.is_unanswered(room, self.view, self._now())
            else "",
            "leave": _("Lobby") if self.may_leave() else "",
            "down": _("Read on") if self.query_one(Reading).is_longer else "",
        }
        self.query_one(KeyBar).show(keys.ROOM, labels)

    def _now(self) -> int:
        return self.session.now_ms()

    def _draw_status(self) -> None:
        room = self.room_view
        typing = room.typing if self.session.now_ms() < self._typing_until else ()
        status = self.query_one(StatusLine)
        status.murmur(heading.murmurs(room, self.view, typing))
        status.set_aside(heading.aside(room, self.view, self._unread))

    def _tell_news(self) -> None:
        before, self._seen = self._seen, self.room_view.progress
        if before is not None:
            for sentence in news(before, self.room_view, self.view):
                self.notify(sentence, markup=False, timeout=4)

    def _hear_of_freeze(self) -> None:
        """What was refused while everybody was stopped is no longer true afterwards."""
        was, classroom = self._frozen, self.view.classroom
        self._frozen = classroom is not None and classroom.attention == "frozen"
        if was and not self._frozen:
            self.say("")

    def _give_back(self, refused: RequestRefused) -> None:
        """A refused request's text belongs back where it was written."""
        self.say(refused.sentence)
        request = refused.request
        if isinstance(request, _WRITTEN) and request.room == self.room:
            self.query_one(Composer).give_back(request.text)
            self.rewriting = self.rewriting or isinstance(request, WritePage)
        elif isinstance(request, Fill):
            self.query_one(Form).refused(request.field)
        elif isinstance(request, EditText):
            self.query_one(SharedPage).refused()

    def _after_note(self, to: str) -> None:
        others = [who for who in self.partner_ids() if who != to]
        self._addressee = next_addressee(self.room_view, self.view, to) if others else to
        name = self.view.name(to)
        self.notify(_("Your note to {name} is sent.").format(name=name), markup=False, timeout=4)
