"""What every method needs: the call it answers, and the checks that many have in common."""

from dataclasses import dataclass

from bot.local.workspace.arguments import Arguments
from bot.local.workspace.model import Channel, Json, Kind, Message
from bot.local.workspace.refusals import Refusal, missing_scope
from bot.local.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Called:
    """One call: of which workspace, with which arguments."""

    workspace: Workspace
    args: Arguments

    @property
    def app(self) -> str:
        """The app's own user."""
        return self.workspace.identity.user

    def channel(self, name: str = "channel", scope: str = "") -> Channel:
        """A channel that exists as far as the app may know.

        A private channel that the app is not in does not exist for it.

        Args:
            name: The argument; it may hold a channel's id, or for messages also `#name` or a
                person's id, which is their conversation with the app.
            scope: "read", "history" or "write", where the kind of the channel decides which scope
                it takes.

        Raises:
            Refusal: `channel_not_found` or `missing_scope`.
        """
        channel = self._known(self.args.needed(name))
        hidden = channel is not None and channel.is_private and self.app not in channel.members
        if channel is None or hidden:
            raise Refusal("channel_not_found")
        if scope:
            self.need(f"{channel.kind}:{scope}")
        return channel

    def _known(self, named: str) -> Channel | None:
        store = self.workspace.store
        if named in store.people:
            return store.direct(named)
        if named.startswith("#"):
            public = (one for one in store.channels.values() if not one.is_im)
            return next((one for one in public if one.name == named[1:]), None)
        return store.channels.get(named)

    def open_channel(self, name: str = "channel") -> Channel:
        """A channel that the app may post to: one it is in, or any public one with that scope.

        Raises:
            Refusal: `channel_not_found`, `is_archived` or `not_in_channel`.
        """
        channel = self.channel(name)
        if channel.archived:
            raise Refusal("is_archived")
        anywhere = "chat:write.public" in self.scopes and channel.kind == "channels"
        if self.app not in channel.members and not anywhere:
            raise Refusal("not_in_channel")
        if channel.is_im and not self.workspace.manifest.has_messages:
            raise Refusal("messages_tab_disabled")
        return channel

    @property
    def scopes(self) -> frozenset[str]:
        """What the manifest asks for."""
        return self.workspace.manifest.scopes

    def need(self, *scopes: str) -> None:
        """Refuse the call if the app has none of these scopes."""
        if scopes and not self.scopes.intersection(scopes):
            raise missing_scope(scopes[0], self.scopes)

    def message(self, channel: Channel, ts: str) -> Message:
        """A message of a channel.

        Raises:
            Refusal: `message_not_found`.
        """
        found = self.workspace.store.message(channel.id, ts)
        if found is None:
            raise Refusal("message_not_found")
        return found

    def thread(self, channel: Channel) -> str | None:
        """The thread that a message is to go into: that of the message named, or of its parent.

        Raises:
            Refusal: `thread_not_found`.
        """
        if not self.args.has("thread_ts"):
            return None
        parent = self.workspace.store.message(channel.id, self.args.text("thread_ts"))
        if parent is None:
            raise Refusal("thread_not_found")
        return parent.thread_ts or parent.ts


def page_of(items: list[Json], called: Called, default: int = 100) -> tuple[list[Json], Json]:
    """One page of a list, and the `response_metadata` that leads to the next one."""
    start, limit = called.args.page(default)
    end = start + limit
    cursor = str(end) if end < len(items) else ""
    return items[start:end], {"next_cursor": cursor}


ALL_KINDS: dict[str, Kind] = {
    "public_channel": "channels",
    "private_channel": "groups",
    "im": "im",
}
"""What `types` of `conversations.list` calls them."""
