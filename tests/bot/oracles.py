"""Inputs that broke other programs, kept beside the checkout; absent ones are skipped visibly."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

_FILE = Path(__file__).parents[2].parent / "shared" / "oracles" / "bad_inputs.json"


@lru_cache
def _all() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(_FILE.read_text("utf-8"))
    return listed


def bad_inputs(surface: str) -> list[Any]:
    """The cases of one surface as parameters: the input, what is expected; named by their ids."""
    if not _FILE.is_file():
        why = pytest.mark.skip(reason="the collected bad inputs are not beside this checkout")
        return [pytest.param(None, "", id=surface, marks=why)]
    cases = [case for case in _all() if case["surface"] == surface]
    assert cases, f"no case is about {surface}"
    return [pytest.param(case["input"], case["expected"], id=case["id"]) for case in cases]


def the_name(given: object) -> str:
    """The series name that a collected case means, made where it is too long to be kept."""
    if isinstance(given, str):
        return given
    assert isinstance(given, dict)
    if "json" in given:
        return str(json.loads(given["json"]))
    recipe = {"prefix": "", "mid": "", "close": "", "suffix": "", **given["$gen"]}
    opened, closed = recipe["repeat"] * recipe["times"], recipe["close"] * recipe["times"]
    return f"{recipe['prefix']}{opened}{recipe['mid']}{closed}{recipe['suffix']}"
