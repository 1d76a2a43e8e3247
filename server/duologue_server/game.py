"""The guessing game of a room: what a line does to the card that is played."""

from duologue_activities.stages import guess
from duologue_protocol.parts import CardOutcome
from duologue_protocol.refusals import Refused
from duologue_server import course, facts
from duologue_server.asked import Asked
from duologue_server.facts import Fact
from duologue_server.room import Room


def after_line(asked: Asked, room: Room, text: str) -> list[Fact]:
    """A banned word ends the card, the right guess does, and the last question does."""
    riddle = room.riddle
    if riddle is None:
        return []
    limit = room.questions_of_card
    if asked.by in room.holders:
        outcome = guess.judge_holder(riddle, text)
        return _end(asked, room, outcome) if outcome else []
    if guess.judge_guess(riddle, text):
        return _end(asked, room, "guessed")
    if not limit or not guess.is_question(text):
        return []
    asks: list[Fact] = [facts.QuestionAsked(room.id, asked.by)]
    return asks + _end(asked, room, "spent") if room.questions + 1 >= limit else asks


def pass_card(asked: Asked, room: Room, number: int) -> list[Fact]:
    if asked.by not in room.holders:
        raise Refused("not_your_card")
    if room.riddle is None or number != len(room.outcomes) + 1:
        raise Refused("card_over")
    return _end(asked, room, "passed")


def _end(asked: Asked, room: Room, outcome: CardOutcome) -> list[Fact]:
    """The next card, or the next stage after the last one."""
    ended: list[Fact] = [facts.CardEnded(room.id, asked.by, outcome)]
    if len(room.outcomes) + 1 < room.cards:
        return ended
    return ended + course.go_on(room, asked.now_ms)
