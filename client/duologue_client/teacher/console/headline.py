"""The top of the console: class, round, time left, and how the line is."""

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from duologue_client.fold import View
from duologue_client.language import _, ngettext
from duologue_client.safe import assemble
from duologue_client.session import LinkChanged
from duologue_client.teacher.console.card import Card
from duologue_client.teacher.console.lessons import whereabouts
from duologue_client.teacher.console.pen import fitted
from duologue_client.teacher.ranking import Need
from duologue_client.teacher.wording import round_time_left
from duologue_protocol.parts import TEACHES


class Headline(Static):
    """Two lines: the class and who is here; the round and how it goes."""

    DEFAULT_CSS = """
    Headline { height: 2; padding: 0 1; background: $surface; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)

    def show(self, view: View, link: LinkChanged, cards: tuple[Card, ...], now_ms: int) -> None:
        """Draw the state of the class."""
        width = max(20, self.content_size.width or 78)
        first = _ends(_class_name(view), _here(view, link), width)
        needs = _needs(cards, view)
        second = _ends(_round(view, now_ms, width - needs.cell_length - 1), needs, width)
        self.update(Content("\n").join([first, second]), layout=False)


def _ends(left: Content, right: Content, width: int) -> Content:
    """One text at the left and one at the right end of a line; the left one is cut if need be."""
    room = max(0, width - right.cell_length - 1)
    cut = left.truncate(room, ellipsis=True)
    return assemble(cut, " " * (width - cut.cell_length - right.cell_length), right)


def _class_name(view: View) -> Content:
    title = view.classroom.title if view.classroom else "…"
    code = view.classroom.code if view.classroom else ""
    ended = view.round is not None and view.round.state == "ended"
    lesson = whereabouts(view.lesson, ended=ended) if view.lesson else ""
    closed = view.classroom is not None and not view.classroom.pairing_allowed
    return assemble(
        (fitted(title, 40), "bold"),
        (f"  {code}", "$text-primary"),
        (f"  {lesson}" if lesson else "", "$foreground 80%"),
        (_("  pairing up is off") if closed else "", "$text-warning"),
        (_("  locked") if view.classroom and view.classroom.locked else "", "$text-warning"),
        (_("  you look on") if view.me and view.me.role == "observer" else "", "$text-accent"),
        (f"  {_attention(view)}", "bold $text-warning"),
    )


def _attention(view: View) -> str:
    """What everybody does instead of working."""
    return {
        "frozen": _("‖ EVERYBODY IS STOPPED"),
        "plenary": _("◎ ALL TOGETHER"),
    }.get(view.classroom.attention if view.classroom else "", "")


def _here(view: View, link: LinkChanged) -> Content:
    here = sum(person.presence == "here" for person in view.students())
    away = sum(person.presence == "away" for person in view.students())
    count = ngettext("{count} here", "{count} here", here).format(count=here)
    gone = _(" · {count} away").format(count=away) if away else ""
    live = link.state == "live"
    return assemble(
        count,
        (gone, "$text-warning"),
        ("   ● " if live else "   ◌ ", "$text-success" if live else "$text-error"),
        _("live") if live else _("no line"),
    )


def _round(view: View, now_ms: int, width: int) -> Content:
    """The title of the activity yields before the time that is left."""
    current = view.round
    if current is None and view.classroom is None:
        return assemble((_("The class is not here yet"), "$foreground 70%"))
    if current is None:
        leads = view.me is None or view.me.role in TEACHES
        words = _("No round yet: n plans one") if leads else _("No round yet")
        return assemble((words, "$foreground 70%"))
    left = round_time_left(view, now_ms)
    number = _("Round {number}").format(number=current.number)
    state = f" · {_state(current.state)}"
    time = f"  {left}" if left else ""
    rest = sum(cell_len(text) for text in (number, " · ", state, time))
    title = fitted(current.activity.title, max(8, width - rest))
    return assemble(number, " · ", (title, "bold"), state, (time, "bold $text-primary"))


def _state(state: str) -> str:
    return {"running": _("running"), "ending": _("ending"), "ended": _("ended")}[state]


def _needs(cards: tuple[Card, ...], view: View) -> Content:
    """How many rooms there are, how many of them need what, and how many ask for time."""
    if not cards:
        return Content("")
    calls = sum(one.rank.need is Need.HELP for one in cards)
    others = sum(Need.HELP < one.rank.need < Need.TIME for one in cards)
    count = ngettext("{count} room", "{count} rooms", len(cards)).format(count=len(cards))
    asking = sum(bool(room.progress and room.progress.asking) for room in view.rooms.values())
    return assemble(
        count,
        (
            _(" · {count} of {all} ask for a minute").format(count=asking, all=len(cards))
            if asking
            else "",
            "bold $text-warning",
        ),
        (_(" · {count} ! help").format(count=calls) if calls else "", "bold $text-error"),
        (_(" · {count} ? look").format(count=others) if others else "", "bold $text-warning"),
    )
