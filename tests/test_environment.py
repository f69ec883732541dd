"""What the world around the bot does to it: each collected case is held by a test elsewhere."""

import re
from pathlib import Path

import pytest

from tests.bot.oracles import bad_inputs

HELD_BY = {
    "kill -9": "handlers/test_crashes.py::test_nothing_is_doubled_and_nothing_missed",
    "SQLite": "bot/store/test_engine.py::test_whoever_finds_the_file_locked_waits",
    "disk full": "handlers/test_digest_trouble.py::test_what_cannot_be_saved_is_said_to_be_unsaved",
    "two processes": "bot/store/test_engine.py::test_a_second_bot_is_kept_from_the_file",
    "system clock": "bot/test_ledger.py::test_a_clock_that_is_set_does_no_harm",
    "leap to DST": "bot/digests/test_cadence.py::test_a_day_of_23_hours_comes_once",
    "bot offline": (
        "handlers/test_digesting.py::test_of_days_that_the_bot_slept_through_one_digest_comes"
    ),
    "SLACK_SIGNING_SECRET": "bot/test_settings.py::test_a_secret_that_is_none_is_refused",
    "encryption key": "",
}
"""How a case begins, and the test; nothing is encrypted, since no token is kept."""


@pytest.mark.parametrize(("given", "expected"), bad_inputs("environment"))
def test_each_collected_case_is_held(given: str, expected: str) -> None:
    """By a test that there is."""
    assert expected
    test = next(test for begins, test in HELD_BY.items() if given.startswith(begins))
    if not test:
        pytest.skip("no token is kept, so none is encrypted")
    file, name = test.split("::")
    assert re.search(
        rf"^def {name}\(", (Path(__file__).parent / file).read_text("utf-8"), re.MULTILINE
    )
