"""The lines of a digest: each a request with its chart's name first, as it would be typed."""

import itertools
from collections.abc import Iterable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.catalog import BY_NAME
from bot.digests.cadence import Cadence
from bot.digests.errors import CadenceError
from bot.digests.model import WhenCalm
from bot.grammar.defaults import Defaults
from bot.grammar.errors import HelpAsked, UsageError
from bot.grammar.parse import parse
from bot.request import Request


def request_of(line: str, *, now: datetime, zone: ZoneInfo, defaults: Defaults) -> Request:
    """What a line asks at a moment.

    Args:
        line: `deploys mobile 30d`.
        now: The present.
        zone: The digest's zone.
        defaults: What fills in for what is left out.

    Raises:
        UsageError: If it asks for nothing that can be had.
    """
    name, _, rest = line.partition(" ")
    kind = BY_NAME[name]
    try:
        return parse(kind, rest, now=now, zone=zone, defaults=defaults)
    except HelpAsked:
        example = f"{kind.command} {defaults.at_home(kind.examples[0])}"
        raise UsageError(f"“{line}” asks for help and is no chart.", example=example) from None


def try_moving(
    lines: Iterable[str],
    when_calm: WhenCalm,
    cadence: Cadence,
    *,
    now: datetime,
    defaults: Defaults,
) -> None:
    """Look for a chart that can move, for a digest that is another one when nothing moved.

    What is held against an earlier period on one of the next slots can: `this week` has no whole
    day on a Monday, and five on a Friday.

    Args:
        lines: Charts that can be asked for.
        when_calm: What is done when nothing moved.
        cadence: When it comes.
        now: The present.
        defaults: What fills in for what is left out.

    Raises:
        CadenceError: If there is none.
    """
    if when_calm == "show":
        return
    zone = cadence.zone_info
    for line, slot in itertools.product(lines, cadence.upcoming(now, _SLOTS)):
        if request_of(line, now=slot, zone=zone, defaults=defaults).earlier:
            return
    becomes = "never come" if when_calm == "silent" else "always be one line"
    raise CadenceError(
        "None of these charts is held against an earlier time, so nothing of them moves and the "
        f"digest would {becomes}: flags say how things stand now, and neither what is compared nor "
        "a day that is not over has a time before. Let it come whatever moved."
    )


_SLOTS: Final = 5
"""As many as are shown to whoever sets a digest up."""
