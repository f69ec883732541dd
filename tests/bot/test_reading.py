"""How the undocumented is read: whole, running, cut, outside, and what bounds are called."""

from datetime import timedelta

import pytest

from bot.query import BucketType
from bot.reading import (
    adds_up,
    bad_side,
    bound_kind,
    bound_name,
    is_near,
    is_running,
    is_whole,
    reaches_now,
    touches,
)
from tests.bot.samples import NOW, TODAY, query, window

YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "what"),
    [
        (-31.0, set()),
        (-30.5, {"part"}),
        (-30.0, {"part", "whole"}),
        (-1.0, {"part", "whole"}),
        (0.0, {"part", "running"}),
        (1.0, {"running"}),
    ],
)
def test_a_bucket_is_whole_running_cut_or_outside(days: float, what: set[str]) -> None:
    """Starts are days from today's; thirty whole days and today so far were asked for."""
    start = TODAY + timedelta(days=days)
    found = {
        "part": touches(start, window()),
        "whole": is_whole(start, window(), read_at=NOW),
        "running": is_running(start, window(), read_at=NOW),
    }
    assert {name for name, true in found.items() if true} == what


def test_a_bucket_is_whole_from_the_very_moment_it_is_over() -> None:
    """Not a microsecond before."""
    asked = window(YESTERDAY, TODAY + timedelta(minutes=1))
    assert is_whole(YESTERDAY, asked, read_at=TODAY)
    assert not is_whole(YESTERDAY, asked, read_at=TODAY - timedelta(microseconds=1))
    assert is_running(YESTERDAY, asked, read_at=TODAY - timedelta(microseconds=1))


def test_a_window_of_the_past_has_nothing_running() -> None:
    """A day that the window's end cuts through is cut, though it may not be over yet."""
    asked = window(YESTERDAY, TODAY + timedelta(hours=7))
    assert not reaches_now(asked, read_at=NOW)
    assert not is_running(TODAY, asked, read_at=NOW)
    assert not is_whole(TODAY, asked, read_at=NOW + timedelta(days=2))


def test_now_may_pass_while_the_answer_is_on_its_way() -> None:
    """A minute is forgiven between the question's end and the reading."""
    assert reaches_now(window(), read_at=NOW + timedelta(minutes=1))
    assert not reaches_now(window(), read_at=NOW + timedelta(minutes=1, seconds=1))


@pytest.mark.parametrize(
    ("days", "near"), [(-31.1, False), (-31.0, True), (0, True), (1.3, True), (1.5, False)]
)
def test_a_bucket_beside_the_window_is_near(days: float, near: bool) -> None:  # noqa: FBT001 - a table
    """A bucket's length, or a day, on either side: `x` may be an end, and days another zone's."""
    assert is_near(TODAY + timedelta(days=days), window()) is near


def test_windows_that_may_overlap_do_not_add_up() -> None:
    """Hours and days do."""
    assert [adds_up(query(bucket=bucket)) for bucket in BucketType] == [False, True, True]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("lower", "plain"),
        ("Upper_Bound", "plain"),
        (" MAX ", "plain"),
        ("equal", "documented"),
        ("target", "unclear"),
        ("excellent", "unclear"),
        ("", "unclear"),
    ],
)
def test_a_bounds_name_says_how_sure_its_meaning_is(name: str, kind: str) -> None:
    """Case, spaces, dashes and underscores do not matter."""
    assert bound_kind(name) == kind


@pytest.mark.parametrize(
    ("name", "side"),
    [("lower", "below"), ("MIN ", "below"), ("Upper_Bound", "above"), ("ceiling", "above")],
)
def test_a_plain_name_says_which_side_of_a_bound_is_bad(name: str, side: str) -> None:
    """What is below the lower one, and above the upper."""
    assert bad_side(name) == side


@pytest.mark.parametrize("name", ["equal", "target", "lower!", ""])
def test_other_names_say_nothing_about_sides(name: str) -> None:
    """Not even the one that is documented."""
    assert bad_side(name) is None


def test_a_bound_is_the_same_however_its_name_is_written() -> None:
    """Case, spaces, dashes and underscores do not matter; anything else does."""
    assert {bound_name(name) for name in ("p95 Target", "P95-target", "p95_target ")} == {
        "p95target"
    }
    assert bound_name("<!here>") != bound_name("here")
