"""The processes that draw: how many charts a second, how soon the first, the same bytes, memory."""

import contextlib
import importlib
import itertools
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Final

from charts.model import Drawing, Picture
from charts.studio import Studio
from tests.benchmarks.cases import CASES, Case, chart, drawing
from tests.benchmarks.contenders import OURS, started
from tests.benchmarks.figures import Row, milliseconds
from tests.benchmarks.processes import descendants, resident_mb

_SECONDS: Final = 4.0
_TURNS: Final = 3
_RENDERS: Final = 2_000
_EARLY: Final = 200
_STARTS: Final = 5
_IN_TURN: Final[tuple[Case, ...]] = tuple(CASES)


def rows() -> Iterable[Row]:
    """Measure one after the other."""
    yield from _throughput()
    yield from _first()
    yield from _same_bytes()
    yield from _memory()


# -- charts a second -------------------------------------------------------------------------------


def _throughput() -> Iterable[Row]:
    """With one process and with two, without a studio and with one, in turns."""
    found: dict[tuple[str, int], list[float]] = {}
    for _ in range(_TURNS):
        for workers in (1, 2):
            found.setdefault(("processes alone", workers), []).append(_alone(workers))
            found.setdefault(("through the studio", workers), []).append(_asked(workers))
    for (way, workers), figures in sorted(found.items()):
        name = f"M charts a second, {way}: {workers}"
        yield name, f"{statistics.median(figures):.0f}", "at least 80" if workers == 2 else ""


def _alone(workers: int) -> float:
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(workers)
    with ProcessPoolExecutor(workers, context, _get_ready, (together,)) as pool:
        return sum(pool.map(_draw_for_a_while, [_SECONDS] * workers))


def _get_ready(together: Barrier) -> None:
    """Load what draws, and wait until the others have."""
    importlib.import_module("charts.warm")
    together.wait()


def _draw_for_a_while(seconds: float) -> float:
    """Charts a second of this process."""
    from charts.draw import draw  # noqa: PLC0415 - only the processes that draw load Matplotlib

    return _rate(draw, _some_drawings(), seconds)


def _asked(workers: int) -> float:
    """By two threads for each worker, so that there is always a chart that waits."""
    drawings = _some_drawings()
    with contextlib.closing(Studio(workers)) as studio, ThreadPoolExecutor(2 * workers) as people:
        list(people.map(studio.draw, drawings))  # now all workers run
        asking = [people.submit(_rate, studio.draw, drawings, _SECONDS) for _ in range(2 * workers)]
        return sum(rate.result() for rate in asking)


def _some_drawings() -> list[Drawing]:
    return [drawing(chart("M", number)) for number in range(10)]


def _rate(draw: Callable[[Drawing], Picture], drawings: list[Drawing], seconds: float) -> float:
    """How many are drawn in a second, one after the other."""
    begun = time.perf_counter()
    for number, asked in enumerate(itertools.cycle(drawings), 1):
        draw(asked)
        if (passed := time.perf_counter() - begun) > seconds:
            return number / passed
    raise AssertionError("a cycle has no end")


# -- the first, the same, and many -----------------------------------------------------------------


def _first() -> Iterable[Row]:
    """From the start of a process that asks, and where the server that forks workers is there."""
    cold, warm = list[float](), list[float]()
    for _ in range(_STARTS):
        asked = [sys.executable, "-m", "tests.benchmarks.first", str(time.monotonic()), "5"]
        told = subprocess.run(asked, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own module
        first, *others = map(float, told.split())
        cold.append(first)
        warm += others
    yield "first M chart of a new worker", milliseconds(warm, 50, 95), "within 150 ms"
    yield "first M chart from the start of the process that asks", milliseconds(cold, 50, 95), ""


def _same_bytes() -> Iterable[Row]:
    """Each case, drawn by two processes."""
    one, other = _each_case(), _each_case()
    same = [case for case in CASES if one[case] == other[case]]
    yield "the same bytes from two processes", ", ".join(same) or "none", ", ".join(CASES)


def _each_case() -> dict[Case, bytes]:
    """As a new process draws it."""
    found = {}
    with tempfile.TemporaryDirectory() as folder, started(OURS) as helper:
        file = Path(folder, "chart.png")
        for case in CASES:
            helper.draw(chart(case, 0), file)
            found[case] = file.read_bytes()
    return found


def _memory() -> Iterable[Row]:
    """Of the worker and of this process, while it draws all cases in turn."""
    with contextlib.closing(Studio()) as studio:
        early = _resident_after(studio, range(_EARLY))
        late = _resident_after(studio, range(_EARLY, _RENDERS))
    for name, before in early.items():
        figure = f"{before:.1f} MB, then {late[name]:.1f} MB"
        yield f"{name}: resident after {_EARLY} and {_RENDERS} charts", figure, "no growth"


def _resident_after(studio: Studio, numbers: range) -> dict[str, float]:
    for number in numbers:
        studio.draw(drawing(chart(_IN_TURN[number % len(_IN_TURN)], number)))
    worker = max(map(resident_mb, descendants(os.getpid())))
    return {"worker": worker, "who asks": resident_mb(os.getpid())}
