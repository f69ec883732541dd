"""Our pictures against plain Matplotlib's and those of peers: time, bytes, memory, and the aims."""

from collections.abc import Iterable, Sequence
from typing import Final

from rich.table import Table

from tests.benchmarks.cases import CASES, HEIGHT, WIDTH, Case
from tests.benchmarks.contest import PICTURES, ROUNDS, Absent, Result, compete
from tests.benchmarks.figures import Row, table

_AIMS: Final[tuple[tuple[Case, int, int], ...]] = (("M", 10, 3), ("MB", 20, 4))
"""How many times our time plain Matplotlib and the fastest peer should take at least."""


def tables() -> Iterable[Table]:
    """Measure, then show what came of it."""
    found = compete()
    results = [result for result in found if isinstance(result, Result)]
    yield _times(results, [absent for absent in found if isinstance(absent, Absent)])
    yield _sizes(results)
    yield table("drawing: how many times our time others take", _aims(results))


def _times(results: Sequence[Result], absent: Iterable[Absent]) -> Table:
    title = (
        f"drawing: ms to a PNG of {WIDTH} x {HEIGHT} (median of {ROUNDS}); 2.0x is twice our time"
    )
    shown = _table(title, *CASES)
    shown.caption = "; ".join(f"{case}: {about}" for case, about in CASES.items())
    for result in results:
        cells = (
            f"{result.milliseconds(case):.1f}  {result.times(results[0], case):4.1f}x"
            for case in CASES
        )
        shown.add_row(result.name, *cells)
    for missing in absent:
        shown.add_row(f"{missing.name} ({missing.why})")
    return shown


def _sizes(results: Iterable[Result]) -> Table:
    shown = _table("drawing: kB of a PNG, and MB in memory after the last one", *CASES, "memory")
    for result in results:
        sizes = (f"{result.kilobytes(case):.0f}" for case in CASES)
        shown.add_row(result.version, *sizes, f"{result.memory:.0f}")
    shown.caption = f"Each one's picture of each case is in {PICTURES}."
    return shown


def _table(title: str, *columns: str) -> Table:
    shown = Table("who", title=title, title_justify="left", caption_justify="left")
    for column in columns:
        shown.add_column(column, justify="right")
    return shown


def _aims(results: Sequence[Result]) -> Iterable[Row]:
    ours = results[0]
    for case, plain, peer in _AIMS:
        for kind, called, aim in (
            ("plain", "", f"at least {plain}"),
            ("peer", "the fastest peer as it comes: ", f"at least {peer}"),
            ("tuned", "the fastest peer made faster: ", ""),
        ):
            those = [result for result in results if result.kind == kind]
            if those:
                fastest = min(those, key=lambda result: result.milliseconds(case))
                times = f"{fastest.times(ours, case):.1f}"
                yield f"{case}: {called}{fastest.name}", times, aim
