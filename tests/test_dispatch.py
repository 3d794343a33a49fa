"""Services mounted in each other, and requests that rows pass on."""

from __future__ import annotations

import gzip
import sys
from io import BytesIO
from textwrap import dedent

import pytest
from werkzeug.test import Client

from gateway.wsgi import load

INNER = """
version: 1
routes:
  - {path: /, handler: "inner_handlers:where"}
  - {path: "/user/:id", handler: "inner_handlers:where", name: user}
  - {path: /form, methods: [POST], handler: "inner_handlers:where"}
  - {path: /folder/, handler: "inner_handlers:where"}
  - {path: /next, handler: "inner_handlers:passes"}
  - {path: /out, handler: "inner_handlers:leaves"}
  - {path: /out, respond: {text: never}}
  - {path: /broken, handler: "inner_handlers:breaks"}
  - {path: /caught, handler: "inner_handlers:breaks", errors: [{on: 5xx, handler: "inner_handlers:caught"}]}
"""
INNER_HANDLERS = """
from gateway.http import EXIT_GROUP, NEXT

def where(request, **params):
    return {
        "path": request.path, "script": request.script_root, "params": params, "app": request.app.mount_path,
        "parent": request.app.parent.environment if request.app.parent else None,
        "state": getattr(request.state, "seen", None), "outer": request.outer.params,
        "url": request.url_for("user", id=7),
    }

def passes(request):
    return NEXT

def leaves(request):
    return EXIT_GROUP

def breaks(request):
    raise LookupError("broken inside")

def caught(request, error):
    return f"caught inside: {error.args[0]}"
"""
OUTER_HANDLERS = """
import json

from gateway.http import NEXT, RESUME, Response

def seen(request, call_next):
    request.state.seen = "by the outer layer"
    response = call_next(request)
    response.headers["X-Outer"] = "yes"
    return response

def caught(request, error):
    return {"caught": str(error), "path": request.path}

def resumes(request, error):
    return RESUME

def breaks(request):
    raise ValueError("broken outside")

def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/json")])
    keys = ("SCRIPT_NAME", "PATH_INFO", "REQUEST_METHOD")
    return [json.dumps({key: environ[key] for key in keys}).encode()]
"""
COUNTING = """
def enter(request):
    request.session["user"] = "ann"
    return "entered"
def names(request):
    return {"names": list(request.sessions), "other": request.sessions.get("other")}
def count(request):
    request.session["n"] = request.session.get("n", 0) + 1
    return str(request.session["n"])
"""


