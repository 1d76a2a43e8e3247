"""What each role is shown in each stage, read from the activity alone."""

from duologue_activities.activity import Activity, Gap, Role, ScriptLine
from duologue_activities.stages import script, sheet


def role_at(activity: Activity, stage: int, place: int) -> Role:
    """The role in this stage (counted from 0) of who has the role at this place at first."""
    return activity.role_at(place, activity.stages[stage].shift)


def card_at(activity: Activity, stage: int, place: int) -> str:
    """The card, with its twist from the first swapped stage on."""
    role = role_at(activity, stage, place)
    swapped = any(it.shift for it in activity.stages[: stage + 1])
    return f"{role.card}\n\n{role.twist}" if swapped and role.twist else role.card


def is_new_card(activity: Activity, stage: int, place: int) -> bool:
    """Does this stage begin with another card than the one before?"""
    return stage == 0 or card_at(activity, stage, place) != card_at(activity, stage - 1, place)


def lines_for(activity: Activity, role: str) -> tuple[tuple[str, str], ...]:
    """The script with the title of each line's role; the lines of `role` with blanks and hints."""
    return tuple(
        (
            activity.role(line.role).title,
            _prompt(line) if line.role == role else heard(line),
        )
        for line in activity.script
    )


def passage_for(activity: Activity, stage: int, role: str) -> str:
    """What this role reads in a stage and in no other; empty: nothing."""
    it = activity.stages[stage]
    return activity.passages[it.table] if it.is_read_by(role) else ""


def sheet_for(
    activity: Activity,
    stage: int,
    role: str,
    filled: dict[str, str] | None = None,
    *,
    laid_open: bool = False,
) -> sheet.Sheet | None:
    """The table that this role has before it in a stage (counted from 0)."""
    at = sheet.stage_of(activity, stage)
    if at is None:
        return None
    return sheet.read(activity, at, role, filled or {}, laid_open=laid_open)


def _prompt(line: ScriptLine) -> str:
    text, hints = script.blank(line)
    shown = ", ".join(hint for hint in hints if hint)
    return f"{text}  ({shown})" if shown else text


def heard(line: ScriptLine) -> str:
    """A line as somebody else says it; what they choose themselves stands in brackets."""
    return "".join(piece if isinstance(piece, str) else _first(piece) for piece in line.pieces)


def _first(gap: Gap) -> str:
    return gap.answers[0] if gap.answers else f"({gap.hint or '…'})"
