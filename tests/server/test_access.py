"""Who gets in: keys of all roles, new and old codes, removed and banned devices, a locked class."""

import os
from contextlib import closing
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from duologue_client.entrance import join, teach
from duologue_protocol import requests
from duologue_protocol.frames import Hello, Join, Return, Sorry, Teach
from duologue_protocol.parts import Person
from duologue_protocol.refusals import CloseCode
from duologue_server import school as school_module
from duologue_server.registry import Registry
from support.classroom import School, Someone, school
from support.distance import Apart, at_once
from support.process import ServerProcess, free_port
from support.wire import Wire

LAPTOP, TABLET = b"laptop" + bytes(10), b"tablet" + bytes(10)


async def refusal(english: School, auth: Join | Return | Teach) -> str:
    """Why somebody is not let in."""
    told: list[Sorry] = []
    hello = Hello(1, "test", auth, os.urandom(16))
    with pytest.raises(ConnectionClosed):
        await Wire.greet(english.address.url, hello, told.append)
    return told[0].code


def stands_in(english: School, name: str, device: bytes = b"") -> Join:
    return Join(english.record.code, name, device=device)


async def person(wire: Wire, who: str) -> Person | None:
    await wire.heartbeat()
    return wire.view.people.get(who)


async def test_each_key_makes_its_role(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        registry, code = english.server.registry, english.record.code
        helpers = registry.new_key(english.record.id, "co_teacher")
        onlookers = registry.new_key(english.record.id, "observer")
        for key, name, role in (
            (english.key, "Ms Lee", "teacher"),
            (helpers, "Mr Day", "co_teacher"),
            (onlookers, "Kim", "observer"),
        ):
            first, again = [
                await Wire.open(english.address.url, Teach(code, key, name)) for _ in range(2)
            ]
            assert first.welcome.role == again.welcome.role == role
            assert first.view.who == again.view.who


async def test_no_role_rises_by_coming_again(tmp_path: Path) -> None:
    """Neither a token nor a name that is there already makes more of somebody."""
    async with school(tmp_path) as english:
        registry, code = english.server.registry, english.record.code
        onlookers = registry.new_key(english.record.id, "observer")
        kim = await Wire.open(english.address.url, Teach(code, onlookers, "Kim"))
        anna = await Wire.open(english.address.url, stands_in(english, "Anna"))
        assert await refusal(english, Teach(code, english.key, "Kim")) == "name_taken"
        assert await refusal(english, Teach(code, english.key, "Anna")) == "name_taken"
        for wire, role in ((kim, "observer"), (anna, "student")):
            again = await Wire.open(english.address.url, Return(wire.token))
            assert again.welcome.role == role


async def test_a_new_key_ends_the_old_one_and_its_tokens(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        registry, code = english.server.registry, english.record.code
        old = registry.new_key(english.record.id, "observer")
        kim = await Wire.open(english.address.url, Teach(code, old, "Kim"))
        new = registry.new_key(english.record.id, "observer")
        assert await refusal(english, Teach(code, old, "Kim")) == "wrong_key"
        assert await refusal(english, Return(kim.token)) == "unknown_token"
        again = await Wire.open(english.address.url, Teach(code, new, "Kim"))
        assert again.view.who == kim.view.who


async def test_the_teacher_changes_the_code_from_the_console(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        old = english.record.code
        teacher, anna = english.teacher(), english.student("Anna")
        await teacher.until(lambda: len(teacher.connection.view.people) == 2)
        teacher.tells(requests.ChangeCode(days=1))
        await teacher.until(lambda: teacher.connection.view.classroom.code != old)  # type: ignore[union-attr]
        await anna.until(lambda: anna.connection.view.classroom.code != old)  # type: ignore[union-attr]
        [record] = english.server.registry.classrooms()
        assert record.code_ends_ms
        assert await refusal(english, Join(old, "Eva")) == "no_classroom"
        eva = await Wire.open(english.address.url, Join(record.code, "Eva"))
        assert eva.token
        anna.tells(requests.SetLevel("B1"))
        await anna.kept()
        assert anna.refused == []


KILLED_BEFORE_THE_CHANGE = """
import os, signal
from duologue_server.registry import Registry
Registry.new_code = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
"""


async def test_a_new_code_that_was_asked_for_comes_though_the_server_is_killed(
    tmp_path: Path,
) -> None:
    dies = ServerProcess(tmp_path / "data", free_port(), first=KILLED_BEFORE_THE_CHANGE)
    english = Apart(tmp_path, dies)
    await dies.start()
    teacher = Someone(teach(english.address, english.key, "Ms Lee", inside=tmp_path / "places"))
    teacher.connection.chance = at_once
    await teacher.until(lambda: teacher.connection.view.classroom)
    teacher.tells(requests.ChangeCode(days=1))
    await teacher.until(lambda: teacher.connection.link.state == "waiting")
    await dies.kill()  # wait for its end
    goes_on = ServerProcess(tmp_path / "data", dies.port)
    await goes_on.start()
    await teacher.until(lambda: teacher.connection.view.classroom.code != english.address.code)  # type: ignore[union-attr]
    code = teacher.connection.view.classroom.code  # type: ignore[union-attr]
    with closing(Registry(tmp_path / "data")) as registry:
        [record] = registry.classrooms()
    assert (record.code, record.code_ends_ms is not None) == (code, True)
    await goes_on.kill()
    await goes_on.start()  # once is enough
    await teacher.until(lambda: teacher.connection.link.state == "live")
    await teacher.kept()
    assert teacher.connection.view.classroom.code == code  # type: ignore[union-attr]
    await teacher.connection.leave()
    await goes_on.stop()
    with closing(Registry(tmp_path / "data")) as registry:
        assert [one.code for one in registry.classrooms()] == [code]


async def test_a_new_code_is_shown_and_loses_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is in reads it at once; who comes with it from the same device is the same person."""
    monkeypatch.setattr(school_module, "RENEW_SECONDS", 0.05)
    async with school(tmp_path) as english:
        anna = english.student("Anna")
        await anna.until(lambda: anna.connection.link.state == "live")
        code = english.server.registry.new_code(english.record.id)
        await anna.until(lambda: anna.connection.view.classroom.code == code)  # type: ignore[union-attr]
        who = anna.who
        await anna.connection.leave()

        old = english.address
        new = type(old)(old.host, old.port, code=code)
        again = Someone(join(new, "Anna", inside=tmp_path / "places" / "Anna"))
        await again.until(lambda: again.connection.link.state == "live")
        assert again.who == who
        await again.connection.leave()
        assert await refusal(english, stands_in(english, "Boris")) == "no_classroom"
        assert await refusal(english, Join(code, "Anna")) == "name_taken"  # elsewhere


async def test_a_token_of_another_class_joins_nobody_to_this_one(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        french, _key = english.server.registry.create_classroom("French", 1)
        eva = await Wire.open(english.address.url, Join(french.code, "Eva"))
        anna = await Wire.open(
            english.address.url, Join(english.record.code, "Anna", tokens=(eva.token, "x"))
        )
        assert anna.view.who != eva.view.who
        assert set(anna.view.people) == {anna.view.who}


async def test_an_expired_code_lets_in_nobody_new(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        anna = await Wire.open(english.address.url, stands_in(english, "Anna"))
        code = english.server.registry.new_code(english.record.id, ends_ms=1)
        assert await refusal(english, Join(code, "Boris")) == "code_expired"
        for auth in (
            Return(anna.token),
            Join(code, "Anna", tokens=(anna.token,)),
            Teach(code, english.key, "Ms Lee"),
        ):
            await Wire.open(english.address.url, auth)


async def test_who_was_taken_out_may_join_again(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        teacher = await Wire.open(
            english.address.url, Teach(english.record.code, english.key, "Ms Lee")
        )
        boris = await Wire.open(english.address.url, stands_in(english, "Boris", LAPTOP))
        await teacher.tell(requests.Remove(boris.view.who))
        with pytest.raises(ConnectionClosed):
            await boris.until(lambda _: False)
        assert boris.socket.close_code == CloseCode.REMOVED
        await english.names_are_free()
        assert await refusal(english, Return(boris.token)) == "unknown_token"
        await Wire.open(english.address.url, stands_in(english, "Boris", LAPTOP))


async def test_who_is_banned_comes_back_by_no_way(tmp_path: Path) -> None:
    """Neither by token, nor by another name, nor after a restart; another device does."""
    async with school(tmp_path) as english:
        code, url = english.record.code, english.address.url
        teacher = await Wire.open(url, Teach(code, english.key, "Ms Lee"))
        boris = await Wire.open(url, stands_in(english, "Boris", LAPTOP))
        await teacher.tell(requests.Ban(boris.view.who))
        with pytest.raises(ConnectionClosed):
            await boris.until(lambda _: False)
        first = Hello(1, "test", stands_in(english, "Bob"), boris.inst)
        for auth in (
            Return(boris.token),
            stands_in(english, "Boris", LAPTOP),
            stands_in(english, "Bob", LAPTOP),
            Join(code, "Boris", tokens=(boris.token,)),
        ):
            assert await refusal(english, auth) == "banned"
        with pytest.raises(ConnectionClosed):
            await Wire.greet(url, first)
        assert await refusal(english, stands_in(english, "Boris", TABLET)) == "name_taken"
        await Wire.open(url, stands_in(english, "Bella", TABLET))
        await teacher.heartbeat()
        assert [one.name for one in teacher.view.banned.values()] == ["Boris"]
    async with school(tmp_path) as again:  # the same data, another process
        there = again.address.url
        back = Join(code, "Bob", device=LAPTOP)
        assert await refusal(again, back) == "banned"
        teacher = await Wire.open(there, Teach(code, english.key, "Ms Lee"))
        await teacher.tell(requests.Unban(boris.view.who))
        await teacher.until(lambda _: not teacher.view.banned)
        await again.names_are_free()
        await Wire.open(there, Join(code, "Boris", device=LAPTOP))


async def test_a_banned_student_reads_why_under_any_name(tmp_path: Path) -> None:
    """With the real client, which knows its device."""
    async with school(tmp_path) as english:
        teacher = english.teacher()
        boris = english.student("Boris", device="laptop")
        await teacher.until(lambda: teacher.connection.view.students())
        teacher.tells(requests.Ban(boris.who))
        await boris.until(lambda: boris.connection.link.state == "stopped")
        bob = english.student("Bob", device="laptop")
        await bob.until(lambda: bob.connection.link.state == "stopped")
        assert "does not let this device" in bob.connection.link.sentence
        bella = english.student("Bella", device="tablet")
        await bella.until(lambda: bella.connection.link.state == "live")


async def test_a_locked_class_lets_in_who_was_in_and_who_teaches(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        code, url = english.record.code, english.address.url
        teacher = await Wire.open(url, Teach(code, english.key, "Ms Lee"))
        anna = await Wire.open(url, stands_in(english, "Anna"))
        await teacher.tell(requests.LockClass(on=True))
        await teacher.heartbeat()
        assert await refusal(english, stands_in(english, "Boris")) == "locked"
        await Wire.open(url, Return(anna.token))
        lost = Hello(1, "test", stands_in(english, "Anna"), anna.inst)  # its welcome was lost
        assert (await Wire.greet(url, lost)).view.who == anna.view.who
        await Wire.open(url, Teach(code, english.key, "Ms Lee"))
        await teacher.socket.close()
        teacher = await Wire.open(url, Teach(code, english.key, "Ms Lee"))
        await teacher.tell(requests.LockClass(on=False))
        await teacher.heartbeat()
        await Wire.open(url, stands_in(english, "Boris"))
