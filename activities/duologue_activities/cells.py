"""Which cells of a partner's table does a question ask for?

A cell is called by the words of its row or column that no other row or column has.
"""

from collections import Counter
from typing import NamedTuple

from duologue_activities.activity import Grid, GridCell
from duologue_activities.lemmas import lemma
from duologue_activities.stages.form import accepted, fields
from duologue_activities.stages.words import plain_words

_ASKING = frozenset(
    plain_words(
        "a an the and or of in on at for to with is are do does can what what's how many much "
        "who when where which why it it's there"
    )
)
"""Words that stand in any question, so they call no cell."""


class Secret(NamedTuple):
    """A cell that one role lacks, by what its row and column are called."""

    row: str
    column: str
    cell: GridCell

    @property
    def told(self) -> str:
        return f"{self.row} – {self.column} – {accepted(self.cell)[0]}"


def lacked(grid: Grid, role: str) -> tuple[Secret, ...]:
    """The cells that this role has to find out. A row is called by its first cell it can see."""
    missing = fields(grid, role)
    return tuple(
        Secret(_row_name(cells, role) or str(row), grid.columns[column - 1], cell)
        for row, cells in enumerate(grid.rows, 1)
        for column, cell in enumerate(cells, 1)
        if f"r{row}c{column}" in missing
    )


def asked_for(secrets: tuple[Secret, ...], question: str) -> tuple[Secret, ...]:
    """Where a row and a column are named, the cell where they meet; otherwise all of either."""
    asked = _forms(question)
    rows = _named({secret.row for secret in secrets}, asked)
    columns = _named({secret.column for secret in secrets}, asked)
    if not rows and not columns:
        return ()
    return tuple(
        secret
        for secret in secrets
        if (secret.row in rows or not rows) and (secret.column in columns or not columns)
    )


def _row_name(cells: tuple[GridCell, ...], role: str) -> str:
    return next((accepted(cell)[0] for cell in cells if cell.role in ("", role)), "")


def _named(labels: set[str], asked: set[str]) -> set[str]:
    words = {label: set(plain_words(label)) - _ASKING for label in labels}
    times = Counter(word for own in words.values() for word in own)
    return {
        label
        for label, own in words.items()
        if any(times[word] == 1 and _forms(word) & asked for word in own)
    }


def _forms(text: str) -> set[str]:
    """The words of a text, and their basic forms: "prices" asks for "Price"."""
    words = plain_words(text)
    return {*words, *(lemma(word) for word in words)}
