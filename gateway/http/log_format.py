"""Lines about requests in a format of tokens, in which no secret stands and which no client can forge."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import unquote_plus

from gateway.http.fields import environ_name
from gateway.http.request import Request
from gateway.http.response import Response

_SECRET_NAME = re.compile(
    r"(code|state|nonce|denied|key|sid|sig|auth|jwt|otp|pin|pwd|pass)$"
    r"|.*(token|secret|passw|verifier|signature|session|credential|assertion|authori[sz]ation"
    r"|(api|access|private)[_-]?key|[_-]auth$)",
    re.IGNORECASE | re.DOTALL,
)
_SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie"})
_without_user = partial(re.compile(r"^([a-z][a-z0-9+.-]*://)[^/]*@", re.IGNORECASE).sub, r"\1***@")
_TOKEN = re.compile(r":([a-z][a-z-]+)(?:\[([^\]]+)\])?")
_APACHE = (
    ':remote-addr - :remote-user [:date[clf]] ":method :url HTTP/:http-version" :status :res[content-length]'
)
NAMED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "combined": f'{_APACHE} ":referrer" ":user-agent"',
        "common": _APACHE,
        "short": ":remote-addr :remote-user :method :url HTTP/:http-version :status"
        " :res[content-length] - :response-time ms",
        "tiny": ":method :url :status :res[content-length] - :response-time ms",
        "dev": ":method :url :status :response-time ms - :res[content-length]",
    }
)
"""Formats that have a name, as in Connect and Morgan; dev without its colours."""

Token = Callable[[Request, Response, float], Any]
"""What a token stands for: it gets the request, the answer and the seconds between them."""
Write = Callable[[Request, Response, float], str]


def writer(format_: str) -> Write:
    """What writes a line in a format, which is one of NAMED or text with tokens.

        writer(":method :url :status :response-time[1] ms :req[accept]")

    The tokens are `:method`, `:url`, `:status`, `:response-time` in milliseconds, `:date` as web, clf or iso,
    `:remote-addr`, `:remote-user`, `:request-id`, `:referrer`, `:user-agent`, `:http-version`, `:req[header]`
    and `:res[header]`; what is unknown stays as it is written, what is absent is `-`. Values are escaped as
    inside quotes where quotes are around them, and hold no space elsewhere. Raise ValueError for a format
    without any token.
    """
    text = NAMED.get(format_, format_)
    parts: list[str | tuple[Token, bool]] = []
    end = 0
    for found in _TOKEN.finditer(text):
        token = _token(found[1], found[2])
        if token is not None:
            # A date is ours: its spaces forge nothing.
            may_hold_spaces = found[1] == "date" or text[: found.start()].count('"') % 2 == 1
            parts += [text[end : found.start()], (token, may_hold_spaces)]
            end = found.end()
    if not parts:
        raise ValueError(
            f"{format_!r} is no format: write json, text, {', '.join(NAMED)}, or tokens like :url"
        )
    parts.append(text[end:])
    return lambda request, response, seconds: "".join(
        [part if isinstance(part, str) else _shown(part, request, response, seconds) for part in parts]
    )


def masked_query(query: str) -> str:
    """A query, as sent, in which the values of parameters with a secret's name are `***`."""
    return "&".join([_masked(part) for part in query.split("&")])


def masked_url(url: str) -> str:
    """An address in which the same is done to its query, to its fragment, and to a user and password."""
    address, hash_, fragment = url.partition("#")
    path, mark, query = address.partition("?")
    return f"{_without_user(path)}{mark}{masked_query(query)}{hash_}{masked_query(fragment)}"


def escaped(text: str) -> str:
    """Text that cannot leave its quotes or its line."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return text.encode("unicode_escape").decode().replace('"', "\\x22")


def size(response: Response) -> int | None:
    """The bytes of an answer's body; of one that is streamed, those it declares."""
    body = response.body
    declared: int | None = response.headers.get("Content-Length", type=int)
    return len(body) if isinstance(body, bytes) else declared


def _masked(parameter: str) -> str:
    """One parameter, its value replaced if its name is a secret's."""
    name, _, _ = parameter.partition("=")
    return f"{name}=***" if _SECRET_NAME.match(unquote_plus(name)) else parameter


def _shown(part: tuple[Token, bool], request: Request, response: Response, seconds: float) -> str:
    """The value of a token as it may stand where the token stood."""
    token, may_hold_spaces = part
    value = token(request, response, seconds)
    text = escaped("-" if value in (None, "") else str(value))
    return text if may_hold_spaces else text.replace(" ", "\\x20")


def _token(name: str, argument: str | None) -> Token | None:
    """What a token stands for; None for one that nobody knows."""
    if argument is None or name not in _WITH_ARGUMENT:
        return _PLAIN.get(name) if argument is None else None
    return _WITH_ARGUMENT[name](argument)


def _header(name: str) -> Token:
    """A header of the request; of one that carries secrets, only that it is there."""
    variable = environ_name(name)
    return lambda request, _response, _seconds: _safe(name, request.environ.get(variable))


def _answered(name: str) -> Token:
    """A header of the answer; its length is that of its body."""
    if name.lower() == "content-length":
        return lambda _request, response, _seconds: size(response)
    return lambda _request, response, _seconds: _safe(name, response.headers.get(name))


def _safe(name: str, value: str | None) -> str | None:
    """The value of a header without secrets."""
    if value and (name.lower() in _SECRET_HEADERS or _SECRET_NAME.match(name)):
        return "***"
    return value and masked_url(value)


def _took(digits: str) -> Token:
    """The time until the headers were ready, in milliseconds."""
    places = int(digits) if digits.isdecimal() else 3
    return lambda _request, _response, seconds: f"{1000 * seconds:.{places}f}"


def _dated(kind: str) -> Token:
    """The time of day: as in HTTP, as Apache writes it, or as in ISO 8601."""
    if kind == "iso":
        return lambda *_: datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    # Of the C locale, whatever the process is told.
    return lambda *_: _spelled("{d:%d}/{month}/{d:%Y:%H:%M:%S} +0000" if kind == "clf" else _WEB)


_WEB = "{day}, {d:%d} {month} {d:%Y %H:%M:%S} GMT"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _spelled(form: str) -> str:
    """This moment with the names of its day and month in English."""
    now = datetime.fromtimestamp(time.time(), UTC)
    return form.format(d=now, day=_DAYS[now.weekday()], month=_MONTHS[now.month - 1])


def _url(request: Request) -> str:
    """Path and query as sent, without secrets."""
    return masked_url(request.original_url)


_PLAIN: Final[Mapping[str, Token]] = MappingProxyType(
    {
        "method": lambda request, *_: request.method,
        "url": lambda request, *_: _url(request),
        "status": lambda _, response, __: response.status,
        "response-time": _took("3"),
        "date": _dated("web"),
        "remote-addr": lambda request, *_: request.remote_addr,
        "remote-user": lambda request, *_: request.environ.get("REMOTE_USER"),
        "request-id": lambda request, *_: request.request_id,
        "referrer": _header("referer"),
        "referer": _header("referer"),
        "user-agent": _header("user-agent"),
        "http-version": lambda request, *_: request.environ.get("SERVER_PROTOCOL", "")[5:],
    }
)
_WITH_ARGUMENT: Final[Mapping[str, Callable[[str], Token]]] = MappingProxyType(
    {"req": _header, "res": _answered, "date": _dated, "response-time": _took}
)
