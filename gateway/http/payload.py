"""The part of a request that is its body, read when it is first asked for."""

from __future__ import annotations

from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from werkzeug.datastructures import FileStorage, ImmutableMultiDict
from werkzeug.exceptions import HTTPException

from gateway.http import body as reading
from gateway.http import forms, json_reading
from gateway.http.lazy import lazy

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class Payload:
    """What a client sends with a request; a mounted service's request has that of the one it was made from.

    `body_reader` is the `body:` of a route that has read the body already; `hidden_field` a field of forms
    that is not for the route, as the one that names another method.
    """

    environ: WSGIEnvironment
    app: Any
    route: Any
    outer: Any
    body_reader: Any = None
    hidden_field: str | None = None

    @lazy
    def max_size(self) -> int:
        """The most bytes of a body that are read, until a layer or the route says otherwise.

        It is set before the body is read; what was read stays. What a layer around a mount says holds for the
        mounted service as well, unless a layer or route of its own says otherwise.
        """
        limit: int = self.app.max_body
        around: int | None = None if self.outer is None else vars(self.outer).get("max_size")
        return limit if around is None else min(limit, around)

    @lazy
    def data(self) -> bytes:
        """The body, unpacked, read once and kept; empty if there is none.

        Raise RequestEntityTooLarge over `max_size`, packed or unpacked, UnsupportedMediaType for a
        Content-Encoding that is not known, BadRequest if it is cut short or its length is no number,
        LengthRequired if the server cannot tell where it ends (RFC 9112 §6.3), and RuntimeError if `form` or
        `files` have read it as a stream.
        """
        if self.outer is None:
            return reading.read(self.environ, self.max_size)
        self.outer.max_size = self.max_size
        return reading.limited(self.outer.data, self.max_size)

    @lazy
    def stream(self) -> IO[bytes]:
        """The body as a file, under the same limit."""
        return BytesIO(self.data)

    @lazy
    def json(self) -> Any:
        """The body as JSON, any value (RFC 8259).

        Raise UnsupportedMediaType unless it is sent as application/json or a `+json` type in a UTF,
        BadRequest with line and column for what is no JSON, and whatever `data` raises. An empty body is no
        JSON.
        """
        content_type = self.environ.get("CONTENT_TYPE", "")
        if content_type == "application/json":
            return json_reading.parse(self.data)
        json_reading.require_json(content_type)
        return json_reading.parse(self.data, json_reading.charset_of(content_type))

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:  # noqa: ARG002, FBT001, FBT002
        """The body as JSON, `force` whatever its type; None instead of an error if `silent`."""
        try:
            return json_reading.parse(self.data) if force else self.json
        except HTTPException:
            if silent:
                return None
            raise

    @property
    def form(self) -> ImmutableMultiDict[str, str]:
        """The fields of a form body; empty for any other type.

        Raise BadRequest if it is malformed, RequestEntityTooLarge for more than a thousand fields, or as many
        as the route's `body:` allows.
        """
        return self.form_and_files[0]

    @property
    def files(self) -> ImmutableMultiDict[str, FileStorage]:
        """The files of a multipart body, large ones on disk as long as the request lives; else empty.

        Their names are what the client says: `filename` may hold slashes and dots.

            request.files["photo"].save(folder / f"{uuid4()}.jpg")
        """
        return self.form_and_files[1]

    @lazy
    def form_and_files(self) -> forms.Form:
        """Both halves of a form, parsed together, under the bounds of the route's `body:`."""
        reader = self._reader
        form: forms.Form = forms.parse(self) if reader is None else reader.form(self)
        return form if self.hidden_field is None else (forms.without(form[0], self.hidden_field), form[1])

    @lazy
    def body(self) -> Any:
        """What the parser that the route's `body:` has for this type made of the body.

        None without `body:`, without a body, and for a type that none of its parsers is for.
        """
        reader = self._reader
        return None if reader is None else reader(self)

    @lazy
    def body_parser(self) -> str | None:
        """Which parser made `body`, as `body:` names it; None if none did."""
        reader = self._reader
        if reader is not None and self.body_reader is None:
            reader(self)
        return self.__dict__.get("body_parser")

    @property
    def _reader(self) -> Any:
        """The `body:` of the route, compiled."""
        return None if self.route is None else self.route.endpoint.body