@pytest.fixture
def mount(tmp_path, monkeypatch):
    """A client of a service with other files beside it: `mount(yaml, {"blog.yaml": ...})`."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    before = set(sys.modules)

    def client(text, files=None, **environ):
        made = {"inner.yaml": INNER, "inner_handlers.py": INNER_HANDLERS, "outer_handlers.py": OUTER_HANDLERS}
        for name, content in {**made, **(files or {}), "gateway.yaml": "version: 1\n" + dedent(text)}.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content)
        gateway = load(tmp_path / "gateway.yaml", environ={"GATEWAY_ENV": "production"} | environ)
        return Client(gateway)

    yield client
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(tmp_path)):
            del sys.modules[name]


MOUNTED = "routes: [{path: /blog, mount: {config: inner.yaml}}]"


@pytest.mark.parametrize(
    ("path", "inside"),
    [("/blog", "/"), ("/blog/", "/"), ("/blog/user/7", "/user/7"), ("/blog/user/a%2Fb", "/user/a/b")],
)
def test_mounted_service_sees_the_path_below_its_mount(mount, path, inside):
    said = mount(MOUNTED).get(path, environ_overrides={"RAW_URI": path}).json

    assert (said["path"], said["script"], said["app"]) == (inside, "/blog", "/blog")
    assert (said["url"], said["parent"]) == ("/blog/user/7", "production")


def test_layers_around_a_mount_share_their_state_with_it(mount):
    client = mount('routes: [{path: /blog, mount: {config: inner.yaml}, stack: ["outer_handlers:seen"]}]')
    response = client.get("/blog")

    assert (response.json["state"], response.headers["X-Outer"]) == ("by the outer layer", "yes")


def test_parameters_of_a_mount_are_those_of_the_outer_request(mount):
    said = (
        mount('routes: [{path: "/:tenant/blog", mount: {config: inner.yaml}}]').get("/acme/blog/user/7").json
    )

    assert (said["outer"], said["params"], said["script"]) == ({"tenant": "acme"}, {"id": "7"}, "/acme/blog")


def test_slash_in_a_parameter_of_a_mount_makes_no_address_of_another_host(mount):
    client = mount(
        """
        routes:
          - {path: "/:tenant/blog", mount: {config: inner.yaml}}
          - {path: "/:tenant/wsgi", mount: {wsgi: "outer_handlers:application"}}
        """,
        {"inner.yaml": INNER + "  - {path: /home, redirect: /}\n  - {path: /start, redirect: home}\n"},
    )
    sent = {path: {"RAW_URI": path} for path in ("/%2Fevil.example/blog/home", "/%2Fevil.example/blog/start")}
    went = [client.get(path, environ_overrides=raw).headers["Location"] for path, raw in sent.items()]
    below = client.get("/%2Fevil.example/blog", environ_overrides={"RAW_URI": "/%2Fevil.example/blog"}).json
    wsgi = client.get("/%2Fevil.example/wsgi", environ_overrides={"RAW_URI": "/%2Fevil.example/wsgi"}).json

    assert went == ["/%2Fevil.example/blog/", "/%2Fevil.example/blog"]
    assert (below["url"], below["script"]) == ("/%2Fevil.example/blog/user/7", "/evil.example/blog")
    assert wsgi["SCRIPT_NAME"] == "/evil.example/wsgi"


def test_one_service_answers_at_several_paths(mount):
    client = mount("routes: [{path: [/a, /b], mount: {config: inner.yaml}}]")

    assert [client.get(path).json["script"] for path in ("/a", "/b/user/1")] == ["/a", "/b"]
    assert client.get("/a").json["app"] == ["/a", "/b"]


def test_mounts_add_their_paths_up(mount):
    middle = "version: 1\nroutes: [{path: /deep, mount: {config: inner.yaml}}]\n"
    said = (
        mount("routes: [{path: /wide, mount: {config: middle.yaml}}]", {"middle.yaml": middle})
        .get("/wide/deep/user/7")
        .json
    )

    assert (said["script"], said["path"], said["url"]) == ("/wide/deep", "/user/7", "/wide/deep/user/7")


BODIES = """
from gateway.http import Response

def length(request): return str(len(request.data))

def reads(request, call_next):
    assert (request.body, request.body_parser) == (None, None)
    request.form
    return call_next(request)

def application(environ, start_response):
    said = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 99))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [said]
"""
LIMITED = """
middleware: {tiny: {body_limit: {max_size: 10B}}}
routes:
  - {path: /limited, stack: [tiny], mount: {config: in.yaml}}
  - {path: /read, stack: ["bodies:reads"], mount: {config: in.yaml}}
  - {path: /bare, mount: {config: in.yaml}}
"""
LENGTHS = """
version: 1
routes:
  - {path: /length, methods: [POST], handler: "bodies:length"}
  - {path: /wsgi, mount: {wsgi: "bodies:application"}}
