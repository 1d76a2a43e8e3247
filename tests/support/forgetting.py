"""Any log, with somebody erased, with lessons deleted, without what was cleared: it still folds."""

from duologue_server.cleared import without_cleared
from duologue_server.erasure import without_student
from duologue_server.evolve import fold
from duologue_server.facts import Moment
from duologue_server.retention import without_past

CUTS = 3


def erased_and_forgotten(log: list[Moment]) -> None:
    """Raises whatever a fold raises that does not hold."""
    before = fold(log)
    erased = without_student(log, "anna", ("Anna",))
    assert fold(erased).seq == before.seq
    after = before
    for cut in range(1, CUTS + 1):
        limit_ms = log[len(log) * cut // CUTS - 1].at_ms + 1
        changed = without_past(erased, limit_ms)
        after = fold(changed.get(seq, moment) for seq, moment in enumerate(erased, 1))
        assert (after.seq, after.opened) == (before.seq, before.opened)
        assert list(after.people) == list(before.people)
        assert {room.id for room in after.rooms.values()} <= set(before.rooms)
    assert not after.rooms
    clean = fold(without_cleared(log))
    for room in before.rooms.values():
        same = clean.rooms[room.id]
        assert (same.lines, same.words, same.notes) == (room.lines, room.words, room.notes)
        assert (same.filled, same.fields_cleared) == (room.filled, room.fields_cleared)
        mended = {key: it.text for key, it in room.corrections.items()}
        assert mended == {key: it.text for key, it in same.corrections.items()}
