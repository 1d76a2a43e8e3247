"""Rows that hang: what wraps starts under the text, not under its mark. Pure."""

from textual.content import Content

from duologue_client.safe import Piece, assemble


def hanging(mark: Piece, text: Piece, width: int, indent: int = 2) -> Content:
    """A mark and a text beside it, wrapped to so many cells."""
    lines = assemble(text).wrap(max(8, width - indent))
    head = assemble(mark)
    gap = " " * max(1 if head.plain else 0, indent - head.cell_length)
    body = Content("\n" + " " * indent).join(line.rstrip() for line in lines)
    return Content.assemble(head, gap, body)


def heading(text: str) -> Content:
    """A small heading in a column."""
    return assemble((text.upper(), "bold $foreground 60%"))


def rows(*contents: Content) -> Content:
    """One below the other."""
    return Content("\n").join(contents)
