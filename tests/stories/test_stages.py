"""Stories of single stages: what each kind takes, what it refuses, and what it opens at its end."""

from collections.abc import Iterator

import pytest

from duologue_activities.activity import Activity
from duologue_activities.stages import order
from duologue_protocol import requests
from duologue_server.room import Room
from support.lesson import LIBRARY, Lesson

RANKING, STRIPS, TABOO = "six-things-for-the-cabin", "the-cat-who-came-back", "around-the-house"
QUESTIONS, CHAIN, EDITING = "animal-thing-or-place", "it-began-with-a-knock", "a-postcard-home"
OPINION, DEBATE, REASONING = "a-phone-at-the-table", "homework-has-to-go", "who-ate-the-cake"
HALF_TEXT, TRIAD, DISAPPEARING = "the-quiet-island", "a-favour-is-a-favour", "the-last-train-home"
SPOT = "two-market-squares"


@pytest.fixture
def lesson() -> Iterator[Lesson]:
    lesson = Lesson()
    lesson.enrol("teacher", role="teacher")
    yield lesson
    lesson.holds()  # whatever happened: views, replay and secrets are as they should be


def begins(lesson: Lesson, activity: str, *members: str, stage: int = 0) -> Room:
    """A room of these members, in this order of roles, at this stage."""
    lesson.enrol(*members)
    plan = requests.PlanRound(activity, LIBRARY[activity].minutes, "by_hand", groups=(members,))
    lesson.tells("teacher", plan, requests.StartRound())
    for _ in range(stage):
        lesson.all_ready()
    return lesson.state.rooms[lesson.room_id(members[0])]


def activity_of(room: Room) -> Activity:
    assert room.activity
    return room.activity


# Ordering


def test_alone_everybody_has_an_order_of_their_own_and_nobody_talks(lesson: Lesson) -> None:
    room = begins(lesson, RANKING, "anna", "boris")
    lesson.tells("anna", requests.MoveItem(room.id, "F", 0))
    mine, theirs = lesson.room("anna").ordering, lesson.room("boris").ordering
    assert mine
    assert theirs
    assert mine.items[0].key == "F"
    assert theirs.items[0].key == "A"
    assert lesson.refuses("anna", requests.Say(room.id, "Mine is best.")) == "not_now"
    assert lesson.refuses("anna", requests.MoveItem(room.id, "Z", 0)) == "no_item"


def test_a_change_of_the_common_order_takes_back_what_others_agreed_to(lesson: Lesson) -> None:
    room = begins(lesson, RANKING, "anna", "boris", stage=1)
    lesson.tells("boris", requests.Ready(room.id, 1, on=True))
    lesson.tells("anna", requests.MoveItem(room.id, "C", 0))
    assert not room.ready
    assert lesson.stage("anna") == "order"
    lesson.all_ready()
    assert lesson.stage("anna") == "talk"


def test_a_dealt_piece_is_read_by_one_and_told_to_the_others(lesson: Lesson) -> None:
    room = begins(lesson, STRIPS, "anna", "boris", "clara", stage=1)
    shown = [lesson.room(who).ordering for who in room.members]
    texts = [[item.text for item in it.items if item.text] for it in shown if it]
    items = activity_of(room).order
    assert items
    assert sorted(text for own in texts for text in own) == sorted(items.items)
    assert all(not item.text for it in shown if it for item in it.items if not item.mine)


def test_the_right_order_is_shown_when_the_stage_is_over(lesson: Lesson) -> None:
    room = begins(lesson, STRIPS, "anna", "boris", stage=1)
    items = activity_of(room).order
    assert items
    letters = order.keys(items)
    for place, letter in enumerate(letters):
        lesson.tells("anna", requests.MoveItem(room.id, letter, place))
        shown = lesson.room("anna").ordering
        assert shown
        assert not shown.right
    lesson.all_ready()
    shown = lesson.room("boris").ordering
    assert shown
    assert shown.right == tuple(item.key for item in shown.items) == letters
    assert order.in_place(items, room.order_of("")) == len(items.items)


# Guessing


def test_a_banned_word_in_whatever_form_ends_the_card(lesson: Lesson) -> None:
    room = begins(lesson, TABOO, "anna", "boris", stage=1)
    card = lesson.room("anna").deck
    assert card
    assert card.word == "kettle"
    lesson.tells("anna", requests.Say(room.id, "It makes the water boiling hot."))
    deck = lesson.room("boris").deck
    assert deck
    assert deck.outcomes == (("kettle", "buzzed"),)
    assert not deck.word


def test_who_guesses_may_say_what_they_like_and_wins_by_the_word(lesson: Lesson) -> None:
    room = begins(lesson, TABOO, "anna", "boris", stage=1)
    lesson.tells("boris", requests.Say(room.id, "Something with water?"))
    assert not room.outcomes
    lesson.tells("boris", requests.Say(room.id, "Kettles!"))
    assert room.outcomes == [("boris", "guessed")]


