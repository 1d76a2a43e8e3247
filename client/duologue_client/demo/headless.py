"""`duologue demo --headless`: one whole lesson as fast as it can, and what came of it."""

import asyncio
from functools import partial
from typing import Final

from duologue_client.demo.lesson import Company, OpenClass, company
from duologue_client.demo.pace import AT_ONCE
from duologue_client.demo.player import Student
from duologue_client.demo.summary import RoomSummary, problems, show
from duologue_client.language import _
from duologue_client.stop import Stop
from duologue_protocol.parts import Results
from duologue_protocol.requests import ShowResults

STUDENTS: Final = 6
ROUNDS: Final = ("role-play", "information-gap")
LIMIT_SECONDS: Final = 180.0
"""A lesson that takes longer is stuck."""


async def play(open_class: OpenClass) -> bool:
    """Play a lesson and print its summary; True if all went as it should.

    Raises Stop: when it did not end in time.
    """
    rooms: list[RoomSummary] = []
    try:
        async with asyncio.timeout(LIMIT_SECONDS), company(open_class, AT_ONCE) as people:
            await people.gather(STUDENTS, calls=False, leaves=False)
            for number, kind in enumerate(ROUNDS, 1):
                await people.teacher.play(people.teacher.choose(kind))
                rooms += await _summaries(people, number)
            found = problems(rooms, [*people.students, people.teacher])
    except TimeoutError:
        raise Stop(
            _("The lesson did not end within {seconds} seconds; {rooms} rooms had ended.").format(
                seconds=round(LIMIT_SECONDS), rooms=len(rooms)
            )
        ) from None
    show(rooms, found)
    return not found


async def _summaries(people: Company, number: int) -> list[RoomSummary]:
    """Every room of the round that has just ended, once all have heard that it has."""
    for student in people.students:
        await student.until(partial(_has_ended, student))
    results = await people.teacher.connection.ask(ShowResults())
    assert isinstance(results, Results)
    finished = {result.room: result.finished for result in results.results}
    rooms: dict[str, list[Student]] = {}
    for student in people.students:
        me = student.view.me
        rooms.setdefault(me.room if me and me.room else "", []).append(student)
    summaries = [
        RoomSummary.of(room, number, members, finished.get(room, False))
        for room, members in rooms.items()
    ]
    return sorted(summaries, key=lambda summary: summary.number)


def _has_ended(student: Student) -> bool:
    room = student.view.my_room
    return bool(
        room and room.progress and room.progress.state == "ended" and not student.connection.pending
    )
