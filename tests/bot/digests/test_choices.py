"""Rhythms as they are picked are the cron lines that they are kept as, and the other way round."""

import pytest

from bot.digests.cadence import Cadence
from bot.digests.choices import Choice, choice_of, cron_of
from bot.digests.errors import CadenceError

PICKED = [
    ("0 9 * * *", Choice("day", "09:00")),
    ("5 17 * * 1-5", Choice("weekday", "17:05")),
    ("0 9 * * 1", Choice("week", "09:00", (1,))),
    ("0 9 * * 0,4-6", Choice("week", "09:00", (0, 4, 5, 6))),
    ("30 0 1 * *", Choice("month", "00:30")),
    ("0 9-17 * * 1-5", Choice("cron", line="0 9-17 * * 1-5")),
    ("0 9 1,15 * *", Choice("cron", line="0 9 1,15 * *")),
    ("0 9 1 1 *", Choice("cron", line="0 9 1 1 *")),
    ("0 9 * 6 1", Choice("cron", line="0 9 * 6 1")),
    ("0 9 1 * 1", Choice("cron", line="0 9 1 * 1")),
    ("0 9 * * 1#1", Choice("cron", line="0 9 * * 1#1")),
]


@pytest.mark.parametrize(("cron", "choice"), PICKED)
def test_a_choice_is_its_cron_line(cron: str, choice: Choice) -> None:
    """Both ways, so that a form shows what a line set up."""
    assert choice_of(cron) == choice
    assert Cadence(cron_of(choice), "UTC").cron == cron
    assert choice.is_whole


@pytest.mark.parametrize(
    ("days", "repeat"), [((0, 1, 2, 3, 4, 5, 6), "day"), ((1, 2, 3, 4, 5), "weekday")]
)
def test_days_that_have_a_name_are_shown_by_it(days: tuple[int, ...], repeat: str) -> None:
    """Seven ticked days are every day."""
    kept = Cadence(cron_of(Choice("week", "09:00", days)), "UTC").cron
    assert choice_of(kept) == Choice("day" if repeat == "day" else "weekday", "09:00")


@pytest.mark.parametrize("line", ["cron 0 9 * * 1–5", '"0 9 * * 1-5"', "  0  9 * * MON-FRI "])
def test_a_cron_line_may_be_written_as_it_is_typed(line: str) -> None:
    """With its word, its quotation marks and a phone's dashes."""
    assert Cadence(cron_of(Choice("cron", line=line)), "UTC").cron == "0 9 * * 1-5"


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (Choice("week", "09:00", ()), "at least one day"),
        (Choice("day", ""), "time of day"),
        (Choice("day", "24:00"), "time of day"),
    ],
)
def test_what_is_missing_is_asked_for(choice: Choice, words: str) -> None:
    """In a sentence."""
    with pytest.raises(CadenceError, match=words):
        cron_of(choice)


def test_a_choice_is_whole_when_all_was_asked() -> None:
    """What was asked and left empty is another matter."""
    assert not Choice("week", "09:00").is_whole
    assert not Choice("cron", "09:00", (1,)).is_whole
    assert Choice("week", "09:00", ()).is_whole
