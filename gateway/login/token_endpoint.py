"""Codes and refresh tokens exchanged for tokens (RFC 6749 §4.1.3 and §6)."""

from __future__ import annotations

import base64
import logging
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote_plus

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_token_request

from gateway.errors import LoginError
from gateway.login import replies
from gateway.login.provider import Tokens
from gateway.login.transport import Reply, Transport

_TOKEN = re.compile(r"[\x21-\x7e]{1,8192}")
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_FORM = "application/x-www-form-urlencoded"
_ABOUT_THE_GRANT = frozenset({"invalid_grant", "bad_verification_code", "access_denied"})
_LONGEST = 10 * 366 * 86_400  # seconds
_log = logging.getLogger("gateway.login")


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Who this service is to a provider, and how it shows that: `auth` is basic, post or none (§2.3)."""

    client_id: str
    client_secret: str = field(default="", repr=False)
    auth: str = "basic"

    def signed(self, url: str, body: str) -> tuple[dict[str, str], bytes]:
        """The headers and the body of a form, with what shows who sends it."""
        method = {"basic": _basic, "post": "client_secret_post", "none": "none"}[self.auth]
        shown = ClientAuth(self.client_id, self.client_secret, method)
        _, headers, body = shown.prepare("POST", url, {"Content-Type": _FORM}, body)
        return headers, body.encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """Tokens, and the whole answer they came in."""

    tokens: Tokens
    answer: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class TokenEndpoint:
    """One address for both grants."""

    url: str
    client: Client

    def exchange(
        self, transport: Transport, code: str, callback: str, verifier: str, scope: tuple[str, ...]
    ) -> Granted:
        """The tokens for a code (§4.1.3, RFC 7636 §4.5); raise LoginError or UpstreamError."""
        body = prepare_token_request(
            "authorization_code", redirect_uri=callback, code=code, code_verifier=verifier
        )
        granted = self._asked(transport, body)
        told = granted.answer.get("scope")
        missing = sorted(set(scope) - set(told.replace(",", " ").split())) if isinstance(told, str) else []
        if missing:
            _log.warning("the provider granted less than was asked for: %s", " ".join(missing))
        return granted

    def refresh(self, transport: Transport, tokens: Tokens) -> Tokens:
        """New tokens for old ones, of which stays what is not replaced (§6); raise as `exchange` does.

        The id_token stays in any case: it has been checked, and is good enough to log out with.
        """
        body = prepare_token_request("refresh_token", refresh_token=tokens.refresh)
        fresh = self._asked(transport, body).tokens
        return replace(fresh, refresh=fresh.refresh or tokens.refresh, id_token=tokens.id_token)

    def _asked(self, transport: Transport, body: str) -> Granted:
        """What the provider grants; raise LoginError or UpstreamError."""
        headers, content = self.client.signed(self.url, body)
        reply = transport.send("POST", self.url, headers, content)
        answer = _answer(reply)
        if reply.status != replies.OK or "error" in answer:
            raise _refusal(reply, answer.get("error"))
        token, kind = answer.get("access_token"), answer.get("token_type")
        if not isinstance(token, str) or not _TOKEN.fullmatch(token):
            raise replies.nonsense("token", "access_token is missing or odd")
        if not isinstance(kind, str) or kind.lower() != "bearer":
            raise replies.nonsense("token", "token_type is not bearer")
        return Granted(tokens=_tokens(token, answer), answer=answer)


def _basic(client: ClientAuth, _method: str, url: str, headers: dict[str, str], body: str) -> Any:
    """HTTP Basic with both parts form-encoded (§2.3.1), which Authlib's own leaves out."""
    text = f"{quote_plus(client.client_id)}:{quote_plus(client.client_secret)}"
    return url, {**headers, "Authorization": f"Basic {base64.b64encode(text.encode()).decode()}"}, body


def _answer(reply: Reply) -> Mapping[str, Any]:
    """The JSON object of an answer (§5.1); raise LoginError for what is none, or for an error without one."""
    try:
        answer = replies.json_of(reply, "token")
    except LoginError:
        if reply.status != replies.OK:
            return {}
        raise
    if isinstance(answer, Mapping):
        return answer
    raise replies.nonsense("token", "it is not an object")


def _refusal(reply: Reply, error: object) -> LoginError:
    """What an answer without tokens means (§5.2): the person's code is refused, or this service is."""
    if not isinstance(error, str) or not _CODE.fullmatch(error) or reply.status == replies.TOO_MANY_REQUESTS:
        return replies.refusal(reply, "token")
    said = f"token: the provider answered {reply.status} {error}"
    if error in _ABOUT_THE_GRANT:
        return LoginError(401, "provider_refused", said)
    return LoginError(502, "provider_answer", said)


def _tokens(access: str, answer: Mapping[str, Any]) -> Tokens:
    """The tokens of an answer that has one."""
    refresh, id_token = answer.get("refresh_token"), answer.get("id_token")
    return Tokens(
        access=access,
        refresh=refresh if isinstance(refresh, str) and _TOKEN.fullmatch(refresh) else "",
        expires=_end(answer.get("expires_in")),
        id_token=id_token if isinstance(id_token, str) else "",
    )


def _end(seconds: object) -> int | None:
    """When tokens end that last so long (§5.1), some providers write it as text; None if it is not said."""
    if isinstance(seconds, str) and seconds.isascii() and seconds.isdigit():
        seconds = int(seconds[:10])
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    return int(time.time() + min(max(seconds, 0), _LONGEST))
