"""Of several who change one message, the latest has the last word."""

from datetime import timedelta

from handlers.turns import Turns
from tests.fakes import MovedClock


def test_the_latest_turn_is_good_and_the_others_are_not(clock: MovedClock) -> None:
    """In the order in which they began, whoever is done first."""
    turns = Turns(clock)
    first = turns.take("C1", "17.1")
    assert turns.is_good(first)
    second = turns.take("C1", "17.1")
    assert not turns.is_good(first)
    assert turns.is_good(second)


def test_other_messages_have_turns_of_their_own(clock: MovedClock) -> None:
    """The same time in another channel is another message."""
    turns = Turns(clock)
    one = turns.take("C1", "17.1")
    turns.take("C2", "17.1")
    turns.take("C1", "17.2")
    assert turns.is_good(one)


def test_a_turn_of_long_ago_is_good_if_nobody_came_since(clock: MovedClock) -> None:
    """Turns are forgotten after an hour, which nothing takes; then nobody is held up."""
    turns = Turns(clock)
    turn = turns.take("C1", "17.1")
    clock.move(timedelta(hours=2))
    assert turns.is_good(turn)
