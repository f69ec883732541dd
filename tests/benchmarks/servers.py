"""Both local servers in a process of their own: `python -m tests.benchmarks.servers SECONDS`.

Prints what the bot needs as one line of JSON, and ends when its standard input does.
"""

import json
import sys
from datetime import UTC, datetime

from bot.commands.manifest import manifest
from bot.local.insights.faults import Fault
from bot.local.insights.sample import ENVIRONMENT, PROJECT, store_sample
from bot.stage import stage

_MANY = 1_000


def main() -> None:
    """Serve the sample until nobody listens."""
    with stage(manifest(), limits=False) as local:
        local.workspace.settling.file_ready_after = 0.0
        store_sample(local.store, datetime.now(UTC))
        if seconds := float(sys.argv[1]):
            local.faults.add(Fault(delay=seconds), times=_MANY)
        tokens = local.workspace.tokens
        environment = {
            "SLACK_BOT_TOKEN": tokens.bot,
            "SLACK_APP_TOKEN": tokens.app,
            "SLACK_API_URL": f"{local.page}/api/",
            "LAUNCHDARKLY_URL": local.insights,
            "LAUNCHDARKLY_ACCESS_TOKEN": local.token,
            "DRUMBEAT_PROJECT": PROJECT,
            "DRUMBEAT_ENVIRONMENT": ENVIRONMENT,
            "DRUMBEAT_LOG_LEVEL": "ERROR",
            "DRUMBEAT_DATABASE": str(local.folder / "drumbeat.sqlite"),
        }
        told = {
            "page": local.page,
            "person": local.workspace.person("ada").id,
            "channel": local.workspace.channel("delivery").id,
            "env": environment,
        }
        print(json.dumps(told), flush=True)  # noqa: T201 - this is how the parent is told
        sys.stdin.read()


if __name__ == "__main__":
    main()
