"""Changing an alert: what is open ends first, with the old rule."""

from datetime import datetime

from sqlalchemy import Connection

from bot.alerts import book, news, overlays
from bot.alerts.model import Alert, Wish
from bot.alerts.rules import Rule
from bot.alerts.states import Interruption
from bot.audit import Facts


def interrupt(
    connection: Connection, alert: Alert, rule: Rule, reason: Interruption, now: datetime
) -> bool:
    """End what is open of every series; False if somebody else kept something meanwhile."""
    steps = {
        name: overlays.interrupt(rule, memory, reason, now)
        for name, memory in alert.memories.items()
    }
    return news.keep(connection, alert, steps, now, alert.next_look)


def edit(connection: Connection, alert: Alert, rule: Rule, wish: Wish, now: datetime) -> bool:
    """Let it watch for something else from now on; False if somebody else changed it meanwhile.

    Args:
        connection: To the database.
        alert: As it was read.
        rule: What it watched for.
        wish: What is wanted of it.
        now: The present.
    """
    if not interrupt(connection, alert, rule, "rule_changed", now):
        return False
    after = book.find(connection, alert.team, alert.id)
    return after is not None and book.change(connection, after, wish, now) is not None


def facts(alert: Alert | None) -> Facts | None:
    """How an alert is, for whoever asks later what was changed; None for one that is not there."""
    if alert is None:
        return None
    return {
        "chart": alert.line,
        "watches for": alert.phrase,
        "channel": alert.channel,
        "name": alert.name,
        "paused": alert.paused,
    }
