"""What stands in a conversation, and how each piece of it is written: who, what, and its marks. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.content import Content

from duologue_client.fold import RoomView
from duologue_client.language import _
from duologue_client.safe import Piece, assemble, one_row
from duologue_client.widgets.difference import difference
from duologue_protocol.parts import Announcement, Correction, Line, Note


@dataclass(frozen=True)
class Sending:
    """An own line that the server has not acknowledged yet."""

    text: str


@dataclass(frozen=True)
class Mended:
    """A correction with the line it is about."""

    line: str
    correction: Correction


Item = Line | Announcement | Note | Sending | Mended


def mended(room: RoomView) -> list[Mended]:
    """The corrections of a room whose lines the reader has."""
    return [
        Mended(room.lines[one.line].text, one)
        for _key, one in sorted(room.corrections.items())
        if one.line in room.lines and (one.text or one.cleared)
    ]


class Writing:
    """Writes items for one reader.

    `name_of` turns an id into a name, `me` is the reader's id ("" for a teacher).
    """

    def __init__(self, name_of: Callable[[str], str], me: str = "") -> None:
        self._name_of = name_of
        self._me = me

    def write(self, item: Item) -> Content:
        """The item as one wraps it."""
        match item:
            case Line():
                return self._line(item)
            case Announcement():
                said = _("{name} to you alone") if item.to else _("{name} to all")
                who = said.format(name=one_row(self._name_of(item.by)))
                return assemble((f"✎ {who}", "bold $text-warning"), ": ", item.text)
            case Note():
                to = _("Your note to {name}").format(name=one_row(self._name_of(item.to)))
                return assemble((f"✎ {to}", "bold $text-success"), ": ", item.text, _gone(item))
            case Mended():
                return self._correction(item)
            case Sending():
                start: tuple[str, str] = (_("You"), "bold $foreground 60%")
                return assemble(
                    start,
                    ": ",
                    (item.text, "$foreground 60%"),
                    (_("  sending …"), "italic $foreground 60%"),
                )

    def _correction(self, item: Mended) -> Content:
        one = item.correction
        name = _("You") if one.by == self._me else one_row(self._name_of(one.by))
        pieces: list[Piece] = [(f"✎ {name}", "bold $text-accent"), ": "]
        pieces.append(difference(item.line, one.text) if one.text else _gone(one))
        if one.verdict:
            pieces.append((f"  {_verdict(one)}", "$text-success"))
        if one.used:
            pieces.append((_("  used since ✔"), "bold $text-success"))
        return assemble(*pieces)

    def _line(self, line: Line) -> Content:
        if line.cleared:
            return assemble(*self._speaker(line), _gone(line))
        ticks = ("✔" * len(line.phrases), "$text-success") if line.phrases else ""
        return assemble(*self._speaker(line), line.text, ticks)

    def _speaker(self, line: Line) -> tuple[Piece, ...]:
        name = one_row(self._name_of(line.by)) if line.by else one_row(line.role) or "·"
        if line.kind == "answer":
            return self._writer(line, name)
        if line.kind == "text":
            return (_("☰ The text of this group"), "bold $text-accent"), ":\n"
        if line.kind == "original":
            return (_("☰ It was"), "bold $text-accent"), ":\n"
        if line.kind == "brought":
            return (_("☰ The list of {name}'s group").format(name=name), "bold $text-accent"), ": "
        if line.kind == "teacher":
            return (f"✎ {name}", "bold $text-warning"), ": "
        if line.by and line.by == self._me:
            return (_("You"), "bold $text-success"), ": "
        if not line.by:
            return (f"» {name}", "italic $foreground 60%"), ": "
        return (name, "bold $text-primary"), ": "

    def _writer(self, line: Line, name: str) -> tuple[Piece, ...]:
        """Who wrote an answer; in a story, which one it belongs to."""
        mine = line.by == self._me
        story = f"{one_row(line.role)} · " if line.role.startswith("Story ") else ""
        who = (
            (_("You wrote") if mine else _("{name} wrote").format(name=name)) if not story else name
        )
        style = "bold $text-success" if mine else "bold $text-primary"
        return (f"✍ {story}{who}", style), ": "


def _gone(one: Line | Note | Correction) -> tuple[str, str]:
    """What stands for a text that a teacher has taken away."""
    return (_("(cleared by the teacher)") if one.cleared else "", "italic $foreground 60%")


def _verdict(one: Correction) -> str:
    if one.verdict == "accepted":
        return _("taken")
    if one.verdict == "rewritten":
        return _("rewritten: {text}").format(text=one.answer)
    return _("the author disagrees")
