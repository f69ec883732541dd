"""Colours that people with any kind of sight can tell apart."""

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from charts.palette import CANVAS, LOOKS, QUIET, TEXT, Ink

_SIGHT = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.01182, 0.04294, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.3039],
        ]
    ),
}
"""How colours arrive, on linear light: Machado, Oliveira and Fernandes (2009), severity 1."""
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


def linear(ink: Ink) -> NDArray[np.float64]:
    """Light of red, green and blue, 0 to 1."""
    share = np.array(ink.rgb) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def contrast(ink: Ink) -> float:
    """Against the canvas, 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    weights = np.array([0.2126, 0.7152, 0.0722])
    dark, light = sorted(float(weights @ linear(colour)) + 0.05 for colour in (ink, CANVAS))
    return light / dark


@pytest.mark.parametrize("sight", _SIGHT)
def test_any_two_inks_look_different(sight: str) -> None:
    """Steps of 0.02 can just be seen; any two inks are five times as far apart."""
    seen = [
        _TO_OKLAB @ np.cbrt(_TO_CONES @ np.clip(_SIGHT[sight] @ linear(look.ink), 0, 1))
        for look in LOOKS
    ]
    assert min(np.linalg.norm(one - other) for one, other in combinations(seen, 2)) > 0.1


def test_colour_is_never_the_only_cue() -> None:
    """Each of the eight has its own pattern and its own marker."""
    assert len({look.pattern for look in LOOKS}) == len({look.marker for look in LOOKS}) == 8


def test_everything_stands_out_from_the_canvas() -> None:
    """Text as WCAG asks of text; inks, which patterns and gaps set off as well, at least 2."""
    assert all(contrast(ink) >= 4.5 for ink in (TEXT, QUIET))
    assert all(contrast(look.ink) >= 2 for look in LOOKS)
