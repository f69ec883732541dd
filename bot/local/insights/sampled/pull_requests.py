"""The sample's pull requests: written in hours, reviewed in hours or days, sometimes closed."""

import random
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from bot.local.insights import moments
from bot.local.insights.changes import PullRequest, Reference
from bot.local.insights.sampled import team
from bot.local.insights.sampled.flags import lives_of
from bot.local.insights.sampled.team import APPLICATIONS, Application

_AHEAD: Final = 7
"""Days to come whose merges are open pull requests today."""
_PER_DEPLOYMENT: Final = 1.5
_LEAST_PER_DAY: Final = 0.4
_CLOSED: Final = 0.05
_SLOWER: Final = 5.0
"""How much longer reviews take in the slow week."""
_FIRST: Final = 738_000
"""A day before all of them, so that numbers begin small."""
_VERBS: Final = ("Add", "Fix", "Speed up", "Simplify", "Test", "Move", "Remove", "Rework")
_THINGS: Final = (
    *("the cart", "price rounding", "search filters", "empty states", "retry on timeout"),
    *("the address form", "image loading", "stock levels", "order history", "keyboard focus"),
    *("the nightly export", "error messages", "delivery slots", "refund e-mails", "the cache"),
    *("translations", "receipt layout", "courier labels", "the basket badge", "log noise"),
)


def pull_requests(now: datetime, *, days: int) -> Iterator[PullRequest]:
    """Those of the days up to now, and those that will be merged later and are open now."""
    until = moments.to_ms(now)
    for day in team.days(now, days, _AHEAD):
        for application in APPLICATIONS:
            for one in _day(application, day, until):
                if one.created_at <= until:
                    yield one


def _day(application: Application, day: date, until: int) -> Iterator[PullRequest]:
    chance = team.seeded("pull requests", application.key, day)
    per_day = max(_PER_DEPLOYMENT * application.per_day, _LEAST_PER_DAY)
    flags = [life.flag.key for life in lives_of(day) if application.key in life.flag.applications]
    for number in range(team.poisson(chance, per_day * team.busy(day))):
        references = tuple(Reference(flag, chance.randint(1, 6), 0) for flag in flags)
        flags = []
        name = (day.toordinal() - _FIRST) * 30 + number
        yield _pull_request(chance, application, day, str(name), references, until)


def _pull_request(  # noqa: PLR0913, PLR0917 (what it is made of)
    chance: random.Random,
    application: Application,
    day: date,
    number: str,
    references: tuple[Reference, ...],
    until: int,
) -> PullRequest:
    ended_at = team.in_hours(chance, day)
    slower = _SLOWER if team.is_slow(day) else 1.0
    created_at = ended_at - team.about(chance, 3.5 * slower, 1.0, most=96)
    is_over, is_closed = ended_at <= until, chance.random() < _CLOSED
    is_merged = is_over and not is_closed
    files = 1 + int(chance.expovariate(0.25))
    base, head, merge = (f"{chance.getrandbits(160):040x}" for _ in range(3))
    return PullRequest(
        application.project,
        application.key,
        number,
        created_at,
        merged_at=ended_at if is_merged else None,
        first_commit_at=created_at - team.about(chance, 5, 1.1, most=120),
        closed=is_over and is_closed,
        title=f"{chance.choice(_VERBS)} {chance.choice(_THINGS)}",
        author=chance.choice(application.people),
        base_commit=base,
        head_commit=head,
        merge_commit=merge if is_merged else "",
        files_changed=files,
        lines_added=int(chance.expovariate(1 / 30) * files) + 1,
        lines_deleted=int(chance.expovariate(1 / 15) * files),
        url=f"https://git.example/{application.project}/{application.key}/pull/{number}",
        references=references,
    )
