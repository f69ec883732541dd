"""Names that somebody else chose."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.text import MAX_LETTERS, NO_NAME, readable


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("web", "web"),
        ("<!channel>", "<!channel>"),
        ("Ba$$in", "Ba$$in"),
        ("_internal", "_internal"),
        ("{0.__class__}", "{0.__class__}"),
        ("a\x00b", "ab"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\u200b", NO_NAME),
        ("", NO_NAME),
        (" \t\n", NO_NAME),
        ("\ufeffapp", "app"),
        ("a\n b", "a b"),
        ("部署サービス", "部署サービス"),
        ("\ud800", "\ufffd"),
        ("x" * 100_000, "x" * 59 + "…"),
        ("x" * 60, "x" * 60),
    ],
)
def test_a_name_is_shown_as_it_is_without_what_cannot_be_seen(name: str, shown: str) -> None:
    """Letters stay as they are; what is invisible, endless or no text at all does not."""
    assert readable(name) == shown


@given(st.text() | st.text(alphabet="á\u0301\u0301\u200d\ud800 \x00", max_size=300))
def test_any_name_becomes_short_visible_text(name: str) -> None:
    """Whatever the name, it can be encoded, it has no controls and it fits."""
    shown = readable(name)
    assert shown.encode()
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs"}
    assert sum(not unicodedata.combining(char) for char in shown) <= MAX_LETTERS
    assert len(shown) <= MAX_LETTERS * 5
    assert readable(shown) == shown
