"""Pages of a list: which part is asked for, and the links to what lies around it.

Cursors are ids: a page begins after one item or ends before another.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Protocol, Self, TypeVar
from urllib.parse import urlencode

from bot.local.insights.api import Call
from bot.local.insights.params import Params

_DEFAULT_LIMIT: Final = 20
_MAX_LIMIT: Final = 100


class _Listed(Protocol):
    """Something in a list."""

    @property
    def id(self) -> str: ...


_Item = TypeVar("_Item", bound=_Listed)


@dataclass(frozen=True, slots=True)
class Page(Generic[_Item]):
    """A part of a list.

    Attributes:
        limit: How many items at most.
        after: The item that it begins after, if any.
        before: The item that it ends before, if any.
    """

    limit: int
    after: _Item | None
    before: _Item | None

    @classmethod
    def read(cls, params: Params, find: Callable[[str], _Item | None]) -> Self:
        """Read `limit`, `after` and `before`.

        Args:
            params: The parameters.
            find: Finds the item of an id.
        """
        limit = params.whole("limit", _DEFAULT_LIMIT, least=1, most=_MAX_LIMIT)
        after, before = (_cursor(params, name, find) for name in ("after", "before"))
        if after and before:
            params.fail("before", "must not be given together with after")
        return cls(limit, after, before)

    @property
    def enough(self) -> int:
        """One more than is shown tells whether there is another page."""
        return self.limit + 1

    def shown(self, found: Sequence[_Item]) -> Sequence[_Item]:
        """The items of this page, out of `enough`."""
        return found[-self.limit :] if self.before else found[: self.limit]

    def answer(
        self, call: Call, found: Sequence[_Item], items: Sequence[dict[str, Any]], total: int
    ) -> dict[str, Any]:
        """The list as it is answered (schemas such as DeploymentCollectionRep).

        Args:
            call: The request.
            found: What was found, up to `enough`.
            items: How what is shown of it is shown.
            total: How many there are on all pages.
        """
        links = self._links(call, self.shown(found), more=len(found) > self.limit)
        return {"totalCount": total, "items": items, "_links": links}

    def _links(self, call: Call, shown: Sequence[_Item], *, more: bool) -> dict[str, Any]:
        """Where it goes on: with more in the direction of reading, and where that came from."""
        links = {"self": _link(call, {})}
        if shown and (more or self.before):
            links["next"] = _link(call, {"after": shown[-1].id})
        if shown and (self.after or (self.before and more)):
            links["prev"] = _link(call, {"before": shown[0].id})
        return links


def _cursor(params: Params, name: str, find: Callable[[str], _Item | None]) -> _Item | None:
    id_ = params.text(name)
    if id_ is None:
        return None
    item = find(id_)
    if item is None:
        params.fail(name, "must be a cursor from a link of an earlier answer")
    return item


def _link(call: Call, cursor: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in call.query.items() if name not in {"after", "before"}}
    query = urlencode({**kept, **cursor}) if cursor else urlencode(call.query)
    return {"href": call.path + (f"?{query}" if query else ""), "type": "application/json"}
