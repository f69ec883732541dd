"""Times in every form that the official clients send."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.insights.moments import parse_ms, to_ms


@pytest.mark.parametrize(
    "text",
    [
        "1617235200000",
        "2021-04-01T00:00:00.000000+0000",  # Python
        "2021-04-01T00:00:00.000000 0000",  # Python, its plus not percent-encoded
        "2021-04-01T00:00:00Z",  # Go
        "2021-04-01T02:00:00.000000000+02:00",  # Go
        "2021-04-01T00:00Z",  # Java leaves out what is zero
        "2021-03-31T19:00-05:00",  # Java
        "2021-04-01T00:00:00.000Z",  # TypeScript
        "2021-04-01T00:00:00",  # Python, naive
        "2021-04-01",
    ],
)
def test_every_dialect_names_the_same_moment(text: str) -> None:
    """Epoch milliseconds and all ISO forms are one and the same time."""
    assert parse_ms(text) == 1_617_235_200_000


@pytest.mark.parametrize(
    "text",
    [
        "-1",
        "1.5",
        "x",
        "9" * 30,
        "2021-13-01",
        "2021-04-01T25:00Z",
        "2021-W14-4",
        "20210401T000000Z",
        "2021-04-01T00:00:00+99:00",
        "1969-12-31",
        "2100-01-02",
        "\u0661",
    ],
)
def test_anything_else_is_refused_with_a_reason(text: str) -> None:
    """What is no time, or none of this age, says what it must be."""
    with pytest.raises(ValueError, match=r"^must be"):
        parse_ms(text)


@given(text=st.text())
def test_no_text_is_a_crash(text: str) -> None:
    """Reading raises the one error, or gives a time in range."""
    try:
        found = parse_ms(text)
    except ValueError as error:
        assert str(error)[:7] == "must be"  # noqa: PT017 (either way is fine)
        return
    assert 0 <= found <= parse_ms("2100-01-01")


@given(moment=st.datetimes(datetime(1970, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 (hypothesis adds the zone)
def test_milliseconds_are_exact(moment: datetime) -> None:
    """No rounding on the way through a float."""
    seconds = int(moment.replace(microsecond=0).timestamp())
    assert to_ms(moment) == seconds * 1000 + moment.microsecond // 1000
    assert parse_ms(moment.isoformat()) == to_ms(moment)
