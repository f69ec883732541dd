"""Settings: read from environment and file, checked whole, secrets never shown."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import (
    LAUNCHDARKLY_HOSTS,
    HttpSettings,
    Reading,
    Settings,
    SettingsError,
    launchdarkly_address,
    load,
    slack_address,
)
from tests.bot.oracles import bad_inputs

TOKEN = "api-0a1b2c3d-made-up"
BOT_TOKEN = "xoxb-1-made-up"


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever this machine sets is not seen."""
    for name in list(os.environ):
        if name.casefold() in Settings.model_fields:
            monkeypatch.delenv(name)


@pytest.fixture
def required(monkeypatch: pytest.MonkeyPatch) -> None:
    """The two settings without which nothing starts."""
    monkeypatch.setenv("LAUNCHDARKLY_ACCESS_TOKEN", TOKEN)
    monkeypatch.setenv("SLACK_BOT_TOKEN", BOT_TOKEN)


def problems(file: Path | None = None, kind: type[Reading] = Settings) -> str:
    """The message for settings that cannot be used."""
    with pytest.raises(SettingsError) as caught:
        load(kind, file)
    return str(caught.value)


# -- addresses --------------------------------------------------------------------------------


@pytest.mark.parametrize(("address", "expected"), bad_inputs("config.base_url"))
def test_collected_addresses_that_are_not_launchdarklys_are_refused(
    address: str, expected: str
) -> None:
    """Nothing that only looks like one of the three hosts is sent a token."""
    assert expected.startswith("REJECT")
    with pytest.raises(ValueError, match="is not a LaunchDarkly address"):
        launchdarkly_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://app.launchdarkly.com",
        "https://app.launchdarkly.com.",
        "https://APP.launchdarkly.com",
        "https://app.launchdarkly.com//",
        "https://app.launchdarkly.com:443",
        "https://app.launchdarkly.com\n",
        "http://localhost:8080",
        "http://127.0.0.2:8080",
        "http://127.0.0.1",
        "http://127.0.0.1:0",
        "http://127.0.0.1:65536",
        "http://127.0.0.1:٨٠",
        "http://127.0.0.1:80@evil.example",
        "http://127.0.0.1:80/api",
        "http://[::1",
        "https://127.0.0.1:80",
    ],
)
def test_other_addresses_are_refused(address: str) -> None:
    """Exact addresses only: no other scheme, port, path or user, however it is written."""
    with pytest.raises(ValueError, match="is not a LaunchDarkly address"):
        launchdarkly_address(address)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("commercial", "https://app.launchdarkly.com"),
        ("eu", "https://app.eu.launchdarkly.com"),
        ("federal", "https://app.launchdarkly.us"),
        ("https://app.eu.launchdarkly.com/", "https://app.eu.launchdarkly.com"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:65535/", "http://[::1]:65535/"),
    ],
)
def test_launchdarkly_is_one_of_three_hosts_or_on_this_machine(typed: str, address: str) -> None:
    """By name, by exact address, or by a loopback number with a port."""
    assert launchdarkly_address(typed) == address


def test_slack_is_slack_or_on_this_machine() -> None:
    """Slack's own API or a loopback number; the bot token goes nowhere else."""
    assert slack_address("https://slack.com/api/") == "https://slack.com/api/"
    assert slack_address("http://127.0.0.1:9/api/") == "http://127.0.0.1:9/api/"
    with pytest.raises(ValueError, match="neither"):
        slack_address("https://slack.com.evil.example/api/")


@given(st.text() | st.from_regex(r"https?://[^/]*launchdarkly[^/]*/?"))
def test_any_address_is_one_of_ours_or_refused(address: str) -> None:
    """There is no third outcome."""
    try:
        taken = launchdarkly_address(address)
    except ValueError:
        return
    assert taken in LAUNCHDARKLY_HOSTS.values() or taken.startswith(("http://127.", "http://[::1]"))


# -- sources ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("required")
def test_two_tokens_are_enough() -> None:
    """Everything else has a default that works for most."""
    settings = load(Settings)
    assert settings.slack_bot_token.get_secret_value() == BOT_TOKEN
    assert settings.launchdarkly_url == "https://app.launchdarkly.com"
    assert settings.slack_app_token is None
    assert settings.drumbeat_days == 30
    assert settings.zone.key == "UTC"
    assert sorted(settings.secrets) == [TOKEN, BOT_TOKEN]


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands in both is taken from the environment, the rest from the file."""
    file = tmp_path / "drumbeat.toml"
    file.write_text(
        f'launchdarkly_access_token = "{TOKEN}"\nslack_bot_token = "{BOT_TOKEN}"\n'
        'drumbeat_project = "web"\ndrumbeat_days = 7\nslack_app_token = ""\n'
    )
    monkeypatch.setenv("DRUMBEAT_PROJECT", "mobile")
    settings = load(Settings, file)
    assert settings.drumbeat_project == "mobile"
    assert settings.drumbeat_days == 7
    assert settings.slack_app_token is None


@pytest.mark.usefixtures("required")
def test_a_variable_that_is_set_to_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty lines of an environment file leave the defaults."""
    names = {name.upper() for name in Settings.model_fields}
    for name in names - {"LAUNCHDARKLY_ACCESS_TOKEN", "SLACK_BOT_TOKEN"}:
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "  ")
    settings = load(Settings)
    assert settings.launchdarkly_url == "https://app.launchdarkly.com"
    assert settings.drumbeat_days == 30
    assert settings.slack_signing_secret is None


