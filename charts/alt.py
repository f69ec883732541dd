"""What a picture shows, in words and numbers, for those who do not see it."""

from charts.model import Drawing


def alt_text(drawing: Drawing) -> str:
    """A sentence or two."""
    return f"{drawing.title}, {drawing.subtitle}."
