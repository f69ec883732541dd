"""Which look a series has."""

from itertools import combinations

import pytest

from charts.looks import Identity, by_name, by_order
from charts.palette import LOOKS


def named(*names: str) -> list[Identity]:
    """Names of which each is there once."""
    return [(name, 0) for name in names]


APPS = named("web", "api", "ios", "android", "billing", "search", "mail", "login")


@pytest.mark.parametrize("amount", range(1, 9))
def test_no_two_series_of_a_picture_look_alike(amount: int) -> None:
    """However many are told apart, also where one name is there several times."""
    assert len(set(by_name(APPS[:amount]).values())) == amount
    assert len(set(by_name([("web", at) for at in range(amount)]).values())) == amount


def test_a_name_keeps_its_look_wherever_it_stands() -> None:
    """Sizes change from range to range, and order with them."""
    assert by_name(APPS) == by_name(APPS[::-1])
    assert list(by_name(APPS[::-1])) == APPS[::-1]


def test_few_series_have_looks_that_are_told_apart_best() -> None:
    """Two have the first two, whatever they are called, and up to five the first five."""
    assert all(set(by_name(pair).values()) == set(LOOKS[:2]) for pair in combinations(APPS, 2))
    assert all(set(by_name(five).values()) == set(LOOKS[:5]) for five in combinations(APPS, 5))


def test_a_name_that_comes_or_goes_leaves_most_looks_as_they_are() -> None:
    """Over all that may join three to seven series, more than half of them."""
    for amount in range(3, 8):
        kept = [
            before[name] == after[name]
            for some in combinations(APPS, amount)
            for other in set(APPS) - set(some)
            for before, after in [(by_name(some), by_name([*some, other]))]
            for name in some
        ]
        assert sum(kept) > len(kept) / 2


def test_looks_are_the_same_on_every_machine() -> None:
    """Words, and what no encoding takes."""
    found = by_name(named("web", "api", "ios", "\ud800"))
    assert [LOOKS.index(look) for look in found.values()] == [3, 1, 0, 4]


def test_an_order_is_seen_in_the_looks() -> None:
    """From the first on."""
    assert list(by_order(APPS[:3]).values()) == list(LOOKS[:3])
