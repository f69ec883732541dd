"""The sample's flags: rolled out step by step, then taken out, or forgotten."""

import functools
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from bot.local.insights import moments
from bot.local.insights.flags import Flag, FlagEvent, Impact, size_of
from bot.local.insights.sampled import team
from bot.local.insights.sampled.team import (
    APPLICATIONS,
    ENVIRONMENT,
    PEOPLE,
    STAGING,
    Application,
)

_PER_DAY: Final = 1.5
_PERMANENT: Final = 0.12
_ABANDONED: Final = 0.5
"""Of the forgotten ones, those that the code no longer asks for."""
_TIDIED_AFTER: Final = 200 * 86_400_000
"""How long it takes until somebody goes through the forgotten ones."""
_EVEN: Final = 50
_EXPERIMENT: Final = 0.3
"""Of the rollouts that stop at half of the people, where not all of them are experiments."""
_ALL_AT_ONCE: Final = 0.15
_RENAMED: Final = 0.15
_SHARED: Final = 0.2
_NOBODYS: Final = 0.06
_ROLLOUTS: Final = ((5, 25, 50, 100), (10, 50, 100), (1, 10, 100), (50, 100), (20, 40, 100))
_MOST_PER_DAY: Final = 3
_KEPT_DAYS: Final = 1_024
"""Flags, what happens to them and pull requests are drawn one after the other, day by day."""
_VERBS: Final = (
    *("new", "faster", "simpler", "beta", "smart", "dark", "guest", "instant", "clearer"),
    *("lighter", "local"),
)
_NOUNS: Final = (
    *("cart", "search", "filters", "wishlist", "refunds", "invoices", "labels", "ratings"),
    *("gallery", "sizes", "vouchers", "gift-cards", "returns", "receipts", "stock-sync", "maps"),
    *("pick-lists", "delivery-slots", "sign-in", "passkeys", "push", "widgets", "bundles", "tips"),
    *("price-alerts", "newsletter", "address-book", "cross-sell", "chat", "pre-orders", "video"),
    *("loyalty", "stock-badge", "split-payment", "currency", "tax-lines", "fraud-check", "queue"),
    *("cache", "thumbnails", "compare", "autocomplete", "banners", "referrals", "subscriptions"),
    *("notes", "tracking", "pick-up", "courier-choice", "insurance", "barcodes", "shelf-plan"),
)
_AGAIN: Final = ("", "-v2", "-v3", "-v4", "-v5")
"""Behind a name that was given before, as teams do it."""
_SCATTER: Final = 89
"""Has no divisor in common with the number of names, so that each comes once in a while."""


class Habits(NamedTuple):
    """Which shares of its flags a team forgets, and looks after together."""

    forgotten: float
    together: float


_USUAL: Final = Habits(forgotten=0.06, together=0.25)
_HABITS: Final = {"payments": Habits(forgotten=0.35, together=0.5)}
"""Of teams with habits of their own."""


@dataclass(frozen=True, slots=True)
class Life:
    """A flag from beginning to end, the future included.

    Attributes:
        flag: As it was made.
        events: What happens to it, oldest first.
        launched_at: When everybody gets the same, if ever: a permanent flag may be there to tell
            people apart.
        removed_at: When it is archived, if it ever is.
        last_asked_at: When the code stops to ask for it, if it does.
    """

    flag: Flag
    events: tuple[FlagEvent, ...]
    launched_at: int | None
    removed_at: int | None
    last_asked_at: int | None

    def at(self, now: int) -> Flag:
        """The flag as it is at some moment."""
        happened = [event for event in self.events if event.at <= now]
        asked_at = min(now, self.last_asked_at or now) if happened else None
        return replace(
            self.flag,
            archived=_past(self.removed_at, now) is not None,
            is_on=bool(happened),
            changed_at=happened[-1].at if happened else None,
            one_variation_since=_past(self.launched_at, now),
            last_evaluated_at=asked_at,
        )

    def in_staging(self, now: int) -> Flag:
        """The flag as it is in staging, where everybody gets what is new as soon as it is there."""
        return replace(
            self.at(now),
            environment=STAGING,
            is_on=True,
            changed_at=self.flag.created_at,
            one_variation_since=self.flag.created_at,
            last_evaluated_at=min(now, self.last_asked_at or now),
        )

    @property
    def tried(self) -> FlagEvent:
        """How that came to be."""
        at_once = Impact("large", 100.0, "global")
        first = replace(self.events[0], environment=STAGING, at=self.flag.created_at)
        return replace(first, description=f"{self.flag.name}: on", impact=at_once, experiments=())


def _past(moment: int | None, now: int) -> int | None:
    return moment if moment is not None and moment <= now else None


def lives(now: datetime, *, days: int) -> Iterator[Life]:
    """The flags that were made up to now."""
    until = moments.to_ms(now)
    for day in team.days(now, days):
        yield from (life for life in lives_of(day) if life.flag.created_at <= until)


