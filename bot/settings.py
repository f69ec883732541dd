"""What whoever runs Drumbeat sets: read once, checked whole, secrets masked.

From the environment, or from a TOML file that the environment names; the environment wins. All
that is wrong is said at once, each in a line that names the setting and what to put there.
"""

import difflib
import re
from pathlib import Path
from typing import Annotated, Final, Literal, TypeVar
from zoneinfo import ZoneInfo, available_timezones

import click
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

LAUNCHDARKLY_HOSTS: Final[dict[str, str]] = {
    "commercial": "https://app.launchdarkly.com",
    "eu": "https://app.eu.launchdarkly.com",
    "federal": "https://app.launchdarkly.us",
}
SLACK_API: Final = "https://slack.com/api/"
_LAST_PORT: Final = 65_535


class SettingsError(Exception):
    """The settings cannot be used; the message lists every problem in its own line."""


def launchdarkly_address(value: str) -> str:
    """One of LaunchDarkly's three hosts, by name or exact address, or a server on this machine.

    The token is sent to this address, so nothing else is accepted: no other host, port, path or
    user, however it is written.
    """
    if value in LAUNCHDARKLY_HOSTS:
        return LAUNCHDARKLY_HOSTS[value]
    if value.removesuffix("/") in LAUNCHDARKLY_HOSTS.values():
        return value.removesuffix("/")
    return _loopback(
        value,
        "is not a LaunchDarkly address. Use commercial, eu or federal; "
        "another address is taken only for a server on this machine (http://127.0.0.1:PORT)",
        path="/?",
    )


def slack_address(value: str) -> str:
    """Slack's own API, or a server on this machine."""
    if value == SLACK_API:
        return value
    return _loopback(
        value, f"is neither {SLACK_API} nor a server on this machine", path="(/api)?/?"
    )


def _loopback(value: str, otherwise: str, *, path: str) -> str:
    """An address on this machine, written plainly: http, a loopback number, a port."""
    plain = re.fullmatch(rf"http://(127\.0\.0\.1|\[::1\]):([0-9]{{1,5}}){path}", value, re.ASCII)
    if plain is None or not 1 <= int(plain[2]) <= _LAST_PORT:
        raise ValueError(otherwise)
    return value


def _prefixed(prefix: str, what: str) -> AfterValidator:
    def check(secret: SecretStr) -> SecretStr:
        if not re.fullmatch(rf"{prefix}[!-~]+", secret.get_secret_value(), re.ASCII):
            raise ValueError(f"is not {what}, which is one word that starts with {prefix}")
        return secret

    return AfterValidator(check)


def _bare(secret: SecretStr) -> SecretStr:
    token = secret.get_secret_value()
    if not re.fullmatch(r"[!-~]{8,200}", token, re.ASCII):
        raise ValueError("is not an access token: one word of letters, digits and dashes")
    if token.startswith(("sdk-", "mob-")):
        raise ValueError("is an SDK or mobile key; an API access token is needed")
    return secret


