"""The pace of messages: one a second in each channel, and none while Slack wants none."""

from datetime import timedelta

from handlers.pace import SECONDS, Pace
from tests.fakes import MovedClock


def test_a_channel_takes_one_message_a_second(clock: MovedClock) -> None:
    """The first at once, each further one a second behind the one before."""
    pace = Pace(clock)
    waited = []
    for _ in range(3):
        pace.wait("C1")
        waited.append(clock.monotonic())
    assert waited == [0, SECONDS, 2 * SECONDS]


def test_channels_do_not_wait_for_each_other(clock: MovedClock) -> None:
    """Nor does one that has been quiet for a while."""
    pace = Pace(clock)
    for channel in ("C1", "C2", "C3"):
        pace.wait(channel)
    assert clock.monotonic() == 0
    clock.move(timedelta(seconds=5))
    pace.wait("C1")
    assert clock.monotonic() == 5


def test_a_slack_that_wants_nothing_gets_nothing(clock: MovedClock) -> None:
    """For as long as it says; of two the longer time counts."""
    pace = Pace(clock)
    assert not pace.is_shut()
    pace.shut(60)
    pace.shut(1)
    clock.move(timedelta(seconds=59))
    assert pace.is_shut()
    clock.move(timedelta(seconds=1))
    assert not pace.is_shut()
