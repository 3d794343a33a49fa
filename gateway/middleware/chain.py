"""Layers and a handler made one callable in which nothing raises."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zlib import crc32

from werkzeug.exceptions import NotFound

from gateway.http.etag import Tag
from gateway.http.failures import Failures, prepared
from gateway.http.request import Request
from gateway.http.response import READ, Owned, Response, ready
from gateway.http.results import PLAIN, RESUME, Marker, Results
from gateway.http.tracing import Traced

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

Call = Callable[..., Any]
"""What is called with a request and whatever else it takes."""
Handler = Callable[[Request], Response]
"""What answers a request; as `call_next` it never raises."""
Layer = Callable[[Request, Handler], Any]
"""What a stack is made of: it gets a request and what is inside of it, and gives the answer (see `chain`)."""
Taken = str | tuple[str, ...] | None
"""The parameters a handler takes: one given by position, some by name, or None for all there are."""
# Built-in layers that neither change who asks nor judge it: once is enough, whatever stands before them.
_ONCE = frozenset({
    "access_log", "body_limit", "compress", "csrf", "favicon", "request_id", "response_time",
    "security_headers",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """What stands in a row of the table: the whole chain, and the parts it is made of.

    `direct` is the answer itself where no layer is before it; `refuse` is the chain around 405 and OPTIONS.
    `body` reads the body as the route's `body:` says, `etag` makes the entity tags of its answers.
    """

    run: Handler
    direct: Callable[..., Any] | None
    refuse: Handler
    layers: tuple[Layer, ...]
    answer: Handler
    failures: Failures
    body: Callable[[Request], Any] | None = None
    etag: Tag | None = None


def closed(handler: Call, taken: Taken, results: Results, failures: Failures) -> Call:
    """A handler that never raises: it gives a Response or, given a server's `start_response`, answers that.

    To a server, plain results go without a response object between. Every request comes by here, so that a
    call less is worth a branch more.
    """
    plain = results.plain

    def answer(request: Request, start_response: StartResponse | None = None) -> Any:
        """The handler's response, its error's if it raises; sent at once if a server waits for it."""
        try:
            if taken.__class__ is str:
                result = handler(request, request.params[taken])
            else:
                result = handler(request) if taken == () else handler(request, **_arguments(request, taken))
            encoding = plain.get(result.__class__)
            if encoding is not None:
                try:
                    body = encoding[0](result)
                except TypeError:
                    body = results.encoded(result)
                pairs = [encoding[1], ("Content-Length", str(len(body)))]
                if start_response is None:
                    return ready(body, 200, pairs)
                if results.tagged:
                    return _sent_tagged(request, body, pairs, start_response)
                start_response("200 OK", pairs)
                return () if request.method == "HEAD" else (body,)
            response = _resolved(request, result, results)
        except BaseException as error:  # noqa: BLE001  (sys.exit in a handler ends its request, not the worker)
            response = failures(request, error)
        return response if start_response is None else _sent(request, response, start_response)

    return answer


def _sent(request: Request, response: Response, start_response: StartResponse) -> Iterable[bytes]:
    """A response on its way, with the entity tag of its route, which NEXT may have made another one."""
    return response.send(request.method, start_response, request.environ, request.route.endpoint.etag)


def _sent_tagged(
    request: Request, body: bytes, pairs: list[tuple[str, str]], start_response: StartResponse
) -> Iterable[bytes]:
    """A plain result on its way with a weak entity tag, or 304 to who has it."""
    environ = request.environ
    if request.method in READ:
        pairs.append(("ETag", f'W/"{len(body)}-{crc32(body)}"'))
        if "HTTP_IF_NONE_MATCH" in environ or "HTTP_IF_MODIFIED_SINCE" in environ:
            return ready(body, 200, pairs).send(request.method, start_response, environ)
    start_response("200 OK", pairs)
    return () if request.method == "HEAD" else (body,)


def missing(failures: Failures) -> Handler:
    """404 as a handler (RFC 9110 §15.5.5), not raised and made beforehand: scanners ask for it all day."""
    if not failures.rules:
        return prepared(NotFound())

    def answer(request: Request) -> Response:
        """The 404, by the rules of its group."""
        return failures(request, NotFound())

    return answer


def chain(
    layers: Sequence[Layer], endpoint: Handler, failures: Failures, entered: tuple[Layer, ...] = ()
) -> Handler:
    """The endpoint inside its layers, the first outermost; `call_next` of each never raises.

    A layer is called with the request and what is inside of it, and gives the answer: that of `call_next`,
    changed or not, or its own, which may be whatever a handler may return but None, NEXT included.

        def timed(request: Request, call_next: Handler) -> Response:
            start = time.perf_counter()
            response = call_next(request)
            response.headers["Server-Timing"] = f"app;dur={1000 * (time.perf_counter() - start):.1f}"
            return response

    A stack names it as `module:timed`. A class, or a function that is given options there, is called once for
    the layer when the service starts; the layer then serves all threads and keeps no state of a request.

    What is inside has become a response by then, errors as well, so a layer needs no `try` to see every
    answer. What the layer itself raises is answered by the route's `errors:` and seen by the layers around
    it.
    """
    for index in reversed(range(len(layers))):
        endpoint = _guard(layers[index], endpoint, failures, (*entered, *layers[:index]))
    return endpoint


def continued(request: Request, endpoint: Endpoint) -> Response:
    """The next route's answer, inside those of its layers that have not let the request through yet."""
    entered = request.entered or ()
    left = _still_to_enter(endpoint.layers, entered)
    request.entered = entered + left
    return chain(left, endpoint.answer, endpoint.failures, entered)(request)


