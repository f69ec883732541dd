"""What the workspace holds, as Slack's API and as the page show it.

Sources: https://docs.slack.dev/reference/objects and the reference of each method.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.local.workspace.manifest import Manifest
from bot.local.workspace.model import (
    SLACKBOT,
    Channel,
    File,
    Identity,
    Json,
    Message,
    Person,
    View,
)
from bot.local.workspace.store import Store


class Rendering:
    """Turns people, channels, messages, files and views into JSON."""

    def __init__(self, store: Store, identity: Identity, manifest: Manifest) -> None:
        self._store = store
        self._identity = identity
        self._manifest = manifest
        self.base = ""
        """Where the workspace is served, as its callers address it; without a slash at the end."""

    # -- for the app --------------------------------------------------------------------------

    def user(self, person: Person, now: float) -> Json:
        """A person, with the offset that their zone has now."""
        offset = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(person.tz)).utcoffset()
        zone = {"tz": person.tz, "tz_label": person.tz_label}
        seconds = int(offset.total_seconds()) if offset is not None else 0
        return {
            **self._account(person.id, person.name, person.real_name),
            **zone,
            "tz_offset": seconds,
            "color": person.color,
            "is_bot": False,
            "is_app_user": False,
            **person.account,
        }

    def app_user(self) -> Json:
        """The app's own user."""
        return {
            **self._account(self._identity.user, self._manifest.handle, self._manifest.name),
            "tz": "America/Los_Angeles",
            "tz_label": "Pacific Time",
            "tz_offset": -28_800,
            "color": "17324d",
            "is_bot": True,
            "is_app_user": False,
        }

    def _account(self, id_: str, name: str, real_name: str) -> Json:
        profile = {"real_name": real_name, "display_name": name, "team": self._identity.team}
        return {
            "id": id_,
            "team_id": self._identity.team,
            "name": name,
            "real_name": real_name,
            "deleted": False,
            "profile": profile,
            "is_admin": False,
            "is_owner": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "updated": 0,
        }

    def channel(self, channel: Channel) -> Json:
        """A conversation, as its kind is described."""
        if channel.is_im:
            person = next(one for one in channel.members if one != self._identity.user)
            return {"id": channel.id, "created": 0, "is_im": True, "user": person}
        return {
            "id": channel.id,
            "name": channel.name,
            "name_normalized": channel.name,
            "created": 0,
            "is_channel": not channel.is_private,
            "is_group": channel.is_private,
            "is_im": False,
            "is_mpim": False,
            "is_private": channel.is_private,
            "is_archived": channel.archived,
            "is_member": self._identity.user in channel.members,
            "is_shared": False,
            "num_members": len(channel.members),
        }

    def message(self, message: Message) -> Json:
        """A message as `conversations.history` and event payloads have it."""
        author: Json = {"user": message.user}
        if message.by_app:
            author |= {"bot_id": self._identity.bot, "app_id": self._identity.app}
        return {
            "type": "message",
            **author,
            "team": self._identity.team,
            "ts": message.ts,
            "text": message.text,
            **self._content(message),
            **self._thread(message),
        }

    def _content(self, message: Message) -> Json:
        files = [self._store.files[one] for one in message.files if one in self._store.files]
        edited = message.edited_ts and {"user": message.user, "ts": message.edited_ts}
        reactions = [
            {"name": one.name, "users": [*one.users], "count": len(one.users)}
            for one in message.reactions
        ]
        parts: Json = {
            "blocks": list(message.blocks),
            "attachments": list(message.attachments),
            "metadata": message.metadata,
            "files": [self.file(one) for one in files],
            "reactions": reactions,
            "edited": edited,
        }
        return {name: part for name, part in parts.items() if part}

    def _thread(self, message: Message) -> Json:
        if message.thread_ts:
            return {"thread_ts": message.thread_ts}
        replies = () if message.only_for else self._store.replies(message)
        if not replies:
            return {}
        users = sorted({reply.user for reply in replies})
        return {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users": users,
            "reply_users_count": len(users),
            "latest_reply": replies[-1].ts,
        }

    def file(self, file: File) -> Json:
        """A file; neither its type nor its shares are known before it is ready."""
        place = f"{self.base}/files/{file.id}/{file.name}"
        told: Json = {
            "id": file.id,
            "created": file.created,
            "timestamp": file.created,
            "name": file.name,
            "title": file.title,
            "mimetype": file.mimetype if file.ready else "",
            "filetype": file.mimetype.rpartition("/")[2] if file.ready else "",
            "size": file.length,
            "user": self._identity.user,
            "is_external": False,
            "url_private": place,
            "url_private_download": f"{place}?download=1",
            "permalink": f"{self.base}/files/{file.id}",
        }
        return {**told, **self._shared(file)}

    def _shared(self, file: File) -> Json:
        shares: dict[str, dict[str, list[Json]]] = {}
        places: dict[str, list[str]] = {"channels": [], "groups": [], "ims": []}
        for channel_id, ts in file.shares if file.ready else ():
            kind = self._store.channels[channel_id].kind
            places["ims" if kind == "im" else kind].append(channel_id)
            group = shares.setdefault("public" if kind == "channels" else "private", {})
            group.setdefault(channel_id, []).append({"ts": ts})
        return {**places, "shares": shares, "is_public": bool(places["channels"])}

    def view(self, view: View) -> Json:
        """A view as the answers of `views.*` and interaction payloads have it."""
        optional = {"title": None, "close": None, "submit": None, "callback_id": ""}
        return {
            "id": view.id,
            "team_id": self._identity.team,
            "app_id": self._identity.app,
            "app_installed_team_id": self._identity.team,
            "bot_id": self._identity.bot,
            **optional,
            "private_metadata": "",
            "external_id": "",
            "clear_on_close": False,
            "notify_on_close": False,
            **view.body,
            "hash": view.hash,
            "state": {"values": view.values},
            "root_view_id": view.root,
            "previous_view_id": view.previous,
        }

    # -- for the page -------------------------------------------------------------------------

    def on_page(self, message: Message) -> Json:
        """A message as the page shows it."""
        author = {"bot_id": self._identity.bot} if message.by_app else {"user": message.user}
        files = [self._store.files[one] for one in message.files if one in self._store.files]
        return {
            "ts": message.ts,
            "channel": message.channel,
            **author,
            "name": message.name or self._name(message.user),
            "text": message.text,
            "blocks": list(message.blocks),
            "attachments": list(message.attachments),
            "thread_ts": message.thread_ts,
            "reply_count": 0 if message.only_for else len(self._store.replies(message)),
            "edited": message.edited_ts is not None,
            "ephemeral": message.only_for is not None,
            "files": self.files_on_page(files),
            "reactions": [{"name": r.name, "users": [*r.users]} for r in message.reactions],
            "metadata": message.metadata,
        }

    def files_on_page(self, files: Iterable[File]) -> list[Json]:
        """Files as the page shows them."""
        return [
            {
                "id": file.id,
                "name": file.name,
                "title": file.title,
                "mimetype": file.mimetype,
                "size": file.length,
                "ready": file.ready,
            }
            for file in files
        ]

    def _name(self, user: str) -> str:
        if user == SLACKBOT:
            return "Slackbot"
        person = self._store.people.get(user)
        return person.real_name if person else self._manifest.name

    def person_on_page(self, person: Person) -> dict[str, Any]:
        """A person as the page shows them."""
        return {
            "id": person.id,
            "name": person.name,
            "real_name": person.real_name,
            "tz": person.tz,
            "color": person.color,
        }

    def channel_on_page(self, channel: Channel) -> dict[str, Any]:
        """A channel as the page shows it."""
        return {
            "id": channel.id,
            "name": channel.name,
            "is_private": channel.is_private,
            "is_im": channel.is_im,
            "members": list(channel.members),
            "archived": channel.archived,
        }
