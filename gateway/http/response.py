"""A response: a status, headers and a body, checked when they are set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from zlib import crc32

import orjson
from werkzeug.datastructures import Headers

from gateway.http import json_writing
from gateway.http.etag import TAGGED, Tag, is_fresh, weak
from gateway.http.fields import Fields
from gateway.http.head import Head, Later
from gateway.http.media_types import BY_EXTENSION
from gateway.http.status import BODILESS, RESET, STATUS_LINES, status_line
from gateway.http.stream import Stream

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

READ = frozenset({"GET", "HEAD"})
NOTHING: WSGIEnvironment = {}
OF_THE_BODY = frozenset(
    {"content-type", "content-length", "content-encoding", "content-language", "content-range"}
)
_NAME = itemgetter(0)
_NOT_YET = b"null"
HeadersLike = Mapping[str, str | list[str]] | Iterable[tuple[str, str]] | None
"""Headers by their name, several values of one in a list; or pairs."""


class Response(Head):
    """What a request is answered with; raise ValueError at once for a bad status, header or cookie.

    `body` is text, bytes, or an iterable of bytes that is sent as it comes and closed at the end. `type` is
    an extension such as `csv` or a media type; without it and a Content-Type in `headers`, text is HTML and
    bytes are application/octet-stream. A value of `headers` may be a list, for as many lines. They are
    case-insensitive and may be changed until the answer is sent; Content-Length is set for bytes then.

        response = Response(report, type="csv")
        response.headers["Content-Disposition"] = 'attachment; filename="report.csv"'
        response.set_cookie("seen", "yes", max_age=3600)

    HEAD, 1xx, 204, 205 and 304 go out without their body, whoever made them. Raise TypeError for a body that
    is a mapping, a number or None: `Response.json` is for these. A response that is kept and returned again
    is copied for each request, so that what layers add to one answer is in no other.
    """

    __slots__ = ("_line", "_sized", "_status", "body")

    body: bytes | Iterable[bytes]
    _sized: bytes | None

    def __init__(
        self,
        body: str | bytes | Iterable[bytes] = b"",
        status: int = 200,
        headers: HeadersLike = None,
        type: str | None = None,  # noqa: A002  (the field's word, as in HTML and Express)
    ) -> None:
        """Check status, headers and type now, where the traceback still shows who set them."""
        self.status = status
        self.headers = Fields(headers)
        self._sized = self._later = None
        usual = None
        if isinstance(body, str):
            body, usual = body.encode(), "html"
        elif body.__class__ is not bytes:
            body = _sendable(body)
        if type in BY_EXTENSION and not headers:
            usual = type
        elif type is not None:
            self.type = type
        if usual is None and body and body.__class__ is bytes:
            usual = "bin"
        _fill(self, body, usual)

    @classmethod
    def text(
        cls,
        value: str,
        status: int = 200,
        headers: HeadersLike = None,
        type: str | None = None,  # noqa: A002  (the word of the constructor)
    ) -> Response:
        """Plain text, in UTF-8; `type` or a Content-Type among the headers counts instead."""
        return _fill(cls(b"", status, headers, type), value.encode(), "text")

    @classmethod
    def html(
        cls,
        value: str,
        status: int = 200,
        headers: HeadersLike = None,
        type: str | None = None,  # noqa: A002  (the word of the constructor)
    ) -> Response:
        """An HTML document, in UTF-8, sent as it is: what a client sent must be escaped in it."""
        return _fill(cls(b"", status, headers, type), value.encode(), "html")

    @classmethod
    def json(
        cls,
        value: Any,
        status: int = 200,
        headers: HeadersLike = None,
        type: str | None = None,  # noqa: A002  (the word of the constructor)
    ) -> Response:
        """Any value as JSON (RFC 8259), text, numbers, booleans and None as well.

        Dataclasses, dates, UUIDs and enumerations can be held; infinity and not-a-number become null, and
        a number as a mapping's key text. `settings.json` says how it is written, and its encoder what becomes
        of other values; without one they raise TypeError when the response is returned. `type`, such as
        application/problem+json, or a Content-Type among the headers counts instead of application/json.
        """
        try:
            body = orjson.dumps(value)
        except TypeError:
            body = _NOT_YET
        response = _fill(cls(b"", status, headers, type), body, "json")
        response.later(partial(_encode, value, body))
        return response

    @property
    def status(self) -> int:
        """The status code; setting raises ValueError outside of 100 to 999."""
        return self._status

    @status.setter
    def status(self, status: int) -> None:
        """Check the status and keep its status line."""
        self._line = status_line(status)
        self._status = status

    def later(self, change: Later) -> None:
        """Call `change(response, request)` once it is known which request this answers.

        That is as soon as the handler or layer has returned the response; layers around it see it changed.

            response.later(lambda response, request: response.headers.set("X-Path", request.path))

        What it raises is answered as what a handler raises is.
        """
        super().later(change)
        if self.__class__ is Owned:
            self.__class__ = Pending

    def settle(self, request: Any) -> None:
        """Make the changes that waited for the request, in the order they were asked for."""
        while self._later:
            changes, self._later = self._later, None
            for change in changes:
                change(self, request)
        if isinstance(self, Pending):
            self.__class__ = Owned  # type: ignore[assignment]

    def own(self) -> Response:
        """A copy for one request: what layers add to it stays out of all other answers."""
        response, headers = _new(Owned), _new(Fields)
        response._line, response._status, response._sized = self._line, self._status, None  # noqa: SLF001
        response.body, response.headers = self.body, headers
        headers._list = [*self.headers._list]  # noqa: SLF001
        response._later = self._later  # noqa: SLF001
        return response

    def send(
        self,
        method: str,
        start_response: StartResponse,
        environ: WSGIEnvironment = NOTHING,
        tag: Tag | None = None,
    ) -> Iterable[bytes]:
        """Answer a WSGI server: no body for HEAD, 1xx, 204 and 304 (RFC 9110 §6.4.1).

        A 200 of GET and HEAD gets the entity tag that `tag` makes of it unless it has one, and becomes a 304
        if the conditions in `environ` say that the client has it already.
        """
        body = self.body
        if body.__class__ is not bytes or self._status in BODILESS:
            return _streamed(self, method, start_response, environ, tag)
        if body is not self._sized:
            Headers.set(self.headers, "Content-Length", str(len(body)))  # it needs no check
        pairs = self.headers._list  # noqa: SLF001
        if self._status == 200 and method in READ:  # noqa: PLR2004
            if tag is not None and TAGGED.isdisjoint(map(_NAME, pairs)):
                # The usual one is made here: most answers have it, and a call costs as much as its digest.
                value = f'W/"{len(body)}-{crc32(body)}"' if tag is weak else tag(body)
                if value:
                    pairs.append(("ETag", value))
            if ("HTTP_IF_NONE_MATCH" in environ or "HTTP_IF_MODIFIED_SINCE" in environ) and is_fresh(
                environ, self.headers
            ):
                return _not_modified(pairs, start_response)
        start_response(self._line, pairs)
        return () if method == "HEAD" else (body,)


def _fill(response: Response, body: bytes | Iterable[bytes], usual: str | None) -> Response:
    """Give a response its body, and the usual type for it if its headers have none."""
    response.body = body
    fields = response.headers
    if usual is not None and (not fields._list or "Content-Type" not in fields):  # noqa: SLF001
        fields._list.append(("Content-Type", BY_EXTENSION[usual]))  # noqa: SLF001  (it needs no check)
    return response


def _encode(value: Any, body: bytes, response: Response, request: Any) -> None:
    """Write a value as the service writes JSON, unless another body is in its place by now."""
    encode = request.app.encode_json
    if response.body is body and (encode is not json_writing.usual or body is _NOT_YET):
        response.body = encode(value)


def _sendable(body: Any) -> bytes | Iterable[bytes]:
    """A body that is no text; raise TypeError for what would go out as something else, or not at all."""
    if isinstance(body, bytes | bytearray | memoryview):
        return bytes(body)
    if body is None or isinstance(body, Mapping | int | float):
        raise TypeError(
            f"a body is text or bytes or an iterable of these, no {type(body).__name__}: see Response.json"
        )
    return body  # type: ignore[no-any-return]


class Owned(Response):
    """A response that one request has to itself, which a `Response` somebody keeps in a module has not."""

    __slots__ = ()


class Pending(Owned):
    """A response of one request that still has changes to be made.

    As it is not Owned itself, whoever gets it gives it to `Results.to_response`, which settles it; so the
    many that nothing waits in need not be looked at.
    """

    __slots__ = ()


class Undecided(Owned):
    """A response of a plain result: instead of 200 it gets the status of its route or error, as that does."""

    __slots__ = ()


_new = object.__new__
_known_line = STATUS_LINES.get  # as a method of what is imported it would be looked up anew each time


def ready(body: bytes, status: int, pairs: list[tuple[str, str]]) -> Response:
    """A response of parts known to be good, Content-Length among them: nothing is checked or copied."""
    response, headers = _new(Owned), _new(Fields)
    response._line = _known_line(status) or status_line(status)  # noqa: SLF001
    response._status, response.headers = status, headers  # noqa: SLF001
    response.body = response._sized = body  # noqa: SLF001
    response._later = None  # noqa: SLF001
    headers._list = pairs  # noqa: SLF001
    return response


def _not_modified(pairs: list[tuple[str, str]], start_response: StartResponse) -> Iterable[bytes]:
    """304 with the headers that the answer would have, but those of its body (RFC 9110 §15.4.5)."""
    start_response(STATUS_LINES[304], [pair for pair in pairs if pair[0].lower() not in OF_THE_BODY])
    return ()


def _streamed(
    response: Response, method: str, start_response: StartResponse, environ: WSGIEnvironment, tag: Tag | None
) -> Iterable[bytes]:
    """The body as it comes; where there may be none, it is closed at once. Text is sent as bytes are."""
    text: object = response.body
    if isinstance(text, str):
        response.body = text.encode()
        return response.send(method, start_response, environ, tag)
    is_bodiless = response.status in BODILESS
    if is_bodiless or _has_old_length(response):
        response.headers.remove("Content-Length")
    if response.status == RESET:
        response.headers.set("Content-Length", "0")
    elif is_bodiless:
        response.headers.remove("Content-Type")
    start_response(status_line(response.status), response.headers.to_wsgi_list())
    body = (response.body,) if isinstance(response.body, bytes) else response.body
    # A server sends a file by its own means if its wrapper of it comes back as it is (PEP 3333).
    is_servers = body.__class__ is environ.get("wsgi.file_wrapper") or not isinstance(body, Iterable)
    stream = body if is_servers or isinstance(body, Stream) else Stream(body)
    if not is_bodiless and method != "HEAD":
        return stream
    close: Callable[[], None] | None = getattr(stream, "close", None)
    if close is not None:
        close()
    return ()


def _has_old_length(response: Response) -> bool:
    """Whether the length is still that of the bytes for which a layer has put something else."""
    sized = response._sized  # noqa: SLF001
    if sized is None or response.body is sized:
        return False
    return response.headers.get("Content-Length") == str(len(sized))
