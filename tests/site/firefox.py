"""Drives the Firefox that the machine has, over WebDriver BiDi, which is built into it.

Playwright needs a Firefox of its own, and what it knows of BiDi asks for more than long-term
releases have. What these tests need is little: to open a page, to run a function in it, to type,
and to hear of what goes wrong.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.site.servers import LOOPBACK, Watch

PREFERENCES = {
    # A request to another host is a fault that the test reports; it must not be sent all the same.
    # Firefox asks no proxy for this machine's own servers.
    "network.proxy.type": 1,
    "network.proxy.http": LOOPBACK,
    "network.proxy.http_port": 9,
    "network.proxy.ssl": LOOPBACK,
    "network.proxy.ssl_port": 9,
}
"""Beside those that Firefox sets for automation by itself."""

OPTIONS = ["--headless", "--no-remote", "--remote-debugging-port", "0"]

STARTING = 180.0
"""Seconds that Firefox may take to start on a busy machine; it takes two."""

PATIENCE = 120.0
"""Seconds until a command has failed that gets no answer, and a condition that doesn't come."""

EVENTS = ["log.entryAdded", "network.beforeRequestSent"]


class FirefoxError(Exception):
    """Firefox refused a command, or a function threw in a page."""


@dataclass
class Firefox:
    """A running Firefox with one tab."""

    socket: ClientConnection
    tab: str = ""
    number: int = 0
    events: list[dict[str, Any]] = field(default_factory=list)

    def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The result of a command. Events that arrive before it are kept."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            message: dict[str, Any] = json.loads(self.socket.recv(PATIENCE))
            if message["type"] == "event":
                self.events.append(message)
            elif message["id"] == self.number:
                if message["type"] == "error":
                    raise FirefoxError(f"{method}: {message['error']}: {message['message']}")
                result: dict[str, Any] = message["result"]
                return result

    def goto(self, url: str) -> None:
        """Open `url` in the tab; returns when it has loaded."""
        self.command("browsingContext.navigate", context=self.tab, url=url, wait="complete")

    def run(self, function: str, argument: Any = None) -> Any:
        """What a JavaScript function gives for `argument` in the page; both are values of JSON."""
        whole = f"async (given) => JSON.stringify(await ({function})(JSON.parse(given)) ?? null)"
        answer = self.command(
            "script.callFunction",
            functionDeclaration=whole,
            arguments=[{"type": "string", "value": json.dumps(argument)}],
            target={"context": self.tab},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise FirefoxError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def wait(self, function: str, argument: Any = None) -> Any:
        """What a function gives in the page as soon as that is true."""
        end = time.monotonic() + PATIENCE
        while not (value := self.run(function, argument)):
            if time.monotonic() > end:
                raise FirefoxError(f"never came true: {function}")
            time.sleep(0.05)
        return value

    def type(self, text: str) -> None:
        """Press the key of each character, in whatever has the focus."""
        actions = [
            {"type": kind, "value": character}
            for character in text
            for kind in ("keyDown", "keyUp")
        ]
        keyboard = {"type": "key", "id": "keyboard", "actions": actions}
        self.command("input.performActions", context=self.tab, actions=[keyboard])

    def click(self, selector: str) -> None:
        """Click the first element of a CSS selector where it is."""
        node = self.command(
            "browsingContext.locateNodes",
            context=self.tab,
            locator={"type": "css", "value": selector},
            maxNodeCount=1,
        )["nodes"][0]
        origin = {"type": "element", "element": {"sharedId": node["sharedId"]}}
        actions = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": origin},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        mouse = {"type": "pointer", "id": "mouse", "actions": actions}
        self.command("input.performActions", context=self.tab, actions=[mouse])

    def report(self, watch: Watch) -> None:
        """Tell `watch` what has happened since the last report."""
        # An answer comes after the events that came before it.
        self.command("browsingContext.getTree", maxDepth=0)
        for event in self.events:
            given = event["params"]
            if event["method"] == "network.beforeRequestSent":
                watch.request(given["request"]["url"])
            elif given["level"] == "error":
                kind = "console" if given["type"] == "console" else "page"
                watch.faults.append(f"{kind} error: {given['text']}")
        self.events.clear()


def _address(profile: Path, process: subprocess.Popen[bytes]) -> str:
    """Where a Firefox that has just been started listens; it says so in a file of its profile."""
    file = profile / "WebDriverBiDiServer.json"
    end = time.monotonic() + STARTING
    while time.monotonic() < end and process.poll() is None:
        try:
            server = json.loads(file.read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):  # not yet, or not yet whole
            time.sleep(0.05)
        else:
            return f"ws://{server['ws_host']}:{server['ws_port']}/session"
    raise FirefoxError(f"{process.args!r} didn't start within {STARTING:.0f} seconds")


@contextmanager
def running(executable: str) -> Iterator[Firefox]:
    """A headless Firefox with a fresh profile, while the block runs."""
    with tempfile.TemporaryDirectory(
        prefix="pressmark-firefox-", ignore_cleanup_errors=True
    ) as folder:
        profile = Path(folder)
        (profile / "user.js").write_text(
            "".join(
                f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
                for name, value in PREFERENCES.items()
            ),
            encoding="utf-8",
        )
        process = subprocess.Popen(
            [executable, *OPTIONS, "--profile", folder],
            # Root's Firefox refuses a home that belongs to somebody else.
            env={**os.environ, "HOME": folder},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            # Without keepalive: its thread draws from `random`, which Hypothesis forbids in a test
            # that happens to run beside it.
            address = _address(profile, process)
            with connect(address, max_size=None, ping_interval=None) as socket:
                firefox = Firefox(socket)
                firefox.command("session.new", capabilities={})
                firefox.command("session.subscribe", events=EVENTS)
                firefox.tab = firefox.command("browsingContext.create", type="tab")["context"]
                yield firefox
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
