"""An activity, typed: what a file says, with what its kind supplied.

Words follow Kobbe et al. 2007 (collaboration scripts). docs/activities.md shows the file format.
"""

from typing import Literal

from msgspec import Struct

from duologue_protocol.parts import StageKind, Turns
from duologue_protocol.requests import Level

Kind = Literal[
    "role-play",
    "problem-call",
    "interview",
    "observer-triad",
    "dialogue",
    "disappearing-dialogue",
    "information-gap",
    "half-text",
    "describe-and-draw",
    "spot-the-difference",
    "strip-order",
    "ranking",
    "opinion-gap",
    "reasoning-gap",
    "debate",
    "trial",
    "taboo",
    "twenty-questions",
    "chain-story",
    "peer-editing",
    "jigsaw",
    "find-someone-who",
    "three-two-one",
    "pyramid",
    "dictogloss",
    "running-dictation",
    "quiz",
]
"""In the order in which lists show them. The table of kinds says what each supplies."""


Grouping = Literal["", "experts", "home", "rotate", "merge"]
"""Who works together from a stage on: those of before; those with the same role; the first groups
again; other partners; two groups as one."""


MOST_MERGED = 9
"""Two groups become one as long as it is no larger: two fours and a late joiner."""


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
    shift: int = 0
    """Everybody plays the role so many places further down the list than their first one."""
    turns: Turns = "free"
    floor: tuple[str, ...] = ()
    """Keys of the roles that may speak, everybody else listens; empty: all may. In a guessing
    stage, the role that holds the card."""
    chair: str = ""
    """The key of the role that gives the floor to who asks for it; empty: it is passed on."""
    mask: float = 0
    """In a script, the share of words that are hidden, from 0 to 1, besides the author's gaps."""
    table: int = 0
    """Which of the activity's tables is filled, or of its passages is read, counted from 0."""
    describing: bool = False
    """What a partner has to find out must be described, the word itself is not taken."""
    together: bool = False
    """One table, one order or one quiz for the room, which everybody changes and all agree on."""
    grouping: Grouping = ""
    """The groups that this stage begins with."""
    shows: Literal["", "all", "holder"] = ""
    """Who reads the activity's passage in this stage: nobody, everybody, or those of `floor`, who then
    don't write."""

    def is_read_by(self, role: str) -> bool:
        """Does this role, by its key, read the passage?"""
        return self.shows == "all" or (self.shows == "holder" and role in self.floor)


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


class Difference(Value, frozen=True):
    """What differs between two pictures: a thing, as it is in the one and as in the other."""

    thing: str
    sides: tuple[str, ...]


class Order(Value, frozen=True):
    """Things to be put in order."""

    items: tuple[str, ...]
    """In the right order if there is one."""
    is_keyed: bool = False
    """There is a right order, the one in which the items stand here."""
    is_dealt: bool = False
    """Each item is shown to one member only, who tells the others."""


class Question(Value, frozen=True):
    """A question of a quiz. No choices: the answer is written."""

    ask: str
    answers: tuple[str, ...]
    """What is right; the first is shown."""
    wrong: tuple[str, ...] = ()
    """Choices that are wrong."""


class Riddle(Value, frozen=True):
    """A word to be guessed, and the words that must not be said for it."""

    word: str
    banned: tuple[str, ...] = ()
    true: tuple[str, ...] = ()
    """Words that are true of it: by them a scripted partner answers questions."""


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
    grids: tuple[Grid, ...] = ()
    order: Order | None = None
    quiz: tuple[Question, ...] = ()
    deck: tuple[Riddle, ...] = ()
    differences: tuple[Difference, ...] = ()
    options: tuple[str, ...] = ()
    """What can be voted for."""
    prompts: tuple[str, ...] = ()
    """Questions everybody answers, or the first sentences of stories."""
    passages: tuple[str, ...] = ()
    """Texts to be read for a while and then rebuilt."""
    doubles: str = ""
    """The key of the role that everybody plays who is more than there are roles; empty: they
    double the roles from the first one on."""
    size: tuple[int, int] | None = None
    """Least and most people of a group, where the number of roles does not say it."""
    lookup: Literal["low", "medium", "high"] = "high"
    """How hard it is to look the answers up instead of talking."""

    @property
    def least(self) -> int:
        """The smallest group."""
        return self.size[0] if self.size else len(self.roles)

    @property
    def most(self) -> int:
        """The largest group: by itself one more than there are roles, who doubles one of them.

        Home groups are larger, as long as two cannot be made of one.
        """
        if self.size:
            return self.size[1]
        return 2 * len(self.roles) - 1 if self.has_experts else len(self.roles) + 1

    @property
    def room_takes(self) -> int:
        """The most people in a room: more than a group where groups change, so that a late one
        finds a place."""
        return max(self.most, MOST_MERGED) if self.regroups else self.most

    @property
    def regroups(self) -> bool:
        """Do people change groups between its stages? Then it needs a class and its rounds."""
        return any(stage.grouping for stage in self.stages)

    @property
    def has_experts(self) -> bool:
        """Do those with the same role meet, to bring what they know to their home groups?"""
        return any(stage.grouping == "experts" for stage in self.stages)

    @property
    def solo(self) -> bool:
        """Can one person play it alone, its other lines speaking themselves?"""
        return self.kind == "dialogue"

    def role(self, key: str) -> Role:
        return next(role for role in self.roles if role.key == key)

    def role_at(self, place: int, shift: int = 0) -> Role:
        """The role of who came at this place (from 0), when all have moved on by `shift`."""
        if self.doubles and place >= len(self.roles):
            return self.role(self.doubles)
        return self.roles[(place + shift) % len(self.roles)]

    def speaker(self, key: str) -> str:
        """The title of who speaks in the model: a role, or a, b … where all are the same."""
        return next((role.title for role in self.roles if role.key == key), key.upper())
