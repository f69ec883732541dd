"""Everything the workspace remembers. Only the server's own thread changes it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.local.workspace.ids import Stamps
from bot.local.workspace.model import Channel, File, Identity, Message, Person, View


class Store:
    """People and channels, and what was said, uploaded and shown there."""

    def __init__(
        self, identity: Identity, people: Iterable[Person], channels: Iterable[Channel]
    ) -> None:
        """Start empty; each person gets a direct conversation with the app.

        Args:
            identity: Who the app is.
            people: Who lives here.
            channels: Their `members` are names of people.
        """
        self._identity = identity
        self.people = {person.id: person for person in people}
        self._begin = tuple(self._settled(channel) for channel in channels)
        self.clear()

    def clear(self) -> None:
        """Forget all that happened; people and channels are as in the beginning."""
        self.stamps = Stamps()
        direct = [_direct(person, self._identity.user) for person in self.people.values()]
        self.channels = {channel.id: channel for channel in (*self._begin, *direct)}
        self._messages: dict[str, dict[str, Message]] = {id_: {} for id_ in self.channels}
        self._whispers: dict[str, dict[str, Message]] = {id_: {} for id_ in self.channels}
        self._replies: dict[tuple[str, str], dict[str, Message]] = {}
        self.files: dict[str, File] = {}
        self.views: dict[str, View] = {}
        self.homes: dict[str, View] = {}

    def _settled(self, channel: Channel) -> Channel:
        ids = {person.name: person.id for person in self.people.values()}
        members = [ids[name] for name in channel.members]
        if channel.with_app:
            members.append(self._identity.user)
        return replace(channel, members=tuple(members))

    # -- messages -----------------------------------------------------------------------------

    def put(self, message: Message) -> None:
        """Keep a message, in place of the one with the same timestamp if there is one."""
        self._shelf(message)[message.ts] = message
        if _is_reply(message):
            thread = (message.channel, message.thread_ts or "")
            self._replies.setdefault(thread, {})[message.ts] = message

    def drop(self, message: Message) -> None:
        """Forget a message."""
        self._shelf(message).pop(message.ts, None)
        if _is_reply(message):
            self._replies[message.channel, message.thread_ts or ""].pop(message.ts, None)

    def _shelf(self, message: Message) -> dict[str, Message]:
        return (self._whispers if message.only_for else self._messages)[message.channel]

    def message(self, channel: str, ts: str) -> Message | None:
        """A message that all members see."""
        return self._messages.get(channel, {}).get(ts)

    def whisper(self, channel: str, ts: str) -> Message | None:
        """A message that one person sees."""
        return self._whispers.get(channel, {}).get(ts)

    def messages(self, channel: str) -> tuple[Message, ...]:
        """What all members see, oldest first."""
        return tuple(self._messages[channel].values())

    def seen_by(self, person: str, channel: str) -> list[Message]:
        """What one person sees, oldest first: what all see, and what only they do."""
        whispers = [one for one in self._whispers[channel].values() if one.only_for == person]
        return sorted((*self._messages[channel].values(), *whispers), key=lambda one: one.ts)

    def replies(self, message: Message) -> tuple[Message, ...]:
        """The replies in a message's thread, oldest first."""
        return tuple(self._replies.get((message.channel, message.ts), {}).values())

    # -- who may be where ---------------------------------------------------------------------

    def admit(self, channel: Channel, member: str) -> Channel:
        """Let somebody into a channel; nothing changes for a member."""
        if member not in channel.members:
            channel = replace(channel, members=(*channel.members, member))
            self.channels[channel.id] = channel
        return channel

    def open_to(self, person: str, channel: Channel) -> bool:
        """Whether somebody may look into a channel: any public one, and those they are in."""
        return person in channel.members or channel.kind == "channels"

    def audience(self, channel: Channel) -> frozenset[str] | None:
        """Who hears of what happens in a channel; None is everybody."""
        return None if channel.kind == "channels" else frozenset(channel.members)

    def direct(self, person: str) -> Channel:
        """A person's conversation with the app."""
        return next(one for one in self._directs() if person in one.members)

    def _directs(self) -> Iterator[Channel]:
        return (channel for channel in self.channels.values() if channel.is_im)


def _is_reply(message: Message) -> bool:
    """Whether a message counts as a reply; what is whispered in a thread does not."""
    return message.thread_ts not in (None, message.ts) and message.only_for is None


def _direct(person: Person, app: str) -> Channel:
    return Channel(
        name=person.name,
        members=(person.id, app),
        is_private=True,
        is_im=True,
        id="D" + person.id[1:],
    )
