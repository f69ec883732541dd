"""A workspace that is served, on a clock that the test moves."""

from collections.abc import Iterator

import pytest

from bot.local.serving import serving
from bot.local.workspace.server import create_app
from bot.local.workspace.workspace import Workspace
from tests.bot.local.workspace.harness import MANIFEST, Caller, MovedClock, SocketApp, socket_app


@pytest.fixture
def moved() -> MovedClock:
    """The workspace's clock."""
    return MovedClock()


@pytest.fixture
def workspace(moved: MovedClock) -> Workspace:
    """A workspace without rate limits, whose files are ready after a second."""
    made = Workspace(MANIFEST, clock=moved, limits=False)
    made.settling.file_ready_after = 1.0
    return made


@pytest.fixture
def slack(workspace: Workspace) -> Iterator[Caller]:
    """The workspace, served."""
    with serving(create_app(workspace)) as base:
        caller = Caller(workspace, base)
        yield caller
        caller.http.close()


@pytest.fixture
def app(slack: Caller) -> Iterator[SocketApp]:
    """The app, connected over Socket Mode."""
    with socket_app(slack) as connected:
        yield connected
