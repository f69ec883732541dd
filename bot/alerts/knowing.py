"""What is known of the bounds of an alert, read beside a look and kept after it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.alerts import book, directions, news
from bot.alerts.bounded import is_bounded
from bot.alerts.holding import Known, Looked
from bot.alerts.looking import Question, question
from bot.alerts.model import Alert
from bot.alerts.phrases import AlertLineError
from bot.alerts.rules import Rule
from bot.grammar.defaults import Defaults
from bot.grammar.errors import UsageError

MOST: Final = 5
"""Bounds that one message asks about; further ones wait for the next look."""


def known(
    connection: Connection, alert: Alert, asked: Question, now: datetime, defaults: Defaults
) -> Known:
    """What people answered about bounds, and their own rules on the same series.

    Args:
        connection: To the database.
        alert: An alert on bounds.
        asked: What it asks.
        now: The present.
        defaults: What alerts are read with.
    """
    return Known(
        directions.answers(connection, alert.team, asked.query.kind.name),
        tuple(_own(connection, alert, asked, now, defaults)),
    )


def _own(
    connection: Connection, alert: Alert, asked: Question, now: datetime, defaults: Defaults
) -> Iterator[Rule]:
    """The rules that people have of their own in the same channel; elsewhere others read them."""
    chart = alert.line.partition(" ")[0]
    for one in book.of_channel(connection, alert.team, alert.channel):
        is_other = one.line.partition(" ")[0] != chart or is_bounded(one.phrase)
        if is_other or one.paused is not None:
            continue
        try:
            theirs = question(one, now, defaults)
        except (UsageError, AlertLineError):
            continue  # whoever looks at that one says so
        if _series(theirs) == _series(asked):
            yield theirs.rule


def _series(asked: Question) -> object:
    """Of which series a question is, and how their time is cut; over which time does not matter."""
    window = asked.query.window
    return replace(asked.query, window=None, expand=()), window and window.bucket_ms


def keep(
    connection: Connection, alert: Alert, found: Looked, asked: Question, now: datetime
) -> None:
    """Keep the bounds that were found, and ask about those whose bad side nobody knows.

    Args:
        connection: To the database; what came of the look is kept in the same transaction.
        alert: Whose.
        found: What came of looking.
        asked: What was asked.
        now: The present.
    """
    book.hold(connection, alert.id, found.bounds)
    if alert.quiet_until is not None and now < alert.quiet_until:
        return
    chart = asked.query.kind.name
    names = directions.unasked(connection, alert.team, chart, found.unclear)[:MOST]
    if names:
        delivery = news.deliver(connection, alert, now)
        directions.ask(connection, alert.team, chart, names, delivery)
