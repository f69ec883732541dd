"""The lines of a digest: each a request with its chart's name first, as it would be typed."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.catalog import BY_NAME
from bot.digests.beside import PHRASES
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


def try_moving(lines: Iterable[str], when_calm: WhenCalm) -> None:
    """Look for a chart that can move, for a digest that is another one when nothing moved.

    Raises:
        CadenceError: If there is none.
    """
    if when_calm == "show" or any(BY_NAME[line.partition(" ")[0]].has_time for line in lines):
        return
    becomes = "never come" if when_calm == "silent" else "always be one line"
    raise CadenceError(
        "Stale flags and flag status say how things stand now, so nothing of them moves and "
        f"the digest would {becomes}. Leave “{PHRASES[when_calm]}” out."
    )
