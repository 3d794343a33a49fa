"""JSON in the body of a request, refusing whatever is not JSON (RFC 8259)."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import Any

import orjson

from gateway.http import charset
from gateway.http.content_type import of_kinds, parameter, unsupported
from gateway.http.errors import HTTPError

Hook = Callable[[dict[str, Any]], Any]

TYPES = ("application/json", "application/*+json")
_SPACE = b" \t\n\r"
_ACCEPTED = "utf-8, utf-16, utf-32"


def charset_of(content_type: str) -> str | None:
    """The charset a JSON body is in, None for UTF-8; raise HTTPError 415 if it is no UTF."""
    named = (parameter(content_type, "charset") or "utf-8").lower()
    found = charset.unicode(named) if named.startswith("utf-") else None
    if found is None:
        raise charset.unsupported(named, _ACCEPTED)
    return None if found == "utf-8" else found


def require_json(content_type: str) -> None:
    """Raise HTTPError 415 unless a body is sent as JSON."""
    if of_kinds(content_type, TYPES) is None:
        raise unsupported(TYPES, content_type)


def parse(data: bytes, name: str | None = None) -> Any:
    """The value a JSON text stands for, in UTF-8 or the charset named; a byte order mark is left out.

    The last of duplicate keys wins; whole numbers outside 64 bits become the nearest float; more than 1024
    levels are refused. Raise HTTPError 400 saying what is wrong and where.
    """
    try:
        return orjson.loads(data if name is None else charset.decoded(data, name, "strict"))
    except ValueError as error:
        return _second_try(data, name, error)


def parse_container(data: bytes, name: str | None = None) -> Any:
    """An object or a list; raise HTTPError 400 for any other value, as Express does for `strict`."""
    if data[0] not in b"{[" and not _begins_container(data, name):
        raise _failed("the body must be a JSON object or list", data)
    try:
        return orjson.loads(data if name is None else charset.decoded(data, name, "strict"))
    except ValueError as error:
        return _second_try(data, name, error)


def _second_try(data: bytes, name: str | None, error: ValueError) -> Any:
    """The value of a text behind a byte order mark; raise HTTPError 400 for every other fault."""
    if isinstance(error, UnicodeDecodeError):
        raise _failed(f"the body is not JSON: byte {error.start + 1} is not valid {name}", data) from None
    if name is None and data.startswith(codecs.BOM_UTF8):
        return parse(data, "utf-8")
    raise _failed(_complaint(data, error), data) from None


def hooked(value: Any, hook: Hook) -> Any:
    """The value with every object replaced by what the hook makes of it, innermost first.

    What a hook refuses with ValueError is the client's fault: raise HTTPError 400, as for too many levels.
    """
    try:
        return _replaced(value, hook)
    except RecursionError:
        raise _failed("the body is nested too deeply", None) from None
    except ValueError as error:
        raise _failed(f"the body does not fit: {error}", None) from error


def _replaced(value: Any, hook: Hook) -> Any:
    """One value, those inside of it first."""
    if isinstance(value, dict):
        return hook({key: _replaced(item, hook) for key, item in value.items()})
    return [_replaced(item, hook) for item in value] if isinstance(value, list) else value


def _begins_container(data: bytes, name: str | None) -> bool:
    """Whether the first character that is no space opens an object or a list."""
    start = data.removeprefix(codecs.BOM_UTF8) if name is None else charset.decoded(data, name).encode()
    return start.lstrip(_SPACE)[:1] in {b"{", b"["}


def _complaint(data: bytes, error: Any) -> str:
    """What is wrong with a JSON text, without a word of it."""
    if not data.strip():
        return "the body is empty where JSON is expected"
    try:
        data.decode()
    except UnicodeDecodeError as undecodable:
        return f"the body is not JSON: byte {undecodable.start + 1} is not valid UTF-8"
    return f"the body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"


def _failed(said: str, data: bytes | None) -> HTTPError:
    """The 400 for what is no JSON."""
    return HTTPError(400, said, type="entity.parse.failed", body=data)
