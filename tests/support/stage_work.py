"""What simulated students do in stages for writing, ordering, answering, voting and guessing."""

from duologue_activities.stages import order
from duologue_protocol import requests
from duologue_server.room import Room
from support.lesson import Lesson


def keys(room: Room, who: str) -> dict[str, str]:
    """What is right in each field of somebody's table."""
    assert room.activity
    at = room.stage
    state, room.state = room.state, "ended"  # laid open, only to look the key up
    table = room.sheet_at(at, who)
    room.state = state
    return {field: cell.answer for field, cell in table.fields.items()} if table else {}


def work(lesson: Lesson, room: Room, here: list[str]) -> None:
    """Everybody who is here does what this stage is for, and secrets are still kept."""
    assert room.current
    stage = room.stage
    for who in here:
        if room.stage == stage and room.plays:
            _WORK[room.current.kind](lesson, room, who)
    _secrets_are_kept(lesson, room)


def _secrets_are_kept(lesson: Lesson, room: Room) -> None:
    """The card of a game is shown to who holds it only, a dealt piece to who tells it only."""
    for who in filter(lesson.state.is_here, room.people):
        shown = lesson.room(who)
        if shown.deck and who not in room.holders:
            assert not shown.deck.word
            assert not shown.deck.banned
        assert room.activity
        writing = any(it.kind == "write" for it in room.activity.stages[room.stage :])
        if shown.shared_text and writing:
            assert not shown.shared_text.of
        assert (shown.passage is not None) == room.may_read(who)
        if shown.page:
            assert shown.page.text == room.pages.get(who, "")
        order_now = room.activity.order if room.activity else None
        if order_now and order_now.is_dealt and shown.ordering and not shown.ordering.right:
            assert all(bool(item.text) == item.mine for item in shown.ordering.items)


def _write(lesson: Lesson, room: Room, who: str) -> None:
    text = f"What {who} thinks in stage {room.stage}."
    lesson.tells(who, requests.WritePage(room.id, room.stage, text))


def _write_together(lesson: Lesson, room: Room, who: str) -> None:
    """A word at the beginning, and one at the end by an edit that does not know of it."""
    if not room.may_write(who):
        return
    before, version = room.draft.text, len(room.draft.edits)
    for steps in (("So ",), (len(before), f" {who}") if before else (who,)):
        lesson.tells(who, requests.EditText(room.id, room.stage, version, steps))
    assert room.draft.text == f"So {before} {who}".replace("So  ", "So ")


def _order(lesson: Lesson, room: Room, who: str) -> None:
    """Put everything into the order of the file, one after the other."""
    assert room.activity
    assert room.activity.order
    for place, item in enumerate(order.keys(room.activity.order)):
        lesson.tells(who, requests.MoveItem(room.id, item, place))


def _answer(lesson: Lesson, room: Room, who: str) -> None:
    for field, key in keys(room, who).items():
        lesson.tells(who, requests.Fill(room.id, field, key))


def _vote(lesson: Lesson, room: Room, who: str) -> None:
    lesson.tells(who, requests.Vote(room.id, 0))


def _guess(lesson: Lesson, room: Room, who: str) -> None:
    """Who holds the card passes one and says one banned word; the others guess at once."""
    riddle = room.riddle
    if riddle is None:
        return
    if who not in room.holders:
        lesson.tells(who, requests.Say(room.id, f"Is it {riddle.word}?"))
    elif len(room.outcomes) % 2:
        lesson.tells(who, requests.PassCard(room.id, len(room.outcomes) + 1))
    else:
        lesson.tells(who, requests.Say(room.id, f"Well, {riddle.word} …"))


def _correct(lesson: Lesson, room: Room, who: str) -> None:
    """Mend the first line of a partner; take what partners mended, and say it."""
    for (number, by), correction in list(room.corrections.items()):
        if room.lines[number - 1].by == who and not correction.verdict:
            answer = requests.AnswerCorrection(room.id, number, by, "accepted")
            lesson.tells(who, answer)
            lesson.tells(who, requests.Say(room.id, correction.text))
            assert correction.used
    since = room.since[who]
    others = [it for it in room.lines[since:] if it.kind == "answer" and it.by not in (who, "")]
    for line in others[:1]:
        lesson.tells(who, requests.Correct(room.id, line.number, f"{line.text} Really and truly!"))


_WORK = {
    "think": _write,
    "write": _write_together,
    "chain": _write,
    "order": _order,
    "quiz": _answer,
    "vote": _vote,
    "guess": _guess,
    "correct": _correct,
}
