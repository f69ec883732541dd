"""What rows show, in words: each by its name, the sum of counts, the range of durations."""

from collections.abc import Iterator

import numpy as np

from charts import wording
from charts.alt_words import finite, known, value
from charts.panel import Panel


def told_rows(panel: Panel) -> Iterator[str]:
    """12 stale flags: Ada 5, Grace 4, 2 others 3."""
    lengths = panel.table.lengths
    if np.isnan(lengths).all():
        return
    named = ", ".join(f"{row.name} {panel.length(row)}" for row in panel.rows)
    yield f"{_summed(panel)}: {named}"
    for bound in finite(panel.drawing):
        above, below = int((lengths > bound.value).sum()), int((lengths < bound.value).sum())
        yield f"{above} above {panel.named(bound)}, {below} below"


def _summed(panel: Panel) -> str:
    lengths = known(panel.table.lengths)
    if panel.drawing.measure == "count":
        return wording.count(float(lengths.sum()), panel.drawing.noun)
    low, high = value(panel, lengths.min()), value(panel, lengths.max())
    return f"always {low}" if low == high else f"between {low} and {high}"
