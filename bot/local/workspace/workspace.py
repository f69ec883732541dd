"""A Slack workspace with one app in it, held in memory."""

import asyncio
from collections import deque
from collections.abc import Coroutine, Iterable, Mapping
from typing import Any, Final

from bot.local.workspace.board import Board
from bot.local.workspace.clock import Clock, SystemClock
from bot.local.workspace.delivery import Transport
from bot.local.workspace.exchange import Exchange
from bot.local.workspace.faults import Faults
from bot.local.workspace.files import Files, Settling
from bot.local.workspace.hub import Hub
from bot.local.workspace.limits import Limits
from bot.local.workspace.manifest import Manifest
from bot.local.workspace.model import (
    CHANNELS,
    PEOPLE,
    Call,
    Channel,
    Identity,
    Json,
    Message,
    Person,
    Tokens,
)
from bot.local.workspace.payloads import Payloads
from bot.local.workspace.rendering import Rendering
from bot.local.workspace.signed import SignedHttp
from bot.local.workspace.sockets import Sockets
from bot.local.workspace.store import Store

_CALLS_KEPT: Final = 10_000


class Workspace:
    """People, channels, an app that is installed, and what they do.

    `server.create_app` serves it. Other threads may read it while it is served (`calls`,
    `messages`) and may change what is marked so; everything else belongs to the server's thread.

    Attributes:
        tokens: The app's secrets, to be put into its settings.
        identity: The ids of the workspace and of the app.
        calls: What the app called, oldest first.
        settling: How uploaded files settle; may be changed.
        limits: Counts calls; `limits.on` may be changed.
        faults: What goes wrong next; may be added to.
    """

    def __init__(  # noqa: PLR0913 - each has a default that fits
        self,
        manifest: Mapping[str, Any],
        *,
        people: Iterable[Person] = PEOPLE,
        channels: Iterable[Channel] = CHANNELS,
        clock: Clock | None = None,
        tokens: Tokens | None = None,
        identity: Identity | None = None,
        settling: Settling | None = None,
        limits: bool = True,
    ) -> None:
        """Make a workspace in which nothing was said yet.

        Args:
            manifest: The app's manifest, as `yaml.safe_load` gives it.
            people: Who lives in it.
            channels: Where they talk; `members` are people's names.
            clock: The present, for all that expires.
            tokens: The app's secrets; made up if left out.
            identity: The ids of the workspace and of the app; made up if left out.
            settling: How uploaded files settle.
            limits: Whether calls are limited as Slack limits them.
        """
        self.clock: Final[Clock] = clock or SystemClock()
        self.tokens: Final = tokens or Tokens()
        self.identity: Final = identity or Identity()
        self.manifest: Final = Manifest.read(manifest)
        self.settling: Final = settling or Settling()
        self.limits: Final = Limits(self.clock, on=limits)
        self.faults: Final = Faults()
        self.calls: deque[Call] = deque(maxlen=_CALLS_KEPT)
        self.store: Final = Store(self.identity, people, channels)
        self.hub: Final = Hub()
        self.rendering: Final = Rendering(self.store, self.identity, self.manifest)
        self.payloads: Final = Payloads(self.identity, self.rendering)
        self.exchange: Final = Exchange(self.clock)
        self.board: Final = Board(self.store, self.hub, self.rendering, self.identity, self.clock)
        self.files: Final = Files(self.store, self.hub, self.rendering, self.clock, self.settling)
        self.http: Final = SignedHttp(self.tokens.signing_secret, self.clock)
        self.sockets: Final = Sockets(
            self.identity.app, self.clock, self.faults, self.spawn, self.tell_connection
        )
        self._tasks: set[asyncio.Task[None]] = set()

    # -- for the program that starts it, and for tests ----------------------------------------

    @property
    def request_url(self) -> str | None:
        """Where signed HTTP requests go; None, as at the start, is Socket Mode. May be set."""
        return self.http.url

    @request_url.setter
    def request_url(self, url: str | None) -> None:
        self.http.url = url

    def person(self, name: str) -> Person:
        """A person by name."""
        return next(one for one in self.store.people.values() if one.name == name)

    def channel(self, name: str) -> Channel:
        """A channel by name, or somebody's conversation with the app by that person's name."""
        return next(one for one in self.store.channels.values() if one.name == name)

    def messages(self, channel: str) -> tuple[Message, ...]:
        """What all members of a channel see, oldest first; the channel by name or id."""
        known = self.store.channels.get(channel) or self.channel(channel)
        return self.store.messages(known.id)

    # -- for the server -----------------------------------------------------------------------

    @property
    def transport(self) -> Transport:
        """How the app is reached."""
        return self.http if self.http.connected else self.sockets

    def connection(self) -> Json:
        """Whether and how the app is connected, as the page shows it."""
        return {"connected": self.transport.connected, "transport": self.transport.name}

    def tell_connection(self) -> None:
        """Tell the pages that the app came or went."""
        self.hub.tell("app", None, **self.connection())

    def note(self, method: str, args: Json, error: str | None) -> None:
        """Write down a call of the app."""
        number = self.calls[-1].n + 1 if self.calls else 1
        self.calls.append(
            Call(number, self.clock.now(), method, args, ok=error is None, error=error)
        )

    def reset(self) -> None:
        """Forget all that happened; the app stays connected."""
        self.cancel()
        self.store.clear()
        self.files.clear()
        self.faults.clear()
        self.limits.clear()
        self.exchange.clear()
        self.calls.clear()
        self.hub.tell("reset", None)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something in the background, until the workspace is closed."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def cancel(self) -> None:
        """End what runs in the background."""
        for task in tuple(self._tasks):
            task.cancel()

    async def close(self) -> None:
        """End all that is open, so that the server can end."""
        self.cancel()
        self.hub.close()
        await self.sockets.close()
