"""How an activity is drawn for its author: whole, by stage and role, and as a row of a list.

All that comes from files goes in as Text: in a plain string rich would read markup.
"""

from collections.abc import Callable, Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from duologue_activities import seen
from duologue_activities.activity import Activity, Grouping
from duologue_activities.preview import preview
from duologue_protocol.parts import Cell, Turns
from duologue_server.language import _

SIDE_BY_SIDE = 100
"""Columns of a terminal from which roles stand next to each other."""

MISSING = "____"


def whole(activity: Activity, width: int, role: str = "") -> Group:
    """All of it; the stages of one role only, if one is named."""
    shown = preview(activity)
    parts: list[RenderableType] = [Text(activity.title, "bold"), Text(facts(activity))]
    if activity.note:
        parts.append(Text(activity.note, "italic"))
    parts += _listed(_("Aims"), activity.aims)
    parts += _listed(_("Useful phrases"), activity.phrases)
    parts += _listed(_("Words"), [f"{word} – {meaning}" for word, meaning in activity.gloss])
    for number in range(len(activity.stages)):
        parts += _stage(activity, number, width, role)
    if shown.material:
        parts += [_rule(_("Both sides")), Text(shown.material)]
    parts += [_rule(_("A good performance"))]
    parts += [spoken(line.role, line.text) for line in shown.model]
    parts += [_rule(_("What an observer looks for"))]
    parts += _bullets(activity.checklist)
    return Group(*parts)


def facts(activity: Activity) -> str:
    """Kind, level, minutes, group and theme in one line."""
    return _("{kind}, {level}, {minutes} min, groups of {least}–{most}, {theme}").format(
        kind=activity.kind,
        level=activity.level,
        minutes=activity.minutes,
        least=activity.least,
        most=activity.most,
        theme=activity.theme,
    )


def spoken(role: str, text: str) -> Text:
    return Text.assemble((f"{role}: ", "bold"), text)


def library(activities: Iterable[Activity]) -> Table:
    """Activities as rows."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(_("Level"))
    table.add_column(_("Title and id"), no_wrap=True)  # the id is there to be copied
    for head in (_("Kind"), _("Min"), _("Group"), _("Theme")):
        table.add_column(head)
    for one in activities:
        title = Text.assemble(one.title, "\n", (one.id, "dim"))
        size = f"{one.least}–{one.most}"
        rest = (one.kind, f"{one.minutes:>3}", size, one.theme)
        table.add_row(Text(one.level), title, *map(Text, rest))
    return table


def grid(
    columns: Sequence[str], rows: Sequence[Sequence[Cell]], fields: Sequence[str] = ()
) -> Table:
    """A table as one role sees it; the cells to fill have their number in `fields`."""
    table = Table()
    for head in columns:
        table.add_column(Text(head))
    for row in rows:
        table.add_row(*(_cell(cell, fields) for cell in row))
    return table


def _cell(cell: Cell, fields: Sequence[str]) -> Text:
    if cell.field is None:
        return Text(cell.text)
    number = f"[{fields.index(cell.field) + 1}] " if fields else ""
    if cell.right is None:
        return Text(f"{number}{cell.text or MISSING}", "bold")
    if cell.right:
        return Text(f"✓ {cell.text}", "green")
    return Text(f"✗ {cell.text} → {cell.answer}" if cell.text else f"→ {cell.answer}", "yellow")


_GROUPINGS: dict[Grouping, Callable[[], str]] = {
    "experts": lambda: _("New groups: those with the same role"),
    "home": lambda: _("New groups: as in the beginning"),
    "rotate": lambda: _("New groups: other partners"),
    "merge": lambda: _("New groups: two become one"),
}


_TURNS: dict[Turns, Callable[[], str]] = {
    "alternate": lambda: _("Turns: nobody speaks twice running"),
    "strict": lambda: _("Turns: one after the other, each until they pass the floor on"),
    "queue": lambda: _("Turns: who asks for the floor, in the order of asking"),
}


def _stage(activity: Activity, number: int, width: int, only: str) -> list[RenderableType]:
    stage = activity.stages[number]
    title = _("{number}. {title} · {minutes:g} min").format(
        number=number + 1, title=stage.title, minutes=stage.minutes
    )
    keys = [role.key for role in activity.roles]
    places = [keys.index(only)] if only else list(range(len(keys)))
    sides = [_side(activity, number, place, places) for place in places]
    head: list[RenderableType] = [_rule(title), Text(stage.instruction, "italic")]
    if stage.turns != "free":
        head.append(Text(_TURNS[stage.turns](), "bold"))
    if stage.grouping:
        head.append(Text(_GROUPINGS[stage.grouping](), "bold"))
    if width < SIDE_BY_SIDE or len(sides) < 2:
        return [*head, *(part for side in sides for part in (Text(), side))]
    table = Table.grid(padding=(0, 4, 0, 0), expand=True)
    for _column in sides:
        table.add_column(ratio=1)
    table.add_row(*sides)
    return [*head, Text(), table]


def _was_above(activity: Activity, number: int, place: int, places: Sequence[int]) -> bool:
    """Was this very card drawn with an earlier stage?"""
    card = seen.card_at(activity, number, place)
    return any(seen.card_at(activity, n, p) == card for n in range(number) for p in places)


def _side(activity: Activity, number: int, place: int, places: Sequence[int]) -> Group:
    """What one person sees."""
    stage, role = activity.stages[number], seen.role_at(activity, number, place)
    first = activity.roles[place]
    name = role.title if role is first else _("{0} (was {1})").format(role.title, first.title)
    parts: list[RenderableType] = [Text(name, "bold underline")]
    if _was_above(activity, number, place, places):
        parts.append(Text(_("The card of {0} as above.").format(role.title), "dim"))
    else:
        parts.append(Text(seen.card_at(activity, number, place)))
        parts += _listed(_("Goals"), role.goals)
    if stage.kind == "script":
        parts.append(Text())
        parts += [spoken(*line) for line in seen.lines_for(activity, role.key)]
    if passage := seen.passage_for(activity, number, role.key):
        parts += [Text(), Text(passage, "italic")]
    laid_open = stage.kind == "compare"
    sheet = seen.sheet_for(activity, number, role.key, laid_open=laid_open)
    if sheet and stage.kind != "review":
        parts.append(grid(sheet.columns, sheet.rows))
    return Group(*parts)


def _rule(title: str) -> Group:
    return Group(Text(), Rule(Text(title, "bold"), align="left", style="dim"))


def _listed(title: str, entries: Sequence[str]) -> list[RenderableType]:
    return [Text(), Text(title, "bold"), *_bullets(entries)] if entries else []


def _bullets(entries: Sequence[str]) -> list[RenderableType]:
    table = Table.grid(padding=(0, 1, 0, 0))
    for entry in entries:
        table.add_row(Text("•"), Text(entry))
    return [table]
