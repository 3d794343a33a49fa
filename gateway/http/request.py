"""A request: Werkzeug's, with every attribute computed when it is first read."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote_to_bytes

from werkzeug.datastructures import EnvironHeaders, Headers
from werkzeug.wrappers import Request as WerkzeugRequest

from gateway.http import cookies
from gateway.http.app import App
from gateway.http.asked import Asked
from gateway.http.lazy import lazy
from gateway.http.located import Located, decoded
from gateway.http.payload import Payload
from gateway.http.visitor import Visitor

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class Request(Located, Asked, Payload, Visitor, WerkzeugRequest):  # type: ignore[misc]
    """One HTTP request; attributes that Werkzeug's constructor would compute are computed on first read.

    `method` is in capitals, `path` decoded, `raw_path` as sent. `params` holds the path parameters, converted
    as `params:` says; `route` is the matched row, None before one is found; `body` what the route's `body:`
    parser made of the body, `body_parser` which it was; `request_id` the id that layer gave, else empty.
    `max_size` is the body limit in force, in bytes. `state` is for whatever layers, handlers and views of one
    request want to share.

        def show(request: Request, number: int) -> dict[str, Any]:
            page = request.query.get("page", 1, type=int)
            return {"number": number, "page": page, "who": request.user}

    What a client got wrong raises an HTTP error when it is read, and answers with it unless it is caught.

    A service mounted below a path makes a request of its own, `outer` is the one it was made from.

    `is_refused` tells a layer that no route takes the request: what is inside then answers OPTIONS, 400, 404,
    405 or a redirect. `allowed` has the methods that routes take at this path, `written` the path as a route
    has it, with or without its last slash, and `refusal` the error of a request that is malformed.
    """

    params: dict[str, Any]
    route: Any = None
    entered: tuple[Any, ...] | None = None
    allowed: frozenset[str] = frozenset()
    written: str = ""
    refusal: BaseException
    is_refused: bool = False
    request_id: str = ""
    outer: Request | None = None

    def __init__(self, environ: WSGIEnvironment, app: App) -> None:
        """Read what matching needs; everything else waits until it is asked for."""
        self.environ = environ
        self.app = app
        self.method = environ["REQUEST_METHOD"]
        path = environ.get("PATH_INFO") or "/"
        raw = environ.get("RAW_URI", "")
        if "%" not in raw and "%" not in path and path.isascii():
            self.path = self.raw_path = path
        else:
            self.path, self.raw_path = _paths(environ, path)

    def decide(self) -> None:
        """Find out which method is meant: here the one that was sent."""

    @lazy
    def headers(self) -> Headers:
        """The request's headers, case-insensitive; a mapping that cannot be changed."""
        return EnvironHeaders(self.environ)

    @lazy
    def cookies(self) -> dict[str, str]:  # type: ignore[override]
        """The request's cookies, percent-decoded; of one name, the first (RFC 6265 §5.4).

        They are what the client says. A value that is malformed stays as it was sent.
        """
        return cookies.parse(self.environ.get("HTTP_COOKIE", ""))

    @lazy
    def signed_cookies(self) -> dict[str, str]:
        """The cookies that `response.set_cookie(..., signed=True)` has made, as far as nobody changed them.

        One whose signature fits none of `settings.cookies.keys` is left out.
        """
        signer = self.app.signer
        found = {name: signer.read(name, text) for name, text in self.cookies.items()} if signer else {}
        return {name: value for name, value in found.items() if value is not None}

    def param(self, name: str, default: Any = None) -> Any:
        """A parameter of the path, else of the query, else of the body, else the default.

        The body counts where it is a form or a JSON object; raise what reading it raises.
        """
        for values in (lambda: self.params, lambda: self.query, self._fields):
            found = values()
            if name in found:
                return found[name]
        return default

    def _fields(self) -> Mapping[str, Any]:
        """What of the body has names."""
        body = self.body
        if body is None:
            body = self.json if self.is_type("json", "+json") else self.form
        return body if isinstance(body, Mapping) else {}

    @lazy
    def state(self) -> SimpleNamespace:
        """Values that layers, handlers and views of this request share, in mounted services too."""
        return SimpleNamespace() if self.outer is None else self.outer.state

    def url_for(self, name: str, /, **params: Any) -> str:
        """The path of the route called `name`, percent-encoded, with the prefix the service is mounted under.

            request.url_for("order", id=7)

        Raise LookupError if no route has that name, ValueError for a parameter that is missing, unknown or
        cannot stand in a path.
        """
        return self.base_url.rstrip("/") + self.app.url_for(name, **params)


def _paths(environ: WSGIEnvironment, path: str) -> tuple[str, str]:
    """The decoded path and the path as sent; RAW_URI counts only if it is PATH_INFO, escaped."""
    text, raw = decoded(path), environ.get("RAW_URI", "").partition("?")[0]
    script = environ.get("SCRIPT_NAME", "")
    if "%" in raw and raw.startswith("/") and unquote_to_bytes(raw).decode("latin-1") == script + path:
        below = "/" + "/".join(raw.split("/")[script.count("/") + 1 :])
        if unquote_to_bytes(below).decode("latin-1") == path:  # no slash of the mount is an escaped one
            return text, below
    if "\ufffd" in text:
        return text, "/%FF"
    return text, quote(text) if "%" in text else text
