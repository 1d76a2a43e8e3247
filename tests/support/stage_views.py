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
    Passage,
    Seat,
    SharedText,
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


def taking_notes() -> tuple[Part, ...]:
    return *stage("think", "Take notes", "Write down what you remember."), Page(ROOM, "dog, bus")


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


TEXT = SharedText(ROOM, "One morning a dog waited.", 3, 1, writable=True)
WALL = Passage(ROOM, "Dear Max, I had to leave early, so please read this twice.", hidden=True)


def writing_together() -> tuple[Part, ...]:
    return *stage("write", "Write it together", "All in one page (F6)."), *LINES, TEXT


def running() -> tuple[Part, ...]:
    """I read at the wall, my partner writes."""
    text = replace(TEXT, text="Dear Max,", writable=False)
    return *stage("write", "Run and write", "The runner reads and tells."), *LINES, text, WALL


def reading() -> tuple[Part, ...]:
    text = "One morning a dog was waiting at a bus stop with his owner. The dog got on alone."
    return *stage("prepare", "Read it once", "It goes away by itself."), Passage(ROOM, text)


def comparing() -> tuple[Part, ...]:
    original = "One morning a dog was waiting at a bus stop with his owner."
    text = replace(TEXT, writable=False, met=4, of=6)
    lines = (
        Line(ROOM, 1, "", TEXT.text, 1, "text"),
        Line(ROOM, 2, "", original, 1, "original"),
    )
    return *stage("compare", "Compare", "What is said otherwise, and just as well?"), *lines, text


def waiting() -> tuple[Part, ...]:
    """Two groups become one; this one is early."""
    stages = (
        StageBrief("order", "Agree in pairs", "Make one list that both can live with.", 6),
        StageBrief("order", "Two pairs, one list", "Make one of both.", 6, regroups=True),
    )
    early = replace(PROGRESS, stage=0, stages=stages, waiting=True, ends_at_ms=None)
    return *in_room(early), *LINES, replace(ORDERING, items=ORDERING.items[::2])


def missing_part() -> tuple[Part, ...]:
    """A home group that nobody has brought one part to; above it another group's list."""
    parts = stage("talk", "Tell your group", "Tell them your part in your own words.")
    brought = Line(ROOM, 1, "p2", "1 a map · 2 a pot · 3 a rope", 1, "brought")
    olga = "Olga is 61. She smoked for forty years and gave it up on her birthday in May."
    return *(
        replace(part, shared=(("Olga's year", olga),)) if isinstance(part, Seat) else part
        for part in parts
    ), brought
