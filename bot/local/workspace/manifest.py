"""What the app's manifest allows it and tells people about it.

Source: https://docs.slack.dev/reference/app-manifest
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command, as the composer offers it."""

    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True, slots=True)
class Manifest:
    """The parts of a manifest that change what Slack does."""

    name: str
    handle: str
    scopes: frozenset[str]
    commands: tuple[Command, ...]
    events: frozenset[str]
    has_home: bool
    has_messages: bool

    @classmethod
    def read(cls, manifest: Json) -> "Manifest":
        """Read a manifest as `yaml.safe_load` gives it.

        Raises:
            KeyError: If it has no name, or a command lacks its name or description.
        """
        features: Json = manifest.get("features") or {}
        name = manifest["display_information"]["name"]
        home: Json = features.get("app_home") or {}
        return cls(
            name=name,
            handle=(features.get("bot_user") or {}).get("display_name", name.lower()),
            scopes=frozenset(_path(manifest, "oauth_config", "scopes").get("bot") or ()),
            commands=tuple(_command(one) for one in features.get("slash_commands") or ()),
            events=frozenset(
                _path(manifest, "settings", "event_subscriptions").get("bot_events") or ()
            ),
            has_home=bool(home.get("home_tab_enabled", False)),
            has_messages=bool(home.get("messages_tab_enabled", True)),
        )

    def command(self, name: str) -> Command | None:
        """The command of that name, slash included."""
        return next((one for one in self.commands if one.command == name), None)


def _command(one: Json) -> Command:
    return Command(
        one["command"],
        one["description"],
        one.get("usage_hint", ""),
        bool(one.get("should_escape", False)),
    )


def _path(manifest: Json, *keys: str) -> Json:
    for key in keys:
        manifest = manifest.get(key) or {}
    return manifest
