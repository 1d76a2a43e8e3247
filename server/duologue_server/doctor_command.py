"""`duologue doctor`: is all well with this server and its data? One line for each thing."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from duologue_server.backup_commands import stamp
from duologue_server.classroom_commands import Data, default_directory, now_ms, stop
from duologue_server.data_directory import server_runs
from duologue_server.doctor import Finding
from duologue_server.doctor.certificate import examine_certificate
from duologue_server.doctor.clock import examine_clock
from duologue_server.doctor.data import KeptData, examine_folder
from duologue_server.doctor.keys import examine_keys
from duologue_server.doctor.port import examine_port
from duologue_server.doctor.terminal import examine_terminal
from duologue_server.journal import StoreProblem
from duologue_server.language import _
from duologue_server.neighbourhood import is_loopback
from duologue_server.repair import repair as repair_logs
from duologue_server.serve import DEFAULT_PORT
from duologue_server.telling import say


def doctor(
    *,
    host: Annotated[
        str, Parameter(env_var="DUOLOGUE_HOST", help=_("Where the server is to listen."))
    ] = "127.0.0.1",
    port: Annotated[
        int, Parameter(env_var="DUOLOGUE_PORT", validator=Number(gte=0, lte=65_535))
    ] = DEFAULT_PORT,
    data: Data = None,
    certificate: Annotated[
        Path | None, Parameter(env_var="DUOLOGUE_CERTIFICATE", help=_("A TLS certificate (PEM)."))
    ] = None,
    private_key: Annotated[
        Path | None,
        Parameter(env_var="DUOLOGUE_PRIVATE_KEY", help=_("Its key, if in a file of its own.")),
    ] = None,
    repair: Annotated[
        bool,
        Parameter(
            negative=(),
            help=_("Cut damaged classes before the damage; the file as it was is kept."),
        ),
    ] = False,
) -> None:
    """Check data, keys, port, clock, certificate and terminal. Fails only if there is a fault."""
    directory = (data or default_directory()).absolute()
    if repair:
        _repair(directory)
    findings: list[Finding] = []
    for finding in _examine(directory, host, port, certificate, private_key):
        say(finding.what, f"{_level(finding):<10}")
        findings.append(finding)
    if any(finding.level == "fault" for finding in findings):
        raise SystemExit(1)


def _examine(
    directory: Path, host: str, port: int, certificate: Path | None, private_key: Path | None
) -> Iterator[Finding]:
    """In the order in which one has to be well before the next can be."""
    kept, now = KeptData(directory), now_ms()
    yield from examine_folder(directory)
    yield from kept.examine()
    yield from examine_keys(directory)
    yield examine_port(host, port, runs=_runs(directory))
    yield examine_clock(now, kept.last_ms)
    is_for_others = not is_loopback(host)
    yield from examine_certificate(certificate, private_key, now, is_for_others=is_for_others)
    yield from examine_terminal()


def _runs(directory: Path) -> bool:
    try:
        return server_runs(directory)
    except StoreProblem:
        return False  # that nobody can say was said about the folder


def _level(finding: Finding) -> str:
    words = {"ok": _("ok"), "warning": _("warning"), "fault": _("fault")}
    return words[finding.level]


def _repair(directory: Path) -> None:
    aside = directory / f"before-repair-{stamp(now_ms())}.sqlite3"
    try:
        left = repair_logs(directory, aside)
    except StoreProblem as problem:
        stop(str(problem))
    for class_id, last in left.items():
        say(_("Class {0} goes on behind its moment {1}.").format(class_id, last))
    if left:
        say(_("The file as it was: {0}.").format(aside))
    else:
        say(_("There was nothing to repair."), to=sys.stderr)
