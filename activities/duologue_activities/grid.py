"""The table of an information gap: cells split by |, some given to one role only."""

from collections.abc import Collection, Mapping

from duologue_activities.activity import Grid, GridCell, Role
from duologue_activities.fields import close_to
from duologue_activities.lines import read_rows
from duologue_activities.mistakes import Findings, Place
from duologue_activities.reading import Node
from duologue_activities.stages.form import accepted, fields
from duologue_activities.stages.words import has_content, plain_words
from duologue_protocol.limits import FIELD_CHARACTERS

COLUMNS = (2, 8)
ROWS = (1, 20)
LACKED = 2
"""Cells that each role must have to find out, at least."""
SECRET_CHARACTERS = 3
"""A private text shorter than this may stand on another's card: "2" is everywhere."""

PlacedCell = tuple[Place, GridCell]


def read_grid(
    findings: Findings, node: Node, roles: Mapping[str, Role], given_to: str = ""
) -> Grid | None:
    """The table. `given_to`: a role that alone is given every cell but those of the first column."""
    rows = [_split(place, row) for place, row in read_rows(findings, "grid", node)]
    if not rows:
        return None
    heads, body = rows[0], rows[1:]
    _check_shape(findings, node, heads, body)
    for place, head in heads:
        if not head:
            findings.add(place, "A column has no head", "Write what stands below it.")
    body = [row[: COLUMNS[1]] for row in body[: ROWS[1]]]
    cells = [[(place, _cell(findings, place, text, roles)) for place, text in row] for row in body]
    if given_to:
        cells = [[row[0], *(_give(findings, it, given_to) for it in row[1:])] for row in cells]
    grid = Grid(
        tuple(head for _, head in heads), tuple(tuple(cell for _, cell in row) for row in cells)
    )
    for role in roles:
        if role != given_to and (lacked := len(fields(grid, role))) < LACKED:
            what = f"{role} has {lacked} cells to find out, and needs at least {LACKED}"
            other = next((other for other in roles if other != role), role)
            findings.add(node.place, what, f"Begin more cells with {other}:.")
    for row in cells:
        for place, cell in row:
            _refuse_known(findings, place, cell, roles)
    return grid


def _give(findings: Findings, placed: PlacedCell, role: str) -> PlacedCell:
    """The cell as this role's own; – stands where there is nothing, and everybody sees that."""
    place, cell = placed
    if not has_content(cell.text):
        return placed
    if len(cell.text) > FIELD_CHARACTERS:
        findings.add(place, f"This cell has over {FIELD_CHARACTERS} characters", "Shorten it.")
    return place, GridCell(cell.text, role)


def _split(place: Place, row: str) -> list[tuple[Place, str]]:
    cells: list[tuple[Place, str]] = []
    column = place.column
    for text in row.split("|"):
        indent = len(text) - len(text.lstrip())
        cells.append((Place(place.line, column + (indent if text.strip() else 0)), text.strip()))
        column += len(text) + 1
    return cells


def _check_shape(
    findings: Findings,
    node: Node,
    heads: list[tuple[Place, str]],
    body: list[list[tuple[Place, str]]],
) -> None:
    if not COLUMNS[0] <= len(heads) <= COLUMNS[1]:
        what = f"The table has {len(heads)} columns"
        findings.add(heads[0][0], what, f"Write {COLUMNS[0]} to {COLUMNS[1]}, split by |.")
    if not ROWS[0] <= len(body) <= ROWS[1]:
        what = f"The table has {len(body)} rows below its heads"
        findings.add(node.place, what, f"Write {ROWS[0]} to {ROWS[1]}.")
    for row in body:
        if len(row) != len(heads):
            what = f"This row has {len(row)} cells, the first row has {len(heads)}"
            findings.add(row[0][0], what, "Write as many, split by |.")


def _cell(findings: Findings, place: Place, text: str, roles: Collection[str]) -> GridCell:
    before, colon, rest = text.partition(":")
    owner = before.strip() if colon and before.strip() in roles else ""
    if colon and not owner and (meant := close_to(before.strip(), roles, least=0.8)):
        what = f"No role is called {before.strip()}, so all would see this cell"
        findings.add(place, what, f"Did you mean {meant}?")
    shown = rest.strip() if owner else text
    cell = GridCell(shown, owner)
    if not shown:
        findings.add(place, "This cell is empty", "Write a text, or – where there is nothing.")
    elif owner and not all(map(has_content, accepted(cell))):
        remedy = "Write something with a letter or a digit on each side of /."
        findings.add(place, "An answer of this cell is empty", remedy)
    elif any(len(answer) > FIELD_CHARACTERS for answer in accepted(cell)):
        findings.add(place, f"This cell has over {FIELD_CHARACTERS} characters", "Shorten it.")
    return cell


def _refuse_known(
    findings: Findings, place: Place, cell: GridCell, roles: Mapping[str, Role]
) -> None:
    """A secret that another role reads on its own card is none."""
    for role in roles.values() if cell.role else ():
        if role.key == cell.role:
            continue
        card = plain_words("\n".join((role.card, *role.goals, role.twist)))
        shown = accepted(cell)[0]
        if sum(map(str.isalnum, shown)) >= SECRET_CHARACTERS and _stands_in(shown, card):
            what = f"{shown} is for {cell.role} to tell, and {role.key} can read it"
            remedy = f"Take it out of the card, goals and twist of {role.key}."
            findings.add(place, what, remedy)


def _stands_in(answer: str, card: tuple[str, ...]) -> bool:
    wanted = plain_words(answer)
    starts = range(len(card) - len(wanted) + 1)
    return any(card[start : start + len(wanted)] == wanted for start in starts)
