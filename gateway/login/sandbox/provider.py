"""The sandbox's addresses and what each answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from hmac import new as hmac
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from werkzeug.exceptions import NotFound

from gateway.http.failures import is_local
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.login.addresses import LOOPBACK, SANDBOX_PATH
from gateway.login.pages import away, unshared
from gateway.login.sandbox import page
from gateway.login.sandbox.issuer import NOT_YOU, Issued, Issuer, ProtocolError
from gateway.login.sandbox.ledger import Ledger
from gateway.login.sandbox.people import PEOPLE, Person
from gateway.login.seal import Seal

MAX_CALLBACK = 500

Row = tuple[tuple[str, ...], str, Callable[[Request], Response]]


def consumer(key: str) -> tuple[str, str]:
    """The client id and secret that a session key makes for the sandbox; the same in every worker."""
    return "sandbox", hmac(key.encode(), b"gateway sandbox consumer v1", sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A provider for whoever runs this service on their own machine."""

    issuer: Issuer

    @classmethod
    def of(cls, *, client_id: str, client_secret: str, keys: tuple[str, ...], ledger: Path) -> Sandbox:
        """The sandbox for one consumer; `ledger` is the SQLite file that all workers share."""
        seal = Seal.of(keys, "sandbox")
        return cls(Issuer(client_id=client_id, client_secret=client_secret, seal=seal, ledger=Ledger(ledger)))

    def handlers(self) -> list[Row]:
        """Methods, path and handler of each address; they need no stack."""
        rows: list[tuple[tuple[str, ...], str, Callable[[Request], Response]]] = [
            (("POST",), "/oauth/request_token", self.request_token),
            (("GET",), "/oauth/authenticate", self.authenticate),
            (("POST",), "/oauth/authenticate", self.decide),
            (("POST",), "/oauth/access_token", self.access_token),
            (("GET",), "/1.1/account/verify_credentials.json", self.verify_credentials),
            (("GET",), "/2/users/me", self.users_me),
            (("GET",), "/avatars/:handle.svg", self.avatar),
        ]
        return [(methods, SANDBOX_PATH + path, partial(_local, handler)) for methods, path, handler in rows]

    def request_token(self, request: Request) -> Response:
        """A request token for a callback on this machine (RFC 5849 §2.1)."""
        signed = self.issuer.checked(request)
        callback = signed.redirect_uri or ""
        if len(callback) > MAX_CALLBACK or not _is_local_url(callback):
            raise ProtocolError(403, 415, "Callback URL not approved for this client application.")
        token = self.issuer.issue("request", callback)
        return _form(oauth_token=token.text, oauth_token_secret=token.secret, oauth_callback_confirmed="true")

    def authenticate(self, request: Request) -> Response:
        """The page on which a person is chosen (RFC 5849 §2.2)."""
        token = self.issuer.known("request", request.args.get("oauth_token", ""))
        return page.too_late() if token is None else page.chooser(token)

    def decide(self, request: Request) -> Response:
        """Send the browser back as the chosen person, or with `denied`."""
        token = self.issuer.known("request", request.form.get("oauth_token", ""))
        if token is None:
            return page.too_late()
        person = PEOPLE.get(request.form.get("person", ""))
        if person is None:
            return self._denied(token)
        verifier = self.issuer.verifier(token, person.handle)
        return away(_joined(token.bound, oauth_token=token.text, oauth_verifier=verifier))

    def access_token(self, request: Request) -> Response:
        """An access token for a request token that a person agreed to, once (RFC 5849 §2.3)."""
        signed, token = self.issuer.held(request, "request")
        person = PEOPLE.get(self.issuer.agreed(token, signed.oauth_params.get("oauth_verifier", "")) or "")
        if person is None:
            raise ProtocolError(401, 32, NOT_YOU)
        self.issuer.spend(token)
        access = self.issuer.issue("access", person.handle)
        return _form(
            oauth_token=access.text,
            oauth_token_secret=access.secret,
            user_id=person.id,
            screen_name=person.handle,
        )

    def verify_credentials(self, request: Request) -> Response:
        """The profile as version 1.1 tells it."""
        person = self._who(request)
        return unshared(
            Response.json(
                {
                    "id": int(person.id),
                    "id_str": person.id,
                    "name": person.name,
                    "screen_name": person.handle,
                    "description": person.about,
                    "profile_image_url_https": person.picture,
                }
            )
        )

    def users_me(self, request: Request) -> Response:
        """The profile as version 2 tells it; the picture only if `user.fields` asks for it."""
        person = self._who(request)
        user = {"id": person.id, "name": person.name, "username": person.handle}
        if "profile_image_url" in request.args.get("user.fields", "").split(","):
            user["profile_image_url"] = person.picture
        return unshared(Response.json({"data": user}))

    def avatar(self, request: Request) -> Response:
        """A person's picture; raise NotFound."""
        person = PEOPLE.get(request.params["handle"])
        if person is None:
            raise NotFound
        headers = {"Content-Security-Policy": "default-src 'none'", "Cache-Control": "private, max-age=3600"}
        return Response(person.avatar(), headers=headers, type="image/svg+xml")

    def _who(self, request: Request) -> Person:
        """The person an access token stands for; raise ProtocolError."""
        _, token = self.issuer.held(request, "access")
        return PEOPLE[token.bound]

    def _denied(self, token: Issued) -> Response:
        """Use the token up and send the browser back without a verifier."""
        try:
            self.issuer.spend(token)
        except ProtocolError:
            return page.too_late()
        return away(_joined(token.bound, denied=token.text))


def _local(handler: Callable[[Request], Response], request: Request) -> Response:
    """The handler's answer on this machine, Twitter's form of error; raise NotFound to everyone else."""
    if not is_local(request):
        raise NotFound
    try:
        return handler(request)
    except ProtocolError as error:
        body = {"errors": [{"code": error.code, "message": error.message}]}
        return unshared(Response.json(body, error.status))


def _is_local_url(url: str) -> bool:
    """Whether a callback leads to this machine, the only place a sandbox sends people."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.hostname in LOOPBACK and not parts.fragment


def _form(**fields: str) -> Response:
    """Fields as OAuth answers carry them (RFC 5849 §2.1)."""
    return unshared(Response(urlencode(fields).encode(), type="application/x-www-form-urlencoded"))


def _joined(url: str, **fields: str) -> str:
    """An address with fields added to its query."""
    return url + ("&" if "?" in url else "?") + urlencode(fields)