def test_reading_needs_no_slack(tmp_path: Path) -> None:
    """A chart without Slack takes LaunchDarkly's token only, and lets Slack's settings be."""
    file = tmp_path / "drumbeat.toml"
    file.write_text(f'launchdarkly_access_token = "{TOKEN}"\nslack_bot_token = "wrong"\n')
    assert load(Reading, file).secrets == (TOKEN,)


# -- problems ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("secret", ["", "changeme", "two words that are long"])
def test_a_secret_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    """Whoever knows it could speak as Slack, and an example's everybody knows."""
    monkeypatch.setenv("SLACK_SIGNING_SECRET", secret)
    assert "SLACK_SIGNING_SECRET" in problems(kind=HttpSettings)


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each problem has a line that names the setting and what belongs there."""
    file = tmp_path / "drumbeat.toml"
    file.write_text(
        'slack_bot_tokn = "x"\ndrumbeat_days = 4000\ndrumbeat_pictures = "nowhere"\n'
        "launchdarkly_access_token = 5\ndrumbeat_project = 'two words'\n[deep]\nx = 1\n"
    )
    monkeypatch.setenv("SLACK_APP_TOKEN", BOT_TOKEN)
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "two words")
    monkeypatch.setenv("SLACK_API_URL", "https://evil.example/api/")
    monkeypatch.setenv("DRUMBEAT_WORKERS", "many")
    monkeypatch.setenv("DRUMBEAT_TIMEZONE", "Mars/Olympus")
    first, *lines = problems(file).splitlines()
    assert first == "Drumbeat cannot start; 12 settings need a look:"
    said = {line.split()[0]: line for line in lines}
    for name, words in {
        "SLACK_BOT_TOKEN": "is missing. (Bot token of the Slack app",
        "SLACK_APP_TOKEN": "is not an app-level token, which is one word that starts with xapp-.",
        "SLACK_SIGNING_SECRET": "is not a signing secret",
        "SLACK_API_URL": "is neither https://slack.com/api/ nor a server on this machine.",
        "LAUNCHDARKLY_ACCESS_TOKEN": "is not text in quotation marks.",
        "DRUMBEAT_DAYS": "is more than 365.",
        "DRUMBEAT_PICTURES": "is not one of 'message' or 'thread'.",
        "DRUMBEAT_PROJECT": "is not a key: letters, digits,",
        "DRUMBEAT_TIMEZONE": "is not the name of a time zone such as Europe/Berlin.",
        "DRUMBEAT_WORKERS": "is not a whole number.",
        "slack_bot_tokn": "is not a setting of Drumbeat. Did you mean slack_bot_token?",
        "deep": "is not a setting of Drumbeat.",
    }.items():
        assert f"{name} {words}" in said.pop(name)
    assert said == {}


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize(
    ("token", "why"),
    [
        ("sdk-0a1b2c3d-made-up", "is an SDK or mobile key; an API access token is needed."),
        ("mob-0a1b2c3d-made-up", "is an SDK or mobile key; an API access token is needed."),
        ("api-made up", "is not an access token: one word of letters, digits and dashes."),
        ("api-made-up\n", "is not an access token: one word of letters, digits and dashes."),
        ("short", "is not an access token: one word of letters, digits and dashes."),
    ],
)
def test_a_token_that_cannot_work_is_refused_at_the_start(
    token: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The usual mix-ups are named; one problem is one setting; the token itself is not shown."""
    monkeypatch.setenv("LAUNCHDARKLY_ACCESS_TOKEN", token)
    said = problems()
    assert said.startswith("Drumbeat cannot start; one setting needs a look:\n")
    assert f"LAUNCHDARKLY_ACCESS_TOKEN {why}" in said
    assert token not in said


@pytest.mark.usefixtures("required")
def test_secrets_are_masked_wherever_settings_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the settings' text nor any error holds a secret."""
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "0123456789abcdef")
    settings = load(Settings)
    shown = f"{settings} {settings!r} {settings.model_dump()} {settings.model_dump_json()}"
    assert len(settings.secrets) == 3
    assert not any(secret in shown for secret in settings.secrets)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxp-not-a-bot")
    monkeypatch.setenv("DRUMBEAT_DAYS", "0")
    with pytest.raises(SettingsError) as caught:
        load(Settings)
    told = f"{caught.value} {caught.value!r} {caught.value.__cause__}"
    assert "xoxp-not-a-bot" not in told
    assert "DRUMBEAT_DAYS is less than 1." in told


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Absent, a folder, not TOML, not text: a sentence each."""
    assert problems(tmp_path / "none.toml") == f"There is no settings file {tmp_path}/none.toml."
    assert problems(tmp_path) == f"There is no settings file {tmp_path}."
    file = tmp_path / "drumbeat.toml"
    file.write_text("a = [")
    assert problems(file).startswith(f"{file} is not TOML: ")
    file.write_bytes(b"\xff\xfe")
    assert problems(file).startswith(f"{file} is not TOML: ")


@pytest.mark.usefixtures("required")
def test_settings_do_not_change() -> None:
    """They are read once."""
    settings = load(Settings)
    with pytest.raises(ValueError, match="frozen"):
        settings.drumbeat_days = 7  # type: ignore[misc]  # which is the point


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_is_locked_is_named(tmp_path: Path) -> None:
    """A file of somebody else's is no reason for a traceback."""
    file = tmp_path / "drumbeat.toml"
    file.touch(mode=0o000)
    assert problems(file) == f"{file} cannot be read: Permission denied."
