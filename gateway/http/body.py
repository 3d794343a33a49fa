"""Read and parse what a client sends, refusing what is too large, broken off or malformed."""

from __future__ import annotations

import codecs
from io import BytesIO
from itertools import chain
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import unquote_plus

import orjson
from werkzeug.datastructures import FileStorage, ImmutableMultiDict
from werkzeug.exceptions import BadRequest, LengthRequired, RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.formparser import MultiPartParser
from werkzeug.http import parse_options_header

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Form = tuple[ImmutableMultiDict[str, str], ImmutableMultiDict[str, FileStorage]]

MAX_FIELDS = 1000
MAX_DIGITS = 18
CHUNK = 65536
REPLACED = "\ufffd".encode()
CHARSETS = frozenset(
    {"utf-8", "us-ascii", "ascii", "iso-8859-1", "windows-1252", "utf-16", "utf-16le", "utf-16be"},
)
TYPES = {
    "json": ("application/json", "application/*+json"),
    "form": ("application/x-www-form-urlencoded",),
    "text": ("text/*",),
    "bytes": ("*",),
}


def read(environ: WSGIEnvironment, limit: int) -> bytes:
    """The whole body, at most `limit` bytes (RFC 9112 section 6.3).

    Raise RequestEntityTooLarge, BadRequest if it is malformed or broken off, or LengthRequired. Of a
    body without a declared length one byte more than the limit is read, to tell that it is too large.
    """
    declared = environ.get("CONTENT_LENGTH")
    if declared and "HTTP_TRANSFER_ENCODING" not in environ:
        length = _length(declared)
        if length > limit:
            raise RequestEntityTooLarge(f"the body is {declared} bytes, at most {limit} are accepted")
        return _read_exactly(environ["wsgi.input"], length)
    if environ.get("wsgi.input_terminated"):
        return _read_to_the_end(environ["wsgi.input"], limit)
    if "HTTP_TRANSFER_ENCODING" in environ:
        raise LengthRequired("this server takes a body with a Content-Length only")
    return b""


def _length(declared: str) -> int:
    """The number in a Content-Length, which is digits only; too many of them are over any limit."""
    if not (declared.isascii() and declared.isdecimal()):
        raise BadRequest("the Content-Length is not a number of bytes")
    if len(declared) > MAX_DIGITS:
        raise RequestEntityTooLarge("the Content-Length is larger than any body")
    return int(declared)


def _read_exactly(stream: IO[bytes], length: int) -> bytes:
    """The next `length` bytes; raise BadRequest if the stream ends before."""
    data = _take(stream, length) if length else b""
    if len(data) == length:
        return data
    chunks = [data]
    left = length - len(data)
    while data and left:
        data = _take(stream, left)
        chunks.append(data)
        left -= len(data)
    if left:
        raise BadRequest(f"the body ended after {length - left} of the {length} bytes announced")
    return b"".join(chunks)


def _read_to_the_end(stream: IO[bytes], limit: int) -> bytes:
    """All the stream holds; raise RequestEntityTooLarge as soon as it holds more than `limit` bytes."""
    chunks: list[bytes] = []
    left = limit + 1
    while left:
        data = _take(stream, min(left, CHUNK))
        if not data:
            return b"".join(chunks)
        chunks.append(data)
        left -= len(data)
    raise RequestEntityTooLarge(f"the body is larger than the {limit} bytes accepted")


def _take(stream: IO[bytes], size: int) -> bytes:
    """At most `size` bytes more; raise BadRequest if the stream fails."""
    try:
        return stream.read(size)
    except Exception as error:  # each server has its own classes for this
        raise BadRequest("the body broke off, or its transfer coding is malformed") from error


def parse_json(data: bytes) -> Any:
    """The value a JSON text stands for (RFC 8259); raise BadRequest saying what is wrong and where.

    The last of duplicate keys wins; whole numbers outside 64 bits become the nearest float; more than
    1024 levels are refused.
    """
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise BadRequest(_json_complaint(data, error)) from None


