"""Text as bitmaps."""

import pytest
from matplotlib import get_data_path

from charts import letters
from charts.letters import Style, fitted, unwritable, width, word

_STYLE = Style(40)


def test_text_is_as_wide_as_it_says() -> None:
    """So that nothing that fits is cut off."""
    written = word("deployments per day", _STYLE)
    assert written.advance == width("deployments per day", _STYLE)
    assert abs(written.mask.shape[1] - written.advance) < 6


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_nothing_is_written_as_nothing(text: str) -> None:
    """Without ink."""
    assert not word(text, _STYLE).mask.any()
    assert width("", _STYLE) == 0


@pytest.mark.parametrize("text", [r"$\frac{1$", "$x^2$", "a_b", "{0}", "<b>"])
def test_there_is_no_mathematics_and_no_markup(text: str) -> None:
    """Each character is one: as wide as its parts."""
    assert width(text, _STYLE) == pytest.approx(sum(width(c, _STYLE) for c in text), abs=6)


def test_what_no_font_has_is_shown_as_such() -> None:
    """And is known before."""
    assert unwritable("web 🧿") == {"🧿"}
    assert word("🧿", _STYLE).mask.any()


def test_what_the_typeface_lacks_comes_from_another() -> None:
    """From what ships with Matplotlib; of other scripts from what is installed, if anything is."""
    assert not unwritable("Größe Ωμέγα ☃")
    files = letters._files("regular")  # noqa: SLF001 - which fonts there are is not shown elsewhere
    assert files[1].startswith(get_data_path())
    assert bool(unwritable("部署")) == (len(files) == 2)


@pytest.mark.parametrize("room", [0, 10, 60, 200, 5000])
def test_a_text_is_fitted_into_its_room(room: float) -> None:
    """Its middle left out, for names tend to differ at both ends; as much kept as fits."""
    name = "checkout-service-in-region-042"
    short = fitted(name, _STYLE, room)
    assert short in {name, "…"} or width(short, _STYLE) <= room
    if short != name:
        head, _, tail = short.partition("…")
        assert name.startswith(head)
        assert name.endswith(tail)
        assert width(name[: len(head) + 1] + "…" + tail, _STYLE) > room
