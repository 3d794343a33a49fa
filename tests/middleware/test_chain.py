from __future__ import annotations

from types import SimpleNamespace

import pytest
from werkzeug.exceptions import NotFound, TooManyRequests

from gateway.http import NEXT, Response
from gateway.http.failures import Failures, Rule
from gateway.http.results import PLAIN, Results
from gateway.middleware.chain import Endpoint, chain, closed, continued, missing

FAILURES = Failures()
ERRORS = [
    SystemExit(3),
    KeyboardInterrupt(),
    RecursionError(),
    MemoryError(),
    GeneratorExit(),
    ValueError("x"),
]


class Mark:
    """A layer that writes its name on the way in and on the way out."""

    def __init__(self, name, seen):
        self.name, self.seen = name, seen

    def __call__(self, request, call_next):
        self.seen.append(f"{self.name} in")
        response = call_next(request)
        self.seen.append(f"{self.name} out {response.status}")
        return response


def forever(*_):
    return forever(*_)


def raising(error):
    def call(*_):
        raise error

    return call


def handled(handler, taken=(), results=PLAIN, failures=FAILURES):
    return closed(handler, taken, results, failures)


def endpoint(handler, layers, failures=FAILURES):
    answer = handled(handler, failures=failures)
    return Endpoint(
        run=chain(layers, answer, failures), direct=None, refuse=answer, layers=tuple(layers), answer=answer,
        failures=failures,
    )  # fmt: skip


@pytest.fixture
def serve_directly(make_request):
    """What a server gets of a handler without layers: status line, headers and body."""

    def served(answer, method="GET"):
        started = []
        request = make_request(method)
        request.route = SimpleNamespace(endpoint=SimpleNamespace(etag=None))
        body = answer(request, lambda status, headers: started.append((status, dict(headers))))
        [(status, headers)] = started
        return status, headers, b"".join(body)

    return served


@pytest.mark.parametrize(
    ("taken", "given"),
    [((), {}), ("a", {"a": 1}), (("a", "b"), {"a": 1, "b": 2}), (None, {"a": 1, "b": 2, "c": 3})],
)
def test_handler_gets_the_parameters_it_takes(make_request, taken, given):
    request = make_request()
    request.params = {"a": 1, "b": 2, "c": 3}

    def handler(request, **params):
        return params

    def one(request, a):
        return {"a": a}

    answer = handled(one if taken == "a" else handler, taken)

    assert answer(request).body == Response.json(given).body


def test_parameter_that_is_absent_is_left_to_its_default(make_request):
    request = make_request()
    request.params = {"a": 1}
    answer = handled(lambda request, a=0, b=0: [a, b], ("a", "b"))

    assert answer(request).body == b"[1,0]"


@pytest.mark.parametrize(
    "result", ["ä", {"a": 1}, [1], b"x", None, ("x", 201), Response("x", 202), iter(["x"])]
)
def test_server_gets_what_callers_get(make_request, serve_directly, result):
    status, headers, body = serve_directly(handled(lambda request: result))
    response = handled(lambda request: result)(make_request())
    sent = response.body if isinstance(response.body, bytes) else body

    assert (status[:3], dict(response.headers).get("Content-Type")) == (
        str(response.status),
        headers.get("Content-Type"),
    )
    assert body == sent


@pytest.mark.parametrize("result", ["x", ("x", 200), Response("x")])
def test_head_is_answered_without_a_body(serve_directly, result):
    status, headers, body = serve_directly(handled(lambda request: result), "HEAD")

    assert (status, headers["Content-Length"], body) == ("200 OK", "1", b"")


def test_status_and_headers_of_a_route_hold_for_plain_results(serve_directly):
    results = Results(status=202, headers={"X-A": "b"})
    status, headers, _ = serve_directly(handled(lambda request: "x", results=results))

    assert (status, headers["X-A"]) == ("202 Accepted", "b")


@pytest.mark.parametrize("error", [*ERRORS, forever], ids=lambda error: type(error).__name__)
def test_error_in_a_handler_is_a_500_of_that_request(make_request, serve_directly, error_log, error):
    answer = handled(error if callable(error) else raising(error))

    assert answer(make_request()).status == 500
    assert serve_directly(answer)[0] == "500 Internal Server Error"
    assert [record.exc_info is not None for record in error_log] == [True, True]


