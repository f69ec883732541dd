"""Zones of people: asked once an hour, and never in the way."""

from collections.abc import Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.people import KEPT_SECONDS, Zones
from handlers.slack import SlackError
from tests.fakes import MovedClock

BERLIN, UTC = ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")


class Directory:
    """What Slack knows of people; counts who asks."""

    def __init__(self, known: Mapping[str, object]) -> None:
        self.known = known
        self.asked = 0
        self.failing = False

    def user(self, _: str) -> Mapping[str, object]:
        """Tell what is known of a person, unless failing."""
        self.asked += 1
        if self.failing:
            raise SlackError("no_answer", sure=False)
        return self.known


def test_a_zone_is_kept_for_an_hour(clock: MovedClock) -> None:
    """People travel: after an hour they are looked up again, before that they are not."""
    directory = Directory({"tz": "Europe/Berlin"})
    zones = Zones(directory.user, otherwise=UTC, clock=clock)
    assert [zones.of("U1"), zones.of("U1")] == [BERLIN, BERLIN]
    assert directory.asked == 1
    clock.move(timedelta(seconds=KEPT_SECONDS + 1))
    directory.known = {"tz": "Asia/Tokyo"}
    assert zones.of("U1") == ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"tz": None},
        {"tz": ""},
        {"tz": 7},
        {"tz": "Mars/Olympus"},
        {"tz": "../../etc/passwd"},
        {"tz": "/etc/localtime"},
        {"tz": "Europe"},
        {"tz": "a\0b"},
        {"tz": "x" * 5000},
    ],
)
def test_a_zone_that_is_none_is_the_one_that_is_set(
    clock: MovedClock, known: Mapping[str, object]
) -> None:
    """Whatever stands in a profile, there is a zone."""
    assert Zones(Directory(known).user, otherwise=BERLIN, clock=clock).of("U1") == BERLIN


def test_a_failure_is_not_kept_for_long(clock: MovedClock) -> None:
    """While Slack does not answer the zone that is set stands in; a minute later it is asked."""
    directory = Directory({"tz": "Europe/Berlin"})
    directory.failing = True
    zones = Zones(directory.user, otherwise=UTC, clock=clock)
    assert zones.of("U1") == UTC
    directory.failing = False
    assert zones.of("U1") == UTC
    clock.move(timedelta(seconds=60))
    assert zones.of("U1") == BERLIN
