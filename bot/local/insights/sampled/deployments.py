"""The sample's deployments: a start and most often an end; what failed is tried once more."""

import random
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from bot.local.insights import moments
from bot.local.insights.model import Event, EventType
from bot.local.insights.sampled import team
from bot.local.insights.sampled.team import APPLICATIONS, ENVIRONMENT, STAGING, Application

_QUIET: Final = 0.06
_FAILING: Final = 0.06
_STUCK: Final = 0.01
_ROLLED_BACK: Final = 0.02


def events(now: datetime, *, days: int) -> Iterator[Event]:
    """The events of the days up to now, the present day included.

    Args:
        now: The present (aware); nothing happens after it.
        days: How many days to go back.
    """
    until = moments.to_ms(now)
    for day in team.days(now, days):
        for application in APPLICATIONS:
            for event in (*_staging(application, day), *_day(application, day)):
                if event.at <= until:
                    yield event


def _day(application: Application, day: date) -> Iterator[Event]:
    chance = team.seeded(application.key, day)
    busy = team.busy(day) * (_QUIET if team.is_quiet(day) else 1.0)
    for number in range(1, team.poisson(chance, application.per_day * busy) + 1):
        place = (application, ENVIRONMENT, f"{day:%Y.%m.%d}.{number}")
        yield from _deployment(*place, team.in_hours(chance, day), chance)


def _staging(application: Application, day: date) -> Iterator[Event]:
    """On most mornings of work what was merged the day before, ahead of all that is for people."""
    chance = team.seeded("staging", application.key, day)
    if not team.is_weekend(day) and chance.random() < application.per_day:
        starts = team.morning(day) + int(chance.uniform(0, 40) * 60_000)
        yield from _deployment(application, STAGING, f"{day:%Y.%m.%d}.0", starts, chance)


def _deployment(
    application: Application, environment: str, version: str, starts: int, chance: random.Random
) -> Iterator[Event]:
    ends = starts + int(chance.uniform(2, 20) * 60_000)
    metadata = {"kind": "rollback"} if chance.random() < _ROLLED_BACK else {}
    luck = chance.random()

    def event(type_: EventType, at: int) -> Event:
        return Event(
            application.project,
            environment,
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
