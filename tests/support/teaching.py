"""A class as its teacher sees it, without a server: sample parts, and what its queries are answered."""

from textual.pilot import Pilot

from duologue_client.teacher.page import Page
from duologue_protocol.parts import (
    Brief,
    Classroom,
    HelpCall,
    Library,
    Line,
    Member,
    ModelLine,
    Note,
    Part,
    Person,
    Preview,
    Progress,
    Result,
    Results,
    RoleCard,
    Round,
    Row,
    StageBrief,
    Writings,
)
from duologue_protocol.requests import (
    Level,
    ListActivities,
    ListWritings,
    ShowActivity,
    ShowResults,
)
from support.fake_session import FakeSession

NOW_MS = 10_000_000
NAMES = [
    "Anna",
    "Boris",
    "Olga",
    "Ivan",
    "Mei",
    "Ali",
    "Kim",
    "Sara",
    "Tomás",
    "Anya",
    "Lena",
    "Юрий",
    "Vera",
    "Dima",
    "Pavel",
    "Nina",
    "Igor",
    "Zoya",
]
LEVELS: tuple[Level, ...] = ("A2", "B1", "B2")
SAYINGS = (
    "Good morning! What can I get you?",
    "I'd like a coffee to go, please. Large, if it isn't too much trouble.",
    'what means "to go"?',
    "Is there anything without nuts?",
    "see [/] ok [@click=app.quit]x",
)
CAFE = Brief("cafe", "At the café", "role-play", "A2", 8, 2, 3, "food", solo=False)
ACTIVITIES = (
    Brief("ticket", "A ticket to York", "dialogue", "A1", 10, 2, 3, "travel", solo=True),
    CAFE,
    Brief("flats", "Two flats", "information-gap", "B1", 15, 2, 3, "home", solo=False),
)
PREVIEW = Preview(
    CAFE,
    "Warm up with the menu on the board.",
    ("Can order food and drink politely.",),
    ("I'd like …", "How much is …?", "Could I have …?", "Do you take cards?"),
    (("receipt", "чек"),),
    (
        RoleCard("customer", "You are in a hurry.", ("order and pay",), starts=True),
        RoleCard("barista", "It is your first day.", ("the customer pays",), starts=False),
    ),
    (
        StageBrief("prepare", "prepare", "Read your card.", 2),
        StageBrief("talk", "talk", "Get what you need.", 5),
        StageBrief("review", "feedback", "Write to your partner.", 3),
    ),
    "",
    (ModelLine("barista", "Good morning! What can I get you?"),),
)


def taught_class(*parts: Part) -> FakeSession:
    """A teacher's session in a class of these parts, with a library and no results yet."""
    session = FakeSession("t")
    session.clock_ms = NOW_MS
    session.feed(*parts, fresh=True)
    session.answers = {
        ListActivities: Library(ACTIVITIES),
        ShowActivity: PREVIEW,
        ShowResults: Results(()),
        ListWritings: Writings("r3", ()),
    }
    return session


async def settled(pilot: Pilot[None]) -> None:
    """What was asked for has come, and the screen shows it."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()  # pyright: ignore[reportUnknownMemberType]
    await pilot.pause()
    if isinstance(screen := pilot.app.screen, Page):
        screen.draw()
    await pilot.pause()


def name(number: int) -> str:
    """The name of person p0, p1, …; all are different."""
    again, place = divmod(number, len(NAMES))
    return NAMES[place] + (str(again + 1) if again else "")


def student(number: int, room: str | None = None) -> Person:
    level = LEVELS[number % len(LEVELS)]
    return Person(f"p{number}", name(number), "student", "here", room, level=level)


def people(count: int) -> tuple[Part, ...]:
    """A class with so many students in the lobby."""
    return (
        Classroom("English B1 · Monday", "K7QM-2PXA", pairing_allowed=True),
        Person("t", "Ms Petrova", "teacher", "here"),
        *(student(number) for number in range(count)),
    )


def progress(number: int, call: HelpCall | None = None) -> Progress:
    """Room number 0, 1, … of the round: p0 and p1, p2 and p3, …, in the stage of talking."""
    return Progress(
        f"r{number}",
        "playing",
        number + 1,
        (Member(f"p{2 * number}", "customer"), Member(f"p{2 * number + 1}", "barista")),
        1,
        NOW_MS - 200_000,
        NOW_MS + 252_000,
        call=call,
        activity=CAFE,
        stages=PREVIEW.stages,
    )


def row(number: int, silent_ms: int = 5_000, words: tuple[int, int] = (41, 38)) -> Row:
    both = (f"p{2 * number}", f"p{2 * number + 1}")
    return Row(
        f"r{number}",
        7,
        tuple(zip(both, words, strict=True)),
        both[number % 2],
        SAYINGS[number % len(SAYINGS)],
        NOW_MS - silent_ms,
        number % 4,
        4,
        tuple((both[line % 2], SAYINGS[line % len(SAYINGS)]) for line in range(6)),
    )


def running(rooms: int, free: int = 0) -> tuple[Part, ...]:
    """A class in its second round: room 3 is silent, room 4 calls, in room 5 somebody is away."""
    parts: list[Part] = [*people(0), Round(2, CAFE, "running")]
    for number in range(rooms):
        call = HelpCall("p6", 'what means "to go"?', NOW_MS - 130_000) if number == 3 else None
        parts += [student(2 * number, f"r{number}"), student(2 * number + 1, f"r{number}")]
        parts += [progress(number, call), row(number, 95_000 if number == 2 else 5_000)]
    if rooms > 4:
        parts.append(Person("p9", name(9), "student", "away", "r4", level="A2"))
    parts += [student(number) for number in range(2 * rooms, 2 * rooms + free)]
    return tuple(parts)


def result(room: str, who: str, partner: str, number: int) -> Result:
    line = Line(room, number, who, SAYINGS[number % len(SAYINGS)], NOW_MS, role="customer")
    return Result(
        room,
        who,
        CAFE,
        "customer",
        (partner,),
        NOW_MS,
        (line,),
        40 + 20 * number,
        (("I'd like …", "I'd like a tea"), ("How much is …?", "")),
        (("order and pay", True),),
        (Note(room, partner, who, "Good questions!"),),
        3,
        4,
        finished=True,
        number=number + 1,
    )
