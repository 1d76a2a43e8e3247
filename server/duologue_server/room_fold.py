"""The fold of one room: what a fact changes in it. A part of evolve.py's."""

from collections import Counter
from itertools import combinations, count

from msgspec.structs import replace

from duologue_activities.corrections import better_forms
from duologue_activities.stages import rebuild
from duologue_protocol import edits, parts
from duologue_server import evidence, facts
from duologue_server.classroom import HOLD_MS, PAUSE_MS, Classroom
from duologue_server.room import Correction, Draft, Proposal, Room, Sentence


def open_room(state: Classroom, at_ms: int, fact: facts.RoomOpened) -> None:
    state.opened += 1
    room = Room(
        id=fact.room,
        number=state.opened,
        origin=fact.origin,
        opened_ms=at_ms,
        members=list(fact.members),
        observers=list(fact.observers),
        since=dict.fromkeys(fact.members + fact.observers, 0),
        took_part=dict(zip(fact.members, fact.places or count(), strict=False)),
    )
    room.took_part.update(dict.fromkeys(fact.observers))
    state.rooms[fact.room] = room
    for who in room.people:
        person = state.people[who]
        person.room = fact.room
        person.partners = frozenset(room.people) - {who}
    for earlier in (state.rooms[name] for name in fact.continues):
        room.filled |= {
            who: dict(earlier.filled[who]) for who in room.people if who in earlier.filled
        }
        room.fields_cleared |= {it for it in earlier.fields_cleared if it[0] in room.people}
    if fact.origin == "round":
        state.met.update(frozenset(pair) for pair in combinations(fact.members, 2))
    if fact.origin == "round" and not fact.continues:
        state.stood_out.update(fact.observers)
        state.stood_out.update(fact.members[2:])
        for place, who in enumerate(fact.members):
            state.roles_had.setdefault(who, Counter())[place] += 1


def fold_membership(
    state: Classroom, room: Room, fact: facts.MemberPlaced | facts.MemberLeft
) -> None:
    match fact:
        case facts.MemberPlaced():
            others = frozenset(room.people)
            if room.origin == "round" and fact.who not in room.took_part:
                state.met.update(frozenset({fact.who, other}) for other in room.members)
            free = next(room.free_places())
            room.took_part[fact.who] = free if fact.place is None else fact.place
            room.members.append(fact.who)
            room.without.discard(room.took_part[fact.who] or 0)
            if room.origin != "round" or fact.who not in room.since:  # or comes back to the same
                room.since[fact.who] = len(room.lines)
            person = state.people[fact.who]
            person.room = room.id
            person.partners = others
            for other in others:
                state.people[other].partners |= {fact.who}
        case facts.MemberLeft():
            if room.state != "ended":  # who was in an ended room stays on its record
                for among in (room.members, room.observers):
                    if fact.who in among:
                        among.remove(fact.who)
            room.ready.discard(fact.who)
            room.asking.discard(fact.who)
            if fact.who in room.hands:
                room.hands.remove(fact.who)
            room.silent.pop(fact.who, None)
            room.choose = False
            place = room.took_part.get(fact.who)
            if fact.missed and place is not None:
                room.without.add(place)
            if room.proposal:
                room.proposal.agreed.discard(fact.who)
            if room.call and room.call.by == fact.who:
                room.call = None
            state.people[fact.who].room = None


def fold_course(
    room: Room,
    at_ms: int,
    fact: facts.StageBegan
    | facts.RoomWaits
    | facts.ClockSet
    | facts.TimeAsked
    | facts.FoundSilent
    | facts.FoundBack
    | facts.WaitEnded
    | facts.ReadySet
    | facts.RoomEnding
    | facts.RoomEnded
    | facts.RoomShelved
    | facts.ModelShown,
) -> None:
    match fact:
        case facts.RoomWaits():
            room.waiting = True
            room.ends_at_ms = room.left_ms = room.pause_ends_ms = None
            room.ready.clear()
        case facts.StageBegan():
            room.waiting = False
            room.stage = fact.stage
            room.current = room.activity.stages[fact.stage] if room.activity else None
            room.began_ms = at_ms
            room.ends_at_ms = fact.ends_at_ms
            room.left_ms = room.pause_ends_ms = None
            room.held = False
            room.ready.clear()
            room.asking.clear()
            room.holder = ""
            room.hands.clear()
            room.pages.clear()
            room.pasted.clear()
            room.votes.clear()
            room.spoken = room.missed = room.questions = 0
        case facts.ClockSet():
            if room.left_ms is not None and fact.left_ms is None:
                room.went_on_ms = at_ms
            room.ends_at_ms = fact.ends_at_ms
            room.left_ms = fact.left_ms
            if fact.left_ms is None:
                room.pause_ends_ms = None
            elif room.pause_ends_ms is None or (fact.held and not room.held):
                room.pause_ends_ms = at_ms + (HOLD_MS if fact.held else PAUSE_MS)
            room.held = fact.held
            room.choose = room.choose and fact.left_ms is None
        case facts.FoundSilent():
            room.silent[fact.who] = at_ms
        case facts.FoundBack():
            room.silent.pop(fact.who, None)
            room.choose = False
        case facts.WaitEnded():
            room.choose = True
        case facts.TimeAsked():
            (room.asking.add if fact.on else room.asking.discard)(fact.who)
        case facts.ReadySet():
            (room.ready.add if fact.on else room.ready.discard)(fact.who)
        case facts.RoomEnding():
            room.state = "ending"
            room.waiting = False
            room.ends_at_ms = fact.ends_at_ms
            room.left_ms = room.pause_ends_ms = None
            room.held = False
            room.asking.clear()
        case facts.RoomEnded():
            room.state = "ended"
            room.finished = fact.finished
            room.waiting = False
            room.ends_at_ms = room.left_ms = room.pause_ends_ms = None
            room.call = room.proposal = None
            room.held = room.choose = False
            room.silent.clear()
            room.ready.clear()
            room.asking.clear()
        case facts.RoomShelved():
            room.shelved = True
        case facts.ModelShown():
            room.model_shown = True


