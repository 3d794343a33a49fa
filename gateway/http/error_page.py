"""The built-in page of an error, in the formats that people and programs read."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import orjson
from markupsafe import escape

from gateway.http.media_types import BY_EXTENSION
from gateway.http.page import document, policy

FORMATS = ("html", "json", "application/problem+json", "text")
_KEPT_LENGTH = 500  # of a page's words; what a client sends may be among them, and would stay in our memory

Page = tuple[bytes, tuple[tuple[str, str], ...]]
"""A body, and the headers that go with it."""


class Said(NamedTuple):
    """What a page says: people read the message, programs act on the type, such as `entity.too.large`.

    `login` is the address where to log in, if that would help.
    """

    status: int
    title: str
    message: str
    type: str | None = None
    login: str | None = None


def written(kind: str, said: Said) -> Page:
    """A page in one of FORMATS; the same few are asked for again and again, and kept unless they are long."""
    is_short = len(said.message) + len(said.login or "") <= _KEPT_LENGTH
    return (_kept_page if is_short else _made_page)(kind, said)


def encodable(text: str) -> str:
    """Text that UTF-8 can hold: lone surrogates, as in names of files, are spelled out."""
    return text.encode(errors="backslashreplace").decode()


def _made_page(kind: str, said: Said) -> Page:
    """A page made anew."""
    body, content_type = _body(kind, said._replace(message=encodable(said.message)))
    pairs = [
        ("Content-Type", content_type),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    ]
    if kind == "html":
        pairs += [("Content-Security-Policy", policy()), ("X-Content-Type-Options", "nosniff")]
    return body, tuple(pairs)


_kept_page = lru_cache(maxsize=256)(_made_page)


def _body(kind: str, said: Said) -> tuple[bytes, str]:
    """The bytes of a page and their content type; problem details are those of RFC 9457."""
    heading = f"{said.status} {said.title}"
    login = {} if said.login is None else {"login": said.login}
    match kind:
        case "html":
            body = f"<h1>{escape(heading)}</h1><p>{escape(said.message)}</p>{_link(said.login)}"
            return document(heading, body).encode(), BY_EXTENSION["html"]
        case "text":
            return f"{heading}\n{said.message}\n".encode(), BY_EXTENSION["text"]
        case "json":
            type_ = {} if said.type is None else {"type": said.type}
            page = {"status": said.status, "error": said.title, **type_, "message": said.message, **login}
            return orjson.dumps(page), BY_EXTENSION["json"]
    about = {"type": said.type or "about:blank", "title": said.title, "status": said.status}
    return orjson.dumps({**about, "detail": said.message, **login}), "application/problem+json"


def _link(login: str | None) -> str:
    """What leads to the login, if there is one."""
    if login is None:
        return ""
    return f'<p class="actions"><a class="button" href="{escape(login)}">Log in</a></p>'
