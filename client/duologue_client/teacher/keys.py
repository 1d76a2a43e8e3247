"""The teacher's rows of the key table: for each screen its bindings, last line and help page."""

from duologue_client.keys import HELP, Key


def _(text: str) -> str:
    """Marks a text for translators; it is translated where it is shown."""
    return text


_PALETTE = Key("palette", _("find any action by typing a word of it"), "ctrl+p,slash", "Ctrl+P")
_BACK = Key("close", _("back to the console"), "escape", "Esc", label=_("Back"))
_READ_ON = Key("read_on", _("read on"), "pagedown", "PgDn")
_READ_BACK = Key("read_back", _("read back"), "pageup", "PgUp")

LOOKING_ON = frozenset(
    {
        *("open", "next_call", "library", "results", "people", "copy", "palette", "help", "close"),
        *("up", "down", "next_level", "last_level", "read_on", "read_back", "refresh"),
    }
)
"""Rows of all tables that change nothing in the class: what an observer may do."""

THE_OWNERS = frozenset({"evidence", "code", "let_in"})
"""Rows that a co-teacher may not do."""

CONSOLE = (
    Key("open", _("read along in the room under the cursor"), "enter", "Enter", label=_("Read")),
    Key("next_call", _("to the next room that needs you"), "h", "h", label=_("Who needs me")),
    Key("answer", _("the room's call for help is answered"), "c", "c", label=_("Answered")),
    Key(
        "plan",
        _("plan the next round: the lesson's, or any with new partners"),
        "n",
        "n",
        label=_("Next round"),
    ),
    Key("lesson", _("choose a lesson file, or close it"), "N", "N"),
    Key("library", _("look through the activities"), "l", "l", label=_("Library")),
    Key(
        "more_time",
        _("a minute more for all rooms"),
        "plus,equals_sign",
        "+",
        label=_("1 min more"),
    ),
    Key("less_time", _("a minute less for all rooms"), "minus", "-"),
    Key("more_room_time", _("a minute more for this room only"), "t", "t"),
    Key("less_room_time", _("a minute less for this room only"), "T", "T"),
    Key("pause", _("stop all clocks, or let them run"), "space", "Space", label=_("Clocks")),
    Key("pause_room", _("stop this room's clock only, or let it run"), "o", "o"),
    Key("time", _("time for all rooms, this one or those in one stage"), "i", "i"),
    Key("undo", _("take the last change of time back"), "u", "u", label=_("Undo")),
    Key("grant", _("a minute more for the rooms that ask for it"), "j", "j", label=_("Give a min")),
    Key("freeze", _("stop everybody to listen, or let them go on"), "f", "f", label=_("Let go")),
    Key(
        "plenary",
        _("call all together, or send them back to their rooms"),
        "g",
        "g",
        label=_("Send back"),
    ),
    Key("next_stage", _("next stage now: all rooms or this one"), "s", "s"),
    Key("end", _("end the round, with time to finish the sentence"), "e", "e", label=_("End")),
    Key("end_room", _("end this room only"), "E", "E"),
    Key("broadcast", _("say something to the whole class"), "b", "b", label=_("Say to all")),
    Key("whisper", _("say something to one student alone"), "W", "W"),
    Key("place", _("put a student into a running room, or into another one"), "p", "p"),
    Key("exchange", _("exchange two students between their rooms"), "w", "w"),
    Key("divide", _("make two rooms of this one, or join it to another"), "d", "d"),
    Key("constrain", _("keep two students apart, or together, in the next plans"), "v", "v"),
    Key("pins", _("the pinned lines, to make better together"), "k", "k", label=_("Pinned lines")),
    Key("results", _("what came of the rooms"), "r", "r", label=_("Results")),
    Key(
        "model",
        _("show the model dialogue to rooms that have ended"),
        "m",
        "m",
        label=_("Show model"),
    ),
    Key("pairing", _("allow or stop pairing up by themselves"), "a", "a", label=_("Pairing")),
    Key(
        "evidence",
        _("keep how lines are written (pasted, from the card, how soon), or forget it"),
        shown="Ctrl+P",
    ),
    Key("code", _("make another join code; the old one stops working"), shown="Ctrl+P"),
    Key("lock", _("let nobody new into the class, or let people in again"), "L", "L"),
    Key("mute", _("stop a person's writing, or allow it again (in the list)"), "z", "z"),
    Key("remove", _("take a person out of the class, or ban them (in the list)"), "x", "x"),
    Key("let_in", _("let somebody who was banned in again"), "X", "X"),
    Key("copy", _("copy the line that students type to join"), "y", "y", label=_("Copy join line")),
    Key("people", _("between the rooms and the people"), "tab", "Tab"),
    _PALETTE,
    HELP,
    Key("close", _("close the console; the lesson goes on"), "q,f10", "q"),
)

