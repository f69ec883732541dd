"""The signal to stop, and waiting for it."""

import signal
import threading
from typing import Final

_LOOK_SECONDS: Final = 0.5


def on_signal() -> threading.Event:
    """An event that SIGTERM and Ctrl-C set."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def wait_for(stop: threading.Event) -> None:
    """Wait until a signal's handler has set the event.

    Python runs handlers in the main thread alone, and the kernel may give a signal to any other. A
    main thread that waits without end is then not woken; so this one looks up now and then.
    """
    while not stop.wait(_LOOK_SECONDS):
        pass
