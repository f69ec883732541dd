"""Examples are about what is usually asked for, not about a project that nobody has."""

import pytest

from bot.catalog import CATALOG, Kind
from bot.grammar.defaults import Defaults

HOME = Defaults("store-front", "prod.eu")


@pytest.mark.parametrize(
    ("example", "shown"),
    [
        ("/releases mobile env production 30d", "/releases store-front env prod.eu 30d"),
        ("/deploys project mobile 30d", "/deploys project store-front 30d"),
        ("/deploys compare mobile,desktop", "/deploys compare mobile,desktop"),
        ("/deploys mobile-app env production-eu", "/deploys mobile-app env production-eu"),
        ("/flagstatus mobile compare env production staging", None),
        ("/deploys 30d", "/deploys 30d"),
    ],
)
def test_an_example_names_what_is_usual_here(example: str, shown: str | None) -> None:
    """The project and the environment that the settings name, and whole keys only."""
    found = HOME.at_home(example)
    assert found == shown or (shown is None and found.startswith("/flagstatus store-front compare"))


def test_without_defaults_an_example_stays() -> None:
    """Nobody knows better."""
    assert (
        Defaults().at_home("/releases mobile env production") == "/releases mobile env production"
    )


def test_what_was_typed_stays() -> None:
    """Somebody who has a project of that name is not sent to another."""
    example = "/releases mobile env production"
    assert HOME.at_home(example, "mobile env x y") == "/releases mobile env prod.eu"
    assert HOME.at_home(example, "mobile env production by x") == example


@pytest.mark.parametrize("example", ["/releases mobile env production", "/d project mobile 30d"])
def test_a_key_that_is_a_word_of_ours_takes_its_sign(example: str) -> None:
    """A project called `last` is no time, and an environment called `from` no beginning."""
    found = Defaults("last", "from").at_home(example)
    assert "project=last" in found
    assert "project project" not in found
    assert ("env=from" in found) == ("env" in example)


@pytest.mark.parametrize("kind", CATALOG, ids=lambda kind: kind.name)
def test_every_example_of_a_chart_that_needs_a_project_comes_home(kind: Kind) -> None:
    """None is left that names a made-up project by itself."""
    for example in kind.examples:
        assert "mobile" not in HOME.at_home(example)