def _still_to_enter(layers: tuple[Layer, ...], entered: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """The layers that are new to a request, and behind a new one those that may judge by what it changes.

    Who was let in as a member of one session must not be let in by that where another session is asked.
    """
    left: list[Layer] = []
    is_judged_anew = False
    for layer in layers:
        if layer not in entered or (is_judged_anew and kind_of(layer) not in _ONCE):
            left.append(layer)
            is_judged_anew = is_judged_anew or kind_of(layer) not in _ONCE
    return tuple(left)


def _guard(layer: Layer, call_next: Handler, failures: Failures, entered: tuple[Layer, ...]) -> Handler:
    """A layer and what is inside of it as a handler that never raises.

    One that passes the request on or refuses it has not let it through: a route behind that has the same
    layer must ask it again, so only those before it, `entered`, count as done.
    """

    def run(request: Request) -> Response:
        """The layer's response, its error's if it raises."""
        try:
            result = layer(request, call_next)
            if result.__class__ is Owned:
                return result
            if result.__class__ is Marker:
                request.entered = entered
                return _resolved(request, result, PLAIN)
            if result is None:
                raise TypeError(f"layer {layer!r} returned None: return call_next(request), or an answer")  # noqa: TRY301
            return PLAIN.to_response(result, request)
        except BaseException as error:  # noqa: BLE001  (sys.exit in a layer ends its request, not the worker)
            request.entered = entered  # for an error rule that resumes
            return failures(request, error)

    return run


def _resolved(request: Request, result: Any, results: Results) -> Response:
    """The response of a result, or of a route further down if it is NEXT or EXIT_GROUP; raise TypeError."""
    if result.__class__ is not Marker:
        return results.to_response(result, request)
    if result is RESUME:
        raise TypeError("RESUME is for the handlers of errors; a route or layer goes on with NEXT")
    return request.app.following(request, result)  # type: ignore[no-any-return]


def _arguments(request: Request, taken: Any) -> dict[str, Any]:
    """The parameters that a handler takes, all for None; one that is optional may be missing."""
    params = request.params
    return params if taken is None else {name: params[name] for name in taken if name in params}


def kind_of(layer: Any) -> str:
    """The name of a built-in layer, whatever it is called in the file; empty for anybody else's."""
    layer = layer.call if isinstance(layer, Traced) else layer
    package, _, module = type(layer).__module__.rpartition(".")
    return module if package == "gateway.middleware" else ""
