"""Two hundred thousand digests on one Monday, as a model: nothing runs, it is over in seconds.

Ten thousand workspaces have twenty digests each for nine o'clock, by their own clocks. The rules
are the product's: made in the minutes before, so many at a time, one at a time in a channel, one
message a second there, answers and pictures shared. What each step takes was measured, or is
assumed where only a real Slack and a real LaunchDarkly could tell; either is said below.
"""

import heapq
import itertools
import statistics
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from bot.digests.ahead import AHEAD
from handlers.pace import SECONDS as PACE
from handlers.pictures import KEPT_SECONDS as PICTURES_KEPT
from tests.benchmarks.figures import Row, percentile

EARLY: Final = AHEAD.total_seconds()
ANSWERS_KEPT: Final = EARLY
"""As in bot/wiring.py."""
HOURS: Final = (
    *((0, 18), (1, 12), (2, 6), (3, 1), (4, 2), (5, 1), (6, 1), (7, 1)),
    *((8, 2), (9, 4), (10, 5), (11, 8), (12, 1), (13, 2), (14, 3)),
    *((15, 22), (16, 7), (17, 4)),
)
"""When nine o'clock comes, in hours since it came first, and to how many in a hundred workspaces.
Assumed: mostly Europe and the Americas, the eastern United States at once a fifth of all."""


@dataclass(frozen=True, slots=True)
class Takes:
    """What a step takes, in seconds; of a digest and of what is different in it.

    The first three were measured by `make bench ARGS="lateness"` on two cores of an AMD EPYC with
    other work beside it; the others are assumed, from what Slack's and LaunchDarkly's documents and
    issues say of them.
    """

    digest: float = 0.007
    chart: float = 0.010
    drawing: float = 0.006
    question: float = 0.3
    call: float = 0.2
    file: float = 1.5


@dataclass(frozen=True, slots=True)
class Setup:
    """Who has digests, and what brings them.

    Attributes:
        workspaces: How many there are.
        digests: How many each has.
        channels: To how many channels they come.
        charts: How many different charts they show.
        giant: How many the first workspace has.
        hands: How many are brought at the same time, and as many made ahead: eight by each of 64
            processes.
        cores: How many can work at the same time.
        is_shared: Whether answers and pictures are shared.
        by_channel: Whether each channel has its turn; otherwise the first come.
        is_ahead: Whether they are made ahead of their slots.
    """

    workspaces: int = 10_000
    digests: int = 20
    channels: int = 5
    charts: int = 8
    giant: int = 0
    hands: int = 512
    cores: int = 16
    is_shared: bool = True
    by_channel: bool = True
    is_ahead: bool = True


@dataclass(slots=True)
class Day:
    """What became of it.

    Attributes:
        late: Seconds between the slot and the message, by workspace.
        questions: How often LaunchDarkly was asked.
        uploads: How many pictures Slack was sent.
    """

    late: dict[int, list[float]] = field(default_factory=dict)
    questions: int = 0
    uploads: int = 0

    def all(self) -> list[float]:
        """The lateness of all."""
        return list(itertools.chain.from_iterable(self.late.values()))


@dataclass(frozen=True, slots=True)
class One:
    """A digest: when it is due, where it comes and what it shows."""

    number: int
    due: float
    workspace: int
    channel: tuple[int, int]
    chart: tuple[int, int]


def everybody(setup: Setup) -> Iterator[One]:
    """All digests, in order of their slots."""
    numbers = itertools.count()
    for due, workspace in sorted(zip(_slots(), range(setup.workspaces), strict=False)):
        amount = setup.giant if setup.giant and workspace == 0 else setup.digests
        for number in range(amount):
            channel, chart = number % setup.channels, number % setup.charts
            yield One(next(numbers), due, workspace, (workspace, channel), (workspace, chart))


def _slots() -> Iterator[float]:
    """The slots of one workspace after the other: each hundred is spread alike."""
    hundred = [3_600.0 * hour for hour, share in HOURS for _ in range(share)]
    return itertools.cycle(hundred)