"""
ENDLESS = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/limited/length", 11, 413), ("/limited/length", 10, 200), ("/bare/length", 11, 200),
        ("/limited/wsgi", 11, 413), ("/limited/wsgi", 10, 200), ("/bare/wsgi", 11, 200),
    ],
)  # fmt: skip
def test_limit_around_a_mount_holds_for_bodies_of_unknown_length(mount, path, size, status):
    client = mount(LIMITED, {"in.yaml": LENGTHS, "bodies.py": BODIES})
    response = client.post(path, input_stream=BytesIO(b"x" * size), environ_overrides=ENDLESS)

    assert response.status_code == status


@pytest.mark.parametrize("coded", [False, True])
def test_application_gets_the_body_that_a_layer_has_read(mount, coded):
    client = mount(LIMITED, {"in.yaml": LENGTHS, "bodies.py": BODIES})
    sent = gzip.compress(b"a=1") if coded else b"a=1"
    headers = {"Content-Encoding": "gzip"} if coded else {}
    kind = "application/x-www-form-urlencoded"

    assert client.post("/read/wsgi", data=sent, headers=headers, content_type=kind).data == b"a=1"


def test_application_gets_the_files_that_a_layer_has_looked_into(mount):
    client = mount(
        'routes: [{path: /, stack: ["bodies:reads"], mount: {wsgi: "bodies:application"}}]',
        {"bodies.py": BODIES},
    )

    assert b"the file" in client.post("/x", data={"f": (BytesIO(b"the file"), "f.txt")}).data
    assert client.post("/x", data=b"x").data == b"x"


@pytest.mark.parametrize("path", ["/blog/nothing", "/blog/next", "/blog/out"])
def test_what_a_mounted_service_passes_on_goes_to_the_next_row(mount, path):
    client = mount(
        'routes: [{path: /blog, mount: {config: inner.yaml}}, {path: "/blog/*rest", respond: {text: outer}}]'
    )

    assert client.get(path).text == "outer"


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/blog/nothing", 404, None),
        ("GET", "/blog/next", 404, None),
        ("GET", "/blog/form", 405, "OPTIONS, POST"),
        ("OPTIONS", "/blog/form", 204, "OPTIONS, POST"),
        ("DELETE", "/blog/user/7", 405, "GET, HEAD, OPTIONS"),
    ],
)
def test_methods_of_a_mounted_service_are_told(mount, method, path, status, allow):
    response = mount(MOUNTED).open(path, method=method)

    assert (response.status_code, response.headers.get("Allow")) == (status, allow)


def test_last_slash_of_a_mounted_path_is_put_right(mount):
    response = mount(MOUNTED).get("/blog/folder?a=1")

    assert (response.status_code, response.headers["Location"]) == (308, "/blog/folder/?a=1")


def test_path_that_is_put_right_can_stand_in_a_header(mount):
    client = mount('routes: [{path: "/:tenant", mount: {config: inner.yaml}}]')
    response = client.get("/\u2028/folder")

    assert (response.status_code, response.headers["Location"]) == (308, "/%E2%80%A8/folder/")


def test_error_that_no_rule_inside_takes_is_for_the_rules_outside(mount, error_log):
    client = mount(
        """
        routes:
          - {path: /blog, mount: {config: inner.yaml}, errors: [{on: 5xx, handler: "outer_handlers:caught"}]}
        """
    )

    assert client.get("/blog/broken").json == {"caught": "broken inside", "path": "/blog/broken"}
    assert client.get("/blog/caught").text == "caught inside: broken inside"
    assert len(error_log) == 2


def test_error_without_any_rule_has_the_page_of_the_outer_service(mount, error_log):
    response = mount(MOUNTED).get("/blog/broken", headers={"Accept": "application/json"})

    assert (response.status_code, response.json["status"], len(error_log)) == (500, 500, 1)


def test_settings_of_a_mount_lie_over_those_of_its_file(mount):
    inner = INNER.replace("version: 1", "version: 1\nsettings: {routing: {trailing_slash: strict}}")
    client = mount(
        """
        routes:
          - {path: /a, mount: {config: own.yaml}}
          - {path: /b, mount: {config: own.yaml, settings: {routing: {trailing_slash: ignore}}}}
        """,
        {"own.yaml": inner},
    )

    assert [client.get(path).status_code for path in ("/a/folder", "/b/folder")] == [404, 200]


def test_settings_are_inherited_unless_written(mount):
    client = mount("settings: {routing: {case_sensitive: false}}\n" + MOUNTED)

    assert client.get("/BLOG/USER/7").status_code == 200


@pytest.mark.parametrize(
    ("path", "info"), [("/app", ""), ("/app/", "/"), ("/app/a/b", "/a/b"), ("/app/%C3%A9", "/Ã©")]
)
def test_wsgi_application_sees_the_path_below_its_mount(mount, path, info):
    client = mount('routes: [{path: /app, mount: {wsgi: "outer_handlers:application"}}]')
    said = client.post(path, environ_overrides={"RAW_URI": path}).json

    assert said == {"SCRIPT_NAME": "/app", "PATH_INFO": info, "REQUEST_METHOD": "POST"}


def test_host_chooses_the_mounted_service(mount):
    other = "version: 1\nroutes: [{path: /, respond: {text: other}}]\n"
    client = mount(
        """
        routes:
          - {path: /, host: a.example, mount: {config: inner.yaml}}
          - {path: /, host: ["b.example", "*.b.example"], mount: {config: other.yaml}}
        """,
        {"other.yaml": other},
    )

    assert client.get("/user/7", base_url="http://a.example").json["params"] == {"id": "7"}
    assert [client.get("/", base_url=f"http://{host}").text for host in ("b.example", "x.b.example")] == [
        "other"
    ] * 2
    assert client.get("/", base_url="http://c.example").status_code == 404


def test_error_handler_may_go_on_with_the_next_row(mount, error_log):
    client = mount(
        """
        errors: [{on: 5xx, handler: "outer_handlers:resumes"}]
        routes:
          - {path: /, handler: "outer_handlers:breaks"}
          - {path: /, respond: {text: resumed}}
          - {path: /alone, handler: "outer_handlers:breaks"}
        """
    )

    assert client.get("/").text == "resumed"
    assert client.get("/alone").status_code == 404
    assert len(error_log) == 2


@pytest.mark.parametrize(
    ("before", "behind"), [("{on: 404, format: text},", ""), ("", ", {on: 404, format: text}")]
)
def test_error_that_nothing_follows_is_a_404_by_the_other_rules(mount, before, behind):
    client = mount(
        f"""
        errors: [{before} {{on: 4xx, handler: "outer_handlers:resumes"}} {behind}]
        routes: [{{path: /, handler: "outer_handlers:breaks", query: {{n: {{type: integer}}}}}}]
        """
    )

    assert client.get("/", headers={"Accept": "text/html"}).text.startswith("404 Not Found\n")


def test_mounted_service_says_whether_the_client_has_its_answer(mount):
    client = mount(MOUNTED)
    tag = client.get("/blog").headers["ETag"]

    assert client.get("/blog", headers={"If-None-Match": tag}).status_code == 304
    off = mount("routes: [{path: /blog, mount: {config: inner.yaml, settings: {etag: none}}}]")
    assert "ETag" not in off.get("/blog").headers


def test_startup_is_called_with_its_own_service(mount):
    hooks = "seen = []\n\ndef begin(app):\n    seen.append((app.mount_path, app.parent is None))\n"
    inner = "version: 1\non_startup: ['hooks:begin']\nroutes: []\n"
    mount(
        "on_startup: ['hooks:begin']\nroutes: [{path: /in, mount: {config: in.yaml}}]",
        {"hooks.py": hooks, "in.yaml": inner},
    )

    assert sys.modules["hooks"].seen == [("", True), ("/in", False)]


def test_session_of_the_outer_stack_is_that_of_the_mounted_service(mount):
    client = mount(
        f"""
        session: {{keys: [{"k" * 40}]}}
        routes: [{{path: /in, mount: {{config: in.yaml}}, stack: [session]}}]
        """,
        {
            "in.yaml": 'version: 1\nroutes: [{path: /count, handler: "counting:count"}]\n',
            "counting.py": COUNTING,
        },
    )

    assert [client.get("/in/count").text for _ in range(3)] == ["1", "2", "3"]


OWN_SESSION = f"""
version: 1
session: {{keys: [{"o" * 40}]}}
routes:
  - {{path: /count, stack: [session], handler: "counting:count"}}
  - {{path: /staff, stack: [session, require_login], respond: {{text: secret}}}}
  - {{path: /names, stack: [session], handler: "counting:names"}}
