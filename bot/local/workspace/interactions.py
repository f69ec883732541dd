"""What people do with what the app shows them: press, choose, submit, close, search.

Source: https://docs.slack.dev/reference/interaction-payloads
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.local.workspace import modals
from bot.local.workspace.blocks.whole import elements, find
from bot.local.workspace.delivery import Envelope, Undelivered
from bot.local.workspace.model import Channel, Json, Message, Person, View
from bot.local.workspace.people import failed
from bot.local.workspace.refusals import Refusal
from bot.local.workspace.workspace import Workspace

_CHOSEN: Final = (
    "value",
    "selected_option",
    "selected_options",
    "selected_date",
    "selected_time",
    "selected_date_time",
    "selected_conversation",
    "selected_conversations",
    "selected_channel",
    "selected_channels",
    "selected_user",
    "selected_users",
    "rich_text_value",
)
"""Where the payload of an element's type has what was chosen."""
_STATELESS: Final = frozenset({"button", "workflow_button", "icon_button", "overflow"})
_LABELLED: Final = frozenset({"button", "workflow_button", "icon_button"})


@dataclass(frozen=True, slots=True)
class InMessage:
    """Blocks that stand in a message."""

    channel: Channel
    message: Message

    @property
    def blocks(self) -> Iterable[Json]:
        """The message's blocks, and those of its attachments."""
        within = (one.get("blocks") or () for one in self.message.attachments)
        return (*self.message.blocks, *(block for blocks in within for block in blocks))


@dataclass(frozen=True, slots=True)
class InView:
    """Blocks that stand in a view."""

    view: View

    @property
    def blocks(self) -> Iterable[Json]:
        """The view's blocks."""
        blocks: list[Json] = self.view.body["blocks"]
        return blocks


Place = InMessage | InView


async def act(workspace: Workspace, person: Person, place: Place, given: Mapping[str, Any]) -> Json:
    """Let a person use an element.

    Args:
        workspace: Where.
        person: Who.
        place: Where the element stands.
        given: `block_id`, `action_id`, what was chosen, and in views `values`, all that is typed.
    """
    element = _element(place, given)
    action = _action(element, given)
    payload = {
        **workspace.payloads.interaction("block_actions", person),
        **_where(workspace, person, place, given),
        "actions": [{**action, "action_ts": workspace.store.stamps.next(workspace.clock.now())}],
    }
    try:
        await workspace.transport.send(Envelope("interactive", payload))
    except Undelivered as problem:
        return failed(problem.code, "This")
    return {"ok": True}


def _element(place: Place, given: Mapping[str, Any]) -> Json:
    element = find(place.blocks, str(given.get("block_id")), str(given.get("action_id")))
    if element is None:
        raise Refusal("element_not_found")
    return element


def _where(
    workspace: Workspace, person: Person, place: Place, given: Mapping[str, Any]
) -> dict[str, Any]:
    if isinstance(place, InView):
        view = modals.keep(workspace, place.view, _values(place.blocks, given.get("values") or {}))
        shown = workspace.payloads.in_view(view)
        return {**shown, "trigger_id": workspace.exchange.trigger(person.id, view.id)}
    token = workspace.exchange.response(person.id, place.channel.id, place.message)
    state = {given["block_id"]: {given["action_id"]: _state(_element(place, given), given)}}
    return {
        **workspace.payloads.in_message(place.message, place.channel),
        "state": {"values": state},
        "response_url": f"{workspace.rendering.base}/response/{token}",
        "trigger_id": workspace.exchange.trigger(person.id),
    }


def _action(element: Json, given: Mapping[str, Any]) -> Json:
    told: Json = {
        "type": element["type"],
        "block_id": given["block_id"],
        "action_id": given["action_id"],
    }
    if element["type"] in _LABELLED:
        fixed: Json = {name: element[name] for name in ("text", "value", "url") if name in element}
        return {**told, **fixed}
    if element["type"] == "feedback_buttons":
        return {**told, "value": given.get("value")}
    return {**told, **_chosen(element, given)}


def _chosen(element: Json, given: Mapping[str, Any]) -> Json:
    """What was chosen; an option may be named by its value alone."""
    chosen = {name: given[name] for name in _CHOSEN if name in given}
    options = {option["value"]: option for option in _options(element)}
    for name in ("selected_option", "selected_options"):
        if name in chosen:
            chosen[name] = _whole(chosen[name], options)
    return chosen


