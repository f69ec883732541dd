"""What the workspace's tests stand on: a clock that they move, and callers for both its sides."""

import asyncio
import heapq
import itertools
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from typing import Any, Final

import aiohttp
import requests
from slack_sdk import WebClient

from bot.local.workspace.workspace import Workspace

Json = dict[str, Any]
PATIENCE: Final = 5.0
"""Seconds after which a test gives up on something that should have happened at once."""

ADA: Final = "U0ADALIND01"
KEN: Final = "U0KENMORI02"
JOAN: Final = "U0JOANREY03"
DELIVERY: Final = "C0DELIVERY1"
MOBILE: Final = "C0MOBILE002"
PRIVATE: Final = "C0PRIVATE03"
ADAS_DM: Final = "D0ADALIND01"

MANIFEST: Final[Json] = {
    "display_information": {"name": "Drumbeat"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "drumbeat"},
        "slash_commands": [
            {"command": "/deploys", "description": "Chart it", "usage_hint": "[30d] or help"},
            {"command": "/escaped", "description": "With mentions", "should_escape": True},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                *("channels:history", "channels:join", "channels:read", "chat:write"),
                *("chat:write.public", "commands", "files:read", "files:write", "im:history"),
                *("im:read", "im:write", "reactions:write", "team:read", "users:read"),
            ]
        }
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "app_mention", "message.im"]},
        "socket_mode_enabled": True,
    },
}


def manifest(*, without: tuple[str, ...] = (), more: tuple[str, ...] = ()) -> Json:
    """The manifest, with fewer or more scopes."""
    scopes = [one for one in MANIFEST["oauth_config"]["scopes"]["bot"] if one not in without]
    return {**MANIFEST, "oauth_config": {"scopes": {"bot": [*scopes, *more]}}}


class MovedClock:
    """A clock that stands still until a test moves it; who sleeps wakes when it is moved."""

    def __init__(self, start: float = 1_795_478_400.0) -> None:
        self._now = start
        self._changed = threading.Condition()
        self._numbers = itertools.count()
        self._asleep: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> float:
        """Seconds since the epoch."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Return once the clock was moved far enough."""
        wake: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        with self._changed:
            heapq.heappush(self._asleep, (self._now + seconds, next(self._numbers), wake))
            self._changed.notify_all()
        await wake

    def move(self, seconds: float) -> None:
        """Let time pass."""
        with self._changed:
            self._now += seconds
            while self._asleep and self._asleep[0][0] <= self._now:
                _, _, wake = heapq.heappop(self._asleep)
                wake.get_loop().call_soon_threadsafe(_wake, wake)

    def wait_for_sleeper(self, seconds: float) -> None:
        """Wait until somebody waits for that many seconds to pass."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._sleeps(seconds), PATIENCE)

    def _sleeps(self, seconds: float) -> bool:
        due = self._now + seconds
        return any(abs(at - due) < 0.001 and not wake.done() for at, _, wake in self._asleep)


def _wake(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)


class Caller:
    """Calls the workspace: as the app's program, and as its page."""

    def __init__(self, workspace: Workspace, base: str) -> None:
        self.workspace = workspace
        self.base = base
        self.http = requests.Session()
        self.http.trust_env = False

    def send(self, method: str, args: Json, token: str | None = None) -> requests.Response:
        """Call a method of the Web API."""
        bearer = self.workspace.tokens.bot if token is None else token
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return self.http.post(
            f"{self.base}/api/{method}", json=args, headers=headers, timeout=PATIENCE
        )

    def call(self, method: str, **args: Any) -> Json:  # noqa: ANN401 - any argument
        """Call a method of the Web API, and read its answer."""
        answer: Json = self.send(method, args).json()
        return answer

    def refusal(self, method: str, **args: Any) -> str:  # noqa: ANN401 - any argument
        """The error of a call that must be refused."""
        answer = self.call(method, **args)
        assert not answer["ok"]
        return str(answer["error"])

    def post(self, path: str, **fields: Any) -> Json:  # noqa: ANN401 - any field
        """Do something, as the page does."""
        answer: Json = self.http.post(f"{self.base}/_/{path}", json=fields, timeout=30).json()
        return answer

    def get(self, path: str, **fields: str) -> Json:
        """Look at something, as the page does."""
        answer: Json = self.http.get(f"{self.base}/_/{path}", params=fields, timeout=30).json()
        return answer

    def say(self, text: str, *, person: str = ADA, channel: str = DELIVERY, **more: Any) -> Json:  # noqa: ANN401 - any field
        """Let somebody send a line."""
        return self.post("say", **{"as": person, "channel": channel, "text": text, **more})

    def seen(self, person: str = ADA, channel: str = DELIVERY) -> list[Json]:
        """What somebody sees in a channel."""
        messages: list[Json] = self.get("messages", **{"as": person, "channel": channel})[
            "messages"
        ]
        return messages

    def upload(self, content: bytes, name: str = "chart.png", **complete: Any) -> str:  # noqa: ANN401 - any argument
        """Upload a file in its three steps; returns its id."""
        asked = self.call("files.getUploadURLExternal", filename=name, length=len(content))
        sent = self.http.post(asked["upload_url"], data=content, timeout=PATIENCE)
        assert sent.ok
        files = [{"id": asked["file_id"], "title": "A chart"}]
        assert self.call("files.completeUploadExternal", files=files, **complete)["ok"]
        return str(asked["file_id"])

    def client(self) -> WebClient:
        """The official client."""
        return WebClient(
            self.workspace.tokens.bot, f"{self.base}/api/", retry_handlers=[], timeout=5
        )

    def in_background(self, call: Callable[[], Json]) -> "Future[Json]":
        """Do something that takes until the test moves the clock or answers."""
        future: Future[Json] = Future()
        threading.Thread(target=lambda: future.set_result(call()), daemon=True).start()
        return future


