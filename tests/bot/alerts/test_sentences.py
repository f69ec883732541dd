"""What there is to tell, in words."""

from dataclasses import replace

import pytest

from bot.alerts.backtest import Calmer
from bot.alerts.sentences import calmer
from bot.query import DAY_MS, HOUR_MS
from tests.bot.alerts.samples import below


@pytest.mark.parametrize(
    ("patience", "firings", "instead_of", "bucket_ms", "expected"),
    [
        (2, 1, 4, DAY_MS, "for 2 days instead of 1 would have fired once instead of 4 times"),
        (3, 2, 5, HOUR_MS, "for 3 hours instead of 1 would have fired 2 times instead of 5 times"),
        (4, 0, 2, DAY_MS, "for 4 days instead of 1 would never have fired instead of 2 times"),
    ],
)
def test_what_a_more_patient_rule_would_have_done(
    patience: int, firings: int, instead_of: int, bucket_ms: int, expected: str
) -> None:
    """How long it waits, and how often it would have fired."""
    rule = below()
    found = Calmer(replace(rule, for_n=patience), firings, instead_of)
    assert calmer(rule, found, bucket_ms) == f"{expected} in the last 8 weeks"
