"""The command line: `drumbeat`, or `python -m bot`."""

import difflib
import importlib
from typing import Final

import click

from bot import __version__

_COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "demo": ("bot.commands.demo", "Try it: a Slack and a LaunchDarkly on this machine."),
    "run": ("bot.commands.run", "Run the bot for your team."),
    "web": ("bot.commands.web", "Answer only, beside workers on one PostgreSQL."),
    "worker": ("bot.commands.worker", "Bring digests only, beside bots on one PostgreSQL."),
    "digests": ("bot.commands.digests", "Digests as code; back up and move their database."),
    "chart": ("bot.commands.chart", "Draw a chart into a file, no Slack needed."),
    "import": ("bot.commands.imports", "Bring in deployments and flags, from files or git."),
    "local": ("bot.commands.local", "Run the local LaunchDarkly by itself, for good."),
    "manifest": ("bot.commands.manifest", "Print the Slack app's manifest."),
    "example": ("bot.commands.example", "Print files for Docker Compose or Kubernetes."),
    "version": ("bot.commands.version", "Show the versions that a bug report needs."),
}
"""Module and summary; a module is loaded only for the command that is asked for."""


class _Commands(click.Group):
    """The table above, in its own order."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name the commands as the table has them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Load the command that is asked for."""
        if cmd_name not in _COMMANDS:
            return None
        module, _ = _COMMANDS[cmd_name]
        command: click.Command = importlib.import_module(module).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command where there is none of that name."""
        if args and args[0] not in _COMMANDS:
            near = difflib.get_close_matches(args[0], _COMMANDS, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the summaries without loading the commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in _COMMANDS.items()])


_HELP: Final = """\
Drumbeat keeps a team's delivery rhythm in front of it.

It answers /deploys in Slack with a chart of LaunchDarkly's engineering insights, the numbers
first and the picture right behind.

\b
New here?            drumbeat demo
A chart, no Slack    drumbeat chart deploys 30d by application
For your team        drumbeat manifest, then drumbeat run
"""


@click.group(cls=_Commands, help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="drumbeat")
def main() -> None:
    """Drumbeat keeps a team's delivery rhythm in front of it."""


if __name__ == "__main__":
    main()
