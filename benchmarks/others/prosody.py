"""Prosody with the archive of its rooms, in files of its own or in SQLite."""

import shutil
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.others.guest import Guest
from benchmarks.others.program import Program, free_port, running
from benchmarks.others.xmpp import HOST, ROOMS, xmpp_guests

# The modules that Debian's package switches on, without those that talk to other servers, run in
# the background, or hold people back; with the websocket.
CONFIG = """
run_as_root = true
daemonize = false
pidfile = "{folder}/pid"
data_path = "{folder}/data"
log = {{ warn = "{folder}/log" }}
modules_enabled = {{
    "disco", "roster", "saslauth", "blocklist", "bookmarks", "carbons", "pep", "private", "smacks",
    "vcard4", "vcard_legacy", "csi_simple", "ping", "time", "uptime", "version", "websocket",
}}
modules_disabled = {{ "s2s", "tls" }}
c2s_ports = {{ }}
c2s_direct_tls_ports = {{ }}
https_ports = {{ }}
http_ports = {{ {port} }}
http_interfaces = {{ "127.0.0.1" }}
http_default_host = "{host}"
consider_websocket_secure = true
authentication = "anonymous"
storage = "{storage}"
sql = {{ driver = "SQLite3", database = "{folder}/kept.sqlite" }}
VirtualHost "{host}"
Component "{rooms}" "muc"
    modules_enabled = {{ "muc_mam" }}
    muc_log_all_rooms = true
    muc_room_locking = false
    muc_room_default_persistent = true
"""


@dataclass
class Prosody:
    name: str
    storage: str
    install: str
    keeps: bool = True

    def is_here(self) -> bool:
        dbi = list(Path("/usr/lib").glob("*/lua/*/dbd/sqlite3.so"))
        return shutil.which("prosody") is not None and (self.storage != "sql" or bool(dbi))

    @asynccontextmanager
    async def running(self, folder: Path, guests: int) -> AsyncGenerator[Program]:  # noqa: ARG002
        port = free_port()
        (folder / "data").mkdir()
        config = folder / "prosody.cfg.lua"
        named = {"folder": folder, "port": port, "host": HOST, "rooms": ROOMS}
        config.write_text(CONFIG.format(**named, storage=self.storage))
        async with running(["prosody", "--config", str(config), "-F"], port, folder) as program:
            yield program

    def guests(self, program: Program, folder: Path, number: int) -> AsyncIterator[Guest]:  # noqa: ARG002
        return xmpp_guests(program, "/xmpp-websocket", number)

    async def kept(self, folder: Path) -> int:
        if self.storage == "sql":
            with closing(sqlite3.connect(folder / "kept.sqlite")) as store:
                count = "select count(*) from prosodyarchive where value like '%<body>%'"
                return int(store.execute(count).fetchone()[0])
        files = (folder / "data").glob("*/muc_log/*.list")
        return sum(file.read_text().count('["name"] = "body"') for file in files)


FILES = Prosody("Prosody, archive in files", "internal", "apt install prosody")
SQLITE = Prosody("Prosody, archive in SQLite", "sql", "apt install prosody lua-dbi-sqlite3")
