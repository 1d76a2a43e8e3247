"""kill -9 of a client with lines that were never sent: they are sent once, and the draft is there."""

import asyncio
import os
import sys
from pathlib import Path

from duologue_protocol import requests
from support.classroom import school
from support.talk import Talk

KILLED = """
import asyncio, sys
from pathlib import Path
from duologue_client.address import parse_address
from duologue_client.entrance import join
from duologue_client.places import Draft
from duologue_protocol import requests
from support.classroom import Someone

async def main(address, inside):
    clara = Someone(join(parse_address(address), "Clara", inside=Path(inside)))
    await clara.until(lambda: clara.connection.link.state == "live")
    room = clara.room_id
    clara.connection._line.send = lambda frame: None  # a line that takes nothing any more
    for number in range(3):
        clara.tells(requests.Say(room, f"unsent {number}"))
    clara.connection.keep_draft(Draft("I was about to"))
    clara.connection._save()
    print("typed", flush=True)
    await asyncio.Event().wait()

asyncio.run(main(*sys.argv[1:]))
"""


async def test_unsent_lines_are_sent_once(tmp_path: Path) -> None:
    async with school(tmp_path) as english:
        talk = await Talk.begin(english.address.url, english.record.code, english.key)
        inside = tmp_path / "places" / "Clara"
        clara = english.student("Clara")
        await clara.until(lambda: clara.connection.link.state == "live")
        await talk.teacher.tell(requests.Place(clara.who, talk.anna.room))
        await clara.is_seated()
        await clara.connection.leave()

        address = f"{english.record.code}@127.0.0.1:{english.server.port}"
        killed = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", KILLED, address, str(inside)),
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        )
        assert killed.stdout
        assert await killed.stdout.readline() == b"typed\n"
        killed.kill()
        await killed.communicate()

        again = english.student("Clara")
        assert again.connection.draft.text == "I was about to"
        assert len(again.connection.pending) == 3
        await again.kept()
        unsent = [f"unsent {number}" for number in range(3)]
        await again.hears(3)
        assert again.lines() == unsent
        await again.connection.leave()
        once_more = english.student("Clara")
        await once_more.hears(3)
        assert once_more.lines() == unsent
