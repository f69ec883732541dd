"""Colours that people with any kind of sight can tell apart."""

from itertools import combinations

import numpy as np
import pytest

from charts.palette import CANVAS, LOOKS, QUIET, TEXT, Ink
from tests.charts.sight import SIGHT, Colours, linear, seen

_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_OKLAB = np.array(
    [
        [0.2104542553, 0.793617785, -0.0040720468],
        [1.9779984951, -2.428592205, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.808675766],
    ]
)
"""Oklab, in which distances are as far as they look: https://bottosson.github.io/posts/oklab/"""


def _array(ink: Ink) -> Colours:
    return np.array(ink.rgb, dtype=np.float64)


def contrast(ink: Ink) -> float:
    """Against the canvas, 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    weights = np.array([0.2126, 0.7152, 0.0722])
    dark, light = sorted(float(weights @ linear(_array(each))) + 0.05 for each in (ink, CANVAS))
    return light / dark


@pytest.mark.parametrize(("first", "distance"), [(2, 0.3), (5, 0.17), (8, 0.1)])
@pytest.mark.parametrize("sight", SIGHT)
def test_any_two_inks_look_different(sight: str, first: int, distance: float) -> None:
    """Steps of 0.02 can just be seen; any two are five times as far apart, the first farther."""
    inks = [look.ink for look in LOOKS[:first]]
    places = [_TO_OKLAB @ np.cbrt(_TO_CONES @ seen(_array(ink), sight)) for ink in inks]
    assert min(np.linalg.norm(one - other) for one, other in combinations(places, 2)) > distance


def test_colour_is_never_the_only_cue() -> None:
    """Each of the eight has its own pattern and its own marker."""
    assert len({look.pattern for look in LOOKS}) == len({look.marker for look in LOOKS}) == 8


def test_everything_stands_out_from_the_canvas() -> None:
    """Text as WCAG asks of text; inks, which patterns and gaps set off as well, at least 2."""
    assert all(contrast(ink) >= 4.5 for ink in (TEXT, QUIET))
    assert all(contrast(look.ink) >= 2 for look in LOOKS)
