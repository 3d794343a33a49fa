"""The certified OpenID provider of npm as a process of its own, and people who log in there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, ProxyHandler, Request, build_opener

import pytest

from tests.login.peers.authorizing import CLIENT_SECRET

HERE = Path(__file__).parent
OLDEST = 20
PATHS = ("/login/callback", *(f"/login/{name}/callback" for name in ("basic", "post", "public", "corp")))


def clients(public_url, **more):
    """Three clients: `basic`, `post` and `public`, by how they say who they are; `more` goes to each."""
    shared = {
        "redirect_uris": [public_url + path for path in PATHS],
        "post_logout_redirect_uris": [public_url + "/", public_url + "/logout"],
        "grant_types": ["authorization_code", "refresh_token"],
        **more,
    }
    return [
        {"client_id": "basic", "client_secret": CLIENT_SECRET, **shared},
        {
            "client_id": "post",
            "client_secret": CLIENT_SECRET,
            "token_endpoint_auth_method": "client_secret_post",
            "id_token_signed_response_alg": "ES256",
            **shared,
        },
        {"client_id": "public", "token_endpoint_auth_method": "none", **shared},
    ]


def skip_without_node():
    """Leave the test out where Node is missing or too old, or the provider not installed."""
    node = shutil.which("node")
    if node is None or not (HERE / "node_modules/.installed").exists():
        pytest.skip("needs Node, and oidc-provider below tests/login/peers (make providers)")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    if int(version.lstrip("v").partition(".")[0]) < OLDEST:
        pytest.skip(f"oidc-provider needs Node {OLDEST} or newer, and this is {version.strip()}")


class OidcProvider:
    """The provider, with three clients of a site at `public_url`; `more` is told of each of them."""

    def __init__(self, public_url, **more):
        skip_without_node()
        self.process = subprocess.Popen(
            ["node", str(HERE / "oidc_provider.mjs"), json.dumps(clients(public_url, **more))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.issuer = self.process.stdout.readline().strip()
        assert self.issuer, "oidc-provider did not start"
        self.open = build_opener(ProxyHandler({})).open

    def rotate(self):
        """Publish new keys, and sign with them from now on."""
        self.open(self.issuer + "/-/rotate", b"").close()

    def forget(self):
        """Begin to note anew what is asked."""
        self.open(self.issuer + "/-/forget", b"").close()

    def seen(self, path=None):
        """What was asked since then: method, path, status, authorization and fields of each."""
        with self.open(self.issuer + "/-/seen") as answer:
            return [asked for asked in json.load(answer) if path in {None, asked["path"]}]

    def calls(self):
        """How often each endpoint was asked."""
        return Counter(asked["path"] for asked in self.seen())

    def close(self):
        self.process.communicate(timeout=10)


class _Unfollowing(HTTPRedirectHandler):
    def http_error_302(self, request, answer, *more):
        return answer

    http_error_301 = http_error_303 = http_error_307 = http_error_302


class Person:
    """Someone with a browser at the provider, known there as `sub` once logged in."""

    def __init__(self, provider, sub="rosalba"):
        self.provider = provider
        self.sub = sub
        jar = HTTPCookieProcessor(CookieJar())
        self.opener = build_opener(ProxyHandler({}), jar, _Unfollowing())

    def agree(self, location):
        """Where the provider sends who agrees; it does not ask again who is logged in there already."""
        return self._answer(location, sub=self.sub)

    def deny(self, location):
        """Where the provider sends who says no."""
        return self._answer(location, deny="1")

    def _answer(self, location, **form):
        place = self.walk(location)
        return self.walk(place, form) if place.startswith(self.provider.issuer) else place

    def log_out(self, location):
        """Where the provider sends who logs out there."""
        self.walk(location)
        action, xsrf = re.search(r'action="([^"]+)".*name="xsrf" value="([^"]+)"', self.page).groups()
        return self.walk(action, {"xsrf": xsrf, "logout": "yes"})

    def walk(self, url, form=None):
        """The page that a request ends at, or the first address elsewhere."""
        while url.startswith(self.provider.issuer):
            request = Request(url, urlencode(form).encode() if form else None)
            form = None
            with self.opener.open(request) as answer:
                self.page = answer.read().decode()
                following = answer.headers.get("Location")
            if following is None:
                break
            url = urljoin(url, following)
        return url
