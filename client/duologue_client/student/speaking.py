"""What the composer asks for in each stage, and what Enter asks the server. Pure."""

from msgspec.structs import replace

from duologue_client.fold import RoomView, View
from duologue_client.language import _
from duologue_client.safe import one_row
from duologue_protocol.parts import Member, StageBrief, StageKind
from duologue_protocol.requests import Request, Say, WriteNote, WritePage


def stage_of(room: RoomView) -> StageBrief | None:
    """The stage that runs in my room."""
    progress = room.progress
    if progress is None or progress.stage >= len(progress.stages):
        return None
    return progress.stages[progress.stage]


def partners(room: RoomView, view: View) -> list[Member]:
    """Everybody in the room but me."""
    members = room.progress.members if room.progress else ()
    return [member for member in members if member.who != view.who]


def next_addressee(room: RoomView, view: View, after: str = "") -> str:
    """Whom a note is for: the first partner without one, or the next after this one."""
    people = [member.who for member in partners(room, view)]
    if after in people:
        return people[(people.index(after) + 1) % len(people)]
    without = [who for who in people if (view.who, who) not in room.notes]
    return next(iter([*without, *people]), "")


def asks_for(room: RoomView, view: View, addressee: str) -> str:
    """What is to be written now."""
    stage = stage_of(room)
    kind = stage.kind if stage else "talk"
    if view.me and view.me.muted:
        return _("Your teacher has stopped your writing for now: read along")
    if room.progress and room.progress.waiting:
        return _("Done here. New groups start when the other rooms are so far")
    if kind == "review" and addressee:
        name = one_row(view.name(addressee))
        return _("A note to {name}: what was good, what to try next time").format(name=name)
    if room.seat and room.seat.observer:
        return _("You are the observer: read along; you write a note at the end")
    if kind == "script":
        return _script(room, view)
    if kind == "prepare" and room.passage:
        return _("Read the text. F4 when you have it in your head")
    if kind == "prepare":
        return _("Read your card. F4 when you are ready to begin")
    if kind == "compare":
        return _("Compare: what was different, and why?")
    return _of_stage(room, view, kind)


def _of_stage(room: RoomView, view: View, kind: StageKind) -> str:
    speakers = room.progress.speakers if room.progress else None
    if speakers is not None and view.who not in speakers:
        names = ", ".join(one_row(view.name(who), 30) for who in speakers)
        return _("{name} may speak now: listen").format(name=names)
    stage = stage_of(room)
    if stage and stage.turns == "alternate" and _spoke_last(room, view.who):
        return _("Wait for an answer: here you speak in turns")
    if kind in ("think", "chain"):
        return _("Write it here; Enter keeps it, F4 when you are ready")
    if kind == "write":
        writes = room.shared_text is not None and room.shared_text.writable
        return (
            _("Talk about it; F6 to the text you write together")
            if writes
            else _("Tell your partner what you have read")
        )
    if kind == "order":
        together = room.ordering is not None and room.ordering.together
        if not together:
            return _("F6 to the list: put it in your own order, then F4")
        return _("Talk, and put the list in order (F6); F4 when you agree with it")
    if kind == "guess" and room.deck and (room.deck.word or room.deck.holder):
        if room.deck.word:
            return _("Explain your word; F6 puts the card aside")
        return _("Guess: write the word, or ask")
    if kind == "quiz" and room.table:
        if stage and stage.alone:
            return _("F6 to the questions; F4 when you have answered them")
        return _("Talk about it; F6 to the questions")
    if kind == "form" and room.table:
        return _("Ask your partner; F6 to the table")
    if kind == "correct":
        return _("Say something, or F7 to mend a line of your partner")
    return _("Say something …")


def _spoke_last(room: RoomView, who: str) -> bool:
    last = next((line for line in reversed(room.lines.values()) if line.kind == "said"), None)
    now = room.progress.stage if room.progress else 0
    return last is not None and last.stage == now and last.by == who


def _script(room: RoomView, view: View) -> str:
    if room.prompt:
        if "_" in room.prompt.text or room.prompt.hints:
            return _("The missing words, / between gaps")
        return _("Enter says this line")
    turn = room.progress.turn if room.progress else None
    if turn and turn != view.who:
        return _("{name} has the next line").format(name=one_row(view.name(turn)))
    return _("The next line comes …")


def with_pasted(request: Request | None, pasted: int) -> Request | None:
    """Say how many characters were pasted, where that is asked for."""
    return replace(request, pasted=pasted) if isinstance(request, Say | WritePage) else request


def request_for(text: str, room: RoomView, addressee: str, written: str = "") -> Request | None:
    """What Enter asks the server; None where there is nothing to send.

    What is `written` on my page already stays on it: who takes notes presses Enter after each.
    """
    progress, stage = room.progress, stage_of(room)
    if progress is None:
        return None
    if not text and not (room.prompt and stage and stage.kind == "script"):
        return None
    if stage and stage.kind == "review" and addressee:
        return WriteNote(progress.room, addressee, text)
    if stage and stage.kind == "think":
        return WritePage(progress.room, progress.stage, f"{written}\n{text}".lstrip("\n"))
    if stage and stage.kind == "chain":
        return WritePage(progress.room, progress.stage, text)
    return Say(progress.room, text)
