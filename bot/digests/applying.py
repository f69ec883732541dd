"""Applying what a file says: digests and alerts become that, and it is written down."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.alerts import book as alerts
from bot.alerts import changing, looking
from bot.alerts.model import Alert, Wish
from bot.audit import FILE, Deed
from bot.digests import book, noting
from bot.digests.model import Digest, Setting
from bot.digests.plan import Step
from bot.grammar.defaults import Defaults

_DONE: Final = {"add": "set up", "change": "edited", "delete": "deleted"}


class AppliedError(ValueError):
    """It could not be applied; the message says why."""


def digest(
    connection: Connection, team: str, step: Step[Setting, Digest], now: datetime
) -> Digest | None:
    """Do what a step says; what stays as it is remembers what the file said."""
    known, wanted = step.known, step.wanted
    after = known
    if known is None and wanted is not None:
        after = book.add(connection, team, wanted, now, step.key)
    elif wanted is None and known is not None:
        book.delete(connection, known.id, now)
    elif known is not None and wanted is not None:
        after = book.apply(connection, known, wanted, now)
    if step.deed != "keep":
        noting.note(connection, _deed(step.deed, now), known, after if wanted else None)
    return after


def alert(
    connection: Connection, team: str, step: Step[Wish, Alert], now: datetime, defaults: Defaults
) -> Alert | None:
    """The same for an alert; what is open of one that is changed or deleted ends first.

    Raises:
        AppliedError: If the bot keeps something of it at the same moment.
    """
    known, wanted = step.known, step.wanted
    after = known
    if known is None and wanted is not None:
        after = alerts.add(connection, team, wanted, now, step.key)
    elif known is not None and step.deed != "keep":
        rule = looking.question(known, now, defaults).rule
        if wanted is None:
            done = changing.interrupt(connection, known, rule, "deleted", now)
            alerts.delete(connection, known.id, now)
        else:
            done = changing.edit(connection, known, rule, wanted, now)
        if not done:
            raise AppliedError(f"The bot looks at {step.key} right now. Apply the file again.")
        after = alerts.get(connection, team, known.id)
    if known is not None and wanted is not None:
        alerts.applied(connection, known.id, wanted)
    if step.deed != "keep":
        changing.note(connection, _deed(step.deed, now), known, after if wanted else None)
    return after


def _deed(deed: str, now: datetime) -> Deed:
    return Deed(now, FILE, _DONE[deed])
