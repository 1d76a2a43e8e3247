"""The next round, looked at before it starts: activity, minutes, groups, and what could not be had."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from duologue_client.keys import bindings
from duologue_client.language import _, translate_refusal
from duologue_client.safe import assemble
from duologue_client.session import Happening, RequestRefused, ViewChanged
from duologue_client.teacher.arrangement import (
    Groups,
    exchanged,
    groups_of,
    left_out,
    moved,
    taken_out,
)
from duologue_client.teacher.desk import Desk
from duologue_client.teacher.groups import GroupList
from duologue_client.teacher.keyline import KeyLine
from duologue_client.teacher.keys import PLAN
from duologue_client.teacher.library import LibraryScreen
from duologue_client.teacher.page import Page
from duologue_client.teacher.plan_head import plan_head
from duologue_client.teacher.plan_reasons import with_names
from duologue_client.teacher.status import Status
from duologue_protocol.parts import Brief, Round
from duologue_protocol.refusals import Refused
from duologue_protocol.requests import (
    CancelPlan,
    Formation,
    Levels,
    PlanLessonRound,
    PlanRound,
    Remainder,
    StartRound,
)

_NEXT_LEVELS: Final[dict[Levels, Levels]] = {"any": "similar", "similar": "mixed", "mixed": "any"}


class PlanScreen(Page):
    """Groups are the server's; what is moved by hand is a draft until the server has agreed."""

    KEYS = PLAN
    BINDINGS: ClassVar[list[BindingType]] = bindings(PLAN)

    CSS = """
    PlanScreen #head { height: auto; padding: 0 1; background: $surface; }
    PlanScreen #note { height: auto; max-height: 4; padding: 0 1; color: $text-accent; }
    PlanScreen #reasons { height: auto; max-height: 5; padding: 0 1; color: $text-warning; }
    """

    def __init__(self, desk: Desk, activity: str = "", lesson_round: int | None = None) -> None:
        super().__init__(desk)
        plan, last = desk.view.plan, desk.view.round
        self.activity: Brief | None = plan.activity if plan else last.activity if last else None
        self.minutes = plan.minutes if plan else self.activity.minutes if self.activity else 0
        self.formation: Formation = "random"
        self.remainder: Remainder = "trio"
        self.levels: Levels = "any"
        self.draft: Groups | None = None
        self.note = ""
        """What the lesson file tells the teacher about this round."""
        """Groups made by hand that the server has not agreed to yet."""
        self._wanted = activity
        self._lesson_round = lesson_round
        self._starting = False

    def compose(self) -> ComposeResult:
        yield Static(id="head", markup=False)
        yield Static(id="note", markup=False)
        yield Static(id="reasons", markup=False)
        yield GroupList()
        yield Status()
        yield KeyLine()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(GroupList).focus()
        self.query_one(KeyLine).show(self.offered)
        if self._lesson_round is not None:
            self._plan_of_lesson(self._lesson_round)
        elif self._wanted:
            self.run_worker(self._take(self._wanted))
        elif self.activity is None:
            self.action_activity()
        elif self.desk.view.plan is None:
            self._plan()

    def draw(self) -> None:
        super().draw()
        view, plan = self.desk.view, self.desk.view.plan
        groups = self.groups
        agreed = plan if self.draft is None else None
        roles = {group.members: group.roles for group in plan.groups} if plan else {}
        self.query_one("#head", Static).update(
            plan_head(self.activity, self.minutes, self.formation, self.remainder, self.levels)
        )
        reasons = [f"? {with_names(reason, view)}" for reason in agreed.reasons] if agreed else []
        self.query_one("#note", Static).update(assemble(self.note))
        self.query_one("#note").display = bool(self.note)
        self.query_one("#reasons", Static).update(assemble("\n".join(reasons)))
        self.query_one("#reasons").display = bool(reasons)
        self.query_one(GroupList).show(view, groups, roles, self._out(groups))

    @property
    def groups(self) -> Groups:
        """The groups as they stand here."""
        return groups_of(self.desk.view.plan) if self.draft is None else self.draft

    def heard(self, happening: Happening) -> None:
        super().heard(happening)
        if isinstance(happening, RequestRefused) and isinstance(happening.request, StartRound):
            self._starting = False
        if not isinstance(happening, ViewChanged):
            return
        if self.draft is not None and groups_of(self.desk.view.plan) == self.draft:
            self.draft = None
        if self._starting and any(isinstance(part, Round) for part in happening.parts):
            self.dismiss()

    # Keys

    def action_activity(self) -> None:
        def take(activity: str | None) -> None:
            if activity:
                self.run_worker(self._take(activity))
            elif self.activity is None:
                self.dismiss()

        self.program.push_screen(LibraryScreen(self.desk), take)

    def action_longer(self) -> None:
        self._change_minutes(1)

    def action_shorter(self) -> None:
        self._change_minutes(-1)

    def _change_minutes(self, change: int) -> None:
        if self.activity:
            self.minutes = max(1, min(180, self.minutes + change))
            self._plan(self.groups)
            self.draw()

    def action_formation(self) -> None:
        """By hand begins with the groups that are there."""
        by_hand = self.formation == "random"
        self.formation = "by_hand" if by_hand else "random"
        if by_hand:
            self.say(_("By hand: Enter takes a person up, Enter puts them down."))
        else:
            self._plan()
        self.draw()

    def action_remainder(self) -> None:
        self.remainder = "observer" if self.remainder == "trio" else "trio"
        self._plan(self.groups if self.formation == "by_hand" else ())
        self.draw()

    def action_levels(self) -> None:
        """Any, similar, mixed, and round again."""
        self.formation = "random"
        self.levels = _NEXT_LEVELS[self.levels]
        self._plan()
        self.draw()

    def action_random(self) -> None:
        self.formation = "random"
        self._plan()
        self.draw()

    def action_start(self) -> None:
        if self.draft is not None:
            self.trouble(_("These groups don't fit the activity yet. Change them first."))
        elif self.desk.view.plan is None:
            self.trouble(_("There is no plan yet. a chooses an activity."))
        else:
            self._starting = True
            self.desk.submit(StartRound())

    def action_take_out(self) -> None:
        if who := self.query_one(GroupList).person:
            self._by_hand(taken_out(self.groups, who))

    def action_empty(self) -> None:
        """Nobody in a group: everything by hand from the beginning."""
        self.formation, self.draft = "by_hand", ()
        self.say(_("Enter takes a person up; Enter on another one makes a pair."))
        self.draw()

    def action_forget(self) -> None:
        if self.desk.view.plan:
            self.desk.submit(CancelPlan())
        self.dismiss()

    def action_close(self) -> None:
        if not self.query_one(GroupList).put_down():
            self.dismiss()

    def on_group_list_met(self, event: GroupList.Met) -> None:
        self._by_hand(exchanged(self.groups, event.who, event.other))

    def on_group_list_moved(self, event: GroupList.Moved) -> None:
        if event.group is None:
            self._by_hand(taken_out(self.groups, event.who))
        else:
            self._by_hand(moved(self.groups, event.who, event.group))

    # Towards the server

    async def _take(self, activity: str) -> None:
        """Plan this activity, with the minutes its file gives it."""
        try:
            preview = await self.desk.preview(activity)
        except Refused as refused:
            self.trouble(translate_refusal(refused.code, refused.detail))
            return
        self.activity, self.minutes = preview.activity, preview.activity.minutes
        self.note = ""
        self._plan(self.groups if self.formation == "by_hand" else ())
        self.draw()

    def _by_hand(self, groups: Groups) -> None:
        self.formation, self.draft = "by_hand", groups
        if groups:
            self._plan(groups)
        self.draw()

    def _plan(self, groups: Groups = ()) -> None:
        """Ask the server for a plan around these groups."""
        if self.activity is None:
            return
        if self.formation == "random":
            self.draft = None
        self.desk.submit(
            PlanRound(
                self.activity.id,
                self.minutes,
                self.formation,
                self.remainder,
                groups,
                self.levels,
            )
        )

    def _plan_of_lesson(self, number: int) -> None:
        """Activity, minutes and grouping are the lesson file's; all of it can be changed here."""
        lesson = self.desk.view.lesson
        assert lesson
        one = lesson.rounds[number]
        self.activity, self.minutes = one.activity, one.minutes
        self.levels, self.remainder = one.levels, one.remainder
        self.desk.submit(PlanLessonRound(number))
        self.note = one.note

    def _out(self, groups: Groups) -> tuple[str, ...]:
        free = [
            person.who
            for person in self.desk.view.students()
            if person.room is None and person.presence == "here"
        ]
        return left_out(groups, free)
