from __future__ import annotations

import json

import pytest

TEXT = """version: 1
middleware: {mine: {"shown:Own": {}}}
stacks: {web: [request_id, mine, "shown:layer"]}
routes:
  - {path: /a/:id, stack: web, handler: "shown:show"}
  - {path: [/b, /c], methods: [POST, PUT], respond: {text: x}}
  - {regex: '^/d$', methods: [HEAD], handler: "shown:show"}
  - {path: /files, static: public}
  - {path: /e, host: example.org, redirect: /b}
"""
SOURCE = """
class Own:
    def __call__(self, request, call_next): ...
def layer(request, call_next): ...
def show(request, **params): ...
"""


@pytest.fixture
def written(folder):
    (folder / "gateway.yaml").write_text(TEXT)
    (folder / "shown.py").write_text(SOURCE)
    (folder / "public").mkdir()


def test_routes_are_listed_in_the_order_they_are_tried(run, written):
    status, out, err = run("routes")

    assert (status, err) == (0, "")
    assert [line.split() for line in out.splitlines()] == [
        ["METHODS", "PATH", "ANSWER", "LAYERS"],
        ["GET", "/healthz", "built", "in"],
        ["GET", "/readyz", "built", "in"],
        ["GET", "/a/:id", "shown:show", "request_id", ">", "shown:Own", ">", "shown:layer"],
        ["POST,", "PUT", "/b,", "/c", "respond"],
        ["HEAD", "regex", "^/d$", "shown:show"],
        ["GET", "/files/*", "static", "public"],
        ["ANY", "example.org/e", "redirect", "/b"],
    ]


def test_columns_of_the_table_stand_below_each_other(run, written):
    lines = run("routes")[1].splitlines()
    column = lines[0].index("PATH")

    assert all(line[column - 2 : column] == "  " and line[column] != " " for line in lines)


def test_routes_are_listed_as_json(run, written):
    status, out, _ = run("routes", "--json")

    assert status == 0
    assert json.loads(out)[2] == {
        "methods": "GET",
        "path": "/a/:id",
        "answer": "shown:show",
        "layers": "request_id > shown:Own > shown:layer",
    }


def test_file_with_problems_is_1(run, folder):
    (folder / "gateway.yaml").write_text("version: 1\nrotues: []\n")
    status, out, err = run("routes")

    assert (status, out) == (1, "")
    assert 'unknown key "rotues"' in err


def test_file_that_is_missing_is_2(run):
    status, out, err = run("routes")

    assert (status, out) == (2, "")
    assert err.startswith("gateway routes: gateway.yaml is not a file")


def test_routes_of_a_mounted_service_are_listed_below_its_own(run, folder):
    (folder / "in.yaml").write_text(
        'version: 1\nroutes: [{path: "/a/:id", respond: {}}, {regex: x, respond: {}}]\n'
    )
    (folder / "mounted_app.py").write_text("def load(request, value): return value\n")
    (folder / "gateway.yaml").write_text(
        "version: 1\nobserve: {health: none, readiness: none}\nroutes:\n"
        '  - {path: "/:of/in", mount: {config: in.yaml}, params: {of: {load: "mounted_app:load"}}}\n'
        "  - {path: /, host: [a.example, b.example], when: {header: {X: y}}, respond: {}}\n"
    )

    listed = [" ".join(line.split()[1:]) for line in run("routes")[1].splitlines()[1:]]
    assert listed == [
        "/:of/in/* mount in.yaml load",
        "/:of/in/a/:id respond",
        "/:of/in regex x respond",
        "a.example, b.example/ respond when its conditions agree",
    ]
