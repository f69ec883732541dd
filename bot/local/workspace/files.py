"""Uploaded files: their three steps, and the moment that Slack takes to make up its mind.

An upload is asked for, sent, and completed; then it takes a while until the file has a type and is
shared, and until it is, blocks that show it are refused.

Sources: https://docs.slack.dev/messaging/working-with-files and
https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object
"""

import mimetypes
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlsplit

from bot.local.workspace.clock import Clock
from bot.local.workspace.hub import Hub
from bot.local.workspace.ids import new_id, new_key
from bot.local.workspace.model import File, Message
from bot.local.workspace.rendering import Rendering
from bot.local.workspace.store import Store

_SIGNATURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
"""The pictures that a block can show, by their first bytes."""
PICTURES: Final = frozenset(kind for _, kind in _SIGNATURES)
_PLACE: Final = re.compile(r"/files/(F[A-Z0-9]{8,})(/|$)", re.ASCII)
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
"""The names of this machine; the workspace answers to no others."""


@dataclass(slots=True)
class Settling:
    """How files settle; whoever tries the app may change it while it runs.

    Attributes:
        file_ready_after: Seconds from completing an upload to the file being ready.
        share_dropped: Sharing is accepted and then does not happen.
        hide_unshared_files: People do not see files that were not shared to a channel of theirs.
    """

    file_ready_after: float = 0.3
    share_dropped: bool = False
    hide_unshared_files: bool = False


class Files:
    """Takes uploads and lets them become ready."""

    def __init__(
        self, store: Store, hub: Hub, rendering: Rendering, clock: Clock, settling: Settling
    ) -> None:
        self._store = store
        self._hub = hub
        self._rendering = rendering
        self._clock = clock
        self.settling = settling
        self._tickets: dict[str, str] = {}

    def clear(self) -> None:
        """Forget the uploads under way."""
        self._tickets.clear()

    def ask(self, name: str, length: int, *, described: bool) -> tuple[str, str]:
        """Announce an upload; returns the file's id and the ticket to upload with."""
        file = File(new_id("F"), name, name, length, int(self._clock.now()), described=described)
        ticket = new_key()
        self._store.files[file.id] = file
        self._tickets[ticket] = file.id
        return file.id, ticket

    def announced(self, ticket: str) -> File | None:
        """The file that a ticket is for; a ticket is good for one upload."""
        return self._store.files.get(self._tickets.get(ticket, ""))

    def receive(self, ticket: str, content: bytes) -> None:
        """Take a file's bytes."""
        file = self._store.files[self._tickets.pop(ticket)]
        kind = mimetype(file.name, content)
        self._store.files[file.id] = replace(file, content=content, mimetype=kind)

    def complete(self, file: File, title: str) -> File:
        """Make an uploaded file exist; it is not ready yet."""
        completed = replace(file, title=title or file.name, completed=True)
        self._store.files[file.id] = completed
        return completed

    async def settle(self, ids: list[str], share: Callable[[list[str]], list[Message]]) -> None:
        """Wait until files are ready, then share those that are to be shared.

        Args:
            ids: The files of one completed upload.
            share: Posts messages with the files that it is given.
        """
        if self.settling.file_ready_after:
            await self._clock.sleep(self.settling.file_ready_after)
        ready = [replace(self._store.files[one], ready=True) for one in ids if self.there(one)]
        self._store.files |= {file.id: file for file in ready}
        shared = [file.id for file in ready if not file.described]
        if shared and not self.settling.share_dropped:
            for message in share(shared):
                self.share(message, message.files)
        for shown in self._rendering.files_on_page(ready):
            self._hub.tell("file_ready", None, file=shown)

    def there(self, id_: str) -> File | None:
        """A file that exists, ready or not."""
        file = self._store.files.get(id_)
        return file if file and file.completed else None

    def share(self, message: Message, ids: Iterable[str]) -> None:
        """Remember of files that a message shares them."""
        for one in ids:
            file = self._store.files[one]
            shares = (*file.shares, (message.channel, message.ts))
            self._store.files[one] = replace(file, shares=shares)

    def can_show(self, named: dict[str, Any]) -> bool:
        """Whether a block's `slack_file` names a picture that is ready."""
        file = self.there(named.get("id") or _id_in(named.get("url") or ""))
        return bool(file and file.ready and file.mimetype in PICTURES)

    def visible_to(self, person: str, file: File) -> bool:
        """Whether a person may see a file.

        Slack does not document whether members see a file that a block shows and that was never
        shared; `hide_unshared_files` lets an app be tried both ways.
        """
        if not file.shares:
            return not self.settling.hide_unshared_files
        places = (self._store.channels[channel] for channel, _ in file.shares)
        return any(self._store.open_to(person, channel) for channel in places)


def mimetype(name: str, content: bytes) -> str:
    """A file's type: of pictures by their bytes, of others by their name."""
    for start, kind in _SIGNATURES:
        if content.startswith(start):
            return kind
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return "application/octet-stream" if guessed.startswith("image/") else guessed


def _id_in(url: str) -> str:
    """The id in a file's permalink or private URL, under whichever name of this machine."""
    parts = urlsplit(url)
    found = _PLACE.match(parts.path)
    return found[1] if found and parts.hostname in LOOPBACK else ""
