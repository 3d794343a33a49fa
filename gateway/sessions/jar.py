"""The cookie of a session: its name and attributes, where it is found and how it is set."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from gateway.http.cookies import Attributes
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.sessions.attributes import COOKIE
from gateway.sessions.session import Session
from gateway.sessions.store import CookieOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Jar:
    """The cookie under one of its names: how to find and protect it, and every attribute but its life.

    `has_prefix` is whether its name tells, by the prefix that `placed` gives it, that it is secure.
    """

    has_prefix: ClassVar[bool] = True

    store: Any = field(repr=False)
    name: str
    codec: Any = field(repr=False)
    max_age: float | None
    attributes: Attributes
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
        shown = str(session.cookie.now) if COOKIE in session.private else self.shown
        send(response, f"{self.name}={value}{age}{shown}")

    def clear(self, response: Response) -> None:
        """Take the cookie back."""
        send(response, f"{self.name}=; Max-Age=0{self.shown}")


def placed(options: CookieOptions, *, secure: bool) -> tuple[str, Attributes]:
    """The name that the attributes allow (RFC 6265bis section 4.1.3), and these."""
    is_host_only = options.path == "/" and options.domain is None
    name = (("__Host-" if is_host_only else "__Secure-") if secure else "") + options.name
    return name, Attributes(
        path=options.path,
        domain=options.domain and options.domain.lstrip("."),
        secure=secure,
        http_only=options.http_only,
        # Over http browsers drop what says none, and take lax.
        same_site=options.same_site if secure or options.same_site != "none" else "lax",
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
