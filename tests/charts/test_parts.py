"""Words in parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.parts import PART, in_two, shortened

A, B, C = (f"{name}-service-of-the-payments-platform" for name in ("checkout", "search", "mail"))


@pytest.mark.parametrize(
    ("text", "room", "short"),
    [
        ("mobile / production · last 30 days", 40, "mobile / production · last 30 days"),
        (
            f"{A} / {B} · last 30 days",
            64,
            "checkout-service-of-the… / search-service-of-the… · last 30 days",
        ),
        (f"web · {A} · last 30 days", 40, "web · checkout-service… · last 30 days"),
        (f"{A} and {B} · now", 45, "checkout-service… and search-service… · now"),
        (
            f"web · {A}, {B}, {C}, docs · 1 Oct to 24 Nov 2026",
            60,
            "web · checkout… and 3 more · 1 Oct to 24 Nov 2026",
        ),
        (f"{A}-1, {A}-2, web · now", 50, "checkout-service-of-the…, web and 1 more · now"),
        (f"{A} {B}", 20, "checkout-service-of…"),
    ],
)
def test_the_longest_names_end_earlier(text: str, room: int, short: str) -> None:
    """All at the same length, and what is short is left whole, as are words and dates."""
    assert shortened(text, lambda words: len(words) <= room) == short


@given(st.text(max_size=300), st.integers(1, 200))
def test_any_text_can_be_shortened(text: str, room: int) -> None:
    """To something that can be read, and never to more than it was with its names."""
    short = shortened(text, lambda words: len(words) <= room)
    assert short.isprintable()
    assert short.count(PART) <= text.count(PART)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("mobile · last 7 days", ("mobile · last 7 days",)),
        (
            "mobile / production · by application · now",
            ("mobile / production · by application", "now"),
        ),
        (f"mobile · {A[:30]}, search · now", ()),
        (
            "the-first-of-services, the-second-of-services",
            ("the-first-of-services,", "the-second-of-services"),
        ),
        (f"{A} {B} {C}", ()),
    ],
)
def test_a_text_is_broken_where_a_part_ends(text: str, lines: tuple[str, ...]) -> None:
    """As late as it can be; in the middle of a list only where no part ends in time."""
    assert in_two(text, lambda line: len(line) <= 36) == lines
