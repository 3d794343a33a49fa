"""Write one line a request, in which no secret stands and which no client can forge."""

from __future__ import annotations

import json
import logging
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson

from gateway.http.log_format import Write, escaped, masked_query, size, writer
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.middleware.chain import Handler

_TEXT = (
    '%(time)s %(remote_addr)s "%(request)s" %(status)d %(bytes)s %(duration_ms).3f'
    ' %(request_id)s "%(user_agent)s"'
)
_log = logging.getLogger("gateway.access")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLog:
    """Log each answer to `gateway.access`; the time is until the headers are ready, in ms.

    A line says when, method, path, status, bytes, duration, address, request id and user agent, as JSON or as
    text. Another `format` is combined, common, short, tiny or dev, or text with tokens such as `:method :url
    :status :response-time ms`, which `gateway.http.log_format` lists. A line is written on the way out, so
    what layers outside of this one do is not in it. Values of query parameters that carry secrets are masked;
    cookies and authorization are never written. What a client sends cannot end a line or begin a field.
    """

    format: str = "json"
    _write: Write = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Choose what writes the lines; raise ValueError for what is no format."""
        own = {"json": _json, "text": _text}
        object.__setattr__(self, "_write", own.get(self.format) or writer(self.format))

    def __call__(self, request: Request, call_next: Handler) -> Response:
        """The answer, once its line is written; without a search for anything if the logger is off."""
        if not _log.isEnabledFor(logging.INFO):
            return call_next(request)
        start = time.perf_counter()
        response = call_next(request)
        line = self._write(request, response, time.perf_counter() - start)
        # Without the search for the caller's frame that Logger.info makes.
        _log.handle(logging.LogRecord(_log.name, logging.INFO, __file__, 0, line, (), None))
        return response


def _fields(request: Request, response: Response, seconds: float) -> dict[str, Any]:
    """What is known of a request and its answer; a body that is streamed has the size it declares."""
    environ = request.environ
    query = environ.get("QUERY_STRING")
    return {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "method": request.method,
        "path": f"{request.raw_path}?{masked_query(query)}" if query else request.raw_path,
        "status": response.status,
        "bytes": size(response),
        "duration_ms": round(seconds * 1000, 3),
        "remote_addr": request.remote_addr,
        "request_id": request.request_id or None,
        "user_agent": environ.get("HTTP_USER_AGENT"),
    }


def _json(request: Request, response: Response, seconds: float) -> str:
    """One line of ASCII: characters beyond it could break lines or turn them around."""
    fields = _fields(request, response, seconds)
    line = orjson.dumps(fields).decode()
    return line if line.isascii() and "\x7f" not in line else json.dumps(fields).replace("\x7f", "\\u007f")


def _text(request: Request, response: Response, seconds: float) -> str:
    """The same fields, client's text in quotes and escaped."""
    fields = _fields(request, response, seconds)
    shown = {name: "-" if value is None else value for name, value in fields.items()}
    shown["request"] = escaped(f"{fields['method']} {fields['path']}")
    shown["user_agent"] = escaped(shown["user_agent"])
    return _TEXT % shown
