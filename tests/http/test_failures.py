from __future__ import annotations

import gc
import logging
import sys
import tracemalloc
from dataclasses import replace

import pytest
from werkzeug.exceptions import (
    BadGateway,
    BadRequest,
    HTTPException,
    MethodNotAllowed,
    NotFound,
    RequestedRangeNotSatisfiable,
    ServiceUnavailable,
    TooManyRequests,
    Unauthorized,
)
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as WerkzeugResponse

from gateway.errors import LoginError, UpstreamError
from gateway.http import NEXT, Response
from gateway.http.failures import Failures, Rule, formatted, prepared, status_of

HTML = "text/html; charset=utf-8"
PROBLEM = "application/problem+json"
LOCAL = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost:8000", "HTTP_ACCEPT": "text/html"}
PRIVATE = "the password is 1234"


class LoudError(Exception):
    """An error that cannot even be told."""

    def __str__(self):
        raise RuntimeError


class Gone(BadRequest):
    code = 410


@pytest.fixture
def request_of(request_for):
    """A request to a service that tells that much of its errors."""

    def make(detail="none", environment="development", **environ):
        request = request_for("/here", **environ)
        request.app = replace(request.app, error_detail=detail, environment=environment)
        return request

    return make


def rule(on, result):
    """An item of `errors:` whose answer is a result, or a function of request and error."""
    answer = result if callable(result) else lambda _request, _error: result
    return Rule(error=on, answer=answer) if isinstance(on, type) else Rule(statuses=on, answer=answer)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound(), 404), (BadGateway(), 502), (HTTPException(), 500), (ValueError(), 500),
        (SystemExit(), 500), (LoginError(403, "denied", "no"), 403), (UpstreamError("no"), 502),
        (UpstreamError("no", timed_out=True), 504),
    ],
)  # fmt: skip
def test_error_has_its_status(error, status):
    assert status_of(error) == status


@pytest.mark.parametrize(
    ("accept", "type_", "start"),
    [
        ("text/html,*/*;q=.8", HTML, b"<!doctype html>"),
        ("*/*", HTML, b"<!doctype html>"),
        (None, HTML, b"<!doctype html>"),
        ("application/json", "application/json", b'{"status":404,"error":"Not Found","message":"no book"}'),
        (PROBLEM, PROBLEM, b'{"type":"about:blank","title":"Not Found","status":404,"detail":"no book"}'),
        ("text/plain", "text/plain; charset=utf-8", b"404 Not Found\nno book\n"),
        ("image/png", "text/plain; charset=utf-8", b"404 Not Found\nno book\n"),
    ],
)
def test_page_is_what_the_client_prefers(request_of, accept, type_, start):
    environ = {"HTTP_ACCEPT": accept} if accept else {}
    response = Failures()(request_of(**environ), NotFound("no book"))

    assert (response.status, response.headers["Content-Type"]) == (404, type_)
    assert response.body.startswith(start)
    assert response.headers["Content-Length"] == str(len(response.body))


@pytest.mark.parametrize("accept", ["text/html", "application/json", PROBLEM, "text/plain", "image/png"])
def test_prepared_page_is_the_page(request_of, accept):
    request = request_of(HTTP_ACCEPT=accept)
    made, usual = prepared(NotFound())(request), Failures()(request, NotFound())

    assert (made.status, made.body, [*made.headers]) == (usual.status, usual.body, [*usual.headers])


def test_prepared_page_is_not_changed_by_what_is_done_to_one(request_of):
    answer = prepared(NotFound())
    answer(request_of()).headers["X-A"] = "b"

    assert "X-A" not in answer(request_of()).headers


def test_page_is_not_changed_by_what_is_done_to_one(request_of):
    Failures()(request_of(), NotFound()).headers["X-A"] = "b"

    assert "X-A" not in Failures()(request_of(), NotFound()).headers


@pytest.mark.parametrize("format_", ["html", "json", "text", PROBLEM])
def test_page_escapes_what_it_says(request_of, format_):
    body = formatted(request_of(), BadRequest('<script>"'), 400, format_).body

    assert (b"<script>" in body) is (format_ != "html")


def test_page_is_neither_stored_nor_guessed(request_of):
    headers = Failures()(request_of(), NotFound()).headers

    assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("error", "name", "value"),
    [
        (MethodNotAllowed(["GET", "HEAD"]), "Allow", "GET, HEAD"),
        (TooManyRequests(retry_after=60), "Retry-After", "60"),
        (ServiceUnavailable(retry_after=60), "Retry-After", "60"),
        (RequestedRangeNotSatisfiable(9), "Content-Range", "bytes */9"),
    ],
)
@pytest.mark.parametrize("rules", [(), (rule(range(400, 600), "sorry"),)])
def test_headers_of_an_error_are_kept(request_of, rules, error, name, value):
    assert Failures(rules=rules)(request_of(), error).headers[name] == value


