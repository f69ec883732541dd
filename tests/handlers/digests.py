"""Digests in the whole product, for tests that set them up and wait for them."""

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.local.workspace.model import Message
from tests.handlers.talking import PROJECT, Product, said, until

LINE = f"/drumbeat digest add deploys {PROJECT} 30d"
CHART = "/charts/deployments/frequency"
HOUR = 3_600
DAY = 24 * HOUR
ADA = ZoneInfo("Europe/Berlin")


@pytest.fixture
def bot_without_digests(shared: Product) -> Iterator[Product]:
    """The product, with nothing in its channels and no digests: the `bot` of tests of digests."""
    with without_digests(shared):
        yield shared


@contextlib.contextmanager
def without_digests(bot: Product) -> Iterator[None]:
    """A product with nothing in its channels and no digests, before and after."""
    bot.reset()
    yield
    for number in numbers(bot):
        told(bot, f"digest delete {number}", "is deleted")


def told(bot: Product, line: str, words: str = "", *, channel: str = "delivery") -> str:
    """What somebody reads who types a line, once that holds some words."""
    before = len(bot.told(channel=channel))
    bot.say(f"/drumbeat {line}", channel=channel)

    def new() -> list[str]:
        return [one for one in bot.told(channel=channel)[before:] if words in one]

    return until(new, len)[-1]


def listed(bot: Product) -> str:
    """All digests, as somebody reads them."""
    return told(bot, "digest list")


def numbers(bot: Product) -> list[str]:
    """The digests that there are."""
    return re.findall(r"(?:^|\n|Digests)(\d+)[ “]", listed(bot))


def added(bot: Product, rest: str = "every day 09:00") -> str:
    """Set a digest up; returns its number."""
    bot.say(f"{LINE} {rest}")
    (told,) = bot.privately("Set up.")
    found = re.search(r"number (\d+)", told)
    assert found is not None
    return found[1]


def digests(bot: Product, channel: str = "delivery") -> list[Message]:
    """The digests that came to a channel."""
    return [one for one in bot.posted(channel) if " · week " in said(one)]


def to_nine(bot: Product) -> float:
    """Seconds until nine o'clock, where Ada lives."""
    now = bot.clock.now().astimezone(ADA)
    nine = now.replace(hour=9, minute=0, second=0, microsecond=0)
    return ((nine if nine > now else nine + timedelta(days=1)) - now).total_seconds()


def added_elsewhere(bot: Product, rest: str = "every day 09:00") -> None:
    """Set the same up for another channel."""
    bot.say(f"{LINE} {rest} in <#{bot.stage.workspace.channel('team-mobile').id}>")
    until(lambda: bot.posted("team-mobile"), len)


def history(bot: Product, number: str) -> str:
    """What a digest's history says now."""
    return told(bot, f"digest history {number}")


def sent(bot: Product, number: str) -> str:
    """A digest's history, once it was sent, however long Drumbeat's clock has to go on for that."""
    return became(bot, number, ": sent")


def became(bot: Product, number: str, words: str) -> str:
    """A digest's history, once it says something, however long the clock has to go on for that."""

    def later() -> str:
        # Nobody's lease is to run out only because a test lets hours pass in a moment.
        if not any(state == "posting" for state, _ in kept(bot, number)):
            bot.pass_time(20)
        return history(bot, number)

    return until(later, lambda told: words in told)


def kept(bot: Product, number: str) -> list[tuple[str, str]]:
    """The states and channels of a digest's deliveries, as they stand in the file."""
    file = str(bot.stage.settings().drumbeat_database)
    with contextlib.closing(sqlite3.connect(file)) as reading:
        asked = "SELECT state, channel FROM delivery WHERE digest_id = ? ORDER BY id"
        return reading.execute(asked, (number,)).fetchall()


@contextlib.contextmanager
def disk_full(bot: Product, *, when: str) -> Iterator[None]:
    """Let the disk be full whenever something is to be written.

    Args:
        bot: The product.
        when: What cannot be written, as SQL has it.
    """
    file = str(bot.stage.settings().drumbeat_database)
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(
            f"CREATE TRIGGER full BEFORE {when} BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )
        yield
        connection.execute("DROP TRIGGER full")
