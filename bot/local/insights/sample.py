"""A made-up history, so that there is something to look at before there is anything real.

Wherever they are shown its projects are named as generated. Each day is drawn by itself, from its
date: asking again tomorrow gives the same days and one more, and storing it again adds only that.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot.local.insights.database import Added
from bot.local.insights.model import Event
from bot.local.insights.sampled import deployments, flags, pull_requests
from bot.local.insights.sampled.team import DESKTOP, ENVIRONMENT, PROJECT, PROJECTS, STAGING
from bot.local.insights.store import Store

__all__ = [
    "DAYS",
    "DESKTOP",
    "ENVIRONMENT",
    "PROJECT",
    "PROJECTS",
    "STAGING",
    "sample_events",
    "store_sample",
]

DAYS: Final = 800
"""Two years to hold against each other, and two months more."""


def store_sample(store: Store, now: datetime, *, days: int = DAYS) -> Added:
    """Put the sample into a store, under projects that say what they are.

    Args:
        store: Where it goes.
        now: The present (aware); nothing happens after it.
        days: How many days to go back.

    Returns:
        What became of all of it: deployment events, pull requests, flags and flag events.
    """
    each = (
        store.add(sample_events(now, days=days)),
        store.pull_requests.put(pull_requests.pull_requests(now, days=days)),
        store.flags.put(flags.flags(now, days=days)),
        store.flag_events.put(flags.events(now, days=days)),
    )
    for key, name in PROJECTS.items():
        store.name_project(key, name)
    return Added(
        sum(one.new for one in each),
        sum(one.changed for one in each),
        sum(one.known for one in each),
    )


def sample_events(now: datetime, *, days: int = DAYS) -> Iterator[Event]:
    """The deployment events of the days up to now, the present day included."""
    return deployments.events(now, days=days)
