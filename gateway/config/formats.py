"""What the text of certain keys must look like, and what it is in Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from gateway.config.suggest import did_you_mean
from gateway.config.units import rate, seconds, size
from gateway.config.variables import Unset

NONE = "none"
RULES = {
    **dict.fromkeys(("duration", "duration-or-none", "size", "rate"), "GW016"),
    **dict.fromkeys(
        ("path", "path-or-none", "plain-path", "plain-path-or-none", "regex", "parameter", "parameter-kind"),
        "GW052",
    ),
    "object": "GW060",
}
_OBJECT = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)
_HOST = re.compile(
    r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](?::[0-9]{1,5})?",
    re.ASCII,
)
_OF_CONNECTION = frozenset(
    {"connection", "content-length", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"}
)
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?:\s*;\s*[\w!#$&^.+-]+=[^\s;]+)*", re.ASCII)


def value_of(text: Any, format_: str | None) -> Any:
    """What a value is in Python: seconds, bytes, times per second, None for `none`, or itself."""
    if not isinstance(text, str) or format_ is None:
        return text
    kind, _, switch = format_.partition("-or-")
    if (switch and text == NONE) or (isinstance(text, Unset) and kind in UNITS):
        return None
    return UNITS[kind](text) if kind in UNITS else text


def _fits(pattern: re.Pattern[str], meant: str) -> Callable[[str], None]:
    """A check that text matches a pattern; `meant` says what it then is."""

    def check(text: str) -> None:
        """Raise ValueError with what the text should be."""
        if not pattern.fullmatch(text):
            raise ValueError(f'"{text}" is not {meant}')

    return check


def _switched(check: Callable[[str], Any]) -> Callable[[str], Any]:
    """A check that `none` passes as well."""
    return lambda text: None if text == NONE else check(text)


def _path(text: str) -> None:
    """A path begins with a slash, or with an optional part that does."""
    if not text.startswith("/") and not text.startswith("{"):
        raise ValueError(f'a path must start with "/" (write "/{text}")')
    _line(text)


def _plain_path(text: str) -> None:
    """A path that needs no encoding: a signature covers it as it is."""
    _path(text)
    if not re.fullmatch(r"/[A-Za-z0-9._~/-]*", text, re.ASCII):
        raise ValueError(f'"{text}" must be a plain path: no query, no escapes, no parameters')


def _target(text: str) -> None:
    """Where a redirect may lead."""
    _line(text)
    if not text.startswith("/") and urlsplit(text).scheme not in ("http", "https", "mailto"):
        raise ValueError(f'"{text}" is neither a path that starts with "/" nor a whole URL')


def _own_path(text: str) -> None:
    """A path of this service: browsers read two slashes, or a slash and a backslash, as another's."""
    _line(text)
    if not text.startswith("/") or text.startswith(("//", "/\\")):
        raise ValueError(f'"{text}" is not a path of this service, such as /start')


def _page(text: str) -> None:
    """A path of this service, or the name of a view."""
    if text.startswith(("/", "\\")) or ":" in text:
        _own_path(text)
    _line(text)


def _url(text: str) -> None:
    """An address without a user, a password or a fragment."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or not _HOST.fullmatch(parts.netloc):
        raise ValueError(f'"{text}" is not a URL; write https://example.org')
    _ = parts.port
    if not re.fullmatch(r"[!-~]+", text) or "#" in text:
        raise ValueError(f'"{text}" holds characters that a URL cannot have here')


def _host(text: str) -> None:
    """The name of a host; requests are compared with it without their port."""
    if not _HOST.fullmatch(text):
        raise ValueError(f'"{text}" is not a host name')
    name = re.sub(r":[0-9]+$", "", text)
    if name != text:
        raise ValueError(f'"{text}" has a port; a host is meant at any port (write "{name}")')


def _address(text: str) -> None:
    """Where the service is, to which paths can be added."""
    _url(text)
    if "?" in text:
        raise ValueError(f'"{text}" has a query; write it without')


def _regex(text: str) -> None:
    """A regular expression that compiles."""
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"not a regular expression: {error}") from error


def _object(text: str) -> None:
    """A Python object: module, colon, name."""
    if not _OBJECT.fullmatch(text):
        help_ = "" if ":" in text else f" ({':'.join(text.rsplit('.', 1))}?)" if "." in text else ""
        raise ValueError(f'"{text}" is not module:name, such as handlers.users:show{help_}')


def _error(text: str) -> None:
    """What an error rule is for."""
    if text in ("4xx", "5xx") or _OBJECT.fullmatch(text):
        return
    raise ValueError(f'"{text}" is neither a status, 4xx, 5xx nor module:Class')


def _parameter_kind(text: str) -> None:
    """How a path parameter is read."""
    kinds = ("text", "int")
    if text not in kinds:
        meant = ' (did you mean "int"?)' if text in ("integer", "number") else did_you_mean(text, kinds)
        raise ValueError(f'unknown parameter type "{text}"{meant}; there are text, int and {{pattern: ...}}')


def _none(text: str) -> None:
    """The one word that switches off."""
    if text != NONE:
        raise ValueError(f'"{text}" is neither a mapping nor none')


def _line(text: str) -> None:
    """One line: nothing that could begin another."""
    if any(ord(mark) < 32 or ord(mark) == 127 for mark in text):  # noqa: PLR2004 - control characters
        raise ValueError("it must be one line without control characters")


def _header_line(text: str) -> None:
    """The value of a header (RFC 9110 section 5.5)."""
    _line(text)
    if not text.isascii():
        raise ValueError("a header can hold ASCII only")


_token = _fits(_TOKEN, "a name of letters, digits and -")


def _header(text: str) -> None:
    """The name of a header that an answer may set itself (RFC 9110 section 5.1)."""
    _token(text)
    if text.lower() in _OF_CONNECTION:
        raise ValueError(f'"{text}" is set by the server, from what it sends')


def _media_type(text: str) -> None:
    """A media type, or a short name of one."""
    if text not in ("text", "html", "json") and not _MEDIA_TYPE.fullmatch(text):
        raise ValueError(f'"{text}" is neither text, html, json nor a media type such as text/csv')


def _extension(text: str) -> None:
    """The end of a file's name."""
    if not text.startswith(".") or "/" in text:
        raise ValueError(f'an extension begins with a dot (write ".{text.lstrip(".")}")')


UNITS: Mapping[str, Callable[[str], Any]] = {"duration": seconds, "size": size, "rate": rate}
CHECKS: Mapping[str, Callable[[str], Any]] = {
    **UNITS,
    "duration-or-none": _switched(seconds),
    "path": _path,
    "path-or-none": _switched(_path),
    "line": _header_line,
    "line-or-none": _header_line,
    "plain-path": _plain_path,
    "plain-path-or-none": _switched(_plain_path),
    "target": _target,
    "own-path": _own_path,
    "page": _page,
    "url": _url,
    "address": _address,
    "host": _host,
    "regex": _regex,
    "object": _object,
    "error": _error,
    "parameter": _fits(re.compile(r"\w+"), "the name of a parameter"),
    "parameter-kind": _parameter_kind,
    "none": _none,
    "name": _fits(_NAME, "a name: letters, digits, _ and -, beginning with a letter"),
    "variable": _fits(_VARIABLE, "the name of an environment variable"),
    "token": _token,
    "header": _header,
    "media-type": _media_type,
    "extension": _extension,
}