"""


def test_who_is_known_around_a_mount_is_not_known_to_a_service_with_keys_of_its_own(mount):
    client = mount(
        f"""
        session: {{keys: [{"k" * 40}]}}
        routes:
          - {{path: /enter, stack: [session], handler: "counting:enter"}}
          - {{path: /in, stack: [session], mount: {{config: in.yaml}}}}
        """,
        {"in.yaml": OWN_SESSION, "counting.py": COUNTING},
    )
    client.get("/enter")

    assert client.get("/in/staff").status_code == 401


def test_session_of_a_mounted_service_may_be_the_only_one(mount):
    client = mount(MOUNTED.replace("inner", "in"), {"in.yaml": OWN_SESSION, "counting.py": COUNTING})

    assert [client.get("/blog/count").text for _ in range(2)] == ["1", "2"]
    assert client.get("/blog/names").json == {"names": ["session"], "other": None}


def test_mounted_service_with_its_own_session_layer_has_the_sessions_around_it(mount):
    inner = 'version: 1\nroutes: [{path: /count, stack: [session], handler: "counting:count"}]\n'
    client = mount(
        f"""
        session: {{keys: [{"k" * 40}]}}
        routes:
          - {{path: /in, mount: {{config: in.yaml}}}}
          - {{path: /count, stack: [session], handler: "counting:count"}}
        """,
        {"in.yaml": inner, "counting.py": COUNTING},
    )

    assert [client.get(path).text for path in ("/in/count", "/count", "/in/count")] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("host", "status"), [("a.example.org", 200), ("example.org", 400), ("evil.example", 400)]
)
def test_service_answers_to_every_name_below_its_own(serve, host, status):
    client = serve("settings: {hosts: ['*.example.org']}\nroutes: [{path: /, respond: {text: ours}}]")

    assert client.get("/", base_url=f"http://{host}").status_code == status


def test_escape_that_a_later_regex_cuts_is_malformed(serve):
    client = serve(
        r"""
        routes:
          - {regex: "^/x", handler: "served:passes"}
          - {regex: "^/x(%.)", respond: {text: cut}}
        """,
        "def passes(request): return NEXT",
    )

    assert client.get("/", environ_overrides={"RAW_URI": "/x%25", "PATH_INFO": "/x%"}).status_code == 400


def test_escape_that_a_regex_below_a_mount_cuts_is_malformed(mount):
    inner = "version: 1\nroutes: [{regex: '^/(%.)', respond: {text: cut}}]\n"
    client = mount("routes: [{path: /in, mount: {config: in.yaml}}]", {"in.yaml": inner})

    overrides = {"RAW_URI": "/in/%41", "PATH_INFO": "/in/A"}
    assert client.get("/", environ_overrides=overrides).status_code == 400


def test_mounted_service_may_make_no_tag(mount):
    inner = 'version: 1\nsettings: {etag: "untagged:tag"}\nroutes: [{path: /, respond: {text: x}}]\n'
    client = mount(
        "routes: [{path: /in, mount: {config: in.yaml}}]",
        {"in.yaml": inner, "untagged.py": "def tag(body): return None\n"},
    )

    assert "ETag" not in client.get("/in").headers


def test_word_for_errors_is_no_answer_of_a_handler(serve, error_log):
    client = serve('routes: [{path: /, handler: "served:resumes"}]', "def resumes(request): return RESUME")

    assert client.get("/").status_code == 500
    assert "RESUME is for the handlers of errors" in error_log[0].getMessage()
