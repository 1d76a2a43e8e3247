"""What a room shows: its progress to all in it, and to each the own card, prompt and table."""

from collections import Counter
from collections.abc import Collection

from msgspec.structs import replace

from duologue_activities.activity import Activity, Order, Role
from duologue_activities.preview import brief, stage_brief
from duologue_activities.stages import OPENS_PAGES, chain, order, rebuild, script
from duologue_protocol import parts
from duologue_protocol.requests import Can
from duologue_server import turns
from duologue_server.classroom import Classroom
from duologue_server.room import Room


def progress(state: Classroom, room: Room) -> parts.Progress:
    speakers = turns.speakers(state, room)
    passed = turns.passes_floor(room)
    return parts.Progress(
        room=room.id,
        state=room.state,
        number=room.number,
        members=tuple(_member(room, who) for who in room.people),
        stage=room.stage,
        began_ms=room.began_ms or room.opened_ms,
        ends_at_ms=room.ends_at_ms,
        left_ms=room.left_ms,
        waiting=room.waiting,
        ready=tuple(who for who in room.members if who in room.ready),
        watchers=tuple(room.watchers),
        turn=room.turn,
        speakers=None if speakers is None else tuple(speakers),
        holder=turns.holder_of(state, room) if passed else "",
        hands=tuple(turns.hands_of(state, room)) if passed else (),
        chairs=tuple(turns.chairs_of(state, room)),
        call=room.call,
        silent=tuple(room.silent.items()),
        choose=room.choose,
        asking=tuple(who for who in room.members if who in room.asking),
        origin=room.origin,
        activity=brief(room.activity) if room.activity else None,
        stages=stages(room.activity) if room.activity else (),
    )


def _member(room: Room, who: str) -> parts.Member:
    role = room.role_of(who)
    return parts.Member(who, role.title if role else "", observer=who in room.observers)


def stages(activity: Activity) -> tuple[parts.StageBrief, ...]:
    return tuple(map(stage_brief, activity.stages))


def seat(room: Room, who: str, gone: Collection[str] = ()) -> parts.Seat | None:
    """Somebody's own card; None while the room has not chosen an activity.

    `gone` has those who have left the class for now.
    """
    activity = room.activity
    if activity is None:
        return None
    role = room.role_of(who)
    asks = role is not None and (room.looks_back or room.state == "ended")
    return parts.Seat(
        room=room.id,
        role=role.title if role else "",
        observer=who in room.observers,
        card=_card(room, role) if role else "\n".join(activity.checklist),
        goals=role.goals if role else (),
        reached=tuple(sorted(room.goals.get((who, role.key), ()))) if role else (),
        starts=who == _starter(room, activity),
        phrases=activity.phrases,
        gloss=activity.gloss,
        aims=activity.aims if asks else (),
        can=own_check(room, activity, who) if asks else (),
        shared=_shared(room, activity, gone) if role else (),
    )


def own_check(room: Room, activity: Activity, who: str) -> tuple[Can, ...]:
    """What somebody says of themselves to each aim."""
    said = room.can.get(who, {})
    return tuple(said.get(aim, "") for aim in range(len(activity.aims)))


def note(room: Room, by: str, to: str) -> parts.Note:
    """What somebody wrote to a partner, and what the partner says of it."""
    return parts.Note(
        room.id,
        by,
        to,
        room.notes[by, to],
        room.helped.get((by, to), ""),
        cleared=(by, to) in room.notes_cleared,
    )


