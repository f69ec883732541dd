"""A made-up history, so that there is something to look at before there is anything real.

Each day of each application is drawn by itself, from its date: asking again tomorrow gives the
same days and one more, and storing it again adds only that.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.local.insights import moments
from bot.local.insights.database import Added
from bot.local.insights.model import ApplicationKind, Event, EventType
from bot.local.insights.store import Store

PROJECT: Final = "sample-shop"
PROJECT_NAME: Final = "Sample shop (generated)"
ENVIRONMENT: Final = "production"
DAYS: Final = 182


@dataclass(frozen=True, slots=True)
class _Application:
    key: str
    name: str
    kind: ApplicationKind
    per_day: float


_APPLICATIONS: Final = (
    _Application("storefront", "Storefront", "browser", 4.5),
    _Application("checkout", "Checkout", "server", 2.2),
    _Application("search", "Search", "server", 1.4),
    _Application("payments", "Payments", "server", 0.6),
    _Application("warehouse", "Warehouse", "server", 0.9),
    _Application("mobile-app", "Mobile app", "mobile", 0.2),
)
_WEEKDAYS: Final = (0.9, 1.2, 1.3, 1.2, 0.8, 0.08, 0.05)
"""How busy a day is, from Monday on."""
_QUIET_WEEK: Final = 9
"""Of every 26 weeks of the calendar, the one in which almost nothing is deployed."""
_QUIET: Final = 0.06
_FAILING: Final = 0.06
_STUCK: Final = 0.01
_ROLLED_BACK: Final = 0.02


def store_sample(store: Store, now: datetime, *, days: int = DAYS) -> Added:
    """Put the sample into a store, under a project that says what it is."""
    added = store.add(sample_events(now, days=days))
    store.name_project(PROJECT, PROJECT_NAME)
    return added


def sample_events(now: datetime, *, days: int = DAYS) -> Iterator[Event]:
    """The events of the days up to now, the present day included.

    Args:
        now: The present (aware); nothing happens after it.
        days: How many days to go back.
    """
    until = moments.to_ms(now)
    today = now.astimezone(UTC).date()
    for back in range(days, -1, -1):
        for application in _APPLICATIONS:
            for event in _day(application, today - timedelta(days=back)):
                if event.at <= until:
                    yield event


def _day(application: _Application, day: date) -> Iterator[Event]:
    # A seed of its own for each application and day; nobody's secrets depend on it.
    chance = random.Random(f"{application.key} {day.isoformat()}")  # noqa: S311 (see above)
    for number in range(1, _poisson(chance, application.per_day * _busy(day)) + 1):
        version = f"{day:%Y.%m.%d}.{number}"
        starts = datetime.combine(day, time(7), UTC) + timedelta(minutes=chance.triangular(0, 720))
        yield from _deployment(application, version, moments.to_ms(starts), chance)


def _busy(day: date) -> float:
    quiet = day.isocalendar().week % 26 == _QUIET_WEEK
    return _WEEKDAYS[day.weekday()] * (_QUIET if quiet else 1.0)


def _deployment(
    application: _Application, version: str, starts: int, chance: random.Random
) -> Iterator[Event]:
    """A start and most often an end; what failed is tried once more."""
    ends = starts + int(chance.uniform(2, 20) * 60_000)
    metadata = {"kind": "rollback"} if chance.random() < _ROLLED_BACK else {}
    luck = chance.random()

    def event(type_: EventType, at: int) -> Event:
        return Event(
            PROJECT,
            ENVIRONMENT,
            application.key,
            version,
            type_,
            at,
            application_name=application.name,
            application_kind=application.kind,
            deployment_metadata=metadata,
        )

    yield event("started", starts)
    if luck < _STUCK:
        return
    if luck > 1 - _FAILING:
        yield event("failed", ends)
        again = ends + int(chance.uniform(5, 40) * 60_000)
        yield event("started", again)
        ends += again - starts
    yield event("finished", ends)


def _poisson(chance: random.Random, mean: float) -> int:
    """How many, if `mean` is the average (Knuth's way, good for small numbers)."""
    limit, product, number = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        number += 1
    return number
