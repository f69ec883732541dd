"""Digests as code: a file that says which digests there are, and what it would change.

    owner: U0123ABCD
    digests:
      monday-numbers:
        channel: C0123ABCD
        charts:
          - deploys mobile 30d
          - leadtime mobile 30d
        every: monday 09:00
        zone: Europe/Berlin

What was made in Slack lives beside it and is left alone. What stands in the file and was changed in
Slack since is drift, and said to be; applying the file again ends it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.digests.beside import name_of
from bot.digests.errors import CadenceError
from bot.digests.lines import request_of, try_moving
from bot.digests.model import Digest, Setting, WhenCalm
from bot.digests.reading import MOST_CHARTS, read
from bot.grammar.defaults import Defaults

_Slack = Annotated[str, Field(pattern=r"^[CGUW][A-Z0-9]{2,20}$")]


class CodeError(ValueError):
    """The file cannot be used; the message lists every problem in its own line."""


class _Entry(BaseModel):
    """One digest of a file."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    channel: _Slack
    charts: Annotated[tuple[str, ...], Field(min_length=1, max_length=MOST_CHARTS)]
    every: str
    zone: str = "UTC"
    owner: _Slack | None = None
    when_calm: WhenCalm = "show"
    name: str | None = None


class _File(BaseModel):
    """All of a file."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    owner: _Slack
    digests: dict[Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")], _Entry]


def parsed(text: str, *, now: datetime, defaults: Defaults) -> Mapping[str, Setting]:
    """Read a file.

    Args:
        text: YAML.
        now: The present; each chart is tried.
        defaults: What fills in for what is left out of charts.

    Returns:
        The digests by their keys, in the order of the file.

    Raises:
        CodeError: If anything in it cannot be; all of it is listed.
    """
    try:
        file = _File.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as problem:
        raise CodeError(f"This is not YAML: {' '.join(str(problem).split())}.") from problem
    except ValidationError as problems:
        raise CodeError("\n".join(map(_said, problems.errors(include_input=False)))) from None
    found: dict[str, Setting] = {}
    wrong: list[str] = []
    for key, entry in file.digests.items():
        try:
            found[key] = _setting(entry, file.owner, now, defaults)
        except ValueError as problem:
            wrong.append(f"{key}: {problem}")
    if wrong:
        raise CodeError("\n".join(wrong))
    return found


def _said(problem: Mapping[str, object]) -> str:
    where = problem["loc"]
    path = ".".join(map(str, where)) if isinstance(where, tuple) else ""
    return f"{path or 'The file'}: {problem['msg']}."


def _setting(entry: _Entry, owner: str, now: datetime, defaults: Defaults) -> Setting:
    every = entry.every if entry.every.startswith("cron ") else f"every {entry.every}"
    draft = read(f"{'; '.join(entry.charts)} {every} zone {entry.zone}", zone=_UTC)
    said_beside = draft.channel or draft.name or draft.when_calm != "show"
    if len(draft.lines) != len(entry.charts) or said_beside:
        raise CadenceError("Each chart is an entry of its own, and all else has its own field.")
    for line in draft.lines:
        request_of(line, now=now, zone=draft.cadence.zone_info, defaults=defaults)
    try_moving(draft.lines, entry.when_calm, draft.cadence, now=now, defaults=defaults)
    return Setting(
        channel=entry.channel,
        owner=entry.owner or owner,
        lines=draft.lines,
        cadence=draft.cadence,
        when_calm=entry.when_calm,
        name=name_of(entry.name) if entry.name else None,
    )


_UTC: Final = ZoneInfo("UTC")

# -- what would change --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """What applying a file does to one digest.

    Attributes:
        deed: Add it, change it, delete it, or leave it as it is.
        key: Its name in the file.
        wanted: What the file says; None where it no longer names it.
        digest: What there is; None where there is none yet.
    """

    deed: Literal["add", "change", "delete", "keep"]
    key: str
    wanted: Setting | None
    digest: Digest | None

    @property
    def changes(self) -> tuple[str, ...]:
        """What is changed from what to what."""
        if self.digest is None or self.wanted is None:
            return ()
        return tuple(_differences(self.digest.setting, self.wanted))

    @property
    def drift(self) -> tuple[str, ...]:
        """What people changed since the file was applied, from what to what."""
        if self.digest is None or self.digest.code is None:
            return ()
        return tuple(_differences(self.digest.code.applied, self.digest.setting))


def plan(wanted: Mapping[str, Setting], known: Iterable[Digest]) -> tuple[Step, ...]:
    """What applying a file would do; what was made in Slack is not touched.

    Args:
        wanted: What the file says.
        known: What there is.
    """
    coded = {one.code.key: one for one in known if one.code}
    steps = [_step(key, setting, coded.get(key)) for key, setting in wanted.items()]
    gone = [Step("delete", key, None, one) for key, one in coded.items() if key not in wanted]
    return (*steps, *gone)


def _step(key: str, wanted: Setting, known: Digest | None) -> Step:
    if known is None:
        return Step("add", key, wanted, None)
    return Step("keep" if known.setting == wanted else "change", key, wanted, known)


def _differences(old: Setting, new: Setting) -> Iterator[str]:
    for field, told in _FIELDS.items():
        before, after = told(old), told(new)
        if before != after:
            yield f"{field}: {before} -> {after}"


_FIELDS: Final[dict[str, Callable[[Setting], str]]] = {
    "channel": lambda one: one.channel,
    "charts": lambda one: "; ".join(one.lines),
    "every": lambda one: one.cadence.typed.removeprefix("every "),
    "zone": lambda one: one.cadence.zone,
    "owner": lambda one: one.owner,
    "when_calm": lambda one: one.when_calm,
    "name": lambda one: one.name or "none",
}
"""What a file says of a digest, and how each is told."""
