"""One person tries an activity alone: a state, what they type, and what is shown for it.

Their partners are scripted: they say the lines of the model and of the script, and tell what stands
in their half of a table when they are asked for its row or column.
"""

import re
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from duologue_activities import cells, phrases, seen
from duologue_activities.activity import Activity, Gap, Riddle, Role, ScriptLine, Stage
from duologue_activities.rehearsed import (
    CardOver,
    CardShown,
    Choices,
    Due,
    Finished,
    Missed,
    NoField,
    NoQuestion,
    NothingMore,
    NotNow,
    NotUnderstood,
    OrderShown,
    PassageShown,
    Shown,
    Spoken,
    StageBegan,
    TableShown,
    TextCompared,
    Voted,
)
from duologue_activities.stages import OPENS_PAGES, guess, order, rebuild, script, takes
from duologue_activities.stages.sheet import Sheet
from duologue_activities.stages.words import tidy, words
from duologue_protocol.parts import CardOutcome

TRIES = 3
"""Wrong attempts at a script's line after which it is said with its key, as in class."""

CLUES = 3
"""Lines of mine after which the scripted partner guesses the word."""

_MOVING = re.compile(r"([A-Za-z])\s+(\d{1,2})")
_SENTENCE = re.compile(r"[^.!?]+[.!?]+")
_FILLING = re.compile(r"(\d{1,3})\s*=\s*(.*)")


class Rehearsal(Struct, frozen=True):
    """Where somebody is. `place` is that of their first role, as in class."""

    activity: Activity
    place: int
    stage: int = 0
    said: int = 0
    """Lines of the script, or of the model, that this stage has used up."""
    missed: int = 0
    """Wrong attempts at the line that is due."""
    filled: tuple[tuple[str, str], ...] = ()
    """Fields of the table with what stands in them."""
    used: tuple[tuple[int, str], ...] = ()
    """Target phrases, counted from 0, with the line that used each first."""
    words: int = 0
    """Said so far."""
    right: int = 0
    gaps: int = 0
    """Gaps of the script so far, and those that were filled rightly."""
    over: bool = False

    @property
    def current(self) -> Stage:
        return self.activity.stages[self.stage]

    @property
    def role(self) -> Role:
        return seen.role_at(self.activity, self.stage, self.place)

    @property
    def speaker(self) -> str:
        """Whose lines of the model are mine."""
        speakers = [line.role for line in self.activity.model]
        return self.role.key if self.role.key in speakers else speakers[0]

    @property
    def due(self) -> ScriptLine | None:
        """The script's line that is to be said now; it is this person's."""
        if self.over or self.current.kind != "script":
            return None
        return script.masked(self.activity.script[self.said], self.current.mask, self.said)

    order: tuple[int, ...] = ()
    """The items as they stand now, once they were put in order."""
    page: str = ""
    """What I have written so far of a text that is rebuilt."""
    card: int = 0
    """Of the guessing game, counted from 0."""
    clues: int = 0
    """Banned words the scripted partner has given away, lines I have said, or questions I have asked,
    for this card."""

    @property
    def sheet(self) -> Sheet | None:
        """The table in front of somebody now."""
        open_now = self.current.kind == "compare" or self.over
        filled = dict(self.filled)
        return seen.sheet_for(self.activity, self.stage, self.role.key, filled, laid_open=open_now)

    @property
    def fields(self) -> tuple[str, ...]:
        """The cells to find out; people call them by their place in this list, from 1."""
        return tuple(self.sheet.fields) if self.sheet else ()

    @property
    def riddle(self) -> Riddle | None:
        """The card that is played."""
        deck = self.activity.deck
        return deck[self.card] if self.current.kind == "guess" and self.card < len(deck) else None

    @property
    def holds_card(self) -> bool:
        return self.role.key in self.current.floor


Step = tuple[Rehearsal, tuple[Shown, ...]]


def begin(activity: Activity, role: str) -> Step:
    """The first stage. Raises ValueError: no role has this key."""
    keys = [it.key for it in activity.roles]
    return _begin_stage(Rehearsal(activity, keys.index(role)), 0)


def step(state: Rehearsal, text: str) -> Step:
    """What follows when this was typed. Nothing typed: go on; in a script, tell me my line."""
    text = tidy(text)
    if state.over:
        return state, ()
    if state.due:
        return _attempt(state, state.due, text)
    if not text:
        return _go_on(state)
    kind = state.current.kind
    if kind in ("form", "quiz") and (filling := _FILLING.fullmatch(text)):
        return _fill(state, int(filling[1]), filling[2])
    if kind == "order" and (moving := _MOVING.fullmatch(text)):
        return _move(state, moving[1].upper(), int(moving[2]))
    if kind == "vote" and text.isdecimal():
        return _vote(state, int(text))
    if kind == "write":
        return _rebuild(state, text)
    if kind in OPENS_PAGES:
        state, mine = _say(state, text)
        return state, (mine,)
    if not takes(kind, "say", together=True):
        return state, (NotNow(),)
    state, mine = _say(state, text)
    state, answer = _reply(state, text)
    return state, (mine, *answer)


