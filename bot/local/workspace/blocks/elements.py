"""What blocks are made of: texts, options, and the elements that people use.

Sources: https://docs.slack.dev/reference/block-kit/composition-objects and
https://docs.slack.dev/reference/block-kit/block-elements, each limit from the page of its object.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.local.workspace.blocks.checks import (
    Check,
    anything,
    boolean,
    exactly_one,
    items,
    number,
    one_of,
    problem,
    record,
    string,
    variant,
)

_FILE_ID: Final = re.compile(r"F[A-Z0-9]{8,}", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def kind(name: str, required: Mapping[str, Check], *rest: Any) -> Check:  # noqa: ANN401 - as record
    """An object of a type: its `type`, and the fields that the type has."""
    return record({"type": one_of(name), **required}, *rest)


def shaped(pattern: re.Pattern[str], what: str) -> Check:
    """Text of a certain shape."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            yield problem(what, pointer)

    return check


# -- composition objects ----------------------------------------------------------------------


def plain(most: int, least: int = 1) -> Check:
    """A `plain_text` object."""
    text = {"text": string(most, least)}
    return variant({"plain_text": kind("plain_text", text, {"emoji": boolean})})


def words(most: int, least: int = 1) -> Check:
    """A text object, plain or with markup."""
    text = {"text": string(most, least)}
    return variant(
        {
            "plain_text": kind("plain_text", text, {"emoji": boolean}),
            "mrkdwn": kind("mrkdwn", text, {"verbatim": boolean}),
        }
    )


