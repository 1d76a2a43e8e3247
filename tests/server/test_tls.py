"""Encrypted lines: who is believed, what people read where it goes wrong, and nothing in the open."""

import asyncio
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from duologue_client.address import Address
from duologue_client.entrance import join
from duologue_protocol import limits
from duologue_protocol.requests import SetLevel
from duologue_server import tls
from duologue_server.certificate_files import names_in
from support.classroom import School, Someone, school
from support.raw_socket import UPGRADE, RawSocket

YESTERDAY = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def _trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This computer knows the authority, as the sentence says that one makes it known."""
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


def certificate(
    authority: trustme.CA, folder: Path, name: str = "127.0.0.1", until: datetime | None = None
) -> Path:
    made = authority.issue_cert(name, not_after=until)
    path = folder / "server.pem"
    made.private_key_and_cert_chain_pem.write_to_path(path)
    return path


def anna(english: School, folder: Path, *, secure: bool = True) -> Someone:
    address = Address("127.0.0.1", english.server.port, secure, code=english.record.code)
    return Someone(join(address, "Anna", inside=folder / "places"))


async def trouble(student: Someone) -> str:
    """What somebody reads who does not get through."""
    await student.until(lambda: student.connection.link.sentence)
    sentence = student.connection.link.sentence
    await student.connection.leave()
    return sentence


@pytest.mark.usefixtures("_trusted")
async def test_a_lesson_over_an_encrypted_line(authority: trustme.CA, tmp_path: Path) -> None:
    async with school(tmp_path, certificate=certificate(authority, tmp_path)) as english:
        student = anna(english, tmp_path)
        await student.until(lambda: student.connection.link.state == "live")
        await student.connection.leave()


async def test_an_unknown_authority_is_told_with_what_to_do(
    authority: trustme.CA, tmp_path: Path
) -> None:
    async with school(tmp_path, certificate=certificate(authority, tmp_path)) as english:
        sentence = await trouble(anna(english, tmp_path))
        assert "does not know who signed" in sentence
        assert "SSL_CERT_FILE" in sentence


@pytest.mark.usefixtures("_trusted")
async def test_another_name_and_another_day_are_told_apart(
    authority: trustme.CA, tmp_path: Path
) -> None:
    wrong = certificate(authority, tmp_path, "elsewhere.example")
    async with school(tmp_path, certificate=wrong) as english:
        assert "for another name than 127.0.0.1" in await trouble(anna(english, tmp_path))
    old = certificate(authority, tmp_path, until=YESTERDAY)
    async with school(tmp_path, certificate=old) as english:
        assert "not valid today" in await trouble(anna(english, tmp_path))


@pytest.mark.usefixtures("_trusted")
async def test_a_renewed_certificate_is_used_and_a_broken_one_is_not(
    authority: trustme.CA,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Who is in stays in; who comes afterwards meets the new one."""
    caplog.set_level("INFO", "duologue_server.tls")
    monkeypatch.setattr(tls, "LOOK_SECONDS", 0.02)
    path = certificate(authority, tmp_path, "elsewhere.example")

    async def logs(what: str) -> None:
        while what not in caplog.text:
            await asyncio.sleep(0)

    async with school(tmp_path, certificate=path) as english:
        assert "for another name" in await trouble(anna(english, tmp_path))
        path.write_text("-----BEGIN CERTIFICATE-----")
        await logs("old one is")
        assert "for another name" in await trouble(anna(english, tmp_path))
        certificate(authority, tmp_path)
        await logs("was renewed")
        student = anna(english, tmp_path)
        await student.until(lambda: student.connection.link.state == "live")
        path.unlink()
        caplog.clear()
        await logs("old one is")
        student.tells(SetLevel("B1"))
        await student.kept()
        await student.connection.leave()


async def test_an_open_line_to_an_encrypted_server_and_the_other_way_round(
    authority: trustme.CA, tmp_path: Path
) -> None:
    async with school(tmp_path, certificate=certificate(authority, tmp_path)) as english:
        sentence = await trouble(anna(english, tmp_path, secure=False))
        assert f"type wss://127.0.0.1:{english.server.port}" in sentence
    async with school(tmp_path) as english:
        assert "does not encrypt" in await trouble(anna(english, tmp_path))


async def test_who_never_ends_the_handshake_is_cut(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "HELLO_SECONDS", 0.3)
    async with school(tmp_path, certificate=certificate(authority, tmp_path)) as english:
        silent = await RawSocket.connect(english.server.port)
        async with asyncio.timeout(30):
            assert await silent.answer() == b""
        silent.close()


