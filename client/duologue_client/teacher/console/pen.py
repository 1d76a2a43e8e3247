"""Pieces of styled text put into strips of an exact width, for widgets that draw line by line."""

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

Piece = tuple[str, Style]


def fitted(text: str, width: int) -> str:
    """The text, or its beginning and "…", in at most so many cells."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 0 else ""


def strip(width: int, ground: Style, left: list[Piece], right: list[Piece] | None = None) -> Strip:
    """One line: `left` from the left, `right` at the right end; `left` yields where both don't fit.

    The `ground` fills the rest.
    """
    ending = right or []
    room = width - sum(cell_len(text) for text, _style in ending)
    segments: list[Segment] = []
    for text, style in left:
        piece = fitted(text, room)
        room -= cell_len(piece)
        segments.append(Segment(piece, style))
    if room > 0:
        segments.append(Segment(" " * room, ground))
    segments += [Segment(text, style) for text, style in ending]
    return Strip(segments, width) if room >= 0 else Strip(segments).crop(0, width)


def wrapped(text: str, width: int, rows: int) -> list[str]:
    """The text broken between words into exactly so many rows; what is too much ends in "…"."""
    lines: list[str] = []
    rest = text.strip()
    while rest and len(lines) < rows - 1:
        if cell_len(rest) <= width:
            break
        part = set_cell_size(rest, width)
        cut = part.rfind(" ") + 1 or len(part)
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    lines.append(fitted(rest, width))
    return lines + [""] * (rows - len(lines))