LIBRARY = (
    Key("take", _("take this activity for the next round"), "", "Enter", label=_("Plan it")),
    Key("up", _("one up; just type to search"), "up", "↑"),
    Key("down", _("one down"), "down", "↓"),
    Key("next_level", _("next level"), "tab", "Tab", label=_("Level")),
    Key("last_level", _("level before"), "shift+tab", "Shift+Tab"),
    Key("read_on", _("read on in the activity"), "pagedown", "PgDn", label=_("Read on")),
    _READ_BACK,
    _PALETTE,
    HELP,
    _BACK,
)

PLAN = (
    Key("start", _("start the round with these groups"), "s", "s", label=_("START")),
    Key("activity", _("choose another activity"), "a", "a", label=_("Activity")),
    Key("longer", _("a minute more"), "plus,equals_sign", "+"),
    Key("shorter", _("a minute less"), "minus", "-"),
    Key("random", _("random groups again"), "r", "r", label=_("Mix again")),
    Key("formation", _("random groups, or by hand"), "f", "f"),
    Key("levels", _("any levels, similar ones together, or mixed ones"), "l", "l"),
    Key("remainder", _("the odd one: third in a pair, or observer"), "o", "o"),
    Key(
        "pick",
        _("take a person up; on another: exchange; on a group: put down"),
        "",
        "Enter",
        label=_("Take up, put down"),
    ),
    Key("take_out", _("take the person out of the group"), "x", "x"),
    Key("empty", _("empty all groups and make them by hand"), "z", "z"),
    Key("forget", _("forget this plan"), "d", "d"),
    _PALETTE,
    HELP,
    Key("close", _("back to the console; the plan is kept"), "escape", "Esc"),
)

ROOM = (
    Key("say_in_room", _("say something in this room"), "w", "w", label=_("Write")),
    Key(
        "pin",
        _("pin the line under the cursor for later; the room is not told"),
        "p",
        "p",
        label=_("Pin"),
    ),
    Key(
        "more_time",
        _("a minute more for this room"),
        "plus,equals_sign",
        "+",
        label=_("1 min more"),
    ),
    Key("less_time", _("a minute less for this room"), "minus", "-"),
    Key("pause", _("stop this room's clock, or let it run"), "space", "Space"),
    Key("undo", _("take the last change of time back"), "u", "u"),
    Key("answer", _("the call for help is answered"), "c", "c", label=_("Answered")),
    Key("next_stage", _("next stage now, in this room"), "s", "s"),
    Key("clear", _("clear the line under the cursor: nobody can read it any more"), "x", "x"),
    Key(
        "clear_other",
        _("clear what is no line: a note, a correction, a field, a common text"),
        "X",
        "X",
    ),
    Key("mute", _("stop the writing of who said that line, or allow it again"), "z", "z"),
    _READ_ON,
    _READ_BACK,
    _PALETTE,
    HELP,
    _BACK,
)

PINS = (
    Key(
        "show", _("show this line, or this suggestion, to all"), "", "Enter", label=_("Show to all")
    ),
    Key("hide", _("show no line any more"), "z", "z", label=_("Hide")),
    Key(
        "plenary",
        _("call all together, or send them back to their rooms"),
        "g",
        "g",
        label=_("All together"),
    ),
    Key("unpin", _("take the pin out"), "x", "x", label=_("Unpin")),
    _PALETTE,
    HELP,
    _BACK,
)

RESULTS = (
    Key(
        "model",
        _("show the model to all rooms that have ended"),
        "m",
        "m",
        label=_("Model to all"),
    ),
    Key(
        "model_room",
        _("show the model to this room only"),
        "v",
        "v",
        label=_("Model to this room"),
    ),
    Key("refresh", _("fetch the results again"), "f5", "F5", label=_("Again")),
    _READ_ON,
    _READ_BACK,
    _PALETTE,
    HELP,
    _BACK,
)
