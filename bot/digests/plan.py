"""What applying a file would change of digests and of alerts, and what drifted since.

What was made in Slack lives beside what stands in the file, and is not touched.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Generic, Literal, Protocol, TypeVar

from bot.alerts.model import Alert, Wish
from bot.digests.model import Digest, Setting

_W = TypeVar("_W")
_K = TypeVar("_K", bound="_Numbered")


class _Numbered(Protocol):
    @property
    def id(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Step(Generic[_W, _K]):
    """What applying a file does to one digest or alert.

    Attributes:
        deed: Add it, change it, delete it, or leave it as it is.
        key: Its name in the file.
        wanted: What the file says; None where it no longer names it.
        known: What there is; None where there is none yet.
        changes: What is changed from what to what.
        drift: What people changed since the file was applied, from what to what.
    """

    deed: Literal["add", "change", "delete", "keep"]
    key: str
    wanted: _W | None
    known: _K | None
    changes: tuple[str, ...] = ()
    drift: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sort(Generic[_W, _K]):
    """How one sort of things is told apart.

    Attributes:
        code: Under which key it stands in a file, and what that said; None for one of Slack's.
        present: What is wanted of it now.
        fields: What a file says of it, and how each is told.
    """

    code: Callable[[_K], tuple[str, _W] | None]
    present: Callable[[_K], _W]
    fields: Mapping[str, Callable[[_W], str]]

    def plan(self, wanted: Mapping[str, _W], known: Iterable[_K]) -> tuple[Step[_W, _K], ...]:
        """What applying what is wanted would do."""
        coded = {code[0]: (one, code[1]) for one in known if (code := self.code(one))}
        steps = [self._step(key, one, coded.get(key)) for key, one in wanted.items()]
        gone: list[Step[_W, _K]] = [
            Step("delete", key, None, one, drift=self._drift(one, applied))
            for key, (one, applied) in coded.items()
            if key not in wanted
        ]
        return (*steps, *gone)

    def _step(self, key: str, wanted: _W, found: tuple[_K, _W] | None) -> Step[_W, _K]:
        if found is None:
            return Step("add", key, wanted, None)
        known, applied = found
        present = self.present(known)
        changes = tuple(self._differences(present, wanted))
        deed: Literal["keep", "change"] = "keep" if present == wanted else "change"
        return Step(deed, key, wanted, known, changes, self._drift(known, applied))

    def _drift(self, known: _K, applied: _W) -> tuple[str, ...]:
        return tuple(self._differences(applied, self.present(known)))

    def _differences(self, old: _W, new: _W) -> Iterator[str]:
        for field, told in self.fields.items():
            before, after = told(old), told(new)
            if before != after:
                yield f"{field}: {before} -> {after}"


_DIGESTS: Final[_Sort[Setting, Digest]] = _Sort(
    code=lambda one: (one.code.key, one.code.applied) if one.code else None,
    present=lambda one: one.setting,
    fields={
        "channel": lambda one: one.channel,
        "charts": lambda one: "; ".join(one.lines),
        "every": lambda one: one.cadence.typed.removeprefix("every "),
        "zone": lambda one: one.cadence.zone,
        "owner": lambda one: one.owner,
        "when_calm": lambda one: one.when_calm,
        "name": lambda one: one.name or "none",
    },
)
_ALERTS: Final[_Sort[Wish, Alert]] = _Sort(
    code=lambda one: (one.code.key, one.code.applied) if one.code else None,
    present=lambda one: one.wish,
    fields={
        "channel": lambda one: one.channel,
        "line": lambda one: f"{one.line} {one.phrase}",
        "owner": lambda one: one.owner,
        "name": lambda one: one.name or "none",
    },
)
Digests = tuple[Step[Setting, Digest], ...]
Alerts = tuple[Step[Wish, Alert], ...]


def plan(wanted: Mapping[str, Setting], known: Iterable[Digest]) -> Digests:
    """What applying a file would do to digests.

    Args:
        wanted: What the file says.
        known: What there is.
    """
    return _DIGESTS.plan(wanted, known)


def plan_alerts(wanted: Mapping[str, Wish], known: Iterable[Alert]) -> Alerts:
    """What applying a file would do to alerts; arguments as for `plan`."""
    return _ALERTS.plan(wanted, known)
