"""What a workspace is made of. Nothing here changes; a change is a new value in the store."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from bot.local.workspace.ids import new_id, new_key

Json = dict[str, Any]
Kind = Literal["channels", "groups", "im"]
"""What Slack's scopes call public channels, private channels and direct messages."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the workspace and the app are; `user` is the app's own user, `bot` its bot id."""

    team: str = field(default_factory=lambda: new_id("T"))
    app: str = field(default_factory=lambda: new_id("A"))
    bot: str = field(default_factory=lambda: new_id("B"))
    user: str = field(default_factory=lambda: new_id("U"))
    team_name: str = "Harbour"
    domain: str = "harbour"


@dataclass(frozen=True, slots=True, repr=False)
class Tokens:
    """The app's secrets, made up anew at each start; without a repr, so no log can show them."""

    bot: str = field(default_factory=lambda: f"xoxb-{new_key()}")
    app: str = field(default_factory=lambda: f"xapp-1-{new_key()}")
    signing_secret: str = field(default_factory=lambda: new_key(32))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who types; `tz` is an IANA zone, `color` six hex digits.

    What else Slack says of their account (`is_admin`, `is_restricted`, `deleted`) is in `account`.
    """

    name: str
    real_name: str
    tz: str
    tz_label: str
    color: str = "2f6f9f"
    id: str = field(default_factory=lambda: new_id("U"))
    account: Json = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Channel:
    """A place for messages; `members` are people's names before the start, ids from then on."""

    name: str
    members: tuple[str, ...] = ()
    is_private: bool = False
    is_im: bool = False
    archived: bool = False
    with_app: bool = False
    id: str = field(default_factory=lambda: new_id("C"))

    @property
    def kind(self) -> Kind:
        """The kind that decides which scope reads it."""
        if self.is_im:
            return "im"
        return "groups" if self.is_private else "channels"


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji under a message, and who put it there."""

    name: str
    users: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """Something said. `only_for` names the one person who sees an ephemeral message."""

    channel: str
    ts: str
    user: str
    text: str
    by_app: bool = False
    name: str = ""
    blocks: tuple[Json, ...] = ()
    attachments: tuple[Json, ...] = ()
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: Json | None = None
    files: tuple[str, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    edited_ts: str | None = None
    only_for: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What an app wants a message to show, checked."""

    text: str = ""
    blocks: tuple[Json, ...] = ()
    attachments: tuple[Json, ...] = ()
    metadata: Json | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file. Until it is `ready`, Slack tells neither its type nor where it is shared.

    Attributes:
        shares: Channel id -> timestamps of the messages that share it.
        described: An `alt_txt` came with the upload, which keeps it from being shared.
        completed: The upload was completed; before that the file does not exist for anybody.
    """

    id: str
    name: str
    title: str
    length: int
    created: int
    content: bytes | None = None
    mimetype: str = ""
    shares: tuple[tuple[str, str], ...] = ()
    described: bool = False
    completed: bool = False
    ready: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A modal that is open, or an App Home; `body` is what the app gave, with ids filled in."""

    id: str
    person: str
    hash: str
    body: Json
    root: str
    previous: str | None = None
    values: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the app, as it is shown to whoever debugs it; the token is left out."""

    n: int
    at: float
    method: str
    args: Json
    ok: bool
    error: str | None


SLACKBOT: Final = "USLACKBOT"

_ADMIN: Final[Json] = {"is_admin": True}
PEOPLE: Final = (
    Person(
        "ada", "Ada Lind", "Europe/Berlin", "Central European Time", "2f6f9f", "U0ADALIND01", _ADMIN
    ),
    Person("ken", "Ken Mori", "Asia/Tokyo", "Japan Standard Time", "8a4b7d", "U0KENMORI02"),
    Person("joan", "Joan Reyes", "America/New_York", "Eastern Time", "3f7d4f", "U0JOANREY03"),
)
"""Who lives in the workspace unless somebody else is named; three zones, on purpose, and
one who may administrate."""

CHANNELS: Final = (
    Channel("delivery", ("ada", "ken", "joan"), id="C0DELIVERY1"),
    Channel("team-mobile", ("ada", "ken", "joan"), with_app=True, id="C0MOBILE002"),
    Channel("team-private", ("ada", "ken"), is_private=True, id="C0PRIVATE03"),
)
"""A public channel without the app, one with it, and a private one with neither app nor Joan."""
