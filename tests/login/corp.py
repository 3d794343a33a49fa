"""A service whose people log in at OpenID providers that may lie, and their browsers."""

from __future__ import annotations

from werkzeug.test import Client

from tests.login.peers.authorizing import CLIENT_ID, CLIENT_SECRET

BASE = "http://127.0.0.1:8000"
TEXT = """
settings: {public_url: "http://127.0.0.1:8000"}
session: {keys: [a-key-of-the-tests-a-key-of-the-tests], store: memory, revocation: true}
stacks: {web: [session, csrf]}
routes: [{path: /who, stack: web, handler: "served:who"}]
login:
"""
HANDLERS = """
def who(request):
    return {"user": request.user, "token": request.make_csrf_token()}
"""


def login(issuer, more="", name="corp"):
    """One entry of `login`, at a provider of OpenID Connect."""
    client = f'client_id: {CLIENT_ID}, client_secret: "{CLIENT_SECRET}"'
    return f'  {name}: {{kind: oidc, issuer: "{issuer}", {client}, stack: web{more and ", "}{more}}}\n'


class Visitor:
    """A browser at the service."""

    def __init__(self, application):
        self.client = Client(application)

    def get(self, url):
        return self.client.get(url.removeprefix(BASE), base_url=BASE)

    def log_in(self, provider, start="/login"):
        """What answers at the end of a login, wherever it ends."""
        left = self.get(start)
        return left if left.status_code != 303 else self.get(provider.agree(left.location))

    @property
    def user(self):
        return self.get("/who").json["user"]


def reason_of(caplog):
    """The reason of the last login that failed."""
    return caplog.text.rpartition("reason=")[2].partition(" ")[0]
