"""The views in front of people: at most three modals on top of each other, and the App Home.

Source: https://docs.slack.dev/surfaces/modals
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.local.workspace.blocks.views import too_large, view_problems
from bot.local.workspace.blocks.whole import with_ids
from bot.local.workspace.ids import new_id, new_key
from bot.local.workspace.model import Json, View
from bot.local.workspace.refusals import Refusal, wrong_arguments
from bot.local.workspace.workspace import Workspace

MOST_VIEWS: Final = 3


def check(workspace: Workspace, body: Json, *, home: bool = False) -> None:
    """Refuse a view that Slack would not show.

    Raises:
        Refusal: `invalid_arguments` with what is wrong and where, or `view_too_large`.
    """
    if too_large(body):
        raise Refusal("view_too_large")
    found = view_problems(body, workspace.files.can_show, home=home)
    if found:
        raise wrong_arguments(*found)


def push(workspace: Workspace, person: str, body: Json, below: View | None = None) -> View:
    """Show a modal, on top of another one if there is one.

    Raises:
        Refusal: `push_limit_reached` or `duplicate_external_id`.
    """
    if below and len(list(_downwards(workspace, below))) >= MOST_VIEWS:
        raise Refusal("push_limit_reached")
    external = body.get("external_id")
    if external and any(one.body.get("external_id") == external for one in _all(workspace)):
        raise Refusal("duplicate_external_id")
    id_ = new_id("V")
    root, previous = (below.root, below.id) if below else (id_, None)
    view = View(id_, person, _hash(workspace), _named(body), root, previous)
    workspace.store.views[id_] = view
    _tell(workspace, "view_pushed" if below else "view_opened", view)
    return view


def update(workspace: Workspace, view: View, body: Json) -> View:
    """Let a modal show something else; what was typed into blocks that stay is kept."""
    new = replace(view, hash=_hash(workspace), body=_named(body))
    workspace.store.views[view.id] = new
    _tell(workspace, "view_updated", new)
    return new


def publish(workspace: Workspace, person: str, body: Json) -> View:
    """Show somebody an App Home."""
    before = workspace.store.homes.get(person)
    id_ = before.id if before else new_id("V")
    view = View(id_, person, _hash(workspace), _named(body), id_)
    workspace.store.homes[person] = view
    shown = workspace.rendering.view(view)
    workspace.hub.tell("home", frozenset({person}), view=shown)
    return view


def close(workspace: Workspace, view: View) -> None:
    """Take a modal away."""
    workspace.store.views.pop(view.id, None)
    workspace.hub.tell("view_closed", frozenset({view.person}), view_id=view.id)


def close_all(workspace: Workspace, view: View) -> None:
    """Take all modals of a stack away."""
    for one in [one for one in _all(workspace) if one.root == view.root]:
        close(workspace, one)


def find(workspace: Workspace, id_: str) -> View | None:
    """A modal or App Home by id."""
    homes = (home for home in workspace.store.homes.values() if home.id == id_)
    return workspace.store.views.get(id_) or next(homes, None)


def keep(workspace: Workspace, view: View, values: Json) -> View:
    """Remember what was typed into a view."""
    new = replace(view, values=values)
    shelf = workspace.store.views
    if view.id in shelf:
        shelf[view.id] = new
    else:
        workspace.store.homes[view.person] = new
    return new


def _downwards(workspace: Workspace, view: View) -> Iterator[View]:
    below: View | None = view
    while below:
        yield below
        below = workspace.store.views.get(below.previous or "")


def _all(workspace: Workspace) -> tuple[View, ...]:
    return tuple(workspace.store.views.values())


def _named(body: Json) -> Json:
    return {**body, "blocks": list(with_ids(body["blocks"]))}


def _hash(workspace: Workspace) -> str:
    return f"{int(workspace.clock.now())}.{new_key(6)}"


def _tell(workspace: Workspace, kind: str, view: View) -> None:
    shown = workspace.rendering.view(view)
    workspace.hub.tell(kind, frozenset({view.person}), view=shown)
