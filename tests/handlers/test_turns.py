"""Of several who change one message, whoever pressed last has the last word."""

import threading
from datetime import timedelta

import pytest

from handlers.turns import Turn, Turns
from tests.fakes import MovedClock

MESSAGE = ("C1", "17.1")


def take(turns: Turns, turn: Turn) -> bool:
    """Change a message, if it is one's turn; whether it was."""
    with turns.changing(turn) as is_good:
        return is_good


def test_whoever_pressed_later_takes_the_turn(clock: MovedClock) -> None:
    """From whoever posted it, and from all who pressed before; whoever is answered first."""
    turns = Turns(clock)
    posted, first, second = (Turn(MESSAGE, number) for number in (0, 1, 2))
    assert take(turns, first)
    assert not turns.is_good(posted)
    assert take(turns, second)
    assert not turns.is_good(first)
    assert turns.is_good(second)


def test_an_answer_that_comes_late_takes_no_turn(clock: MovedClock) -> None:
    """It was pressed before what the message shows by now."""
    turns = Turns(clock)
    assert take(turns, Turn(MESSAGE, 2))
    assert not take(turns, Turn(MESSAGE, 1))
    assert turns.is_good(Turn(MESSAGE, 2))


def test_other_messages_have_turns_of_their_own(clock: MovedClock) -> None:
    """The same time in another channel is another message."""
    turns = Turns(clock)
    assert take(turns, Turn(MESSAGE, 1))
    assert take(turns, Turn(("C2", "17.1"), 2))
    assert take(turns, Turn(("C1", "17.2"), 3))
    assert turns.is_good(Turn(MESSAGE, 1))


def test_a_turn_of_long_ago_is_good_if_nobody_came_since(clock: MovedClock) -> None:
    """Turns are forgotten after an hour, which nothing takes; then nobody is held up."""
    turns = Turns(clock)
    assert take(turns, Turn(MESSAGE, 1))
    clock.move(timedelta(hours=2))
    assert turns.is_good(Turn(MESSAGE, 0))


def test_a_message_is_changed_by_one_at_a_time(clock: MovedClock) -> None:
    """Whoever waited is told whose turn it is by then; other messages are not waited for."""
    turns = Turns(clock)
    seen = []

    def change() -> None:
        with turns.changing(Turn(MESSAGE, 1)) as is_good:
            seen.append(is_good)

    with turns.changing(Turn(MESSAGE, 0)) as is_good:
        other = threading.Thread(target=change)
        other.start()
        with turns.changing(Turn(("C2", "17.1"), 5)) as elsewhere:
            assert is_good
            assert elsewhere
        assert seen == []
    other.join()
    assert seen == [True]
    assert not take(turns, Turn(MESSAGE, 0))


def test_a_change_that_fails_takes_no_turn(clock: MovedClock) -> None:
    """Whoever was at it before goes on."""
    turns = Turns(clock)
    assert take(turns, Turn(MESSAGE, 1))
    with pytest.raises(ZeroDivisionError), turns.changing(Turn(MESSAGE, 2)) as is_good:
        1 // (not is_good)
    assert take(turns, Turn(MESSAGE, 1))
