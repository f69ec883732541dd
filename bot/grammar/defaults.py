"""What fills in for what is left out of a line, and what examples are about."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.request import is_taken

_PROJECT: Final = re.compile(r"(?<![\w.,-])(?P<word>project )?mobile(?![\w.,-])")
_ENVIRONMENT: Final = re.compile(r"\benv production(?![\w.,-])")
"""What the chart's own examples are about."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What fills in for what is left out of a line."""

    project: str | None = None
    environment: str | None = None
    span: timedelta = timedelta(days=30)

    def at_home(self, example: str, typed: str = "") -> str:
        """An example about what is usually asked for here.

        Args:
            example: A line about made-up things, or about what somebody typed.
            typed: What they typed: what stands in there is theirs and stays.
        """
        if self.project and not _PROJECT.search(typed):
            taken, key = is_taken(self.project), self.project
            example = _PROJECT.sub(
                lambda found: f"project={key}" if taken else f"{found['word'] or ''}{key}", example
            )
        if self.environment and not _ENVIRONMENT.search(typed):
            sign = "=" if is_taken(self.environment) else " "
            example = _ENVIRONMENT.sub(lambda _: f"env{sign}{self.environment}", example)
        return example
