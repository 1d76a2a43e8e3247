"""Talking: the lines of the model for one's role, as answers to whatever the partner says. Pure."""

from collections.abc import Sequence

from duologue_client.demo.situation import Move, Situation
from duologue_protocol.parts import ModelLine
from duologue_protocol.requests import CallTeacher

CLOSING = (
    "I think that's everything from me. Is it all right with you?",
    "That was good. Shall we go on? Press the key for “ready”.",
)
"""What somebody says who has no more to say and is spoken to."""
CALLS_AFTER = 2
"""Own lines, before the teacher is called."""
ENDING_LINES = 4


def ending(model: Sequence[ModelLine]) -> Sequence[ModelLine]:
    """The end of a model, in which both agree."""
    return model[-ENDING_LINES:]


def next_line(at: Situation, model: Sequence[ModelLine]) -> Move | None:
    """What I say next, and when; None: I have said all."""
    speakers, last = at.progress.speakers, at.lines[-1] if at.lines else None
    if speakers is not None and at.me not in speakers:
        return None
    alternate = at.progress.stages[at.progress.stage].turns == "alternate"
    if alternate and last is not None and last.by == at.me:
        return None
    mine = [line.text for line in model if line.role == at.voice]
    spoken = sum(map(at.is_mine, at.lines))
    if at.nature.calls and spoken >= CALLS_AFTER and at.progress.call is None:
        question = f"What does “{_a_word(at)}” mean, please?"
        call = CallTeacher(at.progress.room, question)
        return Move(("call",), call, at.thinking_ms(), at.pace.typing_ms(question))
    if spoken >= len(mine):
        return _closing(at, model, spoken - len(mine))
    return _in_turn(at, mine[spoken], _goes_on(at, model, spoken))


def _a_word(at: Situation) -> str:
    return at.seat.gloss[0][0] if at.seat.gloss else "goal"


def _in_turn(at: Situation, text: str, goes_on: bool) -> Move:
    last = at.lines[-1] if at.lines else None
    spoken = sum(map(at.is_mine, at.lines))
    if not at.is_my_turn_of(spoken):
        return at.breaks_silence(text, at.pace.pause_ms(5))
    if last is None:
        if at.seat.starts:
            return at.says(text, "start", at.thinking_ms())
        return at.breaks_silence(text)
    if not at.is_mine(last) or goes_on:
        return at.says(text, "reply", at.pace.reading_ms(last.text) + at.thinking_ms())
    return at.breaks_silence(text)


def _goes_on(at: Situation, model: Sequence[ModelLine], spoken: int) -> bool:
    """Does my role speak twice running here?"""
    places = [place for place, line in enumerate(model) if line.role == at.voice]
    return 0 < spoken < len(places) and places[spoken] == places[spoken - 1] + 1


def _closing(at: Situation, model: Sequence[ModelLine], closed: int) -> Move | None:
    """A word to somebody who speaks on, off the model."""
    if closed >= len(CLOSING) or not at.lines:
        return None
    last = at.lines[-1]
    if at.is_mine(last) or any(line.text == last.text for line in model):
        return None
    wait_ms = at.pace.reading_ms(last.text) + at.thinking_ms()
    return at.says(CLOSING[closed], "closing", wait_ms)
