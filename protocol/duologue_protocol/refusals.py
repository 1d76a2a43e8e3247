"""The table of refusals and close codes: whose fault, what to do now, may one try again.

A refusal travels as its code and what its sentence has to name; the client says the sentence in
the reader's language. `_` only marks the sentences for translators.
"""

from enum import IntEnum


def _(sentence: str) -> str:
    return sentence


class Refused(Exception):
    """A request that the table of refusals answers. Nothing has changed.

    `code` is a key of REFUSALS, `detail` fills its sentence, `retry_ms` says when to try again.
    """

    def __init__(self, code: str, *detail: str, retry_ms: int | None = None) -> None:
        super().__init__(code, *detail)
        self.code = code
        self.detail = detail
        self.retry_ms = retry_ms


class CloseCode(IntEnum):
    """Why a connection ended (RFC 6455 7.4; 4000 and up are ours)."""

    NORMAL = 1000
    GOING_AWAY = 1001
    PROTOCOL_ERROR = 1002
    NOT_BINARY = 1003
    TOO_LARGE = 1009
    MALFORMED = 4400
    NOT_ALLOWED = 4401
    REMOVED = 4403
    NO_CLASSROOM = 4404
    SUPERSEDED = 4408
    OPENED_ELSEWHERE = 4409
    CLASSROOM_CLOSED = 4410
    VERSION = 4426
    TOO_MANY_TRIES = 4429
    TOO_SLOW = 4507
    GAP = 4508
    NUMBER_REUSED = 4509
    NO_HEARTBEAT = 4511
    DRAINING = 4512
    AHEAD_OF_LOG = 4513
    STORE_UNREACHABLE = 4514


STOPS: dict[CloseCode, str] = {
    CloseCode.NORMAL: _("You have left the class."),
    CloseCode.PROTOCOL_ERROR: _("The server could not read this program. Please update it."),
    CloseCode.NOT_BINARY: _("The server could not read this program. Please update it."),
    CloseCode.TOO_LARGE: _("What was sent is too large."),
    CloseCode.MALFORMED: _("The server could not read this program. Please update it."),
    CloseCode.NOT_ALLOWED: _("The server does not know you. Join again."),
    CloseCode.REMOVED: _(
        "The teacher took you out of the class. Ask the teacher, then join again."
    ),
    CloseCode.NO_CLASSROOM: _("There is no class with this code here."),
    CloseCode.SUPERSEDED: _("This program connected again from here."),
    CloseCode.OPENED_ELSEWHERE: _(
        "You opened the class somewhere else. Start again here to take it back."
    ),
    CloseCode.CLASSROOM_CLOSED: _("This class is closed."),
    CloseCode.VERSION: _(
        "This program and the server speak different versions. Update the older one."
    ),
    CloseCode.TOO_MANY_TRIES: _("Too many wrong tries. Wait a few minutes, then try again."),
    CloseCode.NUMBER_REUSED: _(
        "The messages kept on this device do not match the server's. Join again."
    ),
    CloseCode.AHEAD_OF_LOG: _("The server has lost data that you have seen. Tell your teacher."),
}
"""Codes after which a client stays away, with what it says. After any other it comes back.

`AHEAD_OF_LOG` stops it only at the third time in a row: a stale server may have answered.
"""


