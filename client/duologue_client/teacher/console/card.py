"""What the wall shows of one room, in words. Pure."""

from dataclasses import dataclass

from duologue_client.fold import View
from duologue_client.language import _, ngettext
from duologue_client.safe import one_row
from duologue_client.teacher.ranking import Rank, Reason, rank, reasons
from duologue_client.teacher.wording import clock, mark, named, room_name, time_left
from duologue_protocol.parts import Progress, Row


@dataclass(frozen=True)
class Card:
    """One room of the wall. Equal cards look the same."""

    room: str
    title: str
    members: tuple[tuple[str, str, str], ...]
    """Mark, name and role of each."""
    stage: str
    time: str
    reasons: tuple[Reason, ...]
    rank: Rank
    talk: str
    """How many lines; since when nobody has said anything."""
    phrases: str
    left: tuple[str, int]
    """Who the bar of words begins with, and their words."""
    right: tuple[str, int]
    speaker: str
    last: str
    earlier: tuple[tuple[str, str], ...]
    """Lines before that, oldest first: who said what."""
    read: bool
    """A teacher reads along."""

    @property
    def share(self) -> float | None:
        """The first person's share of all words; None before anybody has spoken."""
        total = self.left[1] + self.right[1]
        return self.left[1] / total if total else None


def card(progress: Progress, view: View, now_ms: int) -> Card:
    """The room as the wall shows it now."""
    row = view.rows.get(progress.room)
    left, right = _words(progress, row, view)
    why = reasons(progress, row, view.people, now_ms, quiet=quiet(progress))
    return Card(
        room=progress.room,
        title=one_row(_title(progress)),
        members=tuple(
            (mark(view.people.get(member.who)), named(view, member.who), member.role)
            for member in progress.members
        ),
        stage=stage_in_words(progress),
        time=time_left(progress, now_ms),
        reasons=why,
        rank=rank(progress, why),
        talk=_talk(progress, row, now_ms),
        phrases=f"{row.phrases}/{row.phrases_of}" if row and row.phrases_of else "",
        left=left,
        right=right,
        speaker=_speaker(progress, row, view),
        last=_last(progress, row),
        earlier=tuple(
            (named(view, by) if by else "", one_row(text, 200))
            for by, text in (row.earlier if row else ())
        ),
        read=bool(progress.watchers),
    )


def _title(progress: Progress) -> str:
    if progress.origin == "students":
        return _("{room} · own choice").format(room=room_name(progress))
    if progress.origin == "solo":
        return _("{room} · alone").format(room=room_name(progress))
    return room_name(progress)


def quiet(progress: Progress) -> bool:
    """Does silence mean nothing here: is the stage a quiet one, or does the clock stand?"""
    stages = progress.stages
    if progress.left_ms is not None:
        return True
    if progress.waiting or progress.stage >= len(stages):
        return progress.waiting
    return stages[progress.stage].alone or stages[progress.stage].kind == "vote"


def stage_in_words(progress: Progress) -> str:
    """The stage by its title and number, or what the room does instead."""
    if progress.state == "choosing":
        return _("choosing")
    if progress.state == "ended" or progress.stage >= len(progress.stages):
        return _("ended")
    title = progress.stages[progress.stage].title
    if progress.state == "ending":
        return _("{stage} · ending").format(stage=title)
    if progress.waiting:
        return _("{stage} · waits for new groups").format(stage=title)
    return f"{title} {progress.stage + 1}/{len(progress.stages)}"


def _talk(progress: Progress, row: Row | None, now_ms: int) -> str:
    """How much was said, and how long ago the last line came once that tells something."""
    if row is None:
        return ""
    count = ngettext("{count} line", "{count} lines", row.lines).format(count=row.lines)
    quiet_ms = now_ms - max(row.last_ms, progress.began_ms)
    if progress.state != "playing" or quiet_ms < 10_000:
        return count
    return _("{count}, {age} ago").format(count=count, age=clock(quiet_ms // 5000 * 5000))


def _words(
    progress: Progress, row: Row | None, view: View
) -> tuple[tuple[str, int], tuple[str, int]]:
    """The first speaker's words, and those of all the others together."""
    talkers = [member.who for member in progress.members if not member.observer]
    words = dict(row.words) if row else {}
    first, others = talkers[:1], talkers[1:]
    return (
        ("".join(named(view, who) for who in first), sum(words.get(who, 0) for who in first)),
        (" + ".join(named(view, who) for who in others), sum(words.get(who, 0) for who in others)),
    )


def _speaker(progress: Progress, row: Row | None, view: View) -> str:
    """Who said what the card quotes: a call for help goes before the last line."""
    if progress.call and progress.call.text:
        return _("{name} asks").format(name=named(view, progress.call.by))
    return named(view, row.last_by) if row and row.last_by else ""


def _last(progress: Progress, row: Row | None) -> str:
    if progress.call and progress.call.text:
        return one_row(progress.call.text)
    return one_row(row.last_text, 400) if row else ""
