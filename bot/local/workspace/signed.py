"""Signed HTTP: what people do is posted to the app's request URL, with proof of who sends it.

Source: https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import asyncio
import hashlib
import hmac
import json
from typing import Any, Final
from urllib.parse import urlencode

import aiohttp

from bot.local.workspace.clock import Clock, within
from bot.local.workspace.delivery import ACK_SECONDS, Envelope, Undelivered

_FORM: Final = "application/x-www-form-urlencoded"
_MOST_BYTES: Final = 1024 * 1024


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """The `X-Slack-Signature` of a request."""
    signed = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


class SignedHttp:
    """Posts to the app; `url` is its one request URL, None while there is none."""

    name: Final = "http"

    def __init__(self, secret: str, clock: Clock) -> None:
        self._secret = secret
        self._clock = clock
        self.url: str | None = None

    @property
    def connected(self) -> bool:
        """Whether there is an address to send to."""
        return self.url is not None

    async def send(self, envelope: Envelope) -> dict[str, Any]:
        """Post an envelope and wait for the answer, which is the ack.

        Raises:
            Undelivered: If the answer is no 200, or takes longer than three seconds.
        """
        answer = asyncio.ensure_future(self._post(envelope))
        try:
            return await within(self._clock, ACK_SECONDS, answer)
        except TimeoutError:
            raise Undelivered("operation_timeout", "http_timeout") from None
        except aiohttp.ClientError:
            raise Undelivered("dispatch_failed", "connection_failed") from None

    async def _post(self, envelope: Envelope) -> dict[str, Any]:
        kind, body = _encoded(envelope)
        headers = {"Content-Type": kind, **self._proof(body), **_retried(envelope)}
        # A session a request: they are few, and a kept connection would outlive the app's.
        async with (
            aiohttp.ClientSession() as session,
            session.post(
                self.url or "", data=body, headers=headers, allow_redirects=False
            ) as answer,
        ):
            if answer.status != 200:  # noqa: PLR2004 - Slack takes this one as the ack
                raise Undelivered("dispatch_failed")
            return _read(await answer.content.read(_MOST_BYTES))

    def _proof(self, body: bytes) -> dict[str, str]:
        stamp = str(int(self._clock.now()))
        return {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(self._secret, stamp, body),
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }


def _encoded(envelope: Envelope) -> tuple[str, bytes]:
    if envelope.kind == "events_api":
        return "application/json", json.dumps(envelope.payload).encode()
    if envelope.kind == "interactive":
        return _FORM, urlencode({"payload": json.dumps(envelope.payload)}).encode()
    return _FORM, urlencode(envelope.payload).encode()


def _retried(envelope: Envelope) -> dict[str, str]:
    if envelope.retry is None:
        return {}
    return {
        "X-Slack-Retry-Num": str(envelope.retry.number),
        "X-Slack-Retry-Reason": envelope.retry.reason,
    }


def _read(body: bytes) -> dict[str, Any]:
    """An answer's body: JSON, or text that is meant as a message."""
    text = body.decode(errors="replace").strip()
    try:
        value = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        value = None
    return value if isinstance(value, dict) else {"text": text}
