"""The parsers a route's `body:` names, each with what it takes and what it refuses."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, Protocol

from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException

from gateway.http import body, forms, inflate, json_reading
from gateway.http import charset as charsets
from gateway.http.bounds import USUAL, Bounds
from gateway.http.content_type import parameter
from gateway.http.errors import HTTPError
from gateway.http.log_format import escaped
from gateway.http.request import Request

NO_BODY: Any = object()
_log = logging.getLogger("gateway.body")


class Schema(Protocol):
    """A JSON Schema, compiled."""

    def check(self, value: Any) -> None:
        """Raise BadRequest naming what does not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parser:
    """What all parsers have; this one gives the body as it came, as `bytes` does.

    `kinds` are the types it is for, as `content_type.of_kinds` reads them. `max_size` is its own limit in
    bytes; None is the one in force, or with `usual_size`, beside parsers that have their own, the service's.
    `verify` is called with the request and the unpacked bytes before they are parsed, once per request.
    """

    name: str
    kinds: tuple[str, ...]
    charset: str | None = None
    max_size: int | None = None
    usual_size: bool = False
    inflates: bool = True
    verify: Callable[[Request, bytes], Any] | None = None
    schema: Schema | None = None

    def direct(self) -> Callable[[bytes], Any] | None:
        """What makes the value of a body in the usual charset, if nothing else is asked of that body."""
        return None

    def read(self, request: Request, content_type: str) -> Any:
        """The value of the body, NO_BODY if there is none; raise HTTPError 400, 403, 413 or 415."""
        name = self.charset_of(content_type) if ";" in content_type else self.charset
        data = self.data(request)
        if not data:
            return NO_BODY
        value = self.value(data, name)
        if request.hidden_field is not None:
            value = self.without(value, request.hidden_field)
        if self.schema is not None:
            self.check(value, self.schema)
        return value

    def empty(self) -> Any:
        """What a body of no bytes is; None if it is none, as where a schema speaks of one."""
        return b"" if self.schema is None else None

    def form(self, request: Request) -> forms.Form:
        """The form that the body is, if it is one although this parser reads none."""
        return forms.parse(request)

    def without(self, value: Any, field: str) -> Any:  # noqa: ARG002  (forms have fields)
        """The value without the field of a form that is not for the route."""
        return value

    def check(self, value: Any, schema: Schema) -> None:
        """Raise BadRequest for a value that does not fit."""
        schema.check(value)

    def charset_of(self, content_type: str) -> str | None:  # noqa: ARG002  (others read it)
        """The charset the body is in; raise HTTPError 415 for one that is not taken."""
        return self.charset

    def value(self, data: bytes, name: str | None) -> Any:  # noqa: ARG002  (others decode)
        """What the bytes stand for, in the charset named; raise HTTPError 400."""
        return data

    def data(self, request: Request) -> bytes:
        """The unpacked bytes, once they are within the limit and verified."""
        self.admit(request)
        data = body.limited(request.data, request.max_size)
        if self.verify is not None:
            self._verified(request, data)
        return data

    def admit(self, request: Request) -> None:
        """Set the limit; raise HTTPError 415 for what is packed, if this parser does not unpack."""
        if self.max_size is not None or self.usual_size:
            request.max_size = self.max_size or request.app.max_body
        if not self.inflates:
            applied = inflate.codings(request.environ.get("HTTP_CONTENT_ENCODING", ""))
            if applied:
                raise inflate.unsupported(applied, ())

    def _verified(self, request: Request, data: bytes) -> None:
        """Ask `verify` about the body, unless it was asked; raise HTTPError 403 if it refuses."""
        if request.__dict__.get("verified_by") is self or not (data or body.has_length(request.environ)):
            return
        try:
            said = self.verify(request, data) is not False  # type: ignore[misc]
        except HTTPException:
            raise
        except Exception as error:
            _log.warning("%s %s: the body was not verified: %r", request.method, escaped(request.path), error)
            raise _unverified(data) from error
        if not said:
            _log.warning("%s %s: the body was not verified", request.method, escaped(request.path))
            raise _unverified(data)
        request.__dict__["verified_by"] = self


