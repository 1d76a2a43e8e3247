"""Each fault of the long run once, one after the other, while rooms talk."""

import random
from pathlib import Path

from faults.long_run import Counts, long_run
from support.distance import at_once

PAIRS = 3


async def test_faults_of_all_kinds_lose_and_double_nothing(tmp_path: Path) -> None:
    async with long_run(tmp_path, PAIRS, says_every=0.3, seed=1) as run:
        for talker in (*run.talkers, run.teacher):
            talker.connection.chance = at_once
        faults = list(run.faults)
        random.Random(1).shuffle(faults)
        for fault in faults:
            await run.befall(fault)
        counts = await run.count()
    assert counts == Counts(counts.said, counts.said, lost=0, doubled=0, differing=0)
    assert counts.said >= len(faults) * len(run.talkers)
