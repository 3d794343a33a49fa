"""A compiled service, called as a server calls it."""

from __future__ import annotations

import sys
from urllib.parse import unquote_to_bytes
from wsgiref.validate import validator

import pytest
from gunicorn.errors import AppImportError
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import Client, create_environ

from gateway.errors import ConfigError
from gateway.http.request import Request
from gateway.wsgi import load, load_for_server

PLAIN = {"Accept": "text/plain"}
LOCAL = {"base_url": "http://localhost:8000", "environ_overrides": {"REMOTE_ADDR": "127.0.0.1"}}
HEALTH = "routes: [{path: /, respond: {text: pong}}]"
BROKEN = "version: 1\nrotues: []\n"


@pytest.fixture
def paths(serve):
    """A service with a text for each path: `paths("/a/:id", "/b")` answers with path and parameters."""

    def client(*paths, settings="{}"):
        rows = "".join(f'\n  - {{path: "{path}", handler: "served:tell"}}' for path in paths)
        handler = "def tell(request): return [request.route.patterns[0].__str__(), request.params]"
        return serve(f"settings: {settings}\nroutes:{rows}\n", handler)

    return client


@pytest.fixture
def methods(serve):
    """A service with one path and several methods over two routes."""
    return serve(
        """
        routes:
          - {path: "/items/:id", handler: "served:show"}
          - {path: "/items/:id", methods: [PUT, DELETE], handler: "served:change"}
          - {path: /any, methods: [ANY], handler: "served:method"}
          - {path: /own, methods: [OPTIONS], handler: "served:method"}
          - {path: /gone, redirect: /any}
        """,
        """
        def show(request, id): return {"id": id}
        def change(request): return "changed"
        def method(request): return request.method
        """,
    )


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """A service with a path of every kind."""
    file = tmp_path_factory.mktemp("everything") / "gateway.yaml"
    file.write_text("""
version: 1
routes:
  - {path: /x, respond: {text: x}}
  - {path: /x/, methods: [POST], respond: {text: x}}
  - {path: "/ä/:name", respond: {text: x}}
  - {prefix: /x, routes: [{path: "/*rest", methods: [POST], respond: {text: x}}]}
  - {path: "/:one/x{/:two}/", respond: {text: x}}
""")
    return load(file, environ={"GATEWAY_ENV": "production"})


# Methods


def test_route_answers_a_server_that_checks(serve):
    client = serve(
        'routes: [{path: "/:name", handler: "served:hello"}]', "def hello(request, name): return name"
    )

    assert Client(validator(client.application)).get("/you", buffered=True).text == "you"


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("POST", "/items/7", "DELETE, GET, HEAD, OPTIONS, PUT"),
        ("TRACE", "/items/7", "DELETE, GET, HEAD, OPTIONS, PUT"),
        ("GET", "/own", "OPTIONS"),
    ],
)
def test_wrong_method_is_refused_with_those_there_are(methods, method, path, allow):
    response = methods.open(path, method=method)

    assert (response.status_code, response.headers["Allow"]) == (405, allow)


def test_options_is_answered_for_the_path(methods):
    response = methods.options("/items/7")

    assert (response.status_code, response.data) == (204, b"")
    assert response.headers.to_wsgi_list() == [("Allow", "DELETE, GET, HEAD, OPTIONS, PUT")]


@pytest.mark.parametrize("path", ["/any", "/own"])
def test_options_is_the_handlers_where_it_is_declared(methods, path):
    assert methods.options(path).text == "OPTIONS"


def test_head_is_get_without_a_body(methods):
    head, get = methods.head("/items/7"), methods.get("/items/7")

    assert (head.data, get.data) == (b"", b'{"id":"7"}')
    assert head.headers.to_wsgi_list() == get.headers.to_wsgi_list()


def test_head_of_an_error_has_no_body(methods):
    assert (methods.head("/none").data, methods.head("/none").status_code) == (b"", 404)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_redirect_takes_any_method(methods, method):
    response = methods.open("/gone", method=method)

    assert (response.status_code, response.location) == (302, "/any")


