"""One student erased: no word of theirs is left, the log folds, and the others keep what is theirs."""

import re
import types
import typing

import msgspec
import pytest

from duologue_protocol import requests
from duologue_protocol.edits import Edit
from duologue_server import facts, report
from duologue_server.classroom import Classroom
from duologue_server.erasure import GONE, Written, blacked_out, without_student
from duologue_server.evolve import evolve
from duologue_server.facts import Moment
from duologue_server.room import Room
from support.lesson import ROLE_PLAY, Lesson
from support.term import MARK, NAME, STUDENTS, marked, moments, term


def erased(log: list[Moment], who: str = "anna", called: tuple[str, ...] = (NAME,)) -> list[Moment]:
    return without_student(log, who, called)


def folded(log: list[Moment]) -> Classroom:
    """Every prefix folds: a fold that fails fails at one of them."""
    state = Classroom()
    for seq, moment in enumerate(log, 1):
        evolve(state, seq, facts.decode(facts.encode(moment)))
    return state


@pytest.fixture(scope="module")
def whole_term() -> list[Moment]:
    log = marked(moments(term()))
    written = {type(fact) for moment in log for fact in moment.facts if isinstance(fact, Written)}
    assert any(isinstance(fact, facts.TextEdited) for moment in log for fact in moment.facts)
    assert written == set(typing.get_args(Written)), (
        "a term in which little is written proves little"
    )
    return log


def test_no_word_of_theirs_is_left(whole_term: list[Moment]) -> None:
    before = b"".join(map(facts.encode, whole_term)).decode("utf-8", "replace").casefold()
    after = b"".join(map(facts.encode, erased(whole_term))).decode("utf-8", "replace").casefold()
    assert before.count(MARK) > 300
    assert before.count("annabella") > 300
    for trace in (MARK, "annabella", "quist"):
        assert trace not in after


def test_the_others_keep_their_lines_and_results(whole_term: list[Moment]) -> None:
    before, after = folded(whole_term), folded(erased(whole_term))
    compared = 0
    for old, new in zip(before.rooms.values(), after.rooms.values(), strict=True):
        for said, left in zip(old.lines, new.lines, strict=True):
            if said.kind == "text":  # they wrote it together
                hers = f"{MARK} wrote this."
                gone = "".join(GONE if letter != " " else letter for letter in hers)
                assert left.text == said.text.replace(hers, gone)
            elif said.by != "anna":
                assert left.text == unnamed(said.text)
        assert (old.outcomes, old.votes, old.orders, old.words) == (
            new.outcomes,
            new.votes,
            new.orders,
            new.words,
        )
        for who in old.took_part:
            assert figures(old, who) == figures(new, who)
            compared += 1
    assert compared > 60


def figures(room: Room, who: str) -> tuple[object, ...]:
    """What counts of a result; of words and lines only how many."""
    if room.activity is None or room.took_part[who] is None:
        return ()
    found = report.result(room, room.activity, who)
    used = [bool(line) for _phrase, line in found.phrases]
    return found.words, len(found.lines), used, found.goals, found.right, found.fields


def unnamed(text: str) -> str:
    return re.sub(r"annabella( quist)?", lambda it: blacked_out(it[0]), text, flags=re.IGNORECASE)


def test_doing_it_again_changes_nothing(whole_term: list[Moment]) -> None:
    once = erased(whole_term)
    assert erased(once) == once


def test_what_does_not_concern_them_is_not_touched(whole_term: list[Moment]) -> None:
    """The same moment, so that its row need not be written again."""
    log = whole_term
    for old, new in zip(log, erased(log, "nobody", ()), strict=True):
        assert old is new


@pytest.mark.parametrize("who", STUDENTS)
def test_anybody_can_be_erased(whole_term: list[Moment], who: str) -> None:
    state = folded(erased(whole_term, who, (who,)))
    brought = [f.text for m in whole_term for f in m.facts if isinstance(f, facts.ResultBrought)]
    theirs = [line for room in state.rooms.values() for line in room.lines if line.by == who]
    words = {word for line in theirs if line.text not in brought for word in line.text.split()}
    assert words == {GONE}


