"""The processes that draw: what is lost is replaced, and whoever waits is told."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from charts.draw import draw
from charts.model import MAX_SERIES
from charts.studio import DrawingFailed, Studio
from tests.charts.cases import CASES, drawing, several

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")


@pytest.fixture
def studio() -> Iterator[Studio]:
    """A studio with one worker."""
    made = Studio()
    yield made
    made.close()


def workers() -> set[int]:
    """The processes that draw, for whomever."""
    return {
        child.pid
        for child in multiprocessing.active_children()
        if child.name == "charts-worker" and child.pid
    }


@pytest.fixture
def others() -> set[int]:
    """Processes that draw for other tests meanwhile."""
    return workers()


def own(others: set[int]) -> int:
    """The process that draws for this test."""
    (pid,) = workers() - others
    return pid


@pytest.mark.parametrize("case", ["bars", "sheet of two"])
def test_a_picture_from_the_studio_is_the_picture(case: str, studio: Studio) -> None:
    """Another process draws the same bytes; threads may ask at the same time."""
    studio.warm_up()
    expected = draw(CASES[case])
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(studio.draw, [CASES[case]] * 4)) == {expected}


def test_a_worker_that_is_killed_is_replaced(others: set[int], studio: Studio) -> None:
    """One killed between drawings is not even noticed."""
    studio.draw(CASES["empty"])
    killed = own(others)
    os.kill(killed, signal.SIGKILL)
    assert studio.draw(CASES["empty"]) == draw(CASES["empty"])
    assert own(others) != killed


def test_a_worker_that_hangs_is_given_up_at_the_deadline(others: set[int]) -> None:
    """The drawing fails with a sentence; the next one is drawn by a new worker."""
    studio = Studio(deadline=1.5)
    studio.draw(CASES["empty"])
    os.kill(own(others), signal.SIGSTOP)
    with pytest.raises(DrawingFailed, match=r"not drawn within 1\.5 seconds"):
        studio.draw(CASES["bars"])
    assert studio.draw(CASES["bars"]).png
    studio.close()


def test_a_drawing_that_cannot_be_drawn_says_why(others: set[int], studio: Studio) -> None:
    """The worker's sentence arrives, and the same worker goes on."""
    studio.draw(CASES["empty"])
    before = own(others)
    with pytest.raises(DrawingFailed, match="A chart can show 500 series, not 501"):
        studio.draw(drawing("bars", several(MAX_SERIES + 1, 1, "s{}")))
    assert studio.draw(CASES["bars"]).png
    assert own(others) == before


def test_a_closed_studio_draws_nothing(others: set[int], studio: Studio) -> None:
    """Its processes are gone and nobody waits."""
    studio.draw(CASES["empty"])
    studio.close()
    assert workers() <= others
    with pytest.raises(DrawingFailed, match="being stopped"):
        studio.draw(CASES["empty"])


@pytest.mark.skipif(sys.platform != "linux", reason="limits as Linux has them")
def test_a_worker_may_use_so_much_memory(others: set[int], studio: Studio) -> None:
    """512 MB of data; a drawing that runs wild does not take the machine with it."""
    studio.draw(CASES["empty"])
    with open(f"/proc/{own(others)}/limits", encoding="ascii") as limits:  # noqa: PTH123 - no file
        (soft,) = (line.split()[3] for line in limits if line.startswith("Max data size"))
    assert int(soft) == 512 * 1024 * 1024
