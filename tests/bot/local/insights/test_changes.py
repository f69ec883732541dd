"""Stages of a change: they follow one another, and what is known of them is the lead time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.insights.changes import Commits, Stages


@pytest.mark.parametrize(
    ("moments", "stages"),
    [
        ((0, 10, 30, 60, 100), Stages(10, 20, 30, 40)),
        ((0, 10, 30, 60, 60), Stages(10, 20, 30, None)),
        ((0, 10, 30, 30, 60), Stages(10, 20, 0, 30)),
        ((10, 0, 30, 60, 100), Stages(0, 20, 30, 40)),
        ((0, 40, 30, 60, 100), Stages(40, 0, 20, 40)),
        ((0, 10, 300, 60, 100), Stages(10, 90, 0, None)),
    ],
)
def test_stages_of_a_pull_request(moments: tuple[int, int, int, int, int], stages: Stages) -> None:
    """Each lasts to the next moment, if only to the same; a deployment was timed if it lasted."""
    first, created, merged, *deployed = moments
    assert Stages.of_pull_request(first, created, merged, (deployed[0], deployed[1])) == stages


@pytest.mark.parametrize(
    ("moments", "stages"),
    [
        ((0, 10, 30, 60), Stages(10, None, 20, 30)),
        ((0, 10, 30, 30), Stages(10, None, 20, None)),
        ((0, 30, 30, 30), Stages(30, None, 0, None)),
        ((0, 90, 30, 60), Stages(60, None, 0, None)),
    ],
)
def test_stages_of_commits_alone(moments: tuple[int, int, int, int], stages: Stages) -> None:
    """Git knows coding and waiting; of a review it knows nothing."""
    first, last, *deployed = moments
    assert Stages.of_commits(Commits(first, last), (deployed[0], deployed[1])) == stages


@pytest.mark.parametrize("first", [100, 101, 10**13])
def test_what_took_no_time_or_less_has_no_lead_time(first: int) -> None:
    """A deployment that ends with or before its first commit says nothing."""
    assert Stages.of_pull_request(first, 10, 20, (50, 100)) is None
    assert Stages.of_commits(Commits(first, 20), (50, 100)) is None


@given(st.tuples(*[st.integers(0, 99)] * 4), st.integers(0, 99))
def test_stages_add_up(moments: tuple[int, int, int, int], length: int) -> None:
    """Whatever the clocks say, the stages add up to the time from first commit to the end."""
    first, created, merged, started = moments
    end = started + length
    for stages in (
        Stages.of_pull_request(first, created, merged, (started, end)),
        Stages.of_commits(Commits(first, merged), (started, end)),
    ):
        assert (stages is None) == (first >= end)
        if stages:
            assert stages.total == end - first
            assert all(one is None or one >= 0 for one in stages.each)