@pytest.mark.parametrize("error", [*ERRORS, forever], ids=lambda error: type(error).__name__)
def test_error_in_a_layer_is_a_500_of_that_request(make_request, error_log, error):
    layer = error if callable(error) else raising(error)

    assert chain([layer], handled(lambda request: "x"), FAILURES)(make_request()).status == 500
    assert [record.exc_info is not None for record in error_log] == [True]


@pytest.mark.parametrize("result", [{1, 2}, ("x", 1000), (NEXT, 200), None])
def test_layer_that_returns_what_cannot_be_sent_is_a_500(make_request, result):
    assert chain([lambda request, call_next: result], handled(str), FAILURES)(make_request()).status == 500


def test_layers_run_in_order_and_back(make_request):
    seen = []
    chain([Mark("a", seen), Mark("b", seen)], handled(lambda request: seen.append("handler")), FAILURES)(
        make_request()
    )

    assert seen == ["a in", "b in", "handler", "b out 204", "a out 204"]


def test_chain_without_layers_is_the_handler():
    answer = handled(str)

    assert chain([], answer, FAILURES) is answer


@pytest.mark.parametrize("handler", [raising(NotFound()), raising(SystemExit(3))])
def test_outer_layer_always_sees_a_response(make_request, handler):
    seen = []
    chain([Mark("a", seen), raising(ValueError()), Mark("never", seen)], handled(handler), FAILURES)(
        make_request()
    )

    assert seen == ["a in", "a out 500"]


def test_layer_may_answer_without_calling_on(make_request):
    response = chain([lambda request, call_next: ("busy", 503)], handled(raising(ValueError())), FAILURES)(
        make_request()
    )

    assert (response.status, response.body) == (503, b"busy")


def test_layer_may_refuse_and_shape_the_refusal_of_the_inner_ones(make_request):
    def shape(request, call_next):
        response = call_next(request)
        response.headers["X-Shaped"] = "yes"
        return response

    response = chain([shape, raising(TooManyRequests())], handled(str), FAILURES)(make_request())

    assert (response.status, response.headers["X-Shaped"]) == (429, "yes")


def test_length_is_right_after_a_layer_touched_the_body(make_request):
    def double(request, call_next):
        response = call_next(request)
        response.body += response.body
        return response

    started = {}
    response = chain([double], handled(lambda request: {"a": 1}), FAILURES)(make_request())
    body = response.send("GET", lambda _, headers: started.update(headers))

    assert (b"".join(body), started["Content-Length"]) == (b'{"a":1}{"a":1}', "14")


def test_errors_of_the_route_answer_for_its_layers(make_request):
    failures = Failures(rules=(Rule(error=ValueError, answer=lambda request, error: ("mine", 418)),))

    assert chain([raising(ValueError())], handled(str), failures)(make_request()).body == b"mine"


@pytest.mark.parametrize("rules", [(), (Rule(statuses=range(404, 405), answer=lambda *_: ("mine", 404)),)])
def test_missing_page_is_the_page_of_not_found(make_request, rules):
    failures = Failures(rules=rules)
    response = missing(failures)(make_request())

    assert (response.status, response.body) == (404, failures(make_request(), NotFound()).body)


def test_next_route_runs_in_the_layers_that_are_left(make_request):
    seen = []
    outer, inner, own = Mark("outer", seen), Mark("inner", seen), Mark("own", seen)
    request = make_request()
    request.entered = (outer, inner)
    continued(request, endpoint(lambda request: seen.append("handler"), [outer, own]))

    assert seen == ["own in", "handler", "own out 204"]
    assert request.entered == (outer, inner, own)


def test_next_route_answers_for_its_own_errors(make_request):
    failures = Failures(rules=(Rule(error=ValueError, answer=lambda request, error: ("mine", 418)),))

    assert continued(make_request(), endpoint(raising(ValueError()), [], failures)).body == b"mine"
