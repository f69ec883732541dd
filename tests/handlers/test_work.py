"""Where the work of a command is done."""

import threading

from handlers.work import Work


def test_more_work_than_fits_is_refused() -> None:
    """What is taken is bounded, so that nobody waits for hours in silence."""
    go = threading.Event()

    def do(_: int) -> None:
        go.wait()

    work = Work[int](do, workers=1, most=2)
    assert [work.give(n) for n in range(3)] == [True, True, False]
    go.set()
    assert work.stop(5) == ()


def test_a_stop_waits_for_what_is_under_way_and_names_what_was_never_begun() -> None:
    """Nothing is lost silently: what had its turn is done, what had none is named."""
    go, begun, done = threading.Event(), threading.Event(), []

    def do(task: str) -> None:
        if task == "slow":
            begun.set()
            go.wait()
        done.append(task)

    work = Work[str](do, workers=1)
    for task in ("quick", "slow", "waiting"):
        work.give(task)
    begun.wait()
    assert work.stop(0.05) == ("waiting",)
    assert done == ["quick"]
    assert not work.give("late")
    go.set()


def test_a_task_that_breaks_leaves_the_pool_whole() -> None:
    """One mistake of ours costs one answer, not all that follow."""
    done = threading.Event()

    def do(task: str) -> None:
        if task == "broken":
            raise RuntimeError("a mistake of ours")
        done.set()

    work = Work[str](do, workers=1)
    work.give("broken")
    work.give("whole")
    assert done.wait(5)
    assert work.stop(5) == ()
