"""The client's link told as conversations: what comes in, what it wants done."""

from collections import Counter
from random import Random

import pytest
from msgspec.structs import replace

from duologue_protocol import limits
from duologue_protocol.effects import (
    Admitted,
    Close,
    ComeBack,
    Effect,
    Forget,
    Keep,
    Kept,
    Refuse,
    Renew,
    Send,
    Show,
    Stop,
)
from duologue_protocol.frames import (
    Ack,
    Bye,
    Command,
    Event,
    Go,
    Hello,
    Join,
    Nack,
    Passing,
    Ping,
    Pong,
    Return,
    ServerFrame,
    Snapshot,
    Sorry,
    Welcome,
)
from duologue_protocol.link import ClientLink
from duologue_protocol.link_states import MOVES, State
from duologue_protocol.parts import Classroom, Typing
from duologue_protocol.refusals import CloseCode
from duologue_protocol.requests import Request, Say
from duologue_protocol.return_time import REFUSED_MS

HELLO = Hello(v=1, app="test", auth=Join("K7QM-2PXA", "Anna"), inst=bytes(16))
WELCOME = Welcome(
    who="p1", role="student", epoch=7, top=40, last_n=0, now_ms=1_000, hb_ms=10_000, token="t"
)
CLASS = Classroom("English", "K7QM-2PXA", pairing_allowed=True)
SNAPSHOT = Snapshot(seq=40, parts=(CLASS,))


def say(text: str) -> Request:
    return Say("r1", text)


def event(s: int, p: int) -> Event:
    return Event(s, p, 0, (CLASS,))


def new_link(*waiting: str, last_n: int | None = None) -> ClientLink:
    kept = list(enumerate(map(say, waiting), start=1))
    return ClientLink(HELLO, len(kept) if last_n is None else last_n, kept)


def live_link(*waiting: str) -> ClientLink:
    link = new_link(*waiting)
    link.tick(1_000)
    link.opened()
    link.received(WELCOME)
    link.received(SNAPSHOT)
    return link


def sent(wanted: list[Effect]) -> list[int]:
    """Numbers of the commands that go out."""
    return [e.frame.n for e in wanted if isinstance(e, Send) and isinstance(e.frame, Command)]


def test_first_join() -> None:
    link = new_link()
    assert link.opened() == [Send(HELLO)]
    assert link.received(WELCOME) == [Admitted(WELCOME)]
    assert link.received(SNAPSHOT) == [Show((CLASS,), fresh=True)]
    assert link.state is State.LIVE
    assert link.position == (7, 40)


def test_comes_back_with_token_and_position() -> None:
    link = live_link()
    link.received(event(s=42, p=40))
    link.closed(1006, 0.0)
    back = replace(HELLO, auth=Return("t"), epoch=7, seq=42)
    assert link.opened() == [Send(back)]


def test_a_command_is_kept_before_it_is_sent() -> None:
    link = live_link()
    assert link.submit(say("hi")) == [Keep(1, say("hi")), Send(Command(1, say("hi")))]
    assert link.received(Ack(1, 41)) == [Kept(1, say("hi")), Forget(1)]
    assert link.received(Ack(1, 41)) == []


def test_offline_a_command_is_kept_and_waits() -> None:
    link = new_link()
    assert link.submit(say("a")) == [Keep(1, say("a"))]
    link.opened()
    link.received(WELCOME)
    assert sent(link.received(SNAPSHOT)) == [1]


def test_welcome_settles_what_is_kept_and_the_rest_goes_again_in_order() -> None:
    link = live_link("a", "b", "c")
    link.closed(1006, 0.0)
    link.opened()
    settled = link.received(replace(WELCOME, last_n=2))
    assert settled[1:] == [Kept(1, say("a")), Forget(1), Kept(2, say("b")), Forget(2)]
    assert sent(link.received(SNAPSHOT)) == [3]


def test_sixteen_are_on_the_way_at_most() -> None:
    link = live_link()
    out = [n for k in range(20) for n in sent(link.submit(say(str(k))))]
    assert out == list(range(1, limits.UNACKNOWLEDGED + 1))
    assert sent(link.received(Ack(1, 41))) == [17]


def test_a_refusal_gives_the_request_back_and_uses_its_number() -> None:
    link = live_link()
    link.submit(say("a"))
    refused = link.received(Nack(1, "not_now"))
    assert refused == [Refuse(1, say("a"), "not_now", ()), Forget(1)]
    assert sent(link.submit(say("b"))) == [2]


