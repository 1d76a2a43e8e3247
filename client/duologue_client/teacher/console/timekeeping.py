"""The console's keys for time: more, less, paused, undone, the next stage, the end, all together."""

from duologue_client.language import _, ngettext
from duologue_client.safe import one_row
from duologue_client.teacher.choice import Choice
from duologue_client.teacher.console.wall import Wall
from duologue_client.teacher.page import Page
from duologue_client.teacher.wording import room_name
from duologue_protocol.parts import Progress
from duologue_protocol.requests import (
    Attention,
    ChangeTime,
    EndRound,
    Gather,
    GrantTime,
    NextStage,
    PauseTime,
    UndoTime,
)

MINUTE_MS = 60_000
GRACE_SECONDS = (0, 30, 60)
MINUTES = (1, 2, 5, 10, -1, -2)
"""What the window for time offers."""


class Timekeeping(Page):
    """A page with a wall whose keys change the clocks of its rooms."""

    def action_more_time(self) -> None:
        self._change_time(1, None)

    def action_less_time(self) -> None:
        self._change_time(-1, None)

    def action_more_room_time(self) -> None:
        if room := self._room():
            self._change_time(1, room)

    def action_less_room_time(self) -> None:
        if room := self._room():
            self._change_time(-1, room)

    def _change_time(self, minutes: int, room: Progress | None) -> None:
        self.desk.submit(ChangeTime(minutes * MINUTE_MS, room.room if room else None))
        words = _("{minutes:+} minute for {rooms}.")
        self.say(words.format(minutes=minutes, rooms=room_name(room) if room else _("all rooms")))

    def action_next_stage(self) -> None:
        def go(answer: str | None) -> None:
            if answer == "all":
                self.desk.submit(NextStage())
            elif answer and room:
                self.desk.submit(NextStage(room.room))

        room = self._room()
        answers = [("all", _("All rooms"))]
        if room in self.running():
            answers.append(("room", _("{room} only").format(room=room_name(room))))
        self.program.push_screen(Choice(_("Go on to the next stage now?"), answers), go)

    def action_end(self) -> None:
        self._end(None)

    def action_end_room(self) -> None:
        if room := self._room():
            self._end(room)

    def _end(self, room: Progress | None) -> None:
        def end(answer: str | None) -> None:
            if answer:
                self.desk.submit(EndRound(int(answer) * 1000, room.room if room else None))

        what = room_name(room) if room else _("the round")
        words = (_("Now"), _("In 30 seconds, to finish the sentence"), _("In a minute"))
        answers = [(str(grace), word) for grace, word in zip(GRACE_SECONDS, words, strict=True)]
        self.program.push_screen(Choice(_("End {what}?").format(what=what), answers, 1), end)

    def action_pause(self) -> None:
        """All clocks stop if any runs, else all run again."""
        on = any(room.ends_at_ms is not None for room in self.running())
        self.desk.submit(PauseTime(on))
        self.say(_("All clocks stand.") if on else _("All clocks run."))

    def action_pause_room(self) -> None:
        if room := self._room():
            on = room.ends_at_ms is not None
            self.desk.submit(PauseTime(on, room.room))
            words = _("{room}: the clock stands.") if on else _("{room}: the clock runs.")
            self.say(words.format(room=room_name(room)))

    def action_undo(self) -> None:
        self.desk.submit(UndoTime())
        self.say(_("The last change of time is taken back."))

    def action_grant(self) -> None:
        asking = sum(bool(room.asking) for room in self.running())
        if not asking:
            self.say(_("No room asks for time."))
            return
        self.desk.submit(GrantTime())
        words = ngettext("{count} room gets a minute.", "{count} rooms get a minute.", asking)
        self.say(words.format(count=asking))

    def action_time(self) -> None:
        """First which rooms, then what happens to their clocks."""

        def choose(where: str | None) -> None:
            if where:
                answers = [(str(minutes), _minutes(minutes)) for minutes in MINUTES]
                answers += [("stop", _("Stop the clocks")), ("run", _("Let them run"))]
                self.program.push_screen(
                    Choice(_("What happens to the clocks?"), answers),
                    lambda what: self._turn_clocks(where, what),
                )

        if answers := self._places():
            self.program.push_screen(Choice(_("Time for which rooms?"), answers), choose)
        else:
            self.say(_("No room runs now."))

    def _places(self) -> list[tuple[str, str]]:
        """All rooms, the one under the cursor, and each stage that rooms are in."""
        running = self.running()
        here = next((room for room in running if room.room == self.query_one(Wall).room), None)
        places = [("all", _("All rooms"))] if running else []
        places += [(f"room {here.room}", room_name(here))] if here else []
        for stage in sorted({room.stage for room in running}):
            inside = [room for room in running if room.stage == stage]
            title = one_row(inside[0].stages[stage].title)
            words = ngettext("{count} room in {stage}", "{count} rooms in {stage}", len(inside))
            places.append((f"stage {stage}", words.format(count=len(inside), stage=title)))
        return places

    def _turn_clocks(self, where: str, what: str | None) -> None:
        if not what:
            return
        kind, _space, name = where.partition(" ")
        room = name if kind == "room" else None
        stage = int(name) if kind == "stage" else None
        if what in ("stop", "run"):
            self.desk.submit(PauseTime(what == "stop", room, stage))
        else:
            self.desk.submit(ChangeTime(int(what) * MINUTE_MS, room, stage))
        self.say(_("Done. u takes it back."))

    def action_freeze(self) -> None:
        self._gather("frozen", _("Everybody is stopped: nobody can write, all clocks stand."))

    def action_plenary(self) -> None:
        self._gather("plenary", _("Everybody is here with you; their rooms wait."))

    def _gather(self, attention: Attention, words: str) -> None:
        """A key calls, and the same key lets go."""
        classroom = self.desk.view.classroom
        if classroom and classroom.attention == attention:
            attention, words = "work", _("Everybody goes on where they were.")
        self.desk.submit(Gather(attention))
        self.say(words)

    def running(self) -> list[Progress]:
        """Rooms that play, and are not ending."""
        rooms = (room.progress for room in self.desk.view.rooms.values())
        return [room for room in rooms if room and room.state == "playing"]

    def _room(self) -> Progress | None:
        """The room under the cursor; says so where there is none."""
        room = self.desk.view.rooms.get(self.query_one(Wall).room or "")
        if room is None or room.progress is None:
            self.say(_("There is no room yet."))
            return None
        return room.progress


def _minutes(minutes: int) -> str:
    words = ngettext("{minutes:+} minute", "{minutes:+} minutes", abs(minutes))
    return words.format(minutes=minutes)
