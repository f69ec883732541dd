"""Which series are told apart."""

from charts.choice import MOST, Choice, choose
from charts.model import Point, Series
from charts.table import table
from tests.charts.cases import END, drawing


def chosen(*series: tuple[str, int], unwritable: str = "") -> Choice:
    """What is chosen of series with one point each."""
    drawn = drawing("bars", [Series(name, (Point(END, value),)) for name, value in series])
    return choose(drawn, table(drawn), lambda text: frozenset(text) & frozenset(unwritable))


def test_the_largest_are_told_apart() -> None:
    """In order of size, equals as they come; the rest is one."""
    choice = chosen(*((f"s{at}", at // 2) for at in range(12)))
    assert [shown.name for shown in choice.shown] == [
        "s10",
        "s11",
        "s8",
        "s9",
        "s6",
        "s7",
        "s4",
        "s5",
    ]
    assert choice.others_name == "4 others"


def test_a_series_called_others_is_not_the_others() -> None:
    """Both are there and have different names."""
    choice = chosen(("others", 99), *((f"s{at}", at) for at in range(MOST)))
    assert choice.shown[0].name == "others"
    assert choice.others_name == "1 other"


def test_what_cannot_be_written_has_a_number() -> None:
    """What is left of the name is kept; the number is the series' place in the drawing."""
    choice = chosen(("web ☃", 1), ("☃☃", 2), ("api", 3), unwritable="☃")
    assert [shown.name for shown in choice.shown] == ["api", "series 2", "web (series 1)"]
    assert choice.unreadable == ((1, "web ☃"), (2, "☃☃"))
