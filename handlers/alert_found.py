"""What somebody wants of alerts, and the alerts that they may look at and change."""

import logging
from dataclasses import dataclass
from typing import Final

from bot.alerts import book, looking
from bot.alerts.bounded import read
from bot.alerts.model import Alert
from bot.alerts.phrases import AlertDraft
from bot.alerts.rules import Rule
from handlers import alert_words
from handlers.asked import Asked, Pressed
from handlers.delivering import Delivering
from handlers.numbered import NoSuchError, named

_log = logging.getLogger(__name__)

_LONGEST: Final = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants of alerts: a deed, the alert it is about, and what else was said."""

    deed: str
    alert: Alert | None
    rest: str

    @property
    def one(self) -> Alert:
        """The alert, for a deed that is about one."""
        if self.alert is None:
            raise NoSuchError("Which one? Say its number: /drumbeat alert list shows them.")
        return self.alert


def known_to(asked: Asked | Pressed, at: Delivering) -> tuple[Alert, ...]:
    """What somebody may look at and change: their own, and those of the channel they are in."""
    with at.store.begin() as connection:
        known = book.of_team(connection, asked.team)
    return tuple(one for one in known if asked.user == one.owner or asked.channel == one.channel)


def find(number: str, asked: Asked | Pressed, at: Delivering) -> Alert:
    """The alert of a number, among those that somebody may look at and change.

    Raises:
        NoSuchError: If there is none; it says which there are.
    """
    try:
        return named(number, known_to(asked, at), "alert", alert_words.title)
    except NoSuchError:
        who, where = asked.user, asked.channel
        said = "Denied: %s in %s names alert %r, which is not theirs or not there"
        _log.info(said, who, where, number[:_LONGEST])
        raise


def rule_of(alert: Alert, at: Delivering) -> Rule:
    """What an alert watches for."""
    return looking.question(alert, at.desk.clock.now(), at.desk.defaults).rule


def drafted(text: str, asked: Asked | Pressed, at: Delivering) -> AlertDraft:
    """Read what was typed.

    Raises:
        AlertLineError: If it is no alert.
        UsageError: If its chart asks for nothing that can be had.
    """
    zone = at.desk.zones.of(asked.user)
    return read(text, now=at.desk.clock.now(), zone=zone, defaults=at.desk.defaults)