def _reply(state: Rehearsal, text: str) -> Step:
    if state.riddle:
        return _play(state, state.riddle, text)
    if state.current.kind == "form" and state.activity.grids:
        return _ask(state, text)
    return _answer(state)


def right_cells(state: Rehearsal) -> int:
    """How many cells of the last table were filled rightly; once it is over."""
    return state.sheet.right if state.sheet else 0


def _move(state: Rehearsal, letter: str, place: int) -> Step:
    assert state.activity.order
    letters = order.keys(state.activity.order)
    if letter not in letters or not 1 <= place <= len(letters):
        return state, (NoField(len(letters)),)
    now = state.order or order.start(state.activity.order)
    state = replace(state, order=order.moved(now, letters.index(letter), place - 1))
    return state, (_order(state),)


def _order(state: Rehearsal) -> OrderShown:
    """Alone one reads all of the items, those of the others as well."""
    assert state.activity.order
    letters = order.keys(state.activity.order)
    now = state.order or order.start(state.activity.order)
    return OrderShown(tuple((letters[it], state.activity.order.items[it]) for it in now))


def _vote(state: Rehearsal, number: int) -> Step:
    options = state.activity.options
    if not 1 <= number <= len(options):
        return state, (NoField(len(options)),)
    return state, (Voted(options[number - 1]),)


def _rebuild(state: Rehearsal, text: str) -> Step:
    """I write, and am told what comes next; or I tell, and the partner writes."""
    if not _reads(state):
        state = replace(state, page=f"{state.page} {text}".strip())
    state, mine = _say(state, text)
    state, told = _told(state)
    return state, (mine, *told)


def _told(state: Rehearsal) -> Step:
    """Where only the partner can read the passage: its next sentence."""
    if state.current.shows != "holder" or _reads(state):
        return state, ()
    sentences = _SENTENCE.findall(state.activity.passages[state.current.table])
    if state.said >= len(sentences):
        return state, (NothingMore(),)
    spoken = Spoken(_other(state), sentences[state.said].strip())
    return replace(state, said=state.said + 1), (spoken,)


def _reads(state: Rehearsal) -> bool:
    return bool(seen.passage_for(state.activity, state.stage, state.role.key))


def _compared(state: Rehearsal) -> tuple[Shown, ...]:
    if not state.activity.passages:
        return ()
    likeness = rebuild.likeness(state.activity, state.page)
    return (TextCompared(rebuild.original(state.activity), *likeness),)


def _play(state: Rehearsal, riddle: Riddle, text: str) -> Step:
    """I explain, and the partner guesses my third line; or I guess, and get clues."""
    if state.holds_card:
        if outcome := guess.judge_holder(riddle, text):
            return _next_card(state, outcome)
        if state.clues + 1 < CLUES:
            return replace(state, clues=state.clues + 1), ()
        state, over = _next_card(state, "guessed")
        return state, (Spoken(_other(state), f"{riddle.word}?"), *over)
    if guess.judge_guess(riddle, text):
        return _next_card(state, "guessed")
    if state.activity.kind == "twenty-questions":
        return _asked(state, riddle, text)
    if state.clues < len(riddle.banned):
        clue = Spoken(_other(state), f"… {riddle.banned[state.clues]} …")
        return replace(state, clues=state.clues + 1), (clue,)
    return _next_card(state, "spent")


def _asked(state: Rehearsal, riddle: Riddle, text: str) -> Step:
    """Yes or no, by what the file says is true of the word; as many questions as in class."""
    if not guess.is_question(text):
        return state, (NoQuestion(),)
    if state.clues + 1 >= guess.QUESTIONS:
        return _next_card(state, "spent")
    said = "Yes." if guess.is_true(riddle, text) else "No." if riddle.true else "Perhaps …"
    return replace(state, clues=state.clues + 1), (Spoken(_other(state), said),)


def _next_card(state: Rehearsal, outcome: CardOutcome) -> Step:
    assert state.riddle
    over = CardOver(state.riddle.word, outcome)
    state = replace(state, card=state.card + 1, clues=0)
    if state.riddle is None:
        state, follow = _go_on(state)
        return state, (over, *follow)
    return state, (over, *_card(state))


def _card(state: Rehearsal) -> tuple[Shown, ...]:
    riddle = state.riddle
    return (CardShown(riddle.word, riddle.banned),) if riddle and state.holds_card else ()


def _other(state: Rehearsal) -> str:
    others = (it.title for it in state.activity.roles if it.key != state.role.key)
    return next(others, state.role.title)


def _go_on(state: Rehearsal) -> Step:
    if state.stage + 1 < len(state.activity.stages):
        return _begin_stage(state, state.stage + 1)
    return replace(state, over=True), (Finished(),)


