"""Values as they are written."""

from charts.measures import written


def test_counts_are_numbers_and_durations_are_said() -> None:
    """The same value means another thing."""
    assert written(3_600_000, "count") == "3,600,000"
    assert written(3_600_000, "duration") == "1 h"
