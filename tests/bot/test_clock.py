"""The machine's own clock, as far as it can be told without waiting."""

import zoneinfo
from datetime import UTC

from bot.clock import Clock, SystemClock


def test_the_machines_clock_is_utc_and_never_goes_back() -> None:
    """The present is aware; the stopwatch only goes on; waiting for nothing takes nothing."""
    clock: Clock = SystemClock()
    assert clock.now().tzinfo is UTC
    began = clock.monotonic()
    clock.sleep(0)
    assert clock.monotonic() >= began


def test_zones_are_those_of_the_package() -> None:
    """Not those of the machine: a slot is the same moment wherever the bot runs."""
    assert zoneinfo.TZPATH == ()
    assert zoneinfo.ZoneInfo("Europe/Berlin").key == "Europe/Berlin"
