"""Logging in by OAuth 1.0a: its three steps, and the profile that follows them."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote

from gateway.errors import LoginError, UpstreamError
from gateway.login import claims, replies
from gateway.login.callback import handed_on, single
from gateway.login.claims import Profile
from gateway.login.provider import Begun, Person, Returned, Tokens
from gateway.login.signature import Credentials, authorization
from gateway.login.transport import Reply, Transport

CODE_NO_ACCESS = 453
MAX_TOKEN = 512

_log = logging.getLogger("gateway.login")
_TOKEN = re.compile(rf"[\x21-\x7e]{{1,{MAX_TOKEN}}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Oauth1:
    """An OAuth 1.0a provider such as Twitter (RFC 5849 §2), and who this service is to it.

    `profile_url` is read as `profile_source` says, v1 or v2, or never; if the provider refuses it to this
    application with code 453, `fallback_url` is, in the form of v2, and then what came with the access token
    counts. `iss` says whose ids these are, unless they are Twitter's.
    """

    client_id: str
    client_secret: str = field(repr=False)
    callback: str
    request_token_url: str
    authenticate_url: str
    access_token_url: str
    profile_url: str | None = None
    fallback_url: str | None = None
    profile_source: str = "v1"
    iss: str | None = None
    timeout: float = 5.0

    def begin(self, transport: Transport) -> Begun:
        """A login with a fresh request token (RFC 5849 §2.1); raise LoginError or UpstreamError.

        The provider must confirm the callback: one that does not speaks OAuth 1.0, which lets a login be
        stolen. The browser is sent off with the token and nothing else (§2.2).
        """
        credentials = self._credentials(callback=self.callback)
        reply = _signed(transport, "POST", self.request_token_url, credentials)
        if reply.status != replies.OK:
            raise replies.refusal(reply, "request_token")
        answer = _form(reply, "request_token")
        if answer.get("oauth_callback_confirmed") != "true":
            raise replies.nonsense("request_token", "the callback is not confirmed")
        tokens = _tokens(answer, "request_token")
        joint = "&" if "?" in self.authenticate_url else "?"
        url = f"{self.authenticate_url}{joint}oauth_token={quote(tokens.access, safe='')}"
        return Begun(url=url, key=tokens.access, secrets=(tokens.secret,))

    def returned(self, query: Mapping[str, list[str]]) -> Returned:
        """The request token, and the verifier unless the person said no; raise LoginError."""
        if "denied" in query:
            refusal = LoginError(403, "denied", "the person said no")
            return Returned(key=single(query, "denied"), refusal=refusal)
        key = single(query, "oauth_token")
        proof = {"token": key, "verifier": handed_on(query, "oauth_verifier", most=MAX_TOKEN)}
        return Returned(key=key, proof=proof)

    def person(self, transport: Transport, secrets: tuple[str, ...], proof: Mapping[str, str]) -> Person:
        """Who came back (RFC 5849 §2.3, then the profile); raise LoginError or UpstreamError."""
        request_token = Tokens(access=proof["token"], secret=secrets[0])
        credentials = self._credentials(request_token, verifier=proof["verifier"])
        reply = _signed(transport, "POST", self.access_token_url, credentials)
        if reply.status != replies.OK:
            raise replies.refusal(reply, "access_token", by_person=True)
        answer = _form(reply, "access_token")
        tokens = _tokens(answer, "access_token")
        found = self._asked(transport, self._credentials(tokens)) or claims.TOKEN.of(answer)
        if found is None:
            raise replies.nonsense("access_token", "it does not say who logged in")
        return Person(profile=found if self.iss is None else {"iss": self.iss, **found}, tokens=tokens)

    def refreshed(self, transport: Transport, tokens: Tokens) -> Tokens:  # noqa: ARG002
        """The same: an access token of OAuth 1.0a has no end."""
        return tokens

    def authorization(self, method: str, url: str, tokens: Tokens) -> str:
        """The header of a signed call with an empty body (RFC 5849 §3.5.1)."""
        return authorization(method, url, self._credentials(tokens))

    def _credentials(self, tokens: Tokens | None = None, **more: Any) -> Credentials:
        """What a request is signed with: the client, and a token if there is one already."""
        if tokens is not None:
            more |= {"token": tokens.access, "token_secret": tokens.secret}
        return Credentials(client_id=self.client_id, client_secret=self.client_secret, **more)

    def _asked(self, transport: Transport, access: Credentials) -> Profile | None:
        """The profile the provider tells; None if none is asked for, or none may be."""
        if self.profile_source == "none" or self.profile_url is None:
            return None
        read = claims.V2 if self.profile_source == "v2" else claims.V1
        reply = _signed(transport, "GET", self.profile_url, access)
        if reply.status != replies.OK:
            if CODE_NO_ACCESS not in replies.codes(reply):
                raise replies.refusal(reply, "profile")
            _log.warning(
                "the provider does not give the profile to this application (code %d)", CODE_NO_ACCESS
            )
            return self._fallen_back(transport, access)
        found = read.of(replies.json_of(reply, "profile"))
        if found is None:
            raise replies.nonsense("profile", "id, name or screen_name is missing")
        return found

    def _fallen_back(self, transport: Transport, access: Credentials) -> Profile | None:
        """The profile by the second address; None if there is none or it does not help."""
        if self.fallback_url is None:
            return None
        try:
            reply = _signed(transport, "GET", self.fallback_url, access)
            return claims.V2.of(replies.json_of(reply, "profile")) if reply.status == replies.OK else None
        except (LoginError, UpstreamError) as error:
            _log.warning("the profile's second address does not help: %s", error)
            return None


def _signed(transport: Transport, method: str, url: str, credentials: Credentials) -> Reply:
    """The answer to a request with an empty body, signed in its Authorization header."""
    return transport.send(method, url, {"Authorization": authorization(method, url, credentials)})


def _form(reply: Reply, step: str) -> Mapping[str, str]:
    """The fields of an answer; raise LoginError if it is no form, or says a thing twice."""
    try:
        pairs = parse_qsl(reply.body.decode("ascii"), strict_parsing=True, max_num_fields=20)
    except ValueError:
        raise replies.nonsense(step, "it is not a form") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise replies.nonsense(step, "a field comes twice")
    return fields


def _tokens(answer: Mapping[str, str], step: str) -> Tokens:
    """The token in an answer; raise LoginError unless token and secret are 1 to 512 printable characters."""
    token, secret = answer.get("oauth_token", ""), answer.get("oauth_token_secret", "")
    if not _TOKEN.fullmatch(token) or not _TOKEN.fullmatch(secret):
        raise replies.nonsense(step, "oauth_token or oauth_token_secret is missing or odd")
    return Tokens(access=token, secret=secret)
