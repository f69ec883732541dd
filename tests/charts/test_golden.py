"""What only an eye can judge stays as an eye has judged it."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from charts.draw import draw
from tests.charts.cases import CASES
from tests.charts.golden_images import DRAWN_WITH, KEPT, file, minor_version

_VISIBLE = 32
_MOST = 0.001


def test_golden_images_are_compared_with_the_matplotlib_that_drew_them() -> None:
    """Another minor version sets text differently: draw the images anew and look at them."""
    assert minor_version() == DRAWN_WITH.read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("case", KEPT)
def test_a_case_looks_as_it_did(case: str, tmp_path: Path) -> None:
    """At most one pixel in a thousand differs visibly; if it is meant to, `make golden`."""
    drawn = Image.open(BytesIO(draw(CASES[case]).png)).convert("RGB")
    golden = Image.open(file(case)).convert("RGB")
    assert drawn.size == golden.size
    off = np.abs(np.asarray(drawn, dtype=int) - np.asarray(golden, dtype=int)).max(axis=2)
    share = float((off > _VISIBLE).mean())
    if share > _MOST:
        drawn.save(tmp_path / "drawn.png")
    assert share <= _MOST, f"{share:.2%} of the pixels differ; see {tmp_path}"
