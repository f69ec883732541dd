"""Whether somebody may change what others see, asked when they do it and not from the button."""

import logging

from handlers.asked import Asked, Pressed, Submitted
from handlers.delivering import Delivering

_log = logging.getLogger(__name__)


class NotPermittedError(Exception):
    """They may not; the message says why."""


def check(
    by: Asked | Pressed | Submitted, deed: str, at: Delivering, *, admin: bool = False
) -> None:
    """Let full members of the workspace go on, or where it takes one, admins.

    Args:
        by: Who wants it.
        deed: What they want, for the log.
        at: Who may, and in which workspace; what Slack says with a press may be another's.
        admin: Whether it takes somebody who runs the workspace.

    Raises:
        NotPermittedError: If they may not.
    """
    refusal = at.desk.members.refusal(by.user, at.team, admin=admin)
    if refusal:
        _log.warning("Denied: %s in %s wants %s", by.user, by.channel, deed)
        raise NotPermittedError(refusal)
