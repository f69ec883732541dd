"""Changing an alert: what is open ends first, with the old rule."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot import audit
from bot.alerts import book, news, overlays
from bot.alerts.model import Alert, Wish
from bot.alerts.rules import Rule
from bot.alerts.states import Interruption
from bot.audit import Deed, Entry, Facts


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


def stop(connection: Connection, alert: Alert, why: str, now: datetime) -> bool:
    """Let nobody look any more at what cannot go on; False if nobody did anyway."""
    if not book.pause(connection, alert.id, why):
        return False
    note(connection, Deed(now, audit.DRUMBEAT, "paused"), alert, replace(alert, paused=why))
    return True


def note(connection: Connection, deed: Deed, before: Alert | None, after: Alert | None) -> None:
    """Write down who changed an alert, from what to what.

    Args:
        connection: To the database.
        deed: What was done, when and by whom.
        before: The alert as it was; None for a new one.
        after: As it is; None for one that was deleted.
    """
    alert = after or before
    if alert is not None:
        was, is_ = (_facts(one) if one else None for one in (before, after))
        about = f"alert {alert.id}"
        who = (deed.at, deed.who, deed.what, about, alert.channel, alert.owner)
        audit.note(connection, alert.team, Entry(*who, was, is_))


def _facts(alert: Alert) -> Facts:
    return {
        "chart": alert.line,
        "watches for": alert.phrase,
        "channel": alert.channel,
        "name": alert.name,
        "paused": alert.paused,
    }
