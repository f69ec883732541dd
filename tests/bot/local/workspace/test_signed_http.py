"""Signed HTTP: the same commands, actions and events as POSTs to the app's own address."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import Clock, SignatureVerifier

from bot.local.workspace.signed import signature
from tests.bot.local.workspace.harness import ADA, PATIENCE, Caller, Json, MovedClock


class HttpApp:
    """An app that takes HTTP requests, notes them, and answers as it is told."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[tuple[int, bytes]] = []
        self.go = threading.Event()
        self.go.set()
        self._changed = threading.Condition()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/slack/events"
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self._thread.start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        app = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                app.note(dict(self.headers.items()), body)
                app.go.wait(PATIENCE)
                status, content = app.answers.pop(0) if app.answers else (200, b"")
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's
                pass

        return Handler

    def note(self, headers: dict[str, str], body: bytes) -> None:
        """Keep a request."""
        with self._changed:
            self.got.append((headers, body))
            self._changed.notify_all()

    def wait(self, count: int = 1) -> list[tuple[dict[str, str], bytes]]:
        """The requests, once that many came."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.got) >= count, PATIENCE)
        return self.got

    def close(self) -> None:
        """Stop."""
        self.go.set()
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()


@pytest.fixture
def http_app(slack: Caller) -> Iterator[HttpApp]:
    """The app, reached over HTTP."""
    app = HttpApp()
    slack.workspace.request_url = app.url
    yield app
    app.close()


class Now(Clock):
    """The workspace's clock, as Slack's verifier reads it."""

    def __init__(self, moved: MovedClock) -> None:
        self._moved = moved

    def now(self) -> float:
        """Seconds since the epoch."""
        return self._moved.now()


def test_a_signature_is_slack_s() -> None:
    """The example of Slack's documentation."""
    secret, stamp = "8f742231b10e8888abcd99yyyzzz85a5", "1531420618"
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
        b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
        b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands"
        b"%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015."
        b"47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    expected = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert signature(secret, stamp, body) == expected


def test_a_command_is_a_signed_form(slack: Caller, http_app: HttpApp, moved: MovedClock) -> None:
    """Slack's own verifier accepts it."""
    assert slack.get("state")["app"]["transport"] == "http"
    http_app.answers = [(200, b"just for you")]
    assert slack.say("/deploys mobile & more")["ok"]
    [(headers, body)] = http_app.wait()
    verifier = SignatureVerifier(slack.workspace.tokens.signing_secret, Now(moved))
    assert verifier.is_valid_request(body, headers)
    assert parse_qs(body.decode())["text"] == ["mobile & more"]
    assert [(m["text"], m["ephemeral"]) for m in slack.seen(ADA)] == [("just for you", True)]


def test_an_answer_may_be_json(slack: Caller, http_app: HttpApp) -> None:
    """Then it is a message with all that belongs to one."""
    http_app.answers = [(200, b'{"text": "for all", "response_type": "in_channel"}')]
    slack.say("/deploys")
    assert [m["text"] for m in slack.seen(ADA)] == ["/deploys", "for all"]


@pytest.mark.parametrize("status", [301, 404, 500])
def test_anything_but_200_is_dispatch_failed(slack: Caller, http_app: HttpApp, status: int) -> None:
    """Redirects are not followed."""
    http_app.answers = [(status, b"")]
    assert slack.say("/deploys")["error"] == "dispatch_failed"


def test_three_seconds_here_too(slack: Caller, http_app: HttpApp, moved: MovedClock) -> None:
    """An app that does not answer in time is `operation_timeout`."""
    http_app.go.clear()
    saying = slack.in_background(lambda: slack.say("/deploys"))
    http_app.wait()
    moved.wait_for_sleeper(3.0)
    moved.move(3.0)
    assert saying.result(5)["error"] == "operation_timeout"


def test_an_app_that_is_gone_is_dispatch_failed(slack: Caller) -> None:
    """Nobody listens at its address."""
    slack.workspace.request_url = "http://127.0.0.1:9/slack/events"
    assert slack.say("/deploys")["error"] == "dispatch_failed"


def test_events_are_json_and_come_again(
    slack: Caller, http_app: HttpApp, moved: MovedClock
) -> None:
    """A failed event is retried with headers that say how often and why."""
    http_app.answers = [(500, b""), (200, b"")]
    slack.post("home", **{"as": ADA})
    http_app.wait()
    moved.wait_for_sleeper(0.0)
    moved.move(0.0)
    (first, _), (second, body) = http_app.wait(2)
    assert first["Content-Type"] == "application/json"
    assert "X-Slack-Retry-Num" not in first
    assert second["X-Slack-Retry-Num"] == "1"
    assert second["X-Slack-Retry-Reason"] == "http_error"
    assert b"app_home_opened" in body


def test_actions_come_in_a_payload(slack: Caller, http_app: HttpApp) -> None:
    """Interactions are JSON inside of a form."""
    button: Json = {
        "type": "button",
        "text": {"type": "plain_text", "text": "Go"},
        "action_id": "go",
    }
    block = {"type": "actions", "block_id": "b", "elements": [button]}
    posted = slack.call("chat.postMessage", channel=ADA, text="x", blocks=[block])
    where = {"as": ADA, "channel": posted["channel"], "ts": posted["ts"]}
    assert slack.post("action", **where, block_id="b", action_id="go")["ok"]
    [(_, body)] = http_app.wait()
    assert '"block_actions"' in parse_qs(body.decode())["payload"][0]
