"""The card of a role never leaves the server for anyone else: looked for in the bytes of the wire."""

from pathlib import Path

from duologue_activities.activity import Activity
from duologue_protocol import requests
from duologue_protocol.frames import Ack, Answer, Join, Nack, Return, ServerFrame, Teach
from support.classroom import School, school
from support.lesson import GAP, LIBRARY, ROLE_PLAY
from support.wire import Wire


def is_answer(frame: ServerFrame) -> bool:
    return isinstance(frame, Ack | Nack | Answer)


async def begin(english: School, activity: str) -> tuple[Wire, Wire, Wire]:
    """A teacher, and two students who play the first and the second role."""
    url, code = english.address.url, english.record.code
    teacher = await Wire.open(url, Teach(code, english.key, "Ms Lee"))
    first = await Wire.open(url, Join(code, "Anna"))
    second = await Wire.open(url, Join(code, "Boris"))
    groups = ((first.view.who, second.view.who),)
    await teacher.tell(requests.PlanRound(activity, 12, "by_hand", groups=groups))
    await teacher.tell(requests.StartRound())
    for student in (first, second):
        await student.is_seated()
    return teacher, first, second


async def provoke(student: Wire) -> None:
    """Ask for everything that is not one's own, and be refused."""
    room = student.room
    for request in (
        requests.NextStage(room),
        requests.Watch(room),
        requests.TickGoal(room, 99, on=True),
        requests.Fill(room, "r1c1", "x"),
        requests.WriteNote(room, "nobody", "x"),
        requests.Propose(room, ROLE_PLAY, 10),
        requests.ShowModel(room),
    ):
        await student.tell(request)
        assert isinstance(await student.until(is_answer), Nack)
    for query in (requests.ShowActivity(ROLE_PLAY), requests.ShowResults()):
        await student.ask(query)
        await student.until(is_answer)


def secrets(activity: Activity, role: int) -> list[bytes]:
    """What only this role may see before the roles are swapped."""
    mine, others = activity.roles[role], activity.roles[1 - role]
    goals = [goal for goal in mine.goals if goal not in others.goals]
    return [text.encode() for text in (*mine.card.split("\n"), *goals) if len(text) > 20]


async def test_no_card_on_anothers_wire(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        _, first, second = await begin(english, ROLE_PLAY)
        for student in (first, second):
            await provoke(student)
            await student.tell(requests.Ready(student.room, 0, on=True))
        for student in (first, second):
            await student.has_stage(1)
            await student.tell(requests.Say(student.room, "Hello!"))
            await student.until(is_answer)
        again = await Wire.open(english.address.url, Return(first.token))  # and its snapshot

        activity = LIBRARY[ROLE_PLAY]
        for text in secrets(activity, 1):
            assert text in second.received
            assert text not in first.received
            assert text not in again.received
        for text in secrets(activity, 0):
            assert text in first.received
            assert text in again.received
            assert text not in second.received
        for line in activity.model:
            assert line.text.encode() not in first.received + second.received


async def test_no_cell_of_the_other_half_before_it_is_laid_open(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        _, first, second = await begin(english, GAP)
        for student in (first, second):
            await provoke(student)
            await student.tell(requests.Ready(student.room, 0, on=True))
        for student in (first, second):
            await student.has_stage(1)
        (grid,) = LIBRARY[GAP].grids
        keys = [role.key for role in LIBRARY[GAP].roles]
        private = [
            (cell.role, text.strip().encode())
            for row in grid.rows
            for cell in row
            for text in cell.text.split(" / ")
            if cell.role and len(text) > 6
        ]
        assert private
        for role, text in private:
            other = (second, first)[keys.index(role)]
            assert text not in other.received
