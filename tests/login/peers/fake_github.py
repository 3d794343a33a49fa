"""GitHub's OAuth 2.0: answers in form encoding unless asked for JSON, and errors with status 200."""

from __future__ import annotations

from urllib.parse import urlencode

from tests.login.peers.answering import Answer, as_json
from tests.login.peers.authorizing import CLIENT_ID, CLIENT_SECRET, Authorizing


class FakeGithub(Authorizing):
    """The user is Seven, whose id is a number."""

    def __init__(self):
        super().__init__(
            {"/login/oauth/access_token": self._token, "/user": self._user},
            authorize="/login/oauth/authorize",
        )

    def urls(self):
        return {
            "authorize_url": f"{self.base}/login/oauth/authorize",
            "token_url": f"{self.base}/login/oauth/access_token",
            "profile_url": f"{self.base}/user",
        }

    def _token(self, asked):
        if (asked.form.get("client_id"), asked.form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return _worded(asked, {"error": "incorrect_client_credentials"})
        request = self.redeem(asked.form)
        if request is None:
            return _worded(asked, {"error": "bad_verification_code"})
        found = {"access_token": self.new_token(request), "scope": "", "token_type": "bearer"}
        return _worded(asked, found)

    def _user(self, asked):
        if "user-agent" not in asked.headers:
            return as_json({"message": "Request forbidden by administrative rules."}, 403)
        if self.bearer(asked) is None:
            return as_json({"message": "Bad credentials"}, 401)
        picture = "https://avatars.githubusercontent.com/u/7?v=4"
        return as_json({"login": "seven", "id": 7, "name": "Seven", "avatar_url": picture, "email": None})


def _worded(asked, values):
    if asked.headers.get("accept", "").startswith("application/json"):
        return as_json(values)
    return Answer(
        urlencode(values).encode(), 200, {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    )
