"""Three people at clients made from the page play a round on a real server: it is enough."""

import time
from collections.abc import AsyncGenerator, Callable
from functools import partial
from pathlib import Path

import pytest

from duologue_server.registry import Registry
from reference.client import Client, Map
from support.process import ServerProcess, free_port


class Unlucky(Client):
    """A client that loses one frame of a kind: it is not heard, and the line may break there."""

    loses = ""
    breaks = True

    def hear(self, frame: Map) -> int:
        if frame["t"] != self.loses:
            return super().hear(frame)
        self.loses = ""
        if not self.breaks:
            return 0
        self.cut()
        return 4508  # and hear nothing that came behind it


class English:
    """A class on a server that can be killed."""

    def __init__(self, folder: Path) -> None:
        self.server = ServerProcess(folder / "data", free_port())
        registry = Registry(folder / "data")
        record, self.key = registry.create_classroom("English B1", time.time_ns() // 1_000_000)
        registry.close()
        self.code, self.folder = record.code, folder
        self.people: list[Unlucky] = []

    def comes(self, name: str, **auth: object) -> Unlucky:
        url = f"ws://127.0.0.1:{self.server.port}/"
        told = {"t": "join", "code": self.code, "name": name} | auth
        self.people.append(Unlucky(url, self.folder / name, told))
        return self.people[-1]

    def teacher(self) -> Unlucky:
        return self.comes("Ms Lee", t="teach", key=self.key)


@pytest.fixture
async def english(tmp_path: Path) -> AsyncGenerator[English]:
    made = English(tmp_path)
    await made.server.start()
    yield made
    for person in made.people:
        await person.leave()
    await made.server.kill()


def room(student: Client) -> Map:
    """The room of a student, as its `progress` tells."""
    return student.document.all("progress")[0]


def stage(student: Client) -> int:
    return int(room(student).get("stage", 0))


def role(student: Client) -> str:
    return str(student.document.all("seat")[0]["role"])


def lines(student: Client) -> list[str]:
    said = sorted(student.document.all("line"), key=lambda line: int(line["number"]))
    assert [line["number"] for line in said] == list(range(1, len(said) + 1))
    return [line["text"] for line in said]


def say(student: Client, text: str) -> None:
    student.tell("say", room=room(student)["room"], text=text)


def round_has_ended(person: Client) -> bool:
    return bool(person.document.all("round")[0]["state"] == "ended")


async def all_see(*people: Client, what: Callable[[Client], object]) -> None:
    for person in people:
        await person.until(partial(what, person))


async def all_ready(*students: Client) -> None:
    """Everybody is ready, so the room goes on."""
    now = stage(students[0])
    for student in students:
        student.tell("ready", room=room(student)["room"], stage=now, on=True)
    await all_see(*students, what=lambda student: stage(student) == now + 1)
    await all_see(*students, what=lambda student: not student.kept["waiting"])


async def in_talk(english: English) -> tuple[Unlucky, Unlucky, Unlucky]:
    """A teacher and two students in the first talk of a role-play."""
    teacher, anna, boris = english.teacher(), english.comes("Anna"), english.comes("Boris")
    await all_see(teacher, anna, boris, what=lambda person: person.live)
    await teacher.until(lambda: len(teacher.document.all("person")) == 3)
    library = (await teacher.ask("list_activities"))["body"]["activities"]
    chosen = next(brief for brief in library if brief["id"] == "the-wrong-order")
    teacher.tell("plan_round", activity=chosen["id"], minutes=30)
    await teacher.until(lambda: teacher.document.all("plan"))
    teacher.tell("start_round")
    await all_see(anna, boris, what=lambda student: student.document.all("seat"))
    await all_ready(anna, boris)
    return teacher, anna, boris


async def test_a_whole_round(english: English) -> None:
    teacher, anna, boris = await in_talk(english)
    say(anna, "Good evening")
    say(boris, "Good evening, madam")
    told = ["Good evening", "Good evening, madam"]
    await anna.until(lambda: sorted(lines(anna)) == told)

    first = anna.snapshots
    anna.cut()
    for number in range(24):  # more than may be on the way, and more than one burst
        say(anna, f"Waiting {number}")
    told += [f"Waiting {number}" for number in range(24)]
    await all_see(anna, boris, what=lambda student: len(lines(student)) == len(told))
    assert anna.snapshots == first + 1

    before = {anna: role(anna), boris: role(boris)}
    await english.server.kill()
    await boris.until(lambda: not boris.live)
    say(boris, "Said while it was dead")
    await english.server.start()
    await all_see(anna, boris, what=lambda student: len(lines(student)) == len(told) + 1)
    assert lines(anna) == lines(boris) == [*lines(anna)[:2], *told[2:], "Said while it was dead"]

    await teacher.until(lambda: teacher.live)
    assert {anna: role(anna), boris: role(boris)} == before
    teacher.tell("next_stage", room=None)
    await anna.until(lambda: role(anna) == before[boris])  # they swap
    await boris.until(lambda: role(boris) == before[anna])

    await all_ready(anna, boris)
    anna.tell("write_note", room=room(anna)["room"], to=boris.welcome["who"], text="Well said")
    await boris.until(lambda: boris.document.all("note"))
    teacher.tell("end_round", grace_ms=0, room=None)
    for person in (teacher, anna, boris):
        await person.until(partial(round_has_ended, person))
    (result,) = (await boris.ask("show_results"))["body"]["results"]
    assert [note["text"] for note in result["notes"]] == ["Well said"]
    assert [line["text"] for line in result["lines"]] == [
        "Good evening, madam",
        "Said while it was dead",
    ]
    assert not any(person.refused for person in english.people)


async def test_a_typing_sign_is_seen(english: English) -> None:
    _, anna, boris = await in_talk(english)
    await anna.types(room(anna)["room"])
    await boris.until(
        lambda: (
            [sign["who"] for sign in boris.document.all("typing_part")] == [[anna.welcome["who"]]]
        )
    )


async def test_a_lost_ack_sends_nothing_twice(english: English) -> None:
    _, anna, boris = await in_talk(english)
    anna.loses = "ack"
    say(anna, "Once")
    await anna.until(lambda: not anna.kept["waiting"])
    say(anna, "And on")
    await boris.until(lambda: "And on" in lines(boris))
    assert lines(boris) == ["Once", "And on"]
    assert anna.welcome["last_n"] == 2  # "ready", and the line


async def test_a_lost_nack_is_told_at_the_next_welcome(english: English) -> None:
    _, anna, _ = await in_talk(english)
    anna.loses = "nack"
    anna.tell("end_round", grace_ms=0)
    await anna.until(lambda: not anna.kept["waiting"])
    assert [refusal["code"] for refusal in anna.refused] == ["not_allowed"]


async def test_a_lost_event_is_noticed(english: English) -> None:
    _, anna, boris = await in_talk(english)
    anna.breaks, anna.loses = False, "ev"
    before = anna.snapshots
    say(boris, "Lost")
    await anna.until(lambda: not anna.loses)
    say(boris, "Found")
    await anna.until(lambda: lines(anna) == ["Lost", "Found"])
    assert anna.snapshots == before + 1


async def test_a_lost_first_welcome(english: English) -> None:
    anna = english.comes("Anna")
    anna.loses = "welcome"
    await anna.until(lambda: anna.live or anna.stopped_by)
    assert not anna.stopped_by
    assert anna.kept["token"]
    await anna.until(lambda: anna.pongs)
    people = anna.document.all("person")
    assert [(person["who"], person["name"]) for person in people] == [(anna.welcome["who"], "Anna")]


async def test_back_with_the_token_after_the_program_ended(english: English) -> None:
    anna = english.comes("Anna")
    await anna.until(lambda: anna.live)
    await anna.leave()
    again = english.comes("Anna")
    await again.until(lambda: again.live or again.stopped_by)
    assert again.welcome["who"] == anna.welcome["who"]
    assert not again.welcome.get("token")


async def test_a_wrong_key_stops_it(english: English) -> None:
    nobody = english.comes("Ms Lee", t="teach", key="wrong")
    await nobody.until(lambda: nobody.stopped_by)
    assert [sorry["code"] for sorry in nobody.refused] == ["wrong_key"]


async def test_a_teacher_comes_back_after_the_line_broke(english: English) -> None:
    teacher = english.teacher()
    await teacher.until(lambda: teacher.live)
    teacher.cut()
    await teacher.until(lambda: teacher.snapshots == 2)
    assert teacher.kept["token"]  # a teacher has one as well
