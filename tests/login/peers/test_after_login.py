"""What comes after a login at the certified provider: calls in a person's name, and the two ways out."""

from __future__ import annotations

import time
from contextlib import closing
from threading import Thread
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from werkzeug.serving import make_server

from tests.login.peers.oidc_provider import OidcProvider, Person
from tests.login.peers.service import PUBLIC_URL, Service, oidc

ENDED = "/ended-elsewhere"
OFFLINE = {"scope": ["openid", "offline_access"], "parameters": {"prompt": "consent"}, "tokens": "session"}


def asked_with(header, url):
    """The status of a request with this Authorization header."""
    with build_opener(ProxyHandler({})).open(Request(url, headers={"Authorization": header})) as answer:
        return answer.status


@pytest.mark.parametrize("client", ["basic", "post"])
def test_tokens_of_the_certified_provider_are_renewed(service, oidc_provider, client):
    login = oidc(oidc_provider.issuer, client, client_auth=client, **OFFLINE)
    site = service(session={"encrypt": True}, corp=login)
    visitor = site.visitor()
    visitor.log_in(Person(oidc_provider))
    headers = [visitor.get("/call").json["header"]]
    object.__setattr__(site.flow("corp").renewal, "clock", lambda: time.time() + 3600)
    headers.append(visitor.get("/call").json["header"])
    grants = [asked["fields"]["grant_type"] for asked in oidc_provider.seen("/token")]

    assert headers[0] != headers[1]
    assert [asked_with(header, f"{oidc_provider.issuer}/me") for header in headers] == [200, 200]
    assert grants == ["authorization_code", "refresh_token"]


@pytest.mark.parametrize("more", [{}, {"tokens": "session"}])
def test_who_logs_out_here_logs_out_at_the_certified_provider(service, oidc_provider, more):
    """With the id_token as a hint, and without."""
    login = oidc(oidc_provider.issuer, "basic", logout={"at_provider": True}, **more)
    visitor, person = service(session={"encrypt": True}, corp=login).visitor(), Person(oidc_provider)
    visitor.log_in(person)
    back = person.log_out(visitor.press("/logout").location)
    again = person.walk(visitor.get("/login").location)

    assert back.startswith(f"{PUBLIC_URL}/logout")
    assert "You are logged out" in visitor.get(back).text
    assert visitor.user is None
    assert again.startswith(oidc_provider.issuer)


class Reachable:
    """A service whose provider can reach it, on a port of its own."""

    def __init__(self):
        self.gateway = None
        self.http = make_server("127.0.0.1", 0, self, threaded=True)
        self.base = f"http://127.0.0.1:{self.http.server_port}"
        Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def __call__(self, environ, start_response):
        return self.gateway(environ, start_response)

    def close(self):
        self.http.shutdown()
        self.http.server_close()


@pytest.mark.parametrize("store", ["memory", "sql"])
def test_who_logs_out_at_the_certified_provider_is_logged_out_here(tmp_path, store):
    """By the logout token that it sends: another browser of the same person stays, another person too."""
    with closing(Reachable()) as here, closing(provider_of(here)) as provider:
        login = oidc(provider.issuer, "basic", back_channel_logout=ENDED)
        site = Service(tmp_path, session={"store": store, "revocation": True}, corp=login)
        here.gateway = site.gateway
        people = [Person(provider), Person(provider), Person(provider, "mallory")]
        visitors = [site.visitor() for _ in people]
        for visitor, person in zip(visitors, people, strict=True):
            visitor.log_in(person)
        people[0].log_out(f"{provider.issuer}/session/end")
        users = [visitor.user and visitor.user["sub"] for visitor in visitors]

    assert users == [None, "rosalba", "mallory"]


def provider_of(here):
    """The certified provider, which tells a service when somebody logs out."""
    more = {"backchannel_logout_uri": here.base + ENDED, "backchannel_logout_session_required": True}
    return OidcProvider(PUBLIC_URL, **more)
