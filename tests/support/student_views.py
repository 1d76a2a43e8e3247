"""Sample parts: a class of seven as its student Olga sees it, in the lobby and in a room."""

from msgspec.structs import replace

from duologue_protocol.parts import (
    Announcement,
    Brief,
    Cell,
    Classroom,
    Line,
    Member,
    Note,
    Part,
    Person,
    Progress,
    Prompt,
    Seat,
    StageBrief,
    Table,
)

NOW_MS = 1_790_000_000_000
ROOM = "r3"
CAFE = Brief("cafe", "At the café", "role-play", "A2", 12, 2, 3, "food", solo=False)
SCRIPT = Brief("lost", "A lost bag", "dialogue", "A2", 10, 2, 3, "travel", solo=True)
TRAINS = Brief(
    "trains", "Trains to the sea", "information-gap", "B1", 15, 2, 3, "travel", solo=False
)
ACTIVITIES = (CAFE, SCRIPT, TRAINS)

PEOPLE: tuple[Person, ...] = (
    Person("p1", "Olga", "student", "here", level="A2"),
    Person("p2", "Ivan", "student", "here"),
    Person("p3", "Mei", "student", "away"),
    Person("p4", "Ali", "student", "here", room="r1"),
    Person("p5", "Kim", "student", "here", room="r1"),
    Person("p6", "Tomás", "student", "here", seeking=True),
    Person("p7", "Анастасия", "student", "left"),
    Person("t1", "Ms Petrova", "teacher", "here"),
)
CLASSROOM = Classroom("English B1", "K7QM-2PXA", pairing_allowed=True)
LOBBY: tuple[Part, ...] = (
    CLASSROOM,
    *PEOPLE,
    Announcement("a1", "t1", "Good morning! We start at 10:05.", NOW_MS - 90_000),
)

STAGES = (
    StageBrief("prepare", "Prepare", "Read your card. Think of your first two sentences.", 2),
    StageBrief("talk", "Talk", "Play the scene. Stay in your role; nobody reads a script.", 5),
    StageBrief("talk", "Swap", "Change roles: your card has changed. Play it again.", 4),
    StageBrief("review", "Look back", "Write your partner one good thing and one tip.", 1),
)
SCRIPT_STAGES = (
    StageBrief("script", "Read it", "Say your lines in turn and fill the gaps.", 6),
    StageBrief("review", "Look back", "Write your partner one good thing and one tip.", 2),
)
FORM_STAGES = (
    StageBrief("form", "Ask and fill", "Ask for what is missing. Never show your table.", 8),
    StageBrief("compare", "Compare", "Both tables are open. What was different, and why?", 2),
)
CARD = """It is 8:40 and your train leaves at nine. Order a coffee to go and something sweet.
You are allergic to nuts, and you have no cash on you."""
SEAT = Seat(
    ROOM,
    "customer",
    observer=False,
    card=CARD,
    goals=("order and pay", "nothing with nuts"),
    reached=(0,),
    starts=True,
    phrases=("I'd like …", "How much is …?", "Could I have …, please?", "Do you take cards?"),
    gloss=(("receipt", "чек"), ("to go", "с собой"), ("croissant", "круассан")),
)
MEMBERS = (Member("p1", "customer"), Member("p2", "barista"))
PROGRESS = Progress(
    ROOM,
    "playing",
    3,
    MEMBERS,
    stage=1,
    began_ms=NOW_MS - 48_000,
    ends_at_ms=NOW_MS + 252_000,
    activity=CAFE,
    stages=STAGES,
)
CHOOSING = Progress(ROOM, "choosing", 3, (Member("p1", ""), Member("p2", "")), origin="students")


def line(number: int, by: str, text: str, phrases: tuple[int, ...] = ()) -> Line:
    """One line of the café."""
    role = "customer" if by == "p1" else "barista"
    at_ms = NOW_MS - 40_000 + 1_000 * number
    return Line(ROOM, number, by, text, at_ms, role=role, phrases=phrases)


LINES: tuple[Part, ...] = (
    line(1, "p2", "Good morning! What can I get you?"),
    line(2, "p1", "Hello. I'd like a coffee to go, please.", (0,)),
    line(3, "p2", "Sure. Small or large?"),
    line(4, "p1", "Large, please. How much is it?", (1,)),
    replace(line(5, "t1", "Lovely. Ask about the cakes, too!"), kind="teacher", role=""),
    line(6, "p2", "Three pounds fifty. Could I have your name, please?", (2,)),
)


def in_room(progress: Progress = PROGRESS, seat: Seat = SEAT) -> tuple[Part, ...]:
    """Everything that Olga sees of her room, people and lobby included."""
    people = [
        replace(one, room=progress.room) if one.who in ("p1", "p2") else one for one in PEOPLE
    ]
    return CLASSROOM, *people, progress, seat


def talking() -> tuple[Part, ...]:
    return *in_room(), *LINES


PROMPT = Prompt(
    ROOM, "I think I ____ my bag on the train, and my ____ is in it.", ("leave, past", "wallet …")
)


def reading_script() -> tuple[Part, ...]:
    progress = replace(PROGRESS, activity=SCRIPT, stages=SCRIPT_STAGES, stage=0, turn="p1")
    spoken = replace(line(1, "p2", "Lost property. How can I help?"), kind="script")
    stage_direction = replace(line(2, "", "A train is heard."), kind="script", role="narrator")
    return *in_room(progress), spoken, stage_direction, PROMPT


def cell(row: int, column: int, text: str = "") -> Cell:
    return Cell(text, f"f{row}{column}")


TABLE = Table(
    ROOM,
    ("Train", "Leaves", "Platform", "Price"),
    (
        (Cell("Brighton"), Cell("9:14"), cell(1, 2), Cell("£12")),
        (Cell("Margate"), cell(2, 1, "9:40"), Cell("4"), cell(2, 3)),
        (Cell("Whitstable"), Cell("10:02"), cell(3, 2), Cell("£15.50, no pets")),
    ),
)
OPENED = Table(
    ROOM,
    TABLE.columns,
    (
        (Cell("Brighton"), Cell("9:14"), Cell("2", "f12", right=True, answer="2"), Cell("£12")),
        (
            Cell("Margate"),
            Cell("9:40", "f21", right=False, answer="9:48"),
            Cell("4"),
            Cell("", "f23", right=False, answer="£9"),
        ),
        (
            Cell("Whitstable"),
            Cell("10:02"),
            Cell("1", "f32", right=True, answer="1"),
            Cell("£15.50, no pets"),
        ),
    ),
)


def filling() -> tuple[Part, ...]:
    progress = replace(PROGRESS, activity=TRAINS, stages=FORM_STAGES, stage=0)
    return *in_room(progress), *LINES, TABLE


def comparing() -> tuple[Part, ...]:
    progress = replace(PROGRESS, activity=TRAINS, stages=FORM_STAGES, stage=1)
    return *in_room(progress), *LINES, OPENED


LOOKING_BACK = replace(
    SEAT, aims=("I can order in a café.", "I can ask what is in it."), can=("yes", "")
)


def reviewing() -> tuple[Part, ...]:
    progress = replace(PROGRESS, stage=3, ends_at_ms=NOW_MS + 45_000)
    return *in_room(progress, LOOKING_BACK), *LINES


def ended() -> tuple[Part, ...]:
    progress = replace(PROGRESS, state="ended", stage=3, ends_at_ms=None)
    note = Note(ROOM, "p2", "p1", "You asked very politely. Next time try “Do you take cards?”")
    return *in_room(progress, LOOKING_BACK), *LINES, note
