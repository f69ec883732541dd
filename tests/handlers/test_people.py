"""Zones of people: asked once an hour, and never in the way; and who may change anything."""

from collections.abc import Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.people import FRESH_SECONDS, KEPT_SECONDS, Members, Zones
from handlers.people import Directory as Asking
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


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"team_id": "T1"}, ""),
        ({}, ""),
        ({"team_id": "E1", "enterprise_user": {"teams": ["T1", "T2"]}}, ""),
        ({"team_id": "T2"}, "other workspaces"),
        ({"team_id": "E1", "enterprise_user": {"teams": ["T2"]}}, "other workspaces"),
        ({"team_id": "T1", "deleted": True}, "not change"),
        ({"team_id": "T1", "is_bot": True}, "not change"),
        ({"team_id": "T1", "is_restricted": True}, "Guests"),
        ({"team_id": "T1", "is_ultra_restricted": True}, "Guests"),
        ({"team_id": "T1", "is_stranger": True}, "not change"),
    ],
)
def test_only_full_members_may_change_anything(known: Mapping[str, object], words: str) -> None:
    """Everybody else reads why not."""
    refusal = Members(Directory(known).user).refusal("U1", "T1")
    assert words in refusal
    assert bool(words) == bool(refusal)


def test_some_things_take_an_admin() -> None:
    """A full member reads so; admins and owners may."""
    assert "admins" in Members(Directory({}).user).refusal("U1", "T1", admin=True)
    for one in ("is_admin", "is_owner"):
        assert not Members(Directory({one: True}).user).refusal("U1", "T1", admin=True)


def test_of_whom_slack_does_not_say_who_they_are_nothing_is_taken() -> None:
    """That is told, and passes."""
    directory = Directory({})
    directory.failing = True
    assert "does not say who you are" in Members(directory.user).refusal("U1", "T1")
    directory.failing = False
    assert not Members(directory.user).refusal("U1", "T1")


def test_slack_is_asked_once_for_all_that_want_to_know(clock: MovedClock) -> None:
    """And again after some minutes, since somebody may have been made a guest."""
    directory = Directory({"team_id": "T1", "tz": "Europe/Berlin"})
    asking = Asking(directory.user, clock=clock)
    assert Zones(asking.user, otherwise=UTC, clock=clock).of("U1") == BERLIN
    assert not Members(asking.user).refusal("U1", "T1")
    assert directory.asked == 1
    clock.move(timedelta(seconds=FRESH_SECONDS + 1))
    directory.known = {"is_restricted": True}
    assert Members(asking.user).refusal("U1", "T1")