def _json_complaint(data: bytes, error: orjson.JSONDecodeError) -> str:
    """What is wrong with a JSON text, without a word of it."""
    if data.startswith(codecs.BOM_UTF8):
        return "the body is not JSON: it starts with a byte order mark"
    if not data.strip():
        return "the body is empty where JSON is expected"
    try:
        data.decode()
    except UnicodeDecodeError as undecodable:
        return f"the body is not JSON: byte {undecodable.start + 1} is not valid UTF-8"
    return f"the body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"


def parse_form(content_type: str, data: bytes) -> Form:
    """The fields and files of a form, none if it is no form; raise BadRequest or RequestEntityTooLarge.

    Text is strict UTF-8; at most 1000 fields are accepted.
    """
    mimetype, options = parse_options_header(content_type)
    if mimetype == "application/x-www-form-urlencoded":
        return parse_fields(data), ImmutableMultiDict()
    if mimetype == "multipart/form-data":
        return _parse_multipart(options.get("boundary", ""), data)
    return ImmutableMultiDict(), ImmutableMultiDict()


def parse_fields(data: bytes) -> ImmutableMultiDict[str, str]:
    """The fields of application/x-www-form-urlencoded text in order; malformed escapes stay as they are."""
    if data.count(b"&") >= MAX_FIELDS:
        raise RequestEntityTooLarge(f"the form has more than {MAX_FIELDS} fields")
    try:
        fields = [field.partition("=") for field in data.decode().split("&") if field]
        return ImmutableMultiDict([(_decoded(name), _decoded(value)) for name, _, value in fields])
    except UnicodeDecodeError:
        raise BadRequest("the form is not valid UTF-8") from None


def _decoded(text: str) -> str:
    """The text with `+` and percent escapes resolved; raise UnicodeDecodeError."""
    return unquote_plus(text, errors="strict") if "%" in text or "+" in text else text


def _parse_multipart(boundary: str, data: bytes) -> Form:
    """The fields and files of a multipart form (RFC 7578), in memory as the body already is."""
    parser = MultiPartParser(
        lambda *_, **__: BytesIO(), max_form_memory_size=len(data), max_form_parts=MAX_FIELDS
    )
    try:
        form, files = parser.parse(BytesIO(data), boundary.encode("ascii"), len(data))
    except ValueError as error:
        raise BadRequest("the form is not well-formed multipart/form-data") from error
    if None in form or None in files:
        raise BadRequest("a part of the form has no name")
    # Werkzeug replaces what is not UTF-8; a replacement character nobody sent gives that away.
    if REPLACED not in data and any("\ufffd" in value for value in chain.from_iterable(form.listvalues())):
        raise BadRequest("the form is not valid UTF-8")
    return ImmutableMultiDict(form), ImmutableMultiDict(files)


def text(data: bytes, charset: str = "utf-8") -> str:
    """The body as text; raise UnsupportedMediaType for an unknown charset, BadRequest for foreign bytes."""
    if charset.lower() not in CHARSETS:
        raise UnsupportedMediaType("the charset of the body is not supported")
    try:
        return data.decode(charset)
    except UnicodeDecodeError as error:
        raise BadRequest(f"byte {error.start + 1} of the body is not {charset.lower()}") from None


def require_type(content_type: str, parser: str) -> None:
    """Raise UnsupportedMediaType unless a parser (json, form, text, bytes) takes this media type."""
    mimetype = content_type.partition(";")[0].strip().lower()
    expected = TYPES[parser]
    if not (mimetype in expected or any(_matches(mimetype, pattern) for pattern in expected)):
        raise UnsupportedMediaType(f"the body must be {' or '.join(expected)}")


def _matches(mimetype: str, pattern: str) -> bool:
    """Whether a pattern with a star, as `text/*` or `application/*+json`, covers a media type."""
    before, star, after = pattern.partition("*")
    return bool(star) and mimetype.startswith(before) and mimetype.endswith(after)
