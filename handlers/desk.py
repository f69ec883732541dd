"""All that answering takes, in one value that is handed on."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from bot.chart import Chart
from bot.clock import Clock
from bot.grammar.defaults import Defaults
from bot.query import Query
from charts.model import Drawing, Picture, Sheet
from handlers.files import Files
from handlers.people import Members, Zones
from handlers.slack import Slack
from handlers.turns import Turns

Pictures = Literal["message", "thread"]


class Draws(Protocol):
    """Something that draws: the studio, with its own process."""

    def draw(self, drawing: Drawing | Sheet) -> Picture:
        """Draw, or raise DrawingFailed."""
        ...


class Knows(Protocol):
    """What there is in LaunchDarkly, for suggestions; raises InsightsError."""

    def project_keys(self) -> tuple[str, ...]:
        """The projects that the token sees."""
        ...

    def environment_keys(self, project: str) -> tuple[str, ...]:
        """The environments of a project."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """All that answering takes; one of these for a running bot.

    Attributes:
        slack: Where answers go.
        ask: Asks LaunchDarkly, in the background.
        knows: What there is, for suggestions.
        studio: Draws.
        zones: Where people live.
        members: Who may change what others see.
        defaults: What fills in for what is left out of a command.
        pictures: Whether pictures appear in the message or in its thread.
        turns: Whose turn it is to change a message.
        files: Files of numbers that were drawn.
        days_off: Those of a channel, by its id.
        clock: What time it is.
    """

    slack: Slack
    ask: Callable[[Query], Future[Chart]]
    knows: Knows
    studio: Draws
    zones: Zones
    members: Members
    defaults: Defaults
    pictures: Pictures
    turns: Turns
    files: Files
    days_off: Callable[[str], frozenset[date]]
    clock: Clock