def fold_line(
    room: Room,
    at_ms: int,
    fact: facts.TeacherSaid
    | facts.ScriptSpoken
    | facts.ScriptMissed
    | facts.PageOpened
    | facts.ResultBrought
    | facts.TextKept,
) -> None:
    match fact:
        case facts.TextKept():
            if room.draft.text.strip() or room.draft.cleared:
                add_line(room, at_ms, "", room.draft.text, "text", fact.phrases)
                if not room.draft.text.strip():
                    room.lines[-1] = replace(room.lines[-1], cleared=True)
            assert room.activity
            add_line(room, at_ms, "", rebuild.original(room.activity), "original", ())
        case facts.ResultBrought():
            add_line(room, at_ms, fact.by, fact.text, "brought", ())
        case facts.TeacherSaid():
            add_line(room, at_ms, fact.by, fact.text, "teacher", ())
        case facts.ScriptSpoken():
            add_line(room, at_ms, fact.by, fact.text, "script", fact.phrases)
            room.right[fact.by] += fact.right
            room.gaps[fact.by] += fact.gaps
            room.spoken += 1
            room.missed = 0
        case facts.ScriptMissed():
            room.missed += 1
        case facts.PageOpened():
            add_line(room, at_ms, fact.by, fact.text, "answer", fact.phrases, fact.about)
            room.lines[-1] = replace(room.lines[-1], cleared=fact.cleared)


def add_line(
    room: Room,
    at_ms: int,
    by: str,
    text: str,
    kind: parts.LineKind,
    phrases: tuple[int, ...],
    about: str = "",
) -> None:
    role = about or _role_title(room, by)
    number = len(room.lines) + 1
    line = parts.Line(room.id, number, by, text, at_ms, kind, role, phrases, room.stage)
    room.lines.append(line)
    room.characters += len(text)
    if kind not in ("teacher", "brought") and by:
        room.words[by] += len(text.split())
        for phrase in phrases:
            room.phrases.setdefault(by, {}).setdefault(phrase, number)


def clear_line(state: Classroom, room: Room, fact: facts.LineCleared) -> None:
    """The line stays, without its text; what was counted of it is counted no more."""
    line = room.lines[fact.line - 1]
    room.lines[fact.line - 1] = replace(line, text="", phrases=(), cleared=True)
    room.characters -= len(line.text)
    room.evidence.pop(fact.line, None)
    if line.kind == "text":
        room.draft = Draft()  # it stands on everybody's desk as well
    if line.kind != "teacher" and line.by:
        room.words[line.by] -= len(line.text.split())
        _find_phrases(room, line.by)
    for about, by in room.corrections:
        if about == fact.line:
            room.corrections[about, by] = Correction("")
            if author := state.people.get(line.by):
                author.better.pop((room.id, about, by), None)


def clear_writing(room: Room, fact: facts.FieldCleared | facts.SentenceCleared) -> None:
    match fact:
        case facts.FieldCleared():
            room.filled[fact.whose][fact.field] = ""
            room.fields_cleared.add((fact.whose, fact.field))
            if not fact.whose:
                room.ready.clear()  # who agreed has agreed to what stood there before
        case facts.SentenceCleared():
            told = room.stories[fact.story]
            told[fact.sentence] = told[fact.sentence]._replace(text="", pasted=0)


def _find_phrases(room: Room, by: str) -> None:
    """Which line of somebody used each target phrase first, looked for anew."""
    first: dict[int, int] = {}
    for line in room.lines:
        if line.by == by and line.kind != "teacher":
            for phrase in line.phrases:
                first.setdefault(phrase, line.number)
    room.phrases.pop(by, None)
    if first:
        room.phrases[by] = first


def _role_title(room: Room, by: str) -> str:
    if not by and room.due and room.activity:
        return room.activity.role(room.due.role).title
    role = room.role_of(by)
    return role.title if role else ""


