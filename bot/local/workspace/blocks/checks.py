"""What JSON must look like, said in small checks that are put together into tables.

A check takes a value and the pointer to it, and yields what is wrong. Slack names the place as
`[json-pointer:/blocks/0/text]`, and so do the problems here.

Source: https://docs.slack.dev/reference/block-kit
"""

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

Check = Callable[[Any, str], Iterator[str]]
Rule = Callable[[Mapping[str, Any], str], Iterator[str]]
"""A check of an object whose fields are of the right shape already."""


def problem(what: str, pointer: str) -> str:
    """A problem and its place, in Slack's way of saying it."""
    return f"{what} [json-pointer:{pointer}]"


def anything(value: object, pointer: str) -> Iterator[str]:  # noqa: ARG001 - a check's shape
    """Any JSON."""
    yield from ()


def boolean(value: object, pointer: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield problem("must be a boolean", pointer)


def string(most: int, least: int = 1) -> Check:
    """Text of so many characters; `most` 0 is any number."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield problem("must be a string", pointer)
        elif len(value) < least:
            yield problem(f"must be more than {least - 1} characters", pointer)
        elif most and len(value) > most:
            yield problem(f"must be less than {most + 1} characters", pointer)

    return check


def number(least: float = -math.inf, most: float = math.inf, *, whole: bool = False) -> Check:
    """A number between two bounds."""

    def check(value: object, pointer: str) -> Iterator[str]:
        kind = int if whole else int | float
        if isinstance(value, bool) or not isinstance(value, kind) or not math.isfinite(value):
            yield problem("must be an integer" if whole else "must be a number", pointer)
        elif not least <= value <= most:
            yield problem(f"must be between {least:g} and {most:g}", pointer)

    return check


def one_of(*values: object) -> Check:
    """One of a few values."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if value not in values:
            listed = ", ".join(map(str, values))
            yield problem(f"must be one of {listed}", pointer)

    return check


def items(check: Check, most: int, least: int = 1) -> Check:
    """A list of so many things that each pass a check."""

    def check_all(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield problem("must be an array", pointer)
            return
        if len(value) < least:
            yield problem(f"no less than {least} items allowed", pointer)
        if len(value) > most:
            yield problem(f"no more than {most} items allowed", pointer)
            return
        for index, item in enumerate(value):
            yield from check(item, f"{pointer}/{index}")

    return check_all


def record(
    required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *rules: Rule
) -> Check:
    """An object with these fields and no others; rules look at it once its fields are right."""
    fields = {**required, **(optional or {})}

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must be an object", pointer)
            return
        found = [
            *_strangers(value, fields, pointer),
            *_missing(value, required, pointer),
            *_fields(value, fields, pointer),
        ]
        yield from found
        if not found:
            for rule in rules:
                yield from rule(value, pointer)

    return check


def _strangers(value: Mapping[str, Any], fields: Collection[str], at: str) -> Iterator[str]:
    for name in value:
        if name not in fields:
            yield problem(f"invalid additional property: {name}", at)


def _missing(value: Mapping[str, Any], required: Collection[str], at: str) -> Iterator[str]:
    for name in required:
        if value.get(name) is None:
            yield problem(f"missing required field: {name}", at)


def _fields(value: Mapping[str, Any], fields: Mapping[str, Check], at: str) -> Iterator[str]:
    for name, item in value.items():
        if name in fields and item is not None:
            yield from fields[name](item, f"{at}/{name}")


def variant(kinds: Mapping[str, Check], what: str = "type") -> Check:
    """An object whose `type` says which of several checks it must pass."""

    def check(value: object, pointer: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(value, dict):
            yield problem("must be an object", pointer)
        elif kind is None:
            yield problem("missing required field: type", pointer)
        elif not isinstance(kind, str) or kind not in kinds:
            yield problem(f"unsupported {what}: {kind}", f"{pointer}/type")
        else:
            yield from kinds[kind](value, pointer)

    return check


def only(kinds: Mapping[str, Check], *names: str) -> dict[str, Check]:
    """The part of a table that is allowed in one place."""
    return {name: kinds[name] for name in names}


# -- rules ------------------------------------------------------------------------------------


def at_least_one(*names: str) -> Rule:
    """One of these fields must be there."""

    def rule(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
        if not any(value.get(name) for name in names):
            yield problem(f"missing required field: {names[0]}", pointer)

    return rule


def exactly_one(*names: str) -> Rule:
    """One of these fields must be there, and no other."""

    def rule(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
        there = [name for name in names if value.get(name) is not None]
        if not there:
            yield problem(f"missing required field: {names[0]}", pointer)
        if len(there) > 1:
            yield problem(f"only one of {', '.join(names)} is allowed", pointer)

    return rule


def unique(field: str, key: str) -> Rule:
    """The items of a list must differ in one of their fields."""

    def rule(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
        seen = set()
        for index, item in enumerate(value[field]):
            name = item.get(key)
            if name is not None and name in seen:
                yield problem(f"{key} {name} is used more than once", f"{pointer}/{field}/{index}")
            seen.add(name)

    return rule
