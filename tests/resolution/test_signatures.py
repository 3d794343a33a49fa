from __future__ import annotations

import pytest

from gateway.errors import Position
from gateway.resolution.report import Report
from gateway.resolution.signatures import arguments, check_call, takes_next

UNKNOWN = 'asked:show asks for "{}", which neither the path nor query: gives'
HERE = Position("gateway.yaml", 1, 1)


def routed(path, more=""):
    return f'routes:\n  - {{path: "{path}", handler: "asked:show"{more}}}\n'


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def show(): ...", "asked:show takes no request | its first parameter is the request"),
        ("def show(*, request): ...", "asked:show takes no request | its first parameter is the request"),
        ("def show(**all): ...", "asked:show takes no request | its first parameter is the request"),
        (
            "def show(request, pag): ...",
            UNKNOWN.format("pag") + ' (did you mean "page"?) | there are id and page',
        ),
        (
            "def show(request, name=1): ...",
            'asked:show asks for "name", which neither the path nor query: gives | there are id and page',
        ),
        (
            "class show:\n  def __init__(self, request): ...",
            '"asked:show" is a class; a handler is a function | name a function, or what can be called',
        ),
        (
            "class Show:\n  def __call__(self, request, name): ...\nshow = Show()",
            'asked:Show asks for "name", which neither the path nor query: gives | there are id and page',
        ),
    ],
)
def test_handler_that_cannot_be_called_is_refused(refused, source, said):
    text = routed("/:id", ", query: {page: {type: integer, default: 1}}")

    assert refused(text, {"asked.py": source + "\n"}) == [f"3:29 GW063 {said}"]


def test_every_unknown_parameter_of_a_handler_is_told(refused):
    problems = refused(routed("/"), {"asked.py": "def show(request, a, *, b): ...\n"})

    assert problems == [
        '3:26 GW063 asked:show asks for "a", which neither the path nor query: gives | there is none',
        '3:26 GW063 asked:show asks for "b", which neither the path nor query: gives | there is none',
    ]


@pytest.mark.parametrize("path", ["/items{/:id}", '/items", "/items/:id'])
def test_parameter_that_can_be_missing_needs_a_default(refused, path):
    text = f'routes:\n  - {{path: ["{path}"], handler: "asked:show"}}\n'
    (problem,) = refused(text, {"asked.py": "def show(request, id): ...\n"})

    assert problem.partition(" ")[2] == (
        'GW063 asked:show asks for "id", which some of the paths do not give | give it a default: id=None'
    )


@pytest.mark.parametrize(
    ("path", "source", "asked", "answer"),
    [
        ("/", "def show(request): return 'no more'", "/", "no more"),
        ("/", "def show(*everything): return str(len(everything))", "/", "1"),
        ("/:id", "def show(request): return 'without'", "/5", "without"),
        ("/:id", "def show(request, id): return id", "/5", "5"),
        ("/:id", "def show(request, *, id): return id", "/5", "5"),
        ("/:id", "def show(request, **rest): return rest['id']", "/5", "5"),
        ("/:id", "def show(*all, **rest): return rest['id']", "/5", "5"),
        ("/:id", "def show(request, *more, id): return id", "/5", "5"),
        ("/:a/:b", "def show(request, b): return b", "/1/2", "2"),
        ("/:a/:b", "def show(request, b, a): return a + b", "/1/2", "12"),
        ("/items{/:id}", "def show(request, id='none'): return id", "/items", "none"),
        ("/items{/:id}", "def show(request, id='none'): return id", "/items/5", "5"),
        ("/items{/:id}", "def show(request, **rest): return str(rest)", "/items", "{}"),
        ("/*rest", "def show(request, rest): return rest", "/a/b", '["a","b"]'),
        ("/:id", "class Show:\n  def __call__(self, request, id): return id\nshow = Show()", "/5", "5"),
    ],
)
def test_handler_gets_what_it_asks_for(client, path, source, asked, answer):
    assert client(routed(path), {"asked.py": source + "\n"}).get(asked).text == answer


def test_what_tells_no_signature_gets_the_request_alone():
    report = Report()

    assert arguments(type("Odd", (), {"__signature__": 1}), frozenset(), frozenset(), report, HERE) == ()
    assert report.problems == []


def test_what_tells_no_signature_may_be_called_with_anything():
    report = Report()
    check_call(iter, ("a", "b", "c"), report, HERE)

    assert report.problems == []


@pytest.mark.parametrize(
    ("called", "takes"),
    [
        (lambda profile, request: None, True),
        (lambda profile, request=None: None, True),
        (lambda profile: None, False),
        (lambda request, profile: None, False),
        (dict, False),
        (7, False),
    ],
)
def test_second_parameter_says_what_it_is_for(called, takes):
    assert takes_next(called, "request") is takes