class SocketApp:
    """An app's end of one connection: it notes what it gets, and acks as it is told.

    Slack's own client takes up to three seconds to close, so one test uses that, the others this.
    """

    def __init__(self, caller: Caller) -> None:
        self.got: list[Json] = []
        self.said: list[Json] = []
        self.acks: Callable[[Json], Json | None] | None = lambda _: None
        self.answer: Callable[[str], list[str]] | None = None
        self._caller = caller
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        token = self._caller.workspace.tokens.app
        answer = self._caller.send("apps.connections.open", {}, token).json()
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(answer["url"]) as self._socket,
        ):
            tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._stop.wait())]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        self._note(self.said, {"type": "closed"})

    async def _read(self) -> None:
        async for message in self._socket:
            await self._take(json.loads(message.data))

    async def _take(self, message: Json) -> None:
        if "envelope_id" not in message:
            self._note(self.said, message)
            return
        self._note(self.got, message)
        if self.answer is not None:
            for text in self.answer(message["envelope_id"]):
                await self._socket.send_str(text)
        elif self.acks is not None:
            payload = self.acks(message)
            ack = {"envelope_id": message["envelope_id"]}
            await self._socket.send_json(ack if payload is None else {**ack, "payload": payload})

    def _note(self, shelf: list[Json], message: Json) -> None:
        with self._changed:
            shelf.append(message)
            self._changed.notify_all()

    def wait(self, count: int = 1) -> list[Json]:
        """The envelopes, once that many came."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.got) >= count, PATIENCE), self.got
        return self.got

    def wait_for(self, kind: str) -> Json:
        """What Slack said of the connection itself, once it did."""

        def found() -> Json | None:
            return next((one for one in self.said if one["type"] == kind), None)

        with self._changed:
            message = self._changed.wait_for(found, PATIENCE)
        assert message, self.said
        return message

    def close(self) -> None:
        """Go away."""
        with suppress(RuntimeError):  # the other end was first, and the loop is closed
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()


@contextmanager
def socket_app(caller: Caller) -> Iterator[SocketApp]:
    """An app that is connected for as long as the block lasts."""
    app = SocketApp(caller)
    app.wait_for("hello")
    try:
        yield app
    finally:
        app.close()


def wait_until(true: Callable[[], object]) -> None:
    """Wait for something that another thread brings about."""
    give_up = threading.Event()
    timer = threading.Timer(PATIENCE, give_up.set)
    timer.start()
    try:
        while not true():
            assert not give_up.wait(0.002), "it did not happen"
    finally:
        timer.cancel()


PNG: Final = b"\x89PNG\r\n\x1a\n" + bytes(64)
