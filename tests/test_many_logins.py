"""Fifty people who log in at once, at a gunicorn of two workers."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.cookiejar import CookieJar
from pathlib import Path
from threading import Barrier
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

import pytest

from gateway.login.sandbox.people import PEOPLE
from tests.login.peers.answering import Answer, as_json, sent_to
from tests.login.peers.authorizing import CLIENT_ID, CLIENT_SECRET, Authorizing

ROOT = Path(__file__).parents[1]
MANY = 50
PATIENCE = 30  # seconds
SERVICE = f"""
version: 1
env: {{PUBLIC_URL: {{}}, PROVIDER: {{}}}}
settings: {{public_url: "${{PUBLIC_URL}}"}}
session: {{keys: [a-key-of-the-tests-a-key-of-the-tests]}}
stacks: {{web: [session, csrf], member: [session, require_login, csrf]}}
login:
  oauth1: {{provider: sandbox, stack: web}}
  oauth2: {{provider: sandbox, kind: oauth2, stack: web}}
  oidc: {{provider: sandbox, kind: oidc, stack: web}}
  elsewhere:
    kind: oauth2
    client_id: {CLIENT_ID}
    client_secret: "{CLIENT_SECRET}"
    authorize_url: ${{PROVIDER}}/authorize
    token_url: ${{PROVIDER}}/token
    profile_url: ${{PROVIDER}}/me
    stack: web
routes:
  - {{path: /who, stack: member, handler: "served:who"}}
  - {{path: /else, respond: {{text: something else}}}}
"""
HANDLERS = """
def who(request):
    return request.user
"""


class Unhurried(Authorizing):
    """A provider that takes 300 ms for each call, and where everybody who comes is somebody else."""

    def __init__(self):
        super().__init__({"/token": self._token, "/me": self._me})
        self.people = iter(range(1000))

    def _authorize(self, asked):
        name = f"person-{next(self.people)}"
        back = self.agree("?" + urlencode({**asked.query, "name": name}))
        return sent_to(back, 303)

    def _token(self, asked):
        token = self.new_token(self.redeem(asked.form))
        return late({"access_token": token, "token_type": "bearer"})

    def _me(self, asked):
        name = self.bearer(asked)["name"]
        return late({"sub": name, "preferred_username": name})


def late(value):
    answer = as_json(value)
    return Answer(answer.body, headers=answer.headers, delay=0.3)


class Person:
    """Someone with a browser, who goes wherever it is sent, also by a page that goes on by itself."""

    def __init__(self):
        self.open = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar())).open

    def get(self, url, fields=None):
        """The address and the text of the page that a request ends at; raise HTTPError for 4xx and 5xx."""
        with self.open(url, urlencode(fields).encode() if fields else None) as page:
            text, refresh = page.read().decode(), page.headers["Refresh"]
        if refresh is None:
            return page.url, text
        seconds, _, following = refresh.partition("; url=")
        time.sleep(int(seconds))
        return self.get(urljoin(page.url, following))

    def chosen(self, url, name):
        """What the service knows of who was chosen at the sandbox."""
        here, text = self.get(url)
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
        action = re.search(r'<form method="post" action="([^"]+)"', text)[1]
        return json.loads(self.get(urljoin(here, action), {**fields, "person": name})[1])


@pytest.fixture(scope="module")
def provider():
    provider = Unhurried()
    yield provider
    provider.close()


@pytest.fixture(scope="module")
def url(provider, tmp_path_factory):
    """The service, in development, with two workers of eight threads."""
    folder = tmp_path_factory.mktemp("many")
    (folder / "gateway.yaml").write_text(SERVICE)
    (folder / "served.py").write_text(HANDLERS)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environ = {"GATEWAY_ENV": "development", "WEB_CONCURRENCY": "2", "PORT": str(port), "PUBLIC_URL": url}
    with (folder / "log.txt").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py"), "gateway:app"],
            cwd=folder,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": f"{ROOT}:{folder}",
                "PROVIDER": provider.base,
                **environ,
            },
            stdout=log,
            stderr=log,
        )
    assert eventually_serves(url), (folder / "log.txt").read_text()
    yield url
    process.terminate()
    process.wait(PATIENCE)


def eventually_serves(url):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError):
            return Person().get(url + "/healthz")
        time.sleep(0.05)
    return False


def all_at_once(work, count=MANY):
    """What each of so many threads returns for its number; those that fail return what was answered."""
    barrier = Barrier(count)

    def one(number):
        barrier.wait()
        try:
            return work(number)
        except HTTPError as error:
            return error.code, error.read()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.parametrize("kind", ["oauth1", "oauth2", "oidc"])
def test_fifty_logins_at_once_make_each_who_they_chose_to_be(url, kind):
    names = [list(PEOPLE)[number % len(PEOPLE)] for number in range(MANY)]
    start = f"{url}/login/{kind}?return_to=/who"
    users = all_at_once(lambda number: Person().chosen(start, names[number]))
    handle = "screen_name" if kind == "oauth1" else "preferred_username"

    assert [user[handle] for user in users] == names


def test_fifty_logins_at_once_elsewhere_leave_other_pages_alone(url):
    """login.md 76: most wait for a provider that takes its time, and none of them in a thread."""

    def work(number):
        if number < MANY:
            return json.loads(Person().get(f"{url}/login/elsewhere?return_to=/who")[1])["sub"]
        return [Person().get(f"{url}/else")[1] for _ in range(20)]

    *people, others = all_at_once(work, MANY + 1)

    assert Counter(people) == Counter(f"person-{number}" for number in range(MANY))
    assert others == ["something else"] * 20
