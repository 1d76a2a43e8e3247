"""What a decision is made from: the state, who asks, when, chance as a seed, the library."""

from collections.abc import Mapping

from msgspec import Struct

from duologue_activities.activity import Activity
from duologue_activities.lesson import Lesson
from duologue_activities.library import Library
from duologue_protocol.parts import OVERSEES, TEACHES
from duologue_protocol.refusals import Refused
from duologue_server.classroom import Classroom, Person
from duologue_server.room import Room


class Asked(Struct, frozen=True):
    """One request's surroundings."""

    state: Classroom
    by: str
    now_ms: int
    seed: int
    library: Mapping[str, Activity]

    @property
    def person(self) -> Person:
        return self.state.people[self.by]

    @property
    def teaches(self) -> bool:
        return self.person.role in TEACHES

    def activity(self, name: str) -> Activity:
        """Raises Refused: when the library has none of this id."""
        if name not in self.library:
            raise Refused("no_activity")
        return self.library[name]

    def lesson(self, name: str) -> Lesson:
        """Raises Refused: when the library has no lesson of this id."""
        if not isinstance(self.library, Library) or name not in self.library.lessons:
            raise Refused("no_lesson")
        return self.library.lessons[name]

    def room(self, name: str) -> Room:
        """A room that is still open to the one who asks.

        Raises Refused: for a room that is over, or that a student is not in.
        """
        room = self.state.rooms.get(name)
        if room is None:
            raise Refused("no_room")
        if self.person.role not in OVERSEES and not self.state.is_in(self.by, room):
            raise Refused("not_your_room")
        return room

    def playing_room(self, name: str) -> Room:
        """Raises Refused: also for a room that still chooses, or that has ended."""
        room = self.room(name)
        if room.state == "choosing":
            raise Refused("room_choosing")
        if room.state == "ended":
            raise Refused("room_not_playing")
        return room

    def rooms_of_round(self, name: str | None) -> list[Room]:
        """One room that plays, or all rooms of the round. Raises Refused: there is none."""
        if name is not None:
            return [self.playing_room(name)]
        rooms = list(self.state.in_round())
        if not rooms:
            raise Refused("no_round")
        return rooms

    def student(self, name: str) -> Person:
        """Raises Refused: for somebody who is not a student of this class."""
        person = self.state.people.get(name)
        if person is None or person.role != "student":
            raise Refused("no_person")
        return person
