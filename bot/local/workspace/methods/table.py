"""Each method: what it does, which scopes let an app call it, and how often a minute.

Sources: the reference of each method under https://docs.slack.dev/reference/methods.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.local.workspace.limits import SPECIAL, TIER_2, TIER_3, TIER_4
from bot.local.workspace.methods import chat, conversations, files, people, views
from bot.local.workspace.methods.calling import Called
from bot.local.workspace.model import Json

_READ: Final = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY: Final = ("channels:history", "groups:history", "im:history", "mpim:history")


@dataclass(frozen=True, slots=True)
class Method:
    """A method of the Web API.

    Attributes:
        answer: Computes the answer, or raises a Refusal.
        per_minute: How many calls a minute Slack promises to take.
        scopes: Any one of these is enough to call it; some methods want a certain one for what
            they are asked about.
        by_app: Whether it takes the app-level token instead of the bot token.
    """

    answer: Callable[[Called], Json]
    per_minute: int
    scopes: tuple[str, ...] = ()
    by_app: bool = False


METHODS: Final[dict[str, Method]] = {
    "apps.connections.open": Method(people.connections_open, TIER_3, by_app=True),
    "auth.test": Method(people.auth_test, SPECIAL),
    "bots.info": Method(people.bot_info, TIER_3, ("users:read",)),
    "chat.delete": Method(chat.delete, TIER_3, ("chat:write",)),
    "chat.getPermalink": Method(chat.get_permalink, SPECIAL),
    "chat.postEphemeral": Method(chat.post_ephemeral, TIER_4, ("chat:write",)),
    "chat.postMessage": Method(chat.post_message, SPECIAL, ("chat:write",)),
    "chat.update": Method(chat.update, TIER_3, ("chat:write",)),
    "conversations.history": Method(conversations.history, TIER_3, _HISTORY),
    "conversations.info": Method(conversations.info, TIER_3, _READ),
    "conversations.join": Method(conversations.join, TIER_3, ("channels:join",)),
    "conversations.list": Method(conversations.listed, TIER_2, _READ),
    "conversations.members": Method(conversations.members, TIER_4, _READ),
    "conversations.open": Method(conversations.opened, TIER_3, ("im:write",)),
    "conversations.replies": Method(conversations.replies, TIER_3, _HISTORY),
    "files.completeUploadExternal": Method(files.complete_upload, TIER_4, ("files:write",)),
    "files.delete": Method(files.delete, TIER_3, ("files:write",)),
    "files.getUploadURLExternal": Method(files.get_upload_url, TIER_4, ("files:write",)),
    "files.info": Method(files.info, TIER_4, ("files:read",)),
    "reactions.add": Method(people.add_reaction, TIER_3, ("reactions:write",)),
    "team.info": Method(people.team_info, TIER_3, ("team:read",)),
    "users.info": Method(people.info, TIER_4, ("users:read",)),
    "users.list": Method(people.listed, TIER_2, ("users:read",)),
    "views.open": Method(views.opened, TIER_4),
    "views.publish": Method(views.published, TIER_4),
    "views.push": Method(views.pushed, TIER_4),
    "views.update": Method(views.updated, TIER_4),
}
