"""The cookie of a session: its name and attributes, where it is found and how it is set."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar

from gateway.http.cookies import Attributes
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.sessions.attributes import COOKIE
from gateway.sessions.session import Session
from gateway.sessions.store import CookieOptions

_log = logging.getLogger("gateway.sessions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Jar:
    """The cookie under one of its names: how to find and protect it, and every attribute but its life.

    `has_prefix` is whether its name tells, by the prefix that `placed` gives it, that it is secure. It is
    doubtful if it is so although requests come by http: browsers would drop it without a word.
    """

    has_prefix: ClassVar[bool] = True

    store: Any = field(repr=False)
    name: str
    codec: Any = field(repr=False)
    max_age: float | None
    attributes: Attributes
    is_doubtful: bool = False
    start: str = field(init=False)
    shown: str = field(init=False)

    def __post_init__(self) -> None:
        """Write once what stands in every cookie."""
        object.__setattr__(self, "start", f";{self.name}=")
        object.__setattr__(self, "shown", str(self.attributes))

    def texts(self, request: Request) -> list[str]:
        """What the request has under this name, which can be several cookies."""
        _, *found = (";" + request.environ.get("HTTP_COOKIE", "").replace(" ", "")).split(self.start)
        return [text.partition(";")[0] for text in found]

    def send(self, session: Session, value: str, age: str, response: Response) -> None:
        """Set the cookie, with the attributes that this session has."""
        if self.is_doubtful:
            _warn_once(self.name)
        shown = str(session.cookie.now) if COOKIE in session.private else self.shown
        send(response, f"{self.name}={value}{age}{shown}")

    def clear(self, response: Response) -> None:
        """Take the cookie back."""
        send(response, f"{self.name}=; Max-Age=0{self.shown}")


def placed(options: CookieOptions, *, is_https: bool) -> dict[str, Any]:
    """What a jar is told; its name has the prefix that the attributes allow (RFC 6265bis section 4.1.3)."""
    secure = is_https if options.secure is None else options.secure
    is_host_only = options.path == "/" and options.domain is None
    return {
        "name": (("__Host-" if is_host_only else "__Secure-") if secure else "") + options.name,
        "max_age": options.max_age,
        "is_doubtful": secure and not is_https and not options.is_https,
        "attributes": Attributes(
            path=options.path,
            domain=options.domain and options.domain.lstrip("."),
            secure=secure,
            http_only=options.http_only,
            # Over http browsers drop what says none, and take lax.
            same_site=options.same_site if secure or options.same_site != "none" else "lax",
        ),
    }


@cache
def _warn_once(name: str) -> None:
    """Say once in each process why nobody is remembered."""
    _log.warning(
        "the cookie %s is secure, but a request came by http, so browsers may drop it: set "
        "settings.public_url, or settings.trust_proxy where a proxy ends https",
        name,
    )


def vary_by_cookie(response: Response) -> None:
    """Tell caches that the answer depends on who asks."""
    if "Vary" in [name for name, _ in response.headers]:
        response.vary("Cookie")
    else:
        response.headers._list.append(("Vary", "Cookie"))  # noqa: SLF001  (a tenth of the price)


def send(response: Response, cookie: str) -> None:
    """Add the cookie, which makes the response one visitor's own (RFC 9111 section 5.2.2)."""
    response.headers._list.append(("Set-Cookie", cookie))  # noqa: SLF001  (known to be good)
    directives = {part.strip().lower() for part in response.headers.get("Cache-Control", "").split(",")}
    if directives.isdisjoint(("no-store", "private")):
        response.headers["Cache-Control"] = "no-store"
