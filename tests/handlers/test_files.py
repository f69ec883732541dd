"""Files of drawn numbers: kept as they are, bounded, and given once."""

import contextlib
import random
from datetime import timedelta

from handlers.files import Files
from tests.fakes import MovedClock


def test_a_file_is_found_as_it_was_kept(clock: MovedClock) -> None:
    """Byte for byte, by its name; another name finds nothing."""
    files = Files(clock)
    files.keep("a", b"start (UTC),web\r\n" * 1000)
    assert files.find("a") == b"start (UTC),web\r\n" * 1000
    assert files.find("b") is None


def test_what_is_kept_is_bounded(clock: MovedClock) -> None:
    """The one that was not used for longest goes first; one that is too large is not kept."""
    files = Files(clock)
    noise = random.Random(1)  # noqa: S311 - bytes that do not pack
    large = noise.randbytes(12 * 1024 * 1024)
    for name in "abc":
        files.keep(name, large)
    assert files.find("a") is None
    assert files.find("c") == large
    files.keep("huge", noise.randbytes(40 * 1024 * 1024))
    assert files.find("huge") is None


def give(files: Files, thread: str = "17.1") -> str:
    """What is said to somebody who wants a file, and gets it if nobody else has."""
    with files.giving("C1", thread, "a") as state:
        return state


def test_a_file_is_given_once_for_a_while(clock: MovedClock) -> None:
    """In one thread; everything may be given again after ten minutes."""
    files = Files(clock)
    assert [give(files), give(files), give(files, "17.2")] == ["new", "given", "new"]
    clock.move(timedelta(minutes=11))
    assert give(files) == "new"


def test_a_file_that_is_on_its_way_is_not_there_yet(clock: MovedClock) -> None:
    """Whoever asks meanwhile is told so; what does not arrive may be given again."""
    files = Files(clock)
    with contextlib.suppress(SystemExit), files.giving("C1", "17.1", "a"):
        assert give(files) == "on its way"
        raise SystemExit
    assert give(files) == "new"