def test_too_fast_is_sent_again_later_and_holds_what_is_behind_it() -> None:
    link = live_link("a", "b")
    assert link.received(Nack(1, "too_fast", retry_ms=500)) == []
    link.received(Nack(2, "too_fast", retry_ms=400))
    assert sent(link.submit(say("c"))) == []
    assert sent(link.tick(1_400)) == []
    assert sent(link.tick(1_500)) == [1, 2, 3]


def test_a_gap_closes_and_comes_back() -> None:
    link = live_link()
    assert link.received(event(s=43, p=41)) == [Close(CloseCode.GAP)]
    assert link.received(event(s=41, p=40)) == []
    assert isinstance(link.closed(CloseCode.GAP, 0.5)[0], ComeBack)
    assert link.position == (7, 40)


def test_what_was_seen_is_not_shown_twice() -> None:
    link = live_link()
    assert link.received(event(s=40, p=39)) == []
    assert link.received(event(s=41, p=40)) == [Show((CLASS,))]


def test_passing_parts_have_no_position() -> None:
    link = live_link()
    typing = Typing("r1", ("p2",))
    assert link.received(Passing((typing,))) == [Show((typing,))]
    assert link.position == (7, 40)


def test_back_off_doubles_up_to_its_bound_and_starts_fast() -> None:
    link = new_link()
    waits = [link.closed(1006, 0.5) for _ in range(8)]
    bounds = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]
    assert waits == [[ComeBack(bound // 2, None)] for bound in bounds]


@pytest.mark.parametrize("away_ms", [0, 1_000, 5_000, 60_000, 900_000])
def test_a_class_is_back_within_two_seconds_of_a_restart(away_ms: int) -> None:
    draw = Random(away_ms)
    late = [comes_back_at(away_ms, draw) - away_ms for _student in range(60)]
    assert max(late) < REFUSED_MS
    per_tenth = Counter(ms // 100 for ms in late if ms > 0)
    assert max(per_tenth.values()) < 40, "all at once"


def comes_back_at(away_ms: int, draw: Random) -> int:
    """When somebody connects whose server is killed at 0 and listens again after `away_ms`."""
    link = live_link()
    at_ms = 0
    wanted = link.closed(1006, draw.random())
    while True:
        (back,) = wanted
        assert isinstance(back, ComeBack)
        at_ms += back.in_ms
        if at_ms >= away_ms:
            return at_ms
        wanted = link.closed(1006, draw.random(), refused=True)


def come_and_go(link: ClientLink, live_ms: int) -> list[Effect]:
    link.opened()
    link.received(WELCOME)
    link.received(SNAPSHOT)
    for now in range(1_000, 1_001 + live_ms, 250):
        link.tick(now)
        link.received(Pong(1, now, 40))
    return link.closed(1006, 0.5)


@pytest.mark.parametrize(("live_ms", "wait"), [(2_000, 1_000), (2_250, 250)])
def test_only_a_line_that_held_makes_retries_fast_again(live_ms: int, wait: int) -> None:
    """It held if it was live for longer than one would have waited for the next: 2 s here."""
    link = new_link()
    link.tick(1_000)
    link.closed(1006, 0.5)
    link.closed(1006, 0.5)
    assert come_and_go(link, live_ms) == [ComeBack(wait, None)]


def test_the_time_the_server_asks_for_wins() -> None:
    link = live_link()
    link.received(Go(4_321, "draining"))
    assert link.closed(CloseCode.DRAINING, 0.9) == [ComeBack(4_321, None)]
    assert link.closed(1006, 0.0) == [ComeBack(0, None)]


def test_sorry_tells_why_it_stops() -> None:
    link = new_link()
    link.opened()
    sorry = Sorry("name_taken", ("Anna",))
    link.received(sorry)
    assert link.closed(CloseCode.NOT_ALLOWED, 0.5) == [Stop(CloseCode.NOT_ALLOWED, sorry)]
    assert link.state is State.STOPPED
    assert link.opened() == []


def test_sorry_with_a_time_comes_back_after_it() -> None:
    link = new_link()
    link.opened()
    sorry = Sorry("too_many_tries", ("60",), retry_ms=60_000)
    link.received(sorry)
    assert link.closed(CloseCode.TOO_MANY_TRIES, 0.5) == [ComeBack(60_000, sorry)]
    assert link.closed(1006, 0.5) == [ComeBack(500, None)]


@pytest.mark.parametrize("code", [CloseCode.OPENED_ELSEWHERE, CloseCode.VERSION])
def test_final_codes_stop(code: CloseCode) -> None:
    assert live_link().closed(code, 0.5) == [Stop(code, None)]


def ahead(link: ClientLink) -> Effect:
    link.opened()
    return link.closed(CloseCode.AHEAD_OF_LOG, 0.5)[0]


def test_ahead_of_the_log_is_believed_at_the_third_time() -> None:
    link = live_link()
    link.closed(1006, 0.0)
    answers = [type(ahead(link)) for _ in range(3)]
    assert answers == [ComeBack, ComeBack, Stop]


def test_a_welcome_starts_that_count_again() -> None:
    link = live_link()
    link.closed(1006, 0.0)
    ahead(link)
    ahead(link)
    come_and_go(link, 0)
    assert isinstance(ahead(link), ComeBack)


def test_it_says_that_it_is_there() -> None:
    link = live_link()
    assert link.tick(10_999) == []
    assert link.tick(11_000) == [Send(Ping(1, 40))]
    assert link.tick(12_000) == []


def test_a_silent_line_is_dead_after_two_and_a_half_beats() -> None:
    link = live_link()
    for now in (11_000, 21_000, 26_000):
        assert Close(CloseCode.NO_HEARTBEAT) not in link.tick(now)
    assert link.tick(26_001) == [Close(CloseCode.NO_HEARTBEAT)]


def test_after_sleep_it_comes_back_at_once() -> None:
    link = live_link()
    assert link.tick(1_000_000) == [Close(CloseCode.NO_HEARTBEAT)]
    assert link.closed(CloseCode.NO_HEARTBEAT, 0.9) == [ComeBack(0, None)]


def test_sleep_while_waiting_ends_the_wait() -> None:
    link = live_link()
    link.closed(1006, 0.9)
    assert link.tick(1_000_000) == [ComeBack(0, None)]


def test_two_pongs_that_know_of_more_find_the_gap() -> None:
    link = live_link()
    assert link.received(Pong(1, 0, 41)) == []
    assert link.received(Pong(2, 0, 41)) == [Close(CloseCode.GAP)]


def test_pongs_prove_nothing_while_something_is_on_the_way() -> None:
    link = live_link("a")
    for beat in range(5):
        assert link.received(Pong(beat, 0, 41)) == []


def test_an_older_log_begins_another_instance() -> None:
    link = ClientLink(HELLO, 9, [(8, say("x")), (9, say("y"))])
    link.opened()
    wanted = link.received(replace(WELCOME, epoch=8, last_n=3))
    assert wanted[1:] == [Renew(), Close(CloseCode.GAP)]
    assert link.renewed(bytes(range(16))) == [(1, say("x")), (2, say("y"))]
    assert link.closed(CloseCode.GAP, 0.5) == [ComeBack(0, None)]
    hello = link.opened()[0]
    assert isinstance(hello, Send)
    assert isinstance(hello.frame, Hello)
    assert hello.frame.inst == bytes(range(16))


def test_reused_numbers_give_the_requests_back() -> None:
    link = live_link("a")
    back = link.closed(CloseCode.NUMBER_REUSED, 0.5)
    assert back[0] == Refuse(1, say("a"), "not_matched", ())
    assert back[1:] == [Forget(1), Renew(), Stop(CloseCode.NUMBER_REUSED, None)]


def test_a_number_that_the_disk_did_not_take_was_never_given() -> None:
    link = live_link()
    link.submit(say("a"))
    link.withdraw(1)
    assert sent(link.submit(say("b"))) == [1]


def test_leaving_says_goodbye_and_stays_away() -> None:
    link = live_link()
    bye = [Send(Bye()), Close(CloseCode.NORMAL), Stop(CloseCode.NORMAL, None)]
    assert link.leave() == bye
    assert link.closed(CloseCode.NORMAL, 0.5) == []
    assert link.submit(say("a")) == [Refuse(0, say("a"), "line_down", ())]


def test_unreadable_bytes_close() -> None:
    assert live_link().unreadable() == [Close(CloseCode.MALFORMED)]


STRANGE: list[tuple[State, ServerFrame]] = [
    (State.GREETING, Ack(1, 1)),
    (State.GREETING, event(41, 40)),
    (State.GREETING, SNAPSHOT),
    (State.LIVE, WELCOME),
    (State.LIVE, SNAPSHOT),
]


@pytest.mark.parametrize(("state", "frame"), STRANGE)
def test_what_the_table_lacks_is_refused_and_changes_nothing(
    state: State, frame: ServerFrame
) -> None:
    link = live_link()
    if state is State.GREETING:
        link.closed(1006, 0.0)
        link.opened()
    position = link.position
    assert link.received(frame) == [Close(CloseCode.PROTOCOL_ERROR)]
    assert link.position == position


def test_every_state_but_the_last_can_end() -> None:
    for state, moves in MOVES.items():
        assert ("stopped" in moves) == (state is not State.STOPPED)
