"""What came of one room, as its student reads it. Pure."""

from textual.content import Content

from duologue_client.fold import RoomView, View
from duologue_client.language import _, ngettext
from duologue_client.ledger import ledger
from duologue_client.safe import Piece, assemble, one_row
from duologue_client.student.self_check import LETTERS
from duologue_client.widgets.form import cell_content
from duologue_client.widgets.people import names
from duologue_client.widgets.wrapping import hanging, heading, rows
from duologue_protocol.parts import Model, Note, Result, Table


def result_of(view: View, room: RoomView) -> Result | None:
    """A result from what this client has seen; None where there was no seat."""
    progress, seat = room.progress, room.seat
    if progress is None or seat is None or progress.activity is None:
        return None
    mine = tuple(line for line in room.lines.values() if line.by == view.who)
    used = room.ticked(view.who)
    cells = [cell for row in room.table.rows for cell in row] if room.table else []
    checked = [cell for cell in cells if cell.right is not None]
    return Result(
        room=progress.room,
        who=view.who,
        activity=progress.activity,
        role=seat.role,
        partners=tuple(one.who for one in progress.members if one.who != view.who),
        at_ms=progress.began_ms,
        lines=mine,
        words=room.words().get(view.who, 0),
        phrases=tuple(
            (phrase, used[number].text if number in used else "")
            for number, phrase in enumerate(seat.phrases)
        ),
        goals=tuple((goal, number in seat.reached) for number, goal in enumerate(seat.goals)),
        notes=tuple(note for note in room.notes.values() if note.to == view.who and note.text),
        right=sum(cell.right is True for cell in checked),
        fields=len(checked),
        finished=progress.state == "ended",
    )


def outcome_head(result: Result, view: View) -> Content:
    """Activity, role and partners."""
    pieces: list[Piece] = [
        (_("Results"), "bold $text-accent"),
        " · ",
        (one_row(result.activity.title), "bold"),
        f" · {one_row(result.role, 40)}",
    ]
    if result.partners:
        with_whom = names([view.name(who) for who in result.partners])
        pieces += [" · ", _("with {names}").format(names=with_whom)]
    return assemble(*pieces)


def outcome(result: Result, view: View, width: int) -> Content:
    """Notes first, for a person wrote them; then the figures, phrases and goals."""
    blocks = [_summary(result)]
    if result.notes:
        notes = [_note(note, place, view, width) for place, note in enumerate(result.notes)]
        blocks.append(rows(heading(_("Written to you")), *notes))
    if result.phrases:
        used = [_phrase(phrase, line, width) for phrase, line in result.phrases]
        blocks.append(rows(heading(_("Phrases")), *used))
    if result.goals:
        goals = [_goal(goal, reached, width) for goal, reached in result.goals]
        blocks.append(rows(heading(_("Goals")), *goals))
    if how := ledger(result.evidence):
        blocks.append(
            rows(heading(_("How it was written")), *(hanging("·", it, width) for it in how))
        )
    return Content("\n\n").join(blocks)


def spoken(result: Result, width: int) -> Content:
    """What I said, line by line."""
    said = [
        hanging(("·", "$foreground 60%"), line.text, width) for line in result.lines if line.text
    ]
    nothing = assemble((_("Nothing this time."), "$foreground 60%"))
    return rows(heading(_("What you said")), *(said or [nothing]))


def table_opened(table: Table, width: int) -> Content:
    """The cells that were mine to fill, each with its row's beginning and its answer."""
    lines: list[Content] = []
    for row in table.rows:
        for title, cell in zip(table.columns, row, strict=False):
            if cell.right is not None:
                place = assemble(
                    (f"{row[0].text} / {title}: ", "$foreground 60%"), cell_content(cell)
                )
                lines.append(hanging("", place, width))
    return rows(heading(_("Your table")), *lines)


def model_shown(model: Model, width: int) -> Content:
    """The model dialogue that the teacher has shown."""
    lines = [
        hanging("»", assemble((one_row(line.role, 40), "bold"), ": ", line.text), width)
        for line in model.lines
    ]
    return rows(heading(_("A model dialogue")), *lines)


def _summary(result: Result) -> Content:
    used = sum(bool(line) for _phrase, line in result.phrases)
    count = ngettext("{count} word", "{count} words", result.words).format(count=result.words)
    pieces = [(count, "bold")]
    if result.phrases:
        phrases = _("{used} of {all} phrases").format(used=used, all=len(result.phrases))
        pieces.append((phrases, "bold"))
    if result.fields:
        right = _("{right} of {all} right").format(right=result.right, all=result.fields)
        pieces.append((right, "bold"))
    return Content(" · ").join(assemble(piece) for piece in pieces)


def _note(note: Note, place: int, view: View, width: int) -> Content:
    """A partner's note, the letter that rates it, and what I have said of it."""
    said = {"": "", "yes": _("it helped"), "partly": _("it helped a little"), "no": _("no help")}
    can_be_rated = note.room in view.rooms and place < len(LETTERS)
    mark = f"✉ {LETTERS[place]}" if can_be_rated else "✉"
    who = (one_row(view.name(note.by)), "bold")
    helped = said[note.helped]
    text = assemble(who, ": ", note.text, (f"  {helped}" if helped else "", "$text-success"))
    return hanging((mark, "$foreground 60%"), text, width, 4)


def _phrase(phrase: str, line: str, width: int) -> Content:
    if not line:
        return hanging(("○", "$foreground 60%"), phrase, width)
    quoted = (f"\n“{line}”", "italic $foreground 60%")
    return hanging(("✔", "$text-success"), assemble((phrase, "$text-success"), quoted), width)


def _goal(goal: str, reached: bool, width: int) -> Content:
    return hanging(
        ("✔" if reached else "○", "$text-success" if reached else "$foreground 60%"), goal, width
    )
