"""Files of drawn numbers: kept as they are, bounded, and given once."""

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


def test_a_file_is_given_once_for_a_while(clock: MovedClock) -> None:
    """In one thread; what did not arrive may be given again, and everything after ten minutes."""
    files = Files(clock)
    assert not files.is_given("C1", "17.1", "a")
    assert files.is_given("C1", "17.1", "a")
    assert not files.is_given("C1", "17.2", "a")
    files.take_back("C1", "17.1", "a")
    assert not files.is_given("C1", "17.1", "a")
    clock.move(timedelta(minutes=11))
    assert not files.is_given("C1", "17.1", "a")
