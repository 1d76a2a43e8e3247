"""Which table somebody has before them in a stage, with what is written in it."""

from collections.abc import Mapping
from typing import NamedTuple

from duologue_activities.activity import Activity, Stage
from duologue_activities.stages import difference, form, quiz, survey
from duologue_protocol.parts import Cell, StageKind

_WITH_TABLE: tuple[StageKind, ...] = ("form", "quiz")


class Sheet(NamedTuple):
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    together: bool

    @property
    def fields(self) -> dict[str, Cell]:
        """The cells that can be written in."""
        return {cell.field: cell for row in self.rows for cell in row if cell.field}

    @property
    def right(self) -> int:
        """Cells that are right; once the table is laid open."""
        return sum(bool(cell.right) for cell in self.fields.values())


def stage_of(activity: Activity, now: int) -> int | None:
    """The stage whose table is on the desk: the latest one, or the first, which is read before.

    A quiz is not seen before its stage.
    """
    with_table = [at for at, stage in enumerate(activity.stages) if stage.kind in _WITH_TABLE]
    begun = [at for at in with_table if at <= now]
    if begun:
        return begun[-1]
    first = next(iter(with_table), None)
    is_given = first is not None and activity.stages[first].kind == "form" and activity.grids
    return first if is_given else None


def is_open(activity: Activity, at: int, now: int) -> bool:
    """Is this stage's table laid open: by the comparing stage after it, or when it is over?"""
    later = range(at + 1, len(activity.stages))
    compare = next((place for place in later if activity.stages[place].kind == "compare"), at + 1)
    return now >= compare


def read(
    activity: Activity, at: int, role: str, filled: Mapping[str, str], *, laid_open: bool
) -> Sheet:
    """The table of the stage at this place as this role sees it, with what it wrote."""
    stage = activity.stages[at]
    if stage.kind == "quiz":
        questions = quiz.rows(activity.quiz, filled, laid_open=laid_open)
        return Sheet(quiz.COLUMNS, questions, stage.together)
    if activity.differences:
        found = difference.rows(activity.differences, filled, laid_open=laid_open)
        return Sheet(difference.COLUMNS, found, stage.together)
    if not activity.grids:
        found = survey.rows(activity.prompts, filled, laid_open=laid_open)
        return Sheet(survey.COLUMNS, found, stage.together)
    grid = activity.grids[stage.table]
    cells = form.table(grid, role, filled, laid_open, sheet=stage.table)
    return Sheet(grid.columns, cells, stage.together)


def is_writing(stage: Stage | None) -> bool:
    """Can a table be filled in this stage?"""
    return stage is not None and stage.kind in _WITH_TABLE
