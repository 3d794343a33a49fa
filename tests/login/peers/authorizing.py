"""An OAuth 2.0 provider's codes and tokens: a code is good once, for who can prove to have asked for it."""

from __future__ import annotations

import secrets
from base64 import b64decode, urlsafe_b64encode
from hashlib import sha256
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

from tests.login.peers.answering import Answering, sent_to

CLIENT_ID = "site"
CLIENT_SECRET = "a secret with % and + and & in it"  # what form-encoding changes (RFC 6749 §2.3.1)


class Authorizing(Answering):
    """Sends whoever comes to `authorize` back at once, as a person who agrees would be."""

    def __init__(self, routes, authorize="/authorize"):
        super().__init__({authorize: self._authorize, **routes})
        self.codes = {}
        self.tokens = {}

    def agree(self, location, **changes):
        """Where a person who agrees is sent back to, with `changes` in what comes back; None leaves out."""
        asked = dict(parse_qsl(urlsplit(location).query))
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return self._back(asked, {"code": code, **changes})

    def deny(self, location, **changes):
        """Where a person who says no is sent back to."""
        asked = dict(parse_qsl(urlsplit(location).query))
        return self._back(asked, {"error": "access_denied", **changes})

    def _back(self, asked, fields):
        found = {"state": asked["state"], **self.coming_back(), **fields}
        return f"{asked['redirect_uri']}?{urlencode({k: v for k, v in found.items() if v is not None})}"

    def coming_back(self):
        """What more a browser comes back with."""
        return {}

    def _authorize(self, asked):
        return sent_to(self.agree("?" + urlencode(asked.query)), 303)

    def redeem(self, form):
        """What was asked for with a code that a token request may use; None for any other."""
        asked = self.codes.pop(form.get("code"), None)
        if asked is None or form.get("redirect_uri") != asked["redirect_uri"]:
            return None
        return asked if _challenge(form.get("code_verifier", "")) == asked["code_challenge"] else None

    def new_token(self, asked):
        token = secrets.token_urlsafe(16)
        self.tokens[token] = asked
        return token

    def bearer(self, asked):
        """What was asked for by who got the token of a request; None without a good one."""
        kind, _, token = asked.headers.get("authorization", "").partition(" ")
        return self.tokens.get(token) if kind.lower() == "bearer" else None


def _challenge(verifier):
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def basic_of(asked):
    """The id and secret of a request's Authorization header, unescaped as RFC 6749 §2.3.1 escapes them."""
    kind, _, value = asked.headers.get("authorization", "").partition(" ")
    user, _, password = b64decode(value).decode().partition(":") if kind == "Basic" else ("", "", "")
    return unquote_plus(user), unquote_plus(password)
