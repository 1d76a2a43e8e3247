"""Why a room needs the teacher, and where it stands on the wall."""

import msgspec

from duologue_client.teacher.ranking import Need, Rank, arrange, rank, reasons
from duologue_protocol.parts import HelpCall, Member, Person, Progress, Row
from support.teaching import NOW_MS, progress, row, student

PEOPLE = {person.who: person for person in (student(0), student(1))}


def words_of(room: Progress, line: Row | None, *, quiet: bool = False) -> list[str]:
    return [one.words for one in reasons(room, line, PEOPLE, NOW_MS, quiet=quiet)]


def test_a_room_that_talks_needs_nothing() -> None:
    assert words_of(progress(0), row(0)) == []


def test_a_call_says_how_long_it_has_waited_and_goes_first() -> None:
    room = progress(0, HelpCall("p0", "", NOW_MS - 130_000))
    assert words_of(room, row(0, 95_000)) == ["help 2:10", "silent 95 s"]


def test_a_room_is_silent_after_a_minute() -> None:
    assert words_of(progress(0), row(0, 59_999)) == []
    assert words_of(progress(0), row(0, 60_000)) == ["silent 60 s"]


def test_silence_means_nothing_while_people_read() -> None:
    assert words_of(progress(0), row(0, 95_000), quiet=True) == []


def test_silence_counts_from_the_beginning_of_the_stage() -> None:
    room = msgspec.structs.replace(progress(0), began_ms=NOW_MS - 10_000)
    assert words_of(room, row(0, 95_000)) == []


def test_one_who_talks_for_two_is_named_with_their_share() -> None:
    assert words_of(progress(0), row(0, words=(82, 18))) == ["82 % Anna"]
    assert words_of(progress(0), row(0, words=(74, 26))) == []


def test_a_few_words_tell_no_balance() -> None:
    assert words_of(progress(0), row(0, words=(39, 0))) == []
    assert words_of(progress(0), row(0, words=(40, 0))) == ["100 % Anna"]


def test_where_one_role_talks_and_the_others_listen_nobody_talks_too_much() -> None:
    told = msgspec.structs.replace(progress(0), speakers=("p0",))
    assert words_of(told, row(0, words=(82, 0))) == []
    stages = tuple(msgspec.structs.replace(stage, turns="queue") for stage in told.stages)
    passed_on = msgspec.structs.replace(told, stages=stages)
    assert words_of(passed_on, row(0, words=(82, 0))) == ["100 % Anna"]


def test_another_alphabet_and_a_copied_card_are_told() -> None:
    telling = msgspec.structs.replace(row(0), alphabet="CYRILLIC", copied=("p1",))
    assert words_of(progress(0), telling) == ["in Cyrillic", "card copied"]
    assert words_of(progress(0), msgspec.structs.replace(row(0), alphabet="THAI")) == [
        "in other letters"
    ]


def test_who_is_away_is_named() -> None:
    away = Person("p1", "Boris", "student", "away", "r0", since_ms=NOW_MS - 40_000)
    found = reasons(progress(0), row(0), {**PEOPLE, "p1": away}, NOW_MS, quiet=False)
    assert [one.words for one in found] == ["Boris offline 0:40"]


def test_who_does_not_answer_and_who_asks_for_time_is_named() -> None:
    waiting = msgspec.structs.replace(
        progress(0), silent=(("p1", NOW_MS - 65_000),), asking=("p0",)
    )
    found = reasons(waiting, row(0), PEOPLE, NOW_MS, quiet=False)
    assert [one.words for one in found] == ["Boris does not answer 1:05", "asks for a minute"]


def test_who_was_left_without_a_partner_is_named_unless_alone_by_choice() -> None:
    alone = msgspec.structs.replace(progress(0), members=(Member("p0", "customer"),))
    assert words_of(alone, row(0)) == ["Anna alone"]
    assert words_of(msgspec.structs.replace(alone, origin="solo"), row(0)) == []


def test_rooms_that_choose_or_have_ended_need_nothing() -> None:
    for state in ("choosing", "ended"):
        room = msgspec.structs.replace(progress(0), state=state)
        assert words_of(room, row(0, 95_000)) == []


def test_rank_does_not_change_while_time_goes_by() -> None:
    room, silent = progress(0), row(0, 95_000)
    now = rank(room, reasons(room, silent, PEOPLE, NOW_MS, quiet=False))
    later = rank(room, reasons(room, silent, PEOPLE, NOW_MS + 60_000, quiet=False))
    assert now == later
    assert now.need is Need.SILENT


def ranks(*needs: Need) -> dict[str, Rank]:
    return {f"r{n}": Rank(need, 0, n, f"r{n}") for n, need in enumerate(needs)}


def test_rooms_stand_by_need_then_by_number() -> None:
    needs = ranks(Need.NOTHING, Need.SILENT, Need.NOTHING, Need.HELP, Need.OVER)
    assert arrange((), needs) == ("r3", "r1", "r0", "r2", "r4")


def test_the_call_that_waits_longest_goes_first() -> None:
    calls = {"a": Rank(Need.HELP, 500, 1, "a"), "b": Rank(Need.HELP, 100, 2, "b")}
    assert arrange((), calls) == ("b", "a")


def test_the_room_under_the_cursor_stays_where_it_is() -> None:
    before = ("r0", "r1", "r2")
    assert arrange(before, ranks(Need.NOTHING, Need.NOTHING, Need.HELP), held="r0") == (
        "r0",
        "r2",
        "r1",
    )
    assert arrange(before, ranks(Need.NOTHING, Need.HELP, Need.NOTHING), held="r1") == before


def test_room_10_stands_after_room_9() -> None:
    rooms = [progress(9), progress(8)]
    order = arrange((), {room.room: rank(room, ()) for room in rooms})
    assert order == ("r8", "r9")
