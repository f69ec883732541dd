"""Shapes around points."""

import numpy as np
import pytest

from charts.markers import marker
from charts.palette import LOOKS, Look
from charts.shades import LEAVE, shade


@pytest.mark.parametrize("look", LOOKS)
def test_a_marker_has_its_ink_and_a_rim(look: Look) -> None:
    """And is laid in its middle."""
    stamp = marker(look)
    ink = np.argwhere(stamp.shades == shade(look.ink))
    assert len(ink) > 80
    assert (stamp.shades == 0).sum() > 80
    assert (stamp.shades[0] == LEAVE).all()
    assert np.abs((ink.min(axis=0) + ink.max(axis=0)) / 2 - 22).max() <= 3


@pytest.mark.parametrize("look", [look for look in LOOKS if look.marker not in {"plus", "cross"}])
def test_an_open_marker_is_hollow(look: Look) -> None:
    """Its middle is canvas."""
    assert marker(look, is_open=True).shades[22, 22] == shade(look.ink, 0)


@pytest.mark.parametrize("look", LOOKS)
def test_a_whole_marker_is_never_taken_for_an_open_one(look: Look) -> None:
    """It is filled to its middle, and the open one has less ink."""
    whole, opened = (marker(look, is_open=is_open).shades for is_open in (False, True))
    assert whole[22, 22] == shade(look.ink)
    assert (opened == shade(look.ink)).sum() < (whole == shade(look.ink)).sum() * 0.85


def test_no_two_look_alike() -> None:
    """Without their colours."""
    shapes = {(marker(look).shades == shade(look.ink)).tobytes() for look in LOOKS}
    assert len(shapes) == len(LOOKS)
