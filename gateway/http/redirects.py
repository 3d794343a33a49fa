"""Redirects: to addresses, to names of the settings, and back to where a visitor came from."""

from __future__ import annotations

from urllib.parse import urlsplit

from gateway.http.origin import own_origins
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.http.status import phrase

STATUSES = frozenset({301, 302, 303, 307, 308})
BACK, HOME = "back", "home"
_SCHEMES = frozenset({"http", "https"})


def redirect(request: Request, to: str, status: int = 302) -> Response:
    """A redirect to a name, a path, what is relative to the request's, or an http(s) URL (RFC 9110 §15.4).

    Names are those of `settings.redirects`; `home` is the start page unless they say otherwise, and `back`
    the page of this site that the visitor came from, else `home`. Anything else is sent as it is, with what a
    URL cannot hold percent-encoded; a path is one of the host, so that `url_for` gives those of a mounted
    service. 303 is the status after a form, 308 keeps method and body:

        return redirect(request, request.url_for("order", id=order.id), 303)
        return redirect(request, "back")

    Raise ValueError for another status, and for `//host` and other spellings that would leave unnoticed; a
    whole URL is followed wherever it leads, so one that a client sent must be checked before.
    """
    if status not in STATUSES:
        raise ValueError(f"{status} does not redirect; it must be one of {sorted(STATUSES)}")
    response = Response(status=status)
    response.location = _address(request, to)
    response.body = f"{phrase(status)}. Redirecting to {response.location}".encode()
    response.type = "text"
    return response


def below_mount(request: Request, to: str) -> str:
    """A path as gateway.yaml has it, with what the service is mounted under before it; a URL as it is.

    What comes before is as it was sent: unescaped, `/%2Fhost` would be the address of another host.
    """
    return request.base_url.rstrip("/") + to if to.startswith("/") else to


def came_from(request: Request) -> str | None:
    """The page of this site that the visitor says to come from; None if there is none, or it is another's."""
    page = request.get("Referrer", "") or ""
    scheme, _, rest = page.partition("://")
    host = rest.replace("?", "/").replace("#", "/").partition("/")[0]
    ours = {origin.lower() for origin in own_origins(request)}
    return page if host and f"{scheme}://{host}".lower() in ours else None


def _address(request: Request, to: str) -> str:
    """What a name stands for, else the address itself; raise ValueError for one that cannot be trusted."""
    alias = request.app.redirects.get(to)
    if alias is not None:
        to = alias(request)
    elif to == BACK:
        return came_from(request) or _address(request, HOME)
    elif to == HOME:
        return request.base_url.rstrip("/") or "/"
    if to.startswith(("//", "/\\", "\\")) or not to.strip() or to[0].isspace():
        raise ValueError(f"{to!r} is neither a path of this service nor an http(s) URL")
    parts = urlsplit(to)
    is_mailbox = parts.scheme == "mailto" and not parts.netloc
    is_whole = is_mailbox or (parts.scheme in _SCHEMES and bool(parts.netloc))
    if (parts.scheme or parts.netloc) and not is_whole:
        raise ValueError(f"{to!r} is neither a path of this service nor an http(s) URL")
    return to
