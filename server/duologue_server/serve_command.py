"""`duologue serve`: start the server, say where it listens and what to type next."""

import errno
import os
import shlex
import socket
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from duologue_activities.mistakes import Mistakes
from duologue_server.certificate_files import names_in, why_unusable
from duologue_server.classroom_commands import (
    Data,
    data_option,
    default_directory,
    made,
    now_ms,
    printable,
    stop,
)
from duologue_server.data_directory import ServerHere, note_server
from duologue_server.journal import StoreProblem
from duologue_server.language import _
from duologue_server.log_format import write_log
from duologue_server.neighbourhood import is_loopback
from duologue_server.own_names import own_names
from duologue_server.registry import ClassroomRecord
from duologue_server.serve import DEFAULT_PORT, Running, Settings, run, running, stop_signal
from duologue_server.telling import say
from duologue_server.tls import Certificate
from duologue_server.watchdog import watched


def serve(
    *,
    host: Annotated[
        str,
        Parameter(
            env_var="DUOLOGUE_HOST",
            help=_("Where to listen. 0.0.0.0: for everybody in this network."),
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int, Parameter(env_var="DUOLOGUE_PORT", validator=Number(gte=0, lte=65_535))
    ] = DEFAULT_PORT,
    data: Data = None,
    activities: Annotated[
        Path | None,
        Parameter(
            env_var="DUOLOGUE_ACTIVITIES", help=_("A folder with activity files of your own.")
        ),
    ] = None,
    certificate: Annotated[
        Path | None,
        Parameter(env_var="DUOLOGUE_CERTIFICATE", help=_("A TLS certificate (PEM), for wss://.")),
    ] = None,
    private_key: Annotated[
        Path | None,
        Parameter(env_var="DUOLOGUE_PRIVATE_KEY", help=_("Its key, if in a file of its own.")),
    ] = None,
    unencrypted: Annotated[
        bool,
        Parameter(
            negative=(),
            env_var="DUOLOGUE_UNENCRYPTED",
            help=_("Yes, others may connect without a certificate, and be read along."),
        ),
    ] = False,
    allow_origin: Annotated[
        tuple[str, ...],
        Parameter(
            env_var="DUOLOGUE_ALLOW_ORIGIN",
            negative=(),
            help=_("A web page that may connect, like https://school.example. No other may."),
        ),
    ] = (),
) -> None:
    """Start the server. The first time it makes a class and prints its join code and key."""
    write_log()
    directory = (data or default_directory()).absolute()
    settings = Settings(directory, host, port, activities, certificate, private_key, allow_origin)
    if activities is not None and not activities.is_dir():
        stop(_("{0} is no folder with activities.").format(activities))
    if certificate is None and not unencrypted and not is_loopback(host):
        stop(_in_the_open(settings))
    if certificate:
        _must_be_usable(certificate, private_key)
    try:
        run(_serve(settings))
    except KeyboardInterrupt:
        pass
    except (StoreProblem, Mistakes) as problem:
        stop(str(problem))
    except OSError as problem:
        stop(_not_listening(host, port, problem))


def _in_the_open(settings: Settings) -> str:
    """Why it does not start, and what to type: in a classroom of one's own, or for good."""
    return "\n".join(
        [
            _("Without a certificate, whoever shares the network can read along."),
            _("If that will do (your own classroom), type:"),
            "  " + _to_serve(settings, settings.host, "--unencrypted"),
            _("Otherwise give the server a certificate:"),
            "  " + _to_serve(settings, settings.host, "--certificate FILE --private-key FILE"),
        ]
    )


def _to_serve(settings: Settings, host: str, way: str) -> str:
    """The command again, for this host and in this way."""
    port = f" --port {settings.port}" if settings.port != DEFAULT_PORT else ""
    own = f" --activities {shlex.quote(str(settings.activities))}" if settings.activities else ""
    return f"duologue serve --host {host}{port} {way}{own}{data_option(settings.data)}"


def _protected(settings: Settings) -> str:
    if settings.certificate is None:
        return "--unencrypted"
    certificate, key = settings.certificate, settings.private_key
    own = f" --private-key {shlex.quote(str(key))}" if key else ""
    return f"--certificate {shlex.quote(str(certificate))}{own}"


def _must_be_usable(certificate: Path, private_key: Path | None) -> None:
    try:
        Certificate(certificate, private_key)
    except OSError as error:  # ssl.SSLError is one
        stop(why_unusable(certificate, private_key, error))


def _not_listening(host: str, port: int, problem: OSError) -> str:
    """Why nobody can listen there, and what to do."""
    if isinstance(problem, socket.gaierror) or problem.errno == errno.EADDRNOTAVAIL:
        return _(
            "{0} is no address of this computer. Take --host 0.0.0.0 to be found by everybody in "
            "this network, or --host 127.0.0.1 for this computer alone."
        ).format(host)
    if problem.errno == errno.EADDRINUSE:
        return _(
            "Port {0} is taken: another server runs there, perhaps one of Duologue. "
            "Stop that one, or choose another port with --port."
        ).format(port)
    if problem.errno in (errno.EACCES, errno.EPERM):
        return _(
            "You may not listen on port {0}: those below 1024 are the administrator's. "
            "Choose another with --port."
        ).format(port)
    return _("Nobody can listen on {0}, port {1}: {2}. Choose another with --port.").format(
        host, port, problem.strerror or problem
    )


async def _serve(settings: Settings) -> None:
    async with running(settings) as server, watched():
        stopped = stop_signal()
        say(_first_words(server, settings))
        note_server(settings.data, ServerHere(os.getpid(), server.port))
        await stopped.wait()
        say(_("Stopping: everything is kept, and whoever is here comes back by themselves."))


def _first_words(server: Running, settings: Settings) -> str:
    """Where the server listens, and what to type next."""
    lines = [
        _("Duologue listens on {0}. Ctrl-C stops it.").format(
            f"{settings.scheme}://{settings.host}:{server.port}"
        )
    ]
    if is_loopback(settings.host):
        lines += [
            _("Only this computer can connect. For others in this network, stop it and type:"),
            "  " + _to_serve(settings, "0.0.0.0", _protected(settings)),  # noqa: S104  the classroom
        ]
    elif settings.certificate is None:
        lines.append(
            _(
                "The line is not encrypted: whoever shares this network can read along. "
                "With --certificate it is."
            )
        )
    open_classes = [record for record in server.registry.classrooms() if record.closed_ms is None]
    if not open_classes:
        record, key = server.registry.create_classroom(_("My class"), now_ms())
        lines += ["", made(record, key, settings.data)]
        open_classes = [record]
    for record in open_classes:
        if record.id in server.damaged:
            lines += ["", _damaged(record, settings)]
            continue
        students, teacher = _to_type(settings, server.port, record.code)
        lines += [
            "",
            f"{printable(record.title)}",
            "  " + _("students  {0}").format(students),
            "  " + _("teacher   {0}").format(teacher),
        ]
    return "\n".join(lines)


def _damaged(record: ClassroomRecord, settings: Settings) -> str:
    return _(
        "Nobody can enter {0}: what the disk holds of it is damaged. Stop the server, then "
        "`duologue doctor{1}` says what to do."
    ).format(printable(record.title), data_option(settings.data))


def _to_type(settings: Settings, port: int, code: str) -> tuple[str, str]:
    """What a student and the teacher type, as far as this computer knows its own name."""
    everywhere = settings.host in ("0.0.0.0", "::")  # noqa: S104  compared, not bound
    host = own_names()[0] if everywhere else settings.host
    option = data_option(settings.data)
    if settings.certificate:
        names = names_in(settings.certificate, settings.private_key)
        host = host if host in names or not names else names[0]  # another one they would not trust
        server = f"wss://{host}:{port}"
        return f"duologue join {server}/#{code}", f"duologue teach {code} --server {server}{option}"
    if port == DEFAULT_PORT:
        return f"duologue join {code}@{host}", f"duologue teach {code}{option}"
    own = f" --server {'127.0.0.1' if everywhere else host}:{port}"
    return f"duologue join {code}@{host}:{port}", f"duologue teach {code}{own}{option}"
