"""Patterns."""

import numpy as np
import pytest

from charts.canvas import Canvas
from charts.palette import LOOKS, Look
from charts.shades import shade
from charts.weave import full, hatched


@pytest.mark.parametrize("look", LOOKS)
def test_a_pattern_is_mostly_its_ink(look: Look) -> None:
    """The cue is the colour first; shades are all of that ink, and what is open mostly canvas."""
    ink, own = shade(look.ink), range(shade(look.ink, 1), shade(look.ink) + 1)
    assert (full(look) == ink).mean() > 0.45
    assert set(np.unique(full(look)).tolist()) <= set(own)
    assert (hatched(look) == 0).mean() > 0.6


def test_a_pattern_does_not_jump() -> None:
    """Where it falls depends on the picture, not on the bar; bars may be as wide as they like."""
    whole, parts = Canvas(900, 60), Canvas(900, 60)
    whole.woven((0, 0, 900, 60), full(LOOKS[1]))
    for left, right in ((0, 13), (13, 500), (500, 900)):
        parts.woven((left, 0, right, 60), full(LOOKS[1]))
    assert np.array_equal(whole.shades, parts.shades)
