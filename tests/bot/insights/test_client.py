"""The client against real HTTP on this machine: what it sends, waits for, refuses and survives."""

import gzip
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.catalog import CATALOG, Kind
from bot.chart import Chart
from bot.insights.client import MAX_BODY, InsightsClient, Patience
from bot.insights.errors import (
    BadAnswerError,
    BadRequestError,
    ForbiddenError,
    InsightsError,
    NotFoundError,
    RateLimitedError,
    TimedOutError,
    UnauthorizedError,
    UnavailableError,
    UnreachableError,
    UntrustedError,
)
from bot.query import Query, epoch_ms
from tests.bot.insights.rawserver import Answer, RawServer, Send, http, serving
from tests.bot.oracles import bad_inputs
from tests.bot.samples import NOW, body, query, sent, window
from tests.fakes import MovedClock

TOKEN = "api-0a1b2c3d-made-up-token"
GOOD = http(200, body(sent("app", 1, 2, 3)))
USUAL = Patience()
SHORT = Patience(connect=1.0, total=0.2, attempts=1)
"""A fifth of a second of real time; everything else here is the injected clock's."""


@pytest.fixture
def clock() -> MovedClock:
    """The moment at which the questions of these tests are asked."""
    return MovedClock(NOW)


@contextmanager
def asking(
    server: RawServer, clock: MovedClock, patience: Patience = USUAL
) -> Iterator[InsightsClient]:
    """A client of that server, whose jitter is nothing."""
    client = InsightsClient(server.url, TOKEN, clock=clock, patience=patience, jitter=lambda: 0.0)
    with closing(client):
        yield client


def outcome(ask: Callable[[], Chart]) -> Chart | InsightsError:
    """What a question comes to; no error tells the token, an address or what a server wrote."""
    try:
        return ask()
    except InsightsError as error:
        caught = error
    told = f"{caught} {caught.sentence} {caught.remedy}"
    assert not any(word in told for word in (TOKEN, "127.0.0.1", "Traceback", "<html"))
    assert TOKEN not in f"{caught!r} {caught.__cause__} {caught.__cause__!r}"
    return caught


def ask_once(
    *answers: Answer, clock: MovedClock, patience: Patience = USUAL
) -> tuple[Chart | InsightsError, RawServer]:
    """Ask one question of a server with these answers."""
    with serving(*answers) as server, asking(server, clock, patience) as client:
        return outcome(lambda: client.chart(query())), server


# -- what is sent -----------------------------------------------------------------------------


def test_a_question_is_asked_as_documented(clock: MovedClock) -> None:
    """The bare token, the beta header, each parameter under its name, times in milliseconds."""
    chart, server = ask_once(GOOD, clock=clock)
    assert isinstance(chart, Chart)
    assert [point.value for point in chart.series[0].points] == [1, 2, 3]
    assert chart.read_at == NOW
    (seen,) = server.seen
    method, target, _ = seen.line.split()
    assert method == "GET"
    assert urlsplit(target).path == "/api/v2/engineering-insights/charts/deployments/frequency"
    assert parse_qs(urlsplit(target).query) == {
        "projectKey": ["mobile"],
        "from": [str(epoch_ms(window().start))],
        "to": [str(epoch_ms(NOW))],
        "bucketType": ["day"],
        "bucketMs": ["86400000"],
    }
    assert seen.headers["Authorization"] == TOKEN
    assert seen.headers["LD-API-Version"] == "beta"
    assert seen.headers["User-Agent"].startswith("drumbeat")


