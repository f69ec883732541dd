"""Levels: from what was measured to LaunchDarkly's indicators and scores.

Source: https://launchdarkly.com/docs/home/observability/project-metrics (the ranges of scores)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple


class Range(NamedTuple):
    """The scores that an indicator stands for."""

    min: int
    max: int


RANGES: Final[Mapping[str, Range]] = {
    "excellent": Range(90, 100),
    "good": Range(70, 89),
    "fair": Range(40, 69),
    "needsAttention": Range(0, 39),
}
"""Documented; best first."""
NOT_CALCULATED: Final = "notCalculated"
"""The indicator where there is nothing to measure."""


@dataclass(frozen=True, slots=True)
class Tier:
    """A level of a metric.

    Attributes:
        indicator: LaunchDarkly's word for it.
        worst: Where the next tier begins: enough for this one where more is better ("at least 1
            per day"), and not where less is ("less than 1 day").
        best: The value that gets the best score of its range, as does any that is better still.
        description: The same in words.
    """

    indicator: str
    worst: float
    best: float
    description: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The tiers of a metric, best first; the last one takes whatever is left.

    Attributes:
        unit: What the value is counted in.
        modifier: What else belongs to the value.
        tiers: Best first.
    """

    unit: str
    modifier: str
    tiers: tuple[Tier, ...]

    def tier(self, value: float) -> Tier:
        """The level that a value reaches."""
        rising = self.tiers[0].best > self.tiers[0].worst
        reached = (
            tier for tier in self.tiers if (value >= tier.worst if rising else value < tier.worst)
        )
        return next(reached, self.tiers[-1])

    def score(self, value: float) -> int:
        """Where a value lies within the scores of its tier, in a straight line."""
        tier = self.tier(value)
        share = (value - tier.worst) / (tier.best - tier.worst)
        scores = RANGES[tier.indicator]
        return round(scores.min + (scores.max - scores.min) * min(max(share, 0.0), 1.0))

    def metric(self, value: float | None) -> dict[str, Any]:
        """The level of a chart (schema InsightsChartMetric)."""
        return {
            "indicator": NOT_CALCULATED if value is None else self.tier(value).indicator,
            "value": 0 if value is None else round(value, 4),
            "unit": self.unit,
            "modifier": self.modifier,
            "tiers": [
                {"indicator": tier.indicator, "description": tier.description}
                for tier in self.tiers
            ],
        }


def indicator_of(score: int) -> str:
    """The indicator that stands for a score."""
    return next(name for name, scores in RANGES.items() if score >= scores.min)
