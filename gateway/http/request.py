"""A request: Werkzeug's, with every attribute computed when it is first read."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, unquote_to_bytes

from werkzeug.datastructures import EnvironHeaders, FileStorage, Headers, ImmutableMultiDict
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.wrappers import Request as WerkzeugRequest

from gateway.http import body, cookies, negotiation
from gateway.http.app import App
from gateway.http.lazy import lazy
from gateway.http.visitor import Visitor

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MAX_QUERY_FIELDS = 1000


class Request(Visitor, WerkzeugRequest):
    """One HTTP request; attributes that Werkzeug's constructor would compute are computed on first read.

    `method` is in capitals, `path` decoded, `raw_path` as sent. `params` holds the path parameters, converted
    as `params:` says; `route` is the matched row, None before one is found; `body` what the route's `body:`
    parser made of the body; `request_id` the id that layer gave, else empty. `max_size` is the body limit in
    force, in bytes. `state` is for whatever layers, handlers and views of one request want to share.

        def show(request: Request, number: int) -> dict[str, Any]:
            page = request.query.get("page", 1, type=int)
            return {"number": number, "page": page, "who": request.user}

    What a client got wrong raises an HTTP error when it is read, and answers with it unless it is caught.

    `is_refused` tells a layer that no route takes the request: what is inside then answers OPTIONS, 400, 404,
    405 or a redirect. `allowed` has the methods that routes take at this path, `written` the path as a route
    has it, with or without its last slash, and `refusal` the error of a request that is malformed.
    """

    params: dict[str, Any]
    route: Any = None
    body: Any = None
    entered: tuple[Any, ...] = ()
    allowed: frozenset[str] = frozenset()
    written: str = ""
    refusal: BadRequest
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

    @lazy
    def max_size(self) -> int:
        """The most bytes of a body that are read, until a layer or the route says otherwise.

        It is set before the body is read; what was read stays.
        """
        return self.app.max_body

    @lazy
    def headers(self) -> Headers:
        """The request's headers, case-insensitive; a mapping that cannot be changed."""
        return EnvironHeaders(self.environ)

    @lazy
    def scheme(self) -> str:
        """`http` or `https`, as the server saw it."""
        scheme: str = self.environ.get("wsgi.url_scheme", "http")
        return scheme

    @lazy
    def server(self) -> tuple[str, int | None] | None:
        """The name and port the server listens on."""
        port = self.environ.get("SERVER_PORT", "")
        return self.environ.get("SERVER_NAME", ""), int(port) if port.isdigit() else None

    @lazy
    def root_path(self) -> str:
        """The prefix the application is mounted under, without a trailing slash."""
        return _decoded(self.environ.get("SCRIPT_NAME", "")).rstrip("/")

    @lazy
    def query_string(self) -> bytes:
        """The part behind the `?`, as sent."""
        text: str = self.environ.get("QUERY_STRING", "")
        return text.encode("latin-1")

    @lazy
    def remote_addr(self) -> str | None:
        """The address of the peer, which is the proxy's where there is one."""
        return self.environ.get("REMOTE_ADDR")

    @property
    def access_route(self) -> list[str]:
        """The peer alone: X-Forwarded-For counts only where a proxy is trusted."""
        return [self.remote_addr] if self.remote_addr else []

    @lazy
    def hostname(self) -> str:
        """The host asked for, lower case, without its port."""
        host = self.host.lower()
        return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]

    @lazy
    def cookies(self) -> dict[str, str]:  # type: ignore[override]
        """The request's cookies, percent-decoded; of one name, the first (RFC 6265 §5.4).

        They are what the client says. A value that is malformed stays as it was sent.
        """
        return cookies.parse(self.environ.get("HTTP_COOKIE", ""))

    @lazy
    def query(self) -> ImmutableMultiDict[str, str]:
        """The query parameters as text, in order; raise BadRequest for more than a thousand.

            tags = request.query.getlist("tag")

        A route's own `query:` gives its handler values that are converted and checked instead. With `query:
        none` in the settings it is empty.
        """
        if self.app.query == "none":
            return ImmutableMultiDict()
        try:
            text = self.query_string.decode()
            pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_QUERY_FIELDS, errors="strict")
        except ValueError as error:
            raise BadRequest("the query is not valid UTF-8 or has too many parameters") from error
        return ImmutableMultiDict(pairs)

    @lazy
    def data(self) -> bytes:
        """The body, read once and kept; empty if there is none.

        Raise RequestEntityTooLarge over `max_size`, BadRequest if it is cut short or its length is no number,
        LengthRequired if the server cannot tell where it ends (RFC 9112 §6.3).
        """
        return body.read(self.environ, self.max_size)

    @lazy
    def stream(self) -> IO[bytes]:
        """The body as a file, under the same limit."""
        return BytesIO(self.data)

    @lazy
    def json(self) -> Any:
        """The body as JSON (RFC 8259).

        Raise UnsupportedMediaType unless it is sent as application/json or a `+json` type, BadRequest with
        line and column for what is no JSON, and whatever `data` raises. An empty body is no JSON.
        """
        content_type = self.environ.get("CONTENT_TYPE", "")
        if content_type != "application/json":
            body.require_type(content_type, "json")
        return body.parse_json(self.data)

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:  # noqa: ARG002, FBT001, FBT002
        """The body as JSON, `force` whatever its type; None instead of an error if `silent`."""
        try:
            return body.parse_json(self.data) if force else self.json
        except HTTPException:
            if silent:
                return None
            raise

    @lazy
    def _form_and_files(self) -> tuple[ImmutableMultiDict[str, str], ImmutableMultiDict[str, FileStorage]]:
        """Both halves of a form, parsed together; raise BadRequest or RequestEntityTooLarge."""
        return body.parse_form(self.environ.get("CONTENT_TYPE", ""), self.data)

    @property
    def form(self) -> ImmutableMultiDict[str, str]:
        """The fields of a form body; empty for any other type.

        Raise BadRequest if it is malformed or not UTF-8, RequestEntityTooLarge for more than a thousand
        fields.
        """
        return self._form_and_files[0]

    @property
    def files(self) -> ImmutableMultiDict[str, FileStorage]:
        """The files of a multipart body, held in memory; empty for any other type.

        Their names are what the client says: `filename` may hold slashes and dots.
        """
        return self._form_and_files[1]

    @lazy
    def state(self) -> SimpleNamespace:
        """Values that layers, handlers and views of this request share."""
        return SimpleNamespace()

    def accepts(self, *offers: str) -> str | None:
        """The offer the client prefers, as it was given; None if it wants none (RFC 9110 §12.5.1).

        Offers are extensions or media types; where all are alike to the client, the first is chosen.

            if request.accepts("html", "json") == "json":
                return {"orders": orders}
        """
        return negotiation.best(self.environ.get("HTTP_ACCEPT"), offers)

    def url_for(self, name: str, /, **params: Any) -> str:
        """The path of the route called `name`, percent-encoded, with the prefix the service is mounted under.

            request.url_for("order", id=7)

        Raise LookupError if no route has that name, ValueError for a parameter that is missing, unknown or
        cannot stand in a path.
        """
        return self.script_root + self.app.url_for(name, **params)


def _decoded(text: str) -> str:
    """WSGI's latin-1 text as the UTF-8 it stands for."""
    return text if text.isascii() else text.encode("latin-1").decode("utf-8", "replace")


def _paths(environ: WSGIEnvironment, path: str) -> tuple[str, str]:
    """The decoded path and the path as sent; RAW_URI counts only if it is PATH_INFO, escaped."""
    decoded, raw = _decoded(path), environ.get("RAW_URI", "").partition("?")[0]
    script = environ.get("SCRIPT_NAME", "")
    if "%" in raw and raw.startswith("/") and unquote_to_bytes(raw).decode("latin-1") == script + path:
        below = "/" + "/".join(raw.split("/")[script.count("/") + 1 :])
        if unquote_to_bytes(below).decode("latin-1") == path:  # no slash of the mount is an escaped one
            return decoded, below
    if "\ufffd" in decoded:
        return decoded, "/%FF"
    return decoded, quote(decoded) if "%" in decoded else decoded
