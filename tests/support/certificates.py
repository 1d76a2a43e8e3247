"""Certificates for tests, with any beginning and end, made by openssl."""

import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

SETTINGS = """
[ca]
default_ca = here
[here]
database = index
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
[any]
commonName = supplied
"""


def make_certificate(folder: Path, begin: datetime, end: datetime) -> tuple[Path, Path]:
    """A certificate for localhost and its key, signed by itself."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder.mkdir()
    (folder / "settings").write_text(SETTINGS)
    (folder / "index").touch()
    (folder / "serial").write_text("01\n")
    key = "req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost"
    sign = "ca -batch -notext -selfsign -config settings -keyfile key.pem -in request"
    _openssl(folder, *key.split(), "-keyout", "key.pem", "-out", "request")
    times = ("-startdate", f"{begin:%Y%m%d%H%M%SZ}", "-enddate", f"{end:%Y%m%d%H%M%SZ}")
    _openssl(folder, *sign.split(), *times, "-out", "certificate.pem")
    (folder / "key.pem").chmod(0o600)
    return folder / "certificate.pem", folder / "key.pem"


def _openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)