def _unverified(data: bytes) -> HTTPError:
    """The 403 for a body that `verify` refuses."""
    return HTTPError(403, "the body could not be verified", type="entity.verify.failed", body=data)


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonParser(Parser):
    """JSON in a UTF; only objects and lists if `strict`; every object goes through `hook`."""

    strict: bool = True
    hook: json_reading.Hook | None = None

    def direct(self) -> Callable[[bytes], Any] | None:
        """The parsing of UTF-8, unless there is more to do."""
        asked = (self.verify, self.schema, self.hook, self.max_size, self.charset)
        if not self.inflates or self.usual_size or any(each is not None for each in asked):
            return None
        return json_reading.parse_container if self.strict else json_reading.parse

    def empty(self) -> NoReturn:
        """Raise HTTPError 400: nothing is no JSON, and Express's empty object is what nobody sent."""
        raise HTTPError(400, "the body is empty where JSON is expected", type="entity.parse.failed")

    def charset_of(self, content_type: str) -> str | None:
        """None for UTF-8, which needs no decoding."""
        return json_reading.charset_of(content_type)

    def value(self, data: bytes, name: str | None) -> Any:
        """The value of the text."""
        value = (json_reading.parse_container if self.strict else json_reading.parse)(data, name)
        return value if self.hook is None else json_reading.hooked(value, self.hook)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextParser(Parser):
    """Text in any charset; what is outside of it becomes U+FFFD."""

    charset: str = "utf-8"

    def empty(self) -> str | None:
        """A text of no characters."""
        return "" if self.schema is None else None

    def charset_of(self, content_type: str) -> str:
        """The charset the type names, else that of the route."""
        named = parameter(content_type, "charset")
        found = self.charset if not named else charsets.known(named)
        if found is None:
            raise charsets.unsupported(named or "", "utf-8 and any other that Python knows")
        return found

    def value(self, data: bytes, name: str | None) -> str:
        """The text, without a byte order mark."""
        return charsets.decoded(data, name or self.charset)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnParser(Parser):
    """A function of the service's author, from bytes to a value."""

    call: Callable[[bytes], Any]

    def empty(self) -> None:
        """Nothing to call the function with."""

    def value(self, data: bytes, name: str | None) -> Any:  # noqa: ARG002  (it decodes itself)
        """What the function makes of it; what it refuses with ValueError is the client's fault."""
        try:
            return self.call(data)
        except ValueError as error:
            said = "the body is malformed"
            raise HTTPError(400, said, type="entity.parse.failed", body=data) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class FormParser(Parser):
    """The fields of a urlencoded form: a MultiDict, or what their names say if they are `nested`.

    `lists` are the names that a schema wants lists of, also where a field stands once.
    """

    charset: str = "utf-8"
    nested: bool = False
    bounds: Bounds = USUAL
    lists: frozenset[str] = frozenset()

    def empty(self) -> Any:
        """A form without fields."""
        if self.schema is not None:
            return None
        return {} if self.nested else ImmutableMultiDict()

    def charset_of(self, content_type: str) -> str:
        """UTF-8 or ISO-8859-1."""
        return forms.charset_of(content_type, self.charset)

    def value(self, data: bytes, name: str | None) -> Any:
        """The fields, put together if they are nested."""
        pairs = forms.pairs(data, name or self.charset, self.bounds)
        return forms.nest(pairs, self.bounds) if self.nested else ImmutableMultiDict(pairs)

    def without(self, value: Any, field: str) -> Any:
        """The other fields."""
        if self.nested:
            return {name: item for name, item in value.items() if name != field}
        return forms.without(value, field)

    def form(self, request: Request) -> forms.Form:
        """The fields, flat."""
        name = self.charset_of(request.environ["CONTENT_TYPE"])
        pairs = forms.pairs(self.data(request), name, self.bounds)
        return ImmutableMultiDict(pairs), ImmutableMultiDict()

    def check(self, value: Any, schema: Schema) -> None:
        """Raise BadRequest for fields that do not fit; a schema sees texts, and lists of texts."""
        schema.check(value if self.nested else forms.plain(value, self.lists))


@dataclass(frozen=True, slots=True, kw_only=True)
class MultipartParser(FormParser):
    """The fields of a multipart form; its files are in `request.files`."""

    def read(self, request: Request, content_type: str) -> Any:  # noqa: ARG002  (the form knows its type)
        """The fields; NO_BODY of an empty body."""
        parsed = request.__dict__.get("form_and_files")
        if parsed is None:
            parsed = request.form_and_files
        elif request.__dict__.get("formed_by") is not self:
            forms.require(parsed, self.bounds)
            self._admitted(request)
        fields, files = parsed
        if not fields and not files and not body.is_announced(request.environ):
            return NO_BODY
        value = forms.nest(fields.items(multi=True), self.bounds) if self.nested else fields
        if self.schema is not None:
            self.check(value, self.schema)
        return value

    def form(self, request: Request) -> forms.Form:
        """Fields and files, read as a stream unless they must be verified or were read before."""
        self._admitted(request)
        request.__dict__["formed_by"] = self
        return forms.parse_multipart(request, self.bounds, self.charset)

    def _admitted(self, request: Request) -> None:
        """Hold the limits; verify the bytes, which then cannot be a stream."""
        self.admit(request)
        if self.verify is not None:
            self.data(request)