# Results


def test_streamed_result_is_closed_on_head(serve):
    client = serve(
        """
        routes: [{path: /rows, handler: "served:rows"}, {path: /closed, handler: "served:closed"}]
        """,
        """
        CLOSED = []
        class Rows:
            def __iter__(self): return self
            def __next__(self): raise StopIteration
            def close(self): CLOSED.append(True)
        def rows(request): return Rows()
        def closed(request): return CLOSED
        """,
    )
    client.head("/rows")

    assert client.get("/closed").json == [True]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_streamed_result_that_fails_before_its_first_chunk_has_its_error_page(serve, method):
    client = serve(
        'routes: [{path: /, handler: "served:rows"}]',
        """
        def rows(request):
            abort(404, "no such table")
            yield "row"
        """,
    )

    assert client.open("/", method=method).status_code == 404


def test_session_may_be_changed_until_the_first_chunk(serve):
    client = serve(
        """
        session: {keys: [a key of at least thirty-two characters]}
        routes: [{path: /, stack: [session], handler: "served:rows"}]
        """,
        """
        def rows(request):
            request.session["seen"] = True
            yield "row"
        """,
    )

    assert "Set-Cookie" in client.get("/").headers


@pytest.mark.parametrize(("kind", "read"), [("flat", {"a": "1"}), ("none", {})])
def test_query_is_read_as_the_settings_say(serve, kind, read):
    text = f"""
        settings: {{query: {kind}}}
        routes: [{{path: /, handler: "served:seen"}}]
    """

    assert serve(text, "def seen(request): return dict(request.query)").get("/?a=1").json == read


def test_keys_of_a_route_shape_its_result(serve):
    client = serve(
        """
        routes:
          - path: /
            handler: "served:text"
            status: 202
            type: text
            headers: {X-A: b}
            cache: {max_age: 60s}
        """,
        "def text(request): return 'x'",
    )
    response = client.get("/")

    assert (response.status_code, response.headers["X-A"]) == (202, "b")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize(
    "call",
    [
        'Response("x", 1000)', 'Response("x", headers={"A\\r\\nB": "c"})',
        'Response("x", headers={"A": "b\\r\\nC: d"})',
        'Response("x").set_cookie("a b")', '("x", 200, {"A\\r\\nB": "c"})', '("x", 99)',
        'abort(503, headers={"A": "b\\r\\nC: d"})',
    ],
)  # fmt: skip
def test_bad_answer_is_a_failure_of_the_handler(serve, error_log, call):
    client = serve('routes: [{path: /, handler: "served:bad"}]', f"def bad(request): return {call}")

    assert client.get("/").status_code == 500
    assert [record.exc_info[0] for record in error_log] == [ValueError]


# NEXT

LAYERED = """
stacks: {outer: ["served:outer"], both: [outer, "served:inner"]}
routes:
  - {path: "/:name", stack: outer, handler: "served:first"}
  - {path: "/:other", stack: both, handler: "served:second"}
"""
LAYERS = """
def outer(request, call_next):
    vars(request.state).setdefault("seen", []).append("outer")
    return call_next(request)
def inner(request, call_next):
    request.state.seen.append("inner")
    return call_next(request)
def first(request, name):
    request.state.seen.append(name)
    return NEXT
def second(request, other):
    return request.state.seen if other != "none" else NEXT
"""


def test_next_route_runs_inside_the_layers_entered(serve):
    assert serve(LAYERED, LAYERS).get("/x").json == ["outer", "x", "inner"]


def test_after_the_last_match_it_is_not_found(serve):
    assert serve(LAYERED, LAYERS).get("/none").status_code == 404


def test_next_from_a_route_without_layers_enters_all_of_the_next(serve):
    client = serve(
        LAYERED.replace("stack: outer, ", ""),
        "def bare(request, name): return NEXT" + LAYERS.replace("request.state.seen.append(name)", "pass"),
    )

    assert client.get("/x").json == ["outer", "inner"]