def _begin_stage(state: Rehearsal, number: int) -> Step:
    state = replace(state, stage=number, said=0, missed=0)
    activity, kind = state.activity, state.current.kind
    new = seen.is_new_card(activity, number, state.place)
    card = seen.card_at(activity, number, state.place) if new else ""
    began = StageBegan(state.current, number + 1, state.role, card)
    follow: tuple[Shown, ...] = ()
    if kind == "script":
        state, follow = _until_mine(state)
    elif kind == "talk":
        state, follow = _partners_of_model(state)
    elif kind == "order":
        follow = (_order(state),)
    elif kind == "guess":
        follow = _card(state)
    elif passage := seen.passage_for(activity, number, state.role.key):
        follow = (PassageShown(passage),)
    elif kind == "write":
        state, follow = _told(state)
    elif kind == "compare" and activity.passages:
        follow = _compared(state)
    elif kind == "vote":
        follow = (Choices(activity.options),)
    elif state.sheet and kind != "review":
        follow = (_table(state),)
    return state, (began, *follow)


def _say(state: Rehearsal, text: str, *, told: bool = False) -> tuple[Rehearsal, Spoken]:
    """My line; what it used counts, unless the line was told."""
    known = {phrase for phrase, _ in state.used}
    found = () if told else phrases.find(state.activity.phrases, text)
    new = tuple(phrase for phrase in found if phrase not in known)
    used = state.used + tuple((phrase, text) for phrase in new)
    state = replace(state, used=used, words=state.words + (0 if told else len(words(text))))
    return state, Spoken(state.role.title, text, mine=True, phrases=new, told=told)


def _attempt(state: Rehearsal, line: ScriptLine, text: str) -> Step:
    verdict = script.judge(line, text)
    if text and not verdict.right and state.missed + 1 < TRIES:
        missed = state.missed + 1
        return replace(state, missed=missed), (Missed(TRIES - missed), _due(line))
    gaps = sum(isinstance(piece, Gap) for piece in line.pieces)
    right = gaps if verdict.right else 0
    full = verdict.text if verdict.right else script.spoken(line)
    state, mine = _say(state, full, told=not verdict.right)
    state = replace(state, said=state.said + 1, missed=0)
    state = replace(state, right=state.right + right, gaps=state.gaps + gaps)
    state, follow = _until_mine(state)
    return state, (mine, *follow)


def _until_mine(state: Rehearsal) -> Step:
    """The script's lines of the others, then mine; after the last line the next stage begins."""
    lines = state.activity.script[state.said :]
    others = tuple(takewhile(lambda line: line.role != state.role.key, lines))
    spoken = tuple(_spoken(state, line.role, seen.heard(line)) for line in others)
    state = replace(state, said=state.said + len(others))
    if state.said < len(state.activity.script):
        assert state.due
        return state, (*spoken, _due(state.due))
    state, follow = _go_on(state)
    return state, (*spoken, *follow)


def _answer(state: Rehearsal) -> Step:
    """The partner goes on with the model, where the stage is a talk."""
    if state.current.kind != "talk":
        return state, ()
    mine = _run(state, own=True)
    state, spoken = _partners_of_model(replace(state, said=state.said + mine))
    return state, spoken or (NothingMore(),)


def _partners_of_model(state: Rehearsal) -> Step:
    lines = state.activity.model[state.said : state.said + _run(state, own=False)]
    spoken = tuple(_spoken(state, line.role, line.text) for line in lines)
    return replace(state, said=state.said + len(lines)), spoken


def _run(state: Rehearsal, *, own: bool) -> int:
    """How many of the model's next lines are mine, or the others'."""
    rest = state.activity.model[state.said :]
    return len(list(takewhile(lambda line: (line.role == state.speaker) is own, rest)))


def _ask(state: Rehearsal, text: str) -> Step:
    """The partner tells the cells that were asked for."""
    secrets = cells.lacked(state.activity.grids[state.current.table], state.role.key)
    told = cells.asked_for(secrets, text)
    if not told:
        rows = tuple(dict.fromkeys(secret.row for secret in secrets))
        columns = tuple(dict.fromkeys(secret.column for secret in secrets))
        return state, (NotUnderstood(rows, columns),)
    return state, tuple(_spoken(state, secret.cell.role, secret.told) for secret in told)


def _fill(state: Rehearsal, number: int, text: str) -> Step:
    if not 1 <= number <= len(state.fields):
        return state, (NoField(len(state.fields)),)
    filled = dict(state.filled) | {state.fields[number - 1]: text}
    state = replace(state, filled=tuple(filled.items()))
    return state, (_table(state),)


def _table(state: Rehearsal) -> TableShown:
    assert state.sheet
    return TableShown(state.sheet.columns, state.sheet.rows, state.fields)


def _spoken(state: Rehearsal, role: str, text: str) -> Spoken:
    return Spoken(state.activity.speaker(role), text)


def _due(line: ScriptLine) -> Due:
    return Due(*script.blank(line))
