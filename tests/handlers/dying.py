"""A bot in a process of its own, for somebody to kill: `python -m tests.handlers.dying`.

Its settings come from the environment, its clock from the command line; it beats at the clock's own
pace until it gets a SIGTERM or whoever started it is gone. With a further word it kills itself at
a point of its work (`POINTS`), once: a file in its folder says that it has.
"""

import contextlib
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any, Final

from bot import ledger, logs, wiring
from bot.alerts import news
from bot.insights.client import InsightsClient
from bot.settings import Settings, load
from handlers.rhythm import BEAT_SECONDS, Undaunted
from handlers.slack import Slack
from handlers.telling import Telling
from handlers.watching import Watching
from tests.fakes import FastClock

POINTS: Final[dict[str, tuple[Any, str, str]]] = {
    "before LaunchDarkly is asked": (InsightsClient, "chart", "before"),
    "after it has answered": (InsightsClient, "chart", "after"),
    "within the transaction": (news, "_tell", "after"),
    "after it": (Watching, "_look", "after"),
    "before it is claimed": (ledger, "claim", "before"),
    "before the post is begun": (ledger, "begin", "before"),
    "before it is sent": (Slack, "post_marked", "before"),
    "after Slack has taken it": (Slack, "post_marked", "after"),
    "after that was written down": (Telling, "_post", "after"),
}
"""Where a bot may die over an alert: beside which function, and on which side of it."""


def dies(point: str, folder: Path) -> None:
    """Let this process kill itself when it comes to a point, unless one did so before."""
    where, name, side = POINTS[point]
    original = getattr(where, name)
    mark = folder / "died"

    def die() -> None:
        with contextlib.suppress(FileExistsError):
            mark.touch(exist_ok=False)
            os.kill(os.getpid(), signal.SIGKILL)

    def dying(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the function takes
        if side == "before":
            die()
        done = original(*given, **named)
        die()
        return done

    setattr(where, name, dying)


def main() -> None:
    """Deliver what is due until told to stop."""
    clock = FastClock(*map(float, sys.argv[1:3]))
    settings = load(Settings, None)
    if sys.argv[3:]:
        dies(sys.argv[3], Path(sys.argv[4]))
    logs.configure(settings.drumbeat_log_level, settings.secrets)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    threading.Thread(target=_watch, args=(stop,), daemon=True).start()
    with wiring.bot(settings, clock=clock) as bot:
        rhythm = bot.rhythm
        doing = [Undaunted(do) for do in (rhythm.watch, rhythm.beat, rhythm.sweep, rhythm.refresh)]
        while not stop.wait(BEAT_SECONDS / clock.speed):
            for do in doing:
                do()


def _watch(stop: threading.Event) -> None:
    """Stop with whoever holds the other end of the standard input."""
    sys.stdin.read()
    stop.set()


if __name__ == "__main__":
    main()
