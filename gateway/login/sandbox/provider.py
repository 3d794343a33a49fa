"""The sandbox's addresses, which answer on this machine only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from hmac import new as hmac
from importlib import import_module
from pathlib import Path
from typing import Any

from werkzeug.exceptions import NotFound

from gateway.http.failures import is_local
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.login.addresses import SANDBOX_PATH
from gateway.login.pages import unshared
from gateway.login.sandbox.authorize import Authorize
from gateway.login.sandbox.client import Client
from gateway.login.sandbox.discovery import metadata
from gateway.login.sandbox.exchange import Exchange
from gateway.login.sandbox.grants import Grants
from gateway.login.sandbox.issuer import Issuer
from gateway.login.sandbox.ledger import Ledger
from gateway.login.sandbox.logout import Logout
from gateway.login.sandbox.oauth1 import Oauth1
from gateway.login.sandbox.people import PEOPLE
from gateway.login.sandbox.refusals import Refusal
from gateway.login.sandbox.userinfo import Userinfo
from gateway.login.seal import Seal

Handler = Callable[[Request], Response]
Row = tuple[tuple[str, ...], str, Handler]


def consumer(key: str) -> tuple[str, str]:
    """The client id and secret that a session key makes for the sandbox; the same in every worker."""
    return "sandbox", hmac(key.encode(), b"gateway sandbox consumer v1", sha256).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """A provider for whoever runs this service on their own machine."""

    oauth1: Oauth1
    authorize: Authorize
    exchange: Exchange
    userinfo: Userinfo
    logout: Logout
    id_tokens: Callable[[], Any]

    @classmethod
    def of(cls, *, client_id: str, client_secret: str, keys: tuple[str, ...], ledger: Path) -> Sandbox:
        """The sandbox for one client; `ledger` is the SQLite file that all workers share."""
        used = Ledger(ledger)
        seal = Seal.of(keys, "sandbox")
        # What was issued to one client opens for no other: its name is in the seal's.
        grants = Grants(Seal.of(keys, f"sandbox oauth2 {client_id}"), used)
        id_tokens = partial(_id_tokens, keys)
        return cls(
            oauth1=Oauth1(Issuer(client_id=client_id, client_secret=client_secret, seal=seal, ledger=used)),
            authorize=Authorize(client_id, grants),
            exchange=Exchange(Client(client_id, client_secret), grants, id_tokens),
            userinfo=Userinfo(grants),
            logout=Logout(client_id, id_tokens),
            id_tokens=id_tokens,
        )

    def handlers(self) -> list[Row]:
        """Methods, path and handler of each address; they need no stack."""
        either = ("GET", "POST")
        rows: list[Row] = [
            (("POST",), "/oauth/request_token", self.oauth1.request_token),
            (("GET",), "/oauth/authenticate", self.oauth1.authenticate),
            (("POST",), "/oauth/authenticate", self.oauth1.decide),
            (("POST",), "/oauth/access_token", self.oauth1.access_token),
            (("GET",), "/1.1/account/verify_credentials.json", self.oauth1.verify_credentials),
            (("GET",), "/2/users/me", self.users_me),
            (("GET",), "/.well-known/openid-configuration", metadata),
            (either, "/oauth2/authorize", self.authorize.endpoint),
            (("POST",), "/oauth2/token", self.exchange.endpoint),
            (either, "/oauth2/userinfo", self.userinfo.endpoint),
            (("GET",), "/oauth2/jwks", self.jwks),
            (either, "/oauth2/logout", self.logout.endpoint),
            (("GET",), "/avatars/:handle.svg", self.avatar),
        ]
        return [(methods, SANDBOX_PATH + path, partial(_local, handler)) for methods, path, handler in rows]

    def users_me(self, request: Request) -> Response:
        """The profile as version 2 tells it, to either kind of token; the picture if `user.fields` asks."""
        is_bearer = (request.headers.get("Authorization") or "").lower().startswith("bearer ")
        person = self.userinfo.holder(request, "users.read") if is_bearer else self.oauth1.holder(request)
        user = {"id": person.id, "name": person.name, "username": person.handle}
        if "profile_image_url" in request.args.get("user.fields", "").split(","):
            user["profile_image_url"] = person.picture
        return unshared(Response.json({"data": user}))

    def jwks(self, _request: Request) -> Response:
        """The public keys that ID Tokens are verified with."""
        return Response.json(self.id_tokens().public())

    def avatar(self, request: Request) -> Response:
        """A person's picture; raise NotFound."""
        person = PEOPLE.get(request.params["handle"])
        if person is None:
            raise NotFound
        headers = {"Content-Security-Policy": "default-src 'none'", "Cache-Control": "private, max-age=3600"}
        return Response(person.avatar(), headers=headers, type="image/svg+xml")


@lru_cache(maxsize=1)
def _id_tokens(keys: tuple[str, ...]) -> Any:
    """What signs ID Tokens, loaded when the first is wanted: most logins here are of other kinds."""
    return import_module("gateway.login.sandbox.id_tokens").IdTokens.of(keys)


def _local(handler: Handler, request: Request) -> Response:
    """The handler's answer on this machine, or its refusal; raise NotFound to everyone else."""
    if not is_local(request):
        raise NotFound
    try:
        return handler(request)
    except Refusal as refusal:
        return refusal.answer
