"""From a status that is not 200 to the error that says what it means.

Source: https://launchdarkly.com/docs/api (section "Errors")
"""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Final

from bot.insights.body import parse_object
from bot.insights.errors import (
    BadAnswerError,
    BadRequestError,
    ForbiddenError,
    InsightsError,
    NotFoundError,
    RateLimitedError,
    UnauthorizedError,
    UnavailableError,
)
from bot.insights.pace import retry_at
from charts.text import readable

_MAX_SAID: Final = 200
_MAX_REASONS: Final = 10


def refusal(
    status: int, headers: Mapping[str, str], body: bytes, *, now: datetime
) -> InsightsError:
    """Say what an answer other than 200 means.

    Args:
        status: The HTTP status.
        headers: Of the answer; look-ups must ignore case.
        body: Of the answer; only the words of a 400 are ever shown.
        now: The present (UTC).
    """
    if status == HTTPStatus.BAD_REQUEST:
        return _bad_request(body)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimitedError(
            "LaunchDarkly is busy: your account has asked it too often in the last seconds.",
            "Other tools share that limit.",
            retry_at=retry_at(headers, now=now),
        )
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return UnavailableError(
            f"LaunchDarkly has a problem of its own (it answered {status}).",
            "Try again in a minute; status.launchdarkly.com says how it is.",
        )
    kind, sentence, remedy = _SENTENCES.get(status, _OTHER)
    return kind(sentence.format(status=status), remedy)


_SENTENCES: Final[dict[int, tuple[type[InsightsError], str, str]]] = {
    401: (
        UnauthorizedError,
        "LaunchDarkly does not accept Drumbeat's access token.",
        (
            "Whoever runs Drumbeat needs to set a valid one (LAUNCHDARKLY_ACCESS_TOKEN: an API "
            "access token, not an SDK key) and start it again."
        ),
    ),
    403: (
        ForbiddenError,
        "LaunchDarkly does not let Drumbeat read this.",
        (
            "Three things can be the cause: your LaunchDarkly plan lacks engineering insights, the "
            "token's role may not read this project, or a proxy removes the LD-API-Version header."
        ),
    ),
    404: (
        NotFoundError,
        "LaunchDarkly finds no such project, environment or application.",
        "Check the spelling of the key, and that the token may see it.",
    ),
}
_OTHER: Final = (
    BadAnswerError,
    "LaunchDarkly answered {status}, which is neither a chart nor an error that I know.",
    "Try again; if it stays, tell whoever runs Drumbeat.",
)


def _bad_request(body: bytes) -> BadRequestError:
    """Quote LaunchDarkly's reasons, which name the parameter that it does not like."""
    try:
        document = parse_object(body)
    except BadAnswerError:
        document = {}
    listed = document.get("errors")
    reasons = tuple(
        (_words(entry.get("attribute")), _words(entry.get("reason")))
        for entry in (listed if isinstance(listed, list) else ())[:_MAX_REASONS]
        if isinstance(entry, dict)
    )
    said = "; ".join(" ".join(filter(None, pair)) for pair in reasons if any(pair))
    said = said or _words(document.get("message"))
    quoted = f": {readable(said.rstrip('.'), _MAX_SAID)}" if said else ""
    return BadRequestError(
        f"LaunchDarkly does not take this question{quoted}.",
        "Change that part of the command and send it again.",
        reasons=reasons,
    )


def _words(said: object) -> str:
    """Words that can be shown, or nothing; a number or a list is no words."""
    return readable(said, _MAX_SAID) if isinstance(said, str) and said.strip() else ""