PASSING = """
def outer(request, call_next):
    vars(request.state).setdefault("seen", []).append("outer")
    return call_next(request)
def maybe(request, call_next):
    return NEXT if request.path in PASSED else call_next(request)
def inner(request, call_next):
    request.state.seen.append("inner")
    return call_next(request)
def first(request, name): return ["first", *request.state.seen]
def second(request, other): return ["second", *request.state.seen]
"""


@pytest.mark.parametrize(
    ("passed", "answer"),
    [([], ["first", "outer", "inner"]), (["/x"], ["second", "outer", "inner"])],
)
def test_layer_may_leave_a_request_to_the_next_route(serve, passed, answer):
    client = serve(
        """
        routes:
          - {path: "/:name", stack: ["served:outer", "served:maybe", "served:inner"], handler: "served:first"}
          - {path: "/:other", stack: ["served:outer", "served:inner"], handler: "served:second"}
        """,
        f"PASSED = {passed}\n{PASSING}",
    )

    assert client.get("/x").json == answer


def test_layer_of_the_next_route_may_leave_it_further(serve):
    client = serve(
        """
        routes:
          - {path: "/:name", stack: ["served:outer"], handler: "served:pass_on"}
          - {path: "/:name", stack: ["served:maybe", "served:inner"], handler: "served:first"}
          - {path: "/:other", stack: ["served:outer", "served:inner"], handler: "served:second"}
        """,
        f"PASSED = ['/x']\n{PASSING}\ndef pass_on(request): return NEXT",
    )

    assert client.get("/x").json == ["second", "outer", "inner"]


JUDGING = """
def broken(request, call_next): raise RuntimeError("x")
def refusing(request, call_next): return NEXT
def resume(request, error): return RESUME
def pass_on(request): return NEXT
def secret(request): return "secret"
def enter(request):
    request.session["user"] = "ann"
    return "entered"
"""
SESSIONS = """
env: {KEY: {secret: true, min_length: 32}}
session: {store: cookie, keys: ["${KEY}"]}
"""


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("['served:refusing']", "['served:refusing']", 404),
        ("[session, require_login]", "[session, require_login]", 401),
        ("['served:broken', session, require_login]", "[session, require_login]", 401),
    ],
)
def test_layer_that_has_not_let_a_request_through_is_asked_again_by_the_next_route(
    serve, first, second, status
):
    client = serve(
        f"""{SESSIONS}
routes:
  - path: /x
    stack: {first}
    handler: "served:secret"
    errors: [{{on: 401, handler: "served:resume"}}, {{on: 5xx, handler: "served:resume"}}]
  - {{path: /x, stack: {second}, handler: "served:secret"}}
""",
        JUDGING,
        KEY="k" * 32,
    )

    assert client.get("/x").status_code == status


def test_no_route_takes_a_request_that_csrf_has_let_through_as_refused(serve):
    client = serve(
        f"""{SESSIONS}
settings: {{default_stack: web, predicates: {{marked: "served:marked"}}}}
stacks: {{web: [session, csrf, "served:mark"]}}
routes:
  - {{path: /x, respond: {{text: read}}}}
  - path: /x
    methods: [POST]
    when: {{predicate: marked}}
    without: ["served:mark"]
    handler: "served:secret"
""",
        f"""
{JUDGING}
def marked(request): return hasattr(request.state, "marked")
def mark(request, call_next):
    request.state.marked = True
    return NEXT
""",
        KEY="k" * 32,
    )

    assert client.post("/x").status_code == 404


def test_login_in_one_session_is_none_for_the_next_route_in_another(serve):
    client = serve(
        f"""{SESSIONS}
routes:
  - {{path: /enter, stack: [session], handler: "served:enter"}}
  - {{path: /x, stack: [request_id, session, require_login], handler: "served:pass_on"}}
  - path: /x
    stack: [request_id, {{session: {{cookie: {{name: staff}}}}}}, response_time, require_login]
    handler: "served:secret"
""",
        JUDGING,
        KEY="k" * 32,
    )
    client.get("/enter")

    assert client.get("/x").status_code == 401


