"""Check a page in headless Chromium: axe-core violations and sideways scroll at 1280, 700 and 390 px, light and dark.

    python tools/check_page.py out/sitrep.html

Needs Chromium and axe-core (`npm ci` in frontend/, or a path in AXE_CORE). A copy of the page is loaded into a frame of
each width with axe-core beside it; its own policy would refuse the script, so the copy goes without.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

WIDTHS = (1280, 700, 390)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=60000",
    "--dump-dom",
)
RUN = """
const wait = frame => new Promise(done => { frame.onload = done; });
(async () => {
  const out = [];
  for (const width of WIDTHS) {
    const frame = document.createElement("iframe");
    frame.style.cssText = `width:${width}px;height:900px;border:0`;
    frame.srcdoc = PAGE;
    const loaded = wait(frame);
    document.body.append(frame);
    await loaded;
    const found = await frame.contentWindow.axe.run(frame.contentDocument, { resultTypes: ["violations"] });
    const sideways = frame.contentDocument.documentElement.scrollWidth > frame.contentWindow.innerWidth;
    out.push({ width, sideways, violations: found.violations.map(v => ({ id: v.id, impact: v.impact,
      nodes: v.nodes.map(n => n.html.slice(0, 200)).slice(0, 5), count: v.nodes.length })) });
    frame.remove();
  }
  document.body.innerHTML = "";
  const box = document.createElement("pre");
  box.textContent = "@@" + JSON.stringify(out) + "@@";
  document.body.append(box);
})();
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was wrong at one width in one colour scheme."""

    width: int
    dark: bool
    what: str


def browser() -> str | None:
    """The first Chromium found."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def axe_core() -> Path | None:
    """The script of axe-core, from AXE_CORE or frontend/node_modules."""
    given = os.environ.get("AXE_CORE")
    path = Path(given) if given else Path(__file__).parents[1] / "frontend/node_modules/axe-core/axe.min.js"
    return path if path.is_file() else None


def check(page: str, *, chromium: str, axe: str) -> list[Finding]:
    """All findings of a page (its HTML) at every width, light and dark. Raises `RuntimeError` if the browser fails."""
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    inner = bare.replace("</body>", f"<script>{axe}</script></body>")
    quoted = json.dumps(inner).replace("</", "<\\/").replace("<!--", "<\\!--")
    script = RUN.replace("WIDTHS", str(list(WIDTHS))).replace("PAGE", quoted)
    findings: list[Finding] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "check.html"
        file.write_text(f"<!doctype html><title>check</title><body><script>{script}</script>", encoding="utf-8")
        for dark in (False, True):
            scheme = ["--blink-settings=preferredColorScheme=0"] if dark else []
            command = [
                chromium,
                *QUIET,
                *scheme,
                f"--user-data-dir={folder}/{dark}",
                "--window-size=1400,1000",
                file.as_uri(),
            ]
            done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
            found = re.search(r"@@(.*)@@", done.stdout, re.S)
            if found is None:
                raise RuntimeError(f"no result from {chromium}: {done.stderr[-500:]}")
            for view in json.loads(html.unescape(found.group(1))):
                if view["sideways"]:
                    findings.append(Finding(view["width"], dark, "scrolls sideways"))
                for violation in view["violations"]:
                    name, count = f"{violation['id']} ({violation['impact']})", violation["count"]
                    words = f"{name}, {count} times: {violation['nodes'][0]}"
                    findings.append(Finding(view["width"], dark, words))
    return findings


def main() -> int:
    """Check one page; exit code 1 where something is wrong, 2 where a tool is missing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("page", type=Path)
    page = parser.parse_args().page
    chromium, axe = browser(), axe_core()
    if chromium is None or axe is None:
        print("Chromium or axe-core is missing: install chromium, run npm ci in frontend/", file=sys.stderr)
        return 2
    findings = check(page.read_text("utf-8"), chromium=chromium, axe=axe.read_text("utf-8"))
    for finding in findings:
        print(f"{finding.width} px, {'dark' if finding.dark else 'light'}: {finding.what}")
    print(f"{len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
