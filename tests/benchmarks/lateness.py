"""A thousand digests that are due in the same minute: how late each comes, and how late it has to.

Each call of the local Slack takes a tenth of a second and each file one second, as with a real one.
What Slack's limits allow is worked out from its documents, and measured where that takes minutes
and not many of them: then the local Slack keeps to them.
"""

import itertools
import threading
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.commands.manifest import manifest
from bot.digests.ahead import AHEAD
from bot.local.insights.sample import ENVIRONMENT, PROJECT, store_sample
from bot.local.workspace.faults import Fault
from bot.local.workspace.limits import SPECIAL, TIER_4
from bot.stage import Stage, stage
from bot.store.engine import opened
from tests.benchmarks.figures import Row, percentile
from tests.benchmarks.processes import busy_seconds, descendants
from tests.fakes import FastClock
from tests.handlers.crashing import channels, living, marked, store_digests

DIGESTS: Final = 1_000
CHANNELS: Final = 200
CALL_SECONDS: Final = 0.1
FILE_SECONDS: Final = 1.0
_FEW: Final = 50
_BARELY: Final = timedelta(seconds=20)
"""How long before the minute a bot has to be there, at least, that has just been started."""
_EARLY: Final = AHEAD + timedelta(seconds=20)
"""The same for one that makes digests ahead."""
_PATIENCE: Final = 1_800.0
_LOOK_SECONDS: Final = 0.05
_ENDLESS: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """How late they came, in order, and what it took.

    Attributes:
        late: Seconds between the slot and Slack's stamp.
        uploads: How many pictures Slack was sent.
        questions: How often LaunchDarkly was asked.
        worked: Seconds that the bot has worked.
        drew: Seconds that the process has worked which draws for it.
    """

    late: tuple[float, ...]
    uploads: int
    questions: int
    worked: float
    drew: float

    def shown(self) -> str:
        """The lateness of most, of nearly all, of all."""
        points = (f"p{one} {percentile(self.late, one):.1f} s" for one in (50, 95, 99))
        return f"{', '.join(points)}, max {self.late[-1]:.1f} s"


def rows() -> Iterable[Row]:
    """Digests that show much the same, and digests that show nothing twice."""
    for charts, early in itertools.product((_FEW, DIGESTS), (_BARELY, _EARLY)):
        how = "made ahead" if early is _EARLY else "just started"
        name = f"{DIGESTS:,} digests of {charts:,} charts, {how}"
        found = measured(charts, limits=False, early=early)
        yield f"{name}: late", found.shown(), "p99 within 5 minutes"
        yield f"{name}: uploads, questions", f"{found.uploads:,}, {found.questions:,}", ""
        each = f"{1000 * found.worked / DIGESTS:.0f} ms, {1000 * found.drew / charts:.0f} ms"
        yield f"{name}: work for a digest, drawing of a chart", each, ""
        yield f"{name}: the last, if Slack took no time", f"{allowed(charts):.0f} s", ""
    limited = measured(_FEW, limits=True).shown()
    yield f"{DIGESTS:,} digests of {_FEW} charts, Slack limits: late", limited, ""


def allowed(charts: int, digests: int = DIGESTS, places: int = CHANNELS) -> float:
    """Seconds until the last one is there if nothing counted but Slack's limits.

    One message a second and channel, some hundreds of messages a minute and workspace, and a
    hundred calls a minute of each method that an upload takes. What a minute allows may all come
    at its beginning.
    """
    in_channel = -(-digests // places) - 1
    return max(in_channel, _minutes(digests, SPECIAL), _minutes(charts, TIER_4))


def _minutes(amount: int, per_minute: int) -> float:
    return 60.0 * ((amount - 1) // per_minute)


def measured(
    charts: int, *, limits: bool, digests: int = DIGESTS, early: timedelta = _BARELY
) -> Found:
    """Let a minute come for which digests are due, and wait until the last one is there.

    Args:
        charts: How many of the digests differ.
        limits: Whether Slack keeps to its own.
        digests: How many there are.
        early: How long before the minute the bot is there.
    """
    clock = FastClock(time.time(), 1.0)
    with ExitStack() as stack:
        servers = stack.enter_context(
            stage(manifest(), limits=limits, clock=clock, channels=channels(CHANNELS))
        )
        store_sample(servers.store, clock.now(), days=200)
        due = (clock.now() + early).replace(second=0, microsecond=0) + timedelta(minutes=1)
        with opened(servers.settings().database) as engine:
            store_digests(engine, servers, digests, due, lines(charts))
        servers.workspace.settling.file_ready_after = FILE_SECONDS
        servers.workspace.faults.add(Fault("*", "delay", times=_ENDLESS, seconds=CALL_SECONDS))
        bot = stack.enter_context(living(servers.settings(), clock)).pid
        began = _work(bot)
        _wait_for(servers, digests)
        worked, drew = (after - before for before, after in zip(began, _work(bot), strict=True))
        stamps = sorted(float(one.ts) for one in marked(servers))
        late = tuple(stamp - due.timestamp() for stamp in stamps)
        uploads, questions = len(servers.workspace.store.files), servers.record.count
        return Found(late, uploads, questions, worked, drew)


def _work(bot: int) -> tuple[float, float]:
    """How long a bot has worked, and the process which draws for it."""
    return busy_seconds(bot), max(map(busy_seconds, descendants(bot)), default=0.0)


def lines(charts: int) -> list[str]:
    """So many different charts, of three kinds."""
    forms = [
        f"{kind} {PROJECT} env {ENVIRONMENT} {{}}d{more}"
        for kind in ("deploys", "leadtime", "releases")
        for more in ("", " by application", " every week", " by application every week")
    ]
    return [forms[one % len(forms)].format(7 + one // len(forms)) for one in range(charts)]


def _wait_for(servers: Stage, digests: int) -> None:
    give_up_at = time.monotonic() + _PATIENCE
    while len(marked(servers)) < digests:
        if time.monotonic() > give_up_at:
            raise TimeoutError("The digests did not come.")
        threading.Event().wait(_LOOK_SECONDS)
