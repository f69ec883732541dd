"""Response URLs: five uses within half an hour, for one person unless they say otherwise."""

import pytest
import requests

from tests.bot.local.workspace.harness import (
    ADA,
    DELIVERY,
    KEN,
    Caller,
    Json,
    MovedClock,
    SocketApp,
)


def asked(slack: Caller, app: SocketApp) -> str:
    """The response URL of a command."""
    slack.say("/deploys")
    return str(app.wait()[-1]["payload"]["response_url"])


def respond(slack: Caller, url: str, **body: object) -> requests.Response:
    """Answer at a response URL."""
    return slack.http.post(url, json=body, timeout=5)


def test_an_answer_is_ephemeral_unless_it_says_otherwise(slack: Caller, app: SocketApp) -> None:
    """`in_channel` is for all, and works where the app is no member."""
    url = asked(slack, app)
    answer = respond(slack, url, text="for you")
    assert (answer.status_code, answer.text) == (200, "ok")
    assert [m["text"] for m in slack.seen(ADA)] == ["for you"]
    assert slack.seen(KEN) == []
    respond(slack, url, text="for all", response_type="in_channel")
    assert [m["text"] for m in slack.seen(KEN)] == ["for all"]


def test_it_can_be_used_five_times(slack: Caller, app: SocketApp) -> None:
    """The sixth use is refused."""
    url = asked(slack, app)
    statuses = [respond(slack, url, text="x").status_code for _ in range(6)]
    assert statuses == [200] * 5 + [404]
    assert respond(slack, url, text="x").json()["error"] == "used_url"


def test_it_expires_after_half_an_hour(slack: Caller, app: SocketApp, moved: MovedClock) -> None:
    """At thirty minutes it still works, a second later it does not; nor does a made-up one."""
    url = asked(slack, app)
    moved.move(30 * 60)
    assert respond(slack, url, text="x").status_code == 200
    moved.move(1)
    for spent in (url, f"{slack.base}/response/made-up"):
        answer = respond(slack, spent, text="x")
        assert (answer.status_code, answer.json()["error"]) == (404, "expired_url")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "no_text"),
        ({"blocks": [{"type": "nope"}]}, "invalid_blocks"),
        ({"blocks": "[{'type': 'divider'}]"}, "invalid_blocks_format"),
    ],
)
def test_what_cannot_be_shown_is_refused(
    slack: Caller, app: SocketApp, body: Json, error: str
) -> None:
    """With a 404, as Slack does."""
    answer = respond(slack, asked(slack, app), **body)
    assert (answer.status_code, answer.json()["error"]) == (404, error)


def test_a_body_that_is_no_json_object_is_refused(slack: Caller, app: SocketApp) -> None:
    """It uses the URL up no more than any other mistake."""
    url = asked(slack, app)
    assert slack.http.post(url, data=b"{", timeout=5).json()["error"] == "invalid_json"
    assert slack.http.post(url, data=b"[]", timeout=5).json()["error"] == "json_not_object"


def test_what_a_person_typed_cannot_be_replaced(slack: Caller, app: SocketApp) -> None:
    """A command has no message of its own: `replace_original` answers anew, delete does nothing."""
    url = asked(slack, app)
    respond(slack, url, text="one", replace_original=True)
    respond(slack, url, delete_original=True)
    assert [m["text"] for m in slack.seen(ADA)] == ["one"]


def test_the_message_with_the_button_can_be_replaced_and_deleted(
    slack: Caller, app: SocketApp
) -> None:
    """Also an ephemeral one, which nothing else can change."""
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": "go"}
    block = {"type": "actions", "block_id": "b", "elements": [button]}
    respond(slack, asked(slack, app), text="press", blocks=[block])
    [message] = slack.seen(ADA)
    where = {"as": ADA, "channel": DELIVERY, "ts": message["ts"]}
    assert slack.post("action", **where, block_id="b", action_id="go")["ok"]
    url = app.wait(2)[-1]["payload"]["response_url"]
    respond(slack, url, text="pressed", replace_original=True)
    [changed] = slack.seen(ADA)
    assert (changed["ts"], changed["text"], changed["blocks"]) == (message["ts"], "pressed", [])
    respond(slack, url, delete_original=True)
    assert slack.seen(ADA) == []
