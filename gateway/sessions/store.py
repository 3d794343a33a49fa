"""What a session store is, and how a session's cookie looks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Protocol

from gateway.http.fields import is_token
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.sessions.session import Session

SAME_SITE = ("lax", "strict", "none", "unset")
_DOMAIN = re.compile(r"\.?[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?")
_PATH = re.compile(r"/[\x20-\x3a\x3c-\x7e]*")


class Store(Protocol):
    """Where sessions are kept; one store serves all threads.

    The session layer calls `open` when a request first reads its session, and `save` once the answer is
    ready, for sessions that were opened only. A store keeps no state of a request between the two: what it
    needs then, and when a handler saves or reloads a session, is in the session's `keeper`. `name` is that of
    the cookie, without the prefix it has over https; by it a request tells its sessions apart. Two stores are
    equal if they keep the same sessions.
    """

    name: str

    def open(self, request: Request) -> Session:
        """The session a request belongs to, else a new one; never raises for what a client sent.

        A session that is forged, expired or cannot be read is a new one: who sent it learns no more than
        that.
        """

    def save(self, request: Request, session: Session, response: Response) -> None:
        """Keep the session, and tell the client by the response; raise SessionError if it cannot.

        It is called for sessions that did not change as well, since their idle time may be due.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class CookieOptions:
    """A session's cookie: its attributes, its life in seconds, the keys (first signs, all verify).

    `secure` None follows each request's scheme; `is_https` tells that the service is reached by https, also
    where a proxy does not say so. `max_age` None lasts until the browser closes. `rolling`
    sends the cookie with every answer, and lets the session's age count from the last one; `save_empty` keeps
    sessions that hold nothing as well. Raise ValueError for what no browser would accept.
    """

    name: str = "session"
    max_age: float | None = 86_400
    idle: float | None = 7_200
    same_site: str = "lax"
    secure: bool | None = None
    is_https: bool = False
    http_only: bool = True
    domain: str | None = None
    path: str = "/"
    keys: tuple[str, ...] = field(repr=False)
    keep_on_login: tuple[str, ...] = ()
    rolling: bool = False
    save_empty: bool = False

    def __post_init__(self) -> None:
        """Check each option, and what depends on two of them."""
        for is_good, message in (
            (is_token(self.name), f"{self.name!r} is not a cookie name"),
            (
                not self.name.lower().startswith(("__host-", "__secure-")),
                "the prefix of a cookie name is put by us",
            ),
            (self.domain is None or _DOMAIN.fullmatch(self.domain), f"{self.domain!r} is not a domain"),
            (_PATH.fullmatch(self.path), f"{self.path!r} is not a cookie path"),
            (self.same_site in SAME_SITE, f"same_site is {self.same_site!r}, expected one of {SAME_SITE}"),
            (self.same_site != "none" or self.secure is not False, "same_site none needs a secure cookie"),
        ):
            if not is_good:
                raise ValueError(message)
