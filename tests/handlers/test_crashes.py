"""Real bots, killed again and again over many digests: none is doubled, none is missed."""

import signal
from collections import Counter

import pytest

from tests.handlers.crashing import Ordeal, endure


@pytest.mark.parametrize(
    "ordeal",
    [
        pytest.param(Ordeal(digests=30, drop_every=7), id="killed, and connections break"),
        pytest.param(Ordeal(digests=60, blow=signal.SIGTERM, blows=3), id="told to stop"),
        pytest.param(
            Ordeal(digests=40, kind="postgresql", bots=2, blows=3, drop_every=9, speed=60.0),
            id="one of two on a PostgreSQL killed, and connections break",
        ),
        pytest.param(
            Ordeal(digests=30, alerts=True, drop_every=7, speed=60.0),
            id="killed over alerts, and connections break",
        ),
        pytest.param(
            Ordeal(digests=30, alerts=True, kind="postgresql", bots=2, drop_every=9, speed=60.0),
            id="one of two on a PostgreSQL killed over alerts",
        ),
        pytest.param(
            Ordeal(digests=60, kind="postgresql", blows=0, cut_every=9, speed=60.0),
            id="cut off from the PostgreSQL again and again",
        ),
    ],
)
def test_nothing_is_doubled_and_nothing_missed(ordeal: Ordeal) -> None:
    """Slack accepts each digest or alert once, and the ledger knows of each."""
    outcome = endure(ordeal)
    assert outcome.blows + outcome.cuts > 0
    assert (outcome.doubled, outcome.missed) == (0, 0)
    assert outcome.states == Counter(posted=ordeal.digests)
