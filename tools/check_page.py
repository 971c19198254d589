"""Check pages in headless Chromium at 1280, 700 and 390 px, light and dark, with scripts and without.

    python tools/check_page.py out/sitrep.html [out/stories/*.html]

Says what axe-core finds, what scrolls sideways, what was asked for outside the page, what was said on the console.
Needs Chromium and axe-core (`npm ci` in frontend/, or a path in AXE_CORE).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from tools.browser import Browser, Page, found

WIDTHS = (1280, 700, 390)
AXE = "axe.run(document, {resultTypes: ['violations']}).then(r => JSON.stringify(r.violations.map(v => ({id: v.id, "
AXE += "impact: v.impact, count: v.nodes.length, first: v.nodes[0].html.slice(0, 200)}))))"
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was wrong at one width in one colour scheme, with scripts or without."""

    width: int
    dark: bool
    scripts: bool
    what: str

    def __str__(self) -> str:
        scheme, scripts = "dark" if self.dark else "light", "scripts" if self.scripts else "no scripts"
        return f"{self.width} px, {scheme}, {scripts}: {self.what}"


def axe_core() -> Path | None:
    """The script of axe-core, from AXE_CORE or frontend/node_modules."""
    given = os.environ.get("AXE_CORE")
    path = Path(given) if given else Path(__file__).parents[1] / "frontend/node_modules/axe-core/axe.min.js"
    return path if path.is_file() else None


def check(browser: Browser, file: Path, axe: str) -> list[Finding]:
    """All findings of a page at every width, light and dark, with scripts and without."""
    findings = []
    for width, dark, scripts in product(WIDTHS, (False, True), (True, False)):
        with browser.open(file.resolve().as_uri(), width=width, dark=dark, scripts=scripts) as page:
            findings += [Finding(width, dark, scripts, what) for what in wrong(page, axe, scripts=scripts)]
    return findings


def wrong(page: Page, axe: str, *, scripts: bool) -> list[str]:
    """What is wrong with a loaded page; axe-core is put into it last, also where the page itself runs no scripts."""
    said = [f"on the console: {what}" for what in page.console]
    said += [f"asks for {url}" for url in page.requests]
    said += ["scrolls sideways"] if page.evaluate(SIDEWAYS) else []
    if not scripts and not page.evaluate("document.scripts.length"):
        return said  # nothing differs from the page with scripts
    page.ask("Emulation.setScriptExecutionDisabled", value=False)
    page.ask("Runtime.evaluate", expression=axe)
    violations = json.loads(page.evaluate(AXE))
    return said + [f"{v['id']} ({v['impact']}), {v['count']} times: {v['first']}" for v in violations]


def main() -> int:
    """Check pages; exit code 1 where something is wrong, 2 where a tool is missing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pages", type=Path, nargs="+")
    axe = axe_core()
    if found() is None or axe is None:
        print("Chromium or axe-core is missing: install chromium, run npm ci in frontend/", file=sys.stderr)
        return 2
    findings = []
    with Browser() as browser:
        for file in parser.parse_args().pages:
            findings += [f"{file}: {finding}" for finding in check(browser, file, axe.read_text("utf-8"))]
    print("\n".join([*findings, f"{len(findings)} findings"]))
    return 1 if findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
