"""Which blocks Slack accepts, by cases of its documentation and by an independent library."""

import copy
from typing import Any, Final

import pytest
import slackblocks
from hypothesis import given
from hypothesis import strategies as st
from slackblocks import _limits, _surfaces

from bot.local.workspace.blocks.kinds import KINDS, SURFACES, Surface
from bot.local.workspace.blocks.views import view_problems
from bot.local.workspace.blocks.whole import find, problems, with_ids

Json = dict[str, Any]


def plain(text: str = "x") -> Json:
    """A plain text."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "x") -> Json:
    """A text with markup."""
    return {"type": "mrkdwn", "text": text}


def button(**more: Any) -> Json:  # noqa: ANN401 - any field
    """A button."""
    return {"type": "button", "text": plain(), "action_id": "go", **more}


def option(text: str = "x", value: str = "v") -> Json:
    """An option."""
    return {"text": plain(text), "value": value}


def section(**more: Any) -> Json:  # noqa: ANN401 - any field
    """A section."""
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Json, **more: Any) -> Json:  # noqa: ANN401 - any field
    """A row of elements."""
    return {"type": "actions", "elements": list(elements), **more}


def asked(element: Json) -> Json:
    """An input block."""
    return {"type": "input", "label": plain(), "element": element}


def rich(*parts: Json) -> Json:
    """A rich text with one line."""
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": list(parts)}],
    }


def chart(**more: Any) -> Json:  # noqa: ANN401 - any field
    """A line chart of two points."""
    points = [{"label": "mon", "value": 1}, {"label": "tue", "value": -2.5}]
    return {
        "type": "data_visualization",
        "title": "Deploys",
        "chart": {
            "type": "line",
            "series": [{"name": "ios", "data": points}],
            "axis_config": {"categories": ["mon", "tue"]},
            **more,
        },
    }


def table(rows: int, columns: int, **more: Any) -> Json:  # noqa: ANN401 - any field
    """A table of that size."""
    cell = {"type": "raw_text", "text": "x"}
    return {"type": "table", "rows": [[cell] * columns] * rows, **more}


IMAGE: Final[Json] = {"type": "image", "image_url": "https://a.example/a.png", "alt_text": "a"}
TASK: Final[Json] = {"task_id": "1", "title": "t", "status": "complete"}
CELLS: Final[list[list[Json]]] = [
    [{"type": "raw_text", "text": "a"}],
    [{"type": "raw_number", "value": 1}],
]

GOOD: Final[dict[str, Json]] = {
    "section with an accessory": section(accessory=button(), block_id="b" * 255),
    "section of fields": {"type": "section", "fields": [mrkdwn("x" * 2_000)] * 10},
    "longest section": section(text=mrkdwn("x" * 3_000)),
    "longest header": {"type": "header", "text": plain("x" * 150)},
    "context": {"type": "context", "elements": [mrkdwn(), plain(), IMAGE]},
    "image": {**IMAGE, "title": plain()},
    "divider": {"type": "divider"},
    "actions": actions(*(button(action_id=str(n)) for n in range(25))),
    "menu": actions({"type": "static_select", "options": [option("x" * 75, "v" * 150)] * 100}),
    "groups": actions(
        {"type": "static_select", "option_groups": [{"label": plain(), "options": [option()]}]}
    ),
    "overflow": section(accessory={"type": "overflow", "options": [option()] * 5}),
    "input": asked({"type": "plain_text_input", "max_length": 3_000}),
    "number": asked({"type": "number_input", "is_decimal_allowed": False}),
    "dates": actions(
        {"type": "datepicker", "initial_date": "2026-11-24"},
        {"type": "timepicker", "initial_time": "23:59"},
    ),
    "rich text": rich({"type": "text", "text": "a", "style": {"bold": True}}),
    "rich mention": rich({"type": "user", "user_id": "U1"}, {"type": "emoji", "name": "tada"}),
    "markdown": {"type": "markdown", "text": "x" * 12_000},
    "table": table(100, 20),
    "data table": {"type": "data_table", "caption": "c", "rows": CELLS},
    "line chart": chart(),
    "plan": {"type": "plan", "title": "p", "tasks": [{**TASK, "status": "pending"}]},
    "task": {"type": "task_card", **TASK},
    "card": {"type": "card", "title": plain(), "actions": [button()]},
    "carousel": {"type": "carousel", "elements": [{"type": "card", "body": mrkdwn()}]},
    "container": {"type": "container", "title": plain(), "child_blocks": [section()]},
    "feedback": {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "positive_button": option(),
                "negative_button": option(),
            }
        ],
    },
    "video": {
        "type": "video",
        "alt_text": "a",
        "thumbnail_url": "https://a.example/t",
        "video_url": "https://a.example/v",
        "title": plain(),
    },
}

BAD: Final[dict[str, tuple[Json, str]]] = {
    "unknown type": ({"type": "heading"}, "unsupported block: heading [json-pointer:/0/type]"),
    "no type": ({}, "missing required field: type [json-pointer:/0]"),
    "alert in a message": ({"type": "alert", "text": plain()}, "unsupported block: alert"),
    "long section": (section(text=mrkdwn("x" * 3_001)), "less than 3001 characters"),
    "empty section text": (section(text=mrkdwn("")), "more than 0 characters"),
    "section without anything": ({"type": "section"}, "missing required field: text"),
    "many fields": (section(fields=[plain()] * 11), "no more than 10 items"),
    "long field": (section(fields=[plain("x" * 2_001)]), "/0/fields/0/text]"),
    "header with markup": ({"type": "header", "text": mrkdwn()}, "unsupported type: mrkdwn"),
    "long header": ({"type": "header", "text": plain("x" * 151)}, "less than 151"),
    "image without alt": (
        {"type": "image", "image_url": "https://a.example/a"},
        "missing required field: alt_text",
    ),
    "image without source": ({"type": "image", "alt_text": "a"}, "missing required field"),
    "image with two sources": ({**IMAGE, "slack_file": {"id": "F12345678"}}, "only one of"),
    "file id of a wrong shape": (
        {"type": "image", "alt_text": "a", "slack_file": {"id": "f1"}},
        "invalid slack file",
    ),
    "unknown property": (section(color="red"), "invalid additional property: color"),
    "many elements": (actions(*(button(action_id=str(n)) for n in range(26))), "no more than 25"),
    "no elements": (actions(), "no less than 1"),
    "unknown element": (actions({"type": "knob"}), "unsupported element: knob"),
    "input element in actions": (actions({"type": "plain_text_input"}), "unsupported element"),
    "long button": (actions(button(text=plain("x" * 76))), "less than 76"),
    "long value": (actions(button(value="x" * 2_001)), "less than 2001"),
    "unknown style": (actions(button(style="loud")), "must be one of primary, danger"),
    "long option": (
        actions({"type": "static_select", "options": [option("x" * 76)]}),
        "less than 76",
    ),
    "many options": (
        actions({"type": "static_select", "options": [option()] * 101}),
        "no more than 100",
    ),
    "no options": (actions({"type": "static_select"}), "missing required field: options"),
    "big overflow": (
        section(accessory={"type": "overflow", "options": [option()] * 6}),
        "no more than 5",
    ),
    "many boxes": (actions({"type": "checkboxes", "options": [option()] * 11}), "no more than 10"),
    "wrong date": (actions({"type": "datepicker", "initial_date": "24.11."}), "YYYY-MM-DD"),
    "same action twice": (actions(button(), button()), "`action_id` go already exists"),
    "many in context": ({"type": "context", "elements": [plain()] * 11}, "no more than 10"),
    "long block id": ({"type": "divider", "block_id": "b" * 256}, "less than 256"),
    "confirm without a title": (
        actions(button(confirm={"text": plain(), "confirm": plain(), "deny": plain()})),
        "missing required field: title",
    ),
    "empty rich text": (rich({"type": "text", "text": ""}), "more than 0 characters"),
    "unknown run": (rich({"type": "blink", "text": "x"}), "unsupported type: blink"),
    "long markdown": ({"type": "markdown", "text": "x" * 12_001}, "less than 12001"),
    "tall table": (table(101, 1), "no more than 100"),
    "wide table": (table(1, 21), "no more than 20"),
    "uneven data table": (
        {"type": "data_table", "caption": "c", "rows": [CELLS[0], CELLS[1] * 2]},
        "the same number of columns",
    ),
    "rich header cell": (
        {"type": "data_table", "caption": "c", "rows": [[rich()], CELLS[1]]},
        "unsupported type of a header cell",
    ),
    "gap in a chart": (
        chart(axis_config={"categories": ["mon", "tue", "wed"]}),
        "one point for each category",
    ),
    "two series of a name": (
        chart(series=chart()["chart"]["series"] * 2),
        "name ios is used more than once",
    ),
    "pending task alone": ({"type": "task_card", **TASK, "status": "pending"}, "must be one of"),
    "same task twice": ({"type": "plan", "title": "p", "tasks": [TASK, TASK]}, "more than once"),
    "container in a container": (
        {
            "type": "container",
            "title": plain(),
            "child_blocks": [{"type": "container", "title": plain(), "child_blocks": [section()]}],
        },
        "unsupported block: container",
    ),
    "text that is a string": ({"type": "section", "text": "x"}, "must be an object"),
}


def found(blocks: object, surface: Surface = "message", *, ready: bool = True) -> list[str]:
    """What is wrong with blocks."""
    return problems(blocks, surface, lambda _: ready, "")


@pytest.mark.parametrize("name", GOOD)
def test_what_slack_documents_passes(name: str) -> None:
    """Each at the limit that the page of its block or element names."""
    assert found([GOOD[name]]) == []


@pytest.mark.parametrize("name", BAD)
def test_what_slack_refuses_is_refused_with_its_place(name: str) -> None:
    """One problem, with a pointer to where it is."""
    block, sentence = BAD[name]
    [problem] = found([block])
    assert sentence in problem
    assert "[json-pointer:/0" in problem


def test_blocks_are_counted_together() -> None:
    """Fifty in a message, a hundred in a view; one table, two charts, 12,000 of markdown."""
    dividers = [{"type": "divider"}]
    assert found(dividers * 50) == []
    assert "no more than 50" in found(dividers * 51)[0]
    assert found(dividers * 100, "modal") == []
    assert "no more than 100" in found(dividers * 101, "home")[0]
    assert "no more than 1 table" in found([table(1, 1)] * 2)[0]
    assert "no more than 2 data_visualization" in found([chart()] * 3)[0]
    assert "markdown must be" in found([{"type": "markdown", "text": "x" * 6_001}] * 2)[0]


def test_block_ids_are_unique() -> None:
    """The second one of a name is pointed at."""
    twice = [{"type": "divider", "block_id": "b"}] * 2
    assert found(twice) == ["`block_id` b already exists [json-pointer:/1/block_id]"]


def test_a_file_that_is_not_ready_is_found_wherever_it_is_shown() -> None:
    """In a block, an element, a card."""
    shown = {"type": "image", "alt_text": "a", "slack_file": {"id": "F12345678"}}
    blocks = [shown, {"type": "context", "elements": [shown]}, section(accessory=shown)]
    assert found(blocks) == []
    pointers = [one.rpartition(":")[2] for one in found(blocks, ready=False)]
    assert pointers == ["/0/slack_file]", "/1/elements/0/slack_file]", "/2/accessory/slack_file]"]


def test_a_modal_with_inputs_can_be_submitted() -> None:
    """Without `submit` it is refused; a home needs none."""
    view = {"type": "modal", "title": plain(), "blocks": [asked({"type": "plain_text_input"})]}
    [problem] = view_problems(view, lambda _: True, home=False)
    assert "`submit`" in problem
    view["submit"] = plain("Save")
    assert view_problems(view, lambda _: True, home=False) == []
    home = {"type": "home", "blocks": view["blocks"]}
    assert view_problems(home, lambda _: True, home=True) == []


def test_ids_are_filled_in_and_elements_found() -> None:
    """Everything that can be used has a block and an action id, wherever it stands."""
    inner = actions({"type": "button", "text": plain()})
    container = {"type": "container", "title": plain(), "child_blocks": [inner]}
    carousel = {"type": "carousel", "elements": [{"type": "card", "actions": [button()]}]}
    given = [section(), container, carousel]
    before = copy.deepcopy(given)
    named = with_ids(given)
    assert given == before
    held = named[1]["child_blocks"][0]
    assert find(named, held["block_id"], held["elements"][0]["action_id"]) == held["elements"][0]
    card = named[2]["elements"][0]
    assert find(named, card["block_id"], "go") == card["actions"][0]
    assert find(named, "b0", "go") is None


# -- an independent opinion -------------------------------------------------------------------


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
def test_slackblocks_agrees_on_where_blocks_may_stand(surface: Surface) -> None:
    """An independent library knows the same blocks on the same surfaces."""
    assert SURFACES[surface] == _surfaces._BLOCK_TYPES_BY_SURFACE[surface]  # noqa: SLF001 - no public name
    for kind in KINDS:
        here = kind in SURFACES[surface]
        if here:
            _surfaces.validate_surface_blocks([{"type": kind}], surface)
        else:
            with pytest.raises(slackblocks.TypeMismatchError):
                _surfaces.validate_surface_blocks([{"type": kind}], surface)


def _filled(field: str, length: int) -> Json:
    """A block whose named text has that many characters."""
    text = "x" * length
    blocks: dict[str, Json] = {
        "SECTION_TEXT": section(text=mrkdwn(text)),
        "SECTION_FIELDS_ITEM": section(fields=[mrkdwn(text)]),
        "HEADER_TEXT": {"type": "header", "text": plain(text)},
        "IMAGE_ALT_TEXT": {**IMAGE, "alt_text": text},
        "IMAGE_TITLE": {**IMAGE, "title": plain(text)},
        "IMAGE_IMAGE_URL": {**IMAGE, "image_url": text},
        "MARKDOWN_TEXT": {"type": "markdown", "text": text},
        "BUTTON_TEXT": actions(button(text=plain(text))),
        "BUTTON_VALUE": actions(button(value=text)),
        "BUTTON_URL": actions(button(url=text)),
        "BUTTON_ACCESSIBILITY_LABEL": actions(button(accessibility_label=text)),
        "ACTION_ID": actions(button(action_id=text)),
        "BLOCK_ID": {"type": "divider", "block_id": text},
        "OPTION_TEXT": actions({"type": "static_select", "options": [option(text)]}),
        "OPTION_VALUE": actions({"type": "static_select", "options": [option("x", text)]}),
        "SELECT_PLACEHOLDER": actions({"type": "users_select", "placeholder": plain(text)}),
        "INPUT_LABEL": {**asked({"type": "plain_text_input"}), "label": plain(text)},
        "INPUT_HINT": {**asked({"type": "plain_text_input"}), "hint": plain(text)},
        "CARD_TITLE": {"type": "card", "title": plain(text)},
        "CARD_BODY": {"type": "card", "body": plain(text)},
        "CONTAINER_TITLE": {
            "type": "container",
            "title": plain(text),
            "child_blocks": [section()],
        },
        "DATA_VISUALIZATION_TITLE": {**chart(), "title": text},
    }
    return blocks[field]


@pytest.mark.parametrize(
    "field",
    [
        *("SECTION_TEXT", "SECTION_FIELDS_ITEM", "HEADER_TEXT", "IMAGE_ALT_TEXT", "IMAGE_TITLE"),
        *("IMAGE_IMAGE_URL", "MARKDOWN_TEXT", "BUTTON_TEXT", "BUTTON_VALUE", "BUTTON_URL"),
        *("BUTTON_ACCESSIBILITY_LABEL", "ACTION_ID", "BLOCK_ID", "OPTION_TEXT", "OPTION_VALUE"),
        *("SELECT_PLACEHOLDER", "INPUT_LABEL", "INPUT_HINT", "CARD_TITLE", "CARD_BODY"),
        *("CONTAINER_TITLE", "DATA_VISUALIZATION_TITLE"),
    ],
)
def test_slackblocks_agrees_on_lengths(field: str) -> None:
    """The longest that it allows passes, one more is refused."""
    most: int = getattr(_limits, f"{field}_MAX_LENGTH")
    assert found([_filled(field, most)]) == []
    assert len(found([_filled(field, most + 1)])) == 1


_ANY: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "text", "elements", "accessory", "options", "value"]),
            inner | st.sampled_from([*KINDS, "plain_text", "button", "static_select"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_ANY, st.sampled_from(["message", "modal", "home"]))
def test_no_json_breaks_the_check(blocks: object, surface: Surface) -> None:
    """Whatever comes is fine or has problems with places; what is fine gets its ids."""
    said = found(blocks, surface)
    assert all("[json-pointer:" in one for one in said)
    if not said and isinstance(blocks, list):
        assert all(block["block_id"] for block in with_ids(blocks))
