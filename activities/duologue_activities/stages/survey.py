"""The table of a mingle: for each prompt somebody it is true for, and something about it."""

from collections.abc import Mapping

from duologue_activities.stages.words import has_content, plain_words
from duologue_protocol.parts import Cell

COLUMNS = ("Somebody who …", "Name", "What they said")


def fields(number: int) -> tuple[str, str]:
    """The name and the detail to the prompt at this place, counted from 0."""
    return f"p{number + 1}name", f"p{number + 1}said"


def rows(
    prompts: tuple[str, ...], filled: Mapping[str, str], *, laid_open: bool
) -> tuple[tuple[Cell, ...], ...]:
    """Each prompt with what was found; once it is laid open, whether it counts.

    It counts with a name that no earlier row has, and a detail.
    """
    found: list[tuple[Cell, ...]] = []
    names: set[tuple[str, ...]] = set()
    for number, prompt in enumerate(prompts):
        name, said = (filled.get(field, "") for field in fields(number))
        counts = has_content(name) and has_content(said) and plain_words(name) not in names
        names.add(plain_words(name))
        cells = zip(fields(number), (name, said), (counts, has_content(said)), strict=True)
        found.append(
            (
                Cell(prompt),
                *(Cell(text, field, right if laid_open else None) for field, text, right in cells),
            )
        )
    return tuple(found)
