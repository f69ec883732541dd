"""The whole product, for tests that make trouble and look at what people read then."""

import contextlib
import io
import logging
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

import requests

from bot import wiring
from bot.commands.manifest import manifest
from bot.insights.client import Patience
from bot.local.insights.config import Config
from bot.local.insights.model import Event
from bot.local.insights.store import Store
from bot.local.workspace.model import Message, View
from bot.logs import Redacting
from bot.settings import Settings
from bot.stage import Stage, stage
from handlers.rhythm import Rhythm

PROJECT: Final = "mobile"
DEADLINE: Final = 10.0
"""Seconds after which a test gives up on something that should have happened long before."""
PATIENCE: Final = Patience(connect=0.5, total=0.5, attempts=2, budget=2.0)
_T = TypeVar("_T")


class HastyClock:
    """The machine's clock, but pauses are over 200 times as fast, and count in full."""

    def __init__(self) -> None:
        self._slept = timedelta()
        self._passed = 0.0
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The present, and what was slept away."""
        return datetime.now(UTC) + self._slept

    def monotonic(self) -> float:
        """Seconds on a stopwatch, likewise."""
        return time.monotonic() + self._slept.total_seconds() + self._passed

    def sleep(self, seconds: float) -> None:
        """Pause for less than asked, and say that it was as long."""
        time.sleep(seconds / 200)
        self.skip(seconds * 0.995)

    def skip(self, seconds: float) -> None:
        """Let time pass at once."""
        with self._lock:
            self._slept += timedelta(seconds=seconds)

    def forget(self) -> None:
        """Let an hour pass on the stopwatch alone, so that nothing is kept from before."""
        with self._lock:
            self._passed += 3601


@dataclass(frozen=True, slots=True)
class Product:
    """A bot that is connected, and its two servers.

    Attributes:
        stage: The servers.
        clock: The bot's clock.
        log: Everything that was logged by anybody at any level, as the bot's log would show it.
        rhythm: Brings digests when they are due; None for a bot in a process of its own.
    """

    stage: Stage
    clock: HastyClock
    log: io.StringIO
    rhythm: Rhythm | None = None
    _http: requests.Session = field(default_factory=requests.Session)

    # -- acting -------------------------------------------------------------------------------

    def say(self, line: str, *, person: str = "ada", channel: str = "delivery") -> None:
        """Let somebody type a line; returns once Slack has the ack."""
        workspace = self.stage.workspace
        self._post(
            "say",
            {
                "as": workspace.person(person).id,
                "channel": workspace.channel(channel).id,
                "text": line,
            },
        )

    def press(self, message: Message, label: str, *, person: str = "ada") -> None:
        """Let somebody press a button of a message; returns once Slack has the ack."""
        row = next(block for block in message.blocks if block["type"] == "actions")
        button = next(one for one in row["elements"] if one["text"]["text"] == label)
        self.press_button(message, row["block_id"], button["action_id"], person=person)

    def press_button(
        self, message: Message, block: str, action: str, *, person: str = "ada"
    ) -> None:
        """The same for a button that is known by its ids."""
        self._post(
            "action",
            {
                "as": self.stage.workspace.person(person).id,
                "channel": message.channel,
                "ts": message.ts,
                "block_id": block,
                "action_id": action,
            },
        )

    def form(self, *, person: str = "ada") -> View:
        """The form that is open before somebody, once there is one."""
        return until(lambda: self.forms(person), len)[0]

    def forms(self, person: str = "ada") -> list[View]:
        """The forms that are open before somebody."""
        id_ = self.stage.workspace.person(person).id
        return [view for view in self.stage.workspace.store.views.values() if view.person == id_]

    def choose(self, view: View, block: str, option: str, *, person: str = "ada") -> None:
        """Choose an option in a form that asks to hear of it."""
        chosen = {block: {block: {"selected_option": option}}}
        self._post(
            "action",
            {
                "as": self.stage.workspace.person(person).id,
                "view_id": view.id,
                "block_id": block,
                "action_id": block,
                "selected_option": option,
                "values": {**begun(view), **chosen},
            },
        )

    def submit(self, view: View, person: str = "ada", **fields: object) -> dict[str, Any]:
        """Send a form with some of its fields filled in; returns what Slack says to that."""
        typed = begun(view)
        for name, value in fields.items():
            typed[name] = {name: {_key(view, name): value}}
        who = self.stage.workspace.person(person).id
        return self._post("view/submit", {"as": who, "view_id": view.id, "values": typed})

    def pass_time(self, seconds: float) -> None:
        """Let time pass, and do what became due."""
        assert self.rhythm is not None
        self.clock.skip(seconds)
        self.rhythm.watch()
        self.rhythm.beat()
        self.rhythm.sweep()
        self.rhythm.refresh()

    def trouble(self, method: str, kind: str, **more: float | str) -> None:
        """Let the next calls of a Slack method go wrong."""
        self._post("faults", {"method": method, "kind": kind, **more})

    def clear_trouble(self) -> None:
        """Let everything go well again at the local Slack."""
        self.stage.workspace.faults.clear()

    def settle(self, **how: float | bool) -> None:
        """Say how files settle from now on."""
        self._post("settle", how)

    def reset(self) -> None:
        """Forget all that happened, on every side; the bot remembers nothing."""
        self._post("reset", {})
        self.settle(file_ready_after=0, share_dropped=False, hide_unshared_files=False)
        self.stage.faults.clear()
        self.clock.forget()
        self.keeps_secrets()
        self.log.seek(0)
        self.log.truncate()

    def _post(self, path: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        self._http.trust_env = False
        answer = self._http.post(f"{self.stage.page}/_/{path}", json=fields, timeout=DEADLINE)
        assert answer.ok, answer.text
        told: dict[str, Any] = answer.json()
        return told

    # -- looking ------------------------------------------------------------------------------

    def posted(self, channel: str = "delivery") -> tuple[Message, ...]:
        """What everybody sees in a channel."""
        return self.stage.workspace.messages(channel)

    def told(self, person: str = "ada", channel: str = "delivery") -> list[str]:
        """What only one person sees in a channel."""
        workspace = self.stage.workspace
        seen = workspace.store.seen_by(workspace.person(person).id, workspace.channel(channel).id)
        return [said(one) for one in seen if one.only_for]

    def calls(self, method: str) -> int:
        """How often the bot called a method and got through."""
        return sum(call.method == method for call in self.stage.workspace.calls)

    def asked(self) -> int:
        """How often LaunchDarkly was asked for a chart."""
        return sum("/charts/" in one.path for one in self.stage.record.requests)

    def keeps_secrets(self) -> None:
        """Nothing that was logged opens a door: no token, no signing secret, no response_url."""
        tokens, log = self.stage.workspace.tokens, self.log.getvalue()
        for secret in (tokens.bot, tokens.app, tokens.signing_secret, self.stage.token):
            assert secret not in log
        assert not re.search(r"/response/(?!\[masked\])\w", log)

    # -- waiting ------------------------------------------------------------------------------

    def pictured(self, *, count: int = 1, channel: str = "delivery") -> tuple[Message, ...]:
        """The messages of a channel, once that many show their pictures."""
        return until(
            lambda: self.posted(channel),
            lambda seen: sum(map(has_picture, seen)) >= count,
        )

    def showing(self, words: str, *, channel: str = "delivery") -> Message:
        """The latest message of a channel, once it says something and is complete."""
        seen = until(
            lambda: self.posted(channel),
            lambda seen: seen and words in said(seen[-1]) and is_complete(seen[-1]),
        )
        return seen[-1]

    def saying(self, words: str, *, channel: str = "delivery") -> Message:
        """The one message of a channel, once it says something."""
        seen = until(lambda: self.posted(channel), lambda seen: words in "".join(map(said, seen)))
        assert len(seen) == 1
        return seen[0]

    def privately(
        self, words: str = "", *, person: str = "ada", channel: str = "delivery"
    ) -> list[str]:
        """What one person reads privately, once that holds some words."""
        return until(
            lambda: self.told(person, channel),
            lambda seen: any(words in one for one in seen),
        )

    def directly(self, person: str = "ada") -> Message:
        """The one message that the bot sent to somebody directly, once it is there."""
        workspace = self.stage.workspace
        direct = workspace.store.direct(workspace.person(person).id)
        (message,) = until(lambda: workspace.store.messages(direct.id), len)
        return message

    def logged(self, words: str) -> str:
        """The log, once it holds some words."""
        return until(self.log.getvalue, lambda log: words in log)


def until(look: Callable[[], _T], true: Callable[[_T], object]) -> _T:
    """Look until what is seen is as it should be; fails with what was seen last."""
    give_up = threading.Event()
    timer = threading.Timer(DEADLINE, give_up.set)
    timer.start()
    try:
        while not true(seen := look()):
            assert not give_up.wait(0.005), seen
    finally:
        timer.cancel()
    return seen


_KEYS: Final = {
    "plain_text_input": "value",
    "radio_buttons": "selected_option",
    "static_select": "selected_option",
    "conversations_select": "selected_conversation",
    "timepicker": "selected_time",
    "multi_static_select": "selected_options",
    "checkboxes": "selected_options",
}
"""Under what Slack tells of what is in a field."""


def _key(view: View, name: str) -> str:
    (element,) = (one["element"] for one in view.body["blocks"] if one["block_id"] == name)
    return _KEYS[element["type"]]


def begun(view: View) -> dict[str, Any]:
    """What stands in a form before anybody has typed."""
    values: dict[str, Any] = {}
    for block in view.body["blocks"]:
        if block["type"] != "input":
            continue
        name, key = block["block_id"], _key(view, block["block_id"])
        initial = key.replace("selected_", "initial_") if key != "value" else "initial_value"
        usual: object = [] if key.endswith("s") else None
        values[name] = {name: {key: block["element"].get(initial, usual)}}
    return values


def labels(message: Message) -> list[str]:
    """The buttons of a message."""
    return [
        one["text"]["text"]
        for block in message.blocks
        if block["type"] == "actions"
        for one in block["elements"]
    ]


def is_complete(message: Message) -> bool:
    """Whether nothing more is to come: a file is offered, or there are no numbers for one."""
    return "CSV" in labels(message) or " recorded" in said(message)


def has_picture(message: Message) -> bool:
    """Whether a message shows a picture in itself."""
    return any(block["type"] == "image" for block in message.blocks)


def said(message: Message) -> str:
    """All words of a message that people read as they stand."""
    return "".join(texts(message.blocks)) or message.text


def texts(part: object) -> Iterator[str]:
    """All words in blocks, or in a part of them."""
    if isinstance(part, Mapping):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for value in part.values():
            yield from texts(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from texts(value)


# -- starting -----------------------------------------------------------------------------------


@contextlib.contextmanager
def product(
    *,
    without: tuple[str, ...] = (),
    transport: str = "http",
    patience: Patience = PATIENCE,
    one_clock: bool = False,
    config: Config | None = None,
    **settings: object,
) -> Iterator[Product]:
    """Run the product; files of the local Slack are ready at once.

    Args:
        without: Scopes that the app was not given.
        transport: "http" or "socket"; a socket takes longer to close.
        patience: How long LaunchDarkly is waited for.
        config: Bounds of the local LaunchDarkly.
        one_clock: Whether the servers live in the bot's time, which a test may move.
        config: Bounds of the local LaunchDarkly.
        settings: Further settings of the bot.
    """
    clock = HastyClock()
    with contextlib.ExitStack() as stack:
        theirs = clock if one_clock else None
        servers = stack.enter_context(
            stage(_manifest(without), limits=False, clock=theirs, config=config)
        )
        servers.workspace.settling.file_ready_after = 0.0
        store_few(servers.store)
        chosen = servers.settings(drumbeat_project=PROJECT).model_copy(update=settings)
        log = stack.enter_context(listening(chosen))
        bot = stack.enter_context(wiring.bot(chosen, clock=clock, patience=patience))
        if transport == "socket":
            stack.enter_context(wiring.socket_mode(bot.app, chosen))
        else:
            way_in = wiring.http(bot.app, chosen, host="127.0.0.1", port=0)
            servers.workspace.request_url = stack.enter_context(way_in) + "/slack/events"
        started = Product(servers, clock, log, bot.rhythm)
        stack.callback(started.keeps_secrets)
        yield started


def _manifest(without: tuple[str, ...]) -> dict[str, Any]:
    app = manifest()
    scopes = app["oauth_config"]["scopes"]
    scopes["bot"] = [scope for scope in scopes["bot"] if scope not in without]
    return app


def store_few(store: Store, *applications: str) -> None:
    """Two deployments of each application, yesterday and the day before, and an empty project."""
    for number, application in enumerate(applications or ("web", "api")):
        for days in (1, 2):
            at = datetime.now(UTC) - timedelta(days=days, minutes=number)
            ms = int(at.timestamp() * 1000)
            store.add(
                [Event(PROJECT, "production", application, f"1.{number}.{days}", "finished", ms)]
            )
    store.name_project("nothing-yet", "Nothing yet")


@contextlib.contextmanager
def listening(settings: Settings) -> Iterator[io.StringIO]:
    """All that anybody logs, at any level, in the words of the bot's own log."""
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    handler.setFormatter(Redacting(settings.secrets))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield log
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
