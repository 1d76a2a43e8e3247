"""The top of a room: its name, activity and people; the stage with its instruction. Pure."""

from textual.content import Content

from duologue_client.fold import RoomView, View
from duologue_client.language import _, ngettext
from duologue_client.safe import Piece, assemble, one_row
from duologue_client.student.speaking import partners, stage_of
from duologue_client.widgets.people import presence

CLOCK, NARROW_CLOCK = 28, 22
"""Columns that the countdown beside it and the edges take."""
UNANSWERED_MS = 60_000
"""How long one's own line has stood as the last one before one is shown what can be done."""
NARROW = 60
"""Columns of a screen below which only the most needed is shown."""


def head(room: RoomView, view: View, width: int) -> Content:
    """Room, activity and who is with me; a narrow screen does without the room, and without the
    roles, then without the activity, where they would push somebody's name off it."""
    place = width - (CLOCK if width >= NARROW else NARROW_CLOCK)
    whole = _head(room, view, width, roles=True)
    if whole.cell_length > place:
        whole = _head(room, view, width, roles=False)
    if whole.cell_length > place and partners(room, view):
        whole = _head(room, view, width, roles=False, title=False)
    return whole


def _head(room: RoomView, view: View, width: int, *, roles: bool, title: bool = True) -> Content:
    if room.progress is None:
        return Content("")
    pieces: list[Piece] = [(_("Room {number}").format(number=room.progress.number), "bold")]
    if width < NARROW:
        pieces = []
    if room.progress.activity and title:
        pieces += [
            " · " if pieces else "",
            (one_row(room.progress.activity.title), "bold $text-accent"),
        ]
    for member in partners(room, view):
        name = one_row(view.name(member.who), 40)
        away = view.people.get(member.who)
        words = _(" (reconnecting)") if away is not None and away.presence == "away" else ""
        role = f" ({one_row(member.role, 30)})" if member.role and roles else ""
        pieces += [
            " · " if pieces else "",
            presence(away),
            f" {name}",
            (role, "$foreground 60%"),
            words,
        ]
    return assemble(*pieces)


def stage_line(room: RoomView, view: View) -> Content:
    """Which of how many, and what is to be done."""
    stage, progress = stage_of(room), room.progress
    if progress is None or stage is None:
        return Content("")
    if view.classroom and view.classroom.attention == "frozen":
        words = _("‖ The teacher has stopped everybody: listen. What you write is kept here.")
        return assemble((words, "bold $text-warning"))
    count = f"{progress.stage + 1}/{len(progress.stages)} "
    ending = (_("Finish your sentence: the round ends. "), "bold $text-warning")
    return assemble(
        (count, "$foreground 60%"),
        (one_row(stage.title), "bold"),
        "  ",
        ending if progress.state == "ending" else "",
        stage.instruction,
    )


def waiting_line(room: RoomView, view: View) -> Content:
    """Somebody is missing: whom the clock waits for, and what one may choose when it is over."""
    progress = room.progress
    if progress is None or progress.state != "playing":
        return Content("")
    silent = [who for who, _since in progress.silent]
    if view.who in silent:
        words = _("Your partner waits for you. Write something.")
        return assemble((words, "bold reverse $text-warning"))
    gone = [
        one_row(view.name(one.who), 30)
        for one in partners(room, view)
        if one.who in silent
        or one.who not in view.people
        or view.people[one.who].presence != "here"
    ]
    if not gone:
        return Content("")
    if progress.choose:
        words = _(
            "{names} has not come back. /alone: go on without them · /join: to another room · "
            "/wait: two minutes more"
        )
        return assemble((words.format(names=", ".join(gone)), "bold $text-warning"))
    if progress.left_ms is None:
        return Content("")
    words = _("The clock waits for {names}. Your text is kept; the teacher sees it.")
    return assemble((words.format(names=", ".join(gone)), "$text-warning"))


