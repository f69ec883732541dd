"""Digests, as values."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Final, Literal, get_args

from bot.digests.cadence import Cadence

WhenCalm = Literal["show", "line", "silent"]
"""What comes when nothing moved: everything as usual, one line, or nothing at all."""
CALMS: Final[tuple[WhenCalm, ...]] = get_args(WhenCalm)


@dataclass(frozen=True, slots=True)
class Setting:
    """What somebody wants of a digest.

    Attributes:
        channel: Where it comes.
        owner: Who set it up, and hears of trouble.
        lines: What it shows: request lines with their chart's name first.
        cadence: When it comes.
        when_calm: What comes when nothing moved.
        name: What it is called, where somebody named it.
    """

    channel: str
    owner: str
    lines: tuple[str, ...]
    cadence: Cadence
    when_calm: WhenCalm
    name: str | None


@dataclass(frozen=True, slots=True)
class Code:
    """Where a digest comes from that stands in a file.

    Attributes:
        key: Its name in the file.
        applied: What the file said when it was applied last; people may have changed it since.
    """

    key: str
    applied: Setting


@dataclass(frozen=True, slots=True)
class Digest(Setting):
    """Charts that come to a channel by themselves.

    Attributes:
        id: Its number, by which people name it.
        team: The workspace.
        paused: Why it does not come at present, or None.
        next_due: When it comes next; None while it is paused.
        created_at: When it was set up.
        code: Where it stands in a file, or None for one that was made in Slack.
    """

    id: int
    team: str
    paused: str | None
    next_due: datetime | None
    created_at: datetime
    code: Code | None = None

    @property
    def setting(self) -> Setting:
        """What is wanted of it now."""
        return Setting(*(getattr(self, one.name) for one in fields(Setting)))

    def changed(self, wanted: Setting) -> "Digest":
        """It as it would be if something else were wanted of it."""
        return replace(self, **{one.name: getattr(wanted, one.name) for one in fields(Setting)})
