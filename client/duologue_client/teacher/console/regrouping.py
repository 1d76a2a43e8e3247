"""The console's keys for groups while they work: place, move, exchange, split, merge, keep apart."""

from collections.abc import Callable

from duologue_client.language import _
from duologue_client.teacher.choice import Choice
from duologue_client.teacher.console.lobby import Lobby
from duologue_client.teacher.console.timekeeping import Timekeeping
from duologue_client.teacher.word import Word
from duologue_client.teacher.wording import named, room_name, whereabouts
from duologue_protocol.parts import Person, Progress
from duologue_protocol.requests import Exchange, Merge, Place, SetConstraint, Split, Whisper

Answers = list[tuple[str, str]]


class Regrouping(Timekeeping):
    """A page with a wall and a list of people whose keys change who is where."""

    def action_place(self) -> None:
        """A student goes into a running room: from the list of people, or from the wall."""
        person, room = self._chosen(), None if self._chosen() else self._room()
        if person:
            question = _("Into which room does {name} go?")
            self._place(person.who, None, question.format(name=named(self.desk.view, person.who)))
        elif room:
            question = _("Who goes into {name}?").format(name=room_name(room))
            self._place(None, room.room, question)

    def _place(self, who: str | None, room: str | None, question: str) -> None:
        def place(answer: str | None) -> None:
            if answer:
                chosen, into = who or answer, room or answer
                self.desk.submit(Place(chosen, into))
                words = _("{name} goes into {room}.")
                self.say(words.format(name=named(self.desk.view, chosen), room=self._title(into)))

        answers = self._people(besides_room=room) if who is None else self._rooms(without=who)
        self._ask(question, answers, place)

    def action_whisper(self) -> None:
        """To the person under the cursor, or to one that is asked for."""

        def write(who: str | None) -> None:
            def send(text: str | None) -> None:
                if who and text:
                    self.desk.submit(Whisper(who, text))
                    self.say(_("Sent to {name} alone.").format(name=named(self.desk.view, who)))

            if who:
                question = _("Say to {name} alone:").format(name=named(self.desk.view, who))
                self.program.push_screen(Word(question), send)

        if person := self._chosen():
            write(person.who)
        elif room := self._room():
            answers = [(one.who, named(self.desk.view, one.who)) for one in room.members]
            self._ask(_("To whom alone?"), answers, write)

    def action_exchange(self) -> None:
        """Two students change places: the one under the cursor, or one that is asked for."""

        def exchange(who: str | None) -> None:
            def with_other(other: str | None) -> None:
                if who and other:
                    self.desk.submit(Exchange(who, other))
                    names = (named(self.desk.view, one) for one in (who, other))
                    self.say(_("{0} and {1} change places.").format(*names))

            if who:
                person = self.desk.view.people[who]
                question = _("With whom does {name} change places?")
                others = [row for row in self._people(besides_room=person.room) if self._works(row)]
                self._ask(question.format(name=named(self.desk.view, who)), others, with_other)

        if person := self._chosen():
            exchange(person.who)
        else:
            inside = [row for row in self._people() if self._works(row)]
            self._ask(_("Who changes places?"), inside, exchange)

    def action_divide(self) -> None:
        """The room under the cursor becomes two, or joins another."""

        def divide(answer: str | None) -> None:
            if answer == "split" and room:
                self.desk.submit(Split(room.room))
                self.say(_("{room} becomes two rooms.").format(room=room_name(room)))
            elif answer and room:
                self.desk.submit(Merge(room.room, answer))
                words = _("{room} joins {other}.")
                self.say(words.format(room=room_name(room), other=self._title(answer)))

        room = self._room()
        if room:
            answers = [("split", _("Make two rooms of it"))]
            answers += [
                (key, _("Join {room}").format(room=words))
                for key, words in self._rooms()
                if key != room.room
            ]
            question = _("What becomes of {room}?").format(room=room_name(room))
            self._ask(question, answers, divide)

    def action_constrain(self) -> None:
        """The person under the cursor is kept apart from another, or together with them."""

        def choose(rule: str | None) -> None:
            def with_other(other: str | None) -> None:
                if person and other:
                    kept = {"apart": SetConstraint(person.who, other, "apart")}
                    kept["together"] = SetConstraint(person.who, other, "together")
                    default = SetConstraint(person.who, other, "")
                    self.desk.submit(kept.get(rule or "", default))
                    words = {
                        "apart": _("{0} and {1} are kept apart from the next plan on."),
                        "together": _("{0} and {1} are kept together from the next plan on."),
                    }
                    free = _("{0} and {1} may meet or not, as it comes.")
                    names = (named(self.desk.view, one) for one in (person.who, other))
                    self.say(words.get(rule or "", free).format(*names))

            if person and rule:
                self._ask(
                    _("From whom, or with whom?"), self._people(without=person.who), with_other
                )

        person = self._chosen()
        if person is None:
            self.say(_("Choose a person first: Tab goes to the list of people."))
            return
        answers = [
            ("apart", _("Keep apart from somebody")),
            ("together", _("Keep together with somebody")),
            ("free", _("Neither any more")),
        ]
        name = named(self.desk.view, person.who)
        self._ask(_("{name} in the next plans:").format(name=name), answers, choose)

    def _ask(self, question: str, answers: Answers, choose: Callable[[str | None], None]) -> None:
        if not answers:
            self.say(_("There is nobody, and no room, for that now."))
            return
        self.program.push_screen(Choice(question, answers), choose)

    def _chosen(self) -> Person | None:
        """The person under the cursor, where the list of people has the focus."""
        lobby = self.query_one(Lobby)
        return self.desk.view.people.get(lobby.person or "") if self.focused is lobby else None

    def _people(self, *, besides_room: str | None = None, without: str = "") -> Answers:
        """Students who have not left, those who are free first."""
        view = self.desk.view
        here = [one for one in view.students() if one.presence != "left" and one.who != without]
        here = [one for one in here if besides_room is None or one.room != besides_room]
        here.sort(key=lambda one: one.room is not None)
        return [(one.who, f"{named(view, one.who)}  {whereabouts(one, view)}") for one in here]

    def _title(self, room: str) -> str:
        """What people call a room that was offered."""
        view = self.desk.view.rooms.get(room)
        return room_name(view.progress) if view and view.progress else _("a room")

    def _works(self, row: tuple[str, str]) -> bool:
        return self.desk.view.people[row[0]].room in {room.room for room in self.running()}

    def _rooms(self, without: str = "") -> Answers:
        """Rooms that play, without the one somebody is in."""
        view = self.desk.view
        person = view.people.get(without)
        return [
            (room.room, f"{room_name(room)}  {_names(self, room)}")
            for room in self.running()
            if person is None or room.room != person.room
        ]


def _names(page: Regrouping, room: Progress) -> str:
    return " · ".join(named(page.desk.view, member.who) for member in room.members)
