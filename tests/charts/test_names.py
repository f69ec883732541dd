"""Series names that mean harm, from the shared list of bad inputs."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from PIL import Image

from charts.draw import draw
from charts.model import Series
from charts.text import readable
from tests.charts.cases import counts, drawing

_LIST: Final = Path(__file__).parents[3] / "shared" / "oracles" / "bad_inputs.json"


def _name(given: Any) -> str:  # noqa: ANN401 - whatever the list has
    """A name, written out where the list only describes it."""
    if isinstance(given, str):
        return given
    if "json" in given:
        return str(json.loads(given["json"]))
    made = given["$gen"]
    start = made.get("prefix", "") + made["repeat"] * made["times"]
    return str(start + made.get("mid", "") + made.get("close", "") * made["times"])


def _names() -> list[Any]:
    if not _LIST.exists():
        skipped = pytest.mark.skip(reason="the shared list of bad inputs is not here")
        return [pytest.param("", marks=skipped)]
    listed = json.loads(_LIST.read_text(encoding="utf-8"))
    bad = [item for item in listed if item["surface"] == "ld.series_name"]
    return [pytest.param(_name(item["input"]), id=item["id"]) for item in bad]


@pytest.mark.parametrize("name", _names())
def test_a_harmful_name_is_drawn_as_text(name: str) -> None:
    """The chart renders with two series and told in words by their literal names."""
    picture = draw(drawing("bars", [Series(name, counts(1, 5, 5)), Series("api", ())]))
    assert Image.open(BytesIO(picture.png)).size == (1600, 900)
    assert readable(name) in picture.alt
    assert len(readable(name)) <= 300
