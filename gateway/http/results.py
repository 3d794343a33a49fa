"""What a handler returns, turned into a response."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

import orjson
from werkzeug.exceptions import HTTPException

from gateway.http.applications import answered
from gateway.http.fields import Fields
from gateway.http.json_writing import usual
from gateway.http.media_types import BY_EXTENSION, known_type
from gateway.http.request import Request
from gateway.http.response import Owned, Response, Undecided, ready
from gateway.http.stream import Stream


class Marker:
    """A result that is a word, not a value.

    A handler or a layer returns NEXT to leave a request to the next route, in written order, that matches it:

        def page(request: Request, name: str) -> Any:
            return View("page", name=name) if name in PAGES else NEXT

    That route runs inside the layers that have let the request through and those of its own that have not: a
    layer that has refused it is asked again, and so is one that judges, such as require_login, behind a layer
    that is new, such as another session. If there is no such route, the answer is 404.

    An error handler returns NEXT to leave an error to the next rule that fits it.

    EXIT_GROUP leaves the request to the next route that matches outside of the group that holds this one, as
    a handler does that can tell that nothing in its group is meant:

        def only_members(request: Request) -> Any:
            return EXIT_GROUP if request.user is None else NEXT

    An error handler returns RESUME to forget the error and go on with the next route that matches, as if the
    handler that failed had returned NEXT.
    """

    def __init__(self, name: str) -> None:
        """Be called `name`."""
        self.name = name

    def __repr__(self) -> str:
        """The word itself, as it is imported."""
        return self.name


NEXT = Marker("NEXT")
EXIT_GROUP = Marker("EXIT_GROUP")
RESUME = Marker("RESUME")
Encoding = tuple[Callable[[Any], bytes], tuple[str, str]]
"""How a kind of result is encoded, and the header it has then."""
_TEXT: Encoding = (str.encode, ("Content-Type", BY_EXTENSION["html"]))
_OCTETS: Encoding = (bytes, ("Content-Type", BY_EXTENSION["bin"]))
_JSON = ("Content-Type", BY_EXTENSION["json"])


class Renderable(Protocol):
    """A result that makes its own response, as a View does; it is known by its method.

        class Feed:
            def render(self, request: Request) -> Response:
                return Response(self.xml(), type="atom")

    It is rendered inside the layers; what it raises is answered as what a handler raises is. The route's
    `status` takes the place of a 200, its `headers` are added where the response has none of that name.
    """

    def render(self, request: Request) -> Response:
        """The response for this request."""
        ...


class Results:
    """The conversion of one route: its `status`, `type` and `headers` are decided here, once.

    `encode_json` writes dicts, lists and booleans, as `settings.json` says. `plain` says how the kinds of
    result that need nothing else are encoded at once, and the header of each; what raises TypeError there is
    for `encoded`. `tagged` gives them a weak entity tag on their way.
    """

    __slots__ = ("_encodings", "_given_status", "_headers", "_status", "plain", "tagged")

    def __init__(
        self,
        *,
        status: int | None = None,
        type: str | None = None,  # noqa: A002  (the key's word)
        headers: Mapping[str, str] | None = None,
        encode_json: Callable[[Any], bytes] = usual,
        tagged: bool = False,
    ) -> None:
        """Decide what every answer of the route has; raise ValueError for a bad type."""
        fields = Fields(headers)
        if type is not None:
            fields["Content-Type"] = known_type(type)
        header = None if "Content-Type" not in fields else ("Content-Type", fields.pop("Content-Type"))
        encodings = _encodings(encode_json)
        self._encodings = {kind: (encode, header or usual) for kind, (encode, usual) in encodings.items()}
        self._headers = tuple(fields)
        self._given_status, self._status, self.tagged = status, status or 200, tagged
        is_plain = not self._headers and self._status == 200  # noqa: PLR2004
        self.plain = _at_once(self._encodings) if is_plain else {}

    def encoded(self, result: Any) -> bytes:
        """The body of a plain result that could not be encoded at once; raise TypeError if it cannot be."""
        return self._encodings[result.__class__][0](result)

    def to_response(self, result: Any, request: Request) -> Response:
        """The response a result stands for; raise TypeError for what cannot be one.

        Text is HTML, a dict, list or boolean JSON, bytes are sent as they are, None is 204 and an iterator
        streamed in chunks of text or bytes, each as it comes. The first comes inside the layers: an error
        before it has its page, and the session may change until then. (body, status) and (body, status,
        headers) change what the body alone would be. A Response, a View and a WSGI response say all of it
        themselves.
        """
        kind = result.__class__
        if kind in self._encodings:
            encode, header = self._encodings[kind]
            body = encode(result)
            return ready(body, self._status, [header, ("Content-Length", str(len(body))), *self._headers])
        response = result.own() if kind is Response else self._other(result, request)
        if response._later is not None:  # noqa: SLF001
            response.settle(request)
        return self._with_headers(response)

    def _other(self, result: Any, request: Request) -> Response:
        """The response of a result that is not encoded in one step."""
        if result is None:
            response = ready(b"", self._given_status or 204, [])
            response._sized = None  # noqa: SLF001  (another status may have a length)
            return response
        if isinstance(result, tuple):
            return self._from_tuple(result, request)
        if isinstance(result, Response):
            return self._decided(result.own()) if isinstance(result, Undecided) else result.own()
        if hasattr(result, "render"):
            return self._rendered(result, request)
        if isinstance(result, HTTPException):
            raise result
        if isinstance(result, Iterator):
            return Owned(Stream.begun(result), self._status, [self._encodings[str][1]])
        return answered(result, request.environ) if callable(result) else self._from_subclass(result, request)

    def _from_subclass(self, result: Any, request: Request) -> Response:
        """A str, dict or list by another name, such as Markup."""
        for kind in self._encodings:
            if isinstance(result, kind):
                return self.to_response(kind(result), request)
        raise TypeError(
            f"a handler returned {type(result).__name__}; it may return str, dict, list, bytes, None, "
            "(body, status), (body, status, headers), View(...), an iterator, a Response or NEXT"
        )

    def _from_tuple(self, result: tuple[Any, ...], request: Request) -> Response:
        """(body, status) or (body, status, headers)."""
        body, status, *rest = result if len(result) in {2, 3} else (None, None, None, None)
        if not isinstance(status, int) or len(rest) > 1:
            raise TypeError(
                f"a handler returned a tuple of {len(result)}; it may be (body, status[, headers])"
            )
        response = self.to_response(body, request)
        response.status = status
        for headers in rest:
            response.headers.update(Fields(headers))
            response._sized = None  # noqa: SLF001  (a length among them is not that of the body)
        return response

    def _rendered(self, result: Renderable, request: Request) -> Response:
        """The response a result makes of itself, with the route's status if it has none of its own."""
        response = result.render(request)
        return self._decided(response if response.__class__ is Owned else response.own())

    def _decided(self, response: Response) -> Response:
        """The response with the route's status, unless it has one of its own."""
        if self._given_status is not None and response.status == 200:  # noqa: PLR2004
            response.status = self._given_status
        return response

    def _with_headers(self, response: Response) -> Response:
        """The response with the route's headers, which never replace the handler's."""
        for name, value in self._headers:
            response.headers.setdefault(name, value)
        return response


