from __future__ import annotations

import ast

import pytest

from gateway.check.variables.renders import renders, values_of
from gateway.config import load


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("return {'a': 1, 'b': 2}", {"a", "b"}),
        ("return dict(a=1)", {"a"}),
        ("if x:\n        return {'a': 1}\n    return {'b': 1}", {"a", "b"}),
        ("return {'a': 1} if x else dict(b=1) if y else abort(404)", {"a", "b"}),
        ("values = {'a': 1}\n    if x:\n        values['b'] = 2\n    return values", {"a", "b"}),
        ("values: dict[str, int] = {'a': 1}\n    return values", {"a"}),
        ("return abort(404)", set()),
        ("return NEXT", set()),
        ("return View('x', a=1)", set()),
        ("def inner():\n        return 1\n    return {'a': inner()}", {"a"}),
        ("pass", set()),
    ],
)
def test_values_that_are_written_are_known(body, names):
    assert values_of(ast.parse(f"def data(request):\n    {body}\n").body[0]) == names


@pytest.mark.parametrize(
    "code",
    [
        "def data(request):\n    return found",
        "def data(request):\n    return find()",
        "def data(request):\n    return {'a': 1, **more}",
        "def data(request):\n    return {name: 1}",
        "def data(request):\n    values = {'a': 1}\n    values.update(more)\n    return values",
        "def data(request):\n    values = {'a': 1}\n    values[name] = 1\n    return values",
        "def data(request):\n    values = {'a': 1}\n    fill(values)\n    return values",
        "def data(request):\n    values = {'a': 1}\n    values |= more\n    return values",
        "def data(request):\n    values = other = {'a': 1}\n    return values",
        "def data(request):\n    values = {}\n    values = find()\n    return values",
        "def data(request):\n    values = find()\n    return values",
        "def data(request, values):\n    return values",
        "def data(request):\n    return {'a': 1} if x else found",
        "def data(request):\n    return {1: 1}",
        "def data(request):\n    return dict(more, a=1)",
        "def data(request):\n    return dict(a=1, **more)",
        "def data(request):\n    return",
        "def data(request):\n    yield {'a': 1}",
        "@cached\ndef data(request):\n    return {'a': 1}",
        "async def data(request):\n    return {'a': 1}",
        "class data: ...",
    ],
)
def test_values_that_are_computed_are_not_known(code):
    assert values_of(ast.parse(code).body[0]) is None


def test_function_that_is_not_found_gives_what_nobody_knows():
    assert values_of(None) is None


def test_all_that_a_configuration_renders_is_listed(tmp_path):
    (tmp_path / "gateway.yaml").write_text("""version: 1
settings: {login_page: {view: choices}}
views: {layout: around}
errors: [{on: 404, view: missing}, {on: 500, format: json}]
login:
  one: {provider: sandbox, failure: failed, logout: {view: gone}}
  two: {provider: sandbox, start: /two, callback: /two/back, failure: /}
routes:
  - {path: /, view: home}
  - {path: /a, view: films, data: "films:listed", layout: print, errors: [{on: 4xx, view: wrong}]}
  - prefix: /b
    routes: [{path: /, view: bare, layout: none}, {path: /c, redirect: /}]
""")
    config = load(tmp_path / "gateway.yaml", environ={}, require=False)
    definition = ast.parse("def listed(request):\n    return {'films': []}").body[0]

    found = [*renders(config, {"films:listed": definition}.get)]

    assert {(each.view, each.layout, each.given) for each in found} == {
        ("missing", "around", frozenset({"error"})),
        ("home", "around", frozenset()),
        ("films", "print", frozenset({"films"})),
        ("wrong", "around", frozenset({"error"})),
        ("bare", None, frozenset()),
        ("failed", "around", frozenset({"status", "reason", "title", "message", "retry"})),
        ("gone", "around", frozenset()),
        ("choices", "around", frozenset({"logins"})),
    }


def test_views_of_handlers_are_listed_with_their_values(tmp_path):
    routes = "[{path: /, handler: 'films:show'}, {path: /b, handler: 'x:y'}]"
    (tmp_path / "gateway.yaml").write_text(f"version: 1\nviews: {{layout: around}}\nroutes: {routes}\n")
    code = """def show(request):
    if request.is_xhr:
        return View("part", layout=None, film=1)
    if request.user:
        return View("film", layout="print", film=1, user=2), 200
    return View("film", **found) if found else View(name, a=1) or View("other", layout=choose())
"""
    definition = ast.parse(code).body[0]

    found = [
        *renders(load(tmp_path / "gateway.yaml", environ={}, require=False), {"films:show": definition}.get)
    ]

    assert {(each.view, each.layout, each.given and each.given - {"layout"}) for each in found} == {
        ("part", None, frozenset({"film"})),
        ("film", "print", frozenset({"film", "user"})),
        ("film", "around", None),
        ("other", None, frozenset()),
    }
