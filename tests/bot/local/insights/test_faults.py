"""Requests that go wrong because a test asked for it."""

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from bot.local.insights.faults import Fault
from tests.bot.local.insights.locally import FREQUENCY, INSIGHTS, Local, running
from tests.fakes import MovedClock


def test_the_next_requests_go_wrong_and_then_no_more(local: Local) -> None:
    """A fault takes as many requests as it was given, in order."""
    local.faults.add(Fault(status=500, body=b"<html>"), times=2)
    local.faults.add(Fault(status=429, headers={"Retry-After": "7"}))
    answers = [local.get(FREQUENCY) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [500, 500, 429, 200]
    assert answers[0].content == b"<html>"
    assert answers[2].headers["Retry-After"] == "7"


def test_a_fault_can_wait_for_its_path(local: Local) -> None:
    """Other requests pass by it, and clearing takes it away."""
    local.faults.add(Fault(status=500), path="/frequency", times=2)
    assert local.get("/api/v2/projects").ok
    assert local.get(FREQUENCY).status_code == 500
    local.faults.clear()
    assert local.get(FREQUENCY).ok


def test_a_fault_can_wait_for_a_question(local: Local) -> None:
    """Only requests with its parameters go wrong, whatever else they have."""
    local.faults.add(Fault(status=500), path="/frequency", query={"groupBy": "kind"})
    assert local.get(FREQUENCY).ok
    assert local.get(FREQUENCY, groupBy="application").ok
    assert local.get(FREQUENCY, groupBy="kind", bucketType="day").status_code == 500
    assert local.get(FREQUENCY, groupBy="kind").ok


def test_headers_go_over_the_real_answer(local: Local) -> None:
    """What is not replaced is answered as it would be."""
    local.faults.add(Fault(headers={"Date": "Tue, 24 Nov 2026 09:40:00 GMT", "X-Other": "1"}))
    answer = local.get(FREQUENCY)
    assert answer.headers["Date"] == "Tue, 24 Nov 2026 09:40:00 GMT"
    assert answer.json()["series"]


def test_a_fault_may_hang_up_without_an_answer(local: Local) -> None:
    """The connection ends, and nothing was done."""
    local.faults.add(Fault(cut_after=0))
    with pytest.raises(requests.ConnectionError):
        local.request("POST", f"{INSIGHTS}/deployment-events", body={})
    assert local.get(FREQUENCY).ok


def test_a_fault_may_hang_up_in_the_middle(local: Local) -> None:
    """The client gets a part of what was announced."""
    local.faults.add(Fault(cut_after=10))
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="10 bytes read"):
        local.get(FREQUENCY)


def test_a_fault_may_answer_byte_by_byte(local: Local) -> None:
    """All of it comes, each byte for itself."""
    local.faults.add(Fault(status=200, body=b"slow", drip=0.001))
    with socket.create_connection(("127.0.0.1", int(local.url.rpartition(":")[2]))) as talk:
        talk.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        talk.settimeout(5)
        got = b"".join(iter(lambda: talk.recv(100), b""))
    assert got.endswith(b"\r\n\r\nslow")


def test_an_answer_may_be_held_until_something_else_has_happened(local: Local) -> None:
    """Another one that is asked later overtakes it."""
    held = threading.Event()
    local.faults.add(Fault(held=held))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(local.get, FREQUENCY)
        assert local.record.wait_for(1, timeout=5)
        assert local.get(FREQUENCY).ok
        assert not first.done()
        held.set()
        assert first.result(5).ok


@pytest.mark.parametrize("fault", [Fault(delay=60), Fault(held=threading.Event())])
def test_a_delay_does_not_hold_up_closing(clock: MovedClock, fault: Fault) -> None:
    """A request that is held for a minute, or for ever, ends with the server."""
    with running(clock) as local:
        local.faults.add(fault)
        with socket.create_connection(("127.0.0.1", int(local.url.rpartition(":")[2]))) as talk:
            talk.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert local.record.wait_for(1, timeout=5)
            began = time.monotonic()
    assert time.monotonic() - began < 3


def test_requests_are_kept_without_showing_tokens(local: Local) -> None:
    """Method, path, query and headers, up to a thousand; the token is not in the text of it."""
    local.get(FREQUENCY, groupBy="kind")
    (received,) = local.record.requests
    assert (received.method, received.path, received.query) == (
        "GET",
        FREQUENCY,
        {"groupBy": "kind"},
    )
    assert received.headers["authorization"] == local.writer
    assert local.writer not in repr(received)
    assert not local.record.wait_for(2, timeout=0)
