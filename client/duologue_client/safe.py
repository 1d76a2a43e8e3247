"""The one way from strings to the screen: whatever was said, typed or named is data."""

from textual.content import Content

from duologue_protocol.limits import LINE_ROWS
from duologue_protocol.text import clean

LONGEST = 4_000
"""Characters of one piece, at most; cards are the longest."""

Piece = str | tuple[str, str] | Content


def assemble(*pieces: Piece) -> Content:
    """Content of strings, styled strings (text, style) and content; every string is cleaned.

    Spaces and newlines at a piece's ends stay, for they are the layout.
    """
    return Content.assemble(*(_cleaned(piece) for piece in pieces))


def one_row(text: str, characters: int = 120) -> str:
    """A string from outside for a place of one row."""
    return clean(text, characters)


def say(who: str, text: str, style: str = "") -> Content:
    """A line of a conversation: who, in bold, and what they said."""
    return assemble((one_row(who), f"bold {style}".strip()), ": ", text)


def _cleaned(piece: Piece) -> str | tuple[str, str] | Content:
    if isinstance(piece, Content):
        return piece
    if isinstance(piece, tuple):
        return _keep_ends(piece[0]), piece[1]
    return _keep_ends(piece)


def _keep_ends(text: str) -> str:
    core = text.strip(" \n")
    if not core:
        return text
    start = text.index(core[0]) if core else 0
    head, tail = text[:start], text[start + len(core) :]
    return head + clean(core, LONGEST, 4 * LINE_ROWS) + tail
