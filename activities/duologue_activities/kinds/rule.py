"""What a kind of activity is made of: the stages it supplies and what a file of it must say."""

from typing import Literal, NamedTuple

from duologue_activities.activity import Grouping, Role
from duologue_activities.keys import COMMON, OPTIONAL, ROLES
from duologue_protocol.parts import StageKind, Turns


class StageRule(NamedTuple):
    """A stage that a kind supplies. `name` is how a file's `stages:` calls it."""

    name: str
    kind: StageKind
    title: str
    instruction: str
    share: float
    """Of the activity's minutes, from 0 to 1."""
    shift: int = 0
    """How many places everybody's role has moved on."""
    turns: Turns = "free"
    floor: tuple[int, ...] = ()
    """Who may speak, or holds the card: places in the list of roles."""
    chair: int | None = None
    """Who gives the floor in a queue: a place in that list."""
    mask: float = 0
    table: int = 0
    together: bool = False
    describing: bool = False
    grouping: Grouping = ""
    shows: Literal["", "all", "holder"] = ""


class KindRule(NamedTuple):
    stages: tuple[StageRule, ...]
    checklist: tuple[str, ...]
    """What an observer looks for, unless the file says it."""
    needs: frozenset[str] = frozenset()
    """Keys that a file of this kind must have besides the common ones."""
    may: frozenset[str] = frozenset()
    """Keys that it may have besides."""
    least_roles: int = 2
    most_roles: int = 2
    """Roles that a file writes; 0: it writes none."""
    supplies: tuple[Role, ...] = ()
    """Roles that come with the kind, after the file's own."""
    doubles: str = ""
    """The key of the role that everybody plays who is more than there are roles."""
    size: tuple[int, int] | None = None
    """Least and most people of a group, where the number of roles does not say it."""
    options: tuple[str, ...] = ()
    """What is voted for, unless the file says it."""

    @property
    def known(self) -> frozenset[str]:
        """The keys that a file of this kind may have."""
        common = COMMON if self.most_roles else COMMON - ROLES
        return common | self.needs | self.may

    @property
    def demanded(self) -> frozenset[str]:
        """The keys that it must have."""
        return self.known - OPTIONAL - self.may


def review(
    instruction: str = "Write to your partner: what was good, what to try next time.",
    share: float = 0.10,
) -> StageRule:
    """The last stage of nearly every kind."""
    return StageRule("review", "review", "Look back", instruction, share)


PARTNER = Role("partner", "Partner", "")
"""Whom everybody plays where all are the same; its card is the file's task."""
