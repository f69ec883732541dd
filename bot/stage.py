"""The two local servers, set up for the bot: what the demo, the tests and the benchmarks stand on.

Like the composition root this sees both sides. The bot that runs against it is the real one; only
addresses and tokens are others.
"""

import asyncio
import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import SecretStr

from bot.clock import Clock, SystemClock
from bot.local.insights.app import create_app as insights_app
from bot.local.insights.config import Config
from bot.local.insights.faults import Faults, Record
from bot.local.insights.store import Store
from bot.local.insights.tokens import Tokens, new_token
from bot.local.serving import serving
from bot.local.workspace.model import CHANNELS, Channel
from bot.local.workspace.server import create_app as workspace_app
from bot.local.workspace.workspace import Workspace
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Stage:
    """Both servers, running.

    Attributes:
        page: The address of the workspace's page.
        insights: The address of the local LaunchDarkly.
        token: An access token that may read and write there.
        store: Its deployments.
        workspace: The local Slack.
        faults: What goes wrong next with the local LaunchDarkly.
        record: What it was asked.
        folder: Where a bot may keep what it remembers, for as long as the servers run.
    """

    page: str
    insights: str
    token: str = field(repr=False)
    store: Store
    workspace: Workspace
    faults: Faults
    record: Record
    folder: Path

    def settings(self, **more: Any) -> Settings:  # noqa: ANN401 - whatever can be set
        """The settings of a bot that talks to these servers; `more` are further fields."""
        tokens = self.workspace.tokens
        return Settings(
            slack_bot_token=SecretStr(tokens.bot),
            slack_app_token=SecretStr(tokens.app),
            slack_signing_secret=SecretStr(tokens.signing_secret),
            slack_api_url=f"{self.page}/api/",
            launchdarkly_access_token=SecretStr(self.token),
            launchdarkly_url=self.insights,
            **{"drumbeat_database": self.folder / "drumbeat.sqlite", **more},
        )


@dataclass(frozen=True, slots=True)
class _Seconds:
    """A calendar's clock as the workspace reads it; what is waited for takes its real time."""

    calendar: Clock

    def now(self) -> float:
        return self.calendar.now().timestamp()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


@contextlib.contextmanager
def stage(  # noqa: PLR0913 - what the servers are made of, each with a default
    manifest: Mapping[str, Any],
    *,
    data: Path | None = None,
    config: Config | None = None,
    page_port: int = 0,
    insights_port: int = 0,
    limits: bool = True,
    clock: Clock | None = None,
    channels: Iterable[Channel] = CHANNELS,
) -> Iterator[Stage]:
    """Run both servers for as long as the block lasts.

    Args:
        manifest: The app's manifest.
        data: The file of the deployments; in memory if left out.
        config: Bounds of the local LaunchDarkly.
        page_port: The port of the page; 0 lets the system pick one.
        insights_port: The port of the local LaunchDarkly, likewise.
        limits: Whether the local Slack limits calls as Slack does.
        clock: What time it is for both of them; the machine's own if left out.
        channels: The channels of the workspace.

    Raises:
        ServingError: If a port cannot be had.
    """
    token, faults, record = new_token(), Faults(), Record()
    calendar = clock or SystemClock()
    workspace = Workspace(manifest, limits=limits, clock=_Seconds(calendar), channels=channels)
    with contextlib.ExitStack() as stack:
        store = stack.enter_context(Store(data))
        insights = insights_app(
            store,
            tokens=Tokens(writers=frozenset({token})),
            config=config,
            faults=faults,
            record=record,
            clock=calendar.now,
        )
        insights_url = stack.enter_context(serving(insights, port=insights_port))
        page = stack.enter_context(serving(workspace_app(workspace), port=page_port))
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="drumbeat-")))
        yield Stage(page, insights_url, token, store, workspace, faults, record, folder)