@dataclass(slots=True)
class _Known:
    """An answer or a picture: since when it is there, and who waits for it until then."""

    waiting: list[Callable[[float], None]]
    since: float | None = None


class Simulation:
    """Brings digests, one event after the other."""

    def __init__(self, setup: Setup, takes: Takes) -> None:
        self._setup = setup
        self._takes = takes
        self._day = Day()
        self._events: list[tuple[float, int, Callable[[float], None]]] = []
        self._numbers = itertools.count()
        self._cores = [-EARLY] * setup.cores
        self._hands = setup.hands
        self._early_hands = setup.hands
        self._soon: deque[One] = deque()
        self._made: set[int] = set()
        self._waiting: dict[tuple[int, int], deque[One]] = {}
        self._turns: deque[tuple[int, int]] = deque()
        self._free_at: dict[tuple[int, int], float] = {}
        self._answers: dict[tuple[int, int], _Known] = {}
        self._pictures: dict[tuple[int, int], _Known] = {}

    def run(self) -> Day:
        """Let the day pass."""
        for one in everybody(self._setup):
            self._at(one.due, partial(self._come, one))
            if self._setup.is_ahead:
                self._at(one.due - EARLY, partial(self._come_soon, one))
        while self._events:
            now, _, what = heapq.heappop(self._events)
            what(now)
            self._hand_out(now)
        return self._day

    def _at(self, when: float, what: Callable[[float], None]) -> None:
        heapq.heappush(self._events, (when, next(self._numbers), what))

    # -- what is made ahead -------------------------------------------------------------------

    def _come_soon(self, one: One, now: float) -> None:
        self._soon.append(one)
        self._make_ahead(now)

    def _make_ahead(self, now: float) -> None:
        while self._early_hands and self._soon:
            one = self._soon.popleft()
            if now < one.due:
                self._early_hands -= 1
                self._answer(one, now, partial(self._draw_ahead, one))

    def _draw_ahead(self, one: One, now: float) -> None:
        self._picture(one, now, partial(self._have_made, one))

    def _have_made(self, one: One, now: float) -> None:
        self._made.add(one.number)
        self._early_hands += 1
        self._make_ahead(now)

    # -- whose turn it is ---------------------------------------------------------------------

    def _come(self, one: One, _now: float) -> None:
        queue = one.channel if self._setup.by_channel else (0, 0)
        waiting = self._waiting.setdefault(queue, deque())
        waiting.append(one)
        if len(waiting) == 1 and self._setup.by_channel:
            self._turns.append(queue)

    def _hand_out(self, now: float) -> None:
        if not self._setup.by_channel:
            waiting = self._waiting.get((0, 0), deque())
            while self._hands and waiting:
                self._begin(waiting.popleft(), now)
            return
        while self._hands and self._turns:
            self._begin(self._waiting[self._turns.popleft()][0], now)

    def _give_back(self, one: One) -> None:
        """A hand is free, and the channel has its next turn behind the others."""
        self._hands += 1
        if self._setup.by_channel:
            waiting = self._waiting[one.channel]
            waiting.popleft()
            if waiting:
                self._turns.append(one.channel)

    # -- what is done ------------------------------------------------------------------------

    def _begin(self, one: One, now: float) -> None:
        self._hands -= 1
        if one.number in self._made:
            self._at(self._worked(now, self._takes.digest), partial(self._post, one))
        else:
            self._answer(one, now, partial(self._work, one))

    def _work(self, one: One, now: float) -> None:
        done = self._worked(now, self._takes.digest)
        self._at(done, lambda then: self._picture(one, then, partial(self._post, one)))

    def _answer(self, one: One, now: float, then: Callable[[float], None]) -> None:
        """Ask LaunchDarkly; a chart is two questions, asked at the same time."""
        known = self._known(self._answers, one, ANSWERS_KEPT, now, then)
        if known is not None:
            self._day.questions += 2
            self._at(now + self._takes.question, partial(self._read, known))

    def _read(self, known: _Known, now: float) -> None:
        self._at(self._worked(now, self._takes.chart), partial(self._have, known))

    def _picture(self, one: One, now: float, then: Callable[[float], None]) -> None:
        """Have the picture to show: drawn, sent in three calls, settled, looked at."""
        known = self._known(self._pictures, one, PICTURES_KEPT, now, then)
        if known is not None:
            self._day.uploads += 1
            drawn = self._worked(now, self._takes.drawing)
            sent = 4 * self._takes.call + self._takes.file
            self._at(drawn + sent, partial(self._have, known))

    def _known(
        self,
        everything: dict[tuple[int, int], _Known],
        one: One,
        kept: float,
        now: float,
        then: Callable[[float], None],
    ) -> _Known | None:
        """Go on with what another digest has or will have; or what has to be found for this one."""
        known = everything.get(one.chart) if self._setup.is_shared else None
        if known is not None and known.since is None:
            known.waiting.append(then)
            return None
        if known is not None and known.since is not None and now < known.since + kept:
            self._at(now, then)
            return None
        everything[one.chart] = fresh = _Known([then])
        return fresh

    def _have(self, known: _Known, now: float) -> None:
        known.since = now
        for then in known.waiting:
            self._at(now, then)

    def _post(self, one: One, now: float) -> None:
        turn = max(now, self._free_at.get(one.channel, now))
        self._free_at[one.channel] = turn + PACE
        self._at(turn + self._takes.call, partial(self._stand, one))

    def _stand(self, one: One, now: float) -> None:
        self._day.late.setdefault(one.workspace, []).append(now - one.due)
        self._give_back(one)

    def _worked(self, now: float, seconds: float) -> float:
        """When a core has done some work; whoever asks first is first."""
        begin = max(now, heapq.heappop(self._cores))
        heapq.heappush(self._cores, begin + seconds)
        return begin + seconds


