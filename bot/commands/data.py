"""Where the deployments are that were brought in: one SQLite file."""

from pathlib import Path
from typing import Any, Final

import click

DEFAULT: Final = Path(click.get_app_dir("drumbeat")) / "deployments.sqlite"


def data_option(command: Any) -> Any:  # noqa: ANN401 - click's decorators take and give anything
    """Give a command the option that names the file."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, dir_okay=False),
        envvar="DRUMBEAT_DATA",
        default=DEFAULT,
        help=f"The database of imported deployments. [default: {short(DEFAULT)}]",
    )(command)


def prepared(data: Path) -> Path:
    """The file, its folder made."""
    try:
        data.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"{data.parent} cannot be made: {error.strerror}.") from error
    return data


def short(path: Path) -> str:
    """A path as people write it: that of their home is ~."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
