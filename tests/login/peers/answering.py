"""Servers whose every answer a test may replace, and which note all that they are asked."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR
from threading import Event, Thread
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Answer:
    """What is sent; after `delay` seconds, and if `drip` is not 0 a byte each `drip` seconds."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0
    drip: float = 0


@dataclass(frozen=True)
class Asked:
    """A request; header names are lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    form: dict[str, str]


def as_json(value, status=200, kind="application/json", **headers):
    return Answer(json.dumps(value).encode(), status, {"Content-Type": kind, **headers})


def as_html(text, status=200):
    return Answer(text.encode(), status, {"Content-Type": "text/html; charset=utf-8"})


def sent_to(url, status=302):
    return Answer(b"", status, {"Location": url})


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # many may come at once


class Answering:
    """A server on a port of this machine: `routes` maps a path to what answers it.

    `answers` goes before that and maps a path to an Answer, or to what makes one of the Asked. `log` lists
    what came.
    """

    def __init__(self, routes):
        self.routes = routes
        self.answers = {}
        self.log = []
        self.closing = Event()
        self.connections = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # which would wait 40 ms for the reader of the headers

            def setup(self):
                super().setup()
                server.connections.append(self.connection)

            def do_GET(self):
                server.answer(self)

            def do_POST(self):
                server.answer(self)

            def log_message(self, format, *args):  # noqa: A002
                pass

        self.http = _Server(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.http.server_port}"
        Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def answer(self, handler):
        asked = _asked(handler)
        self.log.append(asked)
        given = self.answers.get(asked.path) or self.routes.get(asked.path, Answer(status=404))
        answer = given(asked) if callable(given) else given
        try:
            self._send(handler, answer)
        except OSError:
            handler.close_connection = True

    def _send(self, handler, answer):
        self.closing.wait(answer.delay)
        handler.send_response(answer.status)
        for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        if not answer.drip:
            handler.wfile.write(answer.body)
            return
        for byte in answer.body:
            handler.wfile.write(bytes([byte]))
            if self.closing.wait(answer.drip):
                return

    def slow_down(self, path, seconds):
        """Answer as ever, but later."""
        route = self.routes[path]

        def answer(asked):
            self.closing.wait(seconds)
            return route(asked)

        self.answers[path] = answer

    def asked(self, path):
        """The requests that came for a path."""
        return [asked for asked in self.log if asked.path == path]

    def close(self):
        """End, and leave no connection open."""
        self.closing.set()
        self.http.shutdown()
        self.http.server_close()
        for connection in self.connections:
            with suppress(OSError):
                connection.shutdown(SHUT_RDWR)


def _asked(handler):
    parts = urlsplit(handler.path)
    body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
    return Asked(
        method=handler.command,
        path=parts.path,
        query=dict(parse_qsl(parts.query, keep_blank_values=True)),
        headers={name.lower(): value for name, value in handler.headers.items()},
        form=dict(parse_qsl(body.decode("latin-1"), keep_blank_values=True)),
    )
