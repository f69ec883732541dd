"""Thousands of digests at once, brought by a bot that is killed every few seconds."""

import signal
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from rich.table import Table

from tests.handlers.crashing import Ordeal, Outcome, endure

_ALL: Final = Ordeal(
    digests=5_000, channels=50, blows=None, between=(60, 500), drop_every=50, patience=300.0
)
_ROLLING: Final = replace(_ALL, digests=1_000, between=(10, 60), blow=signal.SIGTERM, drop_every=0)
_THREE: Final[dict[str, Any]] = {"kind": "postgresql", "bots": 3}
_ORDEALS: Final[dict[str, Ordeal]] = {
    "SQLite: SIGKILL, 2 % of connections break": _ALL,
    "SQLite: SIGTERM, one restart after the other": _ROLLING,
    "PostgreSQL, three bots: one killed, 2 % of connections break": replace(_ALL, **_THREE),
    "PostgreSQL, three bots: SIGTERM to one after the other": replace(_ROLLING, **_THREE),
}
_COLUMNS: Final = ("digests", "blows", "drops", "accepted", "doubled", "missed", "seconds")


def tables() -> Iterable[Table]:
    """What Slack accepted, and what it should have."""
    shown = Table("what happens", title="crash", title_justify="left")
    for column in _COLUMNS:
        shown.add_column(column, justify="right")
    for name, ordeal in _ORDEALS.items():
        shown.add_row(name, *_figures(endure(ordeal)))
    shown.add_row("aim", "", "", "", "as many", "0", "0", "")
    yield shown


def _figures(outcome: Outcome) -> list[str]:
    counts = (
        outcome.digests,
        outcome.blows,
        outcome.drops,
        outcome.accepted,
        outcome.doubled,
        outcome.missed,
    )
    return [*(f"{count:,}" for count in counts), f"{outcome.seconds:.0f}"]