def flags(now: datetime, *, days: int) -> Iterator[Flag]:
    """Those flags as they are now, in staging and for people."""
    until = moments.to_ms(now)
    for life in lives(now, days=days):
        yield from (life.in_staging(until), life.at(until))


def events(now: datetime, *, days: int) -> Iterator[FlagEvent]:
    """What has happened to them."""
    until = moments.to_ms(now)
    for life in lives(now, days=days):
        yield from (event for event in (life.tried, *life.events) if event.at <= until)


@functools.lru_cache(_KEPT_DAYS)
def lives_of(day: date) -> tuple[Life, ...]:
    """The flags that are made on a day."""
    number = team.poisson(team.seeded("flags", day), _PER_DAY * team.busy(day))
    return tuple(_life(day, each) for each in range(min(number, _MOST_PER_DAY)))


def _life(day: date, number: int) -> Life:
    chance = team.seeded("flag", day, number)
    application = chance.choices(APPLICATIONS, [one.per_day for one in APPLICATIONS])[0]
    flag = _made(chance, application, _key(day, number), team.in_hours(chance, day))
    steps = tuple(_rollout(chance, flag, application, day))
    done_at = steps[-1].at
    lasts = team.about(chance, 10 * 24, 0.6, most=60 * 24)
    forgotten = chance.random() < _HABITS.get(application.team, _USUAL).forgotten
    abandoned = forgotten and chance.random() < _ABANDONED
    if not flag.temporary:
        launched_at = done_at if forgotten else None
        return Life(flag, steps, launched_at, removed_at=None, last_asked_at=None)
    unused_at = done_at + lasts
    archived_at = unused_at + (_TIDIED_AFTER if forgotten else 0)
    archived = _archived(flag, steps[-1].member, archived_at)
    asked_until = unused_at if abandoned else archived_at
    return Life(flag, (*steps, archived), done_at, archived_at, asked_until)


def _key(day: date, number: int) -> str:
    names = len(_VERBS) * len(_NOUNS)
    which = day.toordinal() * _MOST_PER_DAY + number
    place, again = which * _SCATTER % names, _AGAIN[which // names % len(_AGAIN)]
    return f"{_VERBS[place % len(_VERBS)]}-{_NOUNS[place // len(_VERBS)]}{again}"


def _made(chance: random.Random, application: Application, key: str, created_at: int) -> Flag:
    person, luck = chance.choice(application.people), chance.random()
    beside = [one.key for one in APPLICATIONS if one.project == application.project]
    others = (chance.choice(beside),) if chance.random() < _SHARED else ()
    flag = Flag(
        application.project,
        ENVIRONMENT,
        key,
        created_at,
        name=key.replace("-", " ").capitalize(),
        temporary=chance.random() >= _PERMANENT,
        applications=tuple(dict.fromkeys((application.key, *others))),
    )
    if luck < _NOBODYS:
        return flag
    if luck < _NOBODYS + _HABITS.get(application.team, _USUAL).together:
        return replace(flag, maintainer_team=application.team)
    return replace(flag, maintainer_id=person, maintainer_name=PEOPLE[person])


def _rollout(
    chance: random.Random, flag: Flag, application: Application, day: date
) -> Iterator[FlagEvent]:
    """Targeting is turned on, and more and more people get the new variation."""
    at_once = chance.random() < _ALL_AT_ONCE
    shares = (100,) if at_once else chance.choice(_ROLLOUTS)
    is_tested = _EVEN in shares and chance.random() < _EXPERIMENT
    member = f"{chance.choice(application.people)}@shop.example"
    before = 0
    for share in shares:
        day = team.working_day(day + timedelta(days=chance.choice((1, 2, 2, 4, 6))))
        at = team.in_hours(chance, day)
        change = float(share - before)
        yield FlagEvent(
            flag.project,
            flag.environment,
            flag.key,
            "updated_fallthrough" if before else "enabled_targeting",
            at,
            description=f"{flag.name}: {share} % of people",
            member=member,
            actions=("updateFallthrough",) if before else ("updateOn", "updateFallthrough"),
            impact=Impact(size_of(change), change, "global" if at_once else "evaluations"),
            experiments=(f"{flag.key}-test",) if is_tested else (),
        )
        before = share
        if chance.random() < _RENAMED / len(shares):
            yield _renamed(flag, member, at + chance.randint(1, 90) * 60_000)


def _renamed(flag: Flag, member: str, at: int) -> FlagEvent:
    """Which is no release."""
    return FlagEvent(
        flag.project,
        flag.environment,
        flag.key,
        "updated_name",
        at,
        description=f"Renamed to {flag.name}",
        member=member,
        actions=("updateName",),
        impact=Impact("none", 0.0, "evaluations"),
    )


def _archived(flag: Flag, member: str, at: int) -> FlagEvent:
    """Nobody notices: the code that asked for it is gone."""
    return FlagEvent(
        flag.project,
        flag.environment,
        flag.key,
        "archived_flag",
        at,
        description=f"{flag.name} archived",
        member=member,
        actions=("updateGlobalArchived",),
        impact=Impact("none", 0.0, "global"),
    )