def fold_work(
    room: Room,
    at_ms: int,
    fact: facts.Proposed
    | facts.Agreed
    | facts.Filled
    | facts.GoalTicked
    | facts.NoteWritten
    | facts.NoteRated
    | facts.AimChecked
    | facts.Called
    | facts.CallEnded
    | facts.Watched
    | facts.Unwatched,
) -> None:
    match fact:
        case facts.Proposed():
            room.proposal = Proposal(fact.activity, fact.minutes, fact.by, {fact.by})
        case facts.Agreed():
            assert room.proposal
            room.proposal.agreed.add(fact.who)
        case facts.Filled():
            assert room.current
            together = room.current.together
            whose = "" if together else fact.who
            room.filled.setdefault(whose, {})[fact.field] = fact.text
            room.fields_cleared.discard((whose, fact.field))
            if together:
                room.ready.clear()  # who agreed has agreed to what stood there before
        case facts.GoalTicked():
            role = room.role_of(fact.who)
            assert role
            reached = room.goals.setdefault((fact.who, role.key), set())
            (reached.add if fact.on else reached.discard)(fact.goal)
        case facts.NoteWritten():
            room.notes[fact.by, fact.to] = fact.text
            room.notes_cleared.discard((fact.by, fact.to))
            if fact.cleared_by:
                room.notes_cleared.add((fact.by, fact.to))
            room.helped.pop((fact.by, fact.to), None)  # it was said of another note
        case facts.NoteRated():
            room.helped[fact.by, fact.to] = fact.helped
        case facts.AimChecked():
            room.can.setdefault(fact.who, {})[fact.aim] = fact.can
        case facts.Called():
            since_ms = room.call.at_ms if room.call else at_ms
            claimed = room.call.claimed if room.call else ""
            room.call = parts.HelpCall(fact.by, fact.text, since_ms, claimed)
        case facts.CallEnded():
            room.call = None
        case facts.Watched():
            room.watchers.append(fact.by)
            if room.call and not room.call.claimed:
                room.call = replace(room.call, claimed=fact.by)
        case facts.Unwatched():
            room.watchers.remove(fact.by)


def fold_stage(
    state: Classroom,
    room: Room,
    at_ms: int,
    fact: facts.HandRaised
    | facts.FloorGiven
    | facts.PageWritten
    | facts.TextEdited
    | facts.StoryContinued
    | facts.Ordered
    | facts.Voted
    | facts.QuestionAsked
    | facts.CardEnded
    | facts.Corrected
    | facts.CorrectionAnswered
    | facts.CorrectionUsed,
) -> None:
    match fact:
        case facts.HandRaised():
            if fact.who in room.hands:
                room.hands.remove(fact.who)
            if fact.on:
                room.hands.append(fact.who)
        case facts.FloorGiven():
            room.holder = fact.who
            if fact.who in room.hands:
                room.hands.remove(fact.who)
        case facts.PageWritten():
            room.pages[fact.who] = fact.text
            adds = room.current is not None and room.current.kind != "chain"
            room.pasted[fact.who] = fact.pasted + (room.pasted[fact.who] if adds else 0)
            if not fact.text:
                room.pages.pop(fact.who)
                room.pasted.pop(fact.who)
        case facts.TextEdited():
            _edit(room, at_ms, fact)
        case facts.StoryContinued():
            room.stories.setdefault(fact.story, []).append(
                Sentence(fact.by, fact.text, fact.pasted)
            )
        case facts.Ordered():
            room.orders[fact.by if fact.own else ""] = fact.order
            if not fact.own:
                room.ready.clear()  # who agreed has agreed to the order before
        case facts.Voted():
            room.votes[fact.who] = fact.option
        case facts.QuestionAsked():
            room.questions += 1
        case facts.CardEnded():
            room.outcomes.append((fact.by, fact.outcome))
            room.questions = 0
        case facts.Corrected():
            cleared = bool(fact.cleared_by)
            room.corrections[fact.line, fact.by] = Correction(fact.text, cleared=cleared)
            if author := state.people.get(room.lines[fact.line - 1].by):
                author.better.pop((room.id, fact.line, fact.by), None)
        case facts.CorrectionAnswered():
            correction = room.corrections[fact.line, fact.by]
            correction.verdict, correction.answer = fact.verdict, fact.text
            line = room.lines[fact.line - 1]
            better = state.people[line.by].better
            better.pop((room.id, fact.line, fact.by), None)
            if correction.agreed and (forms := better_forms(line.text, correction.agreed)):
                better[room.id, fact.line, fact.by] = forms
        case facts.CorrectionUsed():
            room.corrections[fact.line, fact.by].used = True
            author = state.people[room.lines[fact.line - 1].by]
            author.better.pop((room.id, fact.line, fact.by), None)


def _edit(room: Room, at_ms: int, fact: facts.TextEdited) -> None:
    draft = room.draft
    before, draft.text = draft.text, edits.apply(fact.edit, draft.text)
    draft.pasted = edits.apply(evidence.marks(room, fact), draft.pasted)
    draft.edits.append(fact.edit)
    draft.by[fact.by] += 1
    draft.at_ms = at_ms
    draft.cleared |= fact.cleared
    room.words[fact.by] += max(len(draft.text.split()) - len(before.split()), 0)
    room.ready.clear()  # who agreed has agreed to the text before
