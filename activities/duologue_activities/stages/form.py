"""The form and compare stages: a table of which each role lacks some cells.

A cell's text goes only to the role it is given to, until the tables are laid open.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from duologue_activities.activity import Grid, GridCell
from duologue_activities.stages.words import has_content, plain_words
from duologue_protocol.parts import Cell

_THOUSANDS = re.compile(r"(?<=\d)[ ,'’\u00a0\u202f](?=\d{3}(?!\d))")
_MINUS = re.compile(r"(?<![\w.,)])[-−–](?=\d)")
_NUMBER_AND_UNIT = re.compile(r"(?<=\d)(?=[^\W\d_]|[%°])|(?<=[^\W\d_])(?=\d)")
_ARTICLES = ("a", "an", "the")


def fields(grid: Grid, role: str, sheet: int = 0) -> tuple[str, ...]:
    """The cells that this role lacks: "r1c2" is row 1 below the heads, column 2 from the left.

    In an activity's second table (`sheet` 1) it is "t2r1c2".
    """
    return tuple(field for field, cell in _cells(grid, sheet) if _is_lacked(cell, role))


def accepted(cell: GridCell) -> tuple[str, ...]:
    """What is right in a cell; the first is shown."""
    return tuple(cell.text.split(" / ")) if cell.role else (cell.text,)


def is_right(cell: GridCell, text: str) -> bool:
    """Does it say the same? Case, spaces, punctuation, articles don't count, nor a missing £."""
    return any(same(answer, text) for answer in accepted(cell))


def table(
    grid: Grid, role: str, filled: Mapping[str, str], laid_open: bool, sheet: int = 0
) -> tuple[tuple[Cell, ...], ...]:
    """The table as this role sees it; `filled` has what it wrote, by field."""
    width = len(grid.columns)
    cells = [
        _own(field, cell, filled.get(field, ""), laid_open)
        if _is_lacked(cell, role)
        else Cell(text=accepted(cell)[0])
        for field, cell in _cells(grid, sheet)
    ]
    return tuple(tuple(cells[start : start + width]) for start in range(0, len(cells), width))


def _own(field: str, cell: GridCell, text: str, laid_open: bool) -> Cell:
    if not laid_open:
        return Cell(text=text, field=field)
    return Cell(text=text, field=field, right=is_right(cell, text), answer=accepted(cell)[0])


def _cells(grid: Grid, sheet: int) -> Iterator[tuple[str, GridCell]]:
    before = f"t{sheet + 1}" if sheet else ""
    for row, cells in enumerate(grid.rows, 1):
        for column, cell in enumerate(cells, 1):
            yield f"{before}r{row}c{column}", cell


def _is_lacked(cell: GridCell, role: str) -> bool:
    return cell.role not in ("", role)


def same(answer: str, text: str) -> bool:
    """Do both say the same, but for case, punctuation, a first article and a currency sign?"""
    signs, other_signs = _currencies(answer), _currencies(text)
    if signs and other_signs and signs != other_signs:
        return False
    return has_content(text) and _meaning(answer) == _meaning(text)


def _meaning(text: str) -> tuple[str, ...]:
    """Words without currency signs and a first article; 1,000 is 1000, 5pm is 5 pm, −5 is not 5."""
    text = "".join(" " if _is_currency(character) else character for character in text)
    text = _MINUS.sub(" minus ", " ".join(text.split()))
    found = plain_words(_NUMBER_AND_UNIT.sub(" ", _THOUSANDS.sub("", text)))
    if len(found) > 1 and found[0] in _ARTICLES and not found[1].isdecimal():
        return found[1:]
    return found


def _currencies(text: str) -> frozenset[str]:
    return frozenset(filter(_is_currency, text))


def _is_currency(character: str) -> bool:
    return unicodedata.category(character) == "Sc"
