"""All contenders draw the same charts, in turns: a noisy machine is as noisy for each of them."""

import contextlib
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from tests.benchmarks.cases import CASES, Case, Chart, chart
from tests.benchmarks.contenders import (
    CONTENDERS,
    OURS,
    Contender,
    Drawn,
    Helper,
    Kind,
    Stopped,
    started,
)

ROUNDS: Final = 15
PICTURES: Final = Path("out", "bench")
"""Where each contender's first picture of each case is left, to be looked at."""
_WARM: Final = 3
"""Rounds before those that count, in which engines compile what they draw with."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a contender did.

    Attributes:
        version: Its name as it told it, with its version.
        drawn: Each round's picture of each case.
        memory: Megabytes after the last round.
    """

    name: str
    version: str
    kind: Kind
    drawn: dict[Case, list[Drawn]]
    memory: float

    def milliseconds(self, case: Case) -> float:
        """For a picture, in the middle."""
        return 1000 * statistics.median(drawn.seconds for drawn in self.drawn[case])

    def kilobytes(self, case: Case) -> float:
        """Of a picture, in the middle."""
        return statistics.median(drawn.size for drawn in self.drawn[case]) / 1000

    def times(self, other: "Result", case: Case) -> float:
        """How many times as long as another it takes: within each round, and then in the middle."""
        pairs = zip(self.drawn[case], other.drawn[case], strict=True)
        return statistics.median(mine.seconds / its.seconds for mine, its in pairs)


@dataclass(frozen=True, slots=True)
class Absent:
    """A contender without a result, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class _Seat:
    """A contender who takes part."""

    contender: Contender
    helper: Helper
    drawn: dict[Case, list[Drawn]] = field(default_factory=lambda: {case: [] for case in CASES})

    def draw(self, case: Case, charts: Sequence[Chart], number: int) -> None:
        """Take a turn, of which the last chart counts; the very first turn leaves its picture.

        The charts before it bring back what the others' turns have pushed out of the caches.
        """
        *before, counts = charts
        for other in before:
            self.helper.draw(other)
        file = PICTURES.absolute() / f"{self.contender.name}, {case}.png"
        found = self.helper.draw(counts, file if number == -_WARM else None)
        if number >= 0:
            self.drawn[case].append(found)

    def result(self) -> Result:
        """What it did, at the end."""
        who, helper = self.contender, self.helper
        return Result(who.name, helper.name, who.kind, self.drawn, helper.memory())


def compete() -> list[Result | Absent]:
    """Let all who are here draw; in the order of CONTENDERS, ours first.

    Raises:
        Stopped: If it is ours that does not draw; without it there is nothing to compare.
    """
    PICTURES.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as running:
        seats = [_seat(contender, running) for contender in CONTENDERS]
        for number in range(-_WARM, ROUNDS):
            for case in CASES:
                _round(seats, case, number)
        return [seat if isinstance(seat, Absent) else seat.result() for seat in seats]


def _seat(contender: Contender, running: contextlib.ExitStack) -> _Seat | Absent:
    if missing := contender.missing():
        return Absent(contender.name, f"not installed: {', '.join(missing)}")
    try:
        return _Seat(contender, running.enter_context(started(contender)))
    except Stopped as problem:
        if contender is OURS:
            raise
        return Absent(contender.name, f"did not start: {problem}")


def _round(seats: list[_Seat | Absent], case: Case, number: int) -> None:
    """Each draws the same charts, in an order of the round's own."""
    charts = [chart(case, 2 * number), chart(case, 2 * number + 1)]
    order = Random(number).sample(range(len(seats)), len(seats))  # noqa: S311 - the same each run
    for at in order:
        seat = seats[at]
        if isinstance(seat, Absent):
            continue
        try:
            seat.draw(case, charts, number)
        except Stopped as problem:
            if seat.contender is OURS:
                raise
            seats[at] = Absent(seat.contender.name, f"stopped: {problem}")
