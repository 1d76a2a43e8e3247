"""The own card: pinned beside the conversation, scrolled by its own keys."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from duologue_client.fold import RoomView, View
from duologue_client.language import _
from duologue_client.safe import assemble
from duologue_client.widgets.phrases import phrases_column, ticks, words_said
from duologue_client.widgets.wrapping import hanging, heading, rows
from duologue_protocol.parts import Seat
from duologue_protocol.requests import Can


class Card(VerticalScroll, can_focus=True):
    """Focused, arrows and page keys scroll it, a digit ticks a goal, anything else closes it."""

    DEFAULT_CSS = """
    Card {
        width: 34; height: 1fr; padding: 0 1; border-left: solid $foreground 25%;
        border-bottom: solid $foreground 25%; border-subtitle-align: left;
        border-subtitle-color: $text-accent; border-subtitle-background: $background;
        scrollbar-size-vertical: 1; layout: vertical;
    }
    Card:focus { border-left: thick $text-accent; background: $surface; background-tint: $foreground 0%; }
    Card Static, Card #help { height: auto; }
    Card #help { margin-top: 1; }
    Card #words { margin-top: 1; }
    Card #words.-alone { margin-top: 0; }
    """

    SCROLLING = ("up", "down", "pageup", "pagedown", "home", "end", "tab", "shift+tab")

    class GoalTicked(Message):
        """A digit was pressed: this goal, counted from 0."""

        def __init__(self, goal: int) -> None:
            super().__init__()
            self.goal = goal

    class Closed(Message):
        """Back to writing; `typed` is what was typed instead of a card key."""

        def __init__(self, typed: str = "") -> None:
            super().__init__()
            self.typed = typed

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name Textual gives it
        super().__init__(id=id)
        self._drawn: object = None
        self._words = Content("")
        self._seat: Seat | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="role", markup=False)
        with Vertical(id="help"):
            yield Static(id="phrases", markup=False)
            yield Static(id="words", markup=False)

    def on_mount(self) -> None:
        for changes in ("virtual_size", "size", "has_focus"):
            self.watch(self, changes, self._look_again, init=False)

    def show(self, room: RoomView, view: View) -> None:
        """Show my seat in this room."""
        if room.seat is None:
            return
        seat = self._seat = room.seat
        role, phrases = self.query_one("#role", Static), self.query_one("#phrases", Static)
        width = self.query_one("#help").content_size.width or 30
        role_width, used = role.content_size.width or 30, ticks(room, view)
        drawn = seat, used, role_width, width
        if drawn != self._drawn:
            self._drawn = drawn
            role.update(card_column(seat, role_width))
            column = phrases_column(seat, used, width)
            phrases.display = bool(column.plain)
            phrases.update(column)
            self._draw_more()
        self._draw_words(words_said(room, view, width))

    def _draw_words(self, said: Content) -> None:
        """They change with every line; only where they take another row, what is around moves."""
        words = self.query_one("#words", Static)
        words.display = bool(said.plain)
        words.set_class(not self.query_one("#phrases").display, "-alone")
        if said != self._words:
            longer = said.plain.count("\n") != self._words.plain.count("\n")
            self._words = said
            words.update(said, layout=longer)

    def _look_again(self) -> None:
        self.call_after_refresh(self._draw_more)

    def _draw_more(self) -> None:
        """What is below the fold, and how to come to it: a student does not look for it there."""
        if self._seat is not None and self.max_scroll_y > 0:
            self.border_subtitle = below_the_fold(self._seat, reading=self.has_focus)
        else:
            self.border_subtitle = ""

    async def _on_key(self, event: events.Key) -> None:
        if event.key in self.SCROLLING:
            return
        if event.character and event.character in "123456789":
            self.post_message(self.GoalTicked(int(event.character) - 1))
        elif event.key in ("escape", "enter"):
            self.post_message(self.Closed())
        elif event.is_printable and event.character and event.character != "?":
            self.post_message(self.Closed(event.character))
        else:
            return
        event.stop()
        event.prevent_default()


def below_the_fold(seat: Seat, *, reading: bool) -> Content:
    """On the lower edge of a card that is longer than its place."""
    if reading:
        return assemble(_("↑↓ read · 1 2 tick · Esc") if seat.goals else _("↑↓ read · Esc"))
    if seat.goals:
        goals = _("goals {done}/{all}").format(done=len(seat.reached), all=len(seat.goals))
        return assemble(_("▼ more: F2 · {goals}").format(goals=goals))
    return assemble(_("▼ more: F2"))


def card_column(seat: Seat, width: int) -> Content:
    """Role, card and goals."""
    role = _("the observer") if seat.observer else seat.role
    title = _("You are: {role}").format(role=role)
    blocks = [assemble((title, "bold $text-accent"))]
    if seat.starts:
        blocks[0] = rows(blocks[0], assemble((_("▸ You start."), "$text-success")))
    if seat.card.strip():
        blocks.append(assemble(seat.card))
    for title, card in seat.shared:
        alone = _("Nobody here has this card, so you may read it: {title}").format(title=title)
        blocks.append(rows(heading(alone), assemble(card)))
    if seat.goals:
        how = assemble((_("To tick: F2, then its number"), "italic $foreground 60%"))
        blocks.append(rows(heading(_("Goals")), *_goals(seat, width), how))
    if seat.aims:
        blocks.append(aims_check(seat, width))
    return Content("\n\n").join(blocks)


CAN: dict[Can, str] = {"": "○", "not_yet": "–", "partly": "◐", "yes": "●"}
"""Marks of what one says of oneself."""


def aims_check(seat: Seat, width: int) -> Content:
    """The aims with what I say of myself to each; their digits go on behind the goals'."""
    lines: list[Content] = []
    for number, aim in enumerate(seat.aims, len(seat.goals) + 1):
        can = seat.can[number - len(seat.goals) - 1]
        mark = assemble(
            (f"{number} ", "$foreground 60%"),
            (CAN[can], "$text-success" if can in ("partly", "yes") else "$foreground 60%"),
        )
        word = {"": "", "not_yet": _("not yet"), "partly": _("partly"), "yes": _("yes")}[can]
        text = assemble(aim, (f"  {word}" if word else "", "bold $text-success"))
        lines.append(hanging(mark, text, width, 4))
    return rows(heading(_("Can you do it now?")), *lines)


def _goals(seat: Seat, width: int) -> list[Content]:
    goals: list[Content] = []
    for number, goal in enumerate(seat.goals):
        done = number in seat.reached
        mark = assemble(
            (f"{number + 1} ", "$foreground 60%"),
            ("✔" if done else "○", "$text-success" if done else "$foreground 60%"),
        )
        goals.append(hanging(mark, (goal, "$text-success" if done else ""), width, 4))
    return goals
