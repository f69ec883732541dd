"""The drawing function, warm: fonts are open and the letters of a usual chart are rendered.

Loaded by the server that workers are forked from, so that each of them begins where this ends.
"""

from datetime import UTC, datetime, timedelta
from typing import Final, get_args

from charts.draw import draw
from charts.model import Drawing, Form, Point, Series

__all__ = ["draw"]

_START: Final = datetime(2026, 1, 1, tzinfo=UTC)
_DAY: Final = timedelta(days=1)

for _form in get_args(Form):
    draw(
        Drawing(
            title="Deployments",
            subtitle="last 30 days",
            form=_form,
            series=tuple(
                Series(name, tuple(Point(_START + _DAY * at, at % 9) for at in range(30)))
                for name in ("web", "api")
            ),
            bucket=_DAY,
            unit="deployments per day",
            noun=("deployment", "deployments"),
        )
    )
