"""What stands above and beside a transcript: the room's clock, each person's part, notes. Pure."""

from textual.content import Content

from duologue_client.fold import RoomView, View
from duologue_client.language import _, ngettext
from duologue_client.safe import assemble
from duologue_client.teacher.console.card import quiet, stage_in_words
from duologue_client.teacher.ranking import reasons
from duologue_client.teacher.wording import balance, mark, named, room_name, time_left
from duologue_protocol.parts import Cell, Member, Preview, Progress, Table

Parts = list[str | tuple[str, str]]


def room_head(room: RoomView, progress: Progress, view: View, now_ms: int, width: int) -> Content:
    """Two lines: who is here and the clock; the stage, and that the room knows of the reader."""
    names = " ⇄ ".join(
        f"{mark(view.people.get(one.who))} {named(view, one.who)}" for one in progress.members
    )
    why = reasons(
        progress,
        view.rows.get(progress.room),
        view.people,
        now_ms,
        quiet=quiet(progress),
    )
    clock = time_left(progress, now_ms)
    sign = "!" if progress.call else "?"
    needs = " · ".join(reason.words for reason in why)
    read = (
        _("the room sees that you are reading")
        if view.who in progress.watchers
        else _("asking the room …")
    )
    stage = stage_in_words(progress)
    return Content("\n").join(
        [
            _ends(
                assemble((room_name(progress), "bold"), "  ", names),
                assemble(
                    (f"{sign} {needs}  " if needs else "", "bold $text-warning"), (clock, "bold")
                ),
                width,
            ),
            _ends(
                assemble((stage, "$text-primary"), _typing(room, view)),
                assemble((f"◉ {read}", "$foreground 80%")),
                width,
            ),
        ]
    )


def room_side(
    room: RoomView, progress: Progress, view: View, preview: Preview | None, width: int
) -> Content:
    """Call for help, words and phrases of each person, their cards, tables and notes."""
    parts: Parts = []
    if call := progress.call:
        parts += [("! ", "bold $text-error"), (named(view, call.by), "bold"), _(" calls"), "\n"]
        parts += [call.text + "\n" if call.text else "", "\n"]
    row = view.rows.get(progress.room)  # it counts words of the room's own text, too
    words = dict(row.words) if row else room.words()
    for member in progress.members:
        parts += _person(member, room, view, preview, words, width)
    if room.table:
        parts += [(_("TABLE"), "bold"), "\n", *_table(room.table), "\n"]
    parts += [
        (f"✎ {named(view, note.by)} → {named(view, note.to)}: {note.text}\n", "$text-warning")
        for note in room.notes.values()
        if note.text
    ]
    return assemble(*parts)


def _person(
    member: Member,
    room: RoomView,
    view: View,
    preview: Preview | None,
    said: dict[str, int],
    width: int,
) -> Parts:
    words, total = said.get(member.who, 0), sum(said.values())
    used = room.ticked(member.who)
    parts: Parts = [
        (f"{mark(view.people.get(member.who))} {named(view, member.who)}", "bold $text-primary"),
        (f"  {member.role}\n", "$foreground 70%"),
    ]
    if member.observer:
        return [*parts, _("listens with a checklist"), "\n\n"]
    share = words / total if total else 0
    count = ngettext("{count} word", "{count} words", words).format(count=words)
    parts += [(balance(share, min(20, width - 12)), "$text-success"), f" {count}\n"]
    for number, phrase in enumerate(preview.phrases if preview else ()):
        parts.append((f"✔ {phrase}\n", "$text-success") if number in used else f"○ {phrase}\n")
    if preview is None and used:
        some = ngettext("{count} phrase used", "{count} phrases used", len(used))
        parts.append(some.format(count=len(used)) + "\n")
    card = (
        next((one for one in preview.roles if one.title == member.role), None) if preview else None
    )
    if card:
        parts.append((card.card.strip() + "\n", "$foreground 70%"))
    return [*parts, "\n"]


def _table(table: Table) -> Parts:
    parts: Parts = [" │ ".join(table.columns) + "\n"]
    for row in table.rows:
        parts.append(" │ ".join(_cell(cell) for cell in row) + "\n")
    return parts


def _cell(cell: Cell) -> str:
    sign = "" if cell.right is None else " ✔" if cell.right else f" ✗ {cell.answer}"
    return (cell.text or ("…" if cell.field else "")) + sign


def _typing(room: RoomView, view: View) -> str:
    names = ", ".join(named(view, who) for who in room.typing)
    some = ngettext("   {names} writes …", "   {names} write …", len(room.typing))
    return some.format(names=names) if names else ""


def _ends(left: Content, right: Content, width: int) -> Content:
    cut = left.truncate(max(0, width - right.cell_length - 1), ellipsis=True)
    return assemble(cut, " " * (width - cut.cell_length - right.cell_length), right)
