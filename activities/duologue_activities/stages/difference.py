"""What differs between two pictures, found by telling: a list that the room fills together."""

from collections.abc import Mapping, Sequence

from duologue_activities.activity import Difference
from duologue_activities.stages.words import plain_words
from duologue_protocol.parts import Cell

COLUMNS = ("No.", "What is different?")


def field(number: int) -> str:
    """Of the row at this place, counted from 0."""
    return f"d{number + 1}"


def rows(
    differences: tuple[Difference, ...], filled: Mapping[str, str], *, laid_open: bool
) -> tuple[tuple[Cell, ...], ...]:
    """A row for each difference; laid open, each says whether it names one that no other named."""
    written = [filled.get(field(at), "") for at in range(len(differences))]
    cells = [Cell(text, field(at)) for at, text in enumerate(written)]
    if laid_open:
        cells = list(_judged(differences, cells))
    return tuple((Cell(str(at)), cell) for at, cell in enumerate(cells, 1))


def _judged(differences: Sequence[Difference], cells: Sequence[Cell]) -> Sequence[Cell]:
    found = dict[int, Difference]()
    for at, cell in enumerate(cells):
        fits = (it for it in differences if it not in found.values() and is_named(it, cell.text))
        if difference := next(fits, None):
            found[at] = difference
    rest = iter(it for it in differences if it not in found.values())
    return [
        Cell(cell.text, cell.field, at in found, tell(found[at] if at in found else next(rest)))
        for at, cell in enumerate(cells)
    ]


def is_named(difference: Difference, text: str) -> bool:
    """The thing is there, and how it is on one side at least."""
    said = set(plain_words(text))
    return set(plain_words(difference.thing)) <= said and any(
        set(plain_words(side)) <= said for side in difference.sides
    )


def tell(difference: Difference) -> str:
    """The difference as a key says it."""
    return f"{difference.thing}: {' / '.join(difference.sides)}"
