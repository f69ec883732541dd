"""`POST /local/...`: flags, flag events and pull requests, from whoever knows of them.

LaunchDarkly has no such paths: it sees flags itself and asks GitHub for pull requests. These are
this server's own, for a script that knows the same.
"""

from collections.abc import Iterator
from typing import Any, Final, TypeVar

from bot.local.insights.api import Backend, Call, Function, Reply
from bot.local.insights.import_file import read_row
from bot.local.insights.kinds import Kind, Place
from bot.local.insights.params import Params
from bot.local.insights.problems import Failure, ProblemError, invalid
from bot.local.insights.records import cells_of

_Row = TypeVar("_Row")
_MAX_ROWS: Final = 10_000


def posting(kind: Kind[_Row]) -> Function:
    """What takes a sort of record: an object or an array of them, all of it or nothing.

    The fields are the columns of a file; `projectKey` and, unless pull requests are posted,
    `environmentKey` are parameters. The answer is a 201 that says what became of the records.
    """

    def post(backend: Backend, call: Call) -> Reply:
        params = Params(call.query)
        project = params.key("projectKey", required=True)
        environment = params.key("environmentKey", required=kind.is_placed)
        params.check()
        document = call.json()
        if isinstance(document, list) and len(document) > _MAX_ROWS:
            raise invalid(Failure("body", f"must have at most {_MAX_ROWS:,} records"))
        place = Place(project or "", environment or "")
        rows = list(_rows(document, kind, place, now=call.now))
        added = kind.put(backend.store)(rows)
        body = {"new": added.new, "changed": added.changed, "known": added.known}
        return Reply(body, status=201)

    return post


def _rows(document: Any, kind: Kind[_Row], place: Place, *, now: int) -> Iterator[_Row]:  # noqa: ANN401 (whatever JSON holds)
    """Each record; all that is wrong with any of them is said at the end."""
    records = document if isinstance(document, list) else [document]
    failures: list[Failure] = []
    for number, record in enumerate(records):
        at = f"/{number}/" if isinstance(document, list) else ""
        try:
            yield read_row(_cells(record), kind, place, now=now)
        except ProblemError as problem:
            failures += [Failure(f"{at}{one.attribute}", one.reason) for one in problem.failures]
    if failures:
        raise invalid(*failures)


def _cells(record: object) -> dict[str, str]:
    try:
        return cells_of(record)
    except ValueError as error:
        raise invalid(Failure("body", str(error))) from error