def is_unanswered(room: RoomView, view: View, now_ms: int) -> bool:
    """Has my line been the last one for long, with everybody here?"""
    progress = room.progress
    if progress is None or progress.left_ms is not None or progress.silent or not room.lines:
        return False
    here = all(view.people[one.who].presence == "here" for one in partners(room, view))
    last = next(reversed(room.lines.values()))
    return here and last.by == view.who and now_ms - last.at_ms >= UNANSWERED_MS


def prompt_line(room: RoomView) -> Content:
    """In a script: my line with its gaps, hints, and a kind word after a wrong try."""
    prompt = room.prompt
    if prompt is None:
        return Content("")
    pieces: list[Piece] = [(_("Your line: "), "bold $text-success"), (prompt.text, "bold")]
    hints = [f"({number}) {hint}" for number, hint in enumerate(prompt.hints, 1) if hint]
    if hints:
        pieces += ["\n", (_("Hints: "), "$foreground 60%"), ("  ".join(hints), "$foreground 60%")]
    if prompt.wrong:
        pieces += ["\n", (_wrong(prompt.wrong), "$text-warning")]
    return assemble(*pieces)


def _wrong(tries: int) -> str:
    if tries == 1:
        return _("Not quite. Look at the line once more and try again.")
    return _("Not yet, and that is fine: look at the hints, or ask your partner.")


def murmurs(room: RoomView, view: View, typing: tuple[str, ...]) -> Content:
    """Who types, who is ready, whether the teacher was called."""
    pieces: list[Piece] = []
    progress = room.progress
    if progress is None:
        return Content("")
    others = [one_row(view.name(who), 30) for who in typing if who != view.who]
    if others:
        typing_now = ngettext("{names} is typing …", "{names} are typing …", len(others))
        pieces.append((typing_now.format(names=", ".join(others)), "italic $text-accent"))
    ready = _ready(progress.ready, room, view)
    if ready:
        pieces.append((ready, "$text-success"))
    if view.who in progress.asking:
        pieces.append((_("You ask for a minute more"), "$text-accent"))
    elif progress.asking:
        asking = ", ".join(one_row(view.name(who), 30) for who in progress.asking)
        words = _("{names} asks for a minute more (you too: Ctrl+G)")
        pieces.append((words.format(names=asking), "$text-accent"))
    if progress.waiting:
        pieces.append((_("⧗ waiting for the other rooms"), "$text-accent"))
    if progress.call:
        called = _("The teacher was called (F3 cancels)")
        pieces.append((called, "$text-warning"))
    return Content("   ").join(assemble(piece) for piece in pieces)


def aside(room: RoomView, view: View, unread: int) -> Content:
    """How many lines wait below, how many phrases I used, and whether the teacher reads."""
    pieces: list[Piece] = []
    if unread:
        pieces += [(_("{count} new ↓  ").format(count=unread), "bold $text-accent")]
    count = len(room.seat.phrases) if room.seat else 0
    if count:
        used = len(room.ticked(view.who))
        said = _("phrases {used}/{count}").format(used=used, count=count)
        pieces.append((f"{said} · ", "$text-success" if used else "$foreground 60%"))
    watchers = room.progress.watchers if room.progress else ()
    if watchers:
        name = one_row(view.name(watchers[0]), 24)
        pieces.append((_("◉ {name} is reading").format(name=name), "bold $text-warning"))
    else:
        pieces.append((_("○ teacher can read"), "$foreground 60%"))
    return assemble(*pieces)


def _ready(ready: tuple[str, ...], room: RoomView, view: View) -> str:
    others = [one_row(view.name(one.who), 30) for one in partners(room, view) if one.who in ready]
    mine = view.who in ready
    if mine and len(others) < len(partners(room, view)):
        return _("You are ready; waiting for your partner (F4 takes it back)")
    if others and not mine:
        return _("{names} ready; you are not yet (F4)").format(names=", ".join(others))
    return _("You are ready") if mine else ""