@pytest.mark.parametrize("rules", [(), (rule(range(400, 500), "sorry"),)])
def test_headers_of_the_page_are_its_own(request_of, rules):
    class Odd(Unauthorized):
        def get_headers(self, *_):
            return [("Content-Type", "image/png"), ("Content-Length", "1"), ("X-A", "b")]

    headers = Failures(rules=rules)(request_of(), Odd()).headers

    assert (headers.getlist("Content-Type"), headers["X-A"]) == ([HTML], "b")
    assert headers.getlist("Content-Length") != ["1"]


@pytest.mark.parametrize("accept", ["text/html", "application/json", PROBLEM, "text/plain"])
def test_bug_tells_nothing_in_production(request_of, accept):
    response = Failures()(request_of(**LOCAL | {"HTTP_ACCEPT": accept}), ValueError(PRIVATE))

    assert response.status == 500
    assert PRIVATE.encode() not in response.body
    assert b"ValueError" not in response.body


def test_failure_of_ours_with_a_description_tells_nothing_in_production(request_of):
    assert PRIVATE.encode() not in Failures()(request_of(), BadGateway(PRIVATE)).body


def test_message_is_told_where_that_is_wanted(request_of):
    body = Failures()(request_of("message", **LOCAL), ValueError("<x>")).body

    assert b"<p>ValueError: &lt;x&gt;</p>" in body
    assert b"Traceback" not in body


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1"])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST"])
def test_traceback_is_shown_on_this_machine(request_of, peer, host):
    request = request_of("stack", **LOCAL | {"REMOTE_ADDR": peer, "HTTP_HOST": host})
    response = Failures()(request, ValueError("<x>"))

    assert (response.status, response.headers["Cache-Control"]) == (500, "no-store")
    assert b"<h1>ValueError: &lt;x&gt;</h1><pre>ValueError: &lt;x&gt;\n</pre>" in response.body


def test_traceback_is_shown_in_development_only(request_of):
    request = request_of("stack", environment="staging", **LOCAL)

    assert b"<pre>" not in Failures()(request, ValueError("x")).body