def _one_word(secret: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[!-~]{16,}", secret.get_secret_value(), re.ASCII):
        raise ValueError("is not a signing secret, which is one long word of letters and digits")
    return secret


def _postgresql(secret: SecretStr | None) -> SecretStr | None:
    if secret and not re.fullmatch(r"postgresql://[!-~]+", secret.get_secret_value(), re.ASCII):
        raise ValueError("is not the address of a PostgreSQL, which starts with postgresql://")
    return secret


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("is not the name of a time zone such as Europe/Berlin")
    return name


def _key(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,139}", value, re.ASCII):
        raise ValueError("is not a key: letters, digits, dots, dashes and underscores")
    return value


def _none_if_blank(value: object) -> object:
    """A variable that is set to nothing is not set."""
    return None if isinstance(value, str) and not value.strip() else value


Blankable = BeforeValidator(_none_if_blank)
_BotToken = Annotated[SecretStr, _prefixed("xoxb-", "a bot token")]
_AppToken = Annotated[SecretStr, _prefixed("xapp-", "an app-level token")]
_SigningSecret = Annotated[SecretStr, AfterValidator(_one_word)]
_Key = Annotated[str, AfterValidator(_key)]


class Reading(BaseSettings):
    """What reading LaunchDarkly takes. The names of the fields are those of the environment."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, env_ignore_empty=True
    )

    launchdarkly_access_token: Annotated[SecretStr, AfterValidator(_bare)] = Field(
        description="LaunchDarkly API access token with the Reader role (api-...)"
    )
    launchdarkly_url: Annotated[str, AfterValidator(launchdarkly_address)] = Field(
        LAUNCHDARKLY_HOSTS["commercial"], description="commercial, eu or federal"
    )
    drumbeat_project: Annotated[_Key | None, Blankable] = Field(
        None, description="Project for commands that name none"
    )
    drumbeat_environment: Annotated[_Key | None, Blankable] = Field(
        None, description="Environment for commands that name none"
    )
    drumbeat_days: Annotated[int, Field(ge=1, le=365)] = Field(
        30, description="Days that a chart covers if the command does not say"
    )
    drumbeat_timezone: Annotated[str, AfterValidator(_zone)] = Field(
        "UTC", description="Zone for people whose zone Slack does not tell"
    )

    @property
    def zone(self) -> ZoneInfo:
        """The zone for people whose zone Slack does not tell."""
        return ZoneInfo(self.drumbeat_timezone)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic-settings' signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The bare secrets, for whoever has to keep them out of sight."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return tuple(v.get_secret_value() for v in values if isinstance(v, SecretStr))


class Settings(Reading):
    """Everything that can be set."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    slack_bot_token: _BotToken = Field(description="Bot token of the Slack app (xoxb-...)")
    slack_app_token: Annotated[_AppToken | None, Blankable] = Field(
        None, description="App-level token for Socket Mode (xapp-...)"
    )
    slack_signing_secret: Annotated[_SigningSecret | None, Blankable] = Field(
        None, description="Signing secret, for HTTP instead of Socket Mode"
    )
    slack_api_url: Annotated[str, AfterValidator(slack_address)] = Field(
        SLACK_API, description="Slack's API; anything else must be on this machine"
    )
    drumbeat_pictures: Literal["message", "thread"] = Field(
        "message",
        description=(
            "Where charts appear: in the message, or shared into its thread for workspaces that "
            "do not show members a file which was not shared with them"
        ),
    )
    drumbeat_database: Annotated[Path | None, Blankable] = Field(
        None, description="The file that digests are kept in, on a disk of this machine"
    )
    drumbeat_database_url: Annotated[SecretStr | None, AfterValidator(_postgresql), Blankable] = (
        Field(None, description="A PostgreSQL instead of the file: postgresql://USER@HOST/NAME")
    )
    drumbeat_workers: Annotated[int, Field(ge=1, le=64)] = Field(
        8, description="Commands that are answered at the same time"
    )
    drumbeat_log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="How much is logged"
    )

    @property
    def database(self) -> str:
        """Where digests are kept, as SQLAlchemy writes it; it may hold a password."""
        if self.drumbeat_database_url is not None:
            url = self.drumbeat_database_url.get_secret_value()
            return url.replace("postgresql://", "postgresql+psycopg://", 1)
        file = self.drumbeat_database or Path(click.get_app_dir("drumbeat")) / "drumbeat.sqlite"
        return f"sqlite:///{file}"


class SocketSettings(Settings):
    """What Socket Mode takes besides."""

    slack_app_token: _AppToken = Field(
        description="App-level token for Socket Mode (xapp-...), with connections:write"
    )


class HttpSettings(Settings):
    """What signed HTTP takes besides."""

    slack_signing_secret: _SigningSecret = Field(
        description="Signing secret, which proves that a request comes from Slack"
    )


_Kind = TypeVar("_Kind", bound=Reading)


def load(kind: type[_Kind], file: Path | None = None) -> _Kind:
    """Read settings from the environment and, if one is given, from a TOML file.

    Args:
        kind: `Settings` for the bot, `Reading` for what needs no Slack.
        file: A TOML file; the environment wins over it.

    Raises:
        SettingsError: If anything is missing or wrong; the message lists all of it.
    """
    if file is not None and not file.is_file():
        raise SettingsError(f"There is no settings file {file}.")
    config = {"model_config": SettingsConfigDict(toml_file=file)}
    source: type[_Kind] = type(kind.__name__, (kind,), config)
    try:
        return source()
    except ValidationError as problems:
        raise SettingsError(_readable(problems)) from None
    except ValueError as problem:  # tomllib's error is one; it names line and column
        raise SettingsError(f"{file} is not TOML: {problem}.") from None
    except OSError as problem:
        raise SettingsError(f"{file} cannot be read: {problem.strerror}.") from None


def _readable(problems: ValidationError) -> str:
    found = problems.errors(include_input=False, include_url=False)
    need = "one setting needs" if len(found) == 1 else f"{len(found)} settings need"
    lines = [f"Drumbeat cannot start; {need} a look:"]
    lines.extend(f"  {_line(problem)}" for problem in found)
    return "\n".join(lines)


def _line(problem: ErrorDetails) -> str:
    """Name the setting, what is wrong with it and, in brackets, what belongs there."""
    name = str(problem["loc"][0])
    field = Settings.model_fields.get(name)
    if field is None:
        near = difflib.get_close_matches(name.casefold(), Settings.model_fields, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        return f"{name} is not a setting of Drumbeat.{hint}"
    known = _SENTENCES.get(problem["type"])
    said = known.format_map(problem.get("ctx", {})) if known else f"is wrong: {problem['msg']}"
    return f"{name.upper()} {said}. ({field.description})"


_SENTENCES: Final[dict[str, str]] = {
    "missing": "is missing",
    "value_error": "{error}",
    "literal_error": "is not one of {expected}",
    "int_parsing": "is not a whole number",
    "int_type": "is not a whole number",
    "int_from_float": "is not a whole number",
    "string_type": "is not text in quotation marks",
    "greater_than_equal": "is less than {ge}",
    "less_than_equal": "is more than {le}",
}
"""What to say of the kinds of problem that pydantic knows; other kinds keep its own words."""