def test_no_password_file_puts_another_token_in_place(
    clock: MovedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A .netrc that knows the host is ignored, as are proxies on this machine."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    chart, server = ask_once(GOOD, clock=clock)
    assert isinstance(chart, Chart)
    assert server.seen[0].headers["Authorization"] == TOKEN


def test_connections_are_used_again(clock: MovedClock) -> None:
    """Three questions travel over one connection, an error between them included."""
    with serving(GOOD, http(404, b"{}"), GOOD) as server, asking(server, clock) as client:
        for _ in range(3):
            outcome(lambda: client.chart(query()))
        assert [seen.connection for seen in server.seen] == [1, 1, 1]


def test_projects_are_named_by_their_keys(clock: MovedClock) -> None:
    """What is no project is passed over; no list is no project."""
    listed = b'{"items": [{"key": "mobile"}, {"key": 5}, 7, null, {"key": "web"}]}'
    with serving(http(200, listed), http(200, b"{}")) as server, asking(server, clock) as client:
        assert client.project_keys() == ("mobile", "web")
        assert client.project_keys() == ()
        assert server.seen[0].line.startswith("GET /api/v2/projects?limit=100 ")


# -- refusals ---------------------------------------------------------------------------------

RESET = str(epoch_ms(NOW) + 7_000)


def filled(headers: dict[str, str]) -> dict[str, str]:
    """The headers of a collected case, its placeholders filled for `NOW`."""
    if "Date" in headers:
        return {"Date": format_datetime(NOW + timedelta(minutes=10), usegmt=True)}
    return {name: value.replace("<now_ms+7000>", RESET) for name, value in headers.items()}


def drip(send: Send, done: threading.Event) -> None:
    """Send a body a byte at a time, each within every timeout of a single read."""
    send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    _slowly(send, done)


def drip_headers(send: Send, done: threading.Event) -> None:
    """Send headers a byte at a time."""
    send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    _slowly(send, done)


def drip_without_length(send: Send, done: threading.Event) -> None:
    """Send what would be a whole chart wherever it is cut off."""
    send(b'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{"series":[]}')
    _slowly(send, done)


def _slowly(send: Send, done: threading.Event) -> None:
    while not done.wait(0.02):
        send(b" ")


def say_nothing(_send: Send, done: threading.Event) -> None:
    """Take the request and never answer."""
    done.wait(5)


def hang_up(_send: Send, _done: threading.Event) -> None:
    """Close the connection without a word."""


def answers_of(case: dict[str, Any]) -> Answer:
    """The answer that a collected case describes."""
    if "drip" in case:
        return drip
    if "delay_s" in case:
        return say_nothing
    text = case.get("body", "" if case["status"] == 200 and "headers" not in case else "{}")
    raw = body(sent("app", 1)) if "Date" in case.get("headers", {}) else text.encode()
    named = {k.replace("-", "_"): v for k, v in filled(case.get("headers", {})).items()}
    return http(case["status"], raw, **named)


KINDS: dict[int, type[InsightsError]] = {
    401: UnauthorizedError,
    403: ForbiddenError,
    404: NotFoundError,
    429: RateLimitedError,
    500: UnavailableError,
    502: UnavailableError,
}


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.name)
@pytest.mark.parametrize(("case", "expected"), bad_inputs("ld.http"))
def test_collected_misbehaviour_gets_its_verdict(
    case: dict[str, Any],
    expected: str,
    kind: Kind,
    clock: MovedClock,
    self_signed: ssl.SSLContext,
) -> None:
    """RETRY asks again, HOLD and STOP do not, TIMEOUT frees the thread; never a stack trace."""
    patience = SHORT if expected.startswith("TIMEOUT") else Patience()
    tls = self_signed if "tls" in case else None
    answer = GOOD if tls else answers_of(case)
    with serving(answer, tls=tls) as server, asking(server, clock, patience) as client:
        asked = Query(kind.name, "mobile", "production", window=window() if kind.has_time else None)
        found = outcome(lambda: client.chart(asked))
    if "Date" in case.get("headers", {}):
        assert isinstance(found, Chart)
        assert "differ by 10 minutes" in found.notes[0]
        return
    assert isinstance(found, InsightsError)
    if expected.startswith("TIMEOUT"):
        assert isinstance(found, TimedOutError)
        assert found.passing
    elif tls:
        assert isinstance(found, UntrustedError)
        assert server.seen == []
    else:
        assert isinstance(found, KINDS.get(case["status"], BadAnswerError))
        assert (len(server.seen) > 1) == (expected.startswith("RETRY") and "30 s" not in expected)


