"""Logs that earlier versions wrote mean today what they meant then."""

import pytest

from duologue_server import facts
from support.stored_log import meaning, read_logs, read_meaning, versions

KINDS_THEN = 88
"""So many kinds of facts there were when the first logs were stored."""


@pytest.mark.parametrize("version", versions())
def test_logs_mean_what_they_meant_when_they_were_written(version: int) -> None:
    # By way of JSON, which knows no tuples and no keys but texts.
    assert [*map(meaning, read_logs(version))] == read_meaning(version)


def test_the_first_ones_have_nearly_all_that_can_happen() -> None:
    kinds = {
        type(fact) for log in read_logs(1) for body in log for fact in facts.decode(body).facts
    }
    assert len(kinds) > 0.85 * KINDS_THEN
