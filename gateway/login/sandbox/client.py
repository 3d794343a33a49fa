"""Whether it is the client that asks the token endpoint: by HTTP Basic, or by fields of the form."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass, field
from hmac import compare_digest
from urllib.parse import unquote_plus

from gateway.http.request import Request
from gateway.login.sandbox.fields import Fields
from gateway.login.sandbox.refusals import Refusal, oauth2


@dataclass(frozen=True, slots=True)
class Client:
    """The one client the sandbox knows."""

    client_id: str
    client_secret: str = field(repr=False)

    def check(self, request: Request, fields: Fields) -> None:
        """Raise Refusal unless id and secret are right and come in one way (RFC 6749 §2.3.1)."""
        header = request.headers.get("Authorization")
        if header is None:
            self._compare(fields.get("client_id") or "", fields.get("client_secret") or "")
            return
        if fields.get("client_secret") is not None or fields.get("client_id") not in {None, self.client_id}:
            raise oauth2("invalid_request", "the client may name itself in one way only")
        try:
            self._compare(*_basic(header))
        except Refusal as refusal:
            refusal.answer.headers["WWW-Authenticate"] = 'Basic realm="sandbox"'
            raise

    def _compare(self, client_id: str, client_secret: str) -> None:
        """Raise Refusal for any other client, in a time that tells nothing about the secret."""
        told = f"{client_id}\n{client_secret}".encode()
        if not compare_digest(told, f"{self.client_id}\n{self.client_secret}".encode()):
            raise oauth2("invalid_client", "client_id or client_secret is wrong", 401)


def _basic(header: str) -> tuple[str, str]:
    """Id and secret, form-decoded each; both empty if the header is anything else."""
    scheme, _, text = header.partition(" ")
    try:
        pair = b64decode(text.strip(), validate=True).decode()
    except ValueError:
        return "", ""
    client_id, _, client_secret = pair.partition(":")
    return (unquote_plus(client_id), unquote_plus(client_secret)) if scheme.lower() == "basic" else ("", "")
