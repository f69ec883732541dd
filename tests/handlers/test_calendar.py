"""Days off of a channel: typed in it, heard of in it, and kept free of digests."""

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from bot.calendars.kept import Kept
from bot.calendars.model import Off
from bot.local.workspace.model import Message
from handlers import calendar_words
from tests.handlers.digests import ADA, DAY, LINE, digests, to_nine, told, without_digests
from tests.handlers.talking import PROJECT, Product, said, until

DIGEST = f"{LINE} every day 09:00"


@pytest.fixture
def bot(shared: Product) -> Iterator[Product]:
    """The product, with nothing in its channels, no digests and no days off."""
    with without_digests(shared):
        yield shared
    for number in re.findall(r"(?:^|\n|channel)(\d+) · ", told(shared, "calendar list")):
        told(shared, f"calendar delete {number}")


def next_nine(bot: Product) -> tuple[float, date]:
    """Seconds until nine o'clock, where Ada lives, and the day on which that is."""
    seconds = to_nine(bot)
    return seconds, (bot.clock.now() + timedelta(seconds=seconds)).astimezone(ADA).date()


def added(bot: Product, line: str = DIGEST.removeprefix("/drumbeat ")) -> str:
    """Set a digest up; returns its number."""
    found = re.search(r"number (\d+)", told(bot, line))
    assert found is not None
    return found[1]


def weekly(day: date) -> str:
    """A digest that comes on a day of the week."""
    return f"digest add deploys {PROJECT} 30d every {day:%A} 09:00"


# -- the calendar -------------------------------------------------------------------------------


def test_the_channel_hears_of_days_off_and_of_who_put_them_in(bot: Product) -> None:
    """Who typed it reads the number; the list shows it until it is deleted."""
    day = next_nine(bot)[1] + timedelta(days=30)
    answer = told(bot, f"calendar add {day} to {day + timedelta(days=2)} R&D retreat")
    number = re.search(r"number (\d+)", answer)
    assert number is not None
    assert "digests of these days are skipped" in answer
    (heard,) = bot.posted()
    assert "R&D retreat is in this channel's calendar" in said(heard)
    assert f"<@{bot.stage.workspace.person('ada').id}>" in said(heard)
    assert "R&D retreat" in told(bot, "calendar list")
    assert "no days off" in told(bot, "calendar list", channel="team-mobile")
    assert "There is no" in told(bot, f"calendar delete {number[1]}", channel="team-mobile")
    gone = told(bot, f"calendar delete {number[1]}")
    assert f'/drumbeat calendar add {day} to {day + timedelta(days=2)} "R&D retreat" skip' in gone
    assert "any more" in said(bot.posted()[-1])
    assert "no days off" in told(bot, "calendar")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("calendar add", "Which days?"),
        ("calendar add soon", "“soon” is no date"),
        ("calendar add 2026-02-30", "There is no 2026-02-30"),
        ("calendar delete", "Which one?"),
        ("calendar delete " + "9" * 5_000, "There is no 999"),
        ("calendar burn", "I do not know “calendar burn”"),
        ("calendar help", "on which days it wants no digest"),
        ("holidays", "no days off"),
        ("", "/drumbeat calendar"),
    ],
)
def test_whatever_is_typed_is_answered(bot: Product, line: str, words: str) -> None:
    """In private, with what there is; nothing is changed."""
    assert words in told(bot, line)
    assert bot.posted() == ()


def test_a_channel_that_cannot_be_told_has_its_days_off_all_the_same(bot: Product) -> None:
    """Who typed it reads that the channel does not know."""
    day = next_nine(bot)[1] + timedelta(days=30)
    bot.trouble("chat.postMessage", "error", error="not_in_channel")
    assert "could not be told" in told(bot, f"calendar add {day} Retreat")
    assert "Retreat" in told(bot, "calendar list")


def test_the_same_days_are_put_in_once(bot: Product) -> None:
    """The second time it is said that they are there."""
    day = next_nine(bot)[1] + timedelta(days=30)
    told(bot, f"calendar add {day} Retreat")
    assert "in the calendar already" in told(bot, f"calendar add {day} Retreat")
    assert len(bot.posted()) == 1


def test_of_many_days_off_the_first_are_listed() -> None:
    """And how many more there are; what is long over is not."""
    today = date(2026, 11, 26)
    days = [today + timedelta(days=at) for at in range(-40, 45)]
    known = [Kept(at, Off(day, day, "", "skip"), "de.ics") for at, day in enumerate(days)]
    text = str(calendar_words.listed(known, today).blocks)
    assert "Mon 26 Oct 2026 · skip · from de.ics" in text
    assert "25 Oct" not in text
    assert "and 36 more" in text


# -- digests ------------------------------------------------------------------------------------


