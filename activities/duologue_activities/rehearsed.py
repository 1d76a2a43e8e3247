"""What somebody is shown who tries an activity alone."""

from msgspec import Struct

from duologue_activities.activity import Role, Stage
from duologue_protocol.parts import CardOutcome, Cell


class StageBegan(Struct, frozen=True):
    stage: Stage
    number: int
    """From 1."""
    role: Role
    card: str
    """Empty where it is the same as before."""


class Spoken(Struct, frozen=True):
    role: str
    text: str
    mine: bool = False
    phrases: tuple[int, ...] = ()
    """Target phrases that this line used, for the first time."""
    told: bool = False
    """It was said with its key: the attempts were wrong, or none was made."""


class Due(Struct, frozen=True):
    """My line of the script, with blanks."""

    text: str
    hints: tuple[str, ...]


class Missed(Struct, frozen=True):
    left: int
    """Attempts that are left."""


class TableShown(Struct, frozen=True):
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    fields: tuple[str, ...]


class OrderShown(Struct, frozen=True):
    """The items by their letters, in the order they have now."""

    items: tuple[tuple[str, str], ...]


class CardShown(Struct, frozen=True):
    """My card of the guessing game."""

    word: str
    banned: tuple[str, ...]


class CardOver(Struct, frozen=True):
    word: str
    outcome: CardOutcome


class Voted(Struct, frozen=True):
    option: str


class Choices(Struct, frozen=True):
    """What can be voted for; people name it by its place, from 1."""

    options: tuple[str, ...]


class NoQuestion(Struct, frozen=True):
    """Here questions are asked, and this was none."""


class NotUnderstood(Struct, frozen=True):
    """The partner does not know which cell was meant; it may be called by these words."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]


class NothingMore(Struct, frozen=True):
    """The partner has said all it has to say."""


class NotNow(Struct, frozen=True):
    """In this stage nothing is said."""


class NoField(Struct, frozen=True):
    """There is no field of this number."""

    most: int


class PassageShown(Struct, frozen=True):
    """What is to be read in this stage."""

    text: str


class TextCompared(Struct, frozen=True):
    """The text that was to be rebuilt, and how many of its words mine has."""

    original: str
    met: int
    of: int


class Finished(Struct, frozen=True):
    pass


Shown = (
    StageBegan
    | Spoken
    | Due
    | Missed
    | TableShown
    | OrderShown
    | CardShown
    | CardOver
    | Voted
    | Choices
    | NoQuestion
    | NotUnderstood
    | NothingMore
    | NotNow
    | NoField
    | PassageShown
    | TextCompared
    | Finished
)
