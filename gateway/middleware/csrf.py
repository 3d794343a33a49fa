"""Refuse changes that another site makes in a visitor's name."""

from __future__ import annotations

import binascii
import logging
import os
import weakref
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from functools import partial
from hmac import compare_digest
from typing import Any

from werkzeug.exceptions import Forbidden

from gateway.http.origin import is_foreign
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.middleware.chain import Handler
from gateway.sessions.store import Store

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_SECRET_BYTES = 18
_TOKEN_LENGTH = 48
_KEY = "csrf"
_log = logging.getLogger("gateway.csrf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Csrf:
    """Answer 403 to an unsafe method from another origin, or without the session's token.

    The token is the form field `csrf_token` or the header X-CSRF-Token; templates put it into a form with `{{
    csrf_field() }}`. GET, HEAD, OPTIONS and TRACE pass. It runs inside `session`, and a visitor's first token
    starts a session; all tabs of a session share its secret. Who sends an old form is told to reload its
    page; the log says which check refused.

    Sec-Fetch-Site outweighs Origin, since a browser says `Origin: null` for a page's own forms when its
    referrer policy is no-referrer; where neither tells anything, the token alone decides.
    """

    def __call__(self, request: Request, call_next: Handler) -> Response:
        """Let templates make tokens, then let the request through; raise Forbidden."""
        # A weak reference: a request that holds itself would wait for the garbage collector.
        request.make_csrf_token = partial(_masked_token, weakref.proxy(request), request.session_store)
        if _is_change(request):
            if is_foreign(request):
                _refuse("the request comes from another origin", "This request was made by another site.")
            if not _has_token(request):
                _refuse(
                    "the token is missing or wrong",
                    "This form is out of date. Reload its page and send it again.",
                )
        response = call_next(request)
        _prepare(request.__dict__.get("session"))
        return response


def _is_change(request: Request) -> bool:
    """Whether a route takes an unsafe method; a path or method that no route has gets its 404 or 405."""
    return request.method not in _SAFE_METHODS and not request.is_refused


def _refuse(reason: str, message: str) -> None:
    """Raise Forbidden; the log has the reason, the client what to do."""
    _log.info("refused: %s", reason)
    raise Forbidden(message)


def _has_token(request: Request) -> bool:
    """Whether the header or the form has the token; a body is read only when that can matter."""
    secret = request.session.private.get(_KEY)
    if not isinstance(secret, str):
        return False
    sent = request.environ.get("HTTP_X_CSRF_TOKEN", "")
    if not sent and request.environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() in _FORM_TYPES:
        sent = request.form.get("csrf_token", "")
    return compare_digest(_unmasked(sent), urlsafe_b64decode(secret))


def _prepare(session: Any) -> None:
    """Draw the secret with a session that begins, lest two tabs that come next at once draw one each."""
    if session is not None and session.is_new and (session.is_populated or session.is_regenerated):
        _secret(session.private)


def _secret(private: dict[str, Any]) -> bytes:
    """The secret of a session, drawn if it has none."""
    if _KEY not in private:
        private[_KEY] = urlsafe_b64encode(os.urandom(_SECRET_BYTES)).decode()
    return urlsafe_b64decode(private[_KEY])


def _masked_token(request: Request, store: Store) -> str:
    """48 characters that differ each time, so that compression cannot betray the secret (BREACH).

    `store` is that of the session this layer is inside of: another may be further in when a page is made.
    """
    mask = os.urandom(_SECRET_BYTES)
    return urlsafe_b64encode(mask + _xor(mask, _secret(request.sessions[store.name].private))).decode()


def _unmasked(token: str) -> bytes:
    """The secret behind a token; nothing for what is no token."""
    try:
        data = urlsafe_b64decode(token) if len(token) == _TOKEN_LENGTH else b""
    except (binascii.Error, ValueError):
        return b""
    return _xor(data[:_SECRET_BYTES], data[_SECRET_BYTES:])


def _xor(left: bytes, right: bytes) -> bytes:
    """Two texts of the same length, one masked by the other."""
    return bytes(a ^ b for a, b in zip(left, right, strict=False))
