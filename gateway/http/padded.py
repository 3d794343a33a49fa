"""JSON as a script that calls a function of the page which loads it, for pages that know no CORS."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gateway.http.request import Request
from gateway.http.response import HeadersLike, Response

_not_callable = re.compile(r"[^\[\]\w$.]+", re.ASCII).sub
_LINE_SEPARATOR, _PARAGRAPH_SEPARATOR = "\u2028".encode(), "\u2029".encode()


def jsonp(request: Request, value: Any, status: int = 200, headers: HeadersLike = None) -> Response:
    """JSON, or a script that calls what the query's `callback` names with it.

        return jsonp(request, {"rates": rates})

    Any site can read the answer then, with its visitor's cookies: use it for what is public. The parameter is
    `settings.jsonp.parameter`. Raise TypeError for what JSON cannot hold.
    """
    body = request.app.encode_json(value)
    name = _callback(request.query, request.app.jsonp_parameter)
    response = Response(b"", status, headers)
    if not name:
        if response.type is None:
            response.type = "json"
            response.headers["X-Content-Type-Options"] = "nosniff"
        response.body = body
        return response
    response.type = "js"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.body = _script(_not_callable("", name).encode(), body)
    return response


def _callback(query: Mapping[str, Any], parameter: str) -> str:
    """The name a query gives, of several the first; empty if there is none, or it is no text."""
    found = query.get(parameter)
    if isinstance(found, list) and found:
        found = found[0]
    return found if isinstance(found, str) else ""


def _script(name: bytes, body: bytes) -> bytes:
    """The call of a function if there is one; the comment keeps it from being taken for anything else."""
    # JavaScript before 2019 ends a line at these two, which JSON does not.
    body = body.replace(_LINE_SEPARATOR, b"\\u2028").replace(_PARAGRAPH_SEPARATOR, b"\\u2029")
    return b"/**/ typeof " + name + b" === 'function' && " + name + b"(" + body + b");"