OPTION: Final = record(
    {"text": plain(75), "value": string(150)}, {"description": plain(75), "url": string(3000)}
)
_CHOICE: Final = record(
    {"text": words(75), "value": string(150)}, {"description": words(75), "url": string(3000)}
)
"""Options of checkboxes and radio buttons may have markup."""
_GROUP: Final = record({"label": plain(75), "options": items(OPTION, 100)})
_CONFIRM: Final = record(
    {"title": plain(100), "text": words(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
_FILTER: Final = record(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
_DISPATCH: Final = record(
    {},
    {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)},
)
SLACK_FILE: Final = record(
    {},
    {"id": shaped(_FILE_ID, "invalid slack file"), "url": string(3000)},
    exactly_one("id", "url"),
)

# -- elements ---------------------------------------------------------------------------------

_ID: Final[dict[str, Check]] = {"action_id": string(255)}
_HINT: Final[dict[str, Check]] = {**_ID, "placeholder": plain(150)}
_MENU: Final[dict[str, Check]] = {**_HINT, "confirm": _CONFIRM, "focus_on_load": boolean}
_MANY: Final[dict[str, Check]] = {**_MENU, "max_selected_items": number(1, whole=True)}
_FIELD: Final[dict[str, Check]] = {
    **_HINT,
    "dispatch_action_config": _DISPATCH,
    "focus_on_load": boolean,
}
_LISTED: Final[dict[str, Check]] = {
    "options": items(OPTION, 100),
    "option_groups": items(_GROUP, 100),
}
_CHOICES: Final[dict[str, Check]] = {**_ID, "confirm": _CONFIRM, "focus_on_load": boolean}
_LINES: Final = number(0, 3000, whole=True)
_IDS: Final = items(string(0), 1000, 0)
_ONE_LIST: Final = exactly_one("options", "option_groups")
IMAGE_FIELDS: Final[dict[str, Check]] = {"image_url": string(3000), "slack_file": SLACK_FILE}
IMAGE_SOURCE: Final = exactly_one("image_url", "slack_file")
IMAGE: Final = kind("image", {"alt_text": string(2000)}, IMAGE_FIELDS, IMAGE_SOURCE)
_BUTTON: Final[dict[str, Check]] = {
    **_ID,
    "accessibility_label": string(75),
    "style": one_of("primary", "danger"),
}
_FEEDBACK: Final = record(
    {"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)}
)

ELEMENTS: Final[dict[str, Check]] = {
    "image": IMAGE,
    "button": kind(
        "button",
        {"text": plain(75)},
        {**_BUTTON, "url": string(3000), "value": string(2000), "confirm": _CONFIRM},
    ),
    "workflow_button": kind("workflow_button", {"text": plain(75), "workflow": anything}, _BUTTON),
    "icon_button": kind(
        "icon_button",
        {"icon": one_of("trash"), "text": plain(75)},
        {
            **_ID,
            "value": string(2000),
            "confirm": _CONFIRM,
            "accessibility_label": string(75),
            "visible_to_user_ids": items(string(0), 10),
        },
    ),
    "feedback_buttons": kind(
        "feedback_buttons", {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, _ID
    ),
    "overflow": kind("overflow", {"options": items(OPTION, 5)}, {**_ID, "confirm": _CONFIRM}),
    "static_select": kind(
        "static_select", {}, {**_MENU, **_LISTED, "initial_option": OPTION}, _ONE_LIST
    ),
    "multi_static_select": kind(
        "multi_static_select",
        {},
        {**_MANY, **_LISTED, "initial_options": items(OPTION, 100)},
        _ONE_LIST,
    ),
    "external_select": kind(
        "external_select",
        {},
        {**_MENU, "min_query_length": number(0, whole=True), "initial_option": OPTION},
    ),
    "multi_external_select": kind(
        "multi_external_select",
        {},
        {
            **_MANY,
            "min_query_length": number(0, whole=True),
            "initial_options": items(OPTION, 100),
        },
    ),
    "users_select": kind("users_select", {}, {**_MENU, "initial_user": string(0)}),
    "multi_users_select": kind("multi_users_select", {}, {**_MANY, "initial_users": _IDS}),
    "channels_select": kind(
        "channels_select",
        {},
        {**_MENU, "initial_channel": string(0), "response_url_enabled": boolean},
    ),
    "multi_channels_select": kind("multi_channels_select", {}, {**_MANY, "initial_channels": _IDS}),
    "conversations_select": kind(
        "conversations_select",
        {},
        {
            **_MENU,
            "initial_conversation": string(0),
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": _FILTER,
        },
    ),
    "multi_conversations_select": kind(
        "multi_conversations_select",
        {},
        {
            **_MANY,
            "initial_conversations": _IDS,
            "default_to_current_conversation": boolean,
            "filter": _FILTER,
        },
    ),
    "datepicker": kind(
        "datepicker", {}, {**_MENU, "initial_date": shaped(_DATE, "must be YYYY-MM-DD")}
    ),
    "timepicker": kind(
        "timepicker",
        {},
        {**_MENU, "initial_time": shaped(_TIME, "must be HH:mm"), "timezone": string(0)},
    ),
    "datetimepicker": kind(
        "datetimepicker",
        {},
        {**_CHOICES, "initial_date_time": number(1_000_000_000, 9_999_999_999, whole=True)},
    ),
    "checkboxes": kind(
        "checkboxes",
        {"options": items(_CHOICE, 10)},
        {**_CHOICES, "initial_options": items(_CHOICE, 10)},
    ),
    "radio_buttons": kind(
        "radio_buttons", {"options": items(_CHOICE, 10)}, {**_CHOICES, "initial_option": _CHOICE}
    ),
    "plain_text_input": kind(
        "plain_text_input",
        {},
        {
            **_FIELD,
            "initial_value": string(3000, 0),
            "multiline": boolean,
            "min_length": _LINES,
            "max_length": number(1, 3000, whole=True),
        },
    ),
    "email_text_input": kind("email_text_input", {}, {**_FIELD, "initial_value": string(0, 0)}),
    "url_text_input": kind("url_text_input", {}, {**_FIELD, "initial_value": string(0, 0)}),
    "number_input": kind(
        "number_input",
        {"is_decimal_allowed": boolean},
        {
            **_FIELD,
            "initial_value": string(0, 0),
            "min_value": string(0),
            "max_value": string(0),
        },
    ),
    "rich_text_input": kind(
        "rich_text_input",
        {},
        {
            **_FIELD,
            "initial_value": anything,
            "min_lines": number(1, 100, whole=True),
            "max_lines": number(1, 100, whole=True),
        },
    ),
    "file_input": kind(
        "file_input",
        {},
        {**_ID, "filetypes": items(string(0), 100), "max_files": number(1, 10, whole=True)},
    ),
}

_MENUS: Final = tuple(
    f"{many}{what}_select"
    for many in ("", "multi_")
    for what in ("static", "external", "users", "channels", "conversations")
)
_PICKERS: Final = ("datepicker", "timepicker", "checkboxes", "radio_buttons")
IN_ACTIONS: Final = (
    *("button", "workflow_button", "overflow", "datetimepicker"),
    *_PICKERS,
    *_MENUS,
)
IN_SECTION: Final = ("image", "button", "workflow_button", "overflow", *_PICKERS, *_MENUS)
IN_INPUT: Final = (
    *("plain_text_input", "email_text_input", "url_text_input", "number_input"),
    *("rich_text_input", "file_input", "datetimepicker"),
    *_PICKERS,
    *_MENUS,
)
