"""The sandbox's authorization endpoint: what a client may ask for, and what the person said to it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

from gateway.http.request import Request
from gateway.http.response import Response
from gateway.login.addresses import SANDBOX_PATH
from gateway.login.pages import away
from gateway.login.sandbox import page
from gateway.login.sandbox.fields import Fields, of_either
from gateway.login.sandbox.grants import Asked, Grants
from gateway.login.sandbox.people import PEOPLE
from gateway.login.sandbox.places import is_local, issuer, joined

PATIENCE = 600  # seconds a person may take to choose
SCOPES = ("openid", "profile", "email", "offline_access", "offline.access", "users.read", "tweet.read")
DEFAULT_SCOPE = "users.read"

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Authorize:
    """Shows the page for requests that are right, and sends the browser back with a code or an error."""

    client_id: str
    grants: Grants

    def endpoint(self, request: Request) -> Response:
        """The page on which a person is chosen, or what follows from the choice (RFC 6749 §4.1.1)."""
        if request.method == "POST" and "asked" in request.form:
            return self._decided(request)
        fields = of_either(request)
        redirect_uri = fields.get("redirect_uri")
        if fields.get("client_id") != self.client_id:
            return page.refused(f"client_id must be {self.client_id}.")
        if redirect_uri is None or not is_local(redirect_uri):
            return page.refused("redirect_uri must be an address of this machine, such as http://127.0.0.1/.")
        for error, said in _faults(fields):
            return _back(request, redirect_uri, fields.get("state"), error, said)
        return self._question(_asked(fields, redirect_uri))

    def _question(self, asked: Asked) -> Response:
        """The page, with everything that was asked in its hidden field."""
        return page.chooser(
            page.Question(
                path=f"{SANDBOX_PATH}/oauth2/authorize",
                field=("asked", self.grants.seal.close("asked", asked)),
                back=asked.redirect_uri,
                stands_in_for="a real provider",
                scope=asked.scope,
            )
        )

    def _decided(self, request: Request) -> Response:
        """Send the browser back with a code for the chosen person, or without (RFC 6749 §4.1.2, RFC 9207)."""
        opened = self.grants.seal.open("asked", request.form["asked"])
        if opened is None or time.time() - opened["at"] > PATIENCE:
            return page.too_late()
        asked = Asked(**opened)
        person = PEOPLE.get(request.form.get("person", ""))
        if person is None:
            return _back(request, asked.redirect_uri, asked.state, "access_denied", "the person said no")
        code = self.grants.agreed(asked, person.handle)
        return away(joined(asked.redirect_uri, code=code, state=asked.state, iss=issuer(request)))


def _faults(fields: Fields) -> Iterator[tuple[str, str]]:
    """What is wrong with a request whose client and redirect_uri are right (RFC 6749 §4.1.2.1)."""
    for said in _malformed(fields):
        yield "invalid_request", said
    for name in ("request", "request_uri"):
        if fields.get(name) is not None:
            yield f"{name}_not_supported", f"{name} is not taken: send the parameters themselves"
    if fields.get("response_type") != "code":
        yield "unsupported_response_type", "response_type must be code"
    if _scope(fields) is None:
        yield "invalid_scope", f"scope has none of {', '.join(SCOPES)}"
    if "none" in (fields.get("prompt") or "").split():
        yield "login_required", "the sandbox always asks"


def _malformed(fields: Fields) -> Iterator[str]:
    """What is missing, repeated, or not as the specifications have it; PKCE is asked of everyone."""
    if fields.repeated:
        yield f"{', '.join(fields.repeated)} may be sent once"
    if fields.get("response_type") is None:
        yield "response_type is missing"
    if fields.get("response_mode") not in {None, "query"}:
        yield "response_mode must be query"
    challenge = fields.get("code_challenge") or ""
    if fields.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(challenge):
        yield "PKCE is required: code_challenge of 43 characters by the method S256"


def _scope(fields: Fields) -> str | None:
    """The values that are known, in the order asked for; None if all are unknown (RFC 6749 §3.3)."""
    known = [value for value in (fields.get("scope") or DEFAULT_SCOPE).split() if value in SCOPES]
    return " ".join(dict.fromkeys(known)) or None


def _asked(fields: Fields, redirect_uri: str) -> Asked:
    """The request as it goes into the page and then into the code."""
    return Asked(
        at=time.time(),
        redirect_uri=redirect_uri,
        scope=_scope(fields) or "",
        challenge=fields.get("code_challenge") or "",
        state=fields.get("state"),
        nonce=fields.get("nonce"),
    )


def _back(request: Request, redirect_uri: str, state: str | None, error: str, description: str) -> Response:
    """Send the browser back with an error (RFC 6749 §4.1.2.1, RFC 9207 §2)."""
    said = {"error": error, "error_description": description}
    return away(joined(redirect_uri, **said, state=state, iss=issuer(request)))
