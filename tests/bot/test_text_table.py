"""Tables as text: they fit where they are shown, and say what they leave out."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.answer import Answer, answer
from bot.chart import Chart, Number
from bot.table import table
from bot.text_table import TERMINAL, Room, Text, as_text
from tests.bot.samples import chart, daily, request, standing

HOUR = timedelta(hours=1) // timedelta(milliseconds=1)


def answered(line: str, *charts: Chart, kind: str = "deploys") -> Answer:
    """An answer to a line."""
    return answer(request(line, chart=kind), charts)


def written(line: str, *charts: Chart, kind: str = "deploys") -> list[str]:
    """The lines of an answer's table in a chat."""
    return as_text(table(answered(line, *charts, kind=kind))).text.splitlines()


def test_text_has_the_days_and_marks_the_open_one() -> None:
    """Numbers stand right under each other; a dash is a number that is missing."""
    web, api = daily(4, None, 2, name="web"), daily(1200, 3, 1, name="api")
    assert written("mobile 2d bucket day by application", chart(web, api)) == [
        "start (UTC)   total  web    api",
        "Sun 22 Nov    1,204    4  1,200",
        "Mon 23 Nov        3    –      3",
        "Tue 24 Nov *      3    2      1",
    ]


def test_text_writes_lead_times_as_people_do() -> None:
    """Hours and days, not milliseconds."""
    lines = written("mobile 1d bucket day", chart(daily(36 * HOUR, HOUR)), kind="leadtime")
    assert lines[1] == "Mon 23 Nov    1.5 days"


def test_what_is_compared_is_named_once() -> None:
    """Its key alone where it has one series, a line above the names where it has several."""
    one = written("compare storefront web 1d bucket day", chart(daily(1, 2)), chart(daily(3, 4)))
    assert one[0] == "start (UTC)   storefront  web"
    many = chart(daily(1, 2, name="checkout-service"), daily(3, 4, name="search"))
    lines = written("compare storefront web 1d bucket day by application", many, chart(daily(3, 4)))
    assert lines[:3] == [
        "              storefront        storefront  storefront  web",
        "start (UTC)        total  checkout-service      search",
        "Mon 23 Nov             4                 1           3    3",
    ]


def test_text_keeps_the_latest_rows_and_the_first_columns() -> None:
    """What does not fit is counted, and is in the file."""
    series = [daily(*range(91), name=f"service-with-a-name-{n}") for n in range(9)]
    found = table(answered("mobile 90d by application", chart(*series)))
    shown = as_text(found)
    assert len(shown.text.splitlines()) == 33
    assert shown.text.splitlines()[-1].startswith("Tue 24 Nov *")
    assert (shown.rows, shown.columns) == (91 - 32, 7)
    assert shown.notes(found) == (
        "* is not complete · 59 earlier rows and 7 more columns are in the CSV"
    )


def test_names_are_cut_only_where_they_have_to_be() -> None:
    """Room is given to names as long as there is some."""
    name = "checkout-service-eu-west"
    few = written("mobile 1d bucket day by application", chart(daily(1, 2, name=name), daily(1, 2)))
    assert few[0].split() == ["start", "(UTC)", "total", name, "app"]
    many = chart(*(daily(1, 2, name=f"{name}-{n}") for n in range(3)))
    assert "checkout-serv…" in written("mobile 1d bucket day by application", many)[0]


def test_text_keeps_the_largest_of_what_has_no_time() -> None:
    """Forty maintainers begin with the one who has most to do; none of them is incomplete."""
    many = standing(**{f"maint{n:02}": 100 - n for n in range(40)})
    found = table(answered("mobile env p", many, kind="staleflags"))
    shown = as_text(found)
    assert shown.text.splitlines()[1].split() == ["maint00", "100"]
    assert len(shown.text.splitlines()) == 33
    assert shown.notes(found) == "8 more rows are in the CSV"


def test_a_terminal_gets_all_of_it() -> None:
    """Every row and every column; it scrolls."""
    series = [daily(*range(91), name=f"service-with-a-name-{n}") for n in range(9)]
    found = table(answered("mobile 90d by application", chart(*series)))
    shown = as_text(found, TERMINAL)
    assert len(shown.text.splitlines()) == 92
    assert shown.text.splitlines()[0].endswith("service-with-a-name-8")
    assert shown.notes(found) == "* is not complete"


def test_wide_letters_count_twice() -> None:
    """A terminal gives them two places, and numbers stay under each other."""
    lines = written(
        "mobile 1d bucket day by application", chart(daily(1, 2, name="部署"), daily(30, 4))
    )
    assert len({cell_len(line) for line in lines}) == 1


@pytest.mark.parametrize("letters", [0, 40, 200])
def test_rows_go_until_the_rest_fits(letters: int) -> None:
    """The heading stays, whatever happens."""
    found = table(answered("mobile 30d", chart(daily(*range(31)))))
    shown = as_text(found, Room(letters=letters))
    assert shown.text.splitlines()[0] == "start (UTC)   app"
    assert len(shown.text.splitlines()) + shown.rows == 32


@given(
    st.lists(st.text(max_size=200), min_size=1, max_size=9, unique=True),
    st.lists(st.none() | st.integers(0, 10**15), min_size=1, max_size=80),
)
def test_whatever_the_names_are_text_fits(names: list[str], values: list[Number | None]) -> None:
    """A message takes the text, and nothing in it is invisible."""
    series = (
        daily(*values, name=name.encode("utf-16", "replace").decode("utf-16")) for name in names
    )
    shown: Text = as_text(table(answered("mobile 90d by application", chart(*series))))
    assert len(shown.text) <= 2_800
    assert all(line.isprintable() for line in shown.text.splitlines())
    assert all(cell_len(line) <= 64 for line in shown.text.splitlines())
