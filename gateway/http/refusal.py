"""What answers a request that no route takes."""

from __future__ import annotations

from werkzeug.exceptions import MethodNotAllowed

from gateway.http.request import Request
from gateway.http.response import Response


def wrong_method(request: Request) -> Response:
    """OPTIONS answered with 204 and Allow; any other method refused with 405 (RFC 9110 §9.3.7, §15.5.6)."""
    allowed = sorted({*request.allowed, "OPTIONS"})
    if request.method == "OPTIONS":
        return Response(status=204, headers={"Allow": ", ".join(allowed)})
    raise MethodNotAllowed(valid_methods=allowed)


def redirection(request: Request, path: str) -> Response:
    """308 to the path as its route is written: query, method and body stay (RFC 9110 §15.4.9)."""
    query = request.environ.get("QUERY_STRING")
    location = request.environ.get("SCRIPT_NAME", "") + path + (f"?{query}" if query else "")
    return Response(status=308, headers={"Location": location})
