"""How often runs come about by chance, counted out over everything that can happen."""

import math
from collections.abc import Sequence
from itertools import product

import pytest

from bot.statistics.counts import expected_alarms, expected_runs


def counted_out(chances: Sequence[float], run: int) -> float:
    """The runs of each way it can go, weighed by how likely that is."""
    expected = 0.0
    for breaches in product([True, False], repeat=len(chances)):
        likely = math.prod(
            chance if is_one else 1 - chance
            for chance, is_one in zip(chances, breaches, strict=True)
        )
        lengths = "".join("x" if is_one else " " for is_one in breaches).split()
        expected += likely * sum(len(length) >= run for length in lengths)
    return expected


@pytest.mark.parametrize("run", [1, 2, 3, 8, 9])
def test_runs_are_expected_as_often_as_they_come(run: int) -> None:
    """Each counted once, however long, though no bucket is like another."""
    chances = [0.1, 0.9, 0.5, 0.3, 0.0, 0.7, 1.0, 0.4]
    assert expected_runs(chances, run) == pytest.approx(counted_out(chances, run))


def test_alarms_are_the_runs_of_buckets_that_are_alike() -> None:
    """Of a known mean."""
    found = expected_alarms(5, 3, run=2, buckets=10)
    assert found == pytest.approx(counted_out([0.12465201948308108] * 10, 2))