def test_layer_that_leaves_the_last_route_makes_it_not_found(serve):
    client = serve(
        'routes: [{path: "/:name", stack: ["served:maybe"], handler: "served:first"}]',
        f"PASSED = ['/x']\n{PASSING}",
    )

    assert client.get("/x").status_code == 404


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/none/at/all", 404), ("POST", "/x", 405)])
def test_layer_has_nothing_to_leave_a_refused_request_to(serve, method, path, status):
    client = serve(
        """
        settings: {default_stack: passing}
        stacks: {passing: ["served:leave"]}
        routes: [{path: "/:name", respond: {text: x}}, {path: "/:other", respond: {text: y}}]
        """,
        "def leave(request, call_next): return NEXT",
    )

    assert client.open(path, method=method).status_code == status


# Errors

ERRORS = """
errors:
  - {on: 404, handler: "served:not_found"}
  - {on: "served:OutOfStock", handler: "served:out_of_stock"}
  - {on: 5xx, format: text}
routes:
  - prefix: /api
    errors: [{on: 4xx, format: problem}, {on: 404, format: text}]
    stack: ["served:mark"]
    routes:
      - {path: /stock, handler: "served:stock"}
      - {path: /own, handler: "served:refuse", errors: [{on: 409, format: json}]}
      - {path: /next, handler: "served:refuse", errors: [{on: 409, handler: "served:pass_on"}]}
      - {path: /failing, handler: "served:refuse", errors: [{on: 409, handler: "served:fail"}]}
      - {prefix: /deep, errors: [{on: 404, format: json}], routes: [{path: /x, respond: {text: x}}]}
  - {path: /bug, handler: "served:bug"}
"""
FAILING = """
class OutOfStock(Exception): pass
def mark(request, call_next):
    response = call_next(request)
    response.headers["X-Layer"] = "yes"
    return response
def stock(request): raise OutOfStock("book")
def refuse(request): abort(409, "taken")
def bug(request): raise ValueError("secret")
def not_found(request, error): return "nothing here"
def out_of_stock(request, error): return {"no": str(error)}, 409
def pass_on(request, error): return NEXT
def fail(request, error): raise KeyError("secret")
"""


@pytest.mark.parametrize(
    ("path", "status", "type_", "text"),
    [
        ("/none", 404, "text/html; charset=utf-8", "nothing here"),
        ("/bug", 500, "text/plain; charset=utf-8", "500 Internal Server Error\nSomething went wrong"),
        (
            "/api/none",
            404,
            "application/problem+json",
            '{"type":"about:blank","title":"Not Found","status":404',
        ),
        ("/api/stock", 409, "application/json", '{"no":"book"}'),
        ("/api/own", 409, "application/json", '{"status":409,"error":"Conflict","message":"taken"}'),
        ("/api/next", 409, "application/problem+json", '{"type":"about:blank","title":"Conflict"'),
        ("/api/failing", 500, "text/plain; charset=utf-8", "500 Internal Server Error\n"),
        ("/api/deep/none", 404, "application/json", '{"status":404'),
    ],
)
def test_innermost_fitting_error_answers(serve, path, status, type_, text):
    response = serve(ERRORS, FAILING).get(path, headers=PLAIN)

    assert (response.status_code, response.headers["Content-Type"]) == (status, type_)
    assert response.text.startswith(text)
    assert "secret" not in response.text


@pytest.mark.parametrize(
    ("path", "layer"), [("/api/none", "yes"), ("/api/deep/none", "yes"), ("/apis", None)]
)
def test_not_found_in_a_group_runs_its_layers(serve, path, layer):
    assert serve(ERRORS, FAILING).get(path).headers.get("X-Layer") == layer


