"""Alerts: what looking once costs, and trying a rule on eight weeks of days and of hours."""

import json
import resource
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import insert

from bot import wiring
from bot.alerts.backtest import WEEKS, backtest
from bot.alerts.counting import first_needed
from bot.alerts.engine import step
from bot.alerts.kept import from_json, to_json
from bot.alerts.memory import Memory
from bot.alerts.rules import WEEKEND, Drop, Rule, Threshold, usual
from bot.alerts.seen import Answered
from bot.catalog import BY_NAME
from bot.chart import Point
from bot.clock import SystemClock
from bot.commands.manifest import manifest
from bot.local.insights.model import Event
from bot.local.insights.sample import ENVIRONMENT, PROJECT
from bot.query import BucketType, Window
from bot.stage import stage
from bot.store.engine import opened
from bot.store.tables import ALERTS
from tests.benchmarks.figures import Row, milliseconds

_UNTIL: Final = datetime(2026, 11, 24, tzinfo=UTC)
_COUNTS: Final = (0, 0, 1, 2, 3, 5, 1)
_TIMES: Final = 50
_ALERTS: Final = 10_000
_QUESTIONS: Final = 500
_LINE: Final = f"deploys project {PROJECT} env * application"
_DAYS: Final = Rule(Threshold("below", 2), "zero", for_n=2, weekdays_off=WEEKEND)
_HOURS: Final = usual(Threshold("below", 2), BY_NAME["deploys"], BucketType.HOUR)


def rows() -> Iterable[Row]:
    """Figures for one process; none of it waits for anything."""
    day, hour = BucketType.DAY, BucketType.HOUR
    yield "a look at a series", milliseconds(_timed(_look()), 50, 95), ""
    yield "eight weeks of days", milliseconds(_timed(_tried(_DAYS, day)), 50, 95), "under 5 ms"
    yield "eight weeks of hours", milliseconds(_timed(_tried(_HOURS, hour)), 50, 95), "under 200 ms"
    drop = _tried(Rule(Drop(20), "zero"), hour)
    yield "eight weeks of hours, a drop", milliseconds(_timed(drop), 50, 95), "under 200 ms"
    yield from _passed()


def _passed() -> Iterable[Row]:
    """Many alerts, all of them due at once, with a real bot and a LaunchDarkly on this machine."""
    with stage(manifest(), limits=False) as servers, ExitStack() as stack:
        servers.store.add(_deployments(SystemClock().now()))
        settings = servers.settings()
        _store(settings.database, servers.workspace.identity.team)
        bot = stack.enter_context(wiring.bot(settings, delivers=False))
        asked, memory, begun = servers.record.count, _peak_mb(), time.perf_counter()
        bot.rhythm.watch()
        took = time.perf_counter() - begun
        calls, more = servers.record.count - asked, _peak_mb() - memory
    name = f"{_ALERTS:,} alerts over {_QUESTIONS} questions: one pass"
    yield name, f"{took:.0f} s, {calls:,} calls, {more:.0f} MB more", f"{_QUESTIONS} calls"


def _deployments(now: datetime) -> list[Event]:
    """One a day of each application, for two weeks."""
    return [
        Event(
            PROJECT,
            ENVIRONMENT,
            f"a{number}",
            f"1.{day}",
            "finished",
            int((now - timedelta(days=day)).timestamp() * 1000),
        )
        for number in range(_QUESTIONS)
        for day in range(1, 15)
    ]


def _store(database: str, team: str) -> None:
    """Alerts that nobody need hear of, each question asked for by as many."""
    row = {
        "team": team,
        "owner": "U1",
        "memory": "{}",
        "revision": 0,
        "next_look": 0,
        "created_at": 0,
    }
    rows = [
        row
        | {
            "channel": f"C{number % 100}",
            "line": f"{_LINE} a{number % _QUESTIONS} bucket day",
            "phrase": f"above {1_000 + number}",
        }
        for number in range(_ALERTS)
    ]
    with opened(database) as engine, engine.begin() as connection:
        connection.execute(insert(ALERTS), rows)


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _timed(work: Callable[[], object]) -> list[float]:
    found = []
    for _ in range(_TIMES):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return found


def _past(bucket: BucketType, begin: datetime) -> tuple[Point, ...]:
    length = timedelta(milliseconds=bucket.unit_ms)
    count = (_UNTIL - begin) // length
    return tuple(Point(begin + at * length, _COUNTS[at % len(_COUNTS)]) for at in range(count))


def _tried(rule: Rule, bucket: BucketType) -> Callable[[], object]:
    points = _past(bucket, _UNTIL - timedelta(weeks=2 * WEEKS))
    return lambda: backtest(rule, points, _UNTIL, bucket_ms=bucket.unit_ms)


def _look() -> Callable[[], object]:
    """Read memory, look, and write it, as each look does."""
    start = first_needed(_DAYS, _UNTIL, BucketType.DAY.unit_ms)
    window = Window(start, _UNTIL, BucketType.DAY, BucketType.DAY.unit_ms)
    now = _UNTIL + _DAYS.grace
    seen = Answered(_past(BucketType.DAY, start), window, now)
    kept = json.dumps(to_json(step(_DAYS, Memory(), seen, now).memory))

    def look() -> str:
        memory = from_json(json.loads(kept))
        return json.dumps(to_json(step(_DAYS, memory, seen, now).memory))

    return look
