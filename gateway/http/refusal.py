"""What answers a request that no route takes."""

from __future__ import annotations

from urllib.parse import quote

from werkzeug.exceptions import MethodNotAllowed

from gateway.http.request import Request
from gateway.http.response import Response

_QUERY_SAFE = "!\"$%&'()*+,/:;<=>?@[\\]^`{|}"


def wrong_method(request: Request) -> Response:
    """OPTIONS answered with 204 and Allow; any other method refused with 405 (RFC 9110 §9.3.7, §15.5.6)."""
    allowed = sorted({*request.allowed, "OPTIONS"})
    if request.method == "OPTIONS":
        return Response(status=204, headers={"Allow": ", ".join(allowed)})
    raise MethodNotAllowed(valid_methods=allowed)


def redirection(request: Request) -> Response:
    """308 to the path as its route is written: query, method and body stay (RFC 9110 §15.4.9)."""
    script = quote(request.environ.get("SCRIPT_NAME", "").encode("latin-1"))
    return Response(status=308, headers={"Location": script + request.written + query(request)})


def query(request: Request) -> str:
    """The query as it was sent, with its `?` if there is one, and with nothing that no header can carry."""
    sent = request.query_string
    return f"?{quote(sent, safe=_QUERY_SAFE)}" if sent else ""