def test_wrong_method_runs_the_layers_and_errors_of_the_route(serve):
    response = serve(ERRORS, FAILING).post("/api/stock")

    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert (response.content_type, response.headers["X-Layer"]) == ("application/problem+json", "yes")


def test_development_shows_the_traceback_on_this_machine(serve):
    client = serve(
        'routes: [{path: /, handler: "served:bug"}]', "def bug(request): 1 / 0", GATEWAY_ENV="development"
    )

    assert "served.py" in client.get("/", **LOCAL).text
    assert "served.py" not in client.get("/", base_url="http://evil.example").text


def test_production_tells_nothing_of_a_bug(serve):
    text = (
        serve('routes: [{path: /, handler: "served:bug"}]', "def bug(request): 1 / 0").get("/", **LOCAL).text
    )

    assert "ZeroDivisionError" not in text
    assert "Internal Server Error" in text


@pytest.mark.parametrize("where", ["handler", "layer"])
@pytest.mark.parametrize(
    "error", ["sys.exit(3)", "raise KeyboardInterrupt", "endless(request)", "raise MemoryError"]
)
def test_service_outlives_what_would_end_it(serve, error_log, where, error):
    broken = f"{error}\n    return call_next(request)" if where == "layer" else "return call_next(request)"
    client = serve(
        """
        routes:
          - {path: /, stack: ["served:layer"], handler: "served:answer"}
          - {path: /ok, respond: {text: ok}}
        """,
        f"def endless(request): return endless(request)\n"
        f"def layer(request, call_next):\n    {broken}\n"
        f"def answer(request): {error}\n",
    )

    assert (client.get("/").status_code, client.get("/ok").text) == (500, "ok")
    assert [record.exc_info is not None for record in error_log] == [True]


# Paths


@pytest.mark.parametrize(
    ("uri", "answer"),
    [
        ("/x/a%2Fb", ["/x/:name", {"name": "a/b"}]),
        ("/x/a%2fb?c=%2F", ["/x/:name", {"name": "a/b"}]),
        ("/x/a/b", ["/x/:name/:more", {"name": "a", "more": "b"}]),
        ("/x/%C3%A4", ["/x/:name", {"name": "ä"}]),
        ("/x/a%20b+c", ["/x/:name", {"name": "a b+c"}]),
        ("/x/100%25", ["/x/:name", {"name": "100%"}]),
        ("/%78/y", ["/x/:name", {"name": "y"}]),
    ],
)
def test_escapes_are_resolved_within_their_segment(paths, uri, answer):
    assert paths("/x/:name", "/x/:name/:more").get(uri).json == answer


@pytest.mark.parametrize("uri", ["/x/%", "/x/%zz", "/x/a%2", "/x/%FF", "/x/%C3", "/none/%FF"])
def test_malformed_escape_is_refused(paths, uri):
    client = paths("/x/:name")
    path = uri.encode().decode("unicode_escape")
    started = []
    environ = create_environ(path) | {"RAW_URI": uri, "PATH_INFO": unquoted(uri)}
    client.application(environ, lambda status, _headers: started.append(status))

    assert started == ["400 Bad Request"]


DEFAULT_STACK = """
    settings: {default_stack: web, hosts: [localhost]}
    stacks: {web: [request_id, session, {require_login: {redirect: /}}, "served:mark"]}
    session: {keys: [a key of at least thirty-two characters]}
    routes:
      - {path: /x/, stack: [], handler: "served:bare"}
"""
MARKING = """
def bare(request):
    return "x"

def mark(request, call_next):
    response = call_next(request)
    response.headers["X-Mark"] = "yes"
    return response
"""


@pytest.mark.parametrize(("path", "host"), [("/%", "localhost"), ("/x/", "other"), ("/", "other")])
def test_malformed_requests_meet_only_layers_that_let_everything_pass(serve, path, host):
    """Else no log would tell who probes; but no layer of the service itself needs to expect them."""
    environ = {"RAW_URI": path, "PATH_INFO": path, "HTTP_HOST": host}
    response = serve(DEFAULT_STACK, MARKING).get(environ_overrides=environ)

    assert (response.status_code, "X-Request-Id" in response.headers) == (400, True)
    assert "X-Mark" not in response.headers


