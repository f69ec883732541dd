"""What each release brought that none before it had, over histories of any shape."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.insights.changes import Commits
from bot.local.insights.history import Commit, History


def commit(id_: str, *parents: str, at: int = 1, author: str = "a@example.com") -> Commit:
    """A commit that was written and committed at a time."""
    return Commit(id_, parents, at, at, author)


LINE = [commit("d", "c", at=4), commit("c", "b", at=3), commit("b", "a", at=2), commit("a", at=1)]


@pytest.mark.parametrize(
    ("releases", "brought"),
    [
        ("d", [None]),
        ("bd", [None, (3, 4)]),
        ("abcd", [None, (2, 2), (3, 3), (4, 4)]),
        ("bbd", [None, None, (3, 4)]),
        ("db", [None, None]),
        ("?bd", [None, None, (3, 4)]),
        ("b?d", [None, None, (3, 4)]),
    ],
)
def test_a_release_brings_what_none_before_it_had(
    releases: str, brought: list[tuple[int, int] | None]
) -> None:
    """From the release before; the first has none, and neither has one that is not there."""
    found = History(LINE).brought(list(releases))
    assert [one and (one.first_at // 1000, one.last_at // 1000) for one in found] == brought


def test_the_first_is_when_it_was_written_and_the_last_when_it_was_committed() -> None:
    """Whatever their order; and people are counted once, however they write their address."""
    history = History(
        [
            Commit("c", ("b",), 5, 9, "Ada@example.com"),
            Commit("b", ("a",), 3, 12, "ada@example.com"),
            commit("a", at=1, author="grace@example.com"),
        ]
    )
    assert history.brought(["a", "c"]) == [None, Commits(3_000, 12_000, contributors=1)]


@pytest.mark.parametrize("at", [0, -5, 2**62])
def test_a_clock_that_was_never_set_tells_nothing(at: int) -> None:
    """A commit of 1970, or of no year at all, is left out."""
    history = History([commit("c", "b", at=at), commit("b", "a", at=2), commit("a")])
    assert history.brought(["a", "c"]) == [None, Commits(2_000, 2_000)]
    assert history.brought(["b", "c"]) == [None, None]


def test_a_history_that_is_cut_off_tells_nothing() -> None:
    """Where a shallow clone ends, nobody knows how far back the work goes."""
    history = History([commit("d", "c"), commit("c"), commit("b", "a"), commit("a")], cut=["c"])
    assert history.brought(["b", "d"]) == [None, None]
    assert history.brought(["c", "d"]) == [None, Commits(1_000, 1_000)]


def test_the_main_line_follows_first_parents() -> None:
    """A merge's branch is not on it."""
    history = History([commit("m", "b", "x"), commit("x", "a"), commit("b", "a"), commit("a")])
    assert [one.id for one in history.main_line("m")] == ["a", "b", "m"]
    assert history.main_line("?") == []
    assert history.age("a") < history.age("b") < history.age("m")


@st.composite
def histories(draw: st.DrawFn) -> list[Commit]:
    """Any graph of commits, each before its parents."""
    size = draw(st.integers(1, 12))
    found: list[Commit] = []
    for number in range(size):
        parents = (
            draw(st.lists(st.integers(0, number - 1), max_size=3, unique=True)) if number else []
        )
        at = draw(st.integers(1, 99))
        found.insert(0, commit(str(number), *map(str, parents), at=at))
    return found


def reachable(commits: dict[str, Commit], start: str) -> set[str]:
    """A commit and all that it came of."""
    found = {start}
    for parent in commits[start].parents:
        found |= reachable(commits, parent)
    return found


@given(commits=histories(), chance=st.randoms())
def test_any_history_is_told_as_a_plain_loop_tells_it(
    commits: list[Commit], chance: Random
) -> None:
    """The commits of a release less those of all releases before it."""
    by_id = {one.id: one for one in commits}
    releases = chance.choices(list(by_id), k=5)
    expected: list[Commits | None] = []
    released: set[str] = set()
    for number, release in enumerate(releases):
        new = [by_id[one].authored_at for one in reachable(by_id, release) - released]
        known = bool(number and new)
        expected.append(Commits(min(new) * 1000, max(new) * 1000) if known else None)
        released |= reachable(by_id, release)
    assert History(commits).brought(releases) == expected
