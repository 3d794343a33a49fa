"""Short ways to answer: redirect elsewhere, or refuse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn
from urllib.parse import urlsplit

from gateway.http.errors import STATUSES, HTTPError
from gateway.http.request import Request
from gateway.http.response import Response

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def redirect(request: Request, to: str, status: int = 302) -> Response:
    """A redirect to a path of this service or an http(s) URL (RFC 9110 §15.4).

    A path is written as in gateway.yaml: the prefix the service is mounted under is put before it, and what a
    URL cannot hold is percent-encoded. 303 is the status after a form, 308 keeps method and body:

        return redirect(request, request.url_for("order", id=order.id), 303)

    Raise ValueError for another status, and for `//host` and other spellings that would leave unnoticed; a
    whole URL is followed wherever it leads, so one that a client sent must be checked before.
    """
    if status not in _REDIRECTS:
        raise ValueError(f"{status} does not redirect; it must be one of {sorted(_REDIRECTS)}")
    local = to.startswith("/") and not to.startswith(("//", "/\\"))
    if not local and (urlsplit(to).scheme not in {"http", "https"} or not urlsplit(to).netloc):
        raise ValueError(f"{to!r} is neither a path of this service nor an http(s) URL")
    response = Response(status=status)
    response.location = request.script_root + to if local else to
    return response


def abort(
    status: int,
    message: str | None = None,
    *,
    type: str | None = None,  # noqa: A002  (HTTPError's word)
    headers: Mapping[str, str] | None = None,
) -> NoReturn:
    """Raise the HTTP error of that status, 400 to 599; see HTTPError.

    The `errors:` rules of the route answer it, else the built-in page. The message is for the client: a 4xx
    shows it, a 5xx only as far as `error_detail` allows.

        abort(404, "There is no such order.")
        abort(503, headers={"Retry-After": "120"})

    Raise LookupError for what is no error status, ValueError for a header that HTTP cannot carry.
    """
    if status not in STATUSES:
        raise LookupError(f"{status} is no HTTP error; it must be from 400 to 599")
    raise HTTPError(status, message, type=type, headers=headers)
