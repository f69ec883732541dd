"""Logs: nothing in them opens a door."""

import io
import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES
from apscheduler.schedulers.background import BackgroundScheduler

from bot.logs import MASK, Redacting, configure

SECRETS = ("made-up-signing-secret", "made-up", "")
_CONFIGURED = ("urllib3", "slack_bolt", "apscheduler")


@pytest.fixture
def _logging_as_it_was() -> Iterator[None]:
    """Whatever a test configures is put back."""
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    levels = {name: logging.getLogger(name).level for name in _CONFIGURED}
    yield
    root.setLevel(level)
    root.handlers[:] = handlers
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)


@pytest.mark.parametrize(
    "text",
    [
        "xoxb-123-456-abc",
        "xoxe.xoxp-1-abc",
        "xoxe-1-abc",
        "xapp-1-A012-345-abc",
        "api-0a1b2c3d-1111-2222-3333-444444444444",
        "sdk-0a1b2c3d-1111-2222-3333-444444444444",
        "made-up",
        "made-up-signing-secret",
    ],
)
def test_a_secret_is_masked_whole(text: str) -> None:
    """Whatever looks like a token, and the very secrets that are set, the longest first."""
    assert Redacting(SECRETS).mask(f"<{text}>") == f"<{MASK}>"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("https://slack.com/x/response/T1/2/abc?y", f"https://slack.com/x/response/{MASK}?y"),
        ("https://hooks.slack.com/commands/T1/2/a", f"https://hooks.slack.com/commands/{MASK}"),
        ("wss://slack.com/link?ticket=abc-1&app=2", f"wss://slack.com/link?ticket={MASK}&app=2"),
        ("/deploys mobile 30d by application", "/deploys mobile 30d by application"),
    ],
)
def test_addresses_keep_what_is_not_secret(text: str, masked: str) -> None:
    """The part that lets somebody in is masked, the rest helps to find the fault."""
    assert Redacting(()).mask(text) == masked


@pytest.mark.usefixtures("_logging_as_it_was")
def test_tracebacks_are_masked_and_libraries_are_quiet() -> None:
    """A line is masked after it is formatted; libraries speak from warnings up."""
    stream = io.StringIO()
    configure("INFO", SECRETS, stream)
    try:
        int("xoxb-in-a-traceback")
    except ValueError:
        logging.getLogger("bot").exception("broken with %s", "made-up")
    logging.getLogger("bot").debug("not asked for")
    logging.getLogger("urllib3").info("GET /secret")
    logging.getLogger("urllib3").warning("retrying")
    logged = stream.getvalue()
    assert f"ERROR   bot: broken with {MASK}" in logged
    assert f"invalid literal for int() with base 10: '{MASK}'" in logged
    assert "WARNING urllib3: retrying" in logged
    for hidden in ("xoxb-in", "made-up", "GET /secret", "not asked for"):
        assert hidden not in logged


@pytest.mark.usefixtures("_logging_as_it_was")
def test_a_beat_that_is_left_to_the_one_before_is_nothing_to_warn_of() -> None:
    """A bot that starts right before a beat has two at once; one that fails is heard."""
    stream = io.StringIO()
    configure("INFO", (), stream)
    left_out, failed = threading.Event(), threading.Event()

    def beat() -> None:
        assert left_out.wait(5)
        raise RuntimeError("a mistake of ours")

    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_listener(lambda _: left_out.set(), EVENT_JOB_MAX_INSTANCES)
    scheduler.add_listener(lambda _: failed.set(), EVENT_JOB_ERROR)
    scheduler.add_job(beat, "interval", seconds=0.01, next_run_time=datetime.now(UTC))
    scheduler.start()
    assert failed.wait(5)
    scheduler.shutdown()
    assert "WARNING" not in stream.getvalue()
    assert "INFO" not in stream.getvalue()
    assert "RuntimeError: a mistake of ours" in stream.getvalue()
