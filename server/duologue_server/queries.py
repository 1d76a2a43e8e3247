"""What may be asked without changing anything, and its answers."""

from collections.abc import Mapping

from duologue_activities.activity import Activity
from duologue_activities.library import Library
from duologue_activities.preview import brief, preview
from duologue_protocol import parts, requests
from duologue_protocol.parts import Body
from duologue_protocol.refusals import Refused
from duologue_server import moderation, report
from duologue_server.classroom import Classroom
from duologue_server.decide import authorise
from duologue_server.lesson_course import described


def find_out(
    state: Classroom, library: Mapping[str, Activity], who: str, query: requests.Query
) -> Body:
    """The answer to a query.

    Raises Refused: when this person may not ask that, or there is nothing like it.
    """
    if who not in state.people:
        raise Refused("removed")
    authorise(state.people[who].role, query)
    match query:
        case requests.ListActivities():
            return parts.Library(tuple(brief(one) for one in library.values()))
        case requests.ListLessons():
            lessons = library.lessons.values() if isinstance(library, Library) else ()
            return parts.Lessons(tuple(described(one, library) for one in lessons))
        case requests.ShowActivity():
            if query.activity not in library:
                raise Refused("no_activity")
            return preview(library[query.activity])
        case requests.ShowResults():
            return report.results(state, who)
        case requests.ListWritings():
            if query.room not in state.rooms:
                raise Refused("no_room")
            return moderation.writings(state.rooms[query.room])