class Unrouted(Results):
    """The conversion of what layers and error rules give, which are of no one route and no one service.

    A boolean is none of it: a layer that returns one means something else.
    """

    __slots__ = ()

    def __init__(self) -> None:
        """Know all kinds of results but booleans."""
        super().__init__()
        del self._encodings[bool]

    def to_response(self, result: Any, request: Request) -> Response:
        """The response a result stands for; JSON as the service of the request writes it."""
        if isinstance(result, dict | list):
            result = Response.json(result)
        return super().to_response(result, request)


def _encodings(encode_json: Callable[[Any], bytes]) -> dict[type, Encoding]:
    """How each kind of result that is encoded in one step is encoded."""
    json = (encode_json, _JSON)
    return {str: _TEXT, bytes: _OCTETS, dict: json, list: json, bool: json}


def _at_once(encodings: dict[type, Encoding]) -> dict[type, Encoding]:
    """The same encodings without the patience for what hardly any value has: a call less for all others."""
    return {
        kind: (orjson.dumps if encode is usual else encode, header)
        for kind, (encode, header) in encodings.items()
    }


def is_decided(result: Any) -> bool:
    """Whether a result says its status itself, as a view and plain results do not."""
    is_open = isinstance(result, Undecided) and result.status == 200  # noqa: PLR2004
    return isinstance(result, Response | tuple) and not is_open


PLAIN = Unrouted()
