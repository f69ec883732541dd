"""Independent numbers, made elsewhere and by other programs, that ours have to agree with.

Every file in the format of a known oracle that `tests.oracle_files` finds is walked; where there is
none, that is visibly skipped.
"""

from typing import Any

import pytest

from bot import bands
from bot.statistics.counts import at_most, expected_alarms, interval, limits
from bot.statistics.many import benjamini_hochberg, holm
from bot.statistics.rates import equal_rates, quasi_poisson, ratio_interval
from bot.statistics.scatter import dispersion
from tests.oracle_files import documents

SECTIONS = {"rate_ratio", "garwood", "quasi_poisson"}
"""Any of these makes a file one of statistics."""


def close(expected: object, *, rel: float = 1e-9) -> object:
    """The same number, but for rounding; intervals are found by halving and a little less exact."""
    return pytest.approx(expected, rel=rel, abs=1e-12)


def statistics() -> dict[str, list[Any]]:
    """The cases of all files of statistics, by section."""
    found: dict[str, list[Any]] = {}
    for _, document in documents():
        if SECTIONS & document.keys():
            for section, cases in document.items():
                if not isinstance(cases, str):
                    found.setdefault(section, []).extend(
                        cases if isinstance(cases, list) else [cases]
                    )
    return found


_STATISTICS = statistics()


def cases(section: str) -> list[Any]:
    """The cases of a section as parameters; skipped where no file has it."""
    listed = _STATISTICS.get(section, [])
    if not listed:
        why = pytest.mark.skip(reason=f"no oracle for {section} is beside this checkout")
        return [pytest.param({}, id=section, marks=why)]
    return [pytest.param(case, id=f"{section}-{at}") for at, case in enumerate(listed)]


@pytest.mark.parametrize("case", cases("rate_ratio"))
def test_two_rates_are_compared_exactly(case: dict[str, Any]) -> None:
    """Both chances and the interval of the ratio are scipy's."""
    counts = (case["k1"], case["t1"], case["k2"], case["t2"])
    found = equal_rates(*counts)
    assert found.less == close(case["p_less"])
    assert found.two_sided == close(case["p_two_sided"])
    assert ratio_interval(*counts) == close(tuple(case["rr_ci95"]), rel=1e-6)


@pytest.mark.parametrize("case", cases("quasi_poisson"))
def test_counts_that_scatter_more_are_compared_with_that_in_mind(case: dict[str, Any]) -> None:
    """The score and the two-sided chance."""
    found = quasi_poisson(case["k1"], case["t1"], case["k2"], case["t2"], case["phi"])
    assert found == close((case["z"], case["p"]))


@pytest.mark.parametrize("case", cases("dispersion"))
def test_scatter_is_measured_against_the_mean(case: dict[str, Any]) -> None:
    """Mean, variance, their ratio and how likely that is by chance."""
    found = dispersion(case["data"])
    expected = (case["mean"], case["var"], case["D"], case["p_over"])
    assert (found.mean, found.variance, found.ratio, found.p_over) == close(expected)


@pytest.mark.parametrize("case", cases("garwood"))
def test_a_count_has_an_exact_interval(case: dict[str, Any]) -> None:
    """Both ends."""
    assert interval(case["k"]) == close((case["lo"], case["hi"]), rel=1e-6)


@pytest.mark.parametrize("case", cases("c_chart"))
def test_control_limits_are_exact(case: dict[str, Any]) -> None:
    """From which count on chance is unlikely, on either side, and how likely none is."""
    found = limits(case["cbar"])
    assert found.low == case["exact_low_signal_if_le"]
    assert found.high == case["exact_high_signal_if_ge"]
    assert at_most(0, case["cbar"]) == close(case["p_zero"])


@pytest.mark.parametrize("case", cases("false_alarm"))
def test_false_alarms_are_foretold(case: dict[str, Any]) -> None:
    """How often a rule fires in twenty buckets if nothing is wrong."""
    single = at_most(case["threshold"] - 1, case["lam"])
    assert single == close(case["p_single"])
    assert single ** case["buckets"] == close(case["p_run"])
    found = expected_alarms(case["lam"], case["threshold"], run=case["buckets"], buckets=20)
    assert found == close(case["expected_firings_20"])
    if "monte_carlo" in case:
        assert found == pytest.approx(case["monte_carlo"], abs=0.006)


@pytest.mark.parametrize("case", cases("bh"))
def test_many_comparisons_are_held_to_account(case: dict[str, Any]) -> None:
    """Benjamini and Hochberg's, and Holm's."""
    assert benjamini_hochberg(case["p"]) == close(case["bh"])
    assert holm(case["p"]) == close(case["holm"])


_BANDS = {"DAILY": "daily", "WEEKLY": "weekly", "MONTHLY": "monthly", "LESS_THAN_MONTHLY": "less"}


@pytest.mark.parametrize("case", cases("four_keys_bands"))
def test_how_often_is_told_by_days_and_weeks(case: dict[str, Any]) -> None:
    """The band of complete weeks."""
    assert bands.frequency(case["weeks"]) == _BANDS[case["band"]]


@pytest.mark.parametrize("case", cases("lead_time_survey_bands"))
def test_lead_times_have_the_surveys_answers(case: dict[str, Any]) -> None:
    """The answer in the survey's own words."""
    assert bands.lead_time(case["ms"]) == case["band"].casefold()
