"""Alerts in the whole product, for tests that set them up and wait for what they tell."""

import contextlib
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from bot.local.insights.model import Event
from bot.local.workspace.model import Message
from tests.handlers.digests import told
from tests.handlers.talking import PROJECT, Product, said, until

LINE = f"deploys {PROJECT} below 3"
_NUMBERS: Final = itertools.count()


@pytest.fixture
def bot_without_alerts(shared: Product) -> Iterator[Product]:
    """The product, with nothing in its channels and no alerts: the `bot` of tests of alerts."""
    with without_alerts(shared):
        yield shared


@contextlib.contextmanager
def without_alerts(bot: Product) -> Iterator[Product]:
    """A product with nothing in its channels, no alerts and nothing quiet, before and after."""
    bot.reset()
    yield bot
    bot.clear_trouble()
    for line in ("loud channel", "loud all", "hours off"):
        told(bot, f"alert {line}")
    for number in numbers(bot):
        told(bot, f"alert delete {number}", "is deleted")
    assert bot.rhythm is not None
    bot.pass_time(5)  # their messages say that they are over, before all messages are forgotten
    until(lambda: bot.rhythm, lambda rhythm: rhythm and rhythm.is_idle)


def asked(bot: Product, line: str) -> str:
    """What somebody is told who types a whole command."""
    return told(bot, line.removeprefix("/drumbeat "))


def numbers(bot: Product) -> list[str]:
    """The alerts that there are."""
    lines = told(bot, "alert list").removeprefix("Alerts").splitlines()
    return [line.split()[0] for line in lines if line[:1].isdecimal()]


def added(bot: Product, line: str = LINE) -> str:
    """Set an alert up without looking what it would have done; returns its number."""
    answer = told(bot, f"alert keep {line}", "Set up.")
    return answer.partition("number ")[2].partition(")")[0]


def head(bot: Product, words: str) -> Message:
    """The message of an incident, once it says something."""
    seen = until(
        lambda: [one for one in bot.posted() if one.thread_ts is None and words in said(one)], len
    )
    return seen[-1]


def deployed(
    bot: Product,
    amount: int,
    application: str = "web",
    *,
    at: datetime | None = None,
    project: str = PROJECT,
) -> None:
    """So many deployments, an hour ago by the bot's clock unless another time is said."""
    begin = at or bot.clock.now() - timedelta(hours=1)
    ms = int(begin.timestamp() * 1000)
    bot.stage.store.add(
        [
            Event(project, "production", application, f"{ms}.{number}", "finished", ms + number)
            for number in range(amount)
        ]
    )


def new_project() -> str:
    """A project in which nothing ever happened, whatever other tests did."""
    return f"shop{next(_NUMBERS)}"


def to_noon(bot: Product) -> datetime:
    """Let it be noon on the next day (UTC), so that yesterday is over whatever the time is.

    Returns:
        Noon of yesterday.
    """
    now = bot.clock.now()
    noon = datetime(now.year, now.month, now.day, 12, tzinfo=UTC) + timedelta(days=1)
    bot.clock.skip((noon - now).total_seconds())
    return noon - timedelta(days=1)