def _shared(room: Room, activity: Activity, gone: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Cards that nobody here has: of who is missing, and of experts that no home group has."""
    begun = activity.stages[: room.stage + 1]
    if not room.plays:
        return ()
    if not activity.has_experts or all(it.grouping != "home" for it in begun):
        return _of_missing(room)
    staying = (who for who in room.members if who not in gone)
    brought = {role.key for who in staying if (role := room.role_of(who))}
    return tuple((role.title, role.card) for role in activity.roles if role.key not in brought)


def _of_missing(room: Room) -> tuple[tuple[str, str], ...]:
    """The cards of those whom the room goes on without, where nobody else plays their role."""
    played = {role.key for who in room.members if (role := room.role_of(who))}
    missed = (room.role_in(room.current, place) for place in sorted(room.without))
    roles = {role.key: role for role in missed if role and role.key not in played and role.card}
    return tuple((role.title, _card(room, role)) for role in roles.values())


def _starter(room: Room, activity: Activity) -> str | None:
    """The first of those who play the role that speaks first: only one is told to start.

    Where all are the same, nobody is.
    """
    if len(activity.roles) < 2:
        return None
    playing = ((who, room.role_of(who)) for who in room.members)
    return next((who for who, role in playing if role and role.key == activity.starts), None)


def _card(room: Room, role: Role) -> str:
    """The role's card, with its twist once the roles were swapped."""
    assert room.activity
    swapped = any(stage.shift for stage in room.activity.stages[: room.stage + 1])
    return f"{role.card}\n\n{role.twist}" if swapped and role.twist else role.card


def prompt(room: Room, who: str) -> parts.Prompt | None:
    """The line of the script that this person says now."""
    line = room.due
    if line is None or room.turn != who:
        return None
    text, hints = script.blank(line)
    return parts.Prompt(room.id, text, hints, room.missed)


def table(room: Room, who: str) -> parts.Table | None:
    """What this person has to fill in; with the key once it was laid open."""
    sheet = room.sheet(who)
    if sheet is None:
        return None
    whose = "" if sheet.together else who
    cleared = {field for it, field in room.fields_cleared if it == whose}
    rows = tuple(
        tuple(replace(cell, cleared=True) if cell.field in cleared else cell for cell in row)
        for row in sheet.rows
    )
    return parts.Table(room.id, sheet.columns, rows if cleared else sheet.rows, sheet.together)


def page(room: Room, who: str) -> parts.Page | None:
    """Where this person writes what nobody reads yet, with what they write it for."""
    activity, stage = room.activity, room.current
    if not room.plays or not activity or not stage or stage.kind not in OPENS_PAGES:
        return None
    if room.role_of(who) is None:
        return None  # observers write no page
    written = tuple(member for member in room.members if member in room.pages)
    before = activity.prompts
    if stage.kind == "chain":
        number = room.story_of(who) or 0
        told = [it.text for it in room.stories.get(number, []) if it.text]
        before = chain.before(activity, number, told)
    return parts.Page(room.id, room.pages.get(who, ""), before, written)


def passage(room: Room, who: str) -> parts.Passage | None:
    """What is read in this stage, to those who may read it."""
    if not room.activity or not room.current or not room.may_read(who):
        return None
    text = room.activity.passages[room.current.table]
    return parts.Passage(room.id, text, hidden=room.current.kind == "write")


def shared_text(room: Room, who: str) -> parts.SharedText | None:
    """The text that the room writes together, from the stage for it on; when it is over, with how much
    of the original is in it."""
    activity = room.activity
    if activity is None or all(it.kind != "write" for it in activity.stages[: room.stage + 1]):
        return None
    shown = parts.SharedText(
        room=room.id,
        text=room.draft.text,
        version=len(room.draft.edits),
        mine=room.draft.by[who],
        writable=room.may_write(who),
        cleared=room.draft.cleared,
    )
    if any(it.kind == "write" for it in activity.stages[room.stage :]) and room.state != "ended":
        return shown
    met, of = rebuild.likeness(activity, room.draft.text)
    return replace(shown, met=met, of=of)


def ordering(room: Room, who: str) -> parts.Ordering | None:
    """The things to be put in order, from the stage for it on."""
    activity, stage = room.activity, room.current
    if activity is None or activity.order is None or stage is None:
        return None
    begun = [it for it in activity.stages[: room.stage + 1] if it.kind == "order"]
    if not begun and not activity.order.is_dealt:
        return None
    together = not begun or begun[-1].together
    is_over = room.state == "ended" or (bool(begun) and stage.kind != "order")
    letters = order.keys(activity.order)
    items = tuple(
        _item(room, activity.order, who, number, letters[number], is_over=is_over)
        for number in room.order_of("" if together else who)
    )
    return parts.Ordering(
        room.id, items, together, letters if is_over and activity.order.is_keyed else ()
    )


def _item(
    room: Room, things: Order, who: str, number: int, letter: str, *, is_over: bool
) -> parts.Item:
    owner = order.owner(things, number, [it for it in room.took_part if it in room.members])
    mine = owner == who
    is_read = owner is None or mine or is_over
    return parts.Item(letter, things.items[number] if is_read else "", mine)


def ballot(room: Room, who: str) -> parts.Ballot | None:
    """The vote of this stage; counted when everybody has voted."""
    activity, stage = room.activity, room.current
    if activity is None or stage is None or stage.kind != "vote":
        return None
    voted = tuple(member for member in room.members if member in room.votes)
    is_over = room.state == "ended" or set(room.members) <= set(voted)
    counted = Counter(room.votes.values())
    tally = tuple(counted[option] for option in range(len(activity.options)))
    return parts.Ballot(
        room.id, activity.options, room.votes.get(who), voted, tally if is_over else ()
    )


def deck(room: Room, who: str) -> parts.Deck | None:
    """The guessing game; the card only to who holds it."""
    activity, stage = room.activity, room.current
    if activity is None or stage is None or stage.kind != "guess":
        return None
    riddle, holders = room.riddle, room.holders
    holds = riddle is not None and who in holders
    ended: tuple[tuple[str, parts.CardOutcome], ...] = tuple(
        (card.word, outcome)
        for card, (_by, outcome) in zip(activity.deck, room.outcomes, strict=False)
    )
    return parts.Deck(
        room=room.id,
        number=min(len(room.outcomes) + 1, len(activity.deck)),
        of=len(activity.deck),
        holder=tuple(holders),
        word=riddle.word if riddle and holds else "",
        banned=riddle.banned if riddle and holds else (),
        asked=room.questions,
        questions=room.questions_of_card,
        outcomes=ended,
    )


def correction(room: Room, line: int, by: str) -> parts.Correction:
    it = room.corrections[line, by]
    return parts.Correction(room.id, line, by, it.text, it.verdict, it.answer, it.used, it.cleared)


def model(room: Room) -> parts.Model | None:
    activity = room.activity
    if activity is None or not room.model_shown:
        return None
    lines = tuple(
        parts.ModelLine(activity.speaker(line.role), line.text) for line in activity.model
    )
    return parts.Model(room.id, lines)