async def test_a_page_that_is_allowed_may_connect(tmp_path: Path) -> None:
    """And no other, not even one that begins the same."""
    for origin, status in (
        ("https://school.example", b"HTTP/1.1 101"),
        ("https://school.example.evil.example", b"HTTP/1.1 403"),
        ("http://school.example", b"HTTP/1.1 403"),
    ):
        async with school(tmp_path, origins=("https://school.example",)) as english:
            raw = await RawSocket.connect(english.server.port)
            head = UPGRADE.format(key="AAAAAAAAAAAAAAAAAAAAAA==")
            await raw.send(head.replace("\r\n\r\n", f"\r\nOrigin: {origin}\r\n\r\n").encode())
            assert (await raw.line()).startswith(status)
            raw.close()


def test_what_the_server_prints_names_what_the_certificate_names(
    authority: trustme.CA, tmp_path: Path
) -> None:
    path = tmp_path / "server.pem"
    for names, found in (
        (("school.example", "192.0.2.7"), ["school.example", "192.0.2.7"]),
        (("*.school.example", "en.school.example"), ["en.school.example"]),
    ):
        authority.issue_cert(*names).private_key_and_cert_chain_pem.write_to_path(path)
        assert names_in(path, None) == found
    certificate(authority, tmp_path, until=YESTERDAY)
    assert names_in(path, None) == []
    assert names_in(tmp_path / "nothing.pem", None) == []


SERVE = [sys.executable, "-c", "from duologue_client.cli import main; main()", "serve"]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "school.example"])
def test_nothing_is_served_in_the_open_unless_it_is_said_aloud(tmp_path: Path, host: str) -> None:
    tried = subprocess.run(
        [*SERVE, "--host", host, "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert tried.returncode == 1
    own = f" --data {tmp_path}"
    rows = tried.stderr.splitlines()
    assert f"  duologue serve --host {host} --unencrypted{own}" in rows
    assert f"  duologue serve --host {host} --certificate FILE --private-key FILE{own}" in rows
    assert "Traceback" not in tried.stderr


def served_with(folder: Path, certificate: Path, key: Path | None) -> str:
    """Why the server does not start with these."""
    words = ["--certificate", str(certificate), *(["--private-key", str(key)] if key else [])]
    tried = subprocess.run(
        [*SERVE, "--data", str(folder / "data"), *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert tried.returncode == 1
    return tried.stderr


def test_each_file_of_a_certificate_is_blamed_for_its_own(
    authority: trustme.CA, tmp_path: Path
) -> None:
    one, other = authority.issue_cert("school.example"), authority.issue_cert("school.example")
    chain, key, another = tmp_path / "chain.pem", tmp_path / "key.pem", tmp_path / "another.pem"
    one.cert_chain_pems[0].write_to_path(chain)
    one.private_key_pem.write_to_path(key)
    other.private_key_pem.write_to_path(another)
    locked, text, cut = tmp_path / "locked.pem", tmp_path / "notes", tmp_path / "cut.pem"
    locked.write_text(
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\n-----END ENCRYPTED PRIVATE KEY-----\n"
    )
    text.write_text("Dear diary")
    cut.write_bytes(chain.read_bytes()[:300])
    for certificate, private_key, sentence in (
        (text, key, f"{text} holds no certificate."),
        (chain, None, f"{chain} holds no key. Name the file with the key with --private-key."),
        (chain, text, f"{text} holds no key. It is a text (PEM)"),
        (chain, another, f"The key {another} is not that of the certificate {chain}."),
        (chain, locked, f"The key {locked} is locked by a password"),
        (cut, key, f"{cut} or {key} is damaged"),
        (tmp_path, key, f"{tmp_path} can't be read: Is a directory."),
        (chain, tmp_path / "none", f"{tmp_path / 'none'} can't be read: No such file"),
    ):
        said = served_with(tmp_path, certificate, private_key)
        assert said.startswith(sentence)
        assert "PEM lib" not in said


def test_students_are_told_a_name_that_the_certificate_has(
    authority: trustme.CA, tmp_path: Path
) -> None:
    made = authority.issue_cert("*.school.example", "lessons.school.example")
    path = tmp_path / "server.pem"
    made.private_key_and_cert_chain_pem.write_to_path(path)
    assert names_in(path, None) == ["lessons.school.example"]
    assert names_in(tmp_path / "none", None) == []
