"""What an app is handed to answer with, and for how long it is good: triggers, response URLs.

Source: https://docs.slack.dev/interactivity/handling-user-interaction
"""

from dataclasses import dataclass
from typing import Final

from cachetools import LRUCache

from bot.local.workspace.clock import Clock
from bot.local.workspace.ids import new_key
from bot.local.workspace.model import Message
from bot.local.workspace.refusals import Refusal

TRIGGER_SECONDS: Final = 3.0
RESPONSE_SECONDS: Final = 30 * 60.0
RESPONSE_USES: Final = 5
_REMEMBERED: Final = 10_000
"""So many are known of each, so that an expired one can be told from one that never was."""


@dataclass(slots=True)
class Trigger:
    """Leave to open one modal for a person, who may stand in front of another one already."""

    person: str
    issued_at: float
    view: str | None
    spent: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """Leave to answer in a channel; `origin` is the message whose button was pressed."""

    person: str
    channel: str
    issued_at: float
    origin: Message | None
    uses: int = 0


class Exchange:
    """Hands out triggers and response URLs, and takes them back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.clear()

    def clear(self) -> None:
        """Let everything that was handed out expire."""
        self._triggers: LRUCache[str, Trigger] = LRUCache(_REMEMBERED)
        self._responses: LRUCache[str, ResponseUrl] = LRUCache(_REMEMBERED)

    def trigger(self, person: str, view: str | None = None) -> str:
        """A new trigger id, in the shape of Slack's."""
        key = f"{self._clock.now():.0f}.{id(self) % 1_000_000_000}.{new_key(16)}"
        self._triggers[key] = Trigger(person, self._clock.now(), view)
        return key

    def spend(self, trigger_id: str) -> Trigger:
        """Take a trigger back.

        Raises:
            Refusal: If it is unknown, was spent, or is older than three seconds.
        """
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.spent:
            raise Refusal("exchanged_trigger_id")
        if self._clock.now() - trigger.issued_at > TRIGGER_SECONDS:
            raise Refusal("expired_trigger_id")
        trigger.spent = True
        return trigger

    def response(self, person: str, channel: str, origin: Message | None = None) -> str:
        """The secret part of a new response URL."""
        token = new_key()
        self._responses[token] = ResponseUrl(person, channel, self._clock.now(), origin)
        return token

    def use(self, token: str) -> ResponseUrl:
        """Use a response URL once more.

        Raises:
            Refusal: If it is unknown, older than half an hour, or was used five times.
        """
        response = self._responses.get(token)
        if response is None or self._clock.now() - response.issued_at > RESPONSE_SECONDS:
            raise Refusal("expired_url")
        if response.uses >= RESPONSE_USES:
            raise Refusal("used_url")
        response.uses += 1
        return response
