"""A local LaunchDarkly for each test that wants one."""

from collections.abc import Iterator

import pytest

from tests.bot.local.insights.locally import Local, running
from tests.fakes import MovedClock


@pytest.fixture
def local(clock: MovedClock) -> Iterator[Local]:
    """A running server with nothing in it, on 2026-11-24 at 09:30 UTC."""
    with running(clock) as server:
        yield server
