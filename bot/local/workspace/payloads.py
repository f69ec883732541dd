"""What the app is told of what people do, in Slack's shapes.

Sources: https://docs.slack.dev/interactivity/implementing-slash-commands,
https://docs.slack.dev/reference/interaction-payloads, https://docs.slack.dev/apis/events-api
"""

from bot.local.workspace.ids import new_id
from bot.local.workspace.model import Channel, Identity, Json, Message, Person, View
from bot.local.workspace.rendering import Rendering

VERIFICATION_TOKEN = "not-used-any-more"  # noqa: S105 - Slack deprecated it; a field must be there


class Payloads:
    """Writes payloads; whoever calls it decides what happened."""

    def __init__(self, identity: Identity, rendering: Rendering) -> None:
        self._identity = identity
        self._rendering = rendering

    def command(self, person: Person, channel: Channel, command: str, text: str) -> Json:
        """A slash command, but for its trigger and response URL."""
        names = {"im": "directmessage", "groups": "privategroup", "channels": channel.name}
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": self._identity.team,
            "team_domain": self._identity.domain,
            "channel_id": channel.id,
            "channel_name": names[channel.kind],
            "user_id": person.id,
            "user_name": person.name,
            "command": command,
            "text": text,
            "api_app_id": self._identity.app,
            "is_enterprise_install": "false",
        }

    def interaction(self, kind: str, person: Person) -> Json:
        """What all interactions have in common."""
        team = {"id": self._identity.team, "domain": self._identity.domain}
        user = {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": self._identity.team,
        }
        return {
            "type": kind,
            "user": user,
            "team": team,
            "api_app_id": self._identity.app,
            "token": VERIFICATION_TOKEN,
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def in_message(self, message: Message, channel: Channel) -> Json:
        """Where somebody pressed: in a message."""
        return {
            "container": {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": channel.id,
                "is_ephemeral": message.only_for is not None,
                **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
            },
            "channel": {"id": channel.id, "name": channel.name},
            "message": self._rendering.message(message),
        }

    def in_view(self, view: View) -> Json:
        """Where somebody pressed: in a view."""
        return {
            "container": {"type": "view", "view_id": view.id},
            "view": self._rendering.view(view),
        }

    def event(self, event: Json, now: float) -> Json:
        """An event, in what the Events API wraps around it."""
        authorization = {
            "enterprise_id": None,
            "team_id": self._identity.team,
            "user_id": self._identity.user,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": self._identity.team,
            "api_app_id": self._identity.app,
            "event": event,
            "type": "event_callback",
            "event_id": new_id("Ev"),
            "event_time": int(now),
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
        }
