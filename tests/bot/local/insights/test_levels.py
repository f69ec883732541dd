"""Levels and scores: every value has one, and they follow the documented ranges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.insights import decisions
from bot.local.insights.levels import RANGES, Scale, indicator_of

SCALES = [
    decisions.DEPLOYMENT_FREQUENCY,
    decisions.RELEASE_FREQUENCY,
    decisions.LEAD_TIME,
    decisions.STALE_FLAGS,
    decisions.FAILURE_RATE,
    decisions.IMPACT_SIZE,
    decisions.EXPERIMENTATION,
]


@pytest.mark.parametrize(
    ("days", "indicator", "score"),
    [
        (0, "excellent", 100),
        (0.5, "excellent", 95),
        (0.999, "excellent", 90),
        (1, "good", 89),
        (4, "good", 80),
        (6.999, "good", 70),
        (7, "fair", 69),
        (27.999, "fair", 40),
        (28, "needsAttention", 39),
        (56, "needsAttention", 0),
        (365, "needsAttention", 0),
    ],
)
def test_lead_time_is_rated_as_documented(days: float, indicator: str, score: int) -> None:
    """Less than a day is excellent, then a week, then four; the score lies between the edges."""
    assert decisions.LEAD_TIME.tier(days).indicator == indicator
    assert decisions.LEAD_TIME.score(days) == score


@pytest.mark.parametrize(
    ("per_day", "score"),
    [(0, 0), (1 / 30, 40), (1 / 7, 70), (0.999, 89), (1, 90), (5, 100), (9, 100)],
)
def test_frequency_is_rated_as_documented(per_day: float, score: int) -> None:
    """At least once a day is excellent."""
    assert decisions.DEPLOYMENT_FREQUENCY.score(per_day) == score


@pytest.mark.parametrize("scale", SCALES)
@given(value=st.floats(0, 1_000))
def test_a_score_lies_in_the_range_of_its_tier(scale: Scale, value: float) -> None:
    """Whatever the value is, indicator and score say the same."""
    scores = RANGES[scale.tier(value).indicator]
    assert scores.min <= scale.score(value) <= scores.max
    assert indicator_of(scale.score(value)) == scale.tier(value).indicator


@pytest.mark.parametrize("scale", SCALES)
@given(values=st.lists(st.floats(0, 100), min_size=2, max_size=2))
def test_a_better_value_never_scores_less(scale: Scale, values: list[float]) -> None:
    """Scores rise with frequency and fall with lead time, over every edge."""
    rising = scale.tiers[0].best > scale.tiers[0].worst
    worse, better = sorted(values, reverse=not rising)
    assert scale.score(worse) <= scale.score(better)


@pytest.mark.parametrize("scale", SCALES)
def test_tiers_meet(scale: Scale) -> None:
    """Each begins where the next one is best, so that no value falls in between."""
    assert [tier.indicator for tier in scale.tiers] == list(RANGES)
    for tier, below in zip(scale.tiers, scale.tiers[1:], strict=False):
        assert tier.worst == below.best


def test_the_ranges_are_the_documented_ones() -> None:
    """0 to 100, without a gap."""
    assert [indicator_of(score) for score in (100, 90, 89, 70, 69, 40, 39, 0)] == [
        "excellent",
        "excellent",
        "good",
        "good",
        "fair",
        "fair",
        "needsAttention",
        "needsAttention",
    ]


@pytest.mark.parametrize("scale", [one for one in SCALES if one.unit == "percent"])
def test_a_share_says_of_what(scale: Scale) -> None:
    """A percentage by itself could be one of anything."""
    whole = scale.modifier.removeprefix("of ")
    assert all(whole in tier.description for tier in scale.tiers)
