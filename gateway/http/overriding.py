"""Requests that name another method than the one they were sent with, since forms send GET and POST only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BufferedReader, BytesIO, RawIOBase
from typing import IO, TYPE_CHECKING, Any, ClassVar

from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException

from gateway.http import body, forms, nested
from gateway.http.app import App
from gateway.http.content_type import media_type
from gateway.http.fields import environ_name
from gateway.http.located import decoded
from gateway.http.request import Request
from gateway.http.response import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

METHODS = frozenset({
    "ACL", "BIND", "CHECKOUT", "CONNECT", "COPY", "DELETE", "GET", "LINK", "LOCK", "M-SEARCH",
    "MERGE", "MKACTIVITY", "MKCALENDAR", "MKCOL", "MOVE", "NOTIFY", "OPTIONS", "PATCH", "POST", "PROPFIND",
    "PROPPATCH", "PURGE", "PUT", "QUERY", "REBIND", "REPORT", "SEARCH", "SOURCE", "SUBSCRIBE", "TRACE",
    "UNBIND", "UNLINK", "UNLOCK", "UNSUBSCRIBE",
})  # fmt: skip
# A client that has not sent HEAD waits for the body that is announced, one that has would take it for the
# next answer of its connection (RFC 9110 §9.3.2): so HEAD neither names nor is named anything else.
_BODILESS = "HEAD"
_ALREADY_READ = frozenset({"data", "form_and_files"})


class Overriding(Request):
    """A request whose method is what a form field, a header or the query says, the first there is.

    Only a known method but HEAD counts, and only where the request was sent with one of `methods`, or with
    any but HEAD if there are none. `original_method` is the one it was sent with. The field is taken out of
    the form.
    """

    field: ClassVar[str | None] = None
    header: ClassVar[str | None] = None
    parameter: ClassVar[str | None] = None
    methods: ClassVar[tuple[str, ...]] = ("POST",)

    def __init__(self, environ: WSGIEnvironment, app: App) -> None:
        """Read what matching needs, and which method is meant."""
        super().__init__(environ, app)
        self.decide()

    def decide(self) -> None:
        """Find out which method is meant."""
        if self.method != _BODILESS and (not self.methods or self.method in self.methods):
            self.environ, self.hidden_field = {**self.environ}, self.field or self.hidden_field
            named = self._named()
            if named in METHODS:
                self.original_method = self.original_method  # read while it is the one that was sent
                self.method = self.environ["REQUEST_METHOD"] = named

    def _named(self) -> str:
        """The method that is named, in capitals; empty if none is."""
        named = self._of_form() if self.field else None
        if named is None and self.header:
            named = self.environ.get(self.header)
            named = None if named is None else named.partition(",")[0].strip()
        if named is None and self.parameter:
            pairs = nested.split(decoded(self.environ.get("QUERY_STRING", "")))
            named = next((value for name, value in pairs if name == self.parameter), None)
        return (named or "").upper()

    def _of_form(self) -> str | None:
        """What the form's field says; None without it, and for a body that is too large or malformed.

        The body stays to be read by whoever is asked to, with their limit and their complaints.
        """
        if media_type(self.environ.get("CONTENT_TYPE", "")) not in (forms.URLENCODED, forms.MULTIPART):
            return None
        try:
            return self._peeked_form().get(str(self.field))
        except HTTPException:
            return None

    def _peeked_form(self) -> ImmutableMultiDict[str, str]:
        """The fields of the form; raise HTTPException. What a mounting service has read is not read again."""
        origin: Request = self
        while origin.outer is not None:
            origin = origin.outer
        if not _ALREADY_READ.isdisjoint(vars(origin)):
            return forms.parse(self)[0]
        sent = _peeked(origin.environ, self.app.max_body)
        return Request({**self.environ, "wsgi.input": BytesIO(sent)}, self.app).form


def overriding(
    field: str | None = None,
    header: str | None = None,
    query: str | None = None,
    methods: tuple[str, ...] = ("POST",),
) -> type[Overriding]:
    """The class of requests whose method is named there; the header by its name in HTTP."""
    key = environ_name(header) if header else None
    return type(
        "Overriding", (Overriding,), {"field": field, "header": key, "parameter": query, "methods": methods}
    )


def _peeked(environ: WSGIEnvironment, limit: int) -> bytes:
    """The body as it was sent, packed or not, which is put back; raise HTTPException as reading it does."""
    stream = environ["wsgi.input"] = _Kept(environ["wsgi.input"])
    try:
        return body.read({name: environ[name] for name in environ if name != "HTTP_CONTENT_ENCODING"}, limit)
    finally:
        is_declared = environ.get("CONTENT_LENGTH") and "HTTP_TRANSFER_ENCODING" not in environ
        environ["wsgi.input"] = stream.again(None if stream.kept and is_declared else stream.rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedByHeader:
    """The layer that tells caches which header may have named the method (RFC 9110 §12.5.5)."""

    header: str
    methods: tuple[str, ...]

    def __call__(self, request: Request, call_next: Callable[[Request], Response]) -> Response:
        """The answer, which depends on the header where a method may be overridden."""
        response = call_next(request)
        if not self.methods or request.original_method in self.methods:
            response.vary(self.header)
        return response


class _Kept:
    """A stream that keeps what is read of it."""

    def __init__(self, rest: IO[bytes]) -> None:
        """Nothing is read yet."""
        self.rest = rest
        self.kept: list[bytes] = []

    def read(self, size: int) -> bytes:
        """Read and keep."""
        data = self.rest.read(size)
        self.kept.append(data)
        return data

    def again(self, rest: IO[bytes] | None) -> IO[bytes]:
        """What was read, and the rest behind it if there is one."""
        if not self.kept and rest is not None:
            return rest
        kept = BytesIO(b"".join(self.kept))
        return kept if rest is None else BufferedReader(_Joined(kept, rest))


class _Joined(RawIOBase):
    """Two streams, one behind the other; the second ends by itself."""

    def __init__(self, *streams: IO[bytes]) -> None:
        """Begin with the first."""
        self._streams = streams

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Some bytes, none at the end."""
        data = self._streams[0].read(len(buffer)) or self._streams[1].read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