def test_redirect_to_the_path_as_it_is_written_runs_the_default_stack(serve):
    response = serve(DEFAULT_STACK.replace(", {require_login: {redirect: /}}", ""), MARKING).get("/x")

    assert (response.status_code, response.headers["X-Mark"]) == (308, "yes")


def test_control_characters_in_a_query_do_not_break_the_redirect(serve):
    client = serve(DEFAULT_STACK.replace("default_stack: web, ", ""), MARKING)
    response = client.get("/x", environ_overrides={"QUERY_STRING": "a=\x01\r\nb"})

    assert response.headers["Location"] == "/x/?a=%01%0D%0Ab"


KEPT = """
kept = Response("the same for all")

def answer(request):
    request.session["who"] = request.query["who"]
    return kept

def early(request, call_next):
    request.session["who"] = request.query["who"]
    return kept
"""


@pytest.mark.parametrize("stack", ["[session]", '[session, "served:early"]'])
def test_cookie_of_a_visitor_does_not_stay_in_a_response_that_a_module_keeps(serve, stack):
    text = "session: {keys: [a key of at least thirty-two characters]}\n"
    client = serve(text + f'routes: [{{path: /, stack: {stack}, handler: "served:answer"}}]', KEPT)
    client.get("/?who=first")

    assert len(client.get("/?who=second").headers.getlist("Set-Cookie")) == 1


def unquoted(uri):
    """A path as servers put it into PATH_INFO: bytes as latin-1, malformed escapes left as they are."""
    return uri.replace("%FF", "\xff").replace("%C3", "\xc3")


SNIPPETS = [
    "/",
    "//",
    "x",
    "ä",
    "%2F",
    "%2f",
    "%",
    "%zz",
    "%FF",
    "%C3%A4",
    "%25",
    "?",
    "..",
    "\\",
    "\x00",
    ";",
    ":",
]


@given(st.lists(st.sampled_from(SNIPPETS)), st.sampled_from(["GET", "HEAD", "OPTIONS", "POST", "x"]))
def test_every_target_is_answered(everything, target, method):
    """As gunicorn fills the environ: RAW_URI as sent, PATH_INFO unquoted to latin-1."""
    uri = "/" + "".join(target)
    path = unquote_to_bytes(uri.partition("?")[0]).decode("latin-1")
    environ = create_environ(method=method) | {"RAW_URI": uri, "PATH_INFO": path}
    started = []
    b"".join(everything(environ, lambda status, headers: started.append((status[:3], dict(headers)))))
    [(status, headers)] = started

    assert status in {"200", "204", "308", "400", "404", "405"}
    assert not headers.get("Location", "/").startswith(("//", "/\\"))


def test_raw_uri_of_another_path_is_ignored(paths):
    response = paths("/x/:name", "/admin/:name").get("/x/y", environ_overrides={"RAW_URI": "/admin/%79"})

    assert response.json == ["/x/:name", {"name": "y"}]


def test_mount_is_left_out_of_routes_and_put_into_redirects(paths):
    overrides = {"SCRIPT_NAME": "/m", "PATH_INFO": "/x/", "RAW_URI": "/m/x/"}
    client = paths("/x")

    assert client.get("/", environ_overrides=overrides).headers["Location"] == "/m/x"
    assert client.get("/", environ_overrides=overrides | {"PATH_INFO": "/x", "RAW_URI": "/m/x"}).json == [
        "/x",
        {},
    ]


@pytest.mark.parametrize(
    ("sent", "location"),
    [
        ("/x/", "/x"), ("/y", "/y/"), ("/x/?a=1&b=%2F", "/x?a=1&b=%2F"), ("/z/a%2Fb/", "/z/a%2Fb"),
        ("/z/%5Cevil.example/", "/z/%5Cevil.example"),
    ],
)  # fmt: skip
def test_trailing_slash_is_corrected_with_the_query(paths, sent, location):
    response = paths("/x", "/y/", "/z/:name").get(sent)

    assert (response.status_code, response.headers["Location"]) == (308, location)