REFUSALS: dict[str, str] = {
    # At the door
    "no_classroom": _(
        "No class here has the code {0}. Check it with your teacher: it has 8 letters and digits."
    ),
    "classroom_closed": _("This class is closed. Ask your teacher for a new code."),
    "wrong_key": _(
        "This is not the key of class {0}. `duologue classroom key` on the server makes a new one."
    ),
    "unknown_token": _("The server does not know this device any more. Join with the code."),
    "name_taken": _(
        "Somebody called {0} is already in this class. Add a letter of your family name. "
        "If it was you, on another device, ask your teacher to free the name."
    ),
    "name_empty": _("A name needs at least one letter."),
    "name_too_long": _("A name has at most {0} letters. Shorten it."),
    "name_mixed": _(
        "{0} mixes letters of two alphabets that look the same. Write it in one of them."
    ),
    "name_reserved": _("{0} is kept for the teacher. Take your own name."),
    "classroom_full": _("This class is full ({0} people). Tell your teacher."),
    "version": _(
        "This program speaks version {0} of the protocol, the server version {1}. "
        "Update the older one."
    ),
    "too_many_tries": _("Too many wrong tries. Try again in {0} seconds."),
    "too_often": _("This program connected very often. It tries again in {0} seconds."),
    "ahead_of_log": _("The server has lost data that you have seen. Tell your teacher."),
    "removed": _("The teacher took you out of the class. Ask the teacher, then join again."),
    "banned": _("The teacher does not let this device into the class. Ask the teacher."),
    "locked": _("The teacher lets nobody new in now. Ask the teacher, then try again."),
    "code_expired": _("The code {0} is too old. Ask your teacher for the new one."),
    # About what was sent
    "too_fast": _("That was too fast. It will be sent in a moment."),
    "too_long": _("That is too long: at most {0} letters. Shorten it."),
    "empty": _("There is nothing to send."),
    "not_allowed": _("Only a teacher can do this."),
    "not_for_teachers": _("Only a student can do this."),
    "not_for_observers": _(
        "You look on in this class: only its teachers and students can do this."
    ),
    "owner_only": _("Only the teacher who owns the class can do this."),
    "muted": _(
        "Your teacher has stopped your writing for now. Read along; your text is kept here."
    ),
    "store_full": _("The server's disk is full, so nothing can be kept. Tell your teacher."),
    "store_unwritable": _(
        "The server can't write to its disk just now, so nothing can be kept. Tell your teacher."
    ),
    "line_down": _("The line is down just now. Try again in a moment."),
    "not_sendable": _("This can't be sent as it is: too long, or with signs no letter stands for."),
    "not_matched": _(
        "The messages kept on this device do not match the server's, so this was not sent again."
    ),
    "unexpected": _("The server could not do this. It has noted why; nothing else is changed."),
    # In the lobby
    "pairing_off": _("The teacher has stopped pairing up for now. Wait for the round."),
    "busy": _("You are in a room already. Leave it first."),
    "they_are_busy": _("{0} is in a room already. Choose somebody else."),
    "they_are_away": _("{0} is not here now. Choose somebody else."),
    "yourself": _("That is you. Choose somebody else."),
    "no_person": _("This person is not in the class any more."),
    "no_invitation": _("This invitation is over."),
    "already_invited": _("You have asked {0} already. Wait for the answer."),
    "no_activity": _("There is no such activity on this server. Choose another."),
    "needs_class": _("In {0} the groups change. Ask your teacher to start it for the class."),
    "group_size": _("{0} is for {1} to {2} people. Choose another activity."),
    "not_alone": _("{0} can't be practised alone. Choose one that can."),
    # In a room
    "no_room": _("This room is over."),
    "not_your_room": _("You are not in this room any more. Your text is kept here."),
    "room_not_playing": _("The room is not playing now."),
    "room_choosing": _("Choose an activity first."),
    "room_not_choosing": _("The room has chosen already."),
    "no_proposal": _("Nobody has proposed an activity yet."),
    "stay_in_round": _("The round runs. Your teacher ends it, or the clock."),
    "room_full": _("This room's page is full. Ask your teacher to end it."),
    "not_now": _("This stage is not for that. Read what it asks for, above."),
    "not_your_turn": _("It is {0}'s turn. Wait for the line."),
    "alternate": _("Wait for an answer first: here you speak in turns."),
    "listen_now": _("{0} has the floor now. Listen, and make notes."),
    "no_floor": _("Here you don't have to ask: just write."),
    "nothing_to_clear": _("That is not there any more."),
    "not_the_chair": _("Here somebody else gives the floor."),
    "quoted": _("“{0}” is the word itself. Describe it in other words."),
    "no_text": _("This can't be put into the text as it is."),
    "text_full": _("The text is full: at most {0} letters."),
    "reader_listens": _("You can read the text: tell your partner, who writes."),
    "no_item": _("There is no such thing in this list."),
    "no_option": _("There is no such choice."),
    "no_choice": _("Choose one of the answers."),
    "card_over": _("This card is over already."),
    "not_your_card": _("Only who holds the card can put it aside."),
    "no_line": _("There is no such line to correct."),
    "own_line": _("This is your own line. Correct a partner's."),
    "same_text": _("That is the same as the line. Change what should be better."),
    "no_correction": _("There is no such correction of a line of yours."),
    "observers_listen": _("You are the observer: listen, and write notes at the end."),
    "stage_over": _("That stage is over already."),
    "room_waits": _("This stage is over here. New groups start when the other rooms are so far."),
    "no_field": _("There is no such field in your table."),
    "no_aim": _("There is no such aim in this activity."),
    "no_note": _("There is no such note to you."),
    "no_goal": _("There is no such goal on your card."),
    "no_partner": _("This person is not in your room."),
    "no_call": _("Nobody calls here."),
    "called_already": _("The teacher knows already."),
    "nothing_to_choose": _("Your partner is expected back. Wait a little."),
    "no_place_elsewhere": _("No other room has a place now. Go on alone, or wait."),
    "no_line_shown": _("The teacher shows no line now."),
    "listen": _("The teacher has stopped everybody for a moment. Your text is kept here."),
    # The teacher
    "no_plan": _("There is no plan. Choose an activity and plan the round first."),
    "no_lesson": _("There is no such lesson here. Choose another."),
    "lesson_over": _("All rounds of {0} have been."),
    "round_running": _("A round runs already. End it first."),
    "no_round": _("No round runs now."),
    "no_one_free": _("Nobody is free for a round."),
    "too_few": _("{0} needs at least {1} people, and {2} are free."),
    "group_twice": _("{0} is in two groups. Take one of them away."),
    "no_group": _("Make at least one group."),
    "room_has_place_for": _("This room takes no more people."),
    "no_clock": _("No clock runs there."),
    "same_room": _("{0} is in this room already."),
    "not_in_rooms": _("Both have to be in rooms that play, in different ones."),
    "too_small": _("This room is too small to be split."),
    "no_pin": _("This line is not pinned."),
    "nothing_to_undo": _("There is no change of time to take back."),
    "nobody_asks": _("No room asks for time."),
    "class_stopped": _("Everybody is stopped. Let them go on first."),
    "no_model": _("This activity has no model dialogue."),
    "still_playing": _("They still play. Show the model when the room has ended."),
    "not_banned": _("This device may join already."),
    "no_line_to_clear": _("There is no such line, or it is cleared already."),
}
"""Sentence by code; {0}, {1} … are the refusal's detail."""


def sentence(code: str, detail: tuple[str, ...] = ()) -> str:
    """A refusal's sentence in English, whole whatever the other side left out."""
    text = REFUSALS.get(code, REFUSALS["unexpected"])
    for place in range(3):
        text = text.replace(f"{{{place}}}", detail[place] if place < len(detail) else "…")
    return text
