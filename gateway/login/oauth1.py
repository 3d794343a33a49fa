"""The three steps of OAuth 1.0a, and the profile that follows them."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote

import orjson

from gateway.errors import LoginError, UpstreamError
from gateway.login import profile, replies
from gateway.login.signature import Credentials, authorization
from gateway.login.transport import Reply, Transport

OK = 200
CODE_NO_ACCESS = 453

_log = logging.getLogger("gateway.login")
_TOKEN = re.compile(r"[\x21-\x7e]{1,512}")

Profile = dict[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumer:
    """Who this service is to the provider, and where that sends people back to."""

    client_id: str
    client_secret: str = field(repr=False)
    callback: str
    profile_source: str = "v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A request or access token."""

    token: str = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Oauth1:
    """An OAuth 1.0a provider such as Twitter (RFC 5849 §2).

    `timeout` is the seconds that all calls of one request have together. `profile_url` is read as the
    consumer's `profile_source` says; if the provider refuses it to this application with code 453,
    `fallback_url` is, in the form of version 2, and then what came with the access token counts.
    """

    request_token_url: str
    authenticate_url: str
    access_token_url: str
    profile_url: str | None = None
    fallback_url: str | None = None
    timeout: float = 5.0
    consumer: Consumer

    def request_token(self, transport: Transport) -> Token:
        """A fresh request token (RFC 5849 §2.1); raise LoginError or UpstreamError.

        The provider must confirm the callback: one that does not speaks OAuth 1.0, which lets a login be
        stolen.
        """
        credentials = self._credentials(callback=self.consumer.callback)
        reply = _signed(transport, "POST", self.request_token_url, credentials)
        if reply.status != OK:
            raise replies.refusal(reply, "request_token")
        answer = _form(reply, "request_token")
        if answer.get("oauth_callback_confirmed") != "true":
            raise replies.nonsense("request_token", "the callback is not confirmed")
        return _token(answer, "request_token")

    def authenticate(self, token: Token) -> str:
        """The address a person is sent to (RFC 5849 §2.2): with the token, and nothing else."""
        joint = "&" if "?" in self.authenticate_url else "?"
        return f"{self.authenticate_url}{joint}oauth_token={quote(token.token, safe='')}"

    def profile(self, transport: Transport, token: Token, verifier: str) -> Profile:
        """Who came back (RFC 5849 §2.3, then the profile); raise LoginError or UpstreamError."""
        credentials = self._credentials(token, verifier=verifier)
        reply = _signed(transport, "POST", self.access_token_url, credentials)
        if reply.status != OK:
            raise replies.refusal(reply, "access_token", by_person=True)
        answer = _form(reply, "access_token")
        access = self._credentials(_token(answer, "access_token"))
        found = self._asked(transport, access) or profile.from_token(answer)
        if found is None:
            raise replies.nonsense("access_token", "it does not say who logged in")
        return found

    def _credentials(self, token: Token | None = None, **more: Any) -> Credentials:
        """What a request is signed with: the consumer, and a token if there is one already."""
        consumer = self.consumer
        if token is not None:
            more |= {"token": token.token, "token_secret": token.secret}
        return Credentials(client_id=consumer.client_id, client_secret=consumer.client_secret, **more)

    def _asked(self, transport: Transport, access: Credentials) -> Profile | None:
        """The profile the provider tells; None if none is asked for, or none may be."""
        if self.consumer.profile_source == "none" or self.profile_url is None:
            return None
        read = profile.from_v2 if self.consumer.profile_source == "v2" else profile.from_v1
        reply = _signed(transport, "GET", self.profile_url, access)
        if reply.status != OK:
            if CODE_NO_ACCESS not in replies.codes(reply):
                raise replies.refusal(reply, "profile")
            _log.warning(
                "the provider does not give the profile to this application (code %d)", CODE_NO_ACCESS
            )
            return self._fallen_back(transport, access)
        found = read(_json(reply))
        if found is None:
            raise replies.nonsense("profile", "id, name or screen_name is missing")
        return found

    def _fallen_back(self, transport: Transport, access: Credentials) -> Profile | None:
        """The profile by the second address; None if there is none or it does not help."""
        if self.fallback_url is None:
            return None
        try:
            reply = _signed(transport, "GET", self.fallback_url, access)
            return profile.from_v2(_json(reply)) if reply.status == OK else None
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


def _token(answer: Mapping[str, str], step: str) -> Token:
    """The token in an answer; raise LoginError unless token and secret are 1 to 512 printable characters."""
    token, secret = answer.get("oauth_token", ""), answer.get("oauth_token_secret", "")
    if not _TOKEN.fullmatch(token) or not _TOKEN.fullmatch(secret):
        raise replies.nonsense(step, "oauth_token or oauth_token_secret is missing or odd")
    return Token(token=token, secret=secret)


def _json(reply: Reply) -> Any:
    """The JSON value of an answer; raise LoginError for what is none."""
    try:
        return orjson.loads(reply.body)
    except orjson.JSONDecodeError:
        raise replies.nonsense("profile", "it is not JSON") from None
