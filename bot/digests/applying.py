"""Applying what a file says: digests and alerts become that, and it is written down."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot import audit
from bot.alerts import book as alerts
from bot.alerts import changing, looking
from bot.alerts.model import Alert, Wish
from bot.audit import FILE, Entry, Facts
from bot.digests import book
from bot.digests.model import Digest, Setting, facts
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
    if after is not None:
        was = facts(known) if known else None
        _note(connection, step.deed, f"digest {after.id}", after, (was, facts(after)), now)
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
    if after is not None:
        both = (changing.facts(known), changing.facts(after))
        _note(connection, step.deed, f"alert {after.id}", after, both, now)
    return after


def _note(  # noqa: PLR0913, PLR0917 - what was done to what, and when
    connection: Connection,
    deed: str,
    about: str,
    after: Digest | Alert,
    facts_: tuple[Facts | None, Facts | None],
    now: datetime,
) -> None:
    if deed == "keep":
        return
    was, is_ = facts_
    left = None if deed == "delete" else is_
    entry = Entry(now, FILE, _DONE[deed], about, after.channel, after.owner, was, left)
    audit.note(connection, after.team, entry)