def test_a_digest_on_a_day_off_is_skipped_and_said_to_be(bot: Product) -> None:
    """Before, where days are put in and where the digest is shown; after, in its history."""
    number, (seconds, day) = added(bot), next_nine(bot)
    answer = told(bot, f"calendar add {day} Christmas")
    assert f"Digest {number} · {day:%a} {day.day}" in answer
    assert "skipped (a day off: Christmas)" in answer
    assert "skipped (a day off: Christmas)" in told(bot, f"digest show {number}")
    tomorrow = day + timedelta(days=1)
    assert f"next {tomorrow:%a} {tomorrow.day}" in told(bot, "digest list")
    assert f"next due {tomorrow:%a} {tomorrow.day}" in told(bot, f"digest preview {number}")
    bot.pass_time(seconds)
    assert "skipped (a day off: Christmas)" in told(bot, f"digest history {number}")
    assert digests(bot) == []
    bot.pass_time(DAY)
    until(lambda: digests(bot), len)


def test_what_a_freeze_does_is_told_as_far_as_it_helps(bot: Product) -> None:
    """A few slots, however far ahead; of a holiday within a freeze nothing, as it changes none."""
    added(bot)
    day = next_nine(bot)[1] + timedelta(days=300)
    answer = told(bot, f"calendar add {day} to {day + timedelta(days=30)} Freeze")
    assert answer.count("skipped (a day off: Freeze)") == 5
    assert answer.rstrip().endswith("and more")
    assert "Digest" not in told(bot, f"calendar add {day + timedelta(days=3)} Holiday shift")


def test_a_digest_on_a_day_off_comes_on_the_next_day(bot: Product) -> None:
    """At the same time and once, and says from when it was moved."""
    seconds, day = next_nine(bot)
    number = added(bot, weekly(day))
    after = day + timedelta(days=2)
    answer = told(bot, f"calendar add {day} to {day + timedelta(days=1)} Christmas shift")
    assert f"comes {after:%a} {after.day}" in answer
    bot.pass_time(seconds)
    assert "under way" in told(bot, f"digest history {number}")
    bot.pass_time(DAY)
    assert digests(bot) == []
    bot.pass_time(DAY)
    (came,) = until(lambda: digests(bot), len)
    assert f"due {after:%a} {after.day}" in said(came)
    assert f"not {day:%a} {day.day}" in said(came)
    assert "(a day off: Christmas)" in said(came)
    assert "late" not in said(came)
    history = until(lambda: told(bot, f"digest history {number}"), lambda one: "sent" in one)
    assert f"not {day:%a} {day.day}" in history
    bot.pass_time(DAY)
    assert len(digests(bot)) == 1


def test_a_day_off_that_was_put_in_later_moves_it_once_more(bot: Product) -> None:
    """What was moved to a day comes another day yet if that one is off by now."""
    seconds, day = next_nine(bot)
    number = added(bot, weekly(day))
    told(bot, f"calendar add {day} Christmas shift")
    bot.pass_time(seconds)
    told(bot, f"calendar add {day + timedelta(days=1)} Boxing Day shift")
    bot.pass_time(DAY)
    assert "under way" in told(bot, f"digest history {number}")
    bot.pass_time(DAY)
    until(lambda: digests(bot), len)


def test_a_digest_that_would_come_twice_comes_once(bot: Product) -> None:
    """What would be moved to another slot is skipped, and its history says which stands for it."""
    number, (seconds, day) = added(bot), next_nine(bot)
    told(bot, f"calendar add {day} Christmas shift")
    bot.pass_time(seconds)
    tomorrow = day + timedelta(days=1)
    history = told(bot, f"digest history {number}")
    assert f"that of {tomorrow:%a} {tomorrow.day}" in history
    bot.pass_time(DAY)
    until(lambda: digests(bot), len)
    bot.pass_time(60)
    assert len(digests(bot)) == 1


def test_a_new_digest_comes_first_when_no_day_is_off(bot: Product) -> None:
    """Its introduction names the first day on which it really comes."""
    _, day = next_nine(bot)
    told(bot, f"calendar add {day} Christmas")
    added(bot)
    tomorrow = day + timedelta(days=1)
    assert f"It comes first {tomorrow:%a} {tomorrow.day}" in said(bot.posted()[-1])


# -- charts -------------------------------------------------------------------------------------


def test_charts_have_days_off_shaded(bot: Product) -> None:
    """Those of digests and those that somebody asks for, in this channel and in no other."""
    seconds, day = next_nine(bot)
    yesterday = day - timedelta(days=2)
    told(bot, f"calendar add {yesterday} Outage skip")
    bot.say(f"/deploys {PROJECT} 30d")
    assert "1 day off shaded" in alt(bot.pictured()[-1])
    added(bot)
    bot.pass_time(seconds)
    (came,) = until(lambda: digests(bot), len)
    assert "1 day off shaded" in alt(came)
    bot.say(f"/deploys {PROJECT} 30d", channel="team-mobile")
    assert "shaded" not in alt(bot.pictured(channel="team-mobile")[-1])


def alt(message: Message) -> str:
    """What a message's picture shows, in words."""
    return next(str(one["alt_text"]) for one in message.blocks if one["type"] == "image")


def test_a_chart_does_without_a_calendar_that_cannot_be_read(bot: Product) -> None:
    """The picture comes unshaded, and the log says why."""
    file = str(bot.stage.settings().drumbeat_database)
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("ALTER TABLE day_off RENAME TO gone")
        try:
            bot.say(f"/deploys {PROJECT} 7d")
            bot.pictured()
        finally:
            connection.execute("ALTER TABLE gone RENAME TO day_off")
    bot.logged("cannot be read: no such table: day_off")