@pytest.mark.case(65)
@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example%2F..", "/\\evil.example/", "///evil.example/"]
)
def test_trailing_slash_never_leads_to_another_host(paths, path):
    environ = create_environ("/") | {"PATH_INFO": path.replace("%2F", "/"), "RAW_URI": path}
    headers = []
    paths("/*any").application(environ, lambda _, sent: headers.extend(sent))

    assert not dict(headers).get("Location", "/").startswith(("//", "/\\", "http"))


@pytest.mark.parametrize(("method", "status"), [("GET", 308), ("HEAD", 308), ("POST", 404)])
def test_trailing_slash_is_corrected_where_the_method_is_answered(paths, method, status):
    assert paths("/x").open("/x/", method=method).status_code == status


@pytest.mark.parametrize(("way", "status"), [("strict", 404), ("ignore", 200), ("redirect", 308)])
def test_trailing_slash_is_what_the_settings_say(paths, way, status):
    assert paths("/x", settings=f"{{routing: {{trailing_slash: {way}}}}}").get("/x/").status_code == status


@pytest.mark.parametrize(("sensitive", "status"), [("true", 404), ("false", 200)])
def test_case_is_what_the_settings_say(paths, sensitive, status):
    assert (
        paths("/Users", settings=f"{{routing: {{case_sensitive: {sensitive}}}}}").get("/users").status_code
        == status
    )


# Hosts

HOSTS = "settings: {hosts: [example.org, Www.Example.org]}\n" + HEALTH


@pytest.mark.parametrize("host", ["example.org", "EXAMPLE.org:8000", "www.example.org"])
def test_own_hosts_are_answered(serve, host):
    assert serve(HOSTS).get("/", headers={"Host": host}).text == "pong"


@pytest.mark.parametrize("path", ["/", "/none", "/%zz"])
@pytest.mark.parametrize("host", ["evil.example", "example.org.evil.example", "192.0.2.1", "", "a/b", "[::1"])
def test_other_hosts_are_refused(serve, host, path):
    response = serve(HOSTS).get(path, headers={"Host": host, **PLAIN})

    assert (response.status_code, response.text) == (
        400, "400 Bad Request\nthis service does not answer to that Host\n",
    )  # fmt: skip


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_may_ask_by_address(serve, path):
    assert serve(HOSTS).get(path, headers={"Host": "10.0.0.7:8000"}).json == {"status": "ok"}


@pytest.mark.parametrize(
    ("environment", "host", "status"),
    [
        ("production", "front.example", 200), ("production", "evil.example", 400),
        ("development", "evil.example", 200),
    ],
)  # fmt: skip
def test_host_of_the_public_url_is_the_only_one_in_production(serve, environment, host, status):
    client = serve("settings: {public_url: https://Front.example}\n" + HEALTH, GATEWAY_ENV=environment)

    assert client.get("/", headers={"Host": host}).status_code == status


def test_any_host_is_answered_where_none_is_named(serve):
    assert serve(HEALTH).get("/", headers={"Host": "whoever.example"}).status_code == 200


# Bodies and queries

INPUTS = """
settings: {body: {max_size: 100B}}
routes:
  - path: /items
    methods: [POST]
    handler: "served:create"
    body: {required: true, max_size: 30B, schema: {type: object, required: [name]}}
  - {path: /items, handler: "served:find", query: {page: {type: integer, default: 1}, q: {type: string}}}
  - {path: /echo, methods: [POST], handler: "served:echo"}
"""
TAKING = """
def create(request): return request.body, 201
def find(request, page, q): return [page, q]
def echo(request): return request.data
"""


