"""The answers that DORA's survey offers, and which of them a measured number would be.

A band is an answer in a questionnaire and no grade. The same options stand in the questions of 2018
to 2025. Two of them overlap ("on demand, multiple deploys per day" and "between once per hour and
once per day"), and the first is an ability that no count shows, so both are called "once per day or
more". How often is not how many: forty deployments on two days of each week are weekly.

Sources: https://dora.dev/research/2025/questions/ and, for the reading of days and weeks,
https://github.com/dora-team/fourkeys/blob/main/METRICS.md
"""

from collections.abc import Sequence
from statistics import median
from typing import Final, Literal

SURVEY_YEAR: Final = 2025
Frequency = Literal["daily", "weekly", "monthly", "less"]
FREQUENCY_WORDS: Final[dict[Frequency, str]] = {
    "daily": "once per day or more",
    "weekly": "between once per day and once per week",
    "monthly": "between once per week and once per month",
    "less": "less than once per month",
}
LEAST_WEEKS: Final = 4
"""Complete weeks, from Monday on, without which there is no answer."""
_DAILY: Final = 3
"""Days with a deployment in the middle week from which on it counts as daily."""
_HOUR_MS: Final = 3_600_000
_DAY_MS: Final = 24 * _HOUR_MS
_MONTH_MS: Final = 2_629_800_000
"""A twelfth of 365.25 days."""
_LEAD_TIMES: Final[tuple[tuple[int, str], ...]] = (
    (_HOUR_MS, "less than one hour"),
    (_DAY_MS, "less than one day"),
    (7 * _DAY_MS, "between one day and one week"),
    (_MONTH_MS, "between one week and one month"),
    (6 * _MONTH_MS, "between one month and six months"),
)
_LONGEST: Final = "more than six months"


def frequency(weeks: Sequence[Sequence[float]]) -> Frequency | None:
    """How often is deployed, by days and weeks that have a deployment.

    Args:
        weeks: Complete weeks from Monday to Sunday, each with seven counts, in order of time.

    Returns:
        None where there are fewer than LEAST_WEEKS.
    """
    if len(weeks) < LEAST_WEEKS:
        return None
    days = [sum(count > 0 for count in week) for week in weeks]
    if median(days) >= _DAILY:
        return "daily"
    if median(min(1, busy) for busy in days) >= 1:
        return "weekly"
    totals = [sum(week) for week in weeks]
    months = [sum(totals[at : at + 4]) for at in range(len(totals) - 3)]
    return "monthly" if median(months) >= 1 else "less"


def lead_time(milliseconds: float) -> str:
    """The survey's answer for a lead time."""
    return next((words for limit, words in _LEAD_TIMES if milliseconds < limit), _LONGEST)
