"""Ask for a name and a password (RFC 7617)."""

from __future__ import annotations

import binascii
import inspect
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from gateway.http.caching import make_private
from gateway.http.errors import HTTPError
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.middleware.chain import Handler

_NOBODY = b"\0" * 32
_DELETE = 127


@dataclass(frozen=True, slots=True, kw_only=True)
class BasicAuth:
    """Let in who has a name and a password; answer 401 to everybody else, which makes a browser ask for them.

    `check` is a function of the service, called with name, password and, if it takes a third argument, the
    request. What it returns is who asks: something true, where True stands for the name itself; anything else
    refuses. `users` are names with their passwords, which belong into the environment, instead of a function.

    Who was let in is `request.state.remote_user`, and `request.user` where no session says who that is;
    REMOTE_USER has the name for applications mounted below. Another scheme than Basic, and what is not
    well-formed, is 400. Names and passwords are sent with each request as they are: use it over https only.
    """

    check: Callable[..., Any] | None = None
    users: Mapping[str, str] = field(default_factory=dict, repr=False)
    realm: str = "Authorization Required"
    _asks: Callable[[str, str, Request], Any] = field(init=False, repr=False, compare=False)
    _challenge: str = field(init=False, repr=False, default="")

    def __post_init__(self) -> None:
        """Choose how to ask; raise ValueError unless there is one way, and a realm that a header can hold."""
        if (self.check is None) == (not self.users):
            raise ValueError("give either check, a function of yours, or users, names with passwords")
        if not self.realm.isprintable() or not self.realm.isascii():
            raise ValueError(f"the realm {self.realm!r} is not one line of ASCII")
        quoted = self.realm.replace("\\", "\\\\").replace('"', '\\"')
        object.__setattr__(self, "_challenge", f'Basic realm="{quoted}", charset="UTF-8"')
        object.__setattr__(self, "_asks", _listed(self.users) if self.check is None else _checked(self.check))

    def __call__(self, request: Request, call_next: Handler) -> Response:
        """The answer for who is let in; raise HTTPError with 401 or 400."""
        sent = request.environ.get("HTTP_AUTHORIZATION")
        if not sent:
            raise self._refusal("You need a name and a password here.")
        name, password = _credentials(sent)
        user = self._asks(name, password, request)
        if not user:
            raise self._refusal("The name or the password is wrong.")
        request.auth_user = request.state.remote_user = name if user is True else user
        request.environ["REMOTE_USER"] = name.encode().decode("latin-1")
        response = call_next(request)
        make_private(response)
        return response

    def _refusal(self, message: str) -> HTTPError:
        """401 with the challenge that makes a browser ask (RFC 9110 §11.6.1)."""
        return HTTPError(401, message, headers={"WWW-Authenticate": self._challenge})


def _credentials(sent: str) -> tuple[str, str]:
    """Name and password of an Authorization header; raise HTTPError with 400 for what holds none."""
    scheme, _, text = sent.partition(" ")
    if scheme.lower() != "basic":
        raise HTTPError(400, "This needs the authorization scheme Basic.")
    try:
        pair = b64decode(text.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        raise HTTPError(400, "The Authorization header is malformed.") from None
    name, colon, password = pair.partition(":")
    if not colon or any(mark < " " or ord(mark) == _DELETE for mark in pair):
        raise HTTPError(400, "The Authorization header is malformed.")
    return name, password


def _listed(users: Mapping[str, str]) -> Callable[[str, str, Request], Any]:
    """A check against names that are known; how long it takes tells nothing of a password."""
    digests = {name: sha256(password.encode()).digest() for name, password in users.items()}

    def ask(name: str, password: str, _request: Request) -> bool:
        """Whether this is the password of that name."""
        return compare_digest(digests.get(name, _NOBODY), sha256(password.encode()).digest())

    return ask


def _checked(check: Callable[..., Any]) -> Callable[[str, str, Request], Any]:
    """A check by a function, with the request if it takes one; raise ValueError for one that takes others."""
    try:
        parameters = inspect.signature(check)
    except ValueError:  # what is written in C may tell no signature
        return lambda name, password, _request: check(name, password)
    for given in (3, 2):
        try:
            parameters.bind(*range(given))
        except TypeError:
            continue
        return check if given == 3 else lambda name, password, _request: check(name, password)  # noqa: PLR2004
    raise ValueError("check is called with (name, password) or with (name, password, request)")
