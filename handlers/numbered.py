"""What people name by a number: digests and alerts, each known to its owner and in its channel."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar


class NoSuchError(Exception):
    """What was typed names nothing, or no deed; the message says what there is."""


class Numbered(Protocol):
    """Something with a number, and with people who may know of it."""

    @property
    def id(self) -> int:
        """Its number."""
        ...


_T = TypeVar("_T", bound=Numbered)
_MOST_NAMED = 10
_LONGEST = 20


def named(number: str, known: Sequence[_T], what: str, title: Callable[[_T], str]) -> _T:
    """The one that a number names.

    What others have is answered as what is not there.

    Args:
        number: As it was typed.
        known: Those that whoever typed it may know of.
        what: What they are: digest, alert.
        title: What one is called.

    Raises:
        NoSuchError: If there is none; it says which there are.
    """
    found = [one for one in known if str(one.id) == number.removeprefix("#")]
    if found:
        return found[0]
    numbers = ", ".join(f"{one.id} ({title(one)})" for one in known[:_MOST_NAMED])
    which = f"There are {numbers}." if known else "There are none here."
    raise NoSuchError(f"{_said(number, what)} {which} Ask in the channel that it is for.")


def _said(number: str, what: str) -> str:
    if not number:
        return "Which one? Say its number."
    if number.casefold() in {"all", "everything"}:
        return "One at a time: say its number."
    return f"There is no {what} {number[:_LONGEST]} here."
