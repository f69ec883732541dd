"""What alerts tell late: one message of what is over already, and nothing of what nobody saw."""

import contextlib
import sqlite3
from datetime import datetime, timedelta

from bot.local.workspace.model import Message
from tests.handlers.alerts import (
    added,
    bot_without_alerts,
    deployed,
    head,
    new_project,
    to_noon,
)
from tests.handlers.digests import DAY, HOUR, told
from tests.handlers.talking import Product, said, until

ONE = timedelta(days=1)


bot = bot_without_alerts


def posted(bot: Product) -> list[Message]:
    """What a channel was told of an alert, besides that there is one."""
    return [one for one in bot.posted() if "An alert for this channel" not in said(one)]


def deliveries(bot: Product, number: str) -> list[str]:
    """The states of what an alert has to tell, as they stand in the file."""
    file = str(bot.stage.settings().drumbeat_database)
    with contextlib.closing(sqlite3.connect(file)) as reading:
        found = "SELECT state FROM delivery WHERE alert_id = ? ORDER BY id"
        return [state for (state,) in reading.execute(found, (number,))]


def ends(bot: Product, number: str, project: str, yesterday: datetime) -> None:
    """Let an alert be over, and wait until Drumbeat knows."""
    deployed(bot, 7, at=yesterday + ONE, project=project)
    bot.pass_time(DAY)
    until(lambda: told(bot, f"alert history {number}"), lambda seen: ": over" in seen)


def test_what_is_over_before_it_is_told_is_told_in_one_message(bot: Product) -> None:
    """When it began, when it ended, what fired it; its end is not told besides."""
    project, yesterday = new_project(), to_noon(bot)
    deployed(bot, 2, at=yesterday, project=project)
    number = added(bot, f"deploys {project} below 3")
    bot.trouble("chat.postMessage", "ratelimited", retry_after=60, times=99)
    bot.pass_time(5)
    ends(bot, number, project, yesterday)
    assert posted(bot) == []
    bot.clear_trouble()

    def later() -> list[str]:
        bot.pass_time(70)
        return deliveries(bot, number)

    until(later, lambda states: states == ["posted", "skipped"])
    (message,) = posted(bot)
    assert f"Alert {number}: over" in said(message)
    assert "2 deployments on" in said(message)
    assert "; over after 10 days or more: 7 deployments on" in said(message)
    assert "Alerted on" in said(message)
    assert "told late." in said(message)


def test_what_is_told_in_time_has_its_end_in_its_thread(bot: Product) -> None:
    """However the message is changed afterwards."""
    project, yesterday = new_project(), to_noon(bot)
    deployed(bot, 2, at=yesterday, project=project)
    number = added(bot, f"deploys {project} below 3")
    bot.pass_time(5)
    first = head(bot, ": alerting")
    ends(bot, number, project, yesterday)
    bot.pass_time(60)
    (reply,) = until(lambda: [one for one in bot.posted() if one.thread_ts == first.ts], len)
    assert "Over after 10 days or more: 7 deployments" in said(reply)
    assert "told late" not in said(head(bot, ": over"))


def test_what_began_and_ended_unseen_is_only_in_history(bot: Product) -> None:
    """Drumbeat was not running; nobody is called for what is over."""
    project, yesterday = new_project(), to_noon(bot)
    for at in (yesterday, yesterday + 2 * ONE):
        deployed(bot, 5, at=at, project=project)
    number = added(bot, f"deploys {project} below 3")
    bot.pass_time(5)
    until(lambda: told(bot, f"alert show {number}"), lambda seen: "OK" in seen)
    bot.clock.skip(2 * DAY + HOUR)
    bot.pass_time(5)
    history = until(
        lambda: told(bot, f"alert history {number}"),
        lambda seen: "began and ended while nobody looked" in seen,
    )
    assert "alerting" not in history
    assert posted(bot) == []
    assert deliveries(bot, number) == []
