"""Pictures of digests: of several digests that show the same, one is drawn and uploaded for all."""

from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Final

from bot.clock import Clock
from bot.once import Once
from charts.model import Drawing, Picture, Sheet
from handlers.desk import Draws
from handlers.slack import Slack

KEPT_SECONDS: Final = 300.0
"""How long a picture is shown again: as long as it takes until all digests of nine are there."""
_MOST_KEPT: Final = 200_000
"""Points that the kept ones have in all."""
_LOOK_AFTER: Final = 1.0
"""Seconds until Slack is asked whether it is done, which it rarely is before."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture, and what its file is called."""

    drawing: Drawing | Sheet
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A picture that can be shown in any message."""

    file: str
    alt: str


class Pictures(Once[Wanted, Uploaded]):
    """Draws and uploads in the background."""

    def __init__(self, studio: Draws, slack: Slack, executor: Executor, *, clock: Clock) -> None:
        """Have no picture yet.

        Args:
            studio: Draws; what it raises is raised to all who wait.
            slack: Takes the files; likewise.
            executor: Where that is waited for.
            clock: Measures how long a picture is kept.
        """

        def make(wanted: Wanted) -> Uploaded:
            picture: Picture = studio.draw(wanted.drawing)
            file = slack.upload(picture.png, name=wanted.name, title=wanted.title)
            slack.settled(file, first=_LOOK_AFTER)
            return Uploaded(file, picture.alt)

        super().__init__(
            make,
            executor,
            clock=clock,
            kept_seconds=KEPT_SECONDS,
            most=_MOST_KEPT,
            weigh=lambda wanted, _: _points(wanted.drawing),
        )


def _points(shown: Drawing | Sheet) -> int:
    drawings = shown.drawings if isinstance(shown, Sheet) else (shown,)
    return 1 + sum(len(series.points) for one in drawings for series in one.series)
