"""Many digests at once, brought by bots that somebody kills again and again.

The bots are real ones, each in a process of its own: one with a file, or several that share a
PostgreSQL. Slack and LaunchDarkly are in this one. What is counted is what Slack accepted, by the
mark that each digest's message carries.
"""

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from pydantic import SecretStr
from sqlalchemy import Engine, create_engine, insert, select, text, update

from bot.commands.manifest import manifest
from bot.digests import book
from bot.digests.cadence import Cadence
from bot.digests.model import Setting
from bot.local.workspace.faults import Fault, FaultKind
from bot.local.workspace.model import Channel, Message
from bot.settings import Settings
from bot.stage import Stage, stage
from bot.store.tables import ALERTS, DELIVERIES, DIGESTS
from handlers.settling import KIND
from handlers.telling import KIND as ALERT
from tests.bot.store.databases import database, postgresql
from tests.fakes import FastClock
from tests.handlers.talking import PROJECT, store_few

LINES: Final = (
    f"deploys {PROJECT} 30d",
    f"deploys {PROJECT} 7d by application",
    f"deploys {PROJECT} 14d",
)
_LOOK_SECONDS: Final = 0.002
_DROPS: Final[tuple[tuple[str, FaultKind], ...]] = (
    ("chat.postMessage", "drop_after"),
    ("chat.postMessage", "drop_before"),
    ("chat.postMessage", "drop_after"),
    ("chat.postMessage", "drop_before"),
    ("conversations.history", "drop_before"),
    ("upload", "drop_after"),
)
"""The connections that break, in turn: mostly those of posts."""


_CUT: Final = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"


