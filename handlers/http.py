"""The HTTP door: nothing passes that Slack did not sign, and nothing passes twice.

A WSGI application in front of Bolt. slack-sdk's verifier raises on a timestamp that is no number, a
signature that is not ASCII and a body that is not UTF-8, and Bolt logs the body of a request that
fails; so requests are checked here first, and what fails is dropped with a status and no words.

Source: https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import json
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qsl

from slack_bolt import App
from slack_bolt.request import BoltRequest
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier

from bot.clock import Clock
from handlers.app import Seen

_log = logging.getLogger(__name__)

PATH: Final = "/slack/events"
MAX_BODY: Final = 1024 * 1024
_TIMESTAMP: Final = re.compile(r"[0-9]{10}", re.ASCII)
_SIGNATURE: Final = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)

Environ = Mapping[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]


class _Dropped(Exception):  # noqa: N818 - it says what is done, not what is wrong
    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


class _Now(SignatureClock):
    """Our clock, as the verifier wants it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()


class HttpDoor:
    """A WSGI application that takes Slack's requests at `/slack/events`."""

    def __init__(self, app: App, signing_secret: str, *, clock: Clock) -> None:
        """Stand in front of an app.

        Args:
            app: Acknowledges what passes.
            signing_secret: Slack's, never empty.
            clock: The present; Slack's requests are good for five minutes.
        """
        if not signing_secret:
            raise ValueError("The HTTP door needs Slack's signing secret.")
        self._app = app
        self._verifier = SignatureVerifier(signing_secret, clock=_Now(clock))
        self._seen = Seen(clock)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        try:
            body, headers, event = self._checked(environ)
        except _Dropped as dropped:
            _log.warning("Dropped a request: %s", dropped)
            return _reply(start_response, dropped.status)
        if self._seen.before(headers["x-slack-signature"]) or (event and self._seen.before(event)):
            return _reply(start_response, HTTPStatus.OK)
        answer = self._app.dispatch(BoltRequest(body=body, headers=dict(headers)))
        kind = answer.headers.get("content-type", ["text/plain;charset=utf-8"])[0]
        return _reply(start_response, HTTPStatus(answer.status), answer.body or "", kind)

    def _checked(self, environ: Environ) -> tuple[str, dict[str, str], str]:
        """The body and headers of a request that Slack made, and its event's id if it has one."""
        if environ.get("PATH_INFO") != PATH:
            raise _Dropped(HTTPStatus.NOT_FOUND, "not our path")
        if environ.get("REQUEST_METHOD") != "POST":
            raise _Dropped(HTTPStatus.METHOD_NOT_ALLOWED, "not a POST")
        raw, headers = _read(environ), _headers(environ)
        if not self._is_signed(raw, headers):
            raise _Dropped(HTTPStatus.UNAUTHORIZED, "not signed by Slack, or not now")
        body = raw.decode()
        return body, headers, _event(body, headers["content-type"])

    def _is_signed(self, raw: bytes, headers: dict[str, str]) -> bool:
        stamp = headers.get("x-slack-request-timestamp", "")
        signature = headers.get("x-slack-signature", "")
        if not _TIMESTAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(signature):
            return False
        try:
            return self._verifier.is_valid(raw, stamp, signature)
        except UnicodeDecodeError:  # the verifier signs text; Slack sends UTF-8
            return False


def _read(environ: Environ) -> bytes:
    length = environ.get("CONTENT_LENGTH") or ""
    if not (length.isascii() and length.isdigit()):
        raise _Dropped(HTTPStatus.LENGTH_REQUIRED, "no length")
    if int(length) > MAX_BODY:
        raise _Dropped(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too large")
    body: bytes = environ["wsgi.input"].read(int(length))
    return body


def _headers(environ: Environ) -> dict[str, str]:
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    return {**headers, "content-type": str(environ.get("CONTENT_TYPE") or "")}


def _event(body: str, content_type: str) -> str:
    """The event's id, which Slack keeps when it sends an event again; "" for anything else.

    What is signed and yet no request is dropped: two teams in one, a payload that is no object.
    """
    if content_type.startswith("application/json"):
        return str(_object(body).get("event_id", ""))
    pairs = parse_qsl(body, keep_blank_values=True)
    form = dict(pairs)
    if len(form) < len(pairs):
        raise _Dropped(HTTPStatus.BAD_REQUEST, "a field is there twice")
    if "payload" in form and not _object(form["payload"]).get("type"):
        raise _Dropped(HTTPStatus.BAD_REQUEST, "an interaction without a type")
    known = form.keys() & {"payload", "ssl_check"}
    if not known and not (form.get("team_id") and form.get("command")):
        raise _Dropped(HTTPStatus.BAD_REQUEST, "a command without its team")
    return ""


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise _Dropped(HTTPStatus.BAD_REQUEST, "not JSON") from None
    if not isinstance(value, dict):
        raise _Dropped(HTTPStatus.BAD_REQUEST, "not a JSON object")
    return value


def _reply(
    start_response: StartResponse,
    status: HTTPStatus,
    body: str = "",
    kind: str = "text/plain;charset=utf-8",
) -> Iterable[bytes]:
    content = body.encode()
    headers = [("Content-Type", kind), ("Content-Length", str(len(content)))]
    start_response(f"{status.value} {status.phrase}", headers)
    return [content]
