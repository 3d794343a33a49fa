from __future__ import annotations

import pytest

ECHO = {"echo.py": "def show(request, **params): return params\ndef add(request, id): return str(id + 1)\n"}


def routed(path, more=""):
    return f'routes:\n  - {{{path}, handler: "echo:show"{more}}}\n'


@pytest.mark.parametrize(
    ("path", "asked", "params"),
    [
        ("path: /a/:id", "/a/5", {"id": "5"}),
        ("path: /a/*rest", "/a/b/c", {"rest": ["b", "c"]}),
        ("path: [/a/:id, /b/:id]", "/b/6", {"id": "6"}),
        ('path: "/a{/:id}"', "/a", {}),
        (r"regex: '^/user/(\d+)/(?P<part>\w+)$'", "/user/7/x", {"0": "7", "part": "x"}),
        (r"regex: '^/user(?:/(\d+))?$'", "/user", {"0": None}),
    ],
)
def test_parameters_of_a_path_reach_the_handler(client, path, asked, params):
    found = client(routed(path), ECHO).get(asked).json

    assert {name: value for name, value in found.items() if value is not None} == {
        name: value for name, value in params.items() if value is not None
    }


def test_handler_may_ask_for_a_group_that_every_match_has(client):
    handlers = {"echo.py": "def show(request, id): return id\n"}

    assert client(routed(r"regex: '^/u/(?P<id>\d+)$'"), handlers).get("/u/7").text == "7"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ('path: "/a/:id?"', "3:12 GW052 "),
        ("path: /a/*", "3:12 GW052 "),
        ('path: "/a/{b"', "3:12 GW052 "),
        ("path: /:id/:id", "3:12 GW052 "),
        ("regex: '^/(a'", "3:13 GW052 not a regular expression: missing ), unterminated subpattern"),
    ],
)
def test_path_that_cannot_be_read_is_refused(refused, path, said):
    (problem,) = refused(routed(path), ECHO)

    assert problem.startswith(said)


def test_express_4_spelling_is_told_the_new_one(refused):
    (problem,) = refused(routed('path: "/a/:id?"'), ECHO)

    assert "{/:id}" in problem.partition(" | ")[2]


@pytest.mark.parametrize("path", ['"/a/:id?"', '[/a, "/b/:id?"]', '"/a/*id/:id"'])
def test_parameters_of_a_path_that_cannot_be_read_are_not_missed(refused, path):
    (problem,) = refused(f"routes:\n  - {{path: {path}, handler: 'echo:add', params: {{id: int}}}}\n", ECHO)

    assert "GW052" in problem


def test_regex_in_a_group_with_a_prefix_is_refused(refused):
    text = "routes:\n  - prefix: /a\n    routes:\n      - {regex: '^/b$', respond: {}}\n"

    assert refused(text) == [
        "5:17 GW052 a regex cannot stand in a group with a prefix | write the prefix into the regex"
    ]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (", params: {idd: int}", '3:51 GW052 the path has no ":idd" (did you mean "id"?) | there is id'),
        (
            ", query: {id: {type: string}}",
            '3:50 GW052 "id" is a parameter of the path already',
        ),
    ],
)
def test_parameter_declared_for_nothing_is_refused(refused, more, said):
    assert refused(routed("path: /a/:id", more), ECHO) == [said]


def test_wrong_prefix_of_a_group_is_told_at_the_group(refused):
    text = 'routes:\n  - prefix: "/a/:id?"\n    routes:\n      - {path: /b, respond: {}}\n'

    assert [problem.split()[:2] for problem in refused(text)] == [["3:13", "GW052"], ["5:16", "GW052"]]


@pytest.mark.parametrize(
    ("params", "asked", "status"),
    [
        ("{id: int}", "/5", 200),
        ("{id: int}", "/-5", 404),
        ("{id: int}", "/x", 404),
        ("{id: text}", "/x", 200),
        (r"{id: {pattern: '[a-z]{2}'}}", "/ab", 200),
        (r"{id: {pattern: '[a-z]{2}'}}", "/abc", 404),
    ],
)
def test_parameter_that_does_not_convert_does_not_match(client, params, asked, status):
    assert client(routed("path: /:id", f", params: {params}"), ECHO).get(asked).status_code == status


def test_converted_parameter_is_a_number(client):
    text = (
        'params: {id: int}\nroutes:\n  - {path: /:id, handler: "echo:add"}\n  - {path: /a/b, respond: {}}\n'
    )

    assert client(text, ECHO).get("/41").text == "42"
