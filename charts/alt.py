"""What a picture shows, in words and numbers, for those who do not see it."""

from collections.abc import Iterator, Sequence
from typing import Final

from charts.alt_rows import told_rows
from charts.alt_time import (
    before,
    held_against,
    marked_in,
    missing,
    shaded_in,
    told_over_time,
    unfinished,
)
from charts.alt_words import last
from charts.model import Drawing, Sheet
from charts.panel import Panel
from charts.parts import PART, shortened
from charts.plan import Plan, planned
from charts.text import readable

LONGEST: Final = 1_900
"""Characters; a chat takes 2,000."""
_LONGEST_PART: Final = 200


def alt_text(shown: Drawing | Sheet, plan: Plan | None = None) -> str:
    """One paragraph: totals, ranges, bounds, series, the period before, what is open or missing.

    Args:
        shown: What is drawn.
        plan: Its plan, where somebody has it already.

    Raises:
        ValueError: If there are more series, points or panels than a picture can show.
    """
    plan = plan or planned(shown, lambda _: frozenset())
    first = plan.panels[0]
    heading = _heading(shown, first.drawing)
    if plan.is_empty:
        return _short(f"{heading}: no {first.drawing.noun[1]} to show.")
    until = "" if first.drawing.form == "rows" else last(first)
    heading += f", to {until}" if until not in heading else ""
    if isinstance(shown, Drawing):
        told = _single(first)
        is_list = first.drawing.form == "rows"  # which has a colon of its own
        return _short(f"{heading}. {_capital(told)}" if is_list else f"{heading}: {told}")
    text = f"{heading}. {_sheet(plan.panels)}"
    return _short(text if len(text) <= LONGEST else f"{heading}. {_sheet(plan.panels, most=1)}")


def _heading(shown: Drawing | Sheet, drawing: Drawing) -> str:
    """Deployments per day, mobile / production, last 30 days."""
    title, unit = readable(shown.title, _LONGEST_PART), readable(drawing.unit, _LONGEST_PART)
    folded = title.casefold(), unit.casefold()
    what = unit if folded[0] in folded[1] else title if folded[1] in folded[0] else None
    what = what or f"{title}, {unit}"
    where = shortened(shown.subtitle, lambda words: len(words) <= _LONGEST_PART)
    where = where.replace(PART, ", ")
    return _capital(what) + (f", {where}" if shown.subtitle else "")


def _single(panel: Panel) -> str:
    """A sentence for each clause."""
    sentences = (
        *_told(panel),
        *map(_capital, _notes(panel)),
        marked_in([panel]),
        shaded_in([panel]),
    )
    return " ".join(f"{sentence}." for sentence in sentences if sentence)


def _sheet(panels: Sequence[Panel], most: int | None = None) -> str:
    """A sentence for each panel, of so many clauses at most."""
    sentences = []
    for panel in panels:
        clauses = [*_told(panel), *_notes(panel)][:most]
        told = "; ".join(clauses) or f"no {panel.drawing.noun[1]} to show"
        sentences.append(f"{readable(panel.drawing.title)}: {told}.")
    sentences += [f"{one}." for one in (marked_in(panels), shaded_in(panels)) if one]
    return " ".join(sentences)


def _told(panel: Panel) -> Iterator[str]:
    return told_rows(panel) if panel.drawing.form == "rows" else told_over_time(panel)


def _notes(panel: Panel) -> list[str]:
    """The period before, bounds, what is open, what is missing; of rows each says so itself."""
    if panel.drawing.form == "rows":
        return []
    notes = (before(panel), held_against(panel), unfinished(panel), missing(panel))
    return [note for note in notes if note]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
