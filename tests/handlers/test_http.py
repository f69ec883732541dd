"""The HTTP door: what Slack signed passes once, everything else is dropped without a word."""

import hashlib
import hmac
import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_bolt import App

from bot.clock import Clock
from bot.grammar.defaults import Defaults
from handlers.app import slack_app
from handlers.asked import Asked, Heard
from handlers.http import MAX_BODY, PATH, HttpDoor
from handlers.slack import Slack
from tests.bot.oracles import bad_inputs
from tests.fakes import MovedClock

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
COMMAND = {
    "team_id": "T0001",
    "channel_id": "C0001",
    "user_id": "U0001",
    "command": "/deploys",
    "text": "mobile 30d",
    "trigger_id": "13345224609.738474920.8088930838d88f008e0",
    "response_url": "https://hooks.slack.com/commands/T0001/1/abcdef",
}
FORM = "application/x-www-form-urlencoded"


def make_app(clock: Clock, given_to: list[Heard]) -> App:
    """The real app, handing over to a list."""
    identity = {"team_id": "T0001", "user_id": "U0B0T", "bot_id": "B0001"}
    slack = Slack("xoxb-made-up", "http://127.0.0.1:9/api/", clock=clock)

    def give(asked: Heard) -> bool:
        given_to.append(asked)
        return True

    return slack_app(
        slack, identity, give, refuse=given_to.append, clock=clock, defaults=Defaults()
    )


class Sender:
    """Somebody who sends requests to the door, signed or not."""

    def __init__(self, clock: MovedClock) -> None:
        self.clock = clock
        self.given: list[Heard] = []
        self.door = HttpDoor(make_app(clock, self.given), SECRET, clock=clock)

    def sign(self, body: bytes, stamp: str, version: str = "v0") -> str:
        """Slack's signature of a body."""
        signed = b"v0:" + stamp.encode() + b":" + body
        return f"{version}=" + hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()

    def send(  # noqa: PLR0913 - each may be bent by a test
        self,
        body: bytes | str | None = None,
        *,
        stamp: str | None = None,
        signature: str | None = None,
        kind: str = FORM,
        method: str = "POST",
        path: str = PATH,
        length: str | None = None,
    ) -> tuple[int, str]:
        """Send a request; what a test does not bend is right. Returns status and body."""
        text = urlencode(COMMAND) if body is None else body
        raw = text.encode() if isinstance(text, str) else text
        stamp = str(int(self.clock.now().timestamp())) if stamp is None else stamp
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(len(raw)) if length is None else length,
            "HTTP_X_SLACK_REQUEST_TIMESTAMP": stamp,
            "HTTP_X_SLACK_SIGNATURE": self.sign(raw, stamp) if signature is None else signature,
            "wsgi.input": io.BytesIO(raw),
        }
        seen: list[str] = []
        content = b"".join(self.door(environ, lambda status, _: seen.append(status)))
        return int(seen[0].split()[0]), content.decode()


@pytest.fixture
def sender(clock: MovedClock) -> Sender:
    """A sender who knows the secret."""
    return Sender(clock)


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """After the test: nothing that was logged holds a signature, a body or the secret."""
    with caplog.at_level(logging.DEBUG):
        yield
    for secret in (SECRET, "response_url", "hooks.slack.com", "v0="):
        assert secret not in caplog.text


@pytest.mark.usefixtures("quiet")
def test_a_signed_command_is_acknowledged_and_handed_over(sender: Sender) -> None:
    """The answer is an empty 200 and the command arrives as it was typed."""
    assert sender.send() == (200, "")
    (asked,) = sender.given
    assert isinstance(asked, Asked)
    assert (asked.command, asked.text, asked.user) == ("/deploys", "mobile 30d", "U0001")
    assert "hooks.slack.com" not in repr(asked)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(
    ("bent", "status"),
    [
        ({"stamp": "-301"}, 401),
        ({"stamp": "+301"}, 401),
        ({"signature": ""}, 401),
        ({"signature": "v0=" + "0" * 64}, 401),
        ({"signature": "v0=" + "ü" * 64}, 401),
        ({"stamp": "abc"}, 401),
        ({"stamp": ""}, 401),
        ({"stamp": "9" * 5_000}, 401),
        ({"stamp": "١٢٣٤٥٦٧٨٩٠"}, 401),
        ({"signature": "v1"}, 401),
        ({"body": b"\xff\xfe"}, 401),
        ({"body": "payload=%7Bnot-json"}, 400),
        ({"body": "payload=%7B%7D"}, 400),
        ({"body": "payload=%5B%5D"}, 400),
        ({"body": "command=%2Fdeploys&text=list"}, 400),
        ({"body": "command=%2Fdeploys&team_id=T1&team_id=T2&text=list"}, 400),
        ({"body": "{", "kind": "application/json"}, 400),
        ({"body": "[" * 100_000, "kind": "application/json"}, 400),
        ({"method": "GET"}, 405),
        ({"path": "/"}, 404),
        ({"length": ""}, 411),
        ({"length": "-1"}, 411),
        ({"length": str(MAX_BODY + 1)}, 413),
    ],
)
def test_what_slack_did_not_send_is_dropped(
    sender: Sender, bent: dict[str, str], status: int
) -> None:
    """A wrong request gets its status and no words, and reaches nobody."""
    now = int(sender.clock.now().timestamp())
    if bent.get("stamp") in {"-301", "+301"}:
        bent = {"stamp": str(now + int(bent["stamp"]))}
    if bent.get("signature") == "v1":
        bent = {"signature": sender.sign(urlencode(COMMAND).encode(), str(now), "v1")}
    assert sender.send(**bent) == (status, "")
    assert sender.given == []


