"""Which series are told apart."""

from collections.abc import Sequence

from charts.choice import MOST, Choice, Chosen, choose
from charts.model import Form, Point, Series
from charts.palette import LOOKS
from charts.table import tables
from tests.charts.cases import DAY, END, drawing

_Panel = Sequence[tuple[str, int]]


def chosen(
    *panels: _Panel, form: Form = "bars", unwritable: str = "", in_order: bool = False
) -> Chosen:
    """What is chosen of series with one point each."""
    listed = [[Series(name, (Point(END, value),)) for name, value in panel] for panel in panels]
    drawings = [drawing(form, series, in_order=in_order) for series in listed]
    return choose(drawings, tables(drawings), lambda text: frozenset(text) & frozenset(unwritable))


def alone(panel: _Panel, form: Form = "bars") -> Choice:
    """What is chosen of one drawing."""
    return chosen(panel, form=form).choices[0]


def names(choice: Choice) -> list[str]:
    """As the picture shows them."""
    return [shown.label for shown in choice.shown]


def test_the_largest_are_told_apart() -> None:
    """In order of size, equals as they come; the rest is one."""
    choice = alone([(f"s{at}", at // 2) for at in range(12)])
    assert names(choice) == ["s10", "s11", "s8", "s9", "s6", "s7", "s4", "s5"]
    assert {shown.look for shown in choice.shown} == set(LOOKS)
    assert choice.others == (0, 1, 2, 3)
    assert choice.others_name == "4 others"


def test_the_largest_durations_have_the_largest_medians() -> None:
    """Who deploys on more days has no longer lead time for that."""
    often = Series("often", tuple(Point(END - DAY * at, 2) for at in range(9)))
    slow = Series("slow", (Point(END, 9), Point(END - DAY, None)))
    found = [drawing("lines", [often, slow, Series("never", ())], measure="duration")]
    (choice,) = choose(found, tables(found), lambda _: frozenset()).choices
    assert names(choice) == ["slow", "often", "never"]


def test_an_order_that_means_something_is_kept() -> None:
    """Stages stay stages; where there are too many, the largest of them in their order."""
    stages = [("coding", 1), ("review", 9), ("wait", 4)]
    assert names(chosen(stages, in_order=True).choices[0]) == ["coding", "review", "wait"]
    many = chosen([(f"s{at}", at % 10) for at in range(12)], in_order=True).choices[0]
    assert names(many) == [f"s{at}" for at in range(2, 10)]


def test_an_order_that_means_something_is_seen_in_the_looks() -> None:
    """The first stage has the first look; else a name has its own, whatever its size."""
    looks = [
        [shown.look for shown in chosen(stages, in_order=True).choices[0].shown]
        for stages in ([("coding", 1), ("review", 9)], [("review", 9), ("coding", 1)])
    ]
    assert looks == [list(LOOKS[:2])] * 2
    small, large = (
        {shown.name: shown.look for shown in alone([("web", size), ("api", 5), ("ios", 3)]).shown}
        for size in (1, 9)
    )
    assert small == large


def test_ranks_are_those_of_all_drawings_together() -> None:
    """So that one key can name them in that order."""
    first, second = chosen([("web", 1), ("api", 2)], [("api", 1), ("ios", 9)]).choices
    assert [shown.rank for shown in first.shown] == [1, 2]
    assert [shown.rank for shown in second.shown] == [0, 1]


def test_a_series_called_others_is_not_the_others() -> None:
    """Both are there and have different names."""
    choice = alone([("others", 99), *((f"s{at}", at) for at in range(MOST))])
    assert names(choice)[0] == "others"
    assert choice.others_name == "1 other"


def test_two_series_of_one_name_are_two() -> None:
    """Nothing is lost because somebody named it badly."""
    choice = alone([("web", 1), ("web", 5)])
    assert [shown.row for shown in choice.shown] == [1, 0]
    assert choice.shown[0].look != choice.shown[1].look


def test_rows_keep_their_order_where_all_fit() -> None:
    """It may mean something; where they do not fit, the longest are told apart. All look alike."""
    few = alone([("new", 1), ("active", 9), ("launched", 5)], "rows")
    many = alone([(f"s{at}", at) for at in range(MOST + 1)], "rows")
    assert names(few) == ["new", "active", "launched"]
    assert names(many) == [f"s{at}" for at in range(MOST, 0, -1)]
    assert {shown.look for shown in many.shown} == {LOOKS[0]}


def test_a_name_looks_the_same_in_all_drawings_of_a_sheet() -> None:
    """And the largest are those of all drawings together."""
    first, second = chosen(
        [("web", 1), ("api", 2)], [("api", 1), *((f"s{at}", 9) for at in range(MOST - 1))]
    ).choices
    looks = [{shown.name: shown.look for shown in choice.shown} for choice in (first, second)]
    assert names(first) == ["api"]
    assert first.others_name == "1 other"
    assert looks[0]["api"] == looks[1]["api"]
    assert len(second.shown) == MOST


def test_one_series_in_each_drawing_is_one_kind_of_thing() -> None:
    """Whatever they are called: the headings tell them apart."""
    choices = chosen([("mobile", 1)], [("web", 9)], []).choices
    assert [[shown.look for shown in choice.shown] for choice in choices] == [
        [LOOKS[0]],
        [LOOKS[0]],
        [],
    ]


def test_small_panels_have_few_rows() -> None:
    """So that each can be read."""
    choices = chosen(*[[(f"s{at}", at) for at in range(6)]] * 4, form="rows").choices
    assert names(choices[0]) == ["s5", "s4", "s3", "s2"]
    assert choices[0].others_name == "2 others"


def test_what_cannot_be_written_has_a_number() -> None:
    """What is left of the name is kept; the number is the series' place in the drawing."""
    found = chosen([("web ☃", 1), ("☃☃", 2), ("api", 3)], unwritable="☃")
    assert names(found.choices[0]) == ["api", "series 2", "web (series 1)"]
    assert [shown.name for shown in found.choices[0].shown] == ["api", "☃☃", "web ☃"]
    assert found.unreadable == ((1, "web ☃"), (2, "☃☃"))
