"""The same question is asked once, whoever asks it and however many at a time."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chart import Chart
from bot.insights.answers import KEPT_SECONDS, MOST_KEPT, Answers
from bot.insights.errors import UnavailableError
from bot.query import Query
from tests.bot.samples import chart, daily, query
from tests.fakes import MovedClock

PATIENCE = 5.0
ANSWER = chart(daily(1, 2, 3))


class Source:
    """Something to ask that holds its answers back until the test lets them go."""

    def __init__(self) -> None:
        self.asked: list[Query] = []
        self.let_go = threading.Event()
        self.fails = False

    def fetch(self, asked: Query) -> Chart:
        """Answer, or fail, when the test says so."""
        self.asked.append(asked)
        assert self.let_go.wait(PATIENCE)
        if self.fails:
            raise UnavailableError("It is broken.", "Wait.")
        return ANSWER


@pytest.fixture
def source() -> Source:
    """Something to ask."""
    return Source()


@pytest.fixture
def executor() -> Iterator[ThreadPoolExecutor]:
    """Two threads that ask; left when both are done, callbacks included."""
    with ThreadPoolExecutor(2) as threads:
        yield threads


@pytest.fixture
def answers(source: Source, executor: ThreadPoolExecutor, clock: MovedClock) -> Answers:
    """What is tested."""
    return Answers(source.fetch, executor, clock=clock)


def test_a_question_under_way_is_not_asked_again(source: Source, answers: Answers) -> None:
    """Twenty who ask at the same moment get one answer, and LaunchDarkly one question."""
    together = threading.Barrier(20)

    def ask(_: int) -> Future[Chart]:
        together.wait(PATIENCE)
        return answers.ask(query())

    with ThreadPoolExecutor(20) as people:
        futures = list(people.map(ask, range(20)))
    source.let_go.set()
    assert len({id(future) for future in futures}) == 1
    assert futures[0].result(PATIENCE) is ANSWER
    assert source.asked == [query()]


def test_other_questions_are_asked_for_themselves(source: Source, answers: Answers) -> None:
    """One word of difference is another question, asked at the same time."""
    source.let_go.set()
    other = replace(query(), group_by="application")
    futures = [answers.ask(query()), answers.ask(other)]
    assert [future.result(PATIENCE) for future in futures] == [ANSWER, ANSWER]
    assert sorted(source.asked, key=str) == sorted([query(), other], key=str)


def settled(answers: Answers, executor: ThreadPoolExecutor) -> Future[Chart]:
    """Ask, and wait until the answer is not only there but put away."""
    future = answers.ask(query())
    future.exception(PATIENCE)
    # Callbacks run in the asking thread, after the waiters wake up; both threads are free
    # again only when no callback is left to run.
    gate = threading.Barrier(2)
    for waiting in [executor.submit(gate.wait, PATIENCE) for _ in range(2)]:
        waiting.result(PATIENCE)
    return future


def test_an_answer_is_kept_for_the_stated_time(
    source: Source, answers: Answers, executor: ThreadPoolExecutor, clock: MovedClock
) -> None:
    """Up to twenty seconds the very same answer is given again; then it is asked for anew."""
    source.let_go.set()
    first = settled(answers, executor)
    clock.move(timedelta(seconds=KEPT_SECONDS - 1))
    assert answers.ask(query()) is first
    assert len(source.asked) == 1
    clock.move(timedelta(seconds=1))
    assert settled(answers, executor) is not first
    assert len(source.asked) == 2


def test_an_error_is_not_kept(
    source: Source, answers: Answers, executor: ThreadPoolExecutor
) -> None:
    """Those who wait share the error; the next to ask tries anew."""
    source.fails = True
    source.let_go.set()
    with pytest.raises(UnavailableError):
        settled(answers, executor).result()
    source.fails = False
    assert answers.ask(query()).result(PATIENCE) is ANSWER
    assert len(source.asked) == 2


def test_what_is_cancelled_before_it_is_asked_leaves_nothing_behind(
    source: Source, clock: MovedClock
) -> None:
    """A stop that cancels what waits does not trip over the cancelled question."""
    with ThreadPoolExecutor(1) as one:
        busy = one.submit(source.let_go.wait, PATIENCE)
        answers = Answers(source.fetch, one, clock=clock)
        assert answers.ask(query()).cancel()
        again = answers.ask(query())
        source.let_go.set()
        assert busy.result(PATIENCE)
        assert again.result(PATIENCE) is ANSWER


def test_an_answer_too_large_to_keep_is_given_and_forgotten(
    executor: ThreadPoolExecutor, clock: MovedClock
) -> None:
    """What is kept is bounded by points, not by answers: many series weigh more than one."""
    asked: list[Query] = []
    large = chart(daily(*[1] * (MOST_KEPT + 1)))

    def fetch(one: Query) -> Chart:
        asked.append(one)
        return large

    answers = Answers(fetch, executor, clock=clock)
    assert settled(answers, executor).result() is large
    assert settled(answers, executor).result() is large
    assert len(asked) == 2
