"""The fields and files of forms, under limits."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from os import SEEK_END
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote_to_bytes

from werkzeug.datastructures import FileStorage, ImmutableMultiDict

from gateway.http import body, charset, multipart, nested
from gateway.http.bounds import USUAL, Bounds
from gateway.http.content_type import media_type, parameter
from gateway.http.errors import HTTPError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Form = tuple[ImmutableMultiDict[str, str], ImmutableMultiDict[str, FileStorage]]

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
CHARSETS = {"utf-8": "utf-8", "iso-8859-1": "latin-1"}
_MIN_LIST = 100
_escape = re.compile("%[0-9A-Fa-f]{2}")


class Sent(Protocol):
    """What of a request a form is read from."""

    environ: WSGIEnvironment
    outer: Any

    @property
    def max_size(self) -> int:
        """The most bytes that are read."""

    @property
    def data(self) -> bytes:
        """All of the body."""


def parse(request: Sent, bounds: Bounds = USUAL) -> Form:
    """The fields and files of a form, none if the body is no form; raise HTTPError 400, 413 or 415."""
    content_type = request.environ.get("CONTENT_TYPE", "")
    if content_type == URLENCODED:  # as browsers write it
        return ImmutableMultiDict(pairs(request.data, bounds=bounds)), ImmutableMultiDict()
    match media_type(content_type):
        case "application/x-www-form-urlencoded":
            fields = pairs(request.data, charset_of(content_type), bounds)
            return ImmutableMultiDict(fields), ImmutableMultiDict()
        case "multipart/form-data":
            return parse_multipart(request, bounds)
    return ImmutableMultiDict(), ImmutableMultiDict()


def parse_multipart(request: Sent, bounds: Bounds, encoding: str = "utf-8") -> Form:
    """A multipart form whose text is in `encoding`; one that a mounting service has read is that one.

    It is read as a stream, unless the body was read before. Raise HTTPError 400 or 413.
    """
    boundary = parameter(request.environ.get("CONTENT_TYPE", ""), "boundary") or ""
    origin = request
    while origin.outer is not None:
        origin = origin.outer
    known = vars(origin)
    if origin is not request and "form_and_files" in known:
        form: Form = known["form_and_files"]
        require(form, bounds)
        return form
    data = known.get("data")
    pieces = body.pieces(origin.environ, request.max_size) if data is None else _cut(data)
    fields, files = multipart.parse(pieces, boundary, bounds, encoding)
    form = known["form_and_files"] = ImmutableMultiDict(fields), ImmutableMultiDict(files)
    return form


def require(form: Form, bounds: Bounds) -> None:
    """Raise HTTPError 413 for a form that was read under other bounds and is over these."""
    fields, files = form
    if len(list(fields.items(multi=True))) > bounds.max_fields:
        raise multipart.too_many("fields", bounds.max_fields)
    if len(list(files.items(multi=True))) > bounds.max_files:
        raise multipart.too_many("files", bounds.max_files)
    for each in [file for _, file in files.items(multi=True)]:
        size = each.stream.seek(0, SEEK_END)
        each.stream.seek(0)
        multipart.require_size(size, bounds)


def without(fields: ImmutableMultiDict[str, str], name: str) -> ImmutableMultiDict[str, str]:
    """The fields but those of one name."""
    return ImmutableMultiDict([pair for pair in fields.items(multi=True) if pair[0] != name])


def plain(fields: ImmutableMultiDict[str, str], lists: Container[str] = ()) -> dict[str, Any]:
    """Fields as a schema sees them: a text each, a list where there are several or one is wanted."""
    return {
        name: values if len(values) > 1 or name in lists else values[0] for name, values in fields.lists()
    }


def _cut(data: bytes) -> Iterator[bytes]:
    """Bytes in pieces."""
    for start in range(0, len(data), body.CHUNK):
        yield data[start : start + body.CHUNK]


def charset_of(content_type: str, default: str = "utf-8") -> str:
    """The charset of a urlencoded form as Python calls it; raise HTTPError 415 for one no form has."""
    named = (parameter(content_type, "charset") or "").lower()
    if not named:
        return default
    if named not in CHARSETS:
        raise charset.unsupported(named, ", ".join(CHARSETS))
    return CHARSETS[named]


def pairs(data: bytes, encoding: str = "utf-8", bounds: Bounds = USUAL) -> list[tuple[str, str]]:
    """The names and values of application/x-www-form-urlencoded text, in order.

    What is malformed stays as it is: escapes that are none as they were sent, bytes outside the charset as
    U+FFFD. `__proto__` is dropped, as Express does it. Raise HTTPError 413 for too many.
    """
    if data.count(b"&") >= bounds.max_fields:
        raise multipart.too_many("fields", bounds.max_fields)
    found = nested.split(charset.decoded(data, encoding), None if encoding == "utf-8" else _unescaped)
    return [pair for pair in found if pair[0] != "__proto__"]


def nest(fields: Iterable[tuple[str, Any]], bounds: Bounds) -> dict[str, Any]:
    """Fields put where their names say, as `user[name]`; raise HTTPError 400 for names that go too deep."""
    found = list(fields)
    try:
        return nested.parse(
            found,
            max_depth=bounds.max_depth,
            max_fields=bounds.max_fields,
            list_limit=max(_MIN_LIST, len(found)),
        )
    except nested.LimitError as error:
        said = f"the names of the form have {error}"
        raise HTTPError(400, said, type="querystring.parse.rangeError", limit=error.most) from None


def _unescaped(text: str) -> str:
    """Text in ISO-8859-1 with `+` and percent escapes resolved, each by itself."""
    return _escape.sub(lambda found: unquote_to_bytes(found[0]).decode("latin-1"), text.replace("+", " "))