@pytest.mark.parametrize(
    ("data", "type_", "status"),
    [
        (b'{"name": "x"}', "application/json", 201),
        (b'{"name": 1, "more": "' + b"x" * 10 + b'"}', "application/json", 413),
        (b"", "application/json", 400),
        (b"{}", "application/json", 400),
        (b"{", "application/json", 400),
        (b"name=x", "application/x-www-form-urlencoded", 415),
    ],
)
def test_body_is_what_its_route_says(serve, data, type_, status):
    assert serve(INPUTS, TAKING).post("/items", data=data, content_type=type_).status_code == status


@pytest.mark.parametrize(("size", "status"), [(100, 200), (101, 413)])
def test_body_without_a_rule_is_under_the_settings(serve, size, status):
    assert serve(INPUTS, TAKING).post("/echo", data=b"x" * size).status_code == status


@pytest.mark.parametrize(
    ("query", "status", "answer"),
    [("q=x", 200, [1, "x"]), ("q=x&page=2", 200, [2, "x"]), ("", 400, None), ("q=x&page=x", 400, None)],
)
def test_query_is_what_its_route_says(serve, query, status, answer):
    response = serve(INPUTS, TAKING).get("/items", query_string=query)

    assert response.status_code == status
    assert answer is None or response.json == answer


# Within the process, and from a file


def request_to(client, path):
    return Request(create_environ(path), client.application.app)


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/none", 404), ("/%zz", 400)])
def test_service_answers_within_the_process(serve, path, status):
    client = serve(HEALTH)
    request = request_to(client, "/")
    request.path = request.raw_path = path

    assert client.application.respond(request).status == status


def test_handler_may_ask_its_own_service(serve):
    client = serve(
        "routes: [{path: /, handler: 'served:ask'}, {path: /b, name: b, respond: {text: pong}}]",
        """
        def ask(request):
            environ = request.environ | {"PATH_INFO": "/b", "RAW_URI": "/b"}
            return request.app.respond(Request(environ, request.app))
        """,
    )

    assert client.get("/").text == "pong"


def test_url_of_an_unknown_route_names_those_there_are(serve):
    client = serve("routes: [{path: /b, name: book, respond: {text: pong}}]")

    with pytest.raises(LookupError, match=r"no route is called 'bok'; there are \['book'\]"):
        client.application.app.url_for("bok")


def test_file_is_named_by_the_environment(tmp_path):
    (tmp_path / "other.yaml").write_text(f"version: 1\n{HEALTH}")

    assert Client(load(environ={"GATEWAY_CONFIG": str(tmp_path / "other.yaml")})).get("/").text == "pong"


def test_file_is_gateway_yaml_of_the_folder_otherwise(tmp_path, monkeypatch):
    (tmp_path / "gateway.yaml").write_text(f"version: 1\n{HEALTH}")
    monkeypatch.chdir(tmp_path)

    assert Client(load(environ={})).get("/").text == "pong"


def test_no_file_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match=r"gateway\.yaml"):
        load(tmp_path / "gateway.yaml", environ={})


@pytest.fixture
def broken(tmp_path, monkeypatch):
    """A process in a folder whose gateway.yaml is wrong."""
    (tmp_path / "gateway.yaml").write_text(BROKEN)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GATEWAY_CONFIG", raising=False)


def test_server_is_told_of_a_bad_configuration(broken, monkeypatch, capsys):
    monkeypatch.delitem(sys.modules, "gunicorn.errors", raising=False)
    with pytest.raises(SystemExit) as ended:
        load_for_server()

    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith('gateway.yaml:2:1: error[GW010]: unknown key "rotues"')


def test_gunicorn_is_told_of_a_bad_configuration_in_its_way(broken):
    with pytest.raises(AppImportError, match='unknown key "rotues"'):
        load_for_server()


def test_server_gets_the_service(tmp_path, monkeypatch):
    (tmp_path / "gateway.yaml").write_text(f"version: 1\n{HEALTH}")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GATEWAY_CONFIG", raising=False)

    assert Client(load_for_server()).get("/").text == "pong"