@dataclass(frozen=True, slots=True)
class Ordeal:
    """What bots have to live through.

    Attributes:
        digests: How many are due at once.
        alerts: Whether they are alerts instead, each of which has something to tell.
        kind: Of which kind their database is.
        bots: How many there are; a file of SQLite is for one.
        channels: How many channels they go to.
        blows: How often one of them is stopped, and replaced; None goes on until the end.
        between: The fewest and the most calls that Slack answers between two blows.
        blow: The signal.
        drop_every: Of so many posts that Slack accepts one connection breaks; 0 is none.
        cut_every: Of so many, likewise, all connections to the database are cut; 0 is none.
        point: Where a bot kills itself, once, and is replaced; "" for nowhere.
        speed: How fast the clock goes.
        seed: What chance follows.
        patience: Seconds after which it is given up.
    """

    digests: int
    alerts: bool = False
    kind: str = "sqlite"
    bots: int = 1
    channels: int = 5
    blows: int | None = 4
    between: tuple[int, int] = (5, 40)
    blow: signal.Signals = signal.SIGKILL
    drop_every: int = 0
    cut_every: int = 0
    point: str = ""
    speed: float = 20.0
    seed: int = 0
    patience: float = 60.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it all.

    Attributes:
        blows: How often a bot was stopped.
        drops: How many connections to Slack broke.
        cuts: How often all connections to the database were cut.
        marks: How often Slack accepted the message of each delivery.
        states: What the ledger says, and how often.
        seconds: How long it took, on the machine's clock.
    """

    digests: int
    blows: int
    drops: int
    cuts: int
    marks: Counter[str] = field(repr=False)
    states: Counter[str]
    seconds: float

    @property
    def accepted(self) -> int:
        """Messages that stand in a channel."""
        return self.marks.total()

    @property
    def doubled(self) -> int:
        """Messages that stand there once too often."""
        return self.accepted - len(self.marks)

    @property
    def missed(self) -> int:
        """Digests that stand nowhere."""
        return self.digests - len(self.marks)


def endure(ordeal: Ordeal) -> Outcome:
    """Let bots live through something, to the end."""
    clock = FastClock(time.time(), ordeal.speed)
    places = channels(ordeal.channels)
    with stage(manifest(), limits=False, clock=clock, channels=places) as servers:
        servers.workspace.settling.file_ready_after = 0.0
        store_few(servers.store)
        due = clock.now().replace(second=0, microsecond=0)
        with database(ordeal.kind, servers.folder) as engine:
            store = store_alerts if ordeal.alerts else store_digests
            store(engine, servers, ordeal.digests, due)
        shared = SecretStr(postgresql()) if ordeal.kind == "postgresql" else None
        settings = servers.settings(drumbeat_database_url=shared)
        enduring = _Enduring(ordeal, servers, settings, clock)
        return enduring.from_a_point() if ordeal.point else enduring.to_the_end()


def channels(amount: int) -> list[Channel]:
    """Channels that the bot is in."""
    return [Channel(f"team-{number}", with_app=True) for number in range(amount)]


def store_digests(
    store: Engine, servers: Stage, amount: int, due: datetime, lines: Sequence[str] = LINES
) -> None:
    """Keep digests in the database of a bot that has not begun.

    Args:
        store: The database.
        servers: Where it will live.
        amount: How many digests, one channel after the other.
        due: A whole minute in which all of them come.
        lines: What they show, in turn.
    """
    workspace = servers.workspace
    places = [one.id for one in workspace.store.channels.values() if not one.is_im]
    owner = workspace.person("ada").id
    cadence = Cadence(f"{due.minute} {due.hour} * * *", "UTC")
    with store.begin() as connection:
        for number in range(amount):
            wanted = Setting(
                channel=places[number % len(places)],
                owner=owner,
                lines=(lines[number % len(lines)],),
                cadence=cadence,
                when_calm="show",
                name=None,
            )
            # A workspace may have fewer than this takes, so each comes from one of its own.
            book.add(connection, f"T{number}", wanted, due - timedelta(minutes=1))
        connection.execute(update(DIGESTS).values(team=workspace.identity.team))


def store_alerts(store: Engine, servers: Stage, amount: int, due: datetime) -> None:
    """Keep alerts, one channel after the other, each of which fires when it is looked at."""
    workspace = servers.workspace
    places = [one.id for one in workspace.store.channels.values() if not one.is_im]
    rows = [
        {
            "team": workspace.identity.team,
            "channel": places[number % len(places)],
            "owner": workspace.person("ada").id,
            "line": f"deploys project {PROJECT} env * bucket day",
            "phrase": "below 1000",
            "memory": "{}",
            "revision": 0,
            "next_look": int(due.timestamp() * 1000),
            "created_at": int(due.timestamp() * 1000),
        }
        for number in range(amount)
    ]
    with store.begin() as connection:
        connection.execute(insert(ALERTS), rows)


def marked(servers: Stage) -> list[Message]:
    """The messages of digests and alerts that stand in channels."""
    workspace = servers.workspace
    everything = (one for id_ in tuple(workspace.store.channels) for one in workspace.messages(id_))
    return [
        one for one in everything if one.metadata and one.metadata["event_type"] in {KIND, ALERT}
    ]


class _Enduring:
    """Bots that are replaced as often as they are stopped."""

    def __init__(
        self, ordeal: Ordeal, servers: Stage, settings: Settings, clock: FastClock
    ) -> None:
        self._ordeal = ordeal
        self._servers = servers
        self._settings = settings
        self._clock = clock
        self._chance = random.Random(ordeal.seed)  # noqa: S311 - not for secrets
        self._drops = 0
        self._cuts = 0
        self._ledger = create_engine(settings.database)

    def from_a_point(self) -> Outcome:
        """Let a bot kill itself where it is to, and another one go on."""
        begun = time.monotonic()
        with contextlib.ExitStack() as stack:
            stack.callback(self._ledger.dispose)
            died = self._begin(stack).wait(self._ordeal.patience)
            assert died == -signal.SIGKILL, f"the bot ended with {died}"
            bot = self._begin(stack)
            self._until(self._is_done, [bot])
            self._end(bot, signal.SIGTERM)
            return self._outcome(1, begun)

    def to_the_end(self) -> Outcome:
        begun, blows = time.monotonic(), 0
        with contextlib.ExitStack() as stack:
            stack.callback(self._ledger.dispose)
            bots = [self._begin(stack) for _ in range(self._ordeal.bots)]
            while not self._is_done():
                is_last = blows == self._ordeal.blows
                self._until(self._is_done if is_last else self._is_time(), bots)
                if is_last:
                    break
                at = self._chance.randrange(len(bots))
                self._end(bots[at], self._ordeal.blow)
                bots[at] = self._begin(stack)
                blows += 1
            for bot in bots:
                self._end(bot, signal.SIGTERM)
            return self._outcome(blows, begun)

    def _outcome(self, blows: int, begun: float) -> Outcome:
        seconds = time.monotonic() - begun
        states = self._states()
        return Outcome(
            self._ordeal.digests, blows, self._drops, self._cuts, self._marks(), states, seconds
        )

    def _begin(self, stack: contextlib.ExitStack) -> "subprocess.Popen[bytes]":
        point = (self._ordeal.point, str(self._servers.folder)) if self._ordeal.point else ()
        return stack.enter_context(living(self._settings, self._clock, *point))

    def _end(self, bot: "subprocess.Popen[bytes]", how: signal.Signals) -> None:
        bot.send_signal(how)
        bot.wait(self._ordeal.patience)

    def _is_time(self) -> Callable[[], bool]:
        """Whether Slack has answered so many calls more."""
        enough = self._calls() + self._chance.randint(*self._ordeal.between)
        return lambda: self._calls() >= enough or self._is_done()

    def _until(self, true: Callable[[], bool], bots: Iterable["subprocess.Popen[bytes]"]) -> None:
        """Look until something is so, and break connections meanwhile."""
        give_up_at = time.monotonic() + self._ordeal.patience
        while not true():
            assert all(bot.poll() is None for bot in bots), "a bot ended by itself"
            assert time.monotonic() < give_up_at, self._states()
            self._break_some()
            threading.Event().wait(_LOOK_SECONDS)

    def _break_some(self) -> None:
        every = self._ordeal.drop_every
        if every and self._accepted() >= every * (self._drops + 1):
            method, kind = _DROPS[self._drops % len(_DROPS)]
            self._servers.workspace.faults.add(Fault(method, kind))
            self._drops += 1
        every = self._ordeal.cut_every
        if every and self._accepted() >= every * (self._cuts + 1):
            with self._ledger.connect() as connection:
                connection.execute(text(_CUT))
            self._cuts += 1

    # -- looking ------------------------------------------------------------------------------

    def _calls(self) -> int:
        calls = self._servers.workspace.calls
        return calls[-1].n if calls else 0

    def _accepted(self) -> int:
        workspace = self._servers.workspace
        return sum(len(workspace.messages(one)) for one in tuple(workspace.store.channels))

    def _marks(self) -> Counter[str]:
        marks = (one.metadata or {} for one in marked(self._servers))
        return Counter(mark["event_payload"]["id"] for mark in marks)

    def _states(self) -> Counter[str]:
        """What the ledger says; read beside the bots."""
        with self._ledger.connect() as reading:
            return Counter(reading.execute(select(DELIVERIES.c.state)).scalars())

    def _is_done(self) -> bool:
        return self._accepted() >= self._ordeal.digests and self._states() == Counter(
            posted=self._ordeal.digests
        )


@contextlib.contextmanager
def living(
    settings: Settings, clock: FastClock, *point: str
) -> Iterator["subprocess.Popen[bytes]"]:
    """A bot in a process of its own; it does not outlive the block.

    Args:
        settings: Its settings.
        clock: Its clock.
        point: Where it kills itself, and a folder in which it says that it has.
    """
    command = [sys.executable, "-m", "tests.handlers.dying"]
    process = subprocess.Popen(  # noqa: S603 - our own module, and two numbers
        [*command, str(clock.origin), str(clock.speed), *point],
        env={**os.environ, **_environment(settings)},
        stdin=subprocess.PIPE,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def _environment(settings: Settings) -> dict[str, str]:
    """Settings as a process gets them."""
    given = settings.model_dump(exclude_none=True, exclude_defaults=True)
    plain = {
        name: one.get_secret_value() if isinstance(one, SecretStr) else str(one)
        for name, one in given.items()
    }
    return {name.upper(): one for name, one in plain.items()} | {"DRUMBEAT_LOG_LEVEL": "ERROR"}
