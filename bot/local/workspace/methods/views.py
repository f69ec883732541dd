"""`views.*`: modals and App Homes.

Source: https://docs.slack.dev/reference/methods/views.open and the pages beside it.
"""

from bot.local.workspace import modals
from bot.local.workspace.methods.calling import Called
from bot.local.workspace.model import Json, View
from bot.local.workspace.refusals import Refusal


def opened(called: Called) -> Json:
    """`views.open`."""
    body = _body(called)
    trigger = called.workspace.exchange.spend(called.args.needed("trigger_id"))
    return _told(called, modals.push(called.workspace, trigger.person, body))


def pushed(called: Called) -> Json:
    """`views.push`: onto the modal in which the trigger arose."""
    body = _body(called)
    trigger = called.workspace.exchange.spend(called.args.needed("trigger_id"))
    below = called.workspace.store.views.get(trigger.view or "")
    if below is None:
        raise Refusal("invalid_trigger_id")
    return _told(called, modals.push(called.workspace, trigger.person, body, below))


def updated(called: Called) -> Json:
    """`views.update`."""
    args, views = called.args, called.workspace.store.views
    body = _body(called)
    if args.has("external_id"):
        same = (
            one for one in views.values() if one.body.get("external_id") == args.text("external_id")
        )
        view = next(same, None)
    else:
        view = views.get(args.needed("view_id"))
    if view is None:
        raise Refusal("not_found")
    _unchanged(called, view)
    return _told(called, modals.update(called.workspace, view, body))


def published(called: Called) -> Json:
    """`views.publish`: somebody's App Home."""
    workspace = called.workspace
    body = called.args.object("view", "invalid_arguments")
    modals.check(workspace, body, home=True)
    person = called.args.needed("user_id")
    if person not in workspace.store.people:
        raise Refusal("user_not_found")
    if not workspace.manifest.has_home:
        raise Refusal("not_enabled")
    if before := workspace.store.homes.get(person):
        _unchanged(called, before)
    return _told(called, modals.publish(workspace, person, body))


def _body(called: Called) -> Json:
    body = called.args.object("view", "invalid_arguments")
    modals.check(called.workspace, body)
    return body


def _unchanged(called: Called, view: View) -> None:
    """Slack: a `hash` protects against overwriting what somebody else wrote meanwhile."""
    if called.args.has("hash") and called.args.text("hash") != view.hash:
        raise Refusal("hash_conflict")


def _told(called: Called, view: View) -> Json:
    return {"view": called.workspace.rendering.view(view)}
