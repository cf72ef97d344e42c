"""Open a page of the statistics in headless Chromium and say what is wrong with it; end with 1 when anything is.

    quizzer stats --html page.html && python scripts/page_in_browser.py page.html [--pictures FOLDER]

At three widths, light and dark: no message on the console, no request but the file itself, nothing wider than the
window, every plot drawn, text that stands out from what is behind it. The browser is driven over its own pipe.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
WIDTHS = (360, 800, 1440)
SCHEMES = ("light", "dark")
_HEIGHT = 900
_CONTRAST = 4.5
"""What WCAG 2 asks of text."""
_MEASURE = """(() => {
  const shine = text => { const [r, g, b] = text.match(/[\\d.]+/g).map(Number).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = shine(getComputedStyle(document.body).backgroundColor);
  const contrast = found => { const here = shine(found); const [low, high] = [here, behind].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05); };
  const texts = [...document.querySelectorAll('p, h1, h2, h3, th, td, a, summary, figcaption, caption, svg text')];
  return {
    wide: document.documentElement.scrollWidth, window: innerWidth, dark: behind < 0.5,
    plots: [...document.querySelectorAll('svg')].map(svg => { const box = svg.getBoundingClientRect();
      return [svg.querySelector('title').textContent, box.width, box.height]; }),
    sections: document.querySelectorAll('main > section').length,
    faint: [...new Set(texts.filter(text => contrast(text.closest('svg') ? getComputedStyle(text).fill
      : getComputedStyle(text).color) < %s).map(text => text.tagName + '.' + (text.getAttribute('class') || '')))],
  };
})()"""


class Browser:
    """Headless Chromium, spoken to in the DevTools protocol."""

    def __init__(self, read: int, write: int) -> None:
        self._read, self._write = os.fdopen(read, "rb", 0), os.fdopen(write, "wb", 0)
        self._rest = b""
        self._number = 0
        self.events: list[dict[str, Any]] = []
        self.session: str | None = None

    def do(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Run a command and return its result; RuntimeError when the browser refuses it."""
        self._number += 1
        said = {"id": self._number, "method": method, "params": parameters}
        if self.session is not None:
            said["sessionId"] = self.session
        self._write.write(json.dumps(said).encode() + b"\0")
        while (heard := self._hear()).get("id") != self._number:
            self.events.append(heard)
        if "error" in heard:
            raise RuntimeError(f"{method}: {heard['error']['message']}")
        return dict(heard["result"])

    def until(self, method: str) -> None:
        """Wait for an event."""
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self._hear())

    def _hear(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = self._read.read(1 << 16)
            if not piece:
                raise RuntimeError("The browser went away.")
            self._rest += piece
        said, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(said)
        return found


@contextmanager
def browser(program: str) -> Iterator[Browser]:
    """Start Chromium with an empty profile, ready to open a page; end it afterwards."""
    to_read, to_write = os.pipe(), os.pipe()
    # It reads commands from 3 and writes answers to 4.
    plumbing = f'exec "$@" 3<&{to_read[0]} 4>&{to_write[1]}'
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        words = ["--headless", "--remote-debugging-pipe", "--no-first-run", "--disable-background-networking"]
        words += ["--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={profile}", "about:blank"]
        process = subprocess.Popen(
            ["sh", "-c", plumbing, "sh", program, *words],
            pass_fds=(to_read[0], to_write[1]),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read[0])
        os.close(to_write[1])
        there = Browser(to_write[0], to_read[1])
        try:
            target = there.do("Target.createTarget", url="about:blank")["targetId"]
            there.session = there.do("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
            for domain in ("Page", "Runtime", "Log", "Network"):
                there.do(f"{domain}.enable")
            yield there
        finally:
            process.terminate()
            process.wait(timeout=20)


def wrong_with(there: Browser, page: Path, width: int, scheme: str, picture: Path | None) -> list[str]:
    """Open a page at a width, light or dark, and return what is wrong, a sentence each."""
    there.events.clear()
    metrics = {"width": width, "height": _HEIGHT, "deviceScaleFactor": 1, "mobile": False}
    there.do("Emulation.setDeviceMetricsOverride", **metrics)
    there.do("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    there.do("Page.navigate", url=page.as_uri())
    there.until("Page.loadEventFired")
    seen = there.do("Runtime.evaluate", expression=_MEASURE % _CONTRAST, returnByValue=True)["result"]["value"]
    if picture is not None:
        whole = there.do("Page.getLayoutMetrics")["cssContentSize"]
        shot = there.do("Page.captureScreenshot", captureBeyondViewport=True, clip={**whole, "scale": 1})
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_bytes(base64.b64decode(shot["data"]))
    found = [f"{event['method']}: {event['params']}" for event in there.events if event.get("method") in _MESSAGES]
    found += [f"It asks for {url}." for url in requests(there) if url != page.as_uri()]
    if seen["wide"] > seen["window"]:
        found.append(f"It is {seen['wide']} wide.")
    if seen["dark"] != (scheme == "dark"):
        found.append(f"It is {'dark' if seen['dark'] else 'light'}.")
    if not seen["sections"] or not seen["plots"]:
        found.append(f"It has {seen['sections']} sections and {len(seen['plots'])} plots.")
    found += [f"The plot {title!r} is {w:.0f} × {h:.0f}." for title, w, h in seen["plots"] if w < 200 or h < 30]
    found += [f"{what} is too faint." for what in seen["faint"]]
    return found


_MESSAGES = ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")


def requests(there: Browser) -> list[str]:
    """Return what the page asked for."""
    sent = [event["params"] for event in there.events if event.get("method") == "Network.requestWillBeSent"]
    return [str(each["request"]["url"]) for each in sent]


def main(words: list[str]) -> int:
    """Check a page, print what was found, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path)
    parser.add_argument("--pictures", type=Path, help="a folder for a picture of each")
    parser.add_argument("--browser", default=next(filter(None, map(shutil.which, NAMES)), None))
    given = parser.parse_args(words)
    if given.browser is None:
        sys.stderr.write("There is no Chromium here; --browser names one.\n")
        return 2
    page, bad = given.page.resolve(), 0
    with browser(given.browser) as there:
        for scheme in SCHEMES:
            for width in WIDTHS:
                picture = given.pictures / f"{page.stem}-{width}-{scheme}.png" if given.pictures else None
                found = wrong_with(there, page, width, scheme, picture)
                bad += len(found)
                sys.stdout.write(f"{width:>5} {scheme:<5}  {chr(10).join(found) or 'well'}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
