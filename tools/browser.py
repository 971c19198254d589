"""Headless Chromium, spoken to over its pipe (the DevTools protocol), so that nothing has to be installed beside it.

with Browser() as browser, browser.open(Path("sitrep.html").absolute().as_uri(), width=390, dark=True) as page:
    page.evaluate("document.title"), page.console, page.requests
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any

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
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
PATIENCE = 60.0  # seconds until an answer counts as none


def found() -> str | None:
    """The first Chromium on this machine."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


class Browser:
    """One process of Chromium; raises `RuntimeError` where it does not answer."""

    def __init__(self, path: str | None = None) -> None:
        chosen = path or found()
        if chosen is None:
            raise RuntimeError("no Chromium on this machine")
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._last = 0
        self._rest = b""
        self.events: list[dict[str, Any]] = []
        asked, told = os.pipe(), os.pipe()
        # the browser reads from descriptor 3 and writes to 4; ours are moved out of the way first
        theirs = [fcntl.fcntl(fd, fcntl.F_DUPFD, 20) for fd in (asked[0], told[1])]
        self._write, self._read = asked[1], told[0]
        command = [chosen, *QUIET, f"--user-data-dir={self._folder.name}", "about:blank"]
        self._process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{theirs[0]} 4>&{theirs[1]}', "bash", *command],
            pass_fds=theirs,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for fd in (asked[0], told[1], *theirs):
            os.close(fd)

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.terminate()
        self._process.wait(timeout=PATIENCE)
        os.close(self._write)
        os.close(self._read)
        self._folder.cleanup()

    def ask(self, method: str, session: str | None = None, **given: Any) -> dict[str, Any]:
        """One command and its answer; what happens meanwhile is kept in `events`."""
        self._last += 1
        told = {"id": self._last, "method": method, "params": given} | ({"sessionId": session} if session else {})
        os.write(self._write, json.dumps(told).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._last:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                result: dict[str, Any] = answer["result"]
                return result
            self.events.append(answer)

    def wait_for(self, method: str, session: str) -> None:
        """Wait for an event of a page, or find it among those that happened."""
        while not any(e.get("method") == method and e.get("sessionId") == session for e in self.events):
            self.events.append(self._next())

    def settle(self, seconds: float) -> None:
        """Keep what happens in the next moments."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if b"\0" in self._rest or select.select([self._read], [], [], left)[0]:
                self.events.append(self._next())

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            if not select.select([self._read], [], [], PATIENCE)[0]:
                raise RuntimeError("Chromium does not answer")
            more = os.read(self._read, 1 << 20)
            if not more:
                raise RuntimeError("Chromium has ended")
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message

    def open(
        self, address: str, *, width: int = 1280, height: int = 900, dark: bool = False, scripts: bool = True
    ) -> Page:
        """A page at an address, loaded, in a window of that size, with or without scripts."""
        return Page(self, address, (width, height), dark=dark, scripts=scripts)


class Page:
    """A loaded page: what it asked for, what it said on the console, what can be asked of it."""

    def __init__(self, browser: Browser, address: str, size: tuple[int, int], *, dark: bool, scripts: bool) -> None:
        self.browser, self.address = browser, address
        browser.events.clear()
        self._target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = browser.ask("Target.attachToTarget", targetId=self._target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")
        shape = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False}
        self.ask("Emulation.setDeviceMetricsOverride", **shape)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])
        self.ask("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.ask("Page.navigate", url=address)
        browser.wait_for("Page.loadEventFired", self._session)
        browser.settle(0.2)

    def __enter__(self) -> Page:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.browser.ask("Target.closeTarget", targetId=self._target)

    def ask(self, method: str, **given: Any) -> dict[str, Any]:
        """One command of the protocol."""
        return self.browser.ask(method, self._session, **given)

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page, awaited. Raises `RuntimeError` where it throws."""
        found = self.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in found:
            raise RuntimeError(found["exceptionDetails"].get("exception", {}).get("description", "an exception"))
        return found["result"].get("value")

    def _told(self, method: str) -> list[dict[str, Any]]:
        events = (e for e in self.browser.events if e.get("sessionId") == self._session and e.get("method") == method)
        return [e["params"] for e in events]

    @property
    def requests(self) -> list[str]:
        """Addresses it asked for, itself left out."""
        asked = [told["request"]["url"] for told in self._told("Network.requestWillBeSent")]
        return [url for url in asked if url.partition("#")[0] != self.address.partition("#")[0]]

    @property
    def console(self) -> list[str]:
        """What it or the browser said on the console, errors that nobody caught among it."""
        said = [str([a.get("value") for a in told["args"]]) for told in self._told("Runtime.consoleAPICalled")]
        said += [told["exceptionDetails"]["text"] for told in self._told("Runtime.exceptionThrown")]
        return said + [told["entry"]["text"] for told in self._told("Log.entryAdded")]

    def first_paint(self) -> float:
        """Seconds from the call to the first contentful paint. Raises `RuntimeError` where nothing was painted."""
        ask = "performance.getEntriesByName('first-contentful-paint').map(e => e.startTime)[0] ?? -1"
        for _ in range(100):
            told = float(self.evaluate(ask))
            if told >= 0:
                return told / 1000
            self.browser.settle(0.1)
        raise RuntimeError("nothing was painted")

    def screenshot(self, file: Path, *, whole: bool = False) -> None:
        """What the window shows (or the whole page) as PNG."""
        made = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        file.write_bytes(base64.b64decode(made["data"]))
