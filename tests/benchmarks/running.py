"""The bot in a process of its own, between two local servers in another; watched from outside."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import requests

from tests.benchmarks.processes import descendants, resident_mb

_PATIENCE: Final = 60.0


@dataclass
class Running:
    """A bot that is connected, and what is seen of it on the page.

    Attributes:
        connected_after: Seconds from the start of its process to its connection.
    """

    page: str
    person: str
    channel: str
    process: "subprocess.Popen[bytes]"
    connected_after: float
    words: list[float] = field(default_factory=list)
    charts: list[float] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def ask(self, line: str) -> float:
        """Type a command; returns the seconds to its acknowledgement, as the local Slack saw it."""
        told = {"as": self.person, "channel": self.channel, "text": line, "thread": None}
        answer = _session().post(f"{self.page}/_/say", json=told, timeout=_PATIENCE).json()
        return float(answer["ack_ms"]) / 1000 if answer["ok"] else 3.0 + float("inf")

    def complete(self) -> int:
        """How many answers have their chart."""
        return len(self.charts)

    def settle(self, charts: int) -> None:
        """Wait until so many answers have their chart."""
        with self.changed:
            self.changed.wait_for(lambda: len(self.charts) >= charts, _PATIENCE)

    def answered(self, *, after: float) -> tuple[float, float]:
        """When the words and the chart of the latest command were there."""
        with self.changed:
            self.changed.wait_for(
                lambda: bool(self.charts) and self.charts[-1] > after, timeout=_PATIENCE
            )
            return next(moment for moment in self.words if moment > after), self.charts[-1]

    def memory(self) -> dict[str, float]:
        """Resident megabytes of the bot, and of the largest process that draws for it."""
        drawing = max(map(resident_mb, descendants(self.process.pid)), default=0.0)
        return {"bot": resident_mb(self.process.pid), "drawing": drawing}

    def watch(self) -> None:
        """Note when messages appear and when their pictures do; runs until the stream ends."""
        url = f"{self.page}/_/stream?as={self.person}"
        with (
            contextlib.suppress(requests.RequestException),
            _session().get(url, stream=True, timeout=_PATIENCE) as stream,
        ):
            for line in stream.iter_lines(chunk_size=1):
                if line.startswith(b"data: "):
                    self._note(json.loads(line[6:]))

    def _note(self, event: dict[str, Any]) -> None:
        now = time.monotonic()
        blocks = event.get("message", {}).get("blocks", [])
        with self.changed:
            if event["type"] == "message":
                self.words.append(now)
            if event["type"].startswith("message") and any(b["type"] == "image" for b in blocks):
                self.charts.append(now)
            self.changed.notify_all()


@contextlib.contextmanager
def running(*, launchdarkly_takes: float = 0.0) -> Iterator[Running]:
    """Start the servers and the bot; stop them on the way out.

    Args:
        launchdarkly_takes: Seconds that each answer of the local LaunchDarkly takes.
    """
    servers = subprocess.Popen(  # noqa: S603 - our own module, and a number
        [sys.executable, "-m", "tests.benchmarks.servers", str(launchdarkly_takes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert servers.stdin
    assert servers.stdout
    told = json.loads(servers.stdout.readline())
    begun = time.monotonic()
    bot = subprocess.Popen([sys.executable, "-m", "bot", "run"], env={**os.environ, **told["env"]})
    try:
        _wait_connected(told["page"])
        found = Running(
            told["page"], told["person"], told["channel"], bot, time.monotonic() - begun
        )
        watching = threading.Thread(target=found.watch, daemon=True)
        watching.start()
        yield found
    finally:
        bot.terminate()
        bot.wait(_PATIENCE)
        servers.stdin.close()
        servers.wait(_PATIENCE)


def _wait_connected(page: str) -> None:
    give_up_at = time.monotonic() + _PATIENCE
    while time.monotonic() < give_up_at:
        if _session().get(f"{page}/_/state", timeout=5).json()["app"]["connected"]:
            return
        threading.Event().wait(0.005)
    raise TimeoutError("The bot did not connect.")


def _session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    return session
