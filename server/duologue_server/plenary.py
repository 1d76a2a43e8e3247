"""Lines that a teacher pins, and what the class makes of them when all are together."""

import re

from duologue_protocol import limits, requests
from duologue_protocol.refusals import Refused
from duologue_protocol.text import clean
from duologue_server import facts
from duologue_server.asked import Asked
from duologue_server.classroom import Classroom, Pin
from duologue_server.facts import Fact


def pin_line(asked: Asked, request: requests.PinLine) -> list[Fact]:
    room = asked.room(request.room)
    known = pin_of(asked.state, room.id, request.line)
    if (known != "") == request.on:
        return [facts.CommandRefused()]  # is so already
    if known:
        return unpinned(asked.state, room.id, request.line)
    if not 0 < request.line <= len(room.lines):
        raise Refused("no_line")
    line = room.lines[request.line - 1]
    if line.kind not in ("said", "answer") or not line.by or line.cleared:
        raise Refused("no_line")
    return [facts.LinePinned(f"p{asked.state.seq + 1}", room.id, request.line)]


def pin_of(state: Classroom, room: str, line: int) -> str:
    """The pin of a line; "" where it has none."""
    return next((key for key, it in state.pins.items() if (it.room, it.line) == (room, line)), "")


def unpinned(state: Classroom, room: str, line: int) -> list[Fact]:
    """A line's pin is taken out, if it has one; nobody is shown it any more."""
    known = pin_of(state, room, line)
    if not known:
        return []
    shown: list[Fact] = [facts.PinShown("")] if known == state.pin_shown else []
    return [*shown, facts.LineUnpinned(known)]


def show_pin(asked: Asked, request: requests.ShowPin) -> list[Fact]:
    if request.pin and request.pin not in asked.state.pins:
        raise Refused("no_pin")
    if request.pin == asked.state.pin_shown:
        return [facts.CommandRefused()]  # is so already
    return [facts.PinShown(request.pin)]


def suggest(asked: Asked, request: requests.Suggest) -> list[Fact]:
    pin = _shown(asked)
    text = clean(request.text, limits.LINE_CHARACTERS, limits.LINE_ROWS)
    return [facts.Suggested(pin, asked.by, text)]


def show_suggestion(asked: Asked, request: requests.ShowSuggestion) -> list[Fact]:
    pin = _shown(asked)
    if request.who not in asked.state.pins[pin].suggestions:
        raise Refused("no_pin")
    if request.who in asked.state.pins[pin].shown:
        return [facts.CommandRefused()]  # is so already
    return [facts.SuggestionShown(pin, request.who)]


def _shown(asked: Asked) -> str:
    if not asked.state.pin_shown:
        raise Refused("no_line_shown")
    return asked.state.pin_shown


def without_names(state: Classroom, pin: Pin, text: str, names: dict[str, str]) -> str:
    """The text without the names of those who were in the pin's room."""
    words = {
        word
        for who in state.rooms[pin.room].took_part
        for word in names.get(who, "").split()
        if len(word) > 1
    }
    if not words:
        return text
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.sub(rf"\b(?:{pattern})\b", "…", text)


def fold(
    state: Classroom,
    fact: facts.LinePinned
    | facts.LineUnpinned
    | facts.PinShown
    | facts.Suggested
    | facts.SuggestionShown,
) -> None:
    """What a fact changes in the pins. A part of evolve.py's."""
    match fact:
        case facts.LinePinned():
            state.pins[fact.pin] = Pin(fact.room, fact.line)
        case facts.LineUnpinned():
            state.pins.pop(fact.pin)
        case facts.PinShown():
            state.pin_shown = fact.pin
        case facts.Suggested():
            pin = state.pins[fact.pin]
            pin.suggestions[fact.who] = fact.text
            if not fact.text:
                pin.suggestions.pop(fact.who)
                if fact.who in pin.shown:
                    pin.shown.remove(fact.who)
        case facts.SuggestionShown():
            state.pins[fact.pin].shown.append(fact.who)
