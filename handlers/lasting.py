"""What Slack refuses for good: waiting does not help, somebody has to do something.

Source: https://docs.slack.dev/reference/methods/chat.postMessage#errors
"""

from typing import Final

_ADMIN: Final = "the workspace does not let me post there; ask an admin, then resume"
_REPLACED: Final = (
    "Slack no longer accepts my token; install the app again and start me with the new one"
)
_REMOVED: Final = "Drumbeat was removed from the workspace; install it again and start me anew"
NO_TOKEN: Final = frozenset({_REPLACED, _REMOVED})
"""What is over once the bot has started with a token that Slack accepts."""

LASTING: Final = {
    "is_archived": "the channel is archived; unarchive it, then resume",
    "channel_not_found": "the channel is gone or private to me; /invite @Drumbeat, then resume",
    "not_in_channel": "I am not in the channel; /invite @Drumbeat there, then resume",
    "restricted_action": _ADMIN,
    "restricted_action_non_threadable_channel": _ADMIN,
    "restricted_action_read_only_channel": _ADMIN,
    "restricted_action_thread_only_channel": _ADMIN,
    "ekm_access_denied": "an admin has suspended the workspace's messages; ask one, then resume",
    "team_access_not_granted": _ADMIN,
    "missing_scope": "I may not post there; install the app again, then resume",
    "token_revoked": _REMOVED,
    "account_inactive": _REMOVED,
    "invalid_auth": _REPLACED,
    "not_authed": _REPLACED,
    "token_expired": _REPLACED,
}
"""What will not get better by waiting, and what helps."""
