"""Short ways to answer: redirect elsewhere, or refuse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn
from urllib.parse import urlsplit

from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException, default_exceptions

from gateway.http.request import Request
from gateway.http.response import Response, checked

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def redirect(request: Request, to: str, status: int = 302) -> Response:
    """A redirect to a path of this service or an http(s) URL (RFC 9110 §15.4); raise ValueError."""
    if status not in _REDIRECTS:
        raise ValueError(f"{status} does not redirect; it must be one of {sorted(_REDIRECTS)}")
    local = to.startswith("/") and not to.startswith(("//", "/\\"))
    if not local and (urlsplit(to).scheme not in {"http", "https"} or not urlsplit(to).netloc):
        raise ValueError(f"{to!r} is neither a path of this service nor an http(s) URL")
    response = Response(status=status)
    response.location = request.script_root + to if local else to
    return response


def abort(status: int, message: str | None = None, *, headers: Mapping[str, str] | None = None) -> NoReturn:
    """Raise the HTTP error of that status; the message is for the client, `headers` are added."""
    kind = default_exceptions.get(status)
    if kind is None:
        raise LookupError(f"{status} is no HTTP error; there are {sorted(default_exceptions)}")
    raise _with_headers(kind, checked(headers))(message) if headers else kind(message)


def _with_headers(kind: type[HTTPException], headers: Headers) -> type[HTTPException]:
    def get_headers(
        self: HTTPException, environ: object = None, scope: object = None
    ) -> list[tuple[str, str]]:
        return [*kind.get_headers(self, environ, scope), *headers]  # type: ignore[arg-type]

    return type(kind.__name__, (kind,), {"get_headers": get_headers})
