"""Plays conversations against anything that answers: a port, or a WSGI application in this process."""

from __future__ import annotations

import http.client
import re
import socket
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from tests.express.exchange import Answer, Sent

Ask = Callable[[Sent], Answer]
FORGOTTEN = re.compile(r"max-age=0\b|expires=thu, 01 jan 1970", re.IGNORECASE)


def over(port: int) -> Ask:
    """Ask whoever listens on a port of this machine."""

    def ask(sent: Sent) -> Answer:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(sent.raw())
            answer = http.client.HTTPResponse(connection, method=sent.method)
            answer.begin()
            return Answer.of(answer.status, answer.getheaders(), answer.read())

    return ask


def within(application: Any) -> Ask:
    """Ask a WSGI application."""

    def ask(sent: Sent) -> Answer:
        begun: list[Any] = []
        result = application(sent.environ(), lambda status, headers, *_: begun.extend([status, headers]))
        try:
            body = b"".join(result)
        finally:
            getattr(result, "close", lambda: None)()
        status, headers = begun
        return Answer.of(int(status.split()[0]), headers, body)

    return ask


def play(requests: Iterable[Sent], ask: Ask) -> Iterator[tuple[Sent, Answer]]:
    """Each request with its answer; a conversation keeps its cookies, and what is in braces is filled in."""
    jar: dict[str, str] = {}
    for sent in requests:
        if not sent.continues:
            jar.clear()
        answer = ask(_filled(sent, jar, ask))
        keep(jar, answer)
        yield sent, answer


def _filled(sent: Sent, jar: dict[str, str], ask: Ask) -> Sent:
    """The request with the jar's cookies and the validators of its target: {etag}, {tag}, {last-modified}."""
    named = dict(sent.headers)
    cookies = "; ".join(f"{name}={value}" for name, value in jar.items())
    headers = sent.headers if "Cookie" in named or not cookies else (*sent.headers, ("Cookie", cookies))
    if any(re.search(r"\{(etag|tag|last-modified)\}", value) for _, value in headers):
        known = ask(replace(sent, method="GET", headers=(), body=b""))
        etag = known.header("etag") or ""
        jar = jar | {"etag": etag, "tag": etag.removeprefix("W/")}
        jar["last-modified"] = known.header("last-modified") or ""
    found = tuple(
        (name, re.sub(r"\{([\w.-]+)\}", lambda hit: jar.get(hit[1], hit[0]), value))
        for name, value in headers
    )
    return replace(sent, headers=found)


def keep(jar: dict[str, str], answer: Answer) -> None:
    """Do with Set-Cookie what a browser does, but for paths and domains."""
    for line in answer.headers.get("set-cookie", ()):
        pair, _, attributes = line.partition(";")
        name, _, value = pair.partition("=")
        if FORGOTTEN.search(attributes):
            jar.pop(name, None)
        else:
            jar[name] = value
