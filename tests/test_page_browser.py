"""The page in a real browser: no axe-core violation and no sideways scroll at any width, light and dark."""

import importlib.util
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest

from opensitrep.model import Account
from opensitrep.page.html import write_html

REPORTS = (
    "Shells fall on port\n\n3 May 2024\n\n"
    "Twelve rockets hit Odesa on Friday, killing at least four people, governor Ivan Petrenko said on Telegram. "
    "Russia said its troops had taken control of Vuhledar. "
    "President Olena Bondar will meet the king of Jordan in Amman on Monday.",
    "Port struck\n\n3 May 2024\n\n"
    "Fifteen rockets hit Odesa on Friday and six people were killed, mayor Petro Hai told reporters. "
    "Rockets also fell on Kharkiv and in the Sumy region, the army said. "
    "Vuhledar is now controlled by Russian forces, the mayor said.",
)


def tool() -> ModuleType:
    path = Path(__file__).parents[1] / "tools" / "check_page.py"
    spec = importlib.util.spec_from_file_location("check_page", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["check_page"] = module
    spec.loader.exec_module(module)
    return module


def test_axe_finds_nothing_and_nothing_scrolls_sideways(tell: Callable[..., Account]) -> None:
    check = tool()
    chromium, axe = check.browser(), check.axe_core()
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    if axe is None:
        pytest.skip("no axe-core: run npm ci in frontend/ or name axe.min.js in AXE_CORE")
    stream = BytesIO()
    write_html(tell(*REPORTS), stream)
    findings = check.check(stream.getvalue().decode("utf-8"), chromium=chromium, axe=axe.read_text("utf-8"))
    assert [f"{f.width} {f.what}" for f in findings] == []
