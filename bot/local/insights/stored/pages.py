"""Parts of a list in the order of a number and an id, forth from one item or back from another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.local.insights.database import Database

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Pages(Generic[_Item]):
    """How a list is read: by statements which take `:cursor_at`, `:cursor_id` and `:limit`.

    Attributes:
        forth: What comes after a cursor, the nearest first; from the beginning if there is none.
        back: What comes before it, the nearest first.
        cursor: Where an item stands: the number that the list is sorted by, and its id.
    """

    forth: str
    back: str
    cursor: Callable[[_Item], tuple[int, str]]

    def rows(
        self,
        database: Database,
        asked: Mapping[str, str | int | None],
        *,
        limit: int,
        after: _Item | None,
        before: _Item | None,
    ) -> list[tuple[Any, ...]]:
        """The rows of a part, in the order of the list.

        Args:
            database: Where the list is.
            asked: What else the statements take.
            limit: How many rows at most.
            after: The item that the part begins after, if any.
            before: The item that it ends before, if it begins after none.
        """
        is_back = before is not None and after is None
        item = before if is_back else after
        at, id_ = (None, None) if item is None else self.cursor(item)
        values = {**asked, "limit": limit, "cursor_at": at, "cursor_id": id_}
        found = database.rows(self.back if is_back else self.forth, values)
        return found[::-1] if is_back else found
