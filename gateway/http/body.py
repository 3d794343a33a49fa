"""Read what a client sends, unpacked, refusing what is too large, broken off or malformed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any, NoReturn

from werkzeug.exceptions import LengthRequired

from gateway.http.errors import HTTPError
from gateway.http.inflate import codings, inflated

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MAX_DIGITS = 18
CHUNK = 65536
PACKING = 1024  # bytes that a coding may add to a body, and one more for as many


class Spent:
    """What is left in place of a body that was read as a stream: who reads it again hears who has it."""

    def read(self, *_: Any) -> NoReturn:
        """Raise BodySpentError."""
        raise BodySpentError(
            "the body was read as a stream, for request.form and request.files, and is not kept; "
            "read request.data before them, or have `verify` in the route's `body:`"
        )


class BodySpentError(RuntimeError):
    """A body is wanted whole that was read piece by piece and is gone."""


def read(environ: WSGIEnvironment, limit: int) -> bytes:
    """The whole body, unpacked, at most `limit` bytes (RFC 9112 §6.3).

    Raise HTTPError 413 if it is larger, 415 for an unknown Content-Encoding, 400 if it is malformed or broken
    off, or LengthRequired. Of a body without a declared length one byte more than the limit is read, to tell
    that it is too large.
    """
    if "HTTP_CONTENT_ENCODING" in environ:
        return b"".join(pieces(environ, limit))
    declared = environ.get("CONTENT_LENGTH")
    if not declared or "HTTP_TRANSFER_ENCODING" in environ:
        return b"".join(_pieces_to_the_end(environ, limit))
    length = _length(declared, limit)
    stream = environ["wsgi.input"]
    try:
        data = stream.read(length) if length else b""
    except BodySpentError:
        raise
    except Exception as error:  # each server has its own classes for this
        raise _broken_off() from error
    return data if len(data) == length else b"".join((data, *_pieces_exactly(stream, length, len(data))))


def pieces(environ: WSGIEnvironment, limit: int) -> Iterator[bytes]:
    """The body in pieces, unpacked and then within the limit; raise as `read` does.

    Nothing is kept: what is read here is gone, and whoever reads it again gets a BodySpentError.
    """
    applied, room = codings(environ.get("HTTP_CONTENT_ENCODING", "")), packing_room(environ, limit)
    declared = environ.get("CONTENT_LENGTH")
    if declared and "HTTP_TRANSFER_ENCODING" not in environ:
        sent = _pieces_exactly(environ["wsgi.input"], _length(declared, limit, room))
    else:
        sent = _pieces_to_the_end(environ.copy(), limit, room)
    environ["wsgi.input"] = Spent()
    return inflated(sent, applied, limit) if applied else sent


def packing_room(environ: WSGIEnvironment, limit: int) -> int:
    """How many bytes more than the limit a packed body may have: what does not get smaller gets larger."""
    return PACKING + limit // PACKING if codings(environ.get("HTTP_CONTENT_ENCODING", "")) else 0


def is_announced(environ: WSGIEnvironment) -> bool:
    """Whether the headers say that there is a body: a length other than 0, or none that is known before."""
    return environ.get("CONTENT_LENGTH", "").strip("0") != "" or "HTTP_TRANSFER_ENCODING" in environ


def has_length(environ: WSGIEnvironment) -> bool:
    """Whether the headers speak of a body, be it an empty one."""
    return bool(environ.get("CONTENT_LENGTH")) or "HTTP_TRANSFER_ENCODING" in environ


def limited(data: bytes, limit: int) -> bytes:
    """A body that may have been read under another limit; raise HTTPError 413 if it is over this."""
    if len(data) > limit:
        said = f"the body is {len(data)} bytes, at most {limit} are accepted"
        raise too_large(said, limit, received=len(data))
    return data


def too_large(message: str, limit: int, **details: Any) -> HTTPError:
    """The 413 for a body, or a part of one, that is larger than `limit`."""
    return HTTPError(413, message, type="entity.too.large", limit=limit, **details)


def _length(declared: str, limit: int, room: int = 0) -> int:
    """The number in a Content-Length, which is digits only; too many of them are over any limit."""
    if not (declared.isascii() and declared.isdecimal()):
        raise HTTPError(400, "the Content-Length is not a number of bytes", type="request.size.invalid")
    if len(declared) > MAX_DIGITS:
        raise too_large("the Content-Length is larger than any body", limit)
    length = int(declared)
    if length > limit + room:
        said = f"the body is {length} bytes, at most {limit} are accepted"
        raise too_large(said, limit, expected=length)
    return length


def _pieces_exactly(stream: IO[bytes], length: int, received: int = 0) -> Iterator[bytes]:
    """What is left of the next `length` bytes, piece by piece; raise HTTPError 400 if the stream ends."""
    while received < length:
        data = _take(stream, min(length - received, CHUNK))
        if not data:
            raise HTTPError(
                400,
                f"the body ended after {received} of the {length} bytes announced",
                type="request.aborted",
                expected=length,
                received=received,
            )
        received += len(data)
        yield data


def _pieces_to_the_end(environ: WSGIEnvironment, limit: int, room: int = 0) -> Iterator[bytes]:
    """All there is without a declared length; raise HTTPError 413 beyond both, or LengthRequired."""
    if not environ.get("wsgi.input_terminated"):
        if "HTTP_TRANSFER_ENCODING" in environ:
            raise LengthRequired("this server takes a body with a Content-Length only")
        return
    left = limit + room + 1
    while data := _take(environ["wsgi.input"], min(left, CHUNK)):
        left -= len(data)
        if not left:
            said = f"the body is larger than the {limit} bytes accepted"
            raise too_large(said, limit, received=limit + room + 1)
        yield data


def _take(stream: IO[bytes], size: int) -> bytes:
    """At most `size` bytes more; raise HTTPError 400 if the stream fails."""
    try:
        return stream.read(size)
    except BodySpentError:
        raise
    except Exception as error:  # each server has its own classes for this
        raise _broken_off() from error


def _broken_off() -> HTTPError:
    """The 400 for a stream that fails."""
    said = "the body broke off, or its transfer coding is malformed"
    return HTTPError(400, said, type="request.aborted")
