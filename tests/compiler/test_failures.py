from __future__ import annotations

import pytest

TEXT = {"Accept": "text/plain"}
JSON = {"Accept": "application/json"}
PYTHON = """
from gateway.http import NEXT, abort

class Broken(Exception): ...
class Worse(Broken): ...

def broken(request): raise Broken("it broke")
def worse(request): raise Worse("it got worse")
def missing(request): abort(404)
def teapot(request): abort(418)
def zero(request): return 1 / 0

def said(request, error): return f"said {type(error).__name__}"
def chosen(request, error): return "chosen", 299
def later(request, error): return NEXT
def alone(request): ...
number = 5
"""
ROUTES = """
routes:
  - {path: /broken, handler: "faults:broken"}
  - {path: /worse, handler: "faults:worse"}
  - {path: /missing, handler: "faults:missing"}
  - {path: /teapot, handler: "faults:teapot"}
  - {path: /zero, handler: "faults:zero"}
"""


def rules(*items):
    return "errors:\n" + "".join(f"  - {{{item}}}\n" for item in items)


@pytest.fixture
def answered(client):
    """Status and text of what a path answers."""

    def answered(text, path, files=None, **headers):
        answer = client(text, {"faults.py": PYTHON, **(files or {})}).get(path, headers=headers or TEXT)
        return answer.status_code, answer.text

    return answered


@pytest.mark.parametrize(
    ("on", "path", "expected"),
    [
        ("404", "/missing", (404, "said NotFound")),
        ("404", "/nowhere", (404, "said NotFound")),
        ("4xx", "/teapot", (418, "said ImATeapot")),
        ("5xx", "/zero", (500, "said ZeroDivisionError")),
        ("500", "/broken", (500, "said Broken")),
        ('"faults:Broken"', "/broken", (500, "said Broken")),
        ('"faults:Broken"', "/worse", (500, "said Worse")),
    ],
)
def test_rule_answers_the_errors_it_is_for(answered, on, path, expected):
    assert answered(ROUTES + rules(f'on: {on}, handler: "faults:said"'), path) == expected


@pytest.mark.parametrize(
    ("on", "path", "status"),
    [
        ("404", "/teapot", 418),
        ("4xx", "/zero", 500),
        ("5xx", "/missing", 404),
        ('"faults:Worse"', "/broken", 500),
    ],
)
def test_rule_leaves_other_errors_alone(answered, on, path, status):
    found, text = answered(ROUTES + rules(f'on: {on}, handler: "faults:said"'), path)

    assert found == status
    assert not text.startswith("said")


def test_first_rule_that_fits_answers(answered):
    text = ROUTES + rules('on: 4xx, handler: "faults:said"', 'on: 404, handler: "faults:chosen"')

    assert answered(text, "/missing") == (404, "said NotFound")


def test_rule_that_says_next_leaves_it_to_the_next_rule(answered):
    text = ROUTES + rules('on: 4xx, handler: "faults:later"', 'on: 404, handler: "faults:chosen"')

    assert answered(text, "/missing") == (299, "chosen")


@pytest.mark.parametrize(
    ("form", "accept", "content_type"),
    [
        ("html", JSON, "text/html; charset=utf-8"),
        ("json", TEXT, "application/json"),
        ("problem", TEXT, "application/problem+json"),
        ("text", JSON, "text/plain; charset=utf-8"),
    ],
)
def test_format_is_given_whatever_is_accepted(client, form, accept, content_type):
    browser = client(ROUTES + rules(f"on: 404, format: {form}"), {"faults.py": PYTHON})
    answer = browser.get("/missing", headers=accept)

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, content_type)


def test_view_of_an_error_gets_its_status_and_the_error(answered):
    views = {"views/sorry.html": "{{ error.code }} is not here"}

    assert answered(ROUTES + rules("on: 404, view: sorry.html"), "/nowhere", views) == (
        404,
        "404 is not here",
    )


LEVELS = """
errors:
  - {on: 404, handler: "faults:top"}
  - {on: 5xx, handler: "faults:top"}
routes:
  - prefix: /group
    errors: [{on: 404, handler: "faults:outer"}]
    routes:
      - {path: /own, handler: "faults:missing", errors: [{on: 404, handler: "faults:own"}]}
      - {path: /plain, handler: "faults:missing"}
      - {path: /zero, handler: "faults:zero", errors: [{on: 404, handler: "faults:own"}]}
      - prefix: /deep
        errors: [{on: 404, handler: "faults:deep"}]
        routes:
          - {path: /plain, handler: "faults:missing"}
  - {path: /plain, handler: "faults:missing"}
"""
SAYING = PYTHON + "".join(
    f"\ndef {name}(request, error): return '{name}'\n" for name in ("top", "outer", "deep", "own")
)


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/plain", "top"),
        ("/nowhere", "top"),
        ("/group/plain", "outer"),
        ("/group/own", "own"),
        ("/group/zero", "top"),
        ("/group/nowhere", "outer"),
        ("/group/deep/plain", "deep"),
        ("/group/deep/nowhere", "deep"),
    ],
)
def test_innermost_level_that_fits_answers(answered, path, answer):
    assert answered(LEVELS, path, {"faults.py": SAYING})[1] == answer


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ('on: "faults:Brokn", format: json', '3:10 GW061 faults has no "Brokn" (did you mean "Broken"?)'),
        ('on: "faults:said", format: json', '3:10 GW062 "faults:said" is not an exception class'),
        ('on: "faults:number", format: json', '3:10 GW062 "faults:number" is int, not something to call'),
        ('on: "builtins:dict", format: json', '3:10 GW062 "builtins:dict" is not an exception class'),
        ('on: 404, handler: "faults:sad"', '3:24 GW061 faults has no "sad" (did you mean "said"?)'),
        (
            'on: 404, handler: "faults:alone"',
            "3:24 GW063 faults:alone is called with (request, error): too many",
        ),
        ("on: 404, view: 40.html", '3:21 GW064 no template "40.html" (did you mean "404.html"?)'),
    ],
)
def test_rule_that_names_nothing_is_refused(refused, item, said):
    (problem,) = refused(rules(item), {"faults.py": PYTHON, "views/404.html": "gone"})

    assert problem.startswith(said)


def test_rule_of_a_broken_module_does_not_keep_others_from_serving(answered):
    text = ROUTES + rules('on: "shaky:Error", format: json', 'on: 404, handler: "shaky:show"')
    files = {"shaky.py": "1 / 0\n"}

    assert answered(text, "/teapot", files)[0] == 418
    assert answered(text, "/missing", files)[0] == 500


def test_routes_with_the_same_rules_share_them(compiled):
    text = ROUTES + rules('on: 404, handler: "faults:said"')
    rows = compiled(text, {"faults.py": PYTHON}).table.rows

    assert len({id(row.endpoint.failures) for row in rows}) == 1
