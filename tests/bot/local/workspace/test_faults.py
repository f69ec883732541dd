"""Bad days on request: each kind of fault, as the app meets it."""

from typing import Any

import pytest
import requests

from bot.local.workspace.faults import Fault, Faults
from tests.bot.local.workspace.harness import (
    ADA,
    DELIVERY,
    PNG,
    Caller,
    MovedClock,
    SocketApp,
)


def add(slack: Caller, **fault: Any) -> None:  # noqa: ANN401 - any field of a fault
    """Ask for a fault."""
    assert slack.post("faults", **fault)["ok"]


def post(slack: Caller) -> requests.Response:
    """Post a message."""
    return slack.send("chat.postMessage", {"channel": DELIVERY, "text": "x"})


def test_a_status_and_then_all_is_well(slack: Caller) -> None:
    """A fault meets as many calls as it was asked for, of its method only."""
    add(slack, method="chat.postMessage", kind="status", status=503, times=2)
    assert slack.call("auth.test")["ok"]
    assert [post(slack).status_code for _ in range(3)] == [503, 503, 200]
    assert len(slack.seen(ADA)) == 1


def test_an_error_code(slack: Caller) -> None:
    """Any code can be had."""
    add(slack, method="chat.postMessage", kind="error", error="fatal_error")
    assert post(slack).json() == {"ok": False, "error": "fatal_error"}


def test_too_many_requests(slack: Caller) -> None:
    """With the time that it says to wait."""
    add(slack, method="*", kind="ratelimited", retry_after=7)
    refused = post(slack)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "7")


@pytest.mark.parametrize(("kind", "posted"), [("drop_before", 0), ("drop_after", 1)])
def test_a_dropped_connection_may_have_been_accepted(slack: Caller, kind: str, posted: int) -> None:
    """Both look the same to the app; only one of them did something."""
    add(slack, method="chat.postMessage", kind=kind)
    with pytest.raises(requests.ConnectionError):
        post(slack)
    assert len(slack.seen(ADA)) == posted


def test_an_answer_that_is_anything_at_all(slack: Caller) -> None:
    """The call is carried out; what comes back is what somebody chose."""
    add(slack, method="chat.postMessage", kind="body", body="[]")
    answer = post(slack)
    assert (answer.status_code, answer.text) == (200, "[]")
    assert len(slack.seen(ADA)) == 1


def test_a_late_answer(slack: Caller, moved: MovedClock) -> None:
    """A delayed call is carried out when its time has come."""
    add(slack, method="chat.postMessage", kind="delay", seconds=40)
    posting = slack.in_background(lambda: {"status": post(slack).status_code})
    moved.wait_for_sleeper(40)
    assert slack.seen(ADA) == []
    moved.move(40)
    assert posting.result(5) == {"status": 200}


def test_uploads_and_response_urls_fail_too(slack: Caller, app: SocketApp) -> None:
    """They have names of their own."""
    add(slack, method="upload", kind="status", status=500)
    asked = slack.call("files.getUploadURLExternal", filename="a.png", length=len(PNG))
    url = asked["upload_url"]
    statuses = [slack.http.post(url, data=PNG, timeout=5).status_code for _ in range(2)]
    assert statuses == [500, 200]
    add(slack, method="response_url", kind="error", error="no_service")
    slack.say("/deploys")
    respond = app.wait()[0]["payload"]["response_url"]
    answers = [slack.http.post(respond, json={"text": "x"}, timeout=5).text for _ in range(2)]
    assert answers == ['{"ok": false, "error": "no_service"}', "ok"]


def test_an_envelope_may_be_lost_with_its_connection(
    slack: Caller, app: SocketApp, moved: MovedClock
) -> None:
    """The person then reads of the timeout."""
    add(slack, method="socket", kind="drop_before")
    saying = slack.in_background(lambda: slack.say("/deploys"))
    app.wait_for("closed")
    moved.wait_for_sleeper(3.0)
    moved.move(3.0)
    assert saying.result(5)["error"] == "operation_timeout"
    assert app.got == []


def test_an_envelope_may_come_late(slack: Caller, app: SocketApp, moved: MovedClock) -> None:
    """Late enough, and the ack comes too late as well; the app gets it all the same."""
    add(slack, method="socket", kind="delay", seconds=5)
    saying = slack.in_background(lambda: slack.say("/deploys"))
    moved.wait_for_sleeper(5.0)
    moved.wait_for_sleeper(3.0)
    moved.move(3.0)
    assert saying.result(5)["error"] == "operation_timeout"
    moved.move(2.0)
    assert app.wait()[0]["payload"]["command"] == "/deploys"


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"kind": "sulk"}, "kind is one of"),
        ({"kind": "delay", "seconds": "long"}, "seconds is a number"),
        ({"kind": "status", "status": 200}, "status is a number from 400 to 599"),
        ({"kind": "error", "times": 0}, "times is a number"),
        ({"kind": "status", "method": "socket"}, "A socket can meet"),
        ({"kind": "delay", "method": 3}, "method is the name"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(
    slack: Caller, fault: dict[str, Any], sentence: str
) -> None:
    """With a sentence that says why."""
    assert sentence in slack.post("faults", **fault)["error"]


def test_faults_are_shown_and_cleared(slack: Caller) -> None:
    """The page sees how many calls are left, and can let everything go well again."""
    add(slack, method="*", kind="status", status=500, times=3)
    post(slack)
    shown = slack.get("state")["faults"]
    assert shown == [{"method": "*", "kind": "status", "times": 2, "status": 500}]
    assert slack.http.delete(f"{slack.base}/_/faults", timeout=5).json()["faults"] == []
    assert post(slack).status_code == 200


def test_faults_are_met_in_their_order() -> None:
    """The first that fits goes first; `*` does not mean the socket, which gives no answers."""
    faults = Faults()
    faults.add(Fault("*", "error"))
    faults.add(Fault("socket", "delay"))
    assert faults.take("socket") == Fault("socket", "delay")
    assert faults.take("auth.test") == Fault("*", "error")
    assert faults.take("auth.test") is None
