"""Keys that are missing or unknown: what the person reads who typed the line."""

import pytest

from tests.handlers.talking import Product


@pytest.mark.parametrize(
    ("line", "words", "blamed"),
    [
        ("/deploys mobile app nosuch", "not its application “nosuch”", []),
        ("/deploys mobile compare app web nosuch", "in it: web, nosuch", ["“web”"]),
        ("/deploys mobile app web,nosuch", "every one of these applications in it", ["“web”"]),
        (
            "/deploys compare mobile nothing-yet app nosuch",
            "mobile and nothing-yet, but not every one of these applications in each of them",
            [],
        ),
        (
            "/deploys mobile app web compare env production nowhere",
            "mobile has no environment “nowhere”",
            ["web"],
        ),
    ],
)
def test_no_key_is_blamed_that_exists(
    bot: Product, line: str, words: str, blamed: list[str]
) -> None:
    """LaunchDarkly does not tell which of several it lacks, so all that were asked are named."""
    bot.say(line)
    (told,) = bot.privately()
    assert words in told
    assert not any(key in told for key in blamed)
    assert bot.posted() == ()


@pytest.mark.parametrize(
    ("line", "example"),
    [
        ("/releases mobile 90d", "/releases project mobile env production from 90d"),
        ("/staleflags team payments levels", "/staleflags env production team payments levels"),
        ("/releases env * by impact", "/releases env production by impact"),
        ("/leadtime * 7d", "/leadtime project mobile from 7d"),
        ("/releases * env staging", "/releases project mobile env staging"),
    ],
)
def test_what_was_typed_is_kept_in_the_example(bot: Product, line: str, example: str) -> None:
    """The missing key is all that the person has to add."""
    bot.say(line)
    (told,) = bot.privately()
    assert example in told


def test_keys_that_are_not_listed_are_counted(bot: Product) -> None:
    """Ten of many are not shown as if they were all."""
    for number in range(12):
        bot.stage.store.name_project(f"project-{number:02}", "One of many")
    bot.say("/deploys zzz")
    (told,) = bot.privately()
    assert "It knows mobile, nothing-yet, project-00" in told
    assert "project-07 and 4 more." in told
    for number in range(12, 120):
        bot.stage.store.name_project(f"project-{number:03}", "One of very many")
    bot.reset()
    bot.say("/deploys zzz")
    (told,) = bot.privately()
    assert "knows no project" not in told  # it might be the hundred and first
