"""X as its documentation tells of OAuth 2.0: PKCE, Basic for web apps, problem+json, and a rate limit."""

from __future__ import annotations

import time
from http import HTTPStatus

from tests.login.peers.answering import as_json
from tests.login.peers.authorizing import CLIENT_ID, CLIENT_SECRET, Authorizing, basic_of

NEEDED = {"tweet.read", "users.read"}
TOO_MANY = 429
PICTURE = "https://pbs.twimg.com/profile_images/1/seven_normal.jpg"


class FakeX(Authorizing):
    """The user is Seven; a picture is told to who asks for it. `granted` takes the place of what is asked."""

    def __init__(self):
        super().__init__(
            {"/2/oauth2/token": self._token, "/2/users/me": self._me}, authorize="/i/oauth2/authorize"
        )
        self.granted = ""

    def urls(self):
        return {
            "authorize_url": f"{self.base}/i/oauth2/authorize",
            "token_url": f"{self.base}/2/oauth2/token",
            "profile_url": f"{self.base}/2/users/me?user.fields=profile_image_url",
        }

    def refuse_profiles(self, status):
        """Answer so whoever asks for a profile; what is too much is over in 90 seconds."""
        more = {"x-rate-limit-reset": str(int(time.time()) + 90)} if status == TOO_MANY else {}
        self.answers["/2/users/me"] = problem(status, HTTPStatus(status).phrase, **more)

    def _token(self, asked):
        if basic_of(asked) != (CLIENT_ID, CLIENT_SECRET):
            missing = "Missing valid authorization header"
            return as_json({"error": "unauthorized_client", "error_description": missing}, 401)
        request = self.redeem(asked.form)
        if request is None:
            said = "Value passed for the authorization code was invalid."
            return as_json({"error": "invalid_request", "error_description": said}, 400)
        scope = self.granted or request["scope"]
        token = self.new_token({**request, "scope": scope})
        return as_json({"token_type": "bearer", "expires_in": 7200, "access_token": token, "scope": scope})

    def _me(self, asked):
        request = self.bearer(asked)
        if request is None:
            return problem(401, "Unauthorized")
        if not set(request["scope"].split()) >= NEEDED:
            return problem(403, "Forbidden")
        user = {"id": "9007199254740993", "name": "Seven", "username": "seven"}
        if "profile_image_url" in asked.query.get("user.fields", "").split(","):
            user["profile_image_url"] = PICTURE
        return as_json({"data": user})


def problem(status, title, **headers):
    """An error as v2 of the API words it (RFC 9457)."""
    found = {"title": title, "type": "about:blank", "status": status, "detail": title}
    return as_json(found, status, "application/problem+json", **headers)