def test_a_bad_question_is_quoted_in_launchdarklys_words(clock: MovedClock) -> None:
    """A 400 names the parameter; words that could play tricks are cleaned and cut."""
    reasons = b'{"errors": [{"attribute": "projectKey", "reason": "must be\\u202e present"}, 7]}'
    error, server = ask_once(http(400, reasons), clock=clock)
    assert isinstance(error, BadRequestError)
    assert error.sentence == "LaunchDarkly does not take this question: projectKey must be present."
    assert error.reasons == (("projectKey", "must be present"),)
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (b'{"message": "bad range."}', "LaunchDarkly does not take this question: bad range."),
        (b'{"message": {"a": 1}, "errors": 5}', "LaunchDarkly does not take this question."),
        (b'{"errors": [{"attribute": null}]}', "LaunchDarkly does not take this question."),
        (b"<html>", "LaunchDarkly does not take this question."),
        (b"[" * 100_000, "LaunchDarkly does not take this question."),
    ],
)
def test_a_bad_question_without_reasons_is_still_a_sentence(
    answer: bytes, sentence: str, clock: MovedClock
) -> None:
    """The body of a 400 may be anything."""
    error, _ = ask_once(http(400, answer), clock=clock)
    assert isinstance(error, BadRequestError)
    assert error.sentence == sentence


def test_long_reasons_are_cut(clock: MovedClock) -> None:
    """However much LaunchDarkly says, the sentence stays readable."""
    reasons = b'{"errors": [%s{}]}' % (b'{"attribute": "from", "reason": "is wrong"},' * 5_000)
    error, _ = ask_once(http(400, reasons), clock=clock)
    assert isinstance(error, BadRequestError)
    assert len(error.sentence) < 300
    assert len(error.reasons) <= 10


@pytest.mark.parametrize("location", ["http://127.0.0.1:9/", "http://[", "//\\", "\xff"])
def test_a_redirect_is_not_followed(location: str, clock: MovedClock) -> None:
    """The token goes nowhere else; an address that nobody can read changes nothing."""
    error, server = ask_once(http(302, b"", Location=location), clock=clock)
    assert isinstance(error, BadAnswerError)
    assert "302" in error.sentence
    assert len(server.seen) == 1


# -- pace -------------------------------------------------------------------------------------


def later(seconds: float) -> datetime:
    """So many seconds after the question."""
    return NOW + timedelta(seconds=seconds)


def limited(**headers: str) -> bytes:
    """A 429 with these headers."""
    return http(429, b'{"code": "rate_limited"}', **headers)


LATER_DATE = format_datetime(NOW + timedelta(seconds=8), usegmt=True)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"X_Ratelimit_Reset": RESET}, 7),
        ({"X_Ratelimit_Global_Remaining": "0", "X_Ratelimit_Reset": RESET}, 7),
        ({"X_Ratelimit_Route_Remaining": "0", "X_Ratelimit_Reset": RESET}, 7),
        ({"X_Ratelimit_Auth_Token_Reset": RESET}, 7),
        ({"Retry_After": "5"}, 5),
        ({"Retry_After": LATER_DATE}, 8),
        ({"Retry_After": LATER_DATE.replace("GMT", "-0000")}, 8),
        ({"Retry_After": "9", "X_Ratelimit_Reset": RESET}, 9),
        ({"X_Ratelimit_Reset": "not-a-number"}, 10),
        ({"X_Ratelimit_Reset": "\N{SUPERSCRIPT SEVEN}"}, 10),
        ({"Retry_After": "soon"}, 10),
        ({"Retry_After": "-5"}, 10),
        ({}, 10),
        ({"X_Ratelimit_Reset": "1000"}, 0),
        ({"Retry_After": "0"}, 0),
    ],
)
def test_after_too_many_questions_the_reset_is_awaited(
    headers: dict[str, str], wait: float, clock: MovedClock
) -> None:
    """The latest reset that any header names is awaited, ten seconds where none can be read."""
    asked_at: list[datetime] = []

    def answer_and_note(send: Send, _done: threading.Event) -> None:
        asked_at.append(clock.now())
        send(
            limited(
                Connection="close", **{k: v.encode().decode("latin-1") for k, v in headers.items()}
            )
        )

    def then_a_chart(send: Send, _done: threading.Event) -> None:
        asked_at.append(clock.now())
        send(GOOD)

    chart, _ = ask_once(answer_and_note, then_a_chart, clock=clock)
    assert isinstance(chart, Chart)
    assert asked_at == [NOW, later(wait)]


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry_After": "30"}, 30),
        ({"Retry_After": "99999999"}, 3600),
        ({"Retry_After": "999999999999999"}, 3600),
        ({"X_Ratelimit_Reset": "999999999999999"}, 3600),
        ({"X_Ratelimit_Reset": str(epoch_ms(NOW) + 10**10)}, 3600),
    ],
)
def test_a_reset_that_is_far_is_told_and_not_awaited(
    headers: dict[str, str], wait: float, clock: MovedClock
) -> None:
    """Nobody waits in vain: the error says when, and until then nothing at all is asked."""
    with serving(limited(**headers), GOOD) as server, asking(server, clock) as client:
        first = outcome(lambda: client.chart(query()))
        assert isinstance(first, RateLimitedError)
        assert first.retry_at == later(wait)
        assert clock.now() == NOW
        clock.move(timedelta(seconds=wait - 25))
        second = outcome(lambda: client.chart(query()))
        assert isinstance(second, RateLimitedError)
        assert second.retry_at == later(wait)
        assert len(server.seen) == 1
        clock.move(timedelta(seconds=25))
        assert isinstance(outcome(lambda: client.chart(query())), Chart)


