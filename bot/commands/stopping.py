"""Waiting for the signal to stop."""

import threading
from typing import Final

_LOOK_SECONDS: Final = 0.5


def wait_for(stop: threading.Event) -> None:
    """Wait until a signal's handler has set the event.

    Python runs handlers in the main thread alone, and the kernel may give a signal to any other. A
    main thread that waits without end is then not woken; so this one looks up now and then.
    """
    while not stop.wait(_LOOK_SECONDS):
        pass
