"""Simulated people over real sockets: a line that drops, a call that is answered, a lesson."""

import asyncio

from duologue_client.cli import temporary_class
from duologue_client.demo.lesson import Company, company
from duologue_client.demo.pace import AT_ONCE, Pace
from duologue_client.demo.player import Student
from duologue_client.demo.teacher import LESSON
from duologue_protocol.requests import CallTeacher


def named(people: Company, name: str) -> Student:
    return next(s for s in people.students if s.view.me and s.view.me.name == name)


async def test_who_drops_is_back_in_the_same_room_and_goes_on() -> None:
    async with company(temporary_class, AT_ONCE) as people:
        await people.gather(2, calls=False, leaves=False)
        anna = named(people, "Anna")
        playing = asyncio.create_task(people.teacher.play(people.teacher.choose("dialogue")))
        await anna.until(lambda: anna.view.my_room and anna.view.my_room.lines)
        room, said = anna.view.me.room if anna.view.me else None, anna.said.total()
        await anna.drop(0)
        await playing
        await anna.until(lambda: room and anna.seen[room].state == "ended")
        assert anna.said.total() > said
        assert all(count == 1 for count in anna.heard.values())
        assert not anna.refused
        lines = anna.view.rooms[room or ""].lines
        assert list(lines) == list(range(min(lines), min(lines) + len(lines)))


async def test_the_teacher_comes_when_somebody_calls() -> None:
    async with company(temporary_class, Pace(100)) as people:
        await people.gather(2, calls=False, leaves=False)
        people.begin(people.teacher.answer_calls())
        people.begin(people.teacher.play(people.teacher.choose("role-play")))
        anna = named(people, "Anna")
        await anna.until(lambda: anna.view.my_room and anna.view.my_room.progress)
        assert anna.view.me
        assert anna.view.me.room
        room = anna.view.rooms[anna.view.me.room]
        anna.tells(CallTeacher(anna.view.me.room, "What is a twist?"))
        await anna.until(lambda: any(line.kind == "teacher" for line in room.lines.values()))
        await anna.until(lambda: room.progress and room.progress.call is None)


async def test_a_lesson_begins_when_the_guest_is_there_and_has_new_partners_each_round() -> None:
    async with company(temporary_class, AT_ONCE) as people:
        await people.gather(6, calls=True, leaves=False)
        people.begin(people.teacher.answer_calls())
        await people.teacher.teach("Anna")
        rounds = people.teacher.view.round
        assert rounds
        assert (rounds.number, rounds.state) == (len(LESSON), "ended")
        for student in people.students:
            partners = [
                member.who
                for progress in student.seen.values()
                for member in progress.members
                if member.who != student.view.who
            ]
            assert len(partners) == len(set(partners)) == len(LESSON)
            assert not student.refused
