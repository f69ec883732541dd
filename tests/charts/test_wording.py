"""Numbers and stretches of time as people write them."""

from datetime import timedelta

import pytest

from charts.model import Number
from charts.wording import bucket, level, number


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (12345, "12,345"),
        (4.66, "4.7"),
        (0.25, "0.25"),
        (-3, "−3"),
        (1e15, "1e15"),
        (2.5e-7, "2.5e−7"),
    ],
)
def test_numbers(value: Number, shown: str) -> None:
    """Thousands have commas; a fraction keeps what means something."""
    assert number(value) == shown


@pytest.mark.parametrize(
    ("value", "step", "shown"),
    [
        (0, 5, "0"),
        (15, 5, "15"),
        (1500, 500, "1,500"),
        (2.5, 2.5, "2.5"),
        (0.25, 0.25, "0.25"),
        (0.4, 0.2, "0.4"),
        (150_000, 50_000, "150k"),
        (2_500_000, 500_000, "2.5 M"),
        (7.5e9, 2.5e9, "7.5 bn"),
        (3e15, 1e15, "3e15"),
        (2e-7, 1e-7, "2e−7"),
        (-20, 10, "−20"),
    ],
)
def test_levels(value: float, step: float, shown: str) -> None:
    """Short enough to stand beside an axis, long enough to tell one level from the next."""
    assert level(value, step) == shown


@pytest.mark.parametrize(
    ("length", "amount", "shown"),
    [
        (timedelta(days=1), 1, "day"),
        (timedelta(days=1), 3, "days"),
        (timedelta(hours=1), 2, "hours"),
        (timedelta(days=7), 1, "period of 7 days"),
        (timedelta(hours=36), 2, "periods of 36 hours"),
        (timedelta(seconds=90), 2, "periods"),
    ],
)
def test_buckets(length: timedelta, amount: int, shown: str) -> None:
    """By the largest unit that comes out whole."""
    assert bucket(length, amount) == shown
