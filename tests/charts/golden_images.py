"""Draws the golden images anew: `python -m tests.charts.golden_images`, then look at every one."""

from io import BytesIO
from pathlib import Path
from typing import Final

import matplotlib as mpl
from PIL import Image

from charts.draw import draw
from tests.charts.cases import CASES

FOLDER: Final = Path(__file__).with_name("golden")
KEPT: Final = (
    "bars stacked",
    "bars of eight and others",
    "bars with alerts",
    "bars with long names",
    "stacked bars before a ghost",
    "durations stacked",
    "lines",
    "lines of eight and others",
    "lines with days off",
    "one line and a ghost",
    "rows of durations",
    "sheet of two",
    "sheet of shared names",
    "sheet of rows",
)
"""One for each form and each thing that only an eye can judge, none with letters that a font has
to be installed for."""
DRAWN_WITH: Final = FOLDER / "drawn-with.txt"


def file(case: str) -> Path:
    """Where the golden image of a case is."""
    return FOLDER / f"{case.replace(' ', '-')}.png"


def minor_version() -> str:
    """Text may look a little different in another minor version of Matplotlib."""
    return "matplotlib " + ".".join(mpl.__version__.split(".")[:2])


def main() -> None:
    """Draw all, note with what, and take away what is not kept any more."""
    FOLDER.mkdir(exist_ok=True)
    for old in set(FOLDER.glob("*.png")) - {file(case) for case in KEPT}:
        old.unlink()
    for case in KEPT:
        drawn = Image.open(BytesIO(draw(CASES[case]).png))
        drawn.save(file(case), optimize=True)  # slower and smaller, for what is kept
    DRAWN_WITH.write_text(minor_version() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
