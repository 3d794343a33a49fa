"""The provider's side of OAuth 1.0a: who signed a request, with which token, and never twice."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from gateway.http.origin import origin
from gateway.http.request import Request
from gateway.login.sandbox.ledger import Ledger
from gateway.login.sandbox.refusals import twitter
from gateway.login.seal import Seal
from gateway.login.signature import signed_request, verifies

WINDOW = 300
REQUEST_LIFETIME = 600
ACCESS_LIFETIME = 3600

NOT_YOU = "Could not authenticate you."

_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A token as it was issued: `kind` request or access; `bound` the callback, or the person's handle."""

    kind: str
    bound: str
    issued: float
    text: str = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Checks signatures of one consumer, and issues tokens that carry all there is to know about them.

    Nothing is kept but what was used up: any worker can check what another one issued. Tokens end by
    their age, request tokens after ten minutes and access tokens after an hour.
    """

    client_id: str
    client_secret: str = field(repr=False)
    seal: Seal
    ledger: Ledger

    def issue(self, kind: str, bound: str) -> Issued:
        """A new token; its text tells everything to whoever holds the seal, and nothing to others."""
        issued = time.time()
        return self._with_secret(self.seal.close(f"{kind} token", [bound, issued]), kind, bound, issued)

    def known(self, kind: str, text: str) -> Issued | None:
        """A token that was issued here and is young enough."""
        opened = self.seal.open(f"{kind} token", text)
        if opened is None:
            return None
        bound, issued = opened
        lifetime = REQUEST_LIFETIME if kind == "request" else ACCESS_LIFETIME
        return self._with_secret(text, kind, bound, issued) if time.time() - issued <= lifetime else None

    def spend(self, token: Issued) -> None:
        """Use a token up; raise Refusal the second time."""
        if not self.ledger.first(f"token {_digest(token.text)}", REQUEST_LIFETIME):
            raise twitter(401, 89, "Invalid or expired token.")

    def verifier(self, token: Issued, handle: str) -> str:
        """The text that says this person agreed to this login."""
        return self.seal.close(f"verifier {_digest(token.text)}", handle)

    def agreed(self, token: Issued, verifier: str) -> str | None:
        """The handle of who agreed; None for a verifier of another login, or of nobody."""
        handle: str | None = self.seal.open(f"verifier {_digest(token.text)}", verifier)
        return handle

    def checked(self, request: Request) -> Any:
        """The parameters of a request that this consumer signed without a token; raise Refusal."""
        signed = self._signed(request)
        self._check(signed, "")
        return signed

    def held(self, request: Request, kind: str) -> tuple[Any, Issued]:
        """The parameters of a request signed with such a token, and the token; raise Refusal."""
        signed = self._signed(request)
        token = self.known(kind, signed.token or "")
        if token is None:
            raise twitter(401, 89, "Invalid or expired token.")
        self._check(signed, token.secret)
        return signed, token

    def _signed(self, request: Request) -> Any:
        """Authlib's view of a request by this consumer; raise Refusal for any other."""
        try:
            signed = signed_request(request.method, _url(request), _headers(request), _body(request))
        except ValueError as error:
            raise twitter(400, 215, "Bad Authentication data.") from error
        if not compare_digest((signed.client_id or "").encode(), self.client_id.encode()):
            raise twitter(401, 32, NOT_YOU)
        return signed

    def _check(self, signed: Any, token_secret: str) -> None:
        """Time, signature and nonce (RFC 5849 §3.2), in this order: a bad signature uses up no nonce."""
        stamp = signed.timestamp or ""
        if not (stamp.isascii() and stamp.isdigit()) or abs(int(stamp[:12]) - time.time()) > WINDOW:
            raise twitter(401, 135, "Timestamp out of bounds.")
        if not verifies(signed, self.client_secret, token_secret):
            raise twitter(401, 32, NOT_YOU)
        nonce = signed.oauth_params.get("oauth_nonce", "")
        seen = _digest(f"{stamp} {signed.token or ''} {nonce}")
        if not nonce or not self.ledger.first(f"nonce {seen}", 2 * WINDOW):
            raise twitter(401, 32, NOT_YOU)

    def _with_secret(self, text: str, kind: str, bound: str, issued: float) -> Issued:
        """A token with the secret that follows from its text, so that it need not be kept."""
        secret = sha256(f"{self.client_secret} {kind} {text}".encode()).hexdigest()
        return Issued(kind=kind, bound=bound, issued=issued, text=text, secret=secret)


def _url(request: Request) -> str:
    """The address as the client signed it, escapes as they were sent."""
    query = request.query_string.decode("latin-1")
    return origin(request.scheme, request.host) + request.raw_path + (f"?{query}" if query else "")


def _headers(request: Request) -> dict[str, str]:
    """The one header a signature is in."""
    value = request.headers.get("Authorization")
    return {} if value is None else {"Authorization": value}


def _body(request: Request) -> str:
    """The fields of a form, which are signed too; nothing else of a body is (RFC 5849 §3.4.1.3.1)."""
    is_form = request.headers.get("Content-Type", "").partition(";")[0].strip() == _FORM
    return request.data.decode("latin-1") if is_form else ""


def _digest(text: str) -> str:
    """A short name for something long or secret."""
    return sha256(text.encode()).hexdigest()
