from __future__ import annotations

import json
from email.utils import formatdate
from time import time

import pytest

from gateway.cli.diagnosis.logins import certificate, logins
from tests.login.servers import Canned, Raw, answering, over_tls, signed_by_itself, whole
from tests.sessions.servers import free_port

CONFIG = """settings: {{public_url: 'http://127.0.0.1:1'}}
env: {{KEY: {{secret: true}}, URL: {{}}}}
login: {{staff: {{client_id: me, client_secret: '${{KEY}}', {0}}}}}
"""
OAUTH2 = "kind: oauth2, authorize_url: '{0}/a', token_url: '{0}/t', profile_url: '{0}/p'"


@pytest.fixture
def provider():
    provider = Canned({})
    told = dict.fromkeys(("authorization_endpoint", "token_endpoint", "jwks_uri"), f"{provider.base}/x")
    metadata = json.dumps({"issuer": provider.base, **told}).encode()
    provider.answers["/.well-known/openid-configuration"] = (
        200,
        {"Content-Type": "application/json"},
        metadata,
    )
    yield provider
    provider.close()


@pytest.fixture
def found(configured):
    """Makes what is found about the one login of a configuration."""

    def found(said, **environ):
        config = configured(CONFIG.format(said), **environ)
        return [(each.level, each.found) for each in logins([config])]

    return found


@pytest.fixture
def tls(tmp_path, monkeypatch):
    """Starts a server inside TLS; its address, and what makes this machine trust its certificate."""
    started = []

    def tls(days=1):
        file = signed_by_itself(tmp_path / "server.pem", days)
        started.append(Raw(over_tls(file, answering(whole(b"")))))
        return started[-1].base.replace("http:", "https:"), lambda: monkeypatch.setenv(
            "SSL_CERT_FILE", str(file)
        )

    yield tls
    for server in started:
        server.close()


def test_provider_of_openid_connect_tells_of_itself(found, provider):
    assert found(f"kind: oidc, issuer: '{provider.base}'") == [
        ("ok", "staff tells its addresses at 127.0.0.1"),
        ("ok", "staff answers, and its clock agrees with ours"),
    ]


def test_other_provider_only_answers(found, provider):
    assert found(OAUTH2.format(provider.base)) == [("ok", "staff answers, and its clock agrees with ours")]
    assert provider.asked == []


@pytest.mark.parametrize(
    ("seconds", "level", "words"),
    [(300, "error", "behind that of staff"), (-300, "error", "ahead of that of staff"), (30, "ok", "agrees")],
)
def test_clock_that_goes_wrong_is_told(found, provider, seconds, level, words):
    provider.date = formatdate(time() + seconds, usegmt=True)
    ((is_, told),) = found(OAUTH2.format(provider.base))

    assert is_ == level
    assert words in told


def test_provider_without_a_clock_answers(found, provider):
    provider.date = "today"

    assert found(OAUTH2.format(provider.base)) == [("ok", "staff answers")]


def test_provider_that_is_another_one_is_an_error(found, provider):
    ((level, told),) = found(f"kind: oidc, issuer: '{provider.base}/'")

    assert level == "error"
    assert told.startswith("staff cannot be reached: ")


def test_provider_that_is_not_there_is_an_error(found):
    ((level, told),) = found(OAUTH2.format(f"http://127.0.0.1:{free_port()}"))

    assert level == "error"
    assert told.startswith("staff cannot be reached: UpstreamError")


def test_certificate_that_is_not_trusted_is_an_error(found, tls):
    url, _ = tls()
    ((level, told),) = found(OAUTH2.format(url))

    assert level == "error"
    assert "certificate of 127.0.0.1 is not trusted: self-signed certificate" in told


def test_certificate_that_soon_ends_is_a_warning(found, tls):
    url, trust = tls(days=2)
    trust()
    first, second = found(OAUTH2.format(url))

    assert first[0] == "warning"
    assert first[1].endswith(", in 1 day")
    assert second == ("ok", "staff answers")


def test_certificate_with_time_left_is_well(tls):
    url, trust = tls(days=30)
    trust()
    told = certificate("place", url)

    assert told.level == "ok"
    assert told.found.startswith("the certificate of 127.0.0.1 ends on 20")


def test_login_without_keys_goes_to_the_sandbox(configured):
    text = "session: {}\nenv: {K: {optional: true}}\nsettings: {public_url: 'http://127.0.0.1:1'}\n"
    config = configured(
        f"{text}login: {{x: {{provider: twitter, client_id: '${{K}}', client_secret: '${{K}}'}}}}"
    )

    (told,) = logins([config])
    assert (told.level, told.found) == ("ok", "x goes to the sandbox of made-up people")


def test_address_that_is_not_set_is_a_warning(found):
    assert found("kind: oidc, issuer: '${URL}'") == [("warning", "staff has an address that is not set")]


def test_without_logins_nobody_is_asked(configured):
    assert list(logins([configured("routes: []")])) == []