@pytest.mark.parametrize(
    "other",
    [
        {"REMOTE_ADDR": "192.0.2.1"}, {"HTTP_HOST": "evil.example"}, {"HTTP_HOST": "localhost.evil.example"},
        {"HTTP_HOST": "127.0.0.1@evil.example"},
        {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.1"}, {"HTTP_FORWARDED": "for=192.0.2.1"},
        {"HTTP_X_REAL_IP": "192.0.2.1"}, {"HTTP_VIA": "1.1 proxy"},
    ],
)  # fmt: skip
def test_traceback_is_shown_nowhere_else(request_of, other):
    body = Failures()(request_of("stack", **LOCAL | other), ValueError("x")).body

    assert b"<pre>" not in body


def test_traceback_is_not_for_machines(request_of):
    response = Failures()(request_of("stack", **LOCAL | {"HTTP_ACCEPT": "application/json"}), ValueError("x"))

    assert response.body == b'{"status":500,"error":"Internal Server Error","message":"ValueError: x"}'


@pytest.mark.parametrize(("detail", "what"), [("none", "denied"), ("message", "denied"), ("stack", "denied")])
def test_login_says_its_message_and_not_its_reason(request_of, detail, what):
    error = LoginError(403, "state_mismatch", what)
    body = Failures()(request_of(detail, HTTP_ACCEPT="text/plain"), error).body

    assert body == b"403 Forbidden\ndenied\n"


def test_upstream_says_what_happened(request_of):
    body = Failures()(request_of(HTTP_ACCEPT="text/plain"), UpstreamError("no answer", timed_out=True)).body

    assert body == b"504 Gateway Timeout\nno answer\n"


def test_status_without_a_name_gets_a_page(request_of):
    body = Failures()(request_of(HTTP_ACCEPT="text/plain"), LoginError(499, "odd", "odd")).body

    assert body == b"499 Error\nodd\n"


@pytest.mark.parametrize("response", [Response("mine", 418), WerkzeugResponse("mine", 418)])
def test_error_that_brings_its_response_is_answered_with_it(request_of, response):
    sent = Failures(rules=(rule(range(400, 600), "sorry"),))(request_of(), HTTPException(response=response))

    assert (sent.status, b"".join([sent.body] if isinstance(sent.body, bytes) else sent.body)) == (
        418,
        b"mine",
    )


def test_redirect_that_is_raised_is_a_redirect(request_of, error_log):
    response = Failures(rules=(rule(range(600), "sorry"),))(request_of(), RequestRedirect("/there"))

    assert (response.status, response.location, error_log) == (308, "/there", [])


@pytest.mark.parametrize(
    ("on", "error", "fits"),
    [
        (range(404, 405), NotFound(), True),
        (range(404, 405), BadRequest(), False),
        (range(400, 500), NotFound(), True),
        (range(500, 600), ValueError(), True),
        (LookupError, KeyError("x"), True),
        (KeyError, LookupError("x"), False),
        (BadRequest, Gone(), True),
        (SystemExit, SystemExit(), True),
    ],
)
def test_rule_is_for_statuses_or_a_class_and_its_subclasses(request_of, on, error, fits):
    response = Failures(rules=(rule(on, "mine"),))(request_of(), error)

    assert (response.body == b"mine") is fits


def test_rule_for_nothing_fits_nothing():
    assert not Rule(answer=str).fits(NotFound(), 404)


def test_first_fitting_rule_answers(request_of):
    rules = (rule(KeyError, "no"), rule(range(404, 405), "inner"), rule(range(400, 500), "outer"))

    assert Failures(rules=rules)(request_of(), NotFound()).body == b"inner"


def test_rule_may_leave_it_to_the_next(request_of):
    rules = (rule(range(404, 405), NEXT), rule(range(400, 500), "outer"))

    assert Failures(rules=rules)(request_of(), NotFound()).body == b"outer"


def test_rules_may_leave_it_to_the_usual_page(request_of):
    response = Failures(rules=(rule(range(404, 405), NEXT),))(
        request_of(HTTP_ACCEPT="text/plain"), NotFound("x")
    )

    assert response.body == b"404 Not Found\nx\n"


def test_rule_gets_the_request_and_the_error(request_of):
    error = NotFound("x")
    answer = rule(range(404, 405), lambda request, error: [request.path, error.description])

    assert Failures(rules=(answer,))(request_of(), error).body == b'["/here","x"]'


@pytest.mark.parametrize("result", ["x", {"a": 1}, None])
def test_plain_answer_has_the_status_of_the_error(request_of, result):
    response = Failures(rules=(rule(range(404, 405), result),))(request_of(), NotFound())

    assert (response.status, response.headers["Cache-Control"]) == (404, "no-store")


@pytest.mark.parametrize("result", [Response("x", 200, {"Cache-Control": "max-age=1"}), ("x", 200)])
def test_answer_with_a_status_keeps_it(request_of, result):
    assert Failures(rules=(rule(range(404, 405), result),))(request_of(), NotFound()).status == 200


def test_answer_may_be_cached_if_it_says_so(request_of):
    answer = Response("x", 410, {"Cache-Control": "max-age=1"})

    assert Failures(rules=(rule(Gone, answer),))(request_of(), Gone()).headers["Cache-Control"] == "max-age=1"


def failing(_request, _error):
    raise SystemExit(3)


FAILING = [failing, {1, 2}, ("x", 1000), {"a": object()}]


@pytest.mark.parametrize("answer", FAILING)
def test_rule_that_fails_is_a_failure_of_ours(request_of, error_log, answer):
    rules = (rule(range(500, 600), "never asked"), rule(range(404, 405), answer))
    response = Failures(rules=rules)(request_of(HTTP_ACCEPT="text/plain"), NotFound())

    assert (response.status, response.body.splitlines()[0]) == (500, b"500 Internal Server Error")
    assert [record.exc_info is not None for record in error_log] == [True]


@pytest.mark.parametrize("answer", FAILING)
def test_failure_of_a_rule_is_for_the_rules_behind_it(request_of, error_log, answer):
    rules = (rule(range(404, 405), answer), rule(range(500, 600), "behind"))
    response = Failures(rules=rules)(request_of(), NotFound())

    assert (response.status, response.body) == (500, b"behind")
    assert [record.exc_info is not None for record in error_log] == [True]


def test_error_that_a_rule_raises_again_is_logged_once(request_of, error_log):
    def again(_request, error):
        raise error

    response = Failures(rules=(rule(KeyError, again), rule(KeyError, "behind")))(request_of(), KeyError("x"))

    assert (response.status, response.body, len(error_log)) == (500, b"behind", 1)


def test_rule_may_raise_an_error_for_the_client(request_of):
    def refuse(_request, _error):
        raise NotFound

    response = Failures(rules=(rule(KeyError, refuse),))(request_of(HTTP_ACCEPT="text/plain"), KeyError("x"))

    assert (response.status, response.body.splitlines()[0]) == (404, b"404 Not Found")


@pytest.mark.parametrize("detail", ["none", "message", "stack"])
@pytest.mark.parametrize("accept", ["text/html", "application/json", PROBLEM, "text/plain"])
@pytest.mark.parametrize(
    "error",
    [
        LoudError(), ValueError("\udc80"), NotFound("\udc80"), BadRequest({"a": 1}), BadRequest(["a"]),
        HTTPException(response=lambda environ, start_response: 1 / 0), RecursionError(), MemoryError(),
    ],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_every_error_gets_a_page(request_of, error, accept, detail):
    request = request_of(detail, **LOCAL | {"HTTP_ACCEPT": accept})
    response = Failures()(request, error)

    assert response.status in {400, 404, 500}
    assert response.headers["Content-Type"].startswith(accept)


def test_bug_is_logged_once_with_its_traceback(request_of, error_log):
    request, error = request_of(), ValueError("x")
    request.request_id = "r1"
    Failures(outer=Failures())(request, error)
    Failures()(request, error, error)

    assert [record.getMessage() for record in error_log] == [
        "GET /here answered 500: ValueError: x (request r1)"
    ]
    assert error_log[0].exc_info[1] is error


def test_failure_of_a_request_holds_nothing_of_it(serve, monkeypatch):
    monkeypatch.setattr(logging.getLogger("gateway.errors"), "disabled", True)  # pytest keeps what is logged
    client = serve(
        'routes: [{path: /, handler: "served:fail"}]',
        """
        import weakref
        seen = []
        class Large: pass
        def fail(request):
            request.state.held = Large()
            seen.append(weakref.ref(request.state.held))
            raise LookupError
        """,
    )
    gc.disable()
    client.get("/").close()
    gc.enable()

    assert [each() for each in sys.modules["served"].seen] == [None]


@pytest.mark.parametrize("error", [BadGateway("x"), UpstreamError("x"), LoginError(502, "reason", "x")])
def test_failure_of_others_is_logged_in_a_line(request_of, error_log, error):
    Failures()(request_of(), error)

    assert [(record.levelname, record.exc_info) for record in error_log] == [("ERROR", None)]


@pytest.mark.parametrize("error", [NotFound(), LoginError(403, "denied", "x")])
def test_fault_of_the_client_is_not_logged(request_of, error_log, error):
    Failures()(request_of(), error)

    assert error_log == []


def test_path_in_the_log_holds_no_line_break(request_for, error_log):
    Failures()(request_for("/a%0Ab"), ValueError("x"))

    assert error_log[0].getMessage() == "GET /a\\nb answered 500: ValueError: x"


def test_http_error_of_a_rule_is_for_the_rules_behind_it(serve, error_log):
    client = serve(
        """
        errors: [{on: 404, handler: "served:other"}, {on: 409, handler: "served:last"}]
        routes: [{path: /, handler: "served:missing"}, {path: /busy, handler: "served:busy"}]
        """,
        """
        def missing(request): abort(404)
        def busy(request): abort(409)
        def other(request, error): abort(409, "other")
        def last(request, error): abort(418, f"last after {error.description}")
        """,
    )

    assert (client.get("/").status_code, client.get("/busy").status_code) == (418, 418)
    assert "last after other" in client.get("/").text
    assert error_log == []


def test_type_of_an_error_is_told_to_programs(serve):
    client = serve(
        'routes: [{path: /, handler: "served:fail"}]',
        'def fail(request): raise HTTPError(409, "Taken.", type="name.taken")',
    )

    as_json = client.get("/", headers={"Accept": "application/json"}).json
    assert as_json == {"status": 409, "error": "Conflict", "type": "name.taken", "message": "Taken."}
    problem = client.get("/", headers={"Accept": "application/problem+json"}).json
    assert (problem["type"], problem["detail"]) == ("name.taken", "Taken.")


def test_long_message_does_not_stay_in_memory(request_of):
    request = request_of()
    tracemalloc.start()
    for number in range(10):
        assert formatted(request, BadRequest(f"{number}" * 1_000_000), 400).status == 400
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept < 1_000_000


def test_error_that_its_rule_raises_again_is_logged_once(serve, error_log):
    client = serve(
        """
        errors: [{on: 500, handler: "served:again"}]
        routes: [{path: /, handler: "served:fail"}]
        """,
        """
        def fail(request): raise LookupError
        def again(request, error): raise error
        """,
    )

    assert client.get("/").status_code == 500
    assert len(error_log) == 1
