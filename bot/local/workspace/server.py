"""The workspace as an HTTP server: Slack's surface, the page, and its control interface.

It holds tokens and lets anybody act as anybody, so it answers only on loopback, and the control
interface only to its own page: a foreign page in the same browser can neither read it nor post to
it, not even under a name that it made point at this machine (DNS rebinding).
"""

from functools import partial
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.local.workspace import control, web_api
from bot.local.workspace.answering import answer
from bot.local.workspace.files import LOOPBACK, PICTURES
from bot.local.workspace.methods.files import MOST_BYTES
from bot.local.workspace.model import File
from bot.local.workspace.refusals import Refusal
from bot.local.workspace.workspace import Workspace

_PAGE: Final = Path(__file__).with_name("page")
_OWN: Final = frozenset({None, "none", "same-origin"})
_PAGE_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-cache",
}
_EVERYWHERE: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_WORKSPACE: Final = web.AppKey("workspace", Workspace)


def create_app(workspace: Workspace) -> web.Application:
    """The application that serves a workspace; bind it to loopback.

    Args:
        workspace: What is served.
    """
    app = web.Application(client_max_size=MOST_BYTES + 1024 * 1024, middlewares=[_guard])
    app[_WORKSPACE] = workspace
    app.router.add_route("*", "/api/{method}", partial(_with, web_api.call))
    app.router.add_post("/upload/{ticket}", partial(_with, _upload))
    app.router.add_get("/files/{file}/{name}", partial(_with, _download))
    app.router.add_post("/response/{token}", partial(_with, _respond))
    app.router.add_get("/link", _connect)
    app.router.add_get("/_/stream", partial(_with, control.stream))
    app.router.add_get("/_/files/{file}", partial(_with, _show_file))
    for (method, path), act in control.ENDPOINTS.items():
        app.router.add_route(method, path, partial(_control, act))
    app.router.add_get("/", _index)
    app.router.add_static("/page/", _PAGE)
    app.on_response_prepare.append(_add_headers)
    app.on_shutdown.append(_close)
    return app


async def _close(app: web.Application) -> None:
    await app[_WORKSPACE].close()


async def _with(act: Any, request: web.Request) -> web.StreamResponse:  # noqa: ANN401 - a handler
    response: web.StreamResponse = await act(request.app[_WORKSPACE], request)
    return response


async def _control(act: control.Act, request: web.Request) -> web.StreamResponse:
    return await control.answer(request.app[_WORKSPACE], request, act)


async def _connect(request: web.Request) -> web.StreamResponse:
    return await request.app[_WORKSPACE].sockets.serve(request)


# -- who may ----------------------------------------------------------------------------------


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let in what is addressed to this machine by its own name, and the page's own requests."""
    if request.url.host not in LOOPBACK:
        raise web.HTTPForbidden(text="This workspace answers to 127.0.0.1 and localhost only.")
    request.app[_WORKSPACE].rendering.base = str(request.url.origin())
    if request.path.startswith("/_/") and not _is_own(request):
        raise web.HTTPForbidden(text="Only the workspace's own page may do that.")
    return await handler(request)


def _is_own(request: web.Request) -> bool:
    """Whether a request comes from our page, or from a program that is no browser."""
    origin = request.headers.get("Origin")
    same = origin in (None, str(request.url.origin()))
    # A form of a foreign page can post text, but no JSON.
    typed = request.method != "POST" or request.content_type == "application/json"
    return same and typed and request.headers.get("Sec-Fetch-Site") in _OWN


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_EVERYWHERE)
    if request.path == "/" or request.path.startswith("/page/"):
        response.headers.update(_PAGE_HEADERS)


async def _index(_: web.Request) -> web.StreamResponse:
    return web.FileResponse(_PAGE / "index.html")


# -- files ------------------------------------------------------------------------------------


async def _upload(workspace: Workspace, request: web.Request) -> web.StreamResponse:
    """Take a file's bytes, as they are or as a field of a form."""
    ticket = request.match_info["ticket"]
    content = await _content(request)

    async def carry_out() -> web.StreamResponse:
        file = workspace.files.announced(ticket)
        if file is None:
            return web.Response(status=404, text="This upload URL is unknown or spent.")
        if len(content) != file.length:
            return web.Response(
                status=400, text=f"{file.length} bytes were announced, {len(content)} came."
            )
        workspace.files.receive(ticket, content)
        return web.Response(text=f"OK - {len(content)}")

    return await web_api.meet_fault(workspace, request, "upload", carry_out)


async def _content(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    fields = (await request.post()).values()
    files = [field.file.read() for field in fields if isinstance(field, web.FileField)]
    return files[0] if files else b""


async def _download(workspace: Workspace, request: web.Request) -> web.StreamResponse:
    """A private file, for the app with its token."""
    if request.headers.get("Authorization") != f"Bearer {workspace.tokens.bot}":
        raise web.HTTPForbidden(text="A private file needs the app's token.")
    if "files:read" not in workspace.manifest.scopes:
        raise web.HTTPForbidden(text="A private file needs the scope files:read.")
    file = workspace.files.there(request.match_info["file"])
    if file is None:
        raise web.HTTPNotFound(text="There is no such file.")
    return _sent(file)


async def _show_file(workspace: Workspace, request: web.Request) -> web.StreamResponse:
    """A file, for a person who looks at it on the page."""
    person = request.query.get("as", next(iter(workspace.store.people)))
    file = control.seen_file(workspace, request.match_info["file"], person)
    if file is None:
        raise web.HTTPNotFound(text="There is no such file, not yet or not for this person.")
    return _sent(file)


def _sent(file: File) -> web.Response:
    """A file's bytes; only pictures are shown, so that no file can act as a page."""
    how = "inline" if file.mimetype in PICTURES else "attachment"
    return web.Response(
        body=file.content,
        content_type=file.mimetype,
        headers={
            "Content-Disposition": how,
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


# -- response URLs ----------------------------------------------------------------------------


async def _respond(workspace: Workspace, request: web.Request) -> web.StreamResponse:
    """Take an answer at a response URL; what is wrong with it is a 404, as Slack says it."""
    body = await request.read()

    async def carry_out() -> web.StreamResponse:
        given: dict[str, Any] = {}
        try:
            given = web_api.read_object(body)
            answer(workspace, workspace.exchange.use(request.match_info["token"]), given)
        except Refusal as refusal:
            workspace.note("response_url", given, refusal.code)
            return web_api.refused(refusal, 404)
        workspace.note("response_url", given, None)
        return web.Response(text="ok")

    return await web_api.meet_fault(workspace, request, "response_url", carry_out)
