"""One person tries an activity with scripted partners."""

from pathlib import Path

import pytest

from duologue_activities import rehearsal, rehearsed
from duologue_activities.activity import Activity
from duologue_activities.check import load
from duologue_activities.library import read_library
from duologue_activities.rehearsal import Rehearsal
from duologue_activities.rehearsed import Shown
from duologue_activities.stages import script

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> Activity:
    return load((SAMPLES / name).read_text(encoding="utf-8"), name)


def typed(name: str, role: str, *texts: str) -> tuple[Rehearsal, tuple[Shown, ...]]:
    """The state after all this was typed, and what was shown for the last of it."""
    state, shown = rehearsal.begin(sample(name), role)
    for text in texts:
        state, shown = rehearsal.step(state, text)
    return state, shown


def said(shown: tuple[Shown, ...]) -> list[str]:
    return [it.text for it in shown if isinstance(it, rehearsed.Spoken) and not it.mine]


def test_it_begins_with_the_card() -> None:
    state, (began,) = typed("lost-bag.yaml", "clerk")
    assert isinstance(began, rehearsed.StageBegan)
    assert began.card == state.activity.role("clerk").card
    assert began.number == 1


def test_who_prepares_says_nothing() -> None:
    before, _ = typed("lost-bag.yaml", "clerk")
    after, shown = typed("lost-bag.yaml", "clerk", "Good morning!")
    assert shown == (rehearsed.NotNow(),)
    assert after == before


def test_the_partner_speaks_the_model_line_by_line() -> None:
    model = sample("lost-bag.yaml").model
    _, shown = typed("lost-bag.yaml", "clerk", "")
    assert said(shown) == [model[0].text]
    _, shown = typed("lost-bag.yaml", "clerk", "", "Good morning!")
    assert said(shown) == [model[2].text]


def test_who_starts_is_not_spoken_to_first() -> None:
    assert said(typed("lost-bag.yaml", "tourist", "")[1]) == []


def test_after_the_model_the_partner_has_nothing_more() -> None:
    lines = ["Well, …"] * len(sample("lost-bag.yaml").model)
    assert typed("lost-bag.yaml", "clerk", "", *lines)[1][-1] == rehearsed.NothingMore()


def test_a_phrase_ticks_the_first_time_it_is_used() -> None:
    state, (mine, *_) = typed("first-coffee.yaml", "guest", *[""] * 9, "I'd like tea.")
    assert state.current.kind == "talk"
    assert isinstance(mine, rehearsed.Spoken)
    assert mine.phrases == (0,)
    state, (again, *_) = rehearsal.step(state, "I'd like a cake.")
    assert isinstance(again, rehearsed.Spoken)
    assert again.phrases == ()
    assert state.used == ((0, "I'd like tea."),)
    assert state.words == 8  # with a line of the script that has no gap


def test_a_script_goes_on_when_the_gap_is_right() -> None:
    _, shown = typed("first-coffee.yaml", "guest", "")
    assert said(shown) == ["Good morning. What would you like?"]
    assert isinstance(shown[-1], rehearsed.Due)
    state, (mine, *rest) = typed("first-coffee.yaml", "guest", "", "I would like / please")
    assert isinstance(mine, rehearsed.Spoken)
    assert mine.text == "I would like a coffee, please."
    assert said(tuple(rest)) == ["Anything else?"]
    assert (state.right, state.gaps) == (2, 2)


def test_a_wrong_word_may_be_tried_three_times() -> None:
    _, shown = typed("first-coffee.yaml", "guest", "", "I want")
    assert shown[0] == rehearsed.Missed(2)
    _, shown = typed("first-coffee.yaml", "guest", "", "I want", "Give me")
    assert shown[0] == rehearsed.Missed(1)
    state, (mine, *_) = typed("first-coffee.yaml", "guest", "", *["I want"] * 3)
    assert isinstance(mine, rehearsed.Spoken)
    assert mine.told
    assert mine.text == script.spoken(state.activity.script[1])
    assert (state.right, state.gaps, state.words, state.used) == (0, 2, 0, ())