# -- figures ------------------------------------------------------------------------------------


def rows() -> Iterable[Row]:
    """The day as it is, without what is shared, and with a workspace that has far more."""
    usual = Setup()
    day = Simulation(usual, Takes()).run()
    yield f"{len(day.all()):,} digests: late", _late(day.all()), "p99 within 5 minutes"
    means = [statistics.fmean(late) for who, late in day.late.items() if _is_first(who)]
    yield "workspaces of the first hour: mean lateness", _late(means), ""
    yield "the fairness of that (Jain's index)", f"{_fairness(means):.3f}", "near 1"
    unprepared = Simulation(replace(usual, is_ahead=False), Takes()).run()
    yield "none made ahead: late", _late(unprepared.all()), ""
    alone = Simulation(replace(usual, is_shared=False), Takes()).run()
    yield "nothing shared: late", _late(alone.all()), ""
    yield "questions saved by sharing", _saved(day.questions, alone.questions), ""
    yield "uploads saved by sharing", _saved(day.uploads, alone.uploads), ""
    yield "those of the first hour: late", _late(_first_hour(day)), ""
    for by_channel, order in ((True, "channels take turns"), (False, "first come")):
        giant = replace(usual, giant=2_000, by_channel=by_channel)
        beside = _first_hour(Simulation(giant, Takes()).run())
        yield f"the same beside one with 2,000, {order}", _late(beside), "as without it"


def _first_hour(day: Day) -> list[float]:
    """The lateness of all that are due with the first workspace, its own left out."""
    return [one for who, late in day.late.items() if who and _is_first(who) for one in late]


def _is_first(workspace: int) -> bool:
    return workspace % 100 < HOURS[0][1]


def _late(values: list[float]) -> str:
    points = (f"p{one} {percentile(values, one):.1f} s" for one in (50, 95, 99))
    return f"{', '.join(points)}, max {max(values):.1f} s"


def _saved(ours: int, theirs: int) -> str:
    return f"{theirs:,} to {ours:,} ({100 * (1 - ours / theirs):.0f} %)"


def _fairness(values: list[float]) -> float:
    """1 where all wait alike, 1/n where one waits and nobody else does."""
    return sum(values) ** 2 / (len(values) * sum(value**2 for value in values))
