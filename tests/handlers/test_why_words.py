"""What is said of why an alert may be alerting: sentences, word by word."""

from datetime import timedelta

import pytest

from bot.alerts.rules import Condition, Drop, Threshold
from bot.alerts.why import Part, Spans
from bot.catalog import BY_NAME
from bot.query import DAY_MS, HOUR_MS
from handlers.why_words import Grouping, around, parts, standing, whole
from tests.bot.alerts.samples import DAY, HOUR, MONDAY

DEPLOYS, LEADTIME = BY_NAME["deploys"], BY_NAME["leadtime"]
BELOW, ABOVE = Threshold("below", 3), Threshold("above", 3)
APPLICATION = Grouping("application")


def days(count: int, weeks: int = 1, length: timedelta = DAY) -> Spans:
    """So many days, or hours, from a Monday on."""
    ms = DAY_MS if length == DAY else HOUR_MS
    return Spans(tuple(MONDAY + at * length for at in range(count)), weeks, ms)


@pytest.mark.parametrize(
    ("between", "condition", "expected"),
    [
        (
            days(1),
            BELOW,
            "2 deployments on Mon 2 Nov instead of 9 on the same weekday in the week before.",
        ),
        (
            days(2, 3),
            BELOW,
            (
                "2 deployments on Mon 2 Nov, Tue 3 Nov instead of 9 "
                "on the same weekdays 3 weeks before."
            ),
        ),
        (
            days(5),
            BELOW,
            (
                "2 deployments on 5 days from Mon 2 Nov to Fri 6 Nov instead of 9 "
                "on the same weekdays in the week before."
            ),
        ),
        (
            days(1, length=HOUR),
            BELOW,
            "2 deployments on Mon 2 Nov 00:00 instead of 9 in the same hour in the week before.",
        ),
        (
            days(7),
            Drop(50),
            "2 deployments in the week to Sun 8 Nov instead of 9 in the week before.",
        ),
        (
            days(14, 2),
            Drop(50, weeks=2),
            "2 deployments in the 2 weeks to Sun 15 Nov instead of 9 in the 2 weeks before.",
        ),
    ],
)
def test_what_it_did_is_held_against_what_it_did_before(
    between: Spans, condition: Condition, expected: str
) -> None:
    """Whichever buckets they are."""
    assert whole("", Part("", 2, 9), between, condition, DEPLOYS) == expected


def test_what_did_not_move_that_way_is_said_not_to() -> None:
    """Of a series with its name."""
    told = whole("web", Part("", 9, 2), days(1), BELOW, DEPLOYS)
    assert told == (
        "web: 9 deployments on Mon 2 Nov, and 2 on the same weekday in the week before, "
        "so it is no change that fired this."
    )


def test_what_was_not_sent_is_said_not_to_be_known() -> None:
    """And is no zero."""
    assert "did not send all the numbers" in whole("", Part("", None, 2), days(1), BELOW, DEPLOYS)


def test_five_parts_are_named() -> None:
    """Of more it says how many; nearly all is not all and hardly any is not none."""
    shares = (0.995, 0.003, 0.001, 0.0005, 0.0003, 0.0002)
    found = tuple(Part(f"a{at}", 1, 900, share) for at, share in enumerate(shares))
    assert list(parts(APPLICATION, found, BELOW, DEPLOYS)) == [
        "By application:",
        "• a0: 1 instead of 900 (99 % of the drop)",
        "• a1: 1 instead of 900 (less than 1 % of the drop)",
        "• a2: 1 instead of 900 (less than 1 % of the drop)",
        "• a3: 1 instead of 900 (less than 1 % of the drop)",
        "• a4: 1 instead of 900 (less than 1 % of the drop)",
        "and 1 more",
    ]


def test_a_part_of_which_one_side_is_known_has_no_share() -> None:
    """Durations are said as such; what goes together is said to."""
    hour = HOUR_MS
    found = (Part("web", 3 * hour, hour), Part("api", None, hour), Part("job", hour, None))
    assert list(parts(Grouping("application", "stage"), found, ABOVE, LEADTIME)) == [
        "By application, all stages together:",
        "• web: 3 h instead of 1 h",
        "• api: no number now, 1 h before",
        "• job: 1 h now, no number before",
    ]


def test_nothing_is_headed_that_has_no_parts() -> None:
    """Neither a change nor how things stand."""
    assert list(parts(APPLICATION, (), BELOW, DEPLOYS)) == []
    assert list(standing(APPLICATION, (), DEPLOYS)) == []


def test_how_things_stand_has_shares_where_all_are_known() -> None:
    """And none where not."""
    found = (Part("ada", 9, None, 0.75), Part("ken", 3, None))
    assert list(standing(Grouping("maintainer"), found, BY_NAME["staleflags"])) == [
        "By maintainer:",
        "• ada: 9 (75 %)",
        "• ken: 3",
    ]


def test_what_happened_meanwhile_is_one_line() -> None:
    """In numbers."""
    told = around(Part("", 1, 15), BY_NAME["releases"])
    assert told == "Meanwhile: 1 release instead of 15, which is unlikely to be chance."
