"""What the keys of the console do: the orders a teacher gives to the lesson."""

from duologue_client.language import _, translate_refusal
from duologue_client.teacher.choice import Choice
from duologue_client.teacher.console.lessons import CLOSE, lesson_choice
from duologue_client.teacher.console.lobby import Lobby
from duologue_client.teacher.console.regrouping import Regrouping
from duologue_client.teacher.console.wall import Wall
from duologue_client.teacher.console.welcome import join_line
from duologue_client.teacher.library import LibraryScreen
from duologue_client.teacher.pins import PinsScreen
from duologue_client.teacher.plan import PlanScreen
from duologue_client.teacher.results import ResultsScreen
from duologue_client.teacher.room import RoomScreen
from duologue_client.teacher.word import Word
from duologue_client.teacher.wording import room_name
from duologue_protocol.parts import Person
from duologue_protocol.refusals import Refused
from duologue_protocol.requests import (
    AllowPairing,
    Ban,
    Broadcast,
    CancelCall,
    ChangeCode,
    CloseLesson,
    KeepEvidence,
    LoadLesson,
    LockClass,
    Mute,
    Remove,
    ShowModel,
    Unban,
)


class Steering(Regrouping):
    """A page with a wall and a lobby whose keys steer the lesson."""

    def on_wall_opened(self, event: Wall.Opened) -> None:
        self.program.push_screen(RoomScreen(self.desk, event.room))

    def action_open(self) -> None:
        self.query_one(Wall).action_open()

    def action_library(self) -> None:
        def plan(activity: str | None) -> None:
            if activity:
                self.program.push_screen(PlanScreen(self.desk, activity))

        self.program.push_screen(LibraryScreen(self.desk), plan)

    def action_plan(self) -> None:
        """What comes next in the lesson file is prepared by one key; else any activity."""
        lesson, current = self.desk.view.lesson, self.desk.view.round
        if current and current.state != "ended":
            self.say(translate_refusal("round_running"))
        elif self.desk.view.plan is None and lesson and lesson.following < len(lesson.rounds):
            self.program.push_screen(PlanScreen(self.desk, lesson_round=lesson.following))
        else:
            self.program.push_screen(PlanScreen(self.desk))

    def action_lesson(self) -> None:
        """Choose a lesson file; while one is loaded, its first answer closes it."""

        def take(answer: str | None) -> None:
            if answer == CLOSE:
                self.desk.submit(CloseLesson())
                self.say(_("The lesson file is closed."))
            elif answer:
                self.desk.submit(LoadLesson(answer))
                self.say(_("The lesson is here: n prepares its first round."))

        async def ask() -> None:
            try:
                lessons = (await self.desk.lessons()).lessons
            except Refused as refused:
                self.trouble(translate_refusal(refused.code, refused.detail))
                return
            self.program.push_screen(lesson_choice(lessons, self.desk.view.lesson), take)

        self.run_worker(ask())

    def action_results(self) -> None:
        self.program.push_screen(ResultsScreen(self.desk))

    def action_pins(self) -> None:
        self.program.push_screen(PinsScreen(self.desk))

    def action_broadcast(self) -> None:
        def send(text: str | None) -> None:
            if text:
                self.desk.submit(Broadcast(text))
                self.say(_("Sent to everybody."))

        self.program.push_screen(Word(_("Say to the whole class, in rooms and lobby:")), send)

    def action_next_call(self) -> None:
        """The cursor goes to the room that needs the teacher most, then to the next such."""
        wall = self.query_one(Wall)
        needy = [one.room for one in wall.cards if one.reasons]
        if not needy:
            self.say(_("No room needs you now."))
            return
        later = [room for room in needy if wall.order.index(room) > wall.index]
        wall.focus()
        wall.go_to((later or needy)[0])

    def action_answer(self) -> None:
        room = self._room()
        if room and room.call:
            self.desk.submit(CancelCall(room.room))
            self.say(_("{room} is answered.").format(room=room_name(room)))
        elif room:
            self.say(_("{room} does not call.").format(room=room_name(room)))

    def action_pairing(self) -> None:
        classroom = self.desk.view.classroom
        if classroom:
            on = not classroom.pairing_allowed
            self.desk.submit(AllowPairing(on))
            self.say(_("Students may pair up.") if on else _("Students wait for your round."))

    def action_evidence(self) -> None:
        classroom = self.desk.view.classroom
        if classroom:
            on = not classroom.evidence
            self.desk.submit(KeepEvidence(on))
            self.say(
                _("How lines are written is kept from now on. Students are told and see it, too.")
                if on
                else _(
                    "How lines are written is not kept any more, and what was kept is forgotten."
                )
            )

    def action_code(self) -> None:
        def change(answer: str | None) -> None:
            if answer:
                self.desk.submit(ChangeCode(int(answer)))
                self.say(_("A new code is made: it stands above. The old one lets nobody in."))

        answers = [
            ("", _("No")),
            ("0", _("Yes, without an end")),
            ("1", _("Yes, for one day")),
            ("90", _("Yes, for 90 days")),
        ]
        question = _("Make another join code? The old one stops working; who is in stays in.")
        self.program.push_screen(Choice(question, answers), change)

    def action_lock(self) -> None:
        classroom = self.desk.view.classroom
        if classroom:
            on = not classroom.locked
            self.desk.submit(LockClass(on))
            self.say(
                _("Locked: nobody new comes in. Who was in can come back.")
                if on
                else _("Open: whoever has the code can join.")
            )

    def action_mute(self) -> None:
        if person := self._person():
            on = not person.muted
            self.desk.submit(Mute(person.who, on))
            words = _("{name} can read and not write.") if on else _("{name} can write again.")
            self.say(words.format(name=person.name))

    def action_remove(self) -> None:
        def remove(answer: str | None) -> None:
            if person and answer in ("out", "ban"):
                self.desk.submit(Remove(person.who) if answer == "out" else Ban(person.who))

        person = self._person()
        if person is None:
            return
        me = self.desk.view.me
        owns = me is None or me.role == "teacher"
        if person.role != "student" and not owns:
            self.trouble(translate_refusal("owner_only"))
            return
        question = _("Take {name} out of the class? The name becomes free.")
        answers = [("no", _("No")), ("out", _("Take out"))]
        if person.role == "student" and owns:
            answers.append(("ban", _("Take out and ban: this device can't join again")))
        self.program.push_screen(Choice(question.format(name=person.name), answers), remove)

    def action_let_in(self) -> None:
        def let_in(answer: str | None) -> None:
            if answer:
                self.desk.submit(Unban(answer))

        banned = [(one.who, one.name) for one in self.desk.view.banned.values()]
        if banned:
            self.program.push_screen(Choice(_("Who may join again?"), banned), let_in)
        else:
            self.say(_("Nobody is banned."))

    def _person(self) -> Person | None:
        """The person under the cursor of the list; says so where there is none."""
        lobby = self.query_one(Lobby)
        person = self.desk.view.people.get(lobby.person or "")
        if person is None or self.focused is not lobby:
            self.say(_("Choose a person first: Tab goes to the list of people."))
            return None
        return person

    def action_copy(self) -> None:
        if classroom := self.desk.view.classroom:
            self.program.copy_to_clipboard(join_line(classroom.code, self.desk.host))
            self.say(_("Copied: {line}").format(line=join_line(classroom.code, self.desk.host)))

    def action_model(self) -> None:
        self.desk.submit(ShowModel())
        self.say(_("Rooms that have ended see the model."))

    def action_people(self) -> None:
        """The focus goes to the other list, if both are there."""
        wall, lobby = self.query_one(Wall), self.query_one(Lobby)
        other = lobby if self.focused is wall else wall
        if other.display:
            lobby.chosen = other is lobby
            self.set_focus(other)  # at once: the next key may be there already

    def action_close(self) -> None:
        def close(answer: str | None) -> None:
            if answer == "yes":
                self.program.exit()

        answers = [("no", _("Stay")), ("yes", _("Close"))]
        question = _("Close the console? The lesson goes on, and you can come back.")
        self.program.push_screen(Choice(question, answers), close)
