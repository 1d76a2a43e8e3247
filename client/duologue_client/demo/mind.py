"""The mind of a simulated student: from what they see and know to what they do next. Pure."""

from collections.abc import Mapping

from duologue_client.demo import stage_moves, table_talk, talk
from duologue_client.demo.knowledge import NOTHING, Knowledge, own_words
from duologue_client.demo.pace import Pace
from duologue_client.demo.situation import Move, Nature, Situation
from duologue_client.fold import RoomView, View
from duologue_protocol.requests import (
    Accept,
    Agree,
    Can,
    CheckAim,
    Leave,
    Ready,
    Say,
    Seek,
    TickGoal,
    WriteNote,
)

RESULTS_SECONDS = 60
"""How long somebody looks at what came of a room."""


def next_move(
    view: View, nature: Nature, known: Mapping[str, Knowledge], pace: Pace, now_ms: int
) -> Move | None:
    """What this student does next; None: waits for others. `now_ms` is the server's time."""
    room = view.my_room
    if room is None or room.progress is None:
        return _in_lobby(view, pace)
    progress = room.progress
    if progress.state == "choosing":
        return _choosing(view, room, pace)
    if progress.state == "ended":
        leave = Move(("leave", progress.room), Leave(progress.room), pace.pause_ms(RESULTS_SECONDS))
        return leave if nature.leaves else None
    if room.seat is None or progress.stage >= len(progress.stages):
        return None
    knows = known.get(progress.activity.id, NOTHING) if progress.activity else NOTHING
    return _playing(Situation(view, room, progress, room.seat, nature, knows, pace, now_ms))


def _in_lobby(view: View, pace: Pace) -> Move | None:
    for invitation in view.invitations.values():
        if invitation.to == view.who:
            return Move(("accept", invitation.id), Accept(invitation.id), pace.pause_ms(4))
    free = [p for p in view.students() if p.presence == "here" and p.room is None]
    seeking = [person.who for person in free if person.seeking]
    idle = [person.who for person in free if not person.seeking]
    if len(seeking) == 1 and idle[:1] == [view.who]:
        return Move(("seek", seeking[0]), Seek(), pace.pause_ms(4))
    return None


def _choosing(view: View, room: RoomView, pace: Pace) -> Move | None:
    proposal = room.proposal
    if proposal is None or view.who in proposal.agreed or view.who == proposal.by:
        return None
    key = ("agree", proposal.room, proposal.activity.id, proposal.minutes, proposal.by)
    return Move(key, Agree(proposal.room), pace.pause_ms(4))


def _playing(at: Situation) -> Move | None:
    if at.progress.waiting:
        return None
    if at.seat.observer:
        return _note(at) if at.kind == "review" else None
    match at.kind:
        case "prepare":
            return _ready(at, at.pace.reading_ms(at.seat.card))
        case "talk":
            return talk.next_line(at, at.knows.model) or _ready(at, at.thinking_ms())
        case "script":
            return _script_line(at)
        case "form":
            return _form(at) or _ready(at, at.thinking_ms())
        case "compare":
            return talk.next_line(at, talk.ending(at.knows.model)) or _ready(at, at.thinking_ms())
        case "think" | "chain":
            return stage_moves.write_page(at) or _ready(at, at.thinking_ms())
        case "order" if at.room.ordering and not at.room.ordering.together:
            return _ready(at, at.thinking_ms())
        case "order" | "correct":
            return stage_moves.reason(at) or _ready(at, at.thinking_ms())
        case "quiz" if at.progress.stages[at.progress.stage].alone:
            return stage_moves.answer(at) or _ready(at, at.thinking_ms())
        case "quiz":
            return stage_moves.reason(at) or stage_moves.answer(at) or _ready(at, at.thinking_ms())
        case "write":
            return stage_moves.write_together(at) or _ready(at, at.thinking_ms())
        case "vote":
            return stage_moves.vote(at) or _ready(at, at.thinking_ms())
        case "guess":
            return stage_moves.guess(at)
        case "review":
            return _tick(at) or _check(at) or _note(at) or _ready(at, at.thinking_ms())


def _form(at: Situation) -> Move | None:
    if at.knows.answers:
        return stage_moves.reason(at) or stage_moves.answer(at)
    kind = at.progress.activity.kind if at.progress.activity else ""
    if kind == "find-someone-who":
        return stage_moves.reason(at) or stage_moves.write_down(at)
    return stage_moves.describe(at) if kind == "half-text" else table_talk.next_move(at)


def _ready(at: Situation, think_ms: int) -> Move | None:
    if at.me in at.progress.ready:
        return None
    ready = Ready(at.progress.room, at.progress.stage, on=True)
    cells = [cell for row in at.room.table.rows for cell in row] if at.room.table else []
    written = sum(bool(cell.field and cell.text) for cell in cells)  # it undoes what all agreed to
    written += at.room.shared_text.version if at.room.shared_text else 0
    return Move(("ready", *at.here, written), ready, think_ms)


def _script_line(at: Situation) -> Move | None:
    prompt = at.room.prompt
    if prompt is None:
        return None
    line = own_words(at.knows.script.get(prompt.text, prompt.text), at.nature.name)
    key = ("script", *at.here, len(at.room.lines), prompt.wrong)
    return Move(key, Say(at.progress.room, line), at.thinking_ms(), at.pace.typing_ms(line))


def _tick(at: Situation) -> Move | None:
    for goal in range(len(at.seat.goals)):
        if goal not in at.seat.reached:
            tick = TickGoal(at.progress.room, goal, on=True)
            return Move(("tick", *at.here, goal), tick, at.pace.pause_ms(2))
    return None


def _check(at: Situation) -> Move | None:
    """Most of what one was to learn one can do now; the last aim only partly."""
    for aim, said in enumerate(at.seat.can):
        if not said:
            can: Can = "yes" if aim + 1 < len(at.seat.aims) else "partly"
            check = CheckAim(at.progress.room, aim, can)
            return Move(("check", *at.here, aim), check, at.pace.pause_ms(2))
    return None


def _note(at: Situation) -> Move | None:
    for partner in at.partners:
        if (at.me, partner.who) not in at.room.notes and not partner.observer:
            text = _feedback(at, partner.who)
            note = WriteNote(at.progress.room, partner.who, text)
            key = ("note", at.progress.room, partner.who)
            return Move(key, note, at.thinking_ms(), at.pace.typing_ms(text))
    return None


def _feedback(at: Situation, partner: str) -> str:
    """Something they did well, and something to try."""
    used = at.room.ticked(partner)
    phrases = at.seat.phrases
    good = [phrases[place] for place in sorted(used) if place < len(phrases)][:1]
    missing = [phrase for place, phrase in enumerate(phrases) if place not in used][:1]
    praise = f"It was nice that you said “{good[0]}”. " if good else "Thank you, I enjoyed that. "
    return praise + (f"Next time, try “{missing[0]}”." if missing else "You used every phrase!")