def test_a_pause_holds_for_everything_that_is_asked(clock: MovedClock) -> None:
    """Another question during a pause waits for its end as well."""
    with serving(limited(Retry_After="30"), GOOD) as server, asking(server, clock) as client:
        outcome(lambda: client.chart(query()))
        clock.move(timedelta(seconds=20))
        assert client.project_keys() == ()
        assert clock.now() == later(30)
        assert len(server.seen) == 2


def test_a_pause_holds_for_the_hasty_too(clock: MovedClock) -> None:
    """Whoever asks with less patience asks the same account: they are told and ask nothing."""
    with serving(limited(Retry_After="30"), GOOD) as server, asking(server, clock) as client:
        outcome(lambda: client.chart(query()))
        hasty = client.with_patience(Patience(total=2))
        assert isinstance(outcome(lambda: hasty.chart(query())), RateLimitedError)
        assert len(server.seen) == 1


def test_jitter_spreads_those_who_wait_for_the_same_moment(clock: MovedClock) -> None:
    """Up to a second is added to a reset."""
    with serving(limited(Retry_After="5"), GOOD) as server:
        client = InsightsClient(server.url, TOKEN, clock=clock, jitter=lambda: 0.75)
        with closing(client):
            client.chart(query())
    assert clock.now() == later(5.75)


def test_a_wrong_token_is_tried_every_five_minutes_at_most(clock: MovedClock) -> None:
    """After a 401 LaunchDarkly is left alone; the error stays the same meanwhile."""
    with serving(http(401), GOOD) as server, asking(server, clock) as client:
        errors = [outcome(lambda: client.chart(query())) for _ in range(3)]
        assert [type(error) for error in errors] == [UnauthorizedError] * 3
        assert len({str(error) for error in errors}) == 1
        assert len(server.seen) == 1
        clock.move(timedelta(minutes=5))
        assert isinstance(outcome(lambda: client.chart(query())), Chart)


def test_a_problem_of_launchdarklys_is_tried_three_times(clock: MovedClock) -> None:
    """5xx: three attempts, longer apart each time, then the error; HTML is never shown."""
    error, server = ask_once(http(502, b"<html>nginx</html>"), clock=clock)
    assert isinstance(error, UnavailableError)
    assert error.sentence == "LaunchDarkly has a problem of its own (it answered 502)."
    assert len(server.seen) == 3
    assert clock.now() == later(0.25 + 0.5)


def test_a_connection_that_breaks_is_tried_again(clock: MovedClock) -> None:
    """A hang-up and a server that is not there are passing problems."""
    chart, server = ask_once(hang_up, GOOD, clock=clock)
    assert isinstance(chart, Chart)
    assert len(server.seen) == 2
    with asking(RawServer(server.url, []), clock) as client:  # nobody listens there any more
        assert isinstance(outcome(lambda: client.chart(query())), UnreachableError)


