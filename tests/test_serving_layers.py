"""Sessions and layers where time, forks and sockets matter: a real gunicorn, and real threads."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
import zlib
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from werkzeug.test import Client

ROOT = Path(__file__).parents[1]
SERVICE = """
version: 1
session: {keys: ["a key of at least thirty-two characters"]}
stacks:
  web: [{access_log: {format: ":method :url :status"}}, {compress: {min_size: 16B}}, session]
routes:
  - {path: /, stack: web, handler: "served:who"}
  - {path: /short, stack: web, handler: "served:short"}
  - {path: /slow, stack: web, handler: "served:slow"}
"""
HANDLERS = """
import os, time

def who(request):
    request.session["n"] = request.session.get("n", 0) + 1
    return {"n": request.session["n"], "id": request.session.id, "pid": os.getpid()}

def short(request):
    request.session["n"] = 1
    request.session.max_age = 1
    return {"id": request.session.id}

def slow(request):
    def chunks():
        for word in ("one ", "two ", "three"):
            yield word
            time.sleep(0.3)
    return chunks()
"""


@dataclass
class Visitor:
    """Keeps its cookie, whatever age it has."""

    port: int
    cookie: str = ""
    seen: list[dict] = field(default_factory=list)

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers={"Cookie": self.cookie} if self.cookie else {})
        answer = connection.getresponse()
        self.cookie = (answer.headers["Set-Cookie"] or self.cookie).partition(";")[0]
        self.seen.append(json.loads(answer.read()))
        connection.close()
        return self.seen[-1]


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """Where a gunicorn with two workers listens."""
    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    (folder / "gateway.yaml").write_text(SERVICE)
    (folder / "served.py").write_text(HANDLERS)
    known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py"), "-w", "2", "gateway:app"],
        cwd=folder,
        env=known | {"PYTHONPATH": f"{ROOT}:{folder}", "PORT": str(number), "GATEWAY_ENV": "production"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert any(is_up(number) for _ in range(100))
    yield number
    process.terminate()
    process.wait(20)


def is_up(port):
    try:
        Visitor(port).get("/")
    except OSError:
        time.sleep(0.1)
        return False
    return True


def at_once(calls, *args):
    """Call each in a thread of its own, and wait for all."""
    threads = [threading.Thread(target=call, args=args) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_workers_forked_from_one_process_draw_different_ids(port):
    answers = []
    for _ in range(50):
        visitors = [Visitor(port) for _ in range(8)]
        at_once([visitor.get for visitor in visitors], "/")
        answers += [visitor.seen[0] for visitor in visitors]
        if len({answer["pid"] for answer in answers}) > 1:
            break

    assert len({answer["pid"] for answer in answers}) == 2
    assert len({answer["id"] for answer in answers}) == len(answers)


def test_visitor_is_known_to_every_worker(port):
    visitor = Visitor(port)
    for _ in range(20):
        visitor.get("/")

    assert [answer["n"] for answer in visitor.seen] == [*range(1, 21)]
    assert len({answer["id"] for answer in visitor.seen}) == 1


def test_age_of_a_session_is_over_although_its_cookie_is_sent(port):
    visitor = Visitor(port)
    first = visitor.get("/short")["id"]
    assert visitor.get("/")["id"] == first
    time.sleep(2.1)  # times are kept in whole seconds

    assert visitor.get("/") | {"pid": 0} != {"n": 3, "id": first, "pid": 0}
    assert (visitor.seen[-1]["n"], visitor.seen[-1]["id"] == first) == (1, False)


def test_compressed_stream_arrives_chunk_by_chunk(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/slow", headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    reader, words, times = zlib.decompressobj(31), [], []
    while chunk := answer.read1():
        words.append(reader.decompress(chunk))
        times.append(time.monotonic())
    connection.close()

    assert answer.headers["Content-Encoding"] == "gzip"
    assert [word for word in words if word] == [b"one ", b"two ", b"three"]
    assert times[-1] - times[0] > 0.5


MANY = """
session: {keys: ["a key of at least thirty-two characters"]}
stacks: {both: [session, {session: {cookie: {name: other}}}]}
routes: [{path: "/:name", stack: both, handler: "served:mine"}]
"""
MINE = """
def mine(request, name):
    for session in request.sessions.values():
        session["name"] = session.get("name", "") + name
    request.flash("info", name)
    return {"all": [s["name"] for s in request.sessions.values()], "flashes": request.flashes("info")}
"""


def wrong_answers(application, name, wrong):
    """Visit fifty times with cookies of one's own; what is not one's own is wrong."""
    cookies = {}
    for count in range(1, 51):
        header = "; ".join(f"{key}={value}" for key, value in cookies.items())
        response = Client(application, use_cookies=False).get(f"/{name}", headers={"Cookie": header})
        lines = response.headers.getlist("Set-Cookie")
        cookies |= dict(line.partition(";")[0].split("=", 1) for line in lines)
        if response.json != {"all": [name * count, name * count], "flashes": [name]}:
            wrong.append(response.json)


def test_sessions_of_many_threads_do_not_mix(serve):
    application, wrong = serve(MANY, MINE).application, []
    at_once([partial(wrong_answers, application, name, wrong) for name in "abcdefgh"])

    assert wrong == []