def test_digests_go_with_the_words() -> None:
    """Eight bytes of a hash are enough to prove a guess of a short line."""
    asked = Moment(1, (facts.Enrolled("anna", "student"),), "anna", b"i", 1, b"12345678")
    [left] = erased([asked])
    assert (left.digest, left.n) == (b"", 1)


def test_a_name_is_taken_out_as_a_whole_word_whatever_its_case() -> None:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    lesson.enrol("anna", "boris", level="B1")
    lesson.starts_round(ROLE_PLAY)
    lesson.all_ready()
    said = "Hi ANNA! anna? Annabel, Аня, joanna, Anna-Maria; An na"
    lesson.tells("boris", requests.Say(lesson.room_id("boris"), said))
    lesson.tells("teacher", requests.Broadcast("Anna, come here"))
    state = folded(erased(moments(lesson), "anna", ("Anna B", "Аня")))
    [line] = state.rooms["r1"].lines
    assert line.text == f"Hi {GONE}! {GONE}? Annabel, {GONE}, joanna, {GONE}-Maria; An na"
    assert [text for _by, text, _at in state.announcements.values()] == [f"{GONE}, come here"]
    assert state.people["anna"].level == ""
    assert state.people["boris"].level == "B1"


def edited(*edits: tuple[str, Edit]) -> tuple[list[Moment], Room]:
    """A room that writes a text together: who put what where."""
    opened = facts.RoomOpened("r1", "round", ("anna", "boris"))
    log = [
        Moment(1, (facts.Enrolled("anna", "student"), facts.Enrolled("boris", "student"))),
        Moment(2, (opened, *(facts.TextEdited("r1", by, edit) for by, edit in edits))),
    ]
    return log, folded(log).rooms["r1"]


def test_letters_in_a_common_text_go_and_the_others_stay_in_their_places() -> None:
    log, room = edited(
        ("boris", ("The dog  ran.",)),
        ("anna", (8, "zqword and zqword")),
        ("boris", (4, "big ", 4, -3, "ZQ")),
    )
    assert room.draft.text == "The big dog ZQord and zqword ran."
    left = folded(erased(log)).rooms["r1"].draft.text
    assert left == f"The big dog ZQ{GONE * 3} {GONE * 3} {GONE * 6} ran."
    assert MARK.encode() not in b"".join(map(facts.encode, erased(log)))


def test_a_name_in_a_common_text_goes_whoever_spelled_which_letter_of_it() -> None:
    log, room = edited(
        ("boris", ("Annabe came.",)),
        ("boris", (6, "l")),
        ("boris", (7, "la")),
        ("boris", (9, " and Annabella went, Annabellas")),
    )
    assert room.draft.text == "Annabella and Annabella went, Annabellas came."
    left = folded(erased(log, called=("Annabella",))).rooms["r1"].draft.text
    assert left == f"{GONE * 9} and {GONE * 9} went, Annabellas came."


TEXTS = {"text"}
NO_WORDS_OF_PEOPLE = {
    *(
        "who",
        "by",
        "cleared_by",
        "whose",
        "to",
        "other",
        "device",
        "pin",
        "rule",
        "attention",
        "room",
        "invitation",
        "activity",
        "key",
    ),  # ids
    *("field", "about", "code", "detail", "activities", "lesson"),  # of files and our own tables
    *("members", "observers", "left_out", "reasons", "groups", "continues"),  # ids
}
EDITS = {"edit"}
OF_THE_ACTIVITY = (facts.ResultBrought,)
"""Facts whose text the activity's file has said."""


def test_every_fact_is_known_to_hold_words_or_none() -> None:
    """A new fact with a text is forgotten by nobody: it comes into Written, or is named here."""
    for fact in typing.get_args(facts.Fact):
        for name in [it.name for it in msgspec.structs.fields(fact) if may_be_text(it.type)]:
            if name in TEXTS:
                assert fact in (*typing.get_args(Written), *OF_THE_ACTIVITY), fact
            elif name in EDITS:
                assert fact is facts.TextEdited
            else:
                assert name in NO_WORDS_OF_PEOPLE, f"{fact.__name__}.{name}"


def may_be_text(annotation: object) -> bool:
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is tuple:
        return any(map(may_be_text, typing.get_args(annotation)))
    return annotation is str