def test_a_card_is_put_aside_by_who_holds_it_and_once(lesson: Lesson) -> None:
    room = begins(lesson, TABOO, "anna", "boris", stage=1)
    assert lesson.refuses("boris", requests.PassCard(room.id, 1)) == "not_your_card"
    lesson.tells("anna", requests.PassCard(room.id, 1))
    assert lesson.refuses("anna", requests.PassCard(room.id, 1)) == "card_over"
    assert room.outcomes == [("anna", "passed")]


def test_half_of_the_cards_are_left_for_the_swap(lesson: Lesson) -> None:
    room = begins(lesson, TABOO, "anna", "boris", stage=1)
    for number in range(1, 6):
        lesson.tells("anna", requests.PassCard(room.id, number))
    assert room.stage == 2
    assert room.holders == ["boris"]
    assert room.riddle == activity_of(room).deck[5]


def test_twenty_questions_and_no_more(lesson: Lesson) -> None:
    room = begins(lesson, QUESTIONS, "anna", "boris", stage=1)
    for number in range(20):
        lesson.tells("boris", requests.Say(room.id, f"Has it got {number} legs?"))
        lesson.tells("anna", requests.Say(room.id, "No."))
        lesson.passes(1)
    assert room.outcomes == [("boris", "spent")]
    assert room.questions == 0


# Writing before reading


def test_nobody_reads_a_page_before_all_have_written(lesson: Lesson) -> None:
    room = begins(lesson, OPINION, "anna", "boris")
    lesson.tells("anna", requests.WritePage(room.id, 0, "I think phones are rude."))
    page = lesson.room("boris").page
    assert page
    assert page.text == ""
    assert page.written == ("anna",)
    assert lesson.refuses("boris", requests.Say(room.id, "What did you write?")) == "not_now"
    assert lesson.refuses("boris", requests.WritePage(room.id, 1, "Late.")) == "stage_over"
    lesson.all_ready()
    assert lesson.lines("boris") == ["I think phones are rude."]
    assert lesson.room("boris").lines[1].kind == "answer"


def test_a_page_is_opened_too_when_the_teacher_ends_the_round(lesson: Lesson) -> None:
    room = begins(lesson, EDITING, "anna", "boris")
    lesson.tells("anna", requests.WritePage(room.id, 0, "We're staying by the sea."))
    lesson.tells("teacher", requests.EndRound(0))
    assert [line.text for line in room.lines] == ["We're staying by the sea."]


def test_an_empty_page_is_taken_back(lesson: Lesson) -> None:
    room = begins(lesson, OPINION, "anna", "boris")
    lesson.tells("anna", requests.WritePage(room.id, 0, "No!"))
    lesson.tells("anna", requests.WritePage(room.id, 0, ""))
    lesson.all_ready()
    assert not room.lines


