"""The lines of a digest: what they ask, and whether anything of it can move."""

from datetime import UTC, datetime

import pytest

from bot.digests.cadence import Cadence
from bot.digests.errors import CadenceError
from bot.digests.lines import request_of, try_moving
from bot.grammar.defaults import Defaults
from bot.grammar.errors import UsageError

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
HOME = Defaults("mobile", "production")


def may_move(*lines: str, cron: str = "0 9 * * 1") -> bool:
    """Whether a digest of these charts may wait for a move."""
    try:
        try_moving(lines, "silent", Cadence(cron, "UTC"), now=MONDAY, defaults=HOME)
    except CadenceError:
        return False
    return True


@pytest.mark.parametrize(
    ("line", "moves"),
    [
        ("deploys 30d", True),
        ("leadtime 30d", True),
        ("deploys this week", False),
        ("deploys today", False),
        ("deploys today bucket hour", True),
        ("deploys compare mobile desktop 30d", False),
        ("deploys 30d bucket rolling every 7d", False),
        ("staleflags", False),
    ],
)
def test_what_is_held_against_an_earlier_time_can_move(line: str, moves: bool) -> None:  # noqa: FBT001 - a parameter
    """On a Monday morning; one of several is enough."""
    assert may_move(line) == moves
    assert may_move(line, "deploys 7d")


def test_it_counts_what_there_is_on_its_slots() -> None:
    """A week that has only begun when it is set up has days by Friday."""
    assert may_move("deploys this week", cron="0 9 * * 5")


def test_whoever_wants_all_of_it_waits_for_nothing() -> None:
    """Then nothing has to move."""
    try_moving(["flagstatus"], "show", Cadence("0 9 * * 1", "UTC"), now=MONDAY, defaults=HOME)


def test_help_is_no_chart() -> None:
    """A digest cannot show it."""
    with pytest.raises(UsageError, match="asks for help"):
        request_of(
            "deploys help", now=MONDAY, zone=Cadence("0 9 * * 1", "UTC").zone_info, defaults=HOME
        )
