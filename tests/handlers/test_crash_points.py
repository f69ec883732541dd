"""A real bot that dies at a point of its way over an alert: the next one tells it, once."""

from collections import Counter

import pytest

from tests.bot.store.databases import KINDS
from tests.handlers.crashing import Ordeal, endure
from tests.handlers.dying import POINTS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("point", POINTS)
def test_an_alert_is_told_once_wherever_its_bot_dies(point: str, kind: str) -> None:
    """At every point of its way, before and after Slack has taken it; the next bot goes on."""
    outcome = endure(Ordeal(digests=1, alerts=True, kind=kind, point=point, speed=120.0))
    assert (outcome.accepted, outcome.doubled, outcome.missed) == (1, 0, 0)
    assert outcome.states == Counter(posted=1)