def _whole(chosen: Any, options: Mapping[str, Json]) -> Any:  # noqa: ANN401 - an option or several
    if isinstance(chosen, list):
        return [_whole(one, options) for one in chosen]
    return options.get(chosen, chosen) if isinstance(chosen, str) else chosen


def _options(element: Json) -> Iterator[Json]:
    yield from element.get("options") or ()
    for group in element.get("option_groups") or ():
        yield from group["options"]


def _state(element: Json, given: Mapping[str, Any]) -> Json:
    return {"type": element["type"], **_chosen(element, given)}


def _values(blocks: Iterable[Json], typed: Mapping[str, Any]) -> Json:
    """What is typed and chosen in a view: each element with its type, in its block."""
    values: Json = {}
    for block in blocks:
        for element in elements(block):
            name = element.get("action_id")
            if name and element["type"] not in _STATELESS:
                given = (typed.get(block["block_id"]) or {}).get(name) or {}
                values.setdefault(block["block_id"], {})[name] = _state(element, given)
    return values


# -- submitting and closing -------------------------------------------------------------------


async def submit(
    workspace: Workspace, person: Person, view: View, typed: Mapping[str, Any]
) -> Json:
    """Let a person submit a modal, and do with it what the app answers."""
    blocks: list[Json] = view.body["blocks"]
    view = modals.keep(workspace, view, _values(blocks, typed))
    missing = {block["block_id"] for block in blocks if _is_missing(block, view.values)}
    if missing:
        errors = dict.fromkeys(sorted(missing), "Please complete this required field.")
        return {"ok": True, "errors": errors}
    payload = {
        **workspace.payloads.interaction("view_submission", person),
        "trigger_id": workspace.exchange.trigger(person.id, view.id),
        "view": workspace.rendering.view(view),
        "response_urls": [],
    }
    try:
        ack = await workspace.transport.send(Envelope("interactive", payload))
        return _obey(workspace, view, ack)
    except Undelivered as problem:
        return failed(problem.code, "This")
    except Refusal:
        return failed("invalid_blocks", "This")


def _is_missing(block: Json, values: Json) -> bool:
    if block["type"] != "input" or block.get("optional"):
        return False
    state = values[block["block_id"]][block["element"]["action_id"]]
    return not any(value for name, value in state.items() if name != "type")


def _obey(workspace: Workspace, view: View, ack: Json) -> Json:
    action = ack.get("response_action")
    if action == "errors":
        return {"ok": True, "errors": ack.get("errors") or {}}
    if action == "clear":
        modals.close_all(workspace, view)
    elif action in ("update", "push"):
        body = ack.get("view") or {}
        modals.check(workspace, body)
        if action == "push":
            modals.push(workspace, view.person, body, view)
        else:
            modals.update(workspace, view, body)
    else:
        modals.close(workspace, view)
    return {"ok": True}


async def dismiss(workspace: Workspace, person: Person, view: View) -> Json:
    """Let a person close a modal; the app hears of it if the view says so."""
    clear = bool(view.body.get("clear_on_close"))
    (modals.close_all if clear else modals.close)(workspace, view)
    if not view.body.get("notify_on_close"):
        return {"ok": True}
    payload = {
        **workspace.payloads.interaction("view_closed", person),
        "view": workspace.rendering.view(view),
        "is_cleared": clear,
    }
    try:
        await workspace.transport.send(Envelope("interactive", payload))
    except Undelivered as problem:
        return failed(problem.code, "This")
    return {"ok": True}


async def suggest(
    workspace: Workspace, person: Person, place: Place, given: Mapping[str, Any]
) -> Json:
    """Ask the app for the options of a menu whose options it keeps to itself."""
    element = _element(place, given)
    where = (
        workspace.payloads.in_view(place.view)
        if isinstance(place, InView)
        else workspace.payloads.in_message(place.message, place.channel)
    )
    payload = {
        **workspace.payloads.interaction("block_suggestion", person),
        **where,
        "block_id": given["block_id"],
        "action_id": element["action_id"],
        "value": str(given.get("value") or ""),
    }
    try:
        ack = await workspace.transport.send(Envelope("interactive", payload))
    except Undelivered as problem:
        return {**failed(problem.code, "The search"), "options": []}
    groups: list[Json] = ack.get("option_groups") or []
    grouped = [option for group in groups for option in group.get("options") or ()]
    return {"ok": True, "options": ack.get("options") or grouped}
