"""The server over real sockets: a lesson, what is refused at the door, lines that drop."""

from pathlib import Path

from duologue_protocol import requests
from duologue_protocol.parts import Library, Preview, Results
from support.classroom import school
from support.lesson import ROLE_PLAY


async def test_a_round_is_played_over_sockets(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        teacher = english.teacher()
        anna, boris = english.student("Anna", "B1"), english.student("Boris")
        await teacher.until(lambda: len(teacher.connection.view.students()) == 2)
        teacher.tells(requests.PlanRound(ROLE_PLAY, 12))
        await teacher.until(lambda: teacher.connection.view.plan)
        teacher.tells(requests.StartRound())
        await anna.is_seated()
        await boris.is_seated()
        for person in (anna, boris):
            person.tells(requests.Ready(person.room_id, 0, on=True))
        await anna.has_stage(1)

        anna.tells(requests.Say(anna.room_id, "I'm afraid it's wrong."))
        await boris.until(lambda: boris.lines() == ["I'm afraid it's wrong."])
        await anna.kept()
        row, rows = anna.room_id, teacher.connection.view.rows
        await teacher.until(lambda: row in rows and rows[row].last_text)
        assert rows[row].last_text == "I'm afraid it's wrong."

        teacher.tells(requests.EndRound(0))
        await anna.until(
            lambda: anna.room and anna.room.progress and anna.room.progress.state == "ended"
        )
        results = await anna.connection.ask(requests.ShowResults())
        assert isinstance(results, Results)
        assert [line.text for line in results.results[0].lines] == ["I'm afraid it's wrong."]


async def test_queries_are_answered_by_role(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        teacher, anna = english.teacher(), english.student("Anna")
        await teacher.until(lambda: teacher.who)
        await anna.until(lambda: anna.who)
        library = await anna.connection.ask(requests.ListActivities())
        assert isinstance(library, Library)
        assert len(library.activities) >= 9
        preview = await teacher.connection.ask(requests.ShowActivity(ROLE_PLAY))
        assert isinstance(preview, Preview)
        assert len(preview.roles) == 2


async def test_who_comes_back_is_the_same_person(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        anna = english.student("Anna")
        await anna.until(lambda: anna.who)
        who = anna.who
        await anna.connection.leave()
        again = english.student("Anna")
        await again.until(lambda: again.who and again.connection.link.state == "live")
        assert again.who == who


async def test_a_taken_name_is_refused_in_a_sentence(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        anna = english.student("Anna")
        await anna.until(lambda: anna.who)
        other = english.student("Анна", device="another")  # in Cyrillic
        await other.until(lambda: other.connection.link.state == "stopped")
        assert "already in this class" in other.connection.link.sentence


async def test_a_wrong_key_is_refused_in_a_sentence(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        thief = english.teacher(key="ABCD-EFGH-2345")
        await thief.until(lambda: thief.connection.link.state == "stopped")
        assert "not the key of class" in thief.connection.link.sentence


async def test_the_server_stops_and_starts_and_everybody_is_back(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        anna, boris = english.student("Anna"), english.student("Boris")
        await anna.until(lambda: len(anna.connection.view.students()) == 2)
        anna.tells(requests.Invite(boris.who))
        await boris.until(lambda: boris.connection.view.invitations)
        boris.tells(requests.Accept(next(iter(boris.connection.view.invitations))))
        await anna.until(lambda: anna.room)
        room, port = anna.room_id, english.server.port
    # Both left on purpose, so that the room they had begun is over.
    async with school(tmp_path, port) as english:
        english.record = english.server.registry.classrooms()[0]
        anna = english.student("Anna")
        await anna.until(lambda: anna.connection.link.state == "live")
        assert anna.room is None, room


async def test_a_class_that_is_closed_sends_everybody_off(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        anna = english.student("Anna")
        await anna.until(lambda: anna.who)
        english.server.registry.close_classroom(english.record.id, 1)
        await anna.until(lambda: anna.connection.link.state == "stopped")
        assert anna.connection.link.sentence == "This class is closed."
        boris = english.student("Boris")
        await boris.until(lambda: boris.connection.link.state == "stopped")
        assert "Ask your teacher for a new code" in boris.connection.link.sentence


async def test_who_is_taken_out_frees_the_name(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        teacher, anna = english.teacher(), english.student("Anna")
        await teacher.until(lambda: teacher.connection.view.students())
        teacher.tells(requests.Remove(anna.who))
        await anna.until(lambda: anna.connection.link.state == "stopped")
        assert "took you out of the class" in anna.connection.link.sentence
        await teacher.until(lambda: not teacher.connection.view.students())
        await english.names_are_free()
        other = english.student("Anna", device="another")
        await other.until(lambda: other.connection.link.state == "live")
        assert other.who != anna.who
