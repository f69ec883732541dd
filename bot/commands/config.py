"""The option that names a file of settings, the same for all commands that take one."""

from pathlib import Path
from typing import Any

import click


def config_option(function: Any) -> Any:  # noqa: ANN401 - click's decorators take and give anything
    """Give a command the option; its value is a path or None."""
    return click.option(
        "--config",
        type=click.Path(path_type=Path, dir_okay=False),
        envvar="DRUMBEAT_CONFIG",
        help="A TOML file with settings; the environment wins over it.",
    )(function)