def test_a_request_that_is_sent_again_acts_once(sender: Sender, clock: MovedClock) -> None:
    """Within the five minutes of a signature a replay is answered and changes nothing."""
    stamp = str(int(clock.now().timestamp()))
    clock.move(timedelta(seconds=299))
    assert sender.send(stamp=stamp) == (200, "")
    assert sender.send(stamp=stamp) == (200, "")
    assert len(sender.given) == 1


def test_a_command_signed_anew_acts_once(sender: Sender, clock: MovedClock) -> None:
    """The trigger names the event, whatever signature it comes with."""
    sender.send()
    clock.move(timedelta(seconds=5))
    assert sender.send() == (200, "")
    assert len(sender.given) == 1


def test_an_event_that_slack_repeats_acts_once(sender: Sender, clock: MovedClock) -> None:
    """Slack keeps the event's id when it tries again; the second time is only acknowledged."""
    event = {"type": "event_callback", "team_id": "T0001", "event_id": "Ev1", "event": {}}
    first = sender.send(json.dumps(event), kind="application/json")
    clock.move(timedelta(seconds=60))
    again = sender.send(json.dumps(event), kind="application/json")
    assert first[0] in {200, 404}  # nothing listens to this event yet, and Bolt says so
    assert again == (200, "")


def test_slack_may_check_the_address(sender: Sender) -> None:
    """Slack proves that an address is ours with a challenge, and looks at its certificate."""
    challenge = json.dumps({"type": "url_verification", "challenge": "c", "token": "t"})
    assert sender.send(challenge, kind="application/json") == (200, '{"challenge": "c"}')
    assert sender.send("ssl_check=1&token=t")[0] == 200


def test_a_door_without_a_secret_is_refused(clock: MovedClock) -> None:
    """An empty secret would let everybody in."""
    with pytest.raises(ValueError, match="signing secret"):
        HttpDoor(make_app(clock, []), "", clock=clock)


def bent(given: dict[str, Any], sender: Sender) -> dict[str, str]:
    """A request of the collected ones, as what is bent in a right one."""
    how: dict[str, str] = {"method": given["method"]} if "method" in given else {}
    body = str(given.get("body", "valid")).removesuffix(" (team_id missing)")
    if body.startswith("event_callback"):
        event = {"type": "event_callback", "team_id": "T0001", "event_id": "Ev1", "event": {}}
        how |= {"body": json.dumps(event), "kind": "application/json"}
    elif body != "valid":
        how["body"] = body
    headers = given.get("headers", "valid")
    if isinstance(headers, str) or "valid" in headers:
        return how
    now = int(sender.clock.now().timestamp())
    told = headers["X-Slack-Request-Timestamp"].strip("<>")
    moved = told.removeprefix("now")
    stamp = str(now + int(moved or 0)) if told.startswith("now") else told
    version, signed = headers.get("X-Slack-Signature", "=").split("=")
    signature = sender.sign(urlencode(COMMAND).encode(), stamp, version) if signed else ""
    return {**how, "stamp": stamp, "signature": signature}


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(("request_", "expected"), bad_inputs("slack.http"))
def test_a_request_that_broke_others_is_met(
    sender: Sender, request_: dict[str, Any], expected: str
) -> None:
    """What is to be dropped has one of the statuses named and no words; the rest acts once."""
    how = bent(request_, sender)
    first, second = sender.send(**how), sender.send(**how)
    verdict, *_ = expected.partition(":")
    statuses = {int(found) for found in re.findall(r"\b[2-4]\d\d\b", verdict)}
    if expected.startswith("DROP"):
        assert first[0] in statuses
        assert first[1] == ""
        assert sender.given == []
    else:
        # An event that nothing listens to yet is a 404 of Bolt's at first.
        assert first[0] in {200, 404} if "json" in how.get("kind", "") else first[0] == 200
        assert second == (200, "")
        assert len(sender.given) <= 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.binary(max_size=200), st.sampled_from([FORM, "application/json", "text/plain", ""]))
def test_no_signed_bytes_break_the_door(sender: Sender, body: bytes, kind: str) -> None:
    """Whatever is signed, the answer is a status that Slack understands."""
    status, _ = sender.send(body, kind=kind)
    assert status in {200, 400, 401, 404}