def test_a_clock_that_is_off_is_told(clock: MovedClock) -> None:
    """Five minutes are forgiven, and so is a date that nobody can read."""
    for date, notes in (
        (format_datetime(NOW - timedelta(minutes=4), usegmt=True), 0),
        (format_datetime(NOW - timedelta(minutes=7), usegmt=True), 1),
        ("yesterday", 0),
        ("Tue, 24 Nov 99999 09:30:00 GMT", 0),
    ):
        chart, _ = ask_once(http(200, body(sent("app", 1)), Date=date), clock=clock)
        assert isinstance(chart, Chart)
        assert len(chart.notes) == notes


# -- deadlines and bounds ----------------------------------------------------------------------


@pytest.mark.parametrize("misbehaviour", [drip, drip_headers, drip_without_length, say_nothing])
def test_the_whole_request_has_a_deadline(misbehaviour: Answer, clock: MovedClock) -> None:
    """Whatever drips in is cut off at the total, and what came until then is no chart."""
    began = time.monotonic()
    error, _ = ask_once(misbehaviour, clock=clock, patience=SHORT)
    assert isinstance(error, TimedOutError)
    assert time.monotonic() - began < 2


def test_the_deadline_holds_under_tls(
    clock: MovedClock,
    self_signed: ssl.SSLContext,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A server with a certificate that is trusted is cut off like any other, and served before."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    with serving(GOOD, drip, tls=self_signed) as server, asking(server, clock, SHORT) as client:
        assert isinstance(outcome(lambda: client.chart(query())), Chart)
        assert isinstance(outcome(lambda: client.chart(query())), TimedOutError)


@pytest.mark.parametrize("status", [200, 302, 400, 500])
def test_a_body_is_bounded_after_it_is_unpacked(status: int, clock: MovedClock) -> None:
    """A small gzip that unpacks to much more than 10 MB is left unread, whatever its status."""
    bomb = gzip.compress(b" " * (4 * MAX_BODY), 1)
    headers = {"Content_Encoding": "gzip", "Location": "/elsewhere"}
    error, server = ask_once(http(status, bomb, **headers), clock=clock)
    assert isinstance(error, BadAnswerError)
    assert error.sentence == "LaunchDarkly's answer is larger than 10 MB."
    assert len(server.seen) == 1


def test_a_body_that_is_not_packed_as_it_says_is_refused(clock: MovedClock) -> None:
    """A wrong Content-Encoding is an error in words."""
    error, _ = ask_once(http(200, b"plain", Content_Encoding="gzip"), clock=clock)
    assert isinstance(error, BadAnswerError)
    assert "not packed as it says" in error.sentence


def test_a_packed_body_is_read(clock: MovedClock) -> None:
    """Packed with gzip is what LaunchDarkly usually sends."""
    packed = gzip.compress(body(sent("app", 1)))
    chart, _ = ask_once(http(200, packed, Content_Encoding="gzip"), clock=clock)
    assert isinstance(chart, Chart)


# -- identity ---------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 that nobody has signed, its key in the same file."""
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    options = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    options += ["-subj", "/CN=127.0.0.1"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(file), "-out", str(file)]
    try:
        made = subprocess.run(["openssl", *options, *names], capture_output=True, check=True)  # noqa: S603, S607 - fixed words, from the path
    except FileNotFoundError:
        pytest.skip("openssl is not there to make a certificate")
    key = file.read_bytes()
    if b"PRIVATE KEY" not in key or b"CERTIFICATE" not in key:
        pytest.skip(f"openssl made no certificate: {made.stderr!r}")
    return file


@pytest.fixture(scope="session")
def self_signed(certificate: Path) -> ssl.SSLContext:
    """What a server needs to speak TLS with that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_a_server_that_cannot_prove_itself_gets_nothing(
    clock: MovedClock, self_signed: ssl.SSLContext
) -> None:
    """A certificate that nobody trusts ends it before a byte of the request is sent."""
    with serving(GOOD, tls=self_signed) as server, asking(server, clock) as client:
        error = outcome(lambda: client.chart(query()))
        assert isinstance(error, UntrustedError)
        assert not error.passing
        assert server.seen == []
