"""An activity, typed: what a file says, with what its kind supplied.

Words follow Kobbe et al. 2007 (collaboration scripts). docs/activities.md shows the file format.
"""

from typing import Literal

from msgspec import Struct

from duologue_protocol.parts import StageKind
from duologue_protocol.requests import Level

Kind = Literal["role-play", "dialogue", "information-gap"]


class Value(Struct, frozen=True, omit_defaults=True):
    """What activities are made of: frozen, comparable, kept in the journal as it is."""


class Role(Value, frozen=True):
    """Somebody to be. `key` is how the file names it, `title` what people read."""

    key: str
    title: str
    card: str
    goals: tuple[str, ...] = ()
    twist: str = ""
    """What changes on this card when the roles are swapped."""


class Stage(Value, frozen=True):
    """A part of the activity with its own clock."""

    kind: StageKind
    title: str
    instruction: str
    minutes: float
    swapped: bool = False
    """Everybody plays the next role of the list instead of their first one."""


class Gap(Value, frozen=True):
    """A hole in a script's line. No answers: free, anything said counts."""

    answers: tuple[str, ...]
    hint: str = ""


class ScriptLine(Value, frozen=True):
    """A line of a script: text and gaps in their order, and the role that says it."""

    role: str
    pieces: tuple[str | Gap, ...]


class GridCell(Value, frozen=True):
    """A cell of an information gap: its text, and the only role that is given it ("": all)."""

    text: str
    role: str = ""


class Grid(Value, frozen=True):
    columns: tuple[str, ...]
    rows: tuple[tuple[GridCell, ...], ...]


class ModelLine(Value, frozen=True):
    """A line of the model performance."""

    role: str
    text: str


class Activity(Value, frozen=True):
    """A whole activity. `id` is its file's name without the ending."""

    id: str
    kind: Kind
    title: str
    level: Level
    minutes: int
    theme: str
    note: str
    """To the teacher, two lines at most."""
    aims: tuple[str, ...]
    """Can-do aims."""
    phrases: tuple[str, ...]
    gloss: tuple[tuple[str, str], ...]
    roles: tuple[Role, ...]
    """In order; the first speaks first unless `starts` says otherwise."""
    starts: str
    """The key of the role that speaks first."""
    stages: tuple[Stage, ...]
    checklist: tuple[str, ...]
    """What an observer looks for."""
    model: tuple[ModelLine, ...]
    script: tuple[ScriptLine, ...] = ()
    grid: Grid | None = None
    lookup: Literal["low", "medium", "high"] = "high"
    """How hard it is to look the answers up instead of talking."""

    @property
    def least(self) -> int:
        """The smallest group."""
        return len(self.roles)

    @property
    def most(self) -> int:
        """The largest group: one more than there are roles, who doubles one of them."""
        return len(self.roles) + 1

    @property
    def solo(self) -> bool:
        """Can one person play it alone, its other lines speaking themselves?"""
        return bool(self.script)

    def role(self, key: str) -> Role:
        return next(role for role in self.roles if role.key == key)
