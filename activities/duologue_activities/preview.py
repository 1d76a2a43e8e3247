"""An activity as others see it: a row of the library's list, and the whole of it for a teacher."""

from collections.abc import Iterator

from duologue_activities.activity import Activity, Gap, Grid, GridCell, ScriptLine, Stage
from duologue_activities.stages import difference, takes
from duologue_activities.stages.form import accepted
from duologue_protocol import parts


def brief(activity: Activity) -> parts.Brief:
    """As a row of the list."""
    return parts.Brief(
        id=activity.id,
        title=activity.title,
        kind=activity.kind,
        level=activity.level,
        minutes=activity.minutes,
        least=activity.least,
        most=activity.most,
        theme=activity.theme,
        solo=activity.solo,
        regroups=activity.regroups,
    )


def stage_brief(stage: Stage) -> parts.StageBrief:
    """A stage as its room sees it."""
    return parts.StageBrief(
        kind=stage.kind,
        title=stage.title,
        instruction=stage.instruction,
        minutes=stage.minutes,
        turns=stage.turns,
        alone=not takes(stage.kind, "say", together=stage.together),
        regroups=bool(stage.grouping),
    )


def preview(activity: Activity) -> parts.Preview:
    """All cards, the script or the table of all sides, and the model. For teachers only."""
    titles = {role.key: role.title for role in activity.roles}
    return parts.Preview(
        activity=brief(activity),
        note=activity.note,
        aims=activity.aims,
        phrases=activity.phrases,
        gloss=activity.gloss,
        roles=tuple(
            parts.RoleCard(
                role.title,
                role.card,
                role.goals,
                starts=role.key == activity.starts and len(activity.roles) > 1,
            )
            for role in activity.roles
        ),
        stages=tuple(map(stage_brief, activity.stages)),
        material="\n\n".join(filter(None, _material(activity, titles))),
        model=tuple(
            parts.ModelLine(activity.speaker(line.role), line.text) for line in activity.model
        ),
    )


def _material(activity: Activity, titles: dict[str, str]) -> Iterator[str]:
    """All there is to work with, each kind of it as a block of text."""
    yield _script(activity.script, titles)
    yield from (_table(grid, titles) for grid in activity.grids)
    if activity.order:
        yield "\n".join(f"{at}. {item}" for at, item in enumerate(activity.order.items, 1))
    yield "\n".join(f"{it.ask} → {' / '.join(it.answers)}" for it in activity.quiz)
    yield "\n".join(
        ": ".join(filter(None, (it.word, ", ".join(it.banned)))) for it in activity.deck
    )
    yield "\n".join(map(difference.tell, activity.differences))
    yield "\n".join(activity.prompts)
    yield "\n\n".join(activity.passages)
    yield " · ".join(activity.options)


def _script(lines: tuple[ScriptLine, ...], titles: dict[str, str]) -> str:
    return "\n".join(f"{titles[line.role]}: {''.join(map(_piece, line.pieces))}" for line in lines)


def _piece(piece: str | Gap) -> str:
    """A gap as its file writes it."""
    if isinstance(piece, str):
        return piece
    hint = f" = {piece.hint}" if piece.hint else ""
    return f"{{{'|'.join(piece.answers) or '...'}{hint}}}"


def _table(grid: Grid, titles: dict[str, str]) -> str:
    rows = [list(grid.columns), *([_cell(cell, titles) for cell in row] for row in grid.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _cell(cell: GridCell, titles: dict[str, str]) -> str:
    shown = accepted(cell)[0]
    return f"{titles[cell.role]}: {shown}" if cell.role else shown
