"""The one place where messages appear, change and go, and where the pages hear of it."""

from dataclasses import replace

from bot.local.workspace.clock import Clock
from bot.local.workspace.hub import Hub
from bot.local.workspace.model import SLACKBOT, Channel, Content, Identity, Message
from bot.local.workspace.rendering import Rendering
from bot.local.workspace.store import Store


class Board:
    """Writes messages into the store and tells those who may see them."""

    def __init__(
        self, store: Store, hub: Hub, rendering: Rendering, identity: Identity, clock: Clock
    ) -> None:
        self._store = store
        self._hub = hub
        self._rendering = rendering
        self._identity = identity
        self._clock = clock

    def admit(self, member: str, channel: Channel) -> Channel:
        """Let somebody into a channel, and tell those who are in it."""
        channel = self._store.admit(channel, member)
        shown = self._rendering.channel_on_page(channel)
        self._hub.tell("channel", self._store.audience(channel), channel=shown)
        return channel

    def say(
        self, person: str, channel: Channel, text: str, thread_ts: str | None = None
    ) -> Message:
        """Post what a person said."""
        ts = self._stamp()
        return self._post(Message(channel.id, ts, person, text, thread_ts=thread_ts))

    def post(
        self,
        channel: Channel,
        content: Content,
        *,
        thread_ts: str | None = None,
        broadcast: bool = False,
        name: str = "",
    ) -> Message:
        """Post what the app says."""
        message = self._composed(channel, content, thread_ts=thread_ts)
        return self._post(replace(message, broadcast=broadcast, name=name))

    def whisper(
        self, person: str, channel: Channel, content: Content, thread_ts: str | None = None
    ) -> Message:
        """Show one person what the app tells only them."""
        message = self._composed(channel, content, thread_ts=thread_ts)
        return self._post(replace(message, only_for=person))

    def notice(self, person: str, channel: Channel, text: str, thread_ts: str | None) -> Message:
        """Show one person what Slack itself tells them."""
        ts = self._stamp()
        return self._post(
            Message(channel.id, ts, SLACKBOT, text, thread_ts=thread_ts, only_for=person)
        )

    def edit(self, message: Message, content: Content, *, mark: bool = True) -> Message:
        """Let a message show something else; `mark` says to people that it was edited."""
        return self.change(
            replace(
                message,
                text=content.text,
                blocks=content.blocks,
                attachments=content.attachments,
                metadata=content.metadata,
                files=(*message.files, *(one for one in content.files if one not in message.files)),
                edited_ts=self._stamp() if mark else message.edited_ts,
            )
        )

    def change(self, message: Message) -> Message:
        """Keep a changed message."""
        self._store.put(message)
        self._tell("ephemeral_changed" if message.only_for else "message_changed", message)
        return message

    def remove(self, message: Message) -> None:
        """Take a message away."""
        self._store.drop(message)
        kind = "ephemeral_deleted" if message.only_for else "message_deleted"
        self._hub.tell(kind, self._audience(message), channel=message.channel, ts=message.ts)

    def _composed(self, channel: Channel, content: Content, *, thread_ts: str | None) -> Message:
        return Message(
            channel.id,
            self._stamp(),
            self._identity.user,
            content.text,
            by_app=True,
            blocks=content.blocks,
            attachments=content.attachments,
            metadata=content.metadata,
            files=content.files,
            thread_ts=thread_ts,
        )

    def _post(self, message: Message) -> Message:
        self._store.put(message)
        self._tell("ephemeral" if message.only_for else "message", message)
        return message

    def _tell(self, kind: str, message: Message) -> None:
        shown = self._rendering.on_page(message)
        self._hub.tell(kind, self._audience(message), message=shown)

    def _audience(self, message: Message) -> frozenset[str] | None:
        if message.only_for:
            return frozenset({message.only_for})
        return self._store.audience(self._store.channels[message.channel])

    def _stamp(self) -> str:
        return self._store.stamps.next(self._clock.now())
