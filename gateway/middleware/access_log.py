"""Write one line a request, in which no secret stands and which no client can forge."""

from __future__ import annotations

import json
import logging
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote_plus

import orjson

from gateway.http.request import Request
from gateway.http.response import Response
from gateway.middleware.chain import Handler

_SECRET_NAME = re.compile(
    r"(code|state|nonce|denied|key|sid|sig|auth|jwt|otp|pin|pwd|pass)$"
    r"|.*(token|secret|passw|verifier|signature|session|credential|assertion|api[_-]?key)",
    re.IGNORECASE | re.DOTALL,
)
_TEXT = (
    '%(time)s %(remote_addr)s "%(request)s" %(status)d %(bytes)s %(duration_ms).3f'
    ' %(request_id)s "%(user_agent)s"'
)
_log = logging.getLogger("gateway.access")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLog:
    """Log each answer to `gateway.access` as JSON or as text; the time is until the headers are ready, in ms.

    A line says when, method, path, status, bytes, duration, address, request id and user agent; it is written
    on the way out, so what layers outside of this one do is not in it. Values of query parameters that carry
    secrets are masked; cookies and authorization are never written. What a client sends cannot end a line or
    begin a field.
    """

    format: str = "json"

    def __call__(self, request: Request, call_next: Handler) -> Response:
        """The answer, once its line is written; without a search for anything if the logger is off."""
        if not _log.isEnabledFor(logging.INFO):
            return call_next(request)
        start = time.perf_counter()
        response = call_next(request)
        fields = _fields(request, response, time.perf_counter() - start)
        line = _json(fields) if self.format == "json" else _text(fields)
        # Without the search for the caller's frame that Logger.info makes.
        _log.handle(logging.LogRecord(_log.name, logging.INFO, __file__, 0, line, (), None))
        return response


def _fields(request: Request, response: Response, seconds: float) -> dict[str, Any]:
    """What is known of a request and its answer; a body that is streamed has the size it declares."""
    environ = request.environ
    query, body = environ.get("QUERY_STRING"), response.body
    return {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "method": request.method,
        "path": f"{request.raw_path}?{masked_query(query)}" if query else request.raw_path,
        "status": response.status,
        "bytes": len(body) if isinstance(body, bytes) else response.headers.get("Content-Length", type=int),
        "duration_ms": round(seconds * 1000, 3),
        "remote_addr": environ.get("REMOTE_ADDR"),
        "request_id": request.request_id or None,
        "user_agent": environ.get("HTTP_USER_AGENT"),
    }


def masked_query(query: str) -> str:
    """A query, as sent, in which the values of parameters with a secret's name are `***`."""
    return "&".join([_masked(part) for part in query.split("&")])


def _masked(parameter: str) -> str:
    """One parameter, its value replaced if its name is a secret's."""
    name, _, _ = parameter.partition("=")
    return f"{name}=***" if _SECRET_NAME.match(unquote_plus(name)) else parameter


def _json(fields: dict[str, Any]) -> str:
    """One line of ASCII: characters beyond it could break lines or turn them around."""
    line = orjson.dumps(fields).decode()
    return line if line.isascii() and "\x7f" not in line else json.dumps(fields).replace("\x7f", "\\u007f")


def _text(fields: dict[str, Any]) -> str:
    """The same fields, client's text in quotes and escaped."""
    shown = {name: "-" if value is None else value for name, value in fields.items()}
    shown["request"] = _escaped(f"{fields['method']} {fields['path']}")
    shown["user_agent"] = _escaped(shown["user_agent"])
    return _TEXT % shown


def _escaped(text: str) -> str:
    """Text that cannot leave its quotes or its line."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return text.encode("unicode_escape").decode().replace('"', "\\x22")
