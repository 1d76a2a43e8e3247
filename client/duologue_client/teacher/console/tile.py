"""One room drawn as a tile or as a row of the wall. Pure."""

from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from duologue_client.language import _
from duologue_client.teacher.console.card import Card
from duologue_client.teacher.console.grid import LARGE_LINES
from duologue_client.teacher.console.pen import Piece, fitted, strip, wrapped
from duologue_client.teacher.ranking import Need
from duologue_client.teacher.wording import balance

FRAME = "╭─╮│╰╯"
FRAME_HERE = "┏━┓┃┗┛"
"""The frame under the cursor: heavier, so that no colour is needed to find it."""

FRAME_LINES = 2
HEAD_LINES = 3
"""Of a large tile, above what was said: people, stage, balance."""

SIGNS = {Need.HELP: "!", Need.OVER: "", Need.NOTHING: ""}
"""Before a reason in words; any other need is a question."""


Line = tuple[list[Piece], list[Piece]]
"""What stands at the left and at the right end of a line."""


@dataclass(frozen=True)
class Ink:
    """The styles that a room is drawn with."""

    ground: Style
    frame: Style
    here: Style
    title: Style
    muted: Style
    urgent: Style
    worry: Style
    bar: Style


def tile(one: Card, width: int, height: int, ink: Ink, *, here: bool) -> list[Strip]:
    """A framed room, `height` lines of `width` cells."""
    rows = height - FRAME_LINES
    lines = (
        _large(one, width - 4, rows, ink) if height >= LARGE_LINES else _small(one, width - 4, ink)
    )
    frame, style = (FRAME_HERE, ink.here) if here else (FRAME, _frame_style(one, ink))
    begin, end = (f"{frame[3]} ", style), (f" {frame[3]}", style)
    body = [strip(width, ink.ground, [begin, *left], [*right, end]) for left, right in lines]
    foot = strip(width, ink.ground, [(frame[4] + frame[1] * (width - 2) + frame[5], style)])
    return [_head(one, width, frame, style, ink), *body, foot]


def row(one: Card, width: int, ink: Ink, *, here: bool) -> list[Strip]:
    """A room in two lines without a frame."""
    ground = ink.ground
    edge = ("▌ ", ink.here) if here else ("  ", ground)
    first = [edge, (f"{one.title}  ", ink.title), *_members(one, ink, roles=False)]
    second: list[Piece] = [edge, (f"{_place(one)}  ", ground)]
    if one.phrases:
        second.append((_("phr {used}  ").format(used=one.phrases), ground))
    if (share := one.share) is not None:
        second.append((f"{balance(share, 6)}  ", ink.bar))
    second += _saying(one, ink)
    return [strip(width, ground, first, _why(one, ink)), strip(width, ground, second)]


def _head(one: Card, width: int, frame: str, style: Style, ink: Ink) -> Strip:
    """The upper edge: the room's title, and why it needs the teacher."""
    left: list[Piece] = [
        (f"{frame[0]}{frame[1]} ", style),
        (fitted(one.title, width // 2), ink.title),
    ]
    why = _why(one, ink)
    right: list[Piece] = [*why, (f" {frame[1]}{frame[2]}", style)] if why else [(frame[2], style)]
    used = sum(cell_len(text) for text, _style in [*left, *right])
    if used + 3 > width:
        right = [(fitted(text, max(4, width // 2 - 8)), style) for text, style in right]
        used = sum(cell_len(text) for text, _style in [*left, *right])
    rule = " " + frame[1] * max(0, width - used - 2) + (" " if why else frame[1])
    return strip(width, ink.ground, [*left, (rule, style)], right)


def _large(one: Card, width: int, rows: int, ink: Ink) -> list[Line]:
    """What is known of the room, then as much of its conversation as there is place for."""
    last = wrapped(f"{one.speaker}: {one.last}" if one.speaker else one.last, width, 2)
    place = rows - HEAD_LINES - len(last)
    before = [f"{by}: {text}" if by else text for by, text in one.earlier[-place:] if place]
    said = [fitted(line, width) for line in before] + last
    said += [""] * (rows - HEAD_LINES - len(said))
    return [
        (_people(one, width, ink), []),
        _stage(one, width, ink),
        (_sides(one, width, ink), []),
        *(([(line, ink.muted)], []) for line in said),
    ]


def _small(one: Card, width: int, ink: Ink) -> list[Line]:
    share = one.share
    return [
        (
            _members(one, ink, roles=False),
            [(f" {balance(share, 8)}", ink.bar)] if share is not None else [],
        ),
        _stage(one, width, ink),
        (_saying(one, ink), []),
    ]


def _sides(one: Card, width: int, ink: Ink) -> list[Piece]:
    """How much each side has said, as a bar between their names."""
    share = one.share
    if share is None or not one.right[0]:
        return [(one.talk, ink.muted)]
    left, right = (f"{fitted(name, 9)} {count}" for name, count in (one.left, one.right))
    bar = min(24, width - cell_len(left) - cell_len(right) - 2)
    return [(f"{left} ", ink.ground), (balance(share, bar), ink.bar), (f" {right}", ink.ground)]


def _members(one: Card, ink: Ink, *, roles: bool) -> list[Piece]:
    pieces: list[Piece] = []
    for sign, name, role in one.members:
        style = ink.ground if sign == "●" else ink.worry
        pieces.append((f"{sign} {name}", style))
        pieces.append((f" {role}  " if roles and role else "  ", ink.muted))
    return pieces


def _people(one: Card, width: int, ink: Ink) -> list[Piece]:
    """Everybody with their roles, or without them where somebody would be cut off."""
    people = _members(one, ink, roles=True)
    taken = cell_len("".join(text for text, _style in people).rstrip())
    return people if taken <= width else _members(one, ink, roles=False)


def _stage(one: Card, width: int, ink: Ink) -> Line:
    """The stage and its clock, and the phrases; the stage's title yields to the clock."""
    phrases = _phrases(one, ink)
    room = width - sum(cell_len(text) + 1 for text, _style in phrases)
    clock = f"  {one.time}" if one.time else ""
    return [(fitted(one.stage, room - cell_len(clock)) + clock, ink.ground)], phrases


def _place(one: Card) -> str:
    return "  ".join(part for part in (one.stage, one.time) if part)


def _phrases(one: Card, ink: Ink) -> list[Piece]:
    return [(_("phrases {used}").format(used=one.phrases), ink.ground)] if one.phrases else []


def _saying(one: Card, ink: Ink) -> list[Piece]:
    speaker = [(f"{one.speaker}: ", ink.ground)] if one.speaker else []
    return [*speaker, (one.last, ink.muted)]


def _why(one: Card, ink: Ink) -> list[Piece]:
    """The reasons in words, the first one marked; that somebody reads, where there is none."""
    if not one.reasons:
        return [(_("you read"), ink.muted)] if one.read else []
    words = " · ".join(reason.words for reason in one.reasons[:2])
    style = ink.urgent if one.rank.need is Need.HELP else ink.worry
    return [(f"{SIGNS.get(one.rank.need, '?')} {words}", style)]


def _frame_style(one: Card, ink: Ink) -> Style:
    if not one.reasons:
        return ink.frame
    return ink.urgent if one.rank.need is Need.HELP else ink.worry
