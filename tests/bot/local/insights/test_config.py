"""Bounds as a configuration file gives them."""

import pytest

from bot.local.insights.config import Bound, ConfigError, read_bounds


def test_bounds_are_read() -> None:
    """Names and whole values, for each metric, in order."""
    document = {"deploymentFrequency": [{"name": "lower", "value": 3}, {"name": "x", "value": 9}]}
    assert read_bounds(document) == {"deploymentFrequency": (Bound("lower", 3), Bound("x", 9))}
    assert read_bounds({}) == {}


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ([], "must be given for each metric"),
        ({"burndown": []}, "There is no metric .burndown.; .* leadTime, staleFlags, flagStatus"),
        ({7: []}, "There is no metric 7"),
        ({"deploymentFrequency": "lower"}, "must be a list"),
        ({"deploymentFrequency": 3}, "must be a list"),
        ({"deploymentFrequency": [3]}, "needs a name and a whole value"),
        ({"deploymentFrequency": [{"name": "lower"}]}, "needs a name and a whole value"),
        ({"deploymentFrequency": [{"name": 1, "value": 1}]}, "needs a name and a whole value"),
        ({"deploymentFrequency": [{"name": "x", "value": 1.5}]}, "needs a name and a whole value"),
        ({"deploymentFrequency": [{"name": "x", "value": True}]}, "needs a name and a whole"),
    ],
)
def test_what_is_wrong_is_said(document: object, sentence: str) -> None:
    """Anything else is one sentence, with an example where that helps."""
    with pytest.raises(ConfigError, match=sentence):
        read_bounds(document)
