"""What all screens of the teacher share: the session, and the previews that were asked for."""

from duologue_client.fold import View
from duologue_client.session import Session
from duologue_protocol.parts import Lessons, Library, Preview, Results, Writings
from duologue_protocol.refusals import Refused
from duologue_protocol.requests import (
    ListActivities,
    ListLessons,
    ListWritings,
    Request,
    ShowActivity,
    ShowResults,
)


class Desk:
    """One teacher's session in one class."""

    def __init__(self, session: Session, host: str) -> None:
        self.session = session
        self.host = host
        """Where students find the server, as they type it; "" where nobody knows."""
        self.previews: dict[str, Preview] = {}
        """Activities seen so far, by id. They don't change while the server runs."""

    @property
    def view(self) -> View:
        return self.session.view

    def now_ms(self) -> int:
        return self.session.now_ms()

    def submit(self, request: Request) -> None:
        self.session.submit(request)

    async def library(self) -> Library:
        """All activities. Raises Refused."""
        answer = await self.session.ask(ListActivities())
        if not isinstance(answer, Library):
            raise Refused("unexpected")
        return answer

    async def lessons(self) -> Lessons:
        """All lesson files. Raises Refused."""
        answer = await self.session.ask(ListLessons())
        if not isinstance(answer, Lessons):
            raise Refused("unexpected")
        return answer

    async def preview(self, activity: str) -> Preview:
        """One activity whole. Raises Refused."""
        if activity not in self.previews:
            answer = await self.session.ask(ShowActivity(activity))
            if not isinstance(answer, Preview):
                raise Refused("unexpected")
            self.previews[activity] = answer
        return self.previews[activity]

    async def results(self) -> Results:
        """What came of every room. Raises Refused."""
        answer = await self.session.ask(ShowResults())
        if not isinstance(answer, Results):
            raise Refused("unexpected")
        return answer

    async def writings(self, room: str) -> Writings:
        """What stands in a room's tables and stories. Raises Refused."""
        answer = await self.session.ask(ListWritings(room))
        if not isinstance(answer, Writings):
            raise Refused("unexpected")
        return answer