def test_nothing_typed_tells_the_line_at_once() -> None:
    _, (mine, *_) = typed("first-coffee.yaml", "guest", "", "")
    assert isinstance(mine, rehearsed.Spoken)
    assert mine.told


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("How much is the rent in Hill Street?", ["12 Hill Street – Rent – £700"]),
        ("And Park Lane?", ["3 Park Lane – Rooms – four"]),
        ("What problems are there?", ["12 Hill Street – Problem – noisy road"]),
        ("What about the rent of both?", ["12 Hill Street – Rent – £700"]),
        ("Hello!", []),
        ("Has it got a lift?", []),
    ],
)
def test_the_partner_tells_what_was_asked_for(question: str, answers: list[str]) -> None:
    _, shown = typed("two-flats.yaml", "student", "", question)
    assert said(shown) == answers
    assert any(isinstance(it, rehearsed.NotUnderstood) for it in shown) is not bool(answers)


def test_a_field_is_filled_by_its_number_and_judged_when_tables_are_open() -> None:
    state, (table,) = typed("two-flats.yaml", "student", "", "1 = 700")
    assert isinstance(table, rehearsed.TableShown)
    assert table.rows[0][1].text == "700"
    assert table.rows[0][1].right is None
    state, shown = rehearsal.step(state, "")
    assert isinstance(shown[-1], rehearsed.TableShown)
    assert shown[-1].rows[0][1].right is True
    assert rehearsal.right_cells(state) == 1


def test_a_field_that_is_not_there_is_said() -> None:
    _, shown = typed("two-flats.yaml", "student", "", "9 = 700")
    assert shown == (rehearsed.NoField(3),)


def test_nothing_is_shown_after_the_end() -> None:
    state, shown = typed("lost-bag.yaml", "clerk", *[""] * 4)
    assert shown == (rehearsed.Finished(),)
    assert rehearsal.step(state, "Hello?") == (state, ())


@pytest.mark.parametrize(
    ("activity", "role"),
    [(one, role.key) for one in read_library().values() for role in one.roles],
    ids=lambda it: it.id if isinstance(it, Activity) else str(it),
)
def test_enter_alone_leads_to_the_end(activity: Activity, role: str) -> None:
    state, shown = rehearsal.begin(activity, role)
    seen = list(shown)
    while not state.over:
        state, shown = rehearsal.step(state, "")
        assert shown
        seen += shown
    stages = [it.stage for it in seen if isinstance(it, rehearsed.StageBegan)]
    assert tuple(stages) == activity.stages


def test_a_dictation_is_told_sentence_by_sentence_and_then_compared() -> None:
    activity = read_library()["the-note-on-the-fridge"]
    state, _ = rehearsal.begin(activity, "writer")
    state, shown = rehearsal.step(state, "")
    assert isinstance(shown[1], rehearsed.Spoken)
    assert shown[1].text == "Dear Max, I had to leave early, so please read this twice."
    state, shown = rehearsal.step(state, "Dear Max, I had to leave early, so please read this.")
    assert shown[1] == rehearsed.Spoken("Runner", "The plumber comes at half past nine.")
    state, shown = rehearsal.step(state, "")
    assert shown[1] == rehearsed.PassageShown(activity.passages[1])
    state, shown = rehearsal.step(state, "There is soup.")
    assert state.page == "Dear Max, I had to leave early, so please read this."
    state, shown = rehearsal.step(state, "")
    compared = shown[1]
    assert isinstance(compared, rehearsed.TextCompared)
    assert compared.met == 11


def test_questions_about_the_secret_are_answered_by_what_is_true_of_it() -> None:
    game = read_library()["animal-thing-or-place"]
    asker = next(role.key for role in game.roles if role.key not in game.stages[1].floor)
    state, _shown = rehearsal.begin(game, asker)
    state, _shown = rehearsal.step(state, "")
    answers = [
        ("Is it an animal?", "Yes."),
        ("Can it swim?", "Yes."),
        ("Does it fly?", "No."),
    ]
    for question, answer in answers:
        state, shown = rehearsal.step(state, question)
        assert said(shown) == [answer]
    state, shown = rehearsal.step(state, "It is big.")
    assert shown[1:] == (rehearsed.NoQuestion(),)
    state, shown = rehearsal.step(state, "Is it a penguin?")
    assert rehearsed.CardOver("penguin", "guessed") in shown
    for _question in range(19):
        state, shown = rehearsal.step(state, "Is it a dog?")
        assert said(shown) == ["No."]
    _state, shown = rehearsal.step(state, "Is it a dog?")
    assert rehearsed.CardOver("umbrella", "spent") in shown
