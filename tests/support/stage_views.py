"""Sample parts: Olga's room in stages for ordering, voting, guessing, writing and correcting."""

from msgspec.structs import replace

from duologue_protocol.parts import (
    Ballot,
    Cell,
    Correction,
    Deck,
    Item,
    Line,
    Ordering,
    Page,
    Part,
    StageBrief,
    StageKind,
    Table,
)
from support.student_views import LINES, PROGRESS, ROOM, in_room, line


def stage(kind: StageKind, title: str, instruction: str) -> tuple[Part, ...]:
    """The room in a stage of this kind."""
    stages = (StageBrief(kind, title, instruction, 6), StageBrief("review", "Look back", "…", 1))
    return in_room(replace(PROGRESS, stage=0, stages=stages))


ORDERING = Ordering(
    ROOM,
    (
        Item("A", "She ran there at once, but that cat was white.", mine=True),
        Item("B", ""),
        Item("C", "One evening the basket was empty.", mine=True),
        Item("D", ""),
    ),
    together=True,
)


def ordering() -> tuple[Part, ...]:
    return *stage("order", "Find the order", "Tell your pieces. Put all in order."), ORDERING


def voting() -> tuple[Part, ...]:
    ballot = Ballot(ROOM, ("For", "Against"), mine=1, voted=("p1",))
    return *stage("vote", "Vote", "Which side argued better?"), *LINES, ballot


DECK = Deck(
    ROOM,
    3,
    10,
    holder=("p1",),
    word="kettle",
    banned=("tea", "water", "boil"),
    outcomes=(("sofa", "guessed"), ("key", "buzzed")),
)


def explaining() -> tuple[Part, ...]:
    return *stage("guess", "Explain and guess", "Get through as many cards as you can."), DECK


def guessing() -> tuple[Part, ...]:
    deck = replace(DECK, holder=("p2",), word="", banned=(), asked=4, questions=20)
    return *stage("guess", "Ask and guess", "You have twenty questions."), deck


def writing() -> tuple[Part, ...]:
    page = Page(ROOM, "", ("The lift stopped, and the light went out.",), written=("p2",))
    return *stage("chain", "Second pass", "Go on with the story in front of you."), page


def answering() -> tuple[Part, ...]:
    rows = (
        (Cell("Who ate the cake?"), Cell("", "q1", choices=("Anna", "Ben", "Tim"))),
        (Cell("When was it?"), Cell("after four", "q2")),
    )
    table = Table(ROOM, ("Question", "Answer"), rows, together=True)
    return *stage("quiz", "Find it out", "Answer the questions as one."), *LINES, table


def answer(number: int, by: str, text: str) -> Line:
    return replace(line(number, by, text), kind="answer")


def correcting() -> tuple[Part, ...]:
    return (
        *stage("correct", "Make it better", "Mend up to three places."),
        answer(1, "p1", "Yesterday I have seen a castle and eat an ice cream."),
        answer(2, "p2", "We are staying by the sea since Monday."),
        Correction(ROOM, 1, "p2", "Yesterday I saw a castle and ate an ice cream."),
        Correction(ROOM, 2, "p1", "We have been staying by the sea since Monday.", "accepted"),
    )
