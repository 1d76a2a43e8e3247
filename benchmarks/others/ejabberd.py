"""ejabberd with the archive of its rooms, in Mnesia or in SQLite."""

import shutil
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.others.guest import Guest
from benchmarks.others.program import Program, carried_out, free_port, running
from benchmarks.others.xmpp import HOST, ROOMS, xmpp_guests

# The modules that Debian's package switches on, without those that talk to other servers or hold
# people back.
CONFIG = """
hosts: [{host}]
loglevel: warning
listen:
  - port: {port}
    ip: "127.0.0.1"
    module: ejabberd_http
    request_handlers: {{/ws: ejabberd_http_ws}}
auth_method: [anonymous]
anonymous_protocol: sasl_anon
access_rules: {{everybody: {{allow: all}}}}
{sql}
modules:
  mod_adhoc: {{}}
  mod_avatar: {{}}
  mod_blocking: {{}}
  mod_caps: {{}}
  mod_carboncopy: {{}}
  mod_client_state: {{}}
  mod_disco: {{}}
  mod_last: {{}}
  mod_mam: {{db_type: {storage}, assume_mam_usage: true}}
  mod_muc:
    host: {rooms}
    access: everybody
    access_create: everybody
    access_mam: everybody
    default_room_options: {{mam: true, persistent: true}}
  mod_offline: {{}}
  mod_ping: {{}}
  mod_privacy: {{}}
  mod_private: {{}}
  mod_pubsub: {{plugins: [flat, pep]}}
  mod_roster: {{versioning: true}}
  mod_stream_mgmt: {{}}
  mod_vcard: {{search: false}}
  mod_vcard_xupdate: {{}}
  mod_version: {{}}
"""
SQL = """
sql_type: sqlite
sql_database: "{folder}/kept.sqlite"
"""
# Mnesia itself has to be asked: what is on disk may be in its log yet, and not in the table's file.
COUNT = (
    "mnesia:start(), ok = mnesia:wait_for_tables([archive_msg], 60000), "
    'io:format("~nkept ~p~n", [mnesia:table_info(archive_msg, size)]), mnesia:stop(), halt().'
)
SCHEMA = Path("/usr/share/ejabberd/sql/lite.sql")


@dataclass
class Ejabberd:
    name: str
    storage: str
    install: str
    keeps: bool = True

    def is_here(self) -> bool:
        driver = list(Path("/usr/lib/erlang/lib").glob("p1_sqlite3-*"))
        return (
            shutil.which("erl") is not None
            and SCHEMA.exists()
            and (self.storage != "sql" or bool(driver))
        )

    @asynccontextmanager
    async def running(self, folder: Path, guests: int) -> AsyncGenerator[Program]:  # noqa: ARG002
        port = free_port()
        sql = SQL.format(folder=folder) if self.storage == "sql" else ""
        named = {"port": port, "host": HOST, "rooms": ROOMS, "storage": self.storage, "sql": sql}
        (folder / "ejabberd.yml").write_text(CONFIG.format(**named))
        if sql:
            with closing(sqlite3.connect(folder / "kept.sqlite")) as store:
                store.executescript(SCHEMA.read_text())
        # As ejabberdctl starts it, but under nobody's name: so it needs no daemon for names.
        command = ["erl", "+K", "true", "+P", "250000", "-noinput"]
        command += ["-mnesia", "dir", f'"{folder}/mnesia"', "-s", "ejabberd"]
        environment = {
            "EJABBERD_CONFIG_PATH": str(folder / "ejabberd.yml"),
            "EJABBERD_LOG_PATH": str(folder / "ejabberd.log"),
            "ERL_LIBS": str(next(Path("/usr/lib").glob("*/ejabberd-*")).parent),
            "ERL_CRASH_DUMP_BYTES": "0",
            "ERL_MAX_PORTS": "32000",
            "HOME": str(folder),
        }
        async with running(command, port, folder, environment) as program:
            yield program

    def guests(self, program: Program, folder: Path, number: int) -> AsyncIterator[Guest]:  # noqa: ARG002
        return xmpp_guests(program, "/ws", number)

    async def kept(self, folder: Path) -> int:
        if self.storage == "sql":
            with closing(sqlite3.connect(folder / "kept.sqlite")) as store:
                return int(store.execute("select count(*) from archive").fetchone()[0])
        data = ["-mnesia", "dir", f'"{folder}/mnesia"']
        printed = await carried_out(["erl", "-noshell", *data, "-eval", COUNT], folder)
        return int(printed.partition("\nkept ")[2].split()[0])  # it says farewell in its own words


MNESIA = Ejabberd("ejabberd, archive in Mnesia", "mnesia", "apt install ejabberd")
SQLITE = Ejabberd("ejabberd, archive in SQLite", "sql", "apt install ejabberd erlang-p1-sqlite3")
