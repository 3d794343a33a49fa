"""Where a person may be sent after a login: within this service, and not round in circles."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import unquote

from gateway.http.request import Request

MAX_LENGTH = 2048

_SHAPE = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")


def accepted(text: str | None, loops: Collection[str]) -> str | None:
    """A `return_to` as it was given; None if it leaves this origin, could later, or is one of `loops`."""
    if text is None or len(text) > MAX_LENGTH or not _SHAPE.fullmatch(text):
        return None
    path = _normalised(re.split("[?#]", text, maxsplit=1)[0])
    if path.startswith("//") or _loop(path) in {_loop(loop) for loop in loops}:
        return None
    return text


def asked(request: Request, loops: Collection[str]) -> str | None:
    """The one `return_to` of a request, from its query or its form, if it is accepted."""
    values = request.args.getlist("return_to") or request.form.getlist("return_to")
    return accepted(values[0], loops) if len(values) == 1 else None


def _normalised(path: str) -> str:
    """The path a browser or a later redirect may make of it: unescaped, dots resolved."""
    kept: list[str] = []
    for segment in unquote(path).replace("\\", "/").split("/")[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(kept)


def _loop(path: str) -> str:
    """A path as a router that ignores case and trailing slashes sees it."""
    return path.rstrip("/").casefold()
