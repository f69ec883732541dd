"""A bot in a process of its own, for somebody to kill: `python -m tests.handlers.dying`.

Its settings come from the environment, its clock from the command line; it beats at the clock's own
pace until it gets a SIGTERM or whoever started it is gone.
"""

import signal
import sys
import threading

from bot import logs, wiring
from bot.settings import Settings, load
from handlers.rhythm import BEAT_SECONDS, Undaunted
from tests.fakes import FastClock


def main() -> None:
    """Deliver what is due until told to stop."""
    clock = FastClock(*map(float, sys.argv[1:3]))
    settings = load(Settings, None)
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
