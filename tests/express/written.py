"""Reads the lists of requests: the `.http` files that editors know, with four additions.

### a title, which names the request in reports
GET /one                        several request lines are several requests
GET /two
Accept: text/html               headers of them all
* Accept-Language: de           one more request for each line with a star
* (nothing)                     ... and one without any of these headers

### then a title that begins so goes on with the cookies of the request before
# pack: gzip                    how the body is made: pack, repeat, escapes, crlf
POST /body

the body
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

import brotli

from tests.express.exchange import Sent

PACKED = {"gzip": lambda body: gzip.compress(body, mtime=0), "deflate": zlib.compress, "br": brotli.compress}


def requests_of(file: Path) -> list[Sent]:
    """All requests of a file in their order; their ids are unique."""
    _, *blocks = ("\n" + file.read_text(encoding="utf-8")).split("\n### ")
    return [sent for block in blocks for sent in _block(block, f"{file.parent.name}/{file.stem}")]


def _block(text: str, place: str) -> Iterator[Sent]:
    """The requests under one title."""
    head, _, body = text.partition("\n\n")
    title, *lines = head.splitlines()
    lines = [line.strip() for line in lines if line.strip()]
    made = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# "))
    asked = [tuple(line.split(" ", 1)) for line in lines if _is_request(line)]
    fixed = tuple(_header(line) for line in lines if not _is_request(line) and line[0] not in "#*")
    varied = [line[2:] for line in lines if line.startswith("* ")] or [""]
    for method, target in asked:
        for variation in varied:
            several = f": {method} {target}" if len(asked) > 1 else ""
            yield Sent(
                id=f"{place}: {title}{several}{f' [{variation}]' if variation else ''}",
                method=method,
                target=target.encode().decode("latin-1"),
                headers=(*fixed, *((_header(variation),) if ":" in variation else ())),
                body=_body(body.rstrip("\n"), made),
                continues=title.startswith("then "),
            )


def _is_request(line: str) -> bool:
    method, _, target = line.partition(" ")
    return method.isupper() and method.isalpha() and target.startswith(("/", "*"))


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name, value.strip().encode().decode("latin-1")


def _body(text: str, made: dict[str, str]) -> bytes:
    """The body as its directives want it."""
    text = text.replace("\n", "\r\n") if "crlf" in made else text
    body = (
        text.encode("latin-1").decode("unicode_escape").encode("latin-1")
        if "escapes" in made
        else text.encode()
    )
    body *= int(made.get("repeat", 1))
    return PACKED[made["pack"]](body) if "pack" in made else body
