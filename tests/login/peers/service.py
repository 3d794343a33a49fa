"""A whole service out of YAML whose people log in at a peer, and browsers of its visitors."""

from __future__ import annotations

import json
import re
from textwrap import indent

from werkzeug.test import Client

from gateway.compiler import compile_file
from gateway.http import authorization
from gateway.wsgi import Gateway
from tests.login.peers.authorizing import CLIENT_ID, CLIENT_SECRET

PUBLIC_URL = "http://127.0.0.1:8000"
SESSION_KEY = "a-key-of-the-session-for-tests-only-1234"
TEXT = """
version: 1
env: {SITE_SECRET: {secret: true}, SESSION_KEY: {secret: true}}
settings: {public_url: "%s", default_stack: web}
session: %s
stacks: {web: [access_log, session, csrf]}
routes:
  - {path: /, handler: "tests.login.peers.service:home"}
  - {path: /call, handler: "tests.login.peers.service:call"}
login:
%s
"""


def home(request):
    return {"user": request.user}


def call(request):
    """What a handler would send to the provider's API."""
    return {"header": authorization(request, "GET", "https://api.example/")}


def oidc(issuer, client_id=CLIENT_ID, **more):
    """The options of a login by OpenID Connect."""
    return options(client_id, kind="oidc", issuer=issuer, **more)


def oauth2(authorize_url, token_url, profile_url, client_id=CLIENT_ID, **more):
    """The options of a login by OAuth 2.0."""
    urls = {"authorize_url": authorize_url, "token_url": token_url, "profile_url": profile_url}
    return options(client_id, kind="oauth2", **urls, **more)


def preset(provider, **more):
    """The options of a login at a known provider, whose addresses may be others."""
    return options(CLIENT_ID, provider=provider, **more)


def options(client_id, **more):
    secret = {} if more.get("client_auth") == "none" else {"client_secret": "${SITE_SECRET}"}
    # JSON is YAML, and quotes whatever needs it.
    return json.dumps({"client_id": client_id, **secret, "stack": "web", **more})


class Service:
    """What the text with these logins is compiled to, with further options of its `session`.

    Each `visitor()` has a browser of their own.
    """

    def __init__(self, folder, session=None, **logins):
        kept = json.dumps({"keys": ["${SESSION_KEY}"], **(session or {})})
        written = "\n".join(f"{name}: {entry}" for name, entry in logins.items())
        file = folder / "gateway.yaml"
        file.write_text(TEXT % (PUBLIC_URL, kept, indent(written, "  ")), encoding="utf-8")
        environ = {"GATEWAY_ENV": "production", "SITE_SECRET": CLIENT_SECRET, "SESSION_KEY": SESSION_KEY}
        self.compiled = compile_file(file, environ=environ, strict=True)
        self.gateway = Gateway(self.compiled)

    def visitor(self):
        return Visitor(self.gateway)

    def flow(self, name):
        return self.compiled.app.logins[name]


class Visitor:
    """A browser that keeps cookies and follows nothing; `seen` are the answers it got."""

    def __init__(self, gateway):
        self.client = Client(gateway)
        self.seen = []

    def get(self, url):
        path = url.removeprefix(PUBLIC_URL)
        self.seen.append(self.client.get(path, base_url=PUBLIC_URL))
        return self.seen[-1]

    def press(self, path):
        """Send the form of a page, as its button does."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get(path).text)[1]
        self.seen.append(self.client.post(path, base_url=PUBLIC_URL, data={"csrf_token": token}))
        return self.seen[-1]

    def log_in(self, person, start="/login", **changes):
        """Leave, do what the person at the provider does, and come back."""
        return self.get(person.agree(self.get(start).location, **changes))

    @property
    def user(self):
        return self.get("/").json["user"]

    @property
    def cookies(self):
        return {cookie.key: cookie.value for cookie in self.client._cookies.values()}


def refused(caplog):
    """The reason and status of each login that failed, as the log has them."""
    found = re.findall(r"login \w+ failed: reason=(\w+) status=(\d+)", caplog.text)
    return [(reason, int(status)) for reason, status in found]
