"""Draws the golden images anew: `python -m tests.charts.golden_images`, then look at every one."""

from pathlib import Path
from typing import Final

import matplotlib as mpl

from charts.draw import draw
from tests.charts.cases import CASES

FOLDER: Final = Path(__file__).with_name("golden")
KEPT: Final = (
    "bars",
    "bars stacked",
    "bars of hours",
    "bars with gaps",
    "bars with long names",
    "lines",
    "lines of eight and others",
    "one line with gaps",
    "names that mean harm",
    "a bound far away",
    "empty",
)
"""One for each form and each thing that only an eye can judge."""
DRAWN_WITH: Final = FOLDER / "drawn-with.txt"


def file(case: str) -> Path:
    """Where the golden image of a case is."""
    return FOLDER / f"{case.replace(' ', '-')}.png"


def minor_version() -> str:
    """Text may look a little different in another minor version of Matplotlib."""
    return "matplotlib " + ".".join(mpl.__version__.split(".")[:2])


def main() -> None:
    """Draw all, and note with what."""
    FOLDER.mkdir(exist_ok=True)
    for case in KEPT:
        file(case).write_bytes(draw(CASES[case]).png)
    DRAWN_WITH.write_text(minor_version() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
