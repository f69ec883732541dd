"""Who is who: `auth.test`, `users.*`, `team.info`, `bots.info`; and `reactions.add`.

Source: https://docs.slack.dev/reference/methods/users.info and the pages of the others.
"""

import re
from dataclasses import replace
from typing import Final

from bot.local.workspace.methods.calling import Called, page_of
from bot.local.workspace.model import Json, Reaction
from bot.local.workspace.refusals import Refusal

_EMOJI: Final = re.compile(r"[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?", re.ASCII)


def auth_test(called: Called) -> Json:
    """`auth.test`."""
    workspace = called.workspace
    return {
        "url": f"{workspace.rendering.base}/",
        "team": workspace.identity.team_name,
        "user": workspace.manifest.handle,
        "team_id": workspace.identity.team,
        "user_id": workspace.identity.user,
        "bot_id": workspace.identity.bot,
        "is_enterprise_install": False,
    }


def connections_open(called: Called) -> Json:
    """`apps.connections.open`: a ticket for one socket."""
    workspace = called.workspace
    if workspace.sockets.full:
        raise Refusal("too_many_websockets")
    host = workspace.rendering.base.replace("http", "ws", 1)
    app = workspace.identity.app
    return {"url": f"{host}/link?ticket={workspace.sockets.ticket()}&app_id={app}"}


def info(called: Called) -> Json:
    """`users.info`."""
    rendering, clock = called.workspace.rendering, called.workspace.clock
    named = called.args.needed("user")
    if named == called.app:
        return {"user": rendering.app_user()}
    person = called.workspace.store.people.get(named)
    if person is None:
        raise Refusal("user_not_found")
    return {"user": rendering.user(person, clock.now())}


def listed(called: Called) -> Json:
    """`users.list`."""
    rendering, now = called.workspace.rendering, called.workspace.clock.now()
    people = [rendering.user(person, now) for person in called.workspace.store.people.values()]
    members, more = page_of([*people, rendering.app_user()], called)
    return {"members": members, "cache_ts": int(now), "response_metadata": more}


def team_info(called: Called) -> Json:
    """`team.info`."""
    identity = called.workspace.identity
    return {
        "team": {
            "id": identity.team,
            "name": identity.team_name,
            "domain": identity.domain,
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }


def bot_info(called: Called) -> Json:
    """`bots.info`."""
    identity = called.workspace.identity
    if called.args.text("bot", identity.bot) != identity.bot:
        raise Refusal("bot_not_found")
    return {
        "bot": {
            "id": identity.bot,
            "deleted": False,
            "name": called.workspace.manifest.name,
            "updated": 0,
            "app_id": identity.app,
            "user_id": identity.user,
            "icons": {},
        }
    }


def add_reaction(called: Called) -> Json:
    """`reactions.add`."""
    name = called.args.needed("name")
    if not _EMOJI.fullmatch(name):
        raise Refusal("invalid_name")
    channel = called.channel()
    message = called.message(channel, called.args.needed("timestamp"))
    before = {one.name: one.users for one in message.reactions}
    if called.app in before.get(name, ()):
        raise Refusal("already_reacted")
    after = {**before, name: (*before.get(name, ()), called.app)}
    reactions = tuple(Reaction(one, users) for one, users in after.items())
    called.workspace.board.change(replace(message, reactions=reactions))
    return {}