def test_stories_go_on_to_the_next_and_are_opened_at_the_end(lesson: Lesson) -> None:
    room = begins(lesson, CHAIN, "anna", "boris", "clara")
    passes = sum(stage.kind == "chain" for stage in activity_of(room).stages)
    for number in range(passes):
        pages = {who: lesson.room(who).page for who in room.members}
        if number:
            before = [page.before for page in pages.values() if page]
            assert all(f"in pass {number - 1}" in last for (last,) in before)
            assert all(f"{who} " not in page.before[0] for who, page in pages.items() if page)
        for who in room.members:
            text = f"{who} wrote in pass {number}."
            lesson.tells(who, requests.WritePage(room.id, room.stage, text))
        assert not room.lines
        lesson.all_ready()
    assert len(room.lines) == 3 * passes
    stories = {line.role for line in room.lines}
    assert stories == {"Story 1", "Story 2", "Story 3"}
    first = [line.by for line in room.lines if line.role == "Story 1"]
    assert first == ["anna", "boris", "clara"] * (passes // 3)


# Correcting


def test_a_correction_is_taken_and_its_later_use_is_noticed(lesson: Lesson) -> None:
    room = begins(lesson, EDITING, "anna", "boris")
    lesson.tells("anna", requests.WritePage(room.id, 0, "I am agree with you."))
    lesson.all_ready()
    lesson.tells("boris", requests.Correct(room.id, 1, "I agree with you."))
    answer = requests.AnswerCorrection(room.id, 1, "boris", "accepted")
    assert lesson.refuses("boris", answer) == "no_correction"
    lesson.tells("anna", answer)
    lesson.tells("anna", requests.Say(room.id, "I am agree, as I said."))
    assert not lesson.room("anna").corrections[1, "boris"].used
    lesson.tells("anna", requests.Say(room.id, "Oh, I agree with you!"))
    assert lesson.room("boris").corrections[1, "boris"].used


@pytest.mark.parametrize(
    ("who", "line", "text", "code"),
    [
        ("anna", 1, "Better.", "own_line"),
        ("boris", 1, "We was here.", "same_text"),
        ("boris", 1, " ", "empty"),
        ("boris", 2, "Better.", "no_line"),
        ("boris", 0, "Better.", "no_line"),
    ],
)
def test_corrections_that_are_none(
    lesson: Lesson, who: str, line: int, text: str, code: str
) -> None:
    room = begins(lesson, EDITING, "anna", "boris")
    lesson.tells("anna", requests.WritePage(room.id, 0, "We was here."))
    assert lesson.refuses("boris", requests.Correct(room.id, 1, "We were here.")) == "not_now"
    lesson.all_ready()
    assert lesson.refuses(who, requests.Correct(room.id, line, text)) == code


def test_a_rewording_needs_words(lesson: Lesson) -> None:
    room = begins(lesson, EDITING, "anna", "boris")
    lesson.tells("anna", requests.WritePage(room.id, 0, "We was here."))
    lesson.all_ready()
    lesson.tells("boris", requests.Correct(room.id, 1, "We were here."))
    empty = requests.AnswerCorrection(room.id, 1, "boris", "rewritten")
    assert lesson.refuses("anna", empty) == "empty"


# Turns, votes, tables


def test_in_turns_nobody_speaks_twice_running_while_there_is_an_answer(lesson: Lesson) -> None:
    room = begins(lesson, OPINION, "anna", "boris", stage=1)
    lesson.tells("anna", requests.Say(room.id, "I think so."))
    assert lesson.refuses("anna", requests.Say(room.id, "Don't you?")) == "alternate"
    lesson.tells("boris", requests.Say(room.id, "No."))
    lesson.tells("anna", requests.Say(room.id, "Why not?"))
    lesson.drop("boris")
    lesson.tells("anna", requests.Say(room.id, "Are you there?"))


def test_who_has_no_floor_listens(lesson: Lesson) -> None:
    room = begins(lesson, DEBATE, "anna", "boris", "clara", stage=1)
    assert room.floor == ["anna"]
    assert lesson.refuses("boris", requests.Say(room.id, "No!")) == "listen_now"
    lesson.tells("anna", requests.Say(room.id, "The main reason is time."))
    lesson.leave("anna")
    lesson.all_ready()  # nobody waits for a speaker who has gone
    assert room.floor == ["boris"]


def test_the_observer_of_a_triad_rotates(lesson: Lesson) -> None:
    room = begins(lesson, TRIAD, "anna", "boris", "clara", stage=1)
    silent: list[str] = []
    for _ in range(3):
        assert room.floor
        silent += [who for who in room.members if who not in room.floor]
        lesson.all_ready()
        lesson.all_ready()
    assert sorted(silent) == ["anna", "boris", "clara"]


def test_votes_are_counted_when_all_have_voted(lesson: Lesson) -> None:
    room = begins(lesson, DEBATE, "anna", "boris", "clara", stage=6)
    assert lesson.stage("anna") == "vote"
    assert lesson.refuses("anna", requests.Vote(room.id, 2)) == "no_option"
    for who, option in (("anna", 0), ("boris", 1), ("anna", 1)):
        lesson.tells(who, requests.Vote(room.id, option))
        ballot = lesson.room("clara").ballot
        assert ballot
        assert not ballot.tally
    lesson.tells("clara", requests.Vote(room.id, 0))
    ballot = lesson.room("anna").ballot
    assert ballot
    assert ballot.tally == (1, 2)


def test_a_quiz_for_all_is_filled_by_all_and_opened_afterwards(lesson: Lesson) -> None:
    room = begins(lesson, REASONING, "Inspector", "Detective", stage=1)
    assert lesson.refuses("Inspector", requests.Fill(room.id, "q1", "Rex")) == "no_choice"
    assert lesson.refuses("Inspector", requests.Fill(room.id, "q9", "Anna")) == "no_field"
    lesson.tells("Inspector", requests.Fill(room.id, "q1", "Anna"))
    table = lesson.room("Detective").table
    assert table
    assert table.rows[0][1].text == "Anna"
    assert table.rows[0][1].right is None
    lesson.all_ready()
    table = lesson.room("Detective").table
    assert table
    assert [row[1].right for row in table.rows] == [True, False, False]


def test_a_word_that_is_to_be_described_is_not_taken(lesson: Lesson) -> None:
    room = begins(lesson, HALF_TEXT, "north", "south", stage=1)
    assert lesson.refuses("south", requests.Say(room.id, "It's a Lighthouse!")) == "quoted"
    lesson.tells("south", requests.Say(room.id, "Ships need it at night."))


def test_differences_count_once_and_in_any_order(lesson: Lesson) -> None:
    room = begins(lesson, SPOT, "pat", "jo", stage=1)
    written = ("The dog is black.", "dog: white", "I see four stalls", "a car")
    for number, text in enumerate(written, 1):
        lesson.tells("pat", requests.Fill(room.id, f"d{number}", text))
    lesson.all_ready()
    table = lesson.room("jo").table
    assert table
    assert [row[1].right for row in table.rows[:4]] == [True, False, True, False]


def test_more_words_are_gone_at_every_pass(lesson: Lesson) -> None:
    room = begins(lesson, DISAPPEARING, "anna", "boris", stage=1)
    blanks: list[int] = []
    for stage in range(1, 5):
        assert room.stage == stage
        assert room.turn
        prompt = lesson.room(room.turn).prompt
        assert prompt
        blanks.append(prompt.text.count("____"))
        lesson.tells("teacher", requests.NextStage())
    assert blanks == sorted(blanks)
    assert blanks[-1] > blanks[0]
